"""Plans: one row per plan, with its name, issuer, number and years."""

import re
from typing import Final

import polars as pl

from loaders.judge.kinds.entries import filled, read_codes, read_day, read_names, read_year
from loaders.judge.kinds.regions import read_regions
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import Columns, Memory
from loaders.words.reading import Reading, read_truth

KEY = ("plan_code",)
TEXTS = ("plan_name_en", "document_number", "issuer", "plan_file", "notes")
SAID = (
    *("plan_name", "region_code", "period_from", "period_to", "issued_date", "is_draft"),
    *TEXTS,
)
YEARS_OF_CODE: Final = re.compile(r"(\d{4})[-–_](\d{4})$")


def judge(texts: pl.DataFrame, tools: Tools, memory: Memory) -> pl.DataFrame:
    """Answers the rows as plans, with what is wrong beside them.

    A plan's years may be left out where its code ends in them.

    Args:
        texts: row_number, cell and canonical columns as text.
        tools: The registries and the day.
        memory: What spellings mean, kept from batch to batch.

    Returns:
        The columns of schemas.PLANS but for the file's, with reason_codes and detail.
    """
    columns = Columns(texts, memory)
    code = read_codes(columns, "plan_code", tools.shipped("plans/plans.csv", "plan_code"), None)
    first = _years(columns, "period_from", 1)
    last = _years(columns, "period_to", 2)
    columns.refuse(first.is_null() | last.is_null(), "plan_years_missing")
    span = first.cast(pl.String) + " – " + last.cast(pl.String)
    columns.refuse(first > last, "years_contradict", span)
    today = pl.Series([tools.today]).new_from_index(0, texts.height)
    return pl.DataFrame(
        [
            texts["row_number"].cast(pl.Int32),
            texts["cell"],
            code,
            read_names(columns, "plan_name"),
            read_regions(columns, tools.places, today),
            columns.text("region_name").alias("region_name"),
            first,
            last,
            columns.read("issued_date", read_day, pl.Date).alias("issued_date"),
            filled(
                columns.read("is_draft", read_truth, pl.Boolean),
                pl.Series([False]).new_from_index(0, texts.height),
            ).alias("is_draft"),
            *(columns.text(name).alias(name) for name in TEXTS),
        ]
    ).with_columns(columns.judgement())


def _years(columns: Columns, name: str, part: int) -> pl.Series:
    """Answers a year of the plans: the column's, else the one in the code."""
    stated = columns.read(name, read_year, pl.Int32)

    def read_code(text: str) -> Reading[int]:
        found = YEARS_OF_CODE.search(text)
        return Reading(int(found[part])) if found else Reading()

    in_code = columns.read(
        f"{name} in the code", read_code, pl.Int32, texts=columns.text("plan_code")
    )
    return filled(stated, in_code).alias(name)
