"""Characters damaged on the way: mojibake, entities, escapes, replacement and invisible characters."""
