"""`python -m qc` is `qc`."""

from qc.cli import main

if __name__ == "__main__":
    main()
