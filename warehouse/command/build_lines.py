"""What people are told of a build: how it ended, what it found wrong, why none was made.

Apart from the command that builds, so that a refresh with nothing to do imports no DuckDB.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from warehouse.builds.build_records import BuildRecord, Finding, Kind
from warehouse.command.speech import Speech

if TYPE_CHECKING:
    from warehouse.builds.rollbacks import Rollback

FINDING_CODES: dict[Kind, str] = {
    "data_test": "build_finding_data_test",
    "unit_test": "build_finding_unit_test",
    "model": "build_finding_model",
    "seed": "build_finding_seed",
    "project": "build_finding_project",
}


def unchanged_line(speech: Speech, record: BuildRecord, rollback: "Rollback | None") -> str:
    """Answers why there was nothing to build, in one sentence."""
    if rollback is not None:
        return rollback_holds(speech, rollback)
    return speech.text("build_unchanged", build=record.build_id)


def ending(speech: Speech, record: BuildRecord) -> str:
    """Answers how a build ended, in one sentence."""
    if record.status == "failed":
        return speech.text("build_failed", build=record.build_id, failures=len(record.failures))
    return speech.text(
        "build_published",
        build=record.build_id,
        seconds=record.seconds,
        tables=record.counts.get("success", 0),
        passed=record.counts.get("pass", 0),
        warned=record.counts.get("warn", 0),
    )


def finding_lines(speech: Speech, finding: Finding) -> list[str]:
    """Answers what a build found wrong: what, where, why, and the rows."""
    cannot_run = finding.kind == "data_test" and not finding.failures
    head = speech.text(
        "build_finding_data_test_error" if cannot_run else FINDING_CODES[finding.kind],
        test=finding.test,
        model=finding.model,
        file=finding.file,
        message=finding.message.replace("\n", "\n      "),
        rows=finding.failures,
    )
    rows = [
        ", ".join(f"{name}={_shown(cell)}" for name, cell in row.items()) for row in finding.rows
    ]
    hidden = finding.failures - len(rows)
    if rows and hidden > 0:
        rows.append(speech.text("build_more_rows", rows=hidden))
    return [f"  {head}", *(f"      {row}" for row in rows)]


def _shown(value: object) -> str:
    return "null" if value is None else str(value)


def rollback_holds(speech: Speech, rollback: "Rollback") -> str:
    """Answers that an earlier build is published, since when, and what ends that."""
    since = datetime.fromisoformat(rollback.rolled_back_at).astimezone()
    return speech.text(
        "cli_rollback_holds", build=rollback.build_id, when=since.strftime("%Y-%m-%d %H:%M")
    )
