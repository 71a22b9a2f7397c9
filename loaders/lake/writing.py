"""Writing rows to Parquet batch by batch."""

import importlib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import polars as pl

from loaders.lake.schemas import Columns, conform

if TYPE_CHECKING:
    import pyarrow.parquet as pq

COMPRESSION: Final = "zstd"


class RowWriter:
    """A Parquet file that grows by batches; without rows there is no file.

    A batch is written while the next one is judged; there is never more than one waiting. A file
    of one batch, as most are, is written by Polars; only Arrow, slow to import, can add to one.

    Attributes:
        path: The file.
        schema: Its columns.
        rows: How many rows have been written.
    """

    def __init__(self, path: Path, schema: Columns) -> None:
        """Opens nothing yet."""
        self.path = path
        self.schema = schema
        self.rows = 0
        self._only: pl.DataFrame | None = None
        self._writer: pq.ParquetWriter | None = None
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._pending: Future[None] | None = None

    def __enter__(self) -> Self:
        """Answers itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finishes the file."""
        try:
            self._wait()
            if self._only is not None:
                self._only.write_parquet(self.path, compression=COMPRESSION, compression_level=1)
        finally:
            self._pool.shutdown()
            if self._writer is not None:
                self._writer.close()

    def write(self, rows: pl.DataFrame) -> None:
        """Adds rows, of which the schema's columns are taken."""
        if not rows.height:
            return
        self._wait()
        batch = conform(rows, self.schema)
        if not self.rows:
            self._only = batch
        else:
            self._pending = self._pool.submit(self._write, self._only, batch)
            self._only = None
        self.rows += rows.height

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()
            self._pending = None

    def _write(self, *batches: pl.DataFrame | None) -> None:
        for batch in batches:
            if batch is None:
                continue
            table = batch.to_arrow()
            if self._writer is None:
                arrow = importlib.import_module("pyarrow.parquet")
                self._writer = arrow.ParquetWriter(
                    self.path, table.schema, compression=COMPRESSION, use_dictionary=False
                )
            self._writer.write_table(table)
