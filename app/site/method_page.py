"""Method: what does this word mean?"""

from collections.abc import Mapping
from html import escape

import polars as pl
import streamlit as st

from app.base import choices, database, numbers, sentences, terms
from app.base.selection import Selection, address, show_in_url
from app.base.words import Words

INDICATORS = """
select 'indicator_' || indicator_code as term_code, *
from dim_indicators
"""

BREAKS = "select count(*) as breaks from dim_series_breaks"


def show(selection: Selection, words: Words) -> None:
    """Draws the page: the term asked for, then every term by kind."""
    known = terms.known()
    names = {"": words("method_all")} | {
        row["term_code"]: _both_names(row, words) for row in known.iter_rows(named=True)
    }
    top = st.empty()
    with st.container(key="bar"):
        chosen = selection.term if selection.term in names else ""
        choices.choose_one("term", chosen, names, words, words("method_help"))
    show_in_url(selection)
    asked = known.filter(pl.col("term_code") == chosen)
    details = {row["term_code"]: row for row in database.ask(INDICATORS).iter_rows(named=True)}
    behind = _behind(asked.row(0, named=True), details, words) if asked.height else ""
    top.html(
        sentences.first_line(answer(known, asked, words), words) + sentences.line(behind, words)
    )
    st.html(_jumps(known, words))
    for kind in terms.KINDS:
        _draw_kind(kind, known.filter(pl.col("term_kind") == kind), details, selection, words)


def answer(known: pl.DataFrame, asked: pl.DataFrame, words: Words) -> str:
    """Answers what the term asked for means, else how many terms are explained."""
    if asked.height:
        term = asked.row(0, named=True)
        return words(
            "method_answer",
            term=term[words.column("term")],
            definition=term[words.column("definition")],
        )
    return words("method_count", all=numbers.count(known.height))


def _jumps(known: pl.DataFrame, words: Words) -> str:
    counted = dict(known["term_kind"].value_counts().iter_rows())
    links = "".join(
        f'<span><a href="#{kind}">{escape(words(f"method_{kind}"))}</a> '
        f"{counted.get(kind, 0)}</span>"
        for kind in terms.KINDS
    )
    return f'<nav class="jumps" aria-label="{escape(words("method_jumps"))}">{links}</nav>'


def _draw_kind(
    kind: str,
    listed: pl.DataFrame,
    details: Mapping[str, Mapping[str, str]],
    selection: Selection,
    words: Words,
) -> None:
    entries = "".join(_entry(row, details, words) for row in listed.iter_rows(named=True))
    further = _breaks(selection, words) if kind == "scope" else ""
    st.html(
        f'<h2 id="{kind}">{escape(words(f"method_{kind}"))}</h2>{further}'
        f'<dl class="terms">{entries}</dl>'
    )


def _entry(term: Mapping[str, str], details: Mapping[str, Mapping[str, str]], words: Words) -> str:
    """Answers a term's names, definition and what stands behind it, as HTML."""
    other = "term" if words.language == "en" else "term_en"
    language = "zh-CN" if words.language == "en" else "en"
    said = f"<dd>{escape(term[words.column('definition')])}</dd>"
    behind = _behind(term, details, words)
    if behind:
        said += f'<dd class="small">{behind}</dd>'
    return (
        f'<dt id="{escape(term["term_code"], quote=True)}">{terms.link(term, words)} '
        f'<span lang="{language}">{escape(term[other])}</span></dt>{said}'
    )


def _behind(term: Mapping[str, str], details: Mapping[str, Mapping[str, str]], words: Words) -> str:
    """Answers what an indicator is made of, and where the definition is from, as HTML."""
    said = _parts(details[term["term_code"]], words) if term["term_code"] in details else []
    if term["source"]:
        said.append(words("method_source", source=term["source"]))
    return escape(words.sentences(*said))


def _parts(indicator: Mapping[str, str], words: Words) -> list[str]:
    """Answers which figures an indicator is made of, and its unit."""
    said = {
        "numerator": indicator[words.column("numerator_measure_name")],
        "denominator": indicator[words.column("denominator_measure_name")],
        "unit": indicator[words.column("unit")],
    }
    return [words("method_rate" if said["denominator"] else "method_number", **said)]


def _breaks(selection: Selection, words: Words) -> str:
    breaks = numbers.count(database.ask(BREAKS).item())
    target = escape(address("quality", selection), quote=True)
    return (
        f'<p class="source-line">{escape(words("method_breaks", breaks=breaks))} '
        f'<a href="{target}" target="_self">{escape(words("page_quality"))}</a></p>'
    )


def _both_names(term: Mapping[str, str], words: Words) -> str:
    other = "term" if words.language == "en" else "term_en"
    return f"{term[words.column('term')]} · {term[other]}"
