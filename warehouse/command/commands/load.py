"""`warehouse load`: files into the lake, with an outcome for each."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from loaders.form.layouts import read_layouts
from loaders.workbook.openings import opened_ahead
from warehouse.command.homes import told_home
from warehouse.command.options import (
    SpokenLanguage,
    examples,
    json_option,
    option,
    shared_options,
)
from warehouse.command.progress import row_progress
from warehouse.command.speech import Speech
from warehouse.ground.errors import UsageProblemError
from warehouse.ground.messages import text
from warehouse.ground.packs import pack_file
from warehouse.ground.visible import on_one_line

if TYPE_CHECKING:
    from loaders.lake.outcomes import Outcome
    from loaders.loading import Checked

UNREADABLE = 2
NOT_WHOLE = 3
ROWS_SHOWN = 10
CELL_SHOWN = 40
NAMES_SHOWN = 6
COUNTS = {
    "rows_read": "cli_load_column_rows_read",
    "rows_accepted": "cli_load_column_rows_accepted",
    "rows_refused": "cli_load_column_rows_refused",
    "rows_duplicate": "cli_load_column_rows_duplicate",
    "rows_ignored": "cli_load_column_rows_ignored",
}
STATUSES = {
    "accepted": "cli_load_status_accepted",
    "partial": "cli_load_status_partial",
    "refused": "cli_load_status_refused",
    "duplicate": "cli_load_status_duplicate",
}
REMARKS = {
    "hidden_sheets": "cli_load_hidden_sheets",
    "sheets_not_read": "cli_load_sheets_not_read",
    "sheets_lack": "cli_load_sheets_lack",
    "headings_without_meaning": "cli_load_headings_without_meaning",
    "not_asked_for": "cli_load_not_asked_for",
    "register_without_coverage": "cli_load_register_without_coverage",
    "register_without_scope": "cli_load_register_without_scope",
    "register_with_refused_rows": "cli_load_register_with_refused_rows",
    "register_without_counties": "cli_load_register_without_counties",
    "register_without_industries": "cli_load_register_without_industries",
}


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    files_argument = typer.Argument(
        help=speech.text("cli_load_argument_files"),
        metavar="FILE",
        show_default=False,
        readable=False,  # looked at file by file, so that the others are loaded
    )
    pack_option = option("--pack", speech.text("cli_load_option_pack"), value_name="NAME")
    layout_option = option("--layout", speech.text("cli_load_option_layout"), value_name="NAME")
    check_option = option("--check", speech.text("cli_load_option_check"), value_name="")
    json_flag = json_option(speech)
    lang_option, help_flag = shared_options(speech)
    shown = examples(
        speech,
        "warehouse load 事故登记2026.xlsx",
        "warehouse load --check inbox/*.csv",
        "warehouse load --layout nbs_regions_by_year gdp.xls --json",
        "warehouse load --pack cities",
    )

    @app.command("load", help=speech.text("cli_load_help"), epilog=shown, add_help_option=False)
    def command(  # a command's parameters are its options
        files: Annotated[list[Path] | None, files_argument] = None,
        *,
        pack: Annotated[str | None, pack_option] = None,
        layout: Annotated[str | None, layout_option] = None,
        check: Annotated[bool, check_option] = False,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        wanted = [*(files or []), *([pack_file(pack)] if pack else [])]
        if not wanted:
            problem = speech.text("cli_load_nothing_named")
            raise UsageProblemError(problem=problem, command="warehouse load")
        outcomes = _run(speech, wanted, layout, is_check=check, is_quiet=as_json)
        if as_json:
            told = {"files": [each.as_json() for each in outcomes]}
            speech.result(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            _print_summary(speech, outcomes)
        if any(each.refusal for each in outcomes):
            raise typer.Exit(UNREADABLE)
        if any(each.rows_refused or each.status == "partial" for each in outcomes):
            raise typer.Exit(NOT_WHOLE)


def _run(
    speech: Speech, files: list[Path], layout: str | None, *, is_check: bool, is_quiet: bool
) -> "list[Outcome]":
    settings = told_home(speech)

    def watch(file: Path) -> AbstractContextManager[Callable[[int], None]]:
        return row_progress(speech, on_one_line(file.name))

    with opened_ahead(settings, files[0]):
        # Imported here because it imports polars, which help need not wait for.
        from loaders.loading import Sender
        from loaders.together import check_together, load_together

        if not is_check:
            sender = Sender(waiting=lambda: speech.note("cli_waiting_for_lake"))
            return load_together(settings, files, layout=layout, watch=watch, sender=sender)
        checked = check_together(settings, files, layout=layout, watch=watch)
    for each in checked if not is_quiet else ():
        _print_checked(speech, each)
    return [each.outcome for each in checked]


def _print_summary(speech: Speech, outcomes: "list[Outcome]") -> None:
    """Prints one line a file, then why files or rows were refused."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(speech.text("cli_load_column_status"), no_wrap=True)
    for code in COUNTS.values():
        table.add_column(speech.text(code), justify="right", no_wrap=True)
    table.add_column(speech.text("cli_load_column_file"), overflow="fold")
    for each in outcomes:
        table.add_row(
            speech.text(STATUSES[each.status]),
            *(f"{getattr(each, name):,}" for name in COUNTS),
            Text(_name(each)),
        )
    Console(highlight=False).print(table)
    for each in outcomes:
        for line in _reasons(speech, each):
            speech.result(line)


