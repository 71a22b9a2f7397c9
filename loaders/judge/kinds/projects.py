"""Projects of a plan: one row per project and the day as of which it is told."""

import calendar
import re
from datetime import date
from typing import Final

import polars as pl

from loaders.judge.kinds.entries import FIRST_YEAR, LAST_YEAR, filled
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import Columns, Memory
from loaders.words.dates import read_date
from loaders.words.reading import Reading, clean, read_number, refused, shorten

KEY = ("plan_code", "project_code", "as_of_date")
TEXTS = ("goal", "stage", "responsible_bureau", "notes")
SAID = ("project_name", "due_date", "done_date", "amount_10k_yuan", *TEXTS)
YEAR: Final = re.compile(r"([0-9]{4})(?:年?底|年末|年)?(?:前|之前|以前)?")
MONTH: Final = re.compile(r"([0-9]{4})[年.\-/]([0-9]{1,2})月?(?:底|末)?(?:前|之前|以前)?")
LAST_MONTH: Final = 12


def judge(texts: pl.DataFrame, tools: Tools, memory: Memory) -> pl.DataFrame:
    """Answers the rows as projects, with what is wrong beside them.

    A project without a code has its name for one; a row that does not say as of when is as of
    today. A year or month as due date is its last day.

    Args:
        texts: row_number, cell and canonical columns as text.
        tools: The registries and the day.
        memory: What spellings mean, kept from batch to batch.

    Returns:
        The columns of schemas.PROJECTS but for the file's, with reason_codes and detail.
    """
    columns = Columns(texts, memory)
    columns.refuse(columns.text("plan_code").is_null(), "plan_code_missing")
    name = columns.text("project_name")
    columns.refuse(name.is_null(), "name_missing")
    today = pl.Series([tools.today]).new_from_index(0, texts.height)
    as_of = filled(columns.read("as_of_date", read_due, pl.Date), today).alias("as_of_date")
    done = columns.read("done_date", read_due, pl.Date).alias("done_date")
    contradiction = done.cast(pl.String) + " > " + as_of.cast(pl.String)
    columns.refuse((done > as_of).fill_null(value=False), "done_after_report", contradiction)
    return pl.DataFrame(
        [
            texts["row_number"].cast(pl.Int32),
            texts["cell"],
            columns.text("plan_code").alias("plan_code"),
            filled(columns.text("project_code"), name).alias("project_code"),
            name.alias("project_name"),
            columns.read("due_date", read_due, pl.Date).alias("due_date"),
            done,
            columns.read("amount_10k_yuan", read_amount, pl.Float64).alias("amount_10k_yuan"),
            as_of,
            *(columns.text(each).alias(each) for each in TEXTS),
        ]
    ).with_columns(columns.judgement())


def read_due(text: str) -> Reading[date]:
    """Answers a day; a month or a year alone is its last day: 2023年底前 is 2023-12-31.

    >>> read_due("2023年6月底前").value
    datetime.date(2023, 6, 30)
    """
    plain = clean(text).removesuffix(".0")
    year, month = YEAR.fullmatch(plain), MONTH.fullmatch(plain)
    if year and FIRST_YEAR <= int(year[1]) <= LAST_YEAR:
        return Reading(date(int(year[1]), LAST_MONTH, 31))
    if month and FIRST_YEAR <= int(month[1]) <= LAST_YEAR and 1 <= int(month[2]) <= LAST_MONTH:
        last = calendar.monthrange(int(month[1]), int(month[2]))[1]
        return Reading(date(int(month[1]), int(month[2]), last))
    return read_date(text)


def read_amount(text: str) -> Reading[float]:
    """Answers an amount in 10,000 yuan, 0 or more."""
    found = read_number(text)
    if found.value is None:
        return Reading(reason=found.reason, detail=found.detail)
    value = float(found.value.value)
    return Reading(value) if value >= 0 else refused("negative_count", shorten(text))
