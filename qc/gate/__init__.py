"""Streams of documents, accepted or held back: one pure function for each, and an engine that survives any kill.

`qc.gate.decision.decide` is what every engine calls; `qc.gate.run.run` is the engine over files, `Gate` the one over
any iterable.
"""
