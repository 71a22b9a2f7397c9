"""Where what is loaded lies, and what came of loading it."""
