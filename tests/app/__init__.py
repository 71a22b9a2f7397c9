"""The explorer, page by page."""
