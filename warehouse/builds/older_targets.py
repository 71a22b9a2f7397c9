"""Targets that an older version loaded, read anew.

It did not keep what they mean, and let pass what is refused today.
"""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from loaders.judge.kinds import targets
from loaders.judge.kinds.registries import Tools
from loaders.lake.home_registries import read_registries
from loaders.lake.schemas import JUDGED, OUTCOME, TARGET_WORDS, TARGETS, Columns, conform
from loaders.words.columns import REASONS, new_memory
from warehouse.builds.older_target_files import older_target_files
from warehouse.ground.private import make_private

PRINTED = ("target_value",)


def complete_older_targets(lake: Path) -> None:
    """Reads the targets of each file of the lake that lacks what they mean as a load would.

    Loading again from the archive does the same; this spares an update that, and reaches files
    whose original is lost. What the reader refuses moves to the file's refused rows, with its
    reason, and its outcome says so.

    Args:
        lake: The lake's folder.

    Raises:
        OSError: The lake cannot be written.
    """
    paths = list(older_target_files(lake))
    if not paths:
        return
    tools = Tools.from_seeds(datetime.now(UTC).date(), home=read_registries(lake))
    for path in paths:
        _complete(path, tools)


def _complete(path: Path, tools: Tools) -> None:
    older = _whole(_read(path), TARGETS)
    judged = targets.judge(_texts(older), tools, new_memory())
    judged = judged.with_columns(older["file_sha256"], older["sheet_name"])
    refused = judged.filter(pl.col(REASONS).is_not_null())
    if refused.height:
        _refuse(path.parent, refused, older)
    _write(conform(judged.filter(pl.col(REASONS).is_null()), TARGETS), path)


def _whole(rows: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """Answers rows with every column of today; those that came later are empty."""
    return rows.with_columns(
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in columns.items()
        if name not in rows.columns
    )


def _texts(older: pl.DataFrame) -> pl.DataFrame:
    """Answers accepted targets as the texts they were read from; 30.0 was printed as 30."""
    texts = older.with_columns(pl.all().exclude("row_number").cast(pl.String)).with_columns(
        pl.col(name).str.strip_suffix(".0") for name in PRINTED
    )
    return texts.drop([*TARGET_WORDS, "flags"], strict=False)


def _refuse(folder: Path, refused: pl.DataFrame, older: pl.DataFrame) -> None:
    """Keeps rows that are refused today beside those that were, and counts them."""
    numbers = set(refused["row_number"])
    texts = {
        row["row_number"]: json.dumps(
            [str(value) for value in row.values() if value is not None], ensure_ascii=False
        )
        for row in older.filter(pl.col("row_number").is_in(numbers)).iter_rows(named=True)
    }
    rows = refused.with_columns(
        pl.col("row_number").replace_strict(texts, return_dtype=pl.String).alias("original_text")
    ).select(pl.col(name).cast(dtype) for name, dtype in JUDGED.items())
    path = folder / "refused.parquet"
    before = [conform(_whole(_read(path), JUDGED), JUDGED)] if path.is_file() else []
    _write(pl.concat([*before, rows]), path)
    reasons = Counter(code for codes in refused[REASONS] for code in codes.split("|"))
    _count(folder / "outcome.parquet", refused.height, reasons)


def _count(path: Path, number: int, reasons: Counter[str]) -> None:
    (row,) = _whole(_read(path), OUTCOME).to_dicts()
    row["rows_accepted"] -= number
    row["records"] = (row["records"] or number) - number
    row["rows_refused"] += number
    row["reasons"] = json.dumps(Counter(json.loads(row["reasons"] or "{}")) + reasons)
    row["status"] = "partial" if row["rows_accepted"] else "refused"
    _write(conform(pl.DataFrame([row], schema=OUTCOME), OUTCOME), path)


def _read(path: Path) -> pl.DataFrame:
    with path.open("rb") as file:
        return pl.read_parquet(file)


def _write(rows: pl.DataFrame, path: Path) -> None:
    # Renamed into place, for a build may be reading the old one.
    unfinished = path.with_name(f".{path.name}")
    rows.write_parquet(unfinished)
    make_private(unfinished)
    unfinished.replace(path)
