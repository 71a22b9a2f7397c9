"""Plans and their targets: how we stand, a plan, a target, plans side by side."""
