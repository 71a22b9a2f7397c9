"""Builds: made, described, published, read, rolled back."""
