"""`warehouse refresh`: load what is new in the inbox, build, test and publish."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.ask.load_outcomes import reason_name
from warehouse.command.build_lines import ending, finding_lines, unchanged_line
from warehouse.command.commands.verify import verified_lines
from warehouse.command.homes import told_home
from warehouse.command.options import (
    SpokenLanguage,
    examples,
    json_option,
    shared_options,
)
from warehouse.command.refreshing import Listener, Load, LoadedFile, Refresh, RefusedFile, refresh
from warehouse.command.speech import Speech
from warehouse.ground.inbox import WaitingFile, readable_name
from warehouse.ground.settings import Settings
from warehouse.ground.visible import on_one_line

if TYPE_CHECKING:
    from loaders.lake.outcomes import Outcome

NAMES_SHOWN = 5
REASONS_SHOWN = 5
# Why a file was left, and how that is told.
WAITING = {
    "being_written": "cli_refresh_being_written",
    "cannot_be_read": "cli_refresh_cannot_be_read",
    "leads_out": "cli_refresh_leads_out",
    "not_a_file": "cli_refresh_not_a_file",
}


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    json_flag = json_option(speech)
    lang_option, help_flag = shared_options(speech)
    shown = examples(speech, "warehouse refresh", "warehouse refresh --json")

    @app.command(
        "refresh", help=speech.text("cli_refresh_help"), epilog=shown, add_help_option=False
    )
    def command(
        *,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        listener = Listener(
            loading=lambda name: speech.note("cli_refresh_loading", file=name),
            loaded=lambda loaded: speech.lines(_loaded_lines(speech, loaded)),
            building=lambda: speech.note("build_started"),
            verified=lambda found: speech.lines(verified_lines(speech, found)),
        )
        run = refresh(told_home(speech), _loader(speech), listener)
        speech.lines(_told(speech, run))
        if as_json:
            speech.result(json.dumps(run.as_json(), ensure_ascii=False, indent=2))
        if run.problem is not None:
            raise run.problem
        raise typer.Exit(run.exit_status)


def _loader(speech: Speech) -> Load:
    """Answers a loader that shows on a terminal how many rows it has read."""

    def load(settings: Settings, path: Path) -> "Outcome":
        # Imported here because a refresh with nothing to load needs no Polars and draws no bar.
        from loaders.loading import Sender, load_file
        from warehouse.command.progress import row_progress  # noqa: PLC0415 - slow, seldom needed

        with row_progress(speech, on_one_line(readable_name(path.name))) as report:
            sender = Sender(waiting=lambda: speech.note("cli_waiting_for_lake"))
            return load_file(settings, path, progress=report, sender=sender)

    return load


def _loaded_lines(speech: Speech, loaded: LoadedFile) -> list[str]:
    """Answers what came of one file: its rows, and why any were refused."""
    outcome = loaded.outcome
    if outcome.refusal:
        return [refusal_line(speech, outcome.refusal, outcome.refusal_detail)]
    rows = speech.text(
        "cli_refresh_file_rows",
        read=outcome.rows_read,
        accepted=outcome.rows_accepted,
        refused=outcome.rows_refused,
        duplicate=outcome.rows_duplicate,
        ignored=outcome.rows_ignored,
    )
    return [rows, *reason_lines(speech, outcome.reasons)]


def refusal_line(speech: Speech, code: str, detail: str = "") -> str:
    """Answers why a whole file was refused, and what was found."""
    return speech.text(
        "cli_refresh_file_refused", reason=reason_name(code, speech.language, detail)
    )


def reason_lines(speech: Speech, reasons: dict[str, int]) -> list[str]:
    """Answers the most frequent reasons, one line each, in words and with how many rows."""
    most = sorted(reasons.items(), key=lambda item: -item[1])
    lines = [
        speech.text(
            "cli_refresh_reason",
            reason=reason_name(code, speech.language),
            reason_code=code,
            rows=rows,
        )
        for code, rows in most[:REASONS_SHOWN]
    ]
    if most[REASONS_SHOWN:]:
        lines.append(speech.text("cli_refresh_more_reasons", number=len(most[REASONS_SHOWN:])))
    return lines


def _told(speech: Speech, run: Refresh) -> list[str]:
    """Answers what people are told at the end: what was left, and how building went."""
    lines = [] if run.files else [speech.text("cli_refresh_nothing_new")]
    lines += _waiting_lines(speech, run.waiting)
    lines += _still_refused_lines(speech, run.still_refused)
    if run.build is None:
        return lines
    if run.build_status == "unchanged":
        return [*lines, unchanged_line(speech, run.build, run.rollback)]
    lines.append(ending(speech, run.build))
    for failure in run.build.failures:
        lines += finding_lines(speech, failure)
    lines += [finding_lines(speech, warning)[0] for warning in run.build.warnings]
    if run.rollback is not None and run.build_status == "published":
        lines.append(speech.text("cli_rollback_ended", build=run.rollback.build_id))
    return lines


def _waiting_lines(speech: Speech, waiting: list[WaitingFile]) -> list[str]:
    lines = []
    for reason, code in WAITING.items():
        files = [each.name for each in waiting if each.reason == reason]
        if files:
            lines.append(speech.text(code, files=names(speech, files)))
    return lines


def _still_refused_lines(speech: Speech, refused: list[RefusedFile]) -> list[str]:
    if not refused:
        return []
    shown = names(speech, [each.name for each in refused])
    return [speech.text("cli_refresh_still_refused", number=len(refused), files=shown)]


def names(speech: Speech, files: list[str]) -> str:
    """Answers the first few names of files, and how many more there are."""
    shown = ", ".join(files[:NAMES_SHOWN])
    hidden = len(files) - NAMES_SHOWN
    return speech.text("cli_files_and_more", files=shown, more=hidden) if hidden > 0 else shown
