"""Workbooks → rows of text, opened in a process of their own."""
