"""A bar on stderr for work over two seconds; nothing where stderr is no terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from warehouse.command.speech import Speech

Report: TypeAlias = Callable[[int, int], None]
RowReport: TypeAlias = Callable[[int], None]


@contextmanager
def file_progress(speech: Speech, code: str) -> Iterator[Report]:
    """Answers a function that shows how many of all files are done."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(speech.text(code), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def told_steps() -> Iterator[Report]:
    """Answers a function that writes how many of all are done, a line each: for programs."""
    yield lambda done, total: print(f"{done}/{total}", file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def row_progress(speech: Speech, file: str) -> Iterator[RowReport]:
    """Answers a function that shows how many rows of a file have been read."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _rows: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(file, total=None)
        yield lambda rows: bar.update(
            task, description=speech.text("cli_load_progress", file=file, rows=rows)
        )
