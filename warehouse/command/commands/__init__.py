"""The subcommands of `warehouse`, one module each; a module adds its command to the app."""
