"""What all stand on: settings, messages, errors, locks, the inbox; it imports nothing of ours."""
