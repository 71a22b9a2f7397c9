"""Questions to what is published: in SQL, about one number, about what was loaded."""
