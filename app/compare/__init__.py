"""Regions beside each other: better, worse, or chance."""
