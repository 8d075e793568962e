"""Notes from the desk that were never meant for readers."""
