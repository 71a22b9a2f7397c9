"""Charts and tables: drawn in one way, read aloud, taken away."""
