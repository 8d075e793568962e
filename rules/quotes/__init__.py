"""Quotation marks lost, turned round, doubled or left in a foreign style, and speakers swallowed."""
