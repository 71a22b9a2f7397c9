"""The file that a build is written into."""

from pathlib import Path

import duckdb

# The oldest format that holds everything the marts need: DuckDB 1.1 and later read it.
STORAGE_VERSION = "v1.0.0"
# Many small tables: with DuckDB's usual blocks of 256 KiB most of the file would be empty.
BLOCK_BYTES = 16384


def create_database(database: Path) -> None:
    """Makes a new file for a build, in the place of what may be there.

    Raises:
        OSError: The folder cannot be written.
    """
    for left in (database, database.with_name(f"{database.name}.wal")):
        left.unlink(missing_ok=True)
    path = str(database).replace("'", "''")
    with duckdb.connect() as connection:
        connection.execute(
            f"attach '{path}' (storage_version '{STORAGE_VERSION}', block_size {BLOCK_BYTES})"
        )
