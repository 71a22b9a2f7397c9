"""Accidents: what happened, where, how, when."""
