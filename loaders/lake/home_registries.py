"""What a home has loaded of the registries: rows as texts, as a seed has them."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

from loaders.lake.reading import read_rows
from loaders.lake.schemas import PLACE, REGISTRIES

Row: TypeAlias = dict[str, str]
HomeRows: TypeAlias = Mapping[str, Sequence[Row]]
Stamp: TypeAlias = tuple[tuple[str, int], ...]

# The column of the code by kind; of a break too, whose kind is called after something else.
KEYS: Final = {kind: f"{kind[:-1]}_code" for kind in REGISTRIES}


def registries_stamp(lake: Path, beside: Iterable[Path] = ()) -> Stamp:
    """Answers which files of registries there are and when each was written.

    Args:
        lake: The home's lake; it need not exist.
        beside: Folders of loads that are only checked.
    """
    found = []
    for path in _files(lake, beside):
        with suppress(FileNotFoundError):  # just being replaced by another load
            found.append((str(path), path.stat().st_mtime_ns))
    return tuple(found)


def changed_since(lake: Path, outcome: Mapping[str, Any]) -> bool:
    """Answers whether a registry was loaded after a file.

    Args:
        lake: The home's lake.
        outcome: The file's, as the lake keeps it.
    """
    mine = (outcome["load_number"] or 0, outcome["loaded_at"])
    return any(_turn(path) > mine for path in _files(lake, ()))


def read_registries(lake: Path, beside: Iterable[Path] = ()) -> HomeRows:
    """Answers the rows of each kind; of several rows of one code the one loaded last.

    Args:
        lake: The home's lake; it need not exist.
        beside: Folders of loads that are only checked, the latest last.
    """
    loads = [(*_turn(path), str(path), path) for path in _files(lake, beside)]
    rows: dict[str, dict[str, Row]] = {kind: {} for kind in REGISTRIES}
    for _number, _when, _name, path in sorted(loads):
        with suppress(FileNotFoundError):
            for row in read_rows(path).drop(PLACE, strict=False).to_dicts():
                texts = {name: _text(value) for name, value in row.items()}
                rows[path.stem][texts[KEYS[path.stem]]] = texts
    return {kind: list(found.values()) for kind, found in rows.items()}


def _files(lake: Path, beside: Iterable[Path]) -> Iterator[Path]:
    folders = sorted(lake.iterdir()) if lake.is_dir() else []
    for folder in (*folders, *beside):
        for kind in REGISTRIES:
            path = folder / f"{kind}.parquet"
            if folder.name != "empty" and path.is_file():
                yield path


def _turn(path: Path) -> tuple[int, datetime]:
    """Answers the place of a file among all loads; one that is only checked comes after them.

    Loads are numbered, since clocks may err; those of older versions, without a number, came
    before, in the order of their times.
    """
    with suppress(FileNotFoundError):
        outcome = read_rows(path.with_name("outcome.parquet")).to_dicts()[0]
        return outcome.get("load_number") or 0, outcome["loaded_at"]
    return sys.maxsize, datetime.max  # noqa: DTZ901 - as the lake keeps moments: UTC, no zone


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
