"""Loads: what has been loaded, what was refused, and why?"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from html import escape
from pathlib import PurePath

import polars as pl
import streamlit as st

from app.base import choices, homes, numbers, reasons, sentences
from app.base.selection import Selection, show_in_url
from app.base.words import Words
from app.figure import exhibits, tables, taking
from app.figure.downloads import CSV, WORKBOOK
from app.files import files_to_mend, judged_rows, layout_titles, originals

FILES_SHOWN = 50
ROWS_SHOWN = 50
ROWS_ASKED = 2_000  # many cells of one row are shown as one
ROWS_TO_MEND = 100_000  # nobody mends more by hand
TEXT_SHOWN = 240
NAME_SHOWN = 60
NAMES_SHOWN = 3
COUNTS = ("rows_read", "rows_accepted", "rows_refused", "rows_duplicate", "rows_ignored")
SIGNS = {"accepted": "●", "partial": "◐", "refused": "✕", "duplicate": "≡"}
KEY = 12  # as much of a fingerprint as tells files apart in an address


def show(selection: Selection, words: Words) -> None:
    """Draws the page: the answer, the files, why rows were refused, the rows for mending."""
    totals = judged_rows.totals()
    if not totals.files:
        show_in_url(selection)
        sentences.draw_nothing(words("loads_none"), words, "loads_steps")
        return
    st.html(sentences.first_line(answer(totals, words), words))
    _draw_files(words)
    _draw_rows(selection, words, totals)


def answer(totals: judged_rows.Totals, words: Words) -> str:
    """Answers the page's question in one sentence."""
    said = {name: numbers.count(getattr(totals, name)) for name in totals.__dataclass_fields__}
    code = "loads_answer" if totals.rows_refused or totals.refused else "loads_answer_all"
    return words(code, **said)


def status(code: str, words: Words) -> str:
    """Answers what became of a file, as a sign and a word."""
    return f"{SIGNS[code]} {words(f'status_{code}')}"


def link(words: Words) -> str:
    """Answers a link to this page as HTML."""
    address = f"loads?lang={words.language}"
    return f'<a href="{address}" target="_self">{escape(words("page_loads"))}</a>'


def _draw_files(words: Words) -> None:
    outcomes = judged_rows.outcomes()
    titles = layout_titles.known_titles(words)
    columns = [
        tables.Column(words("column_file"), "file"),
        tables.Column(words("column_status"), "nowrap"),
        *(tables.Column(words(f"column_{name}"), "number") for name in COUNTS),
        tables.Column(words("column_kind"), "nowrap"),
        tables.Column(words("column_loaded_at"), "nowrap"),
        tables.Column(words("column_notes"), "quote"),
    ]
    rows: list[list[tables.Cell]] = [
        [
            tables.short(row["file"], NAME_SHOWN),
            status(row["status"], words),
            *(numbers.count(row[name]) for name in COUNTS),
            words(f"kind_{row['kind']}") if row["kind"] else numbers.MISSING,
            _local(row["loaded_at"]),
            _notes(row, titles, words),
        ]
        for row in outcomes.head(FILES_SHOWN).iter_rows(named=True)
    ]
    code = "loads_caption_some" if outcomes.height > FILES_SHOWN else "loads_caption"
    exhibits.draw_table("files", words(code, files=FILES_SHOWN), columns, rows, words)


def _notes(row: dict[str, str], titles: dict[str, str], words: Words) -> str:
    """Answers why the whole file was refused, else by which form it was read and what was left."""
    if row["refusal_code"]:
        return reasons.reason(row["refusal_code"], words, row["refusal_detail"])
    said = [words("read_as", layout=titles.get(row["layout"], row["layout"]))]
    for code, names in json.loads(row["remarks"] or "{}").items():
        said.append(words(f"remark_{code}", names=listed(names, words)))
    return words.sentences(*said)


def listed(names: Sequence[str], words: Words) -> str:
    """Answers names in a line, the first few of them where they are many."""
    line = words("list_comma").join(names[:NAMES_SHOWN])
    return line if len(names) <= NAMES_SHOWN else words("and_more", names=line, all=len(names))


def _draw_rows(selection: Selection, words: Words, totals: judged_rows.Totals) -> None:
    counted = {"refused": totals.rows_refused, "warned": totals.rows_warned}
    kinds = {
        kind: words(f"rows_{kind}", rows=numbers.count(rows))
        for kind, rows in counted.items()
        if rows
    }
    kind = choices.first_offered(selection.rows, list(kinds))
    if not kind:
        show_in_url(replace(selection, rows="", file="", reason=""))
        return
    st.html(f"<h2>{escape(words(f'rows_{kind}_title'))}</h2>")
    groups = judged_rows.groups(kind)
    _draw_groups(groups, words)
    files = {
        row["sha256"][:KEY]: f"{tables.short(row['file'], NAME_SHOWN)} · {_local(row['loaded_at'])}"
        for row in groups.iter_rows(named=True)
    }
    file = choices.first_offered(selection.file, list(files))
    of_file = groups.filter(pl.col("sha256").str.starts_with(file))
    named = {"": words("reasons_all")} | {
        code: reasons.reason(code, words) for code in of_file["reason_code"]
    }
    reason = choices.first_offered(selection.reason, list(named))
    with st.container(key="rowsbar"):
        left, middle, right = st.columns([3, 5, 6])
    with left:
        choices.choose_one("rows", kind, kinds, words)
    with middle:
        choices.choose_one("file", file, files, words)
    with right:
        choices.choose_one("reason", reason, named, words)
    show_in_url(replace(selection, rows=kind, file=file, reason=reason))
    first = of_file.row(0, named=True)
    rows = judged_rows.rows(kind, first["sha256"], reason, ROWS_ASKED)
    judged = judged_table(rows, rows["found"][0], first["file"], words)
    exhibits.draw_table(kind, *judged, words)
    _draw_downloads(kind, first, reason, rows["found"][0], words)


