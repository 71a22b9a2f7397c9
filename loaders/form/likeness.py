"""Cells compared as headings are: blanks, width and case do not matter."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

import polars as pl

from loaders.form.layouts import plain
from loaders.form.patterns import Pattern

# A cell may be longer than what it is compared with by blanks and marks said twice.
SPARE: Final = 4
_SAID_AGAIN: Final = re.compile(r"([^\w])\1+")


def without_marks(texts: pl.Series, marks: Iterable[str]) -> pl.Series:
    """Answers a column without the cells that mean that there is no figure.

    A mark said again is the same mark: …… is …, and -- is -.
    """
    wanted = {_plain_mark(mark) for mark in marks}
    if not wanted:
        return texts
    found = [text for text in _short(texts, wanted) if _plain_mark(text) in wanted]
    return texts.replace(dict.fromkeys(found)) if found else texts


def replaced(texts: pl.Series, meanings: Mapping[str, str]) -> pl.Series:
    """Answers a column with what its cells stand for, where that is not what is written."""
    wanted = {plain(text): meaning for text, meaning in meanings.items()}
    found = {text: wanted[plain(text)] for text in _short(texts, wanted) if plain(text) in wanted}
    return texts.replace(found) if found else texts


def taken_out(texts: pl.Series, pattern: Pattern) -> pl.Series:
    """Answers a column with what a pattern takes out of its cells.

    That is its groups joined, or all that it fits where it has none; nothing where the groups
    hold nothing. A cell that it does not fit stays as it is.
    """
    meanings: dict[str, str | None] = {}
    for text in texts.drop_nulls().unique().to_list():
        found = pattern.search(text)
        if found is not None:
            groups = "".join(group or "" for group in found.groups())
            meanings[text] = (groups if pattern.groups else found[0]) or None
    return texts.replace(meanings) if meanings else texts


def fits(pattern: Pattern, texts: pl.Series) -> pl.Series:
    """Answers which texts of a column a pattern fits somewhere; null is none of them."""
    try:  # Polars takes time in proportion to a text, but not every pattern
        found = texts.str.contains(pattern.pattern)
    except pl.exceptions.ComputeError:
        fitting = [each for each in texts.drop_nulls().unique().to_list() if pattern.search(each)]
        found = texts.is_in(fitting)
    return found.fill_null(value=False)


def matches(pattern: Pattern | re.Pattern[str], text: str) -> bool:
    """Answers whether a pattern fits a cell, as it is written or as headings are compared."""
    compact = "".join(text.split())
    return any(pattern.search(each) for each in (text, compact, plain(text))) or bool(
        _half_width(pattern).search(plain(text))
    )


def _short(texts: pl.Series, wanted: Iterable[str]) -> list[str]:
    """Answers the spellings of a column that may be one of those wanted."""
    longest = max(len(text) for text in wanted)
    is_short = texts.str.len_chars() <= SPARE * (longest + SPARE)
    found: list[str] = texts.filter(is_short.fill_null(value=False)).unique().to_list()
    return found


def _plain_mark(text: str) -> str:
    return _SAID_AGAIN.sub(r"\1", plain(text))


def _half_width(pattern: Pattern | re.Pattern[str]) -> Pattern:
    """Answers a pattern whose full-width signs stand for the half-width ones of plain texts."""
    written = _in_half_width(pattern.pattern)
    return pattern.again(written) if isinstance(pattern, Pattern) else Pattern(written)


@lru_cache(maxsize=256)
def _in_half_width(pattern: str) -> str:
    half = (plain(sign) for sign in pattern)
    return "".join(
        re.escape(thin) if thin and thin != sign and not sign.isascii() else sign
        for sign, thin in zip(pattern, half, strict=True)
    )
