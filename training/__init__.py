"""How the shipped weights of `qc.fluency` are made: `python training/train.py --corpora PATH --out DIR`."""