def _draw_groups(groups: pl.DataFrame, words: Words) -> None:
    columns = [
        tables.Column(words("column_file"), "file"),
        tables.Column(words("column_rows"), "number"),
        tables.Column(words("column_reason"), "quote"),
    ]
    rows: list[list[tables.Cell]] = []
    above = ""
    for row in groups.head(FILES_SHOWN).iter_rows(named=True):
        file = "" if row["sha256"] == above else tables.short(row["file"], NAME_SHOWN)
        why = reasons.reason(row["reason_code"], words)
        rows.append([file, numbers.count(row["judgements"]), why])
        above = row["sha256"]
    exhibits.draw_table("reasons", words("groups_caption"), columns, rows, words)


def judged_table(
    rows: pl.DataFrame, found: int, file: str, words: Words
) -> tuple[str, list[tables.Column], list[list[tables.Cell]]]:
    """Answers caption, columns and cells of judged rows: place, reasons in words, original cells.

    Args:
        rows: Rows of fct_refused_rows or fct_warned_rows, or those of a check; the first of them.
        found: How many there are.
        file: The file as people call it.
        words: The words of the page.
    """
    alike = judged_rows.together(rows)
    has_sheets = (alike["sheet_name"] != "").any()
    columns = [
        *([tables.Column(words("column_sheet"), "nowrap")] if has_sheets else []),
        tables.Column(words("column_row"), "number"),
        tables.Column(words("column_reason"), "quote"),
        tables.Column(words("column_original"), "quote"),
    ]
    shown: list[list[tables.Cell]] = [
        [
            *([row["sheet_name"]] if has_sheets else []),
            _place(row),
            "\n".join(reasons.reasons(row["reason_codes"], words, row["detail"])),
            tables.short(_original(row), TEXT_SHOWN),
        ]
        for row in alike.head(ROWS_SHOWN).iter_rows(named=True)
    ]
    is_some = alike.height > ROWS_SHOWN or found > rows.height
    code = "rows_caption_some" if is_some else "rows_caption"
    caption = words(code, file=file, rows=numbers.count(found), shown=ROWS_SHOWN)
    return caption, columns, shown


def draw_downloads(
    sheets: Callable[[], list[files_to_mend.Mendable]], name: str, hint: str, words: Words, key: str
) -> None:
    """Draws the two downloads of rows to be mended; they are made when asked for.

    Args:
        sheets: Answers the rows.
        name: What the downloads are called, without an ending.
        hint: What to say about them.
        words: The words of the page.
        key: Tells the buttons apart on the page.
    """
    with st.container(horizontal=True):
        for ending, mime, write in (
            ("xlsx", WORKBOOK, files_to_mend.as_workbook),
            ("csv", CSV, files_to_mend.as_csv),
        ):
            file = taking.File(f"{name}.{ending}", mime, partial(_written, write, sheets, words))
            label = words(f"download_rows_{ending}")
            taking.button(label, file, words, key=f"{ending}-{key}", look="secondary")
    st.caption(hint)


def _written(
    write: Callable[[Sequence[files_to_mend.Mendable], Words], bytes],
    sheets: Callable[[], list[files_to_mend.Mendable]],
    words: Words,
) -> bytes:
    return write(sheets(), words)


def download_hint(found: int, most: int, words: Words) -> str:
    """Answers what to know about the downloads, and whether some rows are missing in them.

    Args:
        found: How many rows there are.
        most: How many are in a download at most.
        words: The words of the page.
    """
    hint = words("download_rows_hint")
    if found <= most:
        return hint
    some = words("download_rows_some", rows=numbers.count(found), most=numbers.count(most))
    return words.sentences(hint, some)


def _draw_downloads(kind: str, file: dict[str, str], reason: str, found: int, words: Words) -> None:
    settings = homes.settings()

    def sheets() -> list[files_to_mend.Mendable]:
        above = originals.above_archived_rows(
            settings, file["sha256"], file["file"], file["layout"]
        )
        rows = judged_rows.rows(kind, file["sha256"], reason, ROWS_TO_MEND)
        return files_to_mend.mendable(kind, rows, above, words)

    name = words(f"download_{kind}_name", file=PurePath(file["file"]).stem)
    draw_downloads(sheets, name, download_hint(found, ROWS_TO_MEND, words), words, kind)


def _place(row: dict[str, str]) -> str:
    return row["cell"] or str(row["row_number"])


def _original(row: dict[str, str]) -> str:
    return " | ".join(cell for cell in reasons.cells(row["original_text"]) if cell.strip())


def _local(moment: datetime) -> str:
    return moment.replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M")
