"""Bytes → rows of text: packed, encoded, separated, marked up."""
