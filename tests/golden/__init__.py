"""Figures nobody here computed: printed in the sources, by hand, or by another engine."""
