"""`warehouse build`: build, test and publish."""

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from warehouse.builds.build_records import BuildRecord, Finding, Kind
from warehouse.builds.publishing import build, unchanged_build
from warehouse.builds.rollbacks import Rollback, rollback_in_force
from warehouse.command.commands.rollback import rollback_holds
from warehouse.command.options import (
    SpokenLanguage,
    examples,
    json_option,
    option,
    shared_options,
)
from warehouse.command.progress import file_progress
from warehouse.command.speech import Speech
from warehouse.ground.settings import Settings

FINDING_CODES: dict[Kind, str] = {
    "data_test": "build_finding_data_test",
    "unit_test": "build_finding_unit_test",
    "model": "build_finding_model",
    "seed": "build_finding_seed",
    "project": "build_finding_project",
}


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    if_changed_option = option(
        "--if-changed", speech.text("cli_build_option_if_changed"), value_name=""
    )
    json_flag = json_option(speech)
    lang_option, help_flag = shared_options(speech)
    shown = examples(speech, "warehouse build", "warehouse build --if-changed --json")

    @app.command("build", help=speech.text("cli_build_help"), epilog=shown, add_help_option=False)
    def command(
        *,
        if_changed: Annotated[bool, if_changed_option] = False,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        settings = Settings.from_environment()
        unchanged = unchanged_build(settings) if if_changed else None
        if unchanged is not None:
            speech.lines([unchanged_line(speech, unchanged, rollback_in_force(settings))])
            _print_json(speech, unchanged, "unchanged", wanted=as_json)
            return
        if not sys.stderr.isatty():
            speech.note("build_started")
        with file_progress(speech, "build_started") as report:
            record = build(settings, report)
        speech.lines(_told(speech, record))
        _print_json(speech, record, record.status, wanted=as_json)
        if record.status == "failed":
            raise typer.Exit(1)


def _told(speech: Speech, record: BuildRecord) -> list[str]:
    """Answers what people are told: how it ended, each failure with its rows, each warning."""
    failures = [line for each in record.failures for line in finding_lines(speech, each)]
    warnings = [finding_lines(speech, each)[0] for each in record.warnings]
    if warnings and not failures:
        warnings.append(speech.text("build_warnings_hint"))
    return [ending(speech, record), *failures, *warnings]


def unchanged_line(speech: Speech, record: BuildRecord, rollback: Rollback | None) -> str:
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


def _print_json(speech: Speech, record: BuildRecord, status: str, *, wanted: bool) -> None:
    if wanted:
        speech.result(json.dumps(asdict(record) | {"status": status}, ensure_ascii=False, indent=2))
