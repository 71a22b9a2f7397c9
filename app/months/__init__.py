"""Months: how this year is going."""
