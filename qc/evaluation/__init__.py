"""How good the rules, the score and the verdict are on labelled documents: figures with intervals, and a report."""
