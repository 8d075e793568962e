"""Word lists and tables, each with its source and licence in NOTICE.md."""
