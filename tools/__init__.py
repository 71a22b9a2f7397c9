"""What makes seeds and dictionaries and compares builds; the product imports nothing of it."""
