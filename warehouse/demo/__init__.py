"""A simulated city, to try everything with: its accidents, the files it sends, and the key."""
