"""What each kind of file must hold: one module per kind."""