def _reasons(speech: Speech, outcome: "Outcome") -> list[str]:
    """Answers why a file or its rows were refused, and what to look at again."""
    name = _name(outcome)
    lines = []
    if outcome.refusal:
        said = reason(speech, outcome.refusal, outcome.refusal_detail)
        lines.append(speech.text("cli_load_file_refused", file=name, reason=said))
    for line, counts in (
        ("cli_load_rows_refused", outcome.reasons),
        ("cli_load_rows_warned", outcome.warnings),
    ):
        for code, rows in sorted(counts.items(), key=lambda each: -each[1]):
            place, found = outcome.examples.get(code, ("", ""))
            said = reason(speech, code, found)
            where = _place(speech, *place.rpartition(" ")[::2])
            lines.append(speech.text(line, file=name, rows=rows, place=where, reason=said))
    for code, texts in outcome.remarks.items():
        shown = ", ".join(texts[:NAMES_SHOWN]) + (" …" if len(texts) > NAMES_SHOWN else "")
        lines.append(speech.text(REMARKS[code], file=name, names=shown, number=len(texts)))
    return lines


def _name(outcome: "Outcome") -> str:
    return on_one_line(Path(outcome.file).name or outcome.file)


def reason(speech: Speech, code: str, detail: str) -> str:
    """Answers a reason in words, with what was found."""
    return text(f"reason_{code}", speech.language, detail=detail or "…")


def _print_checked(speech: Speech, checked: "Checked") -> None:
    """Prints a file's first rows as understood, and the first refused ones with their reasons."""
    if checked.accepted.height:
        speech.result(
            speech.text(
                "cli_load_understood",
                file=_name(checked.outcome),
                layout=checked.outcome.layout,
            )
        )
        headings = _headings(speech, checked.outcome.kind or "")
        for row in checked.accepted.head(ROWS_SHOWN).iter_rows(named=True):
            cells = (f"{headings[name]} {_cell(row[name])}" for name in headings if row.get(name))
            speech.result(
                speech.text("cli_load_row", place=_place_of(speech, row), cells=" · ".join(cells))
            )
    for row in checked.refused.head(ROWS_SHOWN).iter_rows(named=True):
        details = str(row["detail"] or "").split("\n")
        codes = str(row["reason_codes"]).split("|")
        said = " ".join(
            reason(speech, code, details[position] if position < len(details) else "")
            for position, code in enumerate(codes)
        )
        where = _place_of(speech, row)
        speech.result(speech.text("cli_load_refused_row", place=where, reason=said))


def _headings(speech: Speech, kind: str) -> dict[str, str]:
    """Answers the canonical columns of a kind with their headings in the language spoken."""
    chosen = 0 if speech.language == "zh" else -1
    columns = read_layouts()[kind].columns
    return {name: source.headings[chosen] for name, source in columns.items()}


def _place_of(speech: Speech, row: dict[str, object]) -> str:
    """Answers where a row stands: its sheet, and its cell or number."""
    return _place(speech, str(row["sheet_name"]), str(row["cell"] or row["row_number"]))


def _place(speech: Speech, sheet: str, cell: str) -> str:
    """Answers a place in words: a row's number is said to be one, and no number of rows."""
    where = speech.text("cli_load_place_row", number=cell) if cell.isdigit() else cell
    return f"{sheet} {where}".strip()


def _cell(value: object) -> str:
    shown = str(value)
    return shown if len(shown) <= CELL_SHOWN else f"{shown[: CELL_SHOWN - 1]}…"
