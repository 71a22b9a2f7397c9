"""The words that pages use: what each means, shown where it stands and on the page Method."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape

import polars as pl

from app.base import database
from app.base.selection import address, current
from app.base.words import Words

# In the order of the page Method.
KINDS = ("word", "indicator", "scope", "vintage", "target_kind", "target_status")

TERMS = """
select * from dim_terms
order by
    list_position(
        ['word', 'indicator', 'scope', 'vintage', 'target_kind', 'target_status'], term_kind
    ),
    sort_order,
    term_code
"""


def known() -> pl.DataFrame:
    """Answers every term: one row each, as in dim_terms, by kind and position."""
    return database.ask(TERMS)


def link(term: Mapping[str, str], words: Words, said: str = "") -> str:
    """Answers a term as a link to its definition, which is also shown on hover.

    Args:
        term: A row of dim_terms.
        words: The words of the page.
        said: How the term is written where it stands, if not as it is called.
    """
    target = address("method", replace(current(), term=term["term_code"]))
    return (
        f'<a class="term" href="{escape(target, quote=True)}" target="_self" '
        f'title="{escape(term[words.column("definition")], quote=True)}">'
        f"{escape(said or term[words.column('term')])}</a>"
    )


def linked(sentence: str, words: Words) -> str:
    """Answers a sentence as HTML in which the first mention of each glossary term is a link.

    Longer terms go first: 重特大 is not looked for within 较大及以上.

    Args:
        sentence: What is said, as text.
        words: The words of the page.
    """
    column = words.column("term")
    glossary = {
        str(row[column]).lower(): row
        for row in known().iter_rows(named=True)
        if row["term_kind"] == "word"
    }
    if not glossary:
        return escape(sentence)
    return "".join(_parts(sentence, glossary, words))


def _parts(sentence: str, glossary: Mapping[str, Mapping[str, str]], words: Words) -> Iterator[str]:
    longest_first = sorted(glossary, key=len, reverse=True)
    edge = r"\b" if words.language == "en" else ""
    pattern = re.compile(f"{edge}({'|'.join(map(re.escape, longest_first))}){edge}", re.IGNORECASE)
    seen: set[str] = set()
    end = 0
    for found in pattern.finditer(sentence):
        name = found[0].lower()
        if name in seen:
            continue
        seen.add(name)
        yield escape(sentence[end : found.start()])
        yield link(glossary[name], words, found[0])
        end = found.end()
    yield escape(sentence[end:])
