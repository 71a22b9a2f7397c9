"""What is around every page: configuration, navigation, search, language, what to do when empty."""

from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from app.base import database, homes, opening, sentences, session
from app.base import selection as selections
from app.base.markdown import in_markdown
from app.base.selection import OF_A_DAY, Selection, current, remember_paths
from app.base.words import Words
from app.site import (
    access,
    newer_builds,
    search_index,
    simulated_strip,
    streamlit_insides,
    tabs,
    titles,
)
from warehouse.ground.errors import ClosedBuildError, MissingBuildError, WarehouseError

Show = Callable[[Selection, Words], None]
ICON = Path(__file__).with_name("icon.png")
# Of what an address names wrongly no more is said.
LONGEST_CODE, MOST_CODES = 20, 5
SHORTCUTS = (("/", "search"), ("↑ ↓ Enter", "choose"), ("Esc", "close"), ("?", "help"))


def open_page() -> None:
    """Configures the browser page; it is named once it is known which it is."""
    st.set_page_config(page_icon=ICON, layout="wide")


def pages(
    groups: Mapping[str, Sequence[tuple[str, Show]]], before_build: Container[str] = ()
) -> st.Page:
    """Tells Streamlit of all pages and answers the one that was asked for.

    Args:
        groups: For each group's word, its pages: code (also the path in the URL) and what
            draws it.
        before_build: Codes of the pages that make sense before anything is published.
    """
    words = Words(current().language)
    known = {
        code: st.Page(
            _page(code, show, needs_build=code not in before_build),
            title=words(f"page_{code}"),
            url_path=code,
        )
        for listed in groups.values()
        for code, show in listed
    }
    # Its own navigation names no open page, and takes as long to draw as the page below it.
    page = st.navigation(list(known.values()), position="hidden")
    remember_paths({code: each.url_path for code, each in known.items()})
    session.remember(
        "groups", {group: [code for code, _ in listed] for group, listed in groups.items()}
    )
    session.remember(
        "open", next(code for code, each in known.items() if each.url_path == page.url_path)
    )
    return page


def run(page: st.Page) -> None:
    """Draws the head and the page; for those who must log in first, only how."""
    selection = current()
    words = Words(selection.language)
    may_read = access.may_read()
    _draw_head(selection, words, may_read=may_read)
    if not may_read:
        st.set_page_config(page_title=words("title"))
        access.draw_login(words)
        return
    named = _named(words)
    st.set_page_config(page_title=titles.title(named, words))
    try:
        page.run()
    finally:
        # Also where the page ends its run with its first chart: what it shows has settled.
        _draw_name(named, words)


def _draw_head(selection: Selection, words: Words, *, may_read: bool) -> None:
    drawn_from = newer_builds.token(selection.home) if may_read else ""
    strip = simulated_strip.said(selection, words) if may_read else ""
    asked_at = escape(newer_builds.path(selection.home), quote=True)
    with st.container(horizontal=True, vertical_alignment="center", key="titleline"):
        head = tabs.Head(
            session.remembered("groups"), session.remembered("open"), selection, words
        ).html(search_index.pass_for_readers() if may_read else "")
        st.html(
            f'<header class="site"><p class="product" data-published="{asked_at}" '
            f'data-token="{drawn_from}" data-recent="{_recent(selection)}">{words("title")}</p>'
            f"{head}{_shortcuts(words)}</header>{strip}"
            f'<p class="working" role="status" data-said="{words("working")}" '
            f'data-seconds="{words("working_seconds", seconds="{}")}"></p>'
            f'<script>document.documentElement.lang = "{words("html_lang")}";'
            f"window.warehouseWords = {streamlit_insides.own_words(words)};"
            "window.warehouseStart?.()</script>",
            width="stretch",
            unsafe_allow_javascript=True,
        )
        access.draw_logout(words)
        if may_read:
            # Nobody sees it: page.js presses it when another build is published.
            st.button(words("renew"), key="renew")
    if may_read:
        folded = escape(words("fold"), quote=True)
        st.html(
            f'<button type="button" class="choices" aria-expanded="false" data-said="{folded}">'
            f"{escape(words('fold'))}</button>{_left_out(words)}"
        )


