"""What an extractor left in or cut off: repeated blocks, page furniture, sentences run together."""
