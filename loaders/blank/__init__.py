"""Empty forms to be filled in."""
