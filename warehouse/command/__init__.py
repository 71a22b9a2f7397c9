"""The command `warehouse`: what it says, its options, its jobs."""
