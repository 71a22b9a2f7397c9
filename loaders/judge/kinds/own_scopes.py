"""Scopes of a home's own: one row per answer to which accidents are counted."""

import polars as pl

from loaders.judge.kinds.entries import (
    read_codes,
    read_names,
    read_other_names,
    read_places_in_lists,
)
from loaders.judge.kinds.own_measures import refuse_taken_names
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import Columns, Memory

KEY = ("scope_code",)
TEXTS = ("scope_name_en", "definition", "definition_en")
SAID = ("scope_name", *TEXTS, "sort_order", "other_names")


def judge(texts: pl.DataFrame, tools: Tools, memory: Memory) -> pl.DataFrame:
    """Answers the rows as scopes, with what is wrong beside them.

    Args:
        texts: row_number, cell and canonical columns as text.
        tools: The registries and the day.
        memory: What spellings mean, kept from batch to batch.

    Returns:
        The columns of schemas.SCOPES but for the file's, with reason_codes and detail.
    """
    columns = Columns(texts, memory)
    code = read_codes(columns, "scope_code", tools.shipped("reference/scopes.csv", "scope_code"))
    name = read_names(columns, "scope_name")
    other_names = read_other_names(columns)
    names = [name, columns.text("scope_name_en"), other_names]
    refuse_taken_names(columns, "scope", code, names, tools)
    return pl.DataFrame(
        [
            texts["row_number"].cast(pl.Int32),
            texts["cell"],
            code,
            name,
            *(columns.text(each).alias(each) for each in TEXTS),
            read_places_in_lists(columns),
            other_names,
        ]
    ).with_columns(columns.judgement())
