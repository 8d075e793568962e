"""The version of qc: a constant, because reading package metadata costs a tenth of a cold start."""

__version__ = "0.1.0"
