"""`warehouse rollback`: publish an earlier build again."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from warehouse.builds.publishing import rollback
from warehouse.command.homes import told_home
from warehouse.command.options import (
    SpokenLanguage,
    examples,
    json_option,
    shared_options,
)
from warehouse.command.speech import Speech


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    build_argument = typer.Argument(
        help=speech.text("cli_rollback_argument_build"), metavar="BUILD", show_default=False
    )
    json_flag = json_option(speech)
    lang_option, help_flag = shared_options(speech)
    shown = examples(speech, "warehouse rollback", "warehouse rollback 20261122T001122Z")

    @app.command(
        "rollback", help=speech.text("cli_rollback_help"), epilog=shown, add_help_option=False
    )
    def command(
        wanted: Annotated[str | None, build_argument] = None,
        *,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        done = rollback(told_home(speech), wanted)
        is_switched = done.build_id != done.left_id
        code = "cli_rollback_done" if is_switched else "cli_rollback_already"
        speech.lines([speech.text(code, build=done.build_id, left=done.left_id or "-")])
        if done.set_aside:
            speech.note("cli_rollback_lasts")
        if as_json:
            answer = asdict(done) | {"status": "switched" if is_switched else "unchanged"}
            answer["set_aside"] = sorted(done.set_aside)
            speech.result(json.dumps(answer, ensure_ascii=False, indent=2))
