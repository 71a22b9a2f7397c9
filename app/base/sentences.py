"""Sentences that answer, each with a button beside it that copies it as text."""

from html import escape

import streamlit as st

from app.base.words import Words


def first_line(said: str, words: Words) -> str:
    """Answers the first line of a page as HTML: the answer to the page's question.

    Args:
        said: What is said, as text.
        words: The words of the page.
    """
    return f'<div class="said"><h1>{escape(said)}</h1>{_button(words)}</div>'


def draw_nothing(said: str, words: Words, steps: str = "nothing_steps") -> None:
    """Draws the first line of a page that has nothing to show, and what to do about it.

    Args:
        said: Why there is nothing.
        words: The words of the page.
        steps: Code of the message that tells what to do.
    """
    st.html(first_line(said, words))
    st.markdown(words(steps))


def line(said: str, words: Words, further: str = "") -> str:
    """Answers a sentence of the answer as HTML; nothing where nothing is said.

    Args:
        said: What is said, as HTML.
        words: The words of the page.
        further: What follows and is not copied, as HTML: a link.
    """
    if not said and not further:
        return ""
    copied = f"<span>{said}</span>{_button(words)}" if said else ""
    return f'<p class="source-line copied">{copied} {further}</p>'


def _button(words: Words) -> str:
    """Answers the button; it takes no room in its line, so it stays there (style.css)."""
    label, copied = escape(words("copy_sentence")), escape(words("cite_copied"))
    return (
        f'<button type="button" class="copy sentence" aria-label="{label}" '
        f'title="{label}" data-copied="{copied}"></button>'
    )