def _recent(selection: Selection) -> str:
    """Answers the regions that the browser is to keep, as page.js writes them; the last first."""
    try:
        asked = selection.regions[0] if selection.regions else ""
        if asked and asked != session.remembered("opened_region") and opening.known((asked,)):
            opening.note_region(asked)
        return ".".join(opening.recent_regions())
    except WarehouseError:
        return ""


def _left_out(words: Words) -> str:
    """Answers which regions of an address are not shown and why, as HTML; mostly nothing."""
    asked = selections.addressed()
    try:
        names = search_index.names(database.build().database, words.language)
    except WarehouseError:
        return ""
    unknown = [code for code in asked if ("region", code) not in names]
    others = asked[selections.MAX_REGIONS :]
    said = []
    cut = [names[("region", code)] for code in others if code not in unknown]
    if cut:
        listed = words("list_comma").join(cut)
        said.append(words("regions_left_out", number=selections.MAX_REGIONS, regions=listed))
    if unknown:
        listed = words("list_comma").join(code[:LONGEST_CODE] for code in unknown[:MOST_CODES])
        said.append(words("regions_unknown", codes=listed))
    return f'<p class="source-line">{escape(words.sentences(*said))}</p>' if said else ""


def _shortcuts(words: Words) -> str:
    """Answers the list of shortcuts, which ? opens."""
    rows = "".join(
        f"<dt><kbd>{key}</kbd></dt><dd>{escape(words(f'shortcut_{code}'))}</dd>"
        for key, code in SHORTCUTS
    )
    return (
        f'<dialog class="shortcuts" aria-label="{escape(words("shortcuts"), quote=True)}">'
        f"<p><b>{escape(words('shortcuts'))}</b></p><dl>{rows}</dl>"
        f'<button type="button" class="copy close">{escape(words("shortcuts_close"))}</button>'
        "</dialog>"
    )


def _named(words: Words) -> list[str]:
    """Answers what the page is called, with what it shows as far as that is known now."""
    names: titles.Names = {}
    with suppress(WarehouseError):
        names = search_index.names(database.build().database, words.language)
    return titles.parts(str(session.remembered("open")), current(), names, words)


def _draw_name(before: list[str], words: Words) -> None:
    """Names the browser's window after what is shown, and heads what is printed."""
    said = _named(words)
    if said != before:
        st.set_page_config(page_title=titles.title(said, words))
    about: dict[str, Any] = {"day": datetime.now().astimezone().date(), "title": words("title")}
    try:
        built = words("cite_build", build=database.build().build_id, **about)
        printed = words.sentences(*filter(None, (homes.mark(words), built)))
    except WarehouseError:
        printed = words("cite_day", **about)
    st.html(
        f'<p class="on-paper"><b>{escape(" · ".join(said))}</b> <span>{escape(printed)}</span></p>'
        f"{simulated_strip.link(words)}"
    )


def _page(code: str, show: Show, *, needs_build: bool) -> Callable[[], None]:
    def draw() -> None:
        selection = current()
        words = Words(selection.language)
        if code in OF_A_DAY:
            session.remember("day_dropped", "")
        elif selection.day:
            session.remember("day_dropped", code)
            selection = replace(selection, day="")
        if session.remembered("day_dropped") == code:
            st.html(f'<p class="day" role="note">{escape(words("day_not_here"))}</p>')
        try:
            if needs_build:
                database.build()
            show(selection, words)
        except ClosedBuildError as error:
            st.html(sentences.first_line(error.sentence(selection.language), words))
        except MissingBuildError:
            # where the server keeps its data is nobody's business who reads
            sentences.draw_nothing(words("nothing_published"), words, "nothing_published_steps")
        except WarehouseError as error:
            sentences.draw_nothing(words("nothing_published"), words, "nothing_published_steps")
            st.caption(in_markdown(error.sentence(selection.language)))

    draw.__name__ = code
    return draw
