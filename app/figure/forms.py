"""Forms to fill in, a click away from where something is missing, and where they go then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from app.base.markdown import in_markdown
from app.base.selection import Selection, address, has_page
from app.base.words import Words
from app.figure import tables, taking
from app.figure.downloads import WORKBOOK
from loaders.blank.form_columns import describe_form
from warehouse.ground.settings import project_version


def draw_blank(kind: str, said: str, selection: Selection, words: Words) -> None:
    """Draws what is missing, beside it the blank form in which it would come, and where that goes.

    Args:
        kind: What the form is of: accidents, statistics or targets.
        said: What is missing, as text.
        selection: The selection of the page.
        words: The words of the page.
    """
    with st.container(horizontal=True, vertical_alignment="center", key=f"gap-blank-{kind}"):
        st.html(f'<div class="gap"><span>{escape(said)}</span></div>', width="stretch")
        draw_form(
            words(f"gap_{kind}"),
            partial(blank, kind, words),
            words(f"gap_{kind}_file"),
            words("gap_blank_help"),
            words,
            key=f"gap-form-{kind}",
        )
    draw_way(selection, words)


def draw_elsewhere(
    page: str, said: str, names: Mapping[str, str], selection: Selection, words: Words
) -> None:
    """Draws of which other regions a page that has nothing of this one can tell.

    Args:
        page: The page's code.
        said: What stands before the regions.
        names: The regions' names by code.
        selection: The selection of the page.
        words: The words of the page.
    """
    links = [
        tables.anchor(tables.PageLink(name, address(page, replace(selection, regions=(code,)))))
        for code, name in names.items()
    ]
    listed = escape(words("list_comma")).join(links)
    st.html(f'<p class="source-line">{escape(said)} {listed}</p>')


def draw_form(  # noqa: PLR0913, all that is said of a form
    label: str, made: Callable[[], bytes], file: str, said: str, words: Words, *, key: str
) -> None:
    """Draws the button that gives a form.

    Args:
        label: What stands on it.
        made: Makes the form when somebody asks for it.
        file: What the form's file is called.
        said: What the form is, shown beside the button.
        words: The words of the page.
        key: Names the button on the page.
    """
    taking.button(label, taking.File(file, WORKBOOK, made), words, key=key, says=in_markdown(said))


def draw_way(selection: Selection, words: Words) -> None:
    """Draws where a form goes that is filled in."""
    if has_page("upload"):
        link = tables.anchor(tables.PageLink(words("page_upload"), address("upload", selection)))
        st.html(f'<p class="source-line">{escape(words("gap_then"))} {link}</p>')


def blank(kind: str, words: Words, rows: Sequence[Mapping[str, str]] = ()) -> bytes:
    """Answers a form of a kind of file, with some rows begun.

    Args:
        kind: statistics, targets, …
        words: The words of the page; the form is in its language.
        rows: What is filled in already; see loaders.blank.forms.workbook_of.
    """
    # only who takes a form away waits for the package that writes it
    from loaders.blank.forms import workbook_of

    return workbook_of(describe_form(kind, words.language), project_version(), rows)
