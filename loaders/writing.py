"""Writing rows to Parquet batch by batch."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
import pyarrow.parquet as pq

from loaders.schemas import Columns, conform


class RowWriter:
    """A Parquet file that grows by batches; without rows there is no file.

    A batch is written while the next one is judged; there is never more than one waiting.

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
        finally:
            self._pool.shutdown()
            if self._writer is not None:
                self._writer.close()

    def write(self, rows: pl.DataFrame) -> None:
        """Adds rows, of which the schema's columns are taken."""
        if not rows.height:
            return
        self._wait()
        self._pending = self._pool.submit(self._write, conform(rows, self.schema))
        self.rows += rows.height

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()
            self._pending = None

    def _write(self, rows: pl.DataFrame) -> None:
        table = rows.to_arrow()
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self.path, table.schema, compression="zstd", use_dictionary=False
            )
        self._writer.write_table(table)
