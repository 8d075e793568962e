"""What is left of the source language or of the machine: foreign words, scripts, notices, placeholders."""
