"""The levels of warnings: each has its sign and its word, never a colour alone."""

from collections.abc import Mapping
from typing import Final

from app.base.words import Words

UNJUDGED: Final = "unjudged"
SIGNS: Final[Mapping[str, str]] = {
    "red": "■",
    "orange": "◆",
    "yellow": "▲",
    "blue": "△",
    "none": "●",
    UNJUDGED: "○",
}
GRAVE: Final = ("red", "orange", "yellow", "blue")


def name(level: str | None, words: Words) -> str:
    """Answers a level in words; of none at all that nothing can be said."""
    return words(f"warning_{level or UNJUDGED}")


def said(level: str | None, words: Words) -> str:
    """Answers a level's sign and word."""
    return f"{SIGNS[level or UNJUDGED]} {name(level, words)}"
