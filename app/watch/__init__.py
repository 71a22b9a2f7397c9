"""What is out of line, and where it will end."""
