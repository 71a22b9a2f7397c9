"""Loaders: make files legible, refuse what is wrong, lose nothing."""
