"""`warehouse verify`: is everything as it was written, and if not, can it be brought back?"""

import json
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
from warehouse.command.verifying import Verification, verify

DAMAGES = {
    "original_damaged": "cli_verify_original_damaged",
    "original_missing": "cli_verify_original_missing",
    "rows_damaged": "cli_verify_rows_damaged",
    "rows_missing": "cli_verify_rows_missing",
    "build_damaged": "cli_verify_build_damaged",
}
MENDINGS = {
    "from_archive": "cli_verify_from_archive",
    "from_inbox": "cli_verify_from_inbox",
    "set_aside": "cli_verify_set_aside",
    "": "cli_verify_load_again",
}


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    check_option = option("--check", speech.text("cli_verify_option_check"), value_name="")
    json_flag = json_option(speech)
    lang_option, help_flag = shared_options(speech)
    shown = examples(speech, "warehouse verify", "warehouse verify --check --json")

    @app.command("verify", help=speech.text("cli_verify_help"), epilog=shown, add_help_option=False)
    def command(
        *,
        check: Annotated[bool, check_option] = False,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        speech.note("cli_verify_running")
        home = told_home(speech)
        found = verify(home, lambda: speech.note("cli_waiting_for_lake"), mends=not check)
        if as_json:
            speech.result(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        else:
            for line in verified_lines(speech, found):
                speech.result(line)
        if not found.is_whole:
            raise typer.Exit(1)


def verified_lines(speech: Speech, found: Verification) -> list[str]:
    """Answers what was damaged or missing, what came back, and what is to be done."""
    lines = [
        speech.text(
            DAMAGES[each.kind],
            place=each.place,
            file=each.file,
            mending=speech.text(_ending(each.kind, each.mending)),
        )
        for each in found.damages
    ]
    if found.led_to:
        lines.append(speech.text("cli_verify_led_to", build=found.led_to))
    code = "cli_verify_whole" if not found.damages else "cli_verify_ended"
    left = sum(not each.is_mended for each in found.damages)
    return [
        *lines,
        speech.text(
            code,
            loads=found.loads,
            builds=found.builds,
            damages=len(found.damages),
            mended=len(found.damages) - left,
            left=left,
        ),
    ]


def _ending(kind: str, mending: str) -> str:
    """Answers which words say what was done, or is to be done by people."""
    if kind == "build_damaged":
        return "cli_verify_build_again" if mending else "cli_verify_only_looked"
    return MENDINGS[mending]
