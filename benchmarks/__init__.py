"""What building and serving the warehouse costs, beside what it could cost at the least."""
