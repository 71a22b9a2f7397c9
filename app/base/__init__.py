"""What every page stands on: the database, the selection, words, numbers, sentences."""
