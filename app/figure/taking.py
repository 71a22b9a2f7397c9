"""The one button by which a reader takes a file away; of simulated data its name says so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from app.base import homes
from app.base.words import Words


@dataclass(frozen=True)
class File:
    """A file to take away.

    Attributes:
        name: What it is called.
        mime: What it is.
        make: Makes it, when somebody asks for it.
    """

    name: str
    mime: str
    make: Callable[[], bytes]


def button(  # noqa: PLR0913, two of them are how it looks
    label: str,
    file: File,
    words: Words,
    *,
    key: str | None = None,
    look: Literal["tertiary", "secondary"] = "tertiary",
    says: str | None = None,
) -> None:
    """Draws a button that makes a file for the home that the reader looks at now.

    Args:
        label: What the button says.
        file: The file.
        words: The words of the page.
        key: Names the button on the page.
        look: Quiet below a figure, else a button by itself.
        says: What is told of it when it is pointed at, in Markdown.
    """
    st.download_button(
        label,
        homes.later(file.make),
        file_name=called(file.name, words),
        mime=file.mime,
        type=look,
        on_click="ignore",
        key=key,
        help=says,
    )


def called(file_name: str, words: Words) -> str:
    """Answers what a file is called; of simulated data its name begins so."""
    if homes.simulated(words.language) is None:
        return file_name
    return f"{words('simulated_file')}_{file_name}"
