"""What a document says that is taken away: an answer, its tables, its picture, its sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.figure.downloads import Sheet


@dataclass(frozen=True)
class Ruled:
    """A table of a document.

    Attributes:
        shows: What it shows, with the unit.
        sheet: Its rows.
    """

    shows: str
    sheet: Sheet


@dataclass(frozen=True)
class Answer:
    """What a document says; app/figure/documents.py writes it.

    Attributes:
        title: The answer, in a sentence.
        tables: Its tables, at least one; a picture shows the first.
        closing: Sources, build and day, a paragraph each.
        written_at: The document's own date, that of the build: the same build says the same.
        sentences: What else is said, a paragraph each.
        picture: A PNG with the chart; empty where there is none.
    """

    title: str
    tables: Sequence[Ruled]
    closing: Sequence[str]
    written_at: datetime
    sentences: Sequence[str] = ()
    picture: bytes = b""
