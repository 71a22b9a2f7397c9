"""The bar of choices at the top of a page: the same widgets in the same order everywhere."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.base import opening, regions, session
from app.base.markdown import in_markdown
from app.base.selection import MAX_REGIONS, Selection, choose
from app.base.words import Words

MOST_CHARACTERS = 20


def choose_regions(selection: Selection, names: Mapping[str, str], words: Words) -> None:
    """Draws the choice of up to five regions, searched by name, pinyin or code.

    Args:
        selection: The selection of the page.
        names: What each code on offer is called in the list, as regions.searchable() answers.
        words: The words of the page.
    """
    chosen = [code for code in selection.regions if code in names]
    session.remember("bar_region", chosen)
    st.multiselect(
        words("bar_regions", number=MAX_REGIONS),
        regions.recent_first(names, opening.recent_regions()),
        format_func=regions.shown(names, chosen).__getitem__,
        key="bar_region",
        max_selections=MAX_REGIONS,
        select_all=False,
        wrap=True,
        placeholder=words("bar_regions_placeholder"),
        on_change=_take_regions,
    )


def choose_region(selection: Selection, names: Mapping[str, str], words: Words) -> None:
    """Draws the choice of the region asked about, searched as where several are chosen.

    Args:
        selection: The selection of the page; the regions beside the first are kept.
        names: What each code on offer is called in the list, as regions.searchable() answers.
        words: The words of the page.
    """
    code = next((code for code in selection.regions[:1] if code in names), None)
    session.remember("bar_region_asked", code)
    shown = regions.shown(names, [code] if code else [])
    st.selectbox(
        words("bar_region"),
        regions.recent_first(names, opening.recent_regions()),
        format_func=lambda code: shown.get(code, code),
        key="bar_region_asked",
        placeholder=words("bar_regions_placeholder"),
        on_change=_take_region,
        args=(selection.regions[1:],),
    )


def choose_one(
    name: str, chosen: str, names: Mapping[str, str], words: Words, help_text: str | None = None
) -> None:
    """Draws a choice of one among several.

    Args:
        name: What is chosen, as named in the URL.
        chosen: The code chosen now.
        names: What each code on offer is called.
        words: The words of the page.
        help_text: What the choice means, shown beside its label.
    """
    key = f"bar_{name}"
    session.remember(key, chosen)
    st.selectbox(
        words(key),
        list(names),
        format_func=lambda code: names.get(code, code),
        key=key,
        help=in_markdown(help_text) if help_text else None,
        placeholder=words("bar_nothing"),
        on_change=_take,
        args=(name, key),
    )


def enter(name: str, entered: str, words: Words, help_text: str | None = None) -> None:
    """Draws a choice that is typed; what it means is for the page to read.

    Args:
        name: What is chosen, as named in the URL.
        entered: What stands there now.
        words: The words of the page.
        help_text: What may be typed, shown beside its label.
    """
    key = f"bar_{name}"
    session.remember(key, entered)
    st.text_input(
        words(key),
        key=key,
        max_chars=MOST_CHARACTERS,
        help=in_markdown(help_text) if help_text else None,
        on_change=_take,
        args=(name, key),
    )


def first_offered(chosen: str, offered: Sequence[str]) -> str:
    """Answers the choice if it is on offer, else the first one that is, else nothing."""
    if chosen in offered:
        return chosen
    return offered[0] if offered else ""


def _take(name: str, key: str) -> None:
    choose(name, str(session.remembered(key) or ""))


def _take_region(others: tuple[str, ...]) -> None:
    asked = session.remembered("bar_region_asked") or ""
    choose("region", ",".join([asked, *(code for code in others if code != asked)]))


def _take_regions() -> None:
    choose("region", ",".join(session.remembered("bar_region")))
