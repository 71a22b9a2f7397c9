"""`warehouse journal`: who did what to this home, and when."""

import json
from collections import deque
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from warehouse.command.homes import told_home
from warehouse.command.options import (
    SpokenLanguage,
    examples,
    json_option,
    option,
    shared_options,
)
from warehouse.command.speech import Speech
from warehouse.ground.journal import Entry, entries
from warehouse.ground.visible import on_one_line

LAST = 20
EVENTS = {
    "load": "cli_journal_load",
    "upload": "cli_journal_upload",
    "build": "cli_journal_build",
    "rollback": "cli_journal_rollback",
    "reload": "cli_journal_reload",
    "mend": "cli_journal_mend",
}
# Of an event's details those that people are shown, in this order.
SHOWN = (
    *("file_name", "file", "build", "status", "rows_accepted", "rows_refused", "refusal"),
    *("left", "files", "place", "damage", "mending", "led_to", "seconds"),
)


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    last_option = option("--last", speech.text("cli_journal_option_last"), value_name="N")
    json_flag = json_option(speech)
    lang_option, help_flag = shared_options(speech)
    shown = examples(speech, "warehouse journal", "warehouse journal --last 100 --json")

    @app.command(
        "journal", help=speech.text("cli_journal_help"), epilog=shown, add_help_option=False
    )
    def command(
        *,
        last: Annotated[int, last_option] = LAST,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        found = list(deque(entries(told_home(speech)), maxlen=max(last, 0)))
        if as_json:
            told = {"entries": [asdict(each) for each in found]}
            speech.result(json.dumps(told, ensure_ascii=False, indent=2))
        elif not found:
            speech.note("cli_journal_empty")
        for each in found if not as_json else ():
            speech.result(_line(speech, each))


def _line(speech: Speech, entry: Entry) -> str:
    said = (f"{name}={entry.details[name]}" for name in SHOWN if entry.details.get(name))
    return speech.text(
        "cli_journal_line",
        when=_local(entry.at),
        user=on_one_line(entry.user),
        event=speech.text(EVENTS[entry.event]) if entry.event in EVENTS else entry.event,
        what=on_one_line(" ".join(said)),
    )


def _local(moment: str) -> str:
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError):
        return moment
