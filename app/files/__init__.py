"""Figures and files: what there is, what was loaded and refused, what can be trusted."""
