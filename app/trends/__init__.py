"""A rate over the years: what happened, and what moved it."""
