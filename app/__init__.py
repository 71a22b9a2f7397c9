"""The explorer: selects from the marts and draws, computes nothing."""
