"""`warehouse build`: build, test and publish."""

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from warehouse.builds.build_records import BuildRecord
from warehouse.builds.publishing import build, unchanged_build
from warehouse.builds.rollbacks import rollback_in_force
from warehouse.command.build_lines import ending, finding_lines, unchanged_line
from warehouse.command.homes import told_home
from warehouse.command.options import (
    SpokenLanguage,
    examples,
    json_option,
    option,
    shared_options,
)
from warehouse.command.progress import file_progress, told_steps
from warehouse.command.speech import Speech


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    if_changed_option = option(
        "--if-changed", speech.text("cli_build_option_if_changed"), value_name=""
    )
    steps_option = option("--steps", speech.text("cli_build_option_steps"), value_name="")
    json_flag = json_option(speech)
    lang_option, help_flag = shared_options(speech)
    shown = examples(speech, "warehouse build", "warehouse build --if-changed --json")

    @app.command("build", help=speech.text("cli_build_help"), epilog=shown, add_help_option=False)
    def command(
        *,
        if_changed: Annotated[bool, if_changed_option] = False,
        steps: Annotated[bool, steps_option] = False,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        settings = told_home(speech)
        unchanged = unchanged_build(settings) if if_changed else None
        if unchanged is not None:
            speech.lines([unchanged_line(speech, unchanged, rollback_in_force(settings))])
            _print_json(speech, unchanged, "unchanged", wanted=as_json)
            return
        if not sys.stderr.isatty():
            speech.note("build_started")
        with told_steps() if steps else file_progress(speech, "build_started") as report:
            record = build(settings, report, lambda: speech.note("cli_waiting_for_lake"))
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


def _print_json(speech: Speech, record: BuildRecord, status: str, *, wanted: bool) -> None:
    if wanted:
        speech.result(json.dumps(asdict(record) | {"status": status}, ensure_ascii=False, indent=2))
