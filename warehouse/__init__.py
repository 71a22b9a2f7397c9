"""Running the warehouse: building, publishing, reading and serving it."""
