"""What is around every page: configuration, style, navigation, language, what to do when empty."""

from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import Path

import streamlit as st

from app.base import choices, database, sentences
from app.base.markdown import in_markdown
from app.base.selection import Selection, current, remember_paths
from app.base.words import Words
from app.site import access, newer_builds, streamlit_insides
from warehouse.ground.errors import ClosedBuildError, WarehouseError

Show = Callable[[Selection, Words], None]
OURS = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
STYLE = f"<style>{streamlit_insides.STYLE}{OURS}</style>"
SCRIPT = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
ICON = Path(__file__).with_name("icon.png")
# So many pages stand in the navigation side by side; with more, groups become menus.
MOST_SIDE_BY_SIDE = 5


def open_page() -> None:
    """Configures the browser page in the language of the selection."""
    words = Words(current().language)
    st.set_page_config(page_title=words("title"), page_icon=ICON, layout="wide")
    st.html(STYLE)


def pages(
    groups: Mapping[str, Sequence[tuple[str, Show]]], before_build: Container[str] = ()
) -> st.Page:
    """Draws the navigation and answers the page that was asked for.

    Args:
        groups: For each group's word, its pages: code (also the path in the URL) and what
            draws it.
        before_build: Codes of the pages that make sense before anything is published.
    """
    words = Words(current().language)
    sections: dict[str, list[st.Page]] = {}
    is_grouped = sum(map(len, groups.values())) > MOST_SIDE_BY_SIDE
    for group, listed in groups.items():
        # A group of one would hide its only page behind a menu.
        section = words(group) if is_grouped and len(listed) > 1 else ""
        sections.setdefault(section, []).extend(
            st.Page(
                _page(code, show, needs_build=code not in before_build),
                title=words(f"page_{code}"),
                url_path=code,
            )
            for code, show in listed
        )
    page = st.navigation(sections, position="top")
    codes = [code for listed in groups.values() for code, _ in listed]
    every = [each for listed in sections.values() for each in listed]
    remember_paths({code: each.url_path for code, each in zip(codes, every, strict=True)})
    return page


def run(page: st.Page) -> None:
    """Draws the title line and the page; for those who must log in first, only how."""
    selection = current()
    words = Words(selection.language)
    may_read = access.may_read()
    drawn_from = newer_builds.token() if may_read else ""
    with st.container(horizontal=True, vertical_alignment="center", key="titleline"):
        st.html(
            f'<p class="product" data-published="{newer_builds.PATH}" data-token="{drawn_from}">'
            f"{words('title')}</p>"
            f'<p class="working" role="status" data-said="{words("working")}" '
            f'data-seconds="{words("working_seconds", seconds="{}")}"></p>'
            f'<script>document.documentElement.lang = "{words("html_lang")}";'
            f"window.warehouseWords = {streamlit_insides.own_words(words)};{SCRIPT}</script>",
            width="stretch",
            unsafe_allow_javascript=True,
        )
        access.draw_logout(words)
        choices.choose_language(selection, words)
        if may_read:
            # Nobody sees it: page.js presses it when another build is published.
            st.button(words("renew"), key="renew")
    if may_read:
        page.run()
    else:
        access.draw_login(words)


def _page(code: str, show: Show, *, needs_build: bool) -> Callable[[], None]:
    def draw() -> None:
        selection = current()
        words = Words(selection.language)
        try:
            if needs_build:
                database.build()
            show(selection, words)
        except ClosedBuildError as error:
            st.html(sentences.first_line(error.sentence(selection.language), words))
        except WarehouseError as error:
            sentences.draw_nothing(words("nothing_published"), words, "nothing_published_steps")
            st.caption(in_markdown(error.sentence(selection.language)))

    draw.__name__ = code
    return draw
