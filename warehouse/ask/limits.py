"""Limits of a query: how long it may run, and how much memory it may have."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import duckdb

from warehouse.ground.errors import QueryTooLargeError, QueryTooLongError

SECONDS: Final = 300.0
GIBIBYTES: Final = 2.0
SHARE: Final = 0.5  # of the machine's memory, where that is less
GIBIBYTE: Final = 1 << 30


@dataclass(frozen=True)
class Limits:
    """What a query may use.

    Attributes:
        seconds: How long it may run, its rows' writing included; 0 for as long as it takes.
        gibibytes: Memory that DuckDB may use; None for 2, or half of the machine's if less.
            Nothing is ever written to a disk instead.
    """

    seconds: float = SECONDS
    gibibytes: float | None = None

    @property
    def memory(self) -> str:
        """Answers the memory as DuckDB reads it."""
        most = self.gibibytes
        if most is None:
            machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIBIBYTE
            most = min(GIBIBYTES, SHARE * machine)
        return f"{max(1, round(most * 1024))} MiB"

    @property
    def settings(self) -> dict[str, str]:
        """Answers the settings of DuckDB that hold it to the memory."""
        return {"memory_limit": self.memory.replace(" ", "")}


@contextmanager
def held_to(connection: duckdb.DuckDBPyConnection, limits: Limits) -> Iterator[None]:
    """Runs the block within limits.

    Args:
        connection: What the block asks; it was opened with the settings of the same limits.
        limits: What it may use.

    Raises:
        QueryTooLongError: The time was over; DuckDB was told to stop.
        QueryTooLargeError: There was not enough memory.
        KeyboardInterrupt: Somebody else told DuckDB to stop.
    """
    is_over = threading.Event()

    def stop() -> None:
        is_over.set()
        connection.interrupt()

    clock = threading.Timer(limits.seconds, stop)
    clock.daemon = True
    if limits.seconds:
        clock.start()
    try:
        yield
    except duckdb.InterruptException:
        if is_over.is_set():
            raise QueryTooLongError(seconds=f"{limits.seconds:g}") from None
        raise KeyboardInterrupt from None
    except (duckdb.OutOfMemoryException, MemoryError):
        raise QueryTooLargeError(memory=limits.memory) from None
    finally:
        clock.cancel()
