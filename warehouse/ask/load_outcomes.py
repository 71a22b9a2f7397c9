"""What was loaded, and what was refused: read from the outcomes in the lake.

Read by DuckDB, so that status and a refresh with nothing to do need not import Polars.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warehouse.ground.errors import DamagedLakeError
from warehouse.ground.messages import Language, catalogue
from warehouse.ground.settings import Settings

ALL_LOADS = """
    select
        status,
        loaded_at,
        rows_read,
        rows_accepted,
        rows_refused,
        coalesce(reasons, '{}'),
        coalesce(warnings, '{}'),
        refusal
    from read_parquet(?, union_by_name = true)
"""
REFUSED_FILES = """
    select file_sha256, refusal
    from read_parquet(?, union_by_name = true)
    where status = 'refused'
"""
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Loads:
    """All loads of a home together.

    Attributes:
        files: How many files ended in each status (accepted, partial, refused).
        last_loaded_at: When the last file was loaded, UTC, ISO 8601.
        rows_read: Rows of all files; accepted, refused, duplicate and ignored together.
        rows_accepted: Rows that are in the lake.
        rows_refused: Rows that are not, and why is in reasons.
        reasons: How many rows were refused for each reason, the most frequent first.
        refusals: How many files were refused as a whole for each reason.
        warnings: How many rows were accepted with each warning, the most frequent first.
    """

    files: dict[str, int]
    last_loaded_at: str | None
    rows_read: int
    rows_accepted: int
    rows_refused: int
    reasons: dict[str, int]
    refusals: dict[str, int]
    warnings: dict[str, int]


def loads(settings: Settings) -> Loads:
    """Answers what all loads of a home came to.

    Raises:
        DamagedLakeError: An outcome cannot be read.
    """
    files, refusals = Counter[str](), Counter[str]()
    reasons, warnings = Counter[str](), Counter[str]()
    moments, read, accepted, refused = list[datetime](), 0, 0, 0
    for status, moment, *rows, why, warned, refusal in _outcomes(settings, ALL_LOADS):
        files[status] += 1
        moments.append(moment)
        read, accepted, refused = read + rows[0], accepted + rows[1], refused + rows[2]
        refusals.update([refusal] if refusal else [])
        reasons += Counter(json.loads(why))
        warnings += Counter(json.loads(warned))
    return Loads(
        files=dict(files.most_common()),
        last_loaded_at=_iso(max(moments)) if moments else None,
        rows_read=read,
        rows_accepted=accepted,
        rows_refused=refused,
        reasons=dict(reasons.most_common()),
        refusals=dict(refusals.most_common()),
        warnings=dict(warnings.most_common()),
    )


def refused_files(settings: Settings) -> dict[str, str | None]:
    """Answers the files of which nothing was accepted: their SHA-256 and the reason's code.

    The reason is none where each row was refused for reasons of its own.

    Raises:
        DamagedLakeError: An outcome cannot be read.
    """
    return dict(_outcomes(settings, REFUSED_FILES))


def reason_name(code: str, language: Language, detail: str = "") -> str:
    """Answers a reason in words; the code itself where there are none.

    Args:
        code: A reason's code, without the reason_ it has among the messages.
        language: The language to speak.
        detail: What was found; where many rows are meant, nothing.
    """
    words = catalogue().get(f"reason_{code}")
    return words[language].format(detail=detail or "…") if words else code


def _outcomes(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    """Asks all outcomes; lake/empty and loads under way are left out."""
    paths = _outcome_files(settings.lake)
    if not paths:
        return []
    # Imported here because what only asks for a reason's name, or finds no load, needs no DuckDB.
    import duckdb  # noqa: PLC0415 - slow, seldom needed

    try:
        with duckdb.connect() as connection:
            return connection.execute(sql, [paths]).fetchall()
    except duckdb.Error as error:
        raise DamagedLakeError(problem=str(error).splitlines()[0]) from None


def _outcome_files(lake: Path) -> list[str]:
    if not lake.is_dir():
        return []
    found = (
        folder / "outcome.parquet" for folder in lake.iterdir() if SHA256.fullmatch(folder.name)
    )
    return sorted(str(path) for path in found if path.exists())


def _iso(moment: datetime) -> str:
    return moment.replace(tzinfo=UTC).isoformat(timespec="seconds")
