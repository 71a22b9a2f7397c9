"""`warehouse reload`: the lake made again from the archive."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.command.homes import told_home
from warehouse.command.options import (
    SpokenLanguage,
    examples,
    json_option,
    shared_options,
)
from warehouse.command.progress import file_progress
from warehouse.command.speech import Speech

if TYPE_CHECKING:
    from loaders.reloading import Reloaded


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    json_flag = json_option(speech)
    lang_option, help_flag = shared_options(speech)
    shown = examples(speech, "warehouse reload", "warehouse reload --json")

    @app.command("reload", help=speech.text("cli_reload_help"), epilog=shown, add_help_option=False)
    def command(
        *,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        from loaders.reloading import reload_lake

        with file_progress(speech, "cli_reload_running") as report:
            results = reload_lake(
                told_home(speech), report, lambda: speech.note("cli_waiting_for_lake")
            )
        if as_json:
            changes = [asdict(each) | {"is_changed": each.is_changed} for each in results]
            speech.result(json.dumps({"files": changes}, ensure_ascii=False, indent=2))
        for line in _told(speech, results):
            speech.lines([line])
        if any(each.is_lost or each.is_original_damaged for each in results):
            raise typer.Exit(1)


def _told(speech: Speech, results: "list[Reloaded]") -> list[str]:
    changed = [each for each in results if each.is_changed]
    lines = [speech.text("cli_reload_done", files=len(results), changed=len(changed))]
    lines += [
        speech.text(
            "cli_reload_changed",
            file=each.file,
            accepted_before=each.before["rows_accepted"],
            accepted=each.after["rows_accepted"],
            refused_before=each.before["rows_refused"],
            refused=each.after["rows_refused"],
        )
        for each in changed
    ]
    return [*lines, *(line for each in results for line in _told_of_damage(speech, each))]


def _told_of_damage(speech: Speech, result: "Reloaded") -> list[str]:
    """Answers what was missing or damaged of a file, if anything was."""
    if result.is_lost:
        return [speech.text("cli_reload_nothing_left", file=result.file)]
    if result.is_original_damaged:
        return [speech.text("cli_reload_damaged", file=result.file)]
    if result.is_original_lost:
        return [speech.text("cli_reload_lost", file=result.file)]
    if result.is_brought_back:
        rows = result.after["rows_accepted"]
        return [speech.text("cli_reload_brought_back", file=result.file, rows=rows)]
    return []
