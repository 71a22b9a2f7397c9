"""Tests of the statistics of series."""
