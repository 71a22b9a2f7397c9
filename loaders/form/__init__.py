"""Rows of text → canonical columns, still text: which form a file is, and what it says where."""
