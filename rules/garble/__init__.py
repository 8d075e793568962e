"""Words, names and numbers that a translation engine or a synonym spinner broke."""
