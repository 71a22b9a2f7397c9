"""Tests of what a target that is being set would mean."""
