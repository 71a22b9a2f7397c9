"""The evaluation of a plan as of a period: every target, its verdict, evidence and gaps."""

import polars as pl
from xlsxwriter import Workbook

from app.base import numbers
from app.base.words import Words
from app.figure import tables
from app.figure.downloads import csv_of
from app.plans import verdicts
from warehouse.ask.spreadsheets import workbook_of, write_text

WIDTHS = (6, 28, 28, 14, 14, 12, 10, 10, 12, 10, 24, 44, 60, 36, 60)


def heads(words: Words) -> list[str]:
    """Answers the headings of the evaluation as it is downloaded."""
    names = (
        "number",
        "target",
        "requirement",
        "base_value",
        "limit",
        "actual",
        "status",
        "met",
        "path",
        "chance",
        "comparability",
        "reason",
        "evidence",
        "missing",
        "plan_quote",
    )
    return [words(f"evaluation_{name}") for name in names]


def rows(scores: pl.DataFrame, evidence: pl.DataFrame, words: Words) -> list[list[str]]:
    """Answers the evaluation as texts, a row per target, the columns as heads() has them.

    Args:
        scores: The targets with their verdicts, as plans.scores() answers them.
        evidence: The figures behind them, as plans.evidence() answers them.
        words: The words of the page.
    """
    proof = proofs(evidence, words)
    found: list[list[str]] = []
    for number, row in enumerate(scores.iter_rows(named=True), start=1):
        answers = [said for _, said in verdicts.parts(row, words)]
        found.append(
            [
                str(number),
                row[words.column("target_name")],
                verdicts.requirement(row, words),
                verdicts.amount(row["base_value"], row, words),
                verdicts.amount(row["target_limit"], row, words),
                verdicts.amount(row["actual_value"], row, words),
                f"{row['sign']} {row[words.column('status_name')]}",
                *answers[:4],
                verdicts.reason(row, words),
                "\n".join(proof.get(row["target_code"], [])),
                missing(row, words),
                row["quote"] or "",
            ]
        )
    return found


def missing(row: verdicts.Row, words: Words) -> str:
    """Answers what is missing for a verdict and who would have it; empty where nothing is."""
    if row["status_code"] not in ("no_data", "base_missing"):
        return ""
    name = row[words.column("missing_name")]
    holder = row[words.column("missing_holder")]
    if not name or not holder:
        return ""
    return words("evaluation_holder", name=name, holder=holder)


def proofs(evidence: pl.DataFrame, words: Words) -> dict[str, list[str]]:
    """Answers the figures behind each target's verdict as sentences, by the target's code."""
    said: dict[str, list[str]] = {}
    for row in evidence.iter_rows(named=True):
        said.setdefault(row["target_code"], []).append(
            words(
                "evaluation_proof",
                period=verdicts.period(row["period"], words),
                measure=row[words.column("measure_name")] or "",
                figure=numbers.count(row["published_value"]),
                unit=row["published_unit"] or "",
                source=row["source_title"] or "",
            )
        )
    return said


def table(scores: pl.DataFrame, evidence: pl.DataFrame, caption: str, words: Words) -> str:
    """Answers the evaluation as an HTML table: what a committee reads and prints."""
    chosen = (0, 1, 2, 5, 6, 11, 12, 13)
    kinds = ("number", "tight", "tight", "tight", "nowrap", "lines", "lines", "tight")
    titles = heads(words)
    columns = [tables.Column(titles[at], kind) for at, kind in zip(chosen, kinds, strict=True)]
    body = [[row[at] for at in chosen] for row in rows(scores, evidence, words)]
    return tables.table(caption, columns, body)


def as_csv(titles: list[str], body: list[list[str]]) -> bytes:
    """Answers the evaluation as CSV that spreadsheets read as Chinese and take for no formula."""
    return csv_of([titles, *body])


def as_workbook(title: str, titles: list[str], body: list[list[str]]) -> bytes:
    """Answers the evaluation as a workbook, ready to be printed across the page.

    Args:
        title: What is evaluated and as of when, the sheet's first line.
        titles: The headings.
        body: The rows, texts.
    """

    def write(book: Workbook) -> None:
        plain = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet()
        write_text(sheet, (0, 0), title, book.add_format({"bold": True, "font_size": 14}))
        for column, (head, width) in enumerate(zip(titles, WIDTHS, strict=True)):
            write_text(sheet, (1, column), head, bold)
            sheet.set_column(column, column, width)
        for number, line in enumerate(body, start=2):
            for column, cell in enumerate(line):
                write_text(sheet, (number, column), cell, plain)
        sheet.freeze_panes(2, 2)
        sheet.repeat_rows(1)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)

    return workbook_of(write)
