"""One text → one value, or the reason why not."""
