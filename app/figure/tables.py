"""Frames into HTML tables: real tables, which a screen reader and a printer understand."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from warehouse.ground.visible import visible


@dataclass(frozen=True)
class PageLink:
    """A cell that leads to another page of the explorer.

    Attributes:
        words: What is to be read.
        address: The page and its selection, relative to this page.
    """

    words: str
    address: str


@dataclass(frozen=True)
class Explained:
    """A cell that says why it is what it is, to who rests on it or hears it.

    Attributes:
        words: What is to be read: mostly a dash.
        why: Why, in a sentence.
    """

    words: str
    why: str


# A longer table shows so many rows, and all when its button is pressed (style.css, page.js).
ROWS_SHOWN = 20

Cell: TypeAlias = str | tuple[str, str] | PageLink | Explained


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        title: Its heading.
        kind: number (right aligned), wrap (the same, but its heading may take several lines),
            nowrap, quote or text; tight and lines are narrower and keep their lines.
    """

    title: str
    kind: str = "text"

    @property
    def is_number(self) -> bool:
        """Answers whether it holds numbers."""
        return self.kind in ("number", "wrap")


def table(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> str:
    """Answers a table as HTML, everything in it escaped.

    Args:
        caption: What the table shows.
        columns: Its columns.
        rows: Cells as text, (text, address) for a link to another site, or PageLink.
    """
    # A click on a heading sorts by it (page.js).
    heads = "".join(
        f'<th scope="col" class="{c.kind}"><button type="button">{escape(c.title)}</button></th>'
        for c in columns
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{column.kind}">{_cell(cell)}</td>'
            for column, cell in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    kind = ' class="long"' if len(rows) > ROWS_SHOWN else ""
    return (
        f'<div class="figures" tabindex="0"><table{kind}>'
        f"<caption><span>{escape(caption)}</span></caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def anchor(link: PageLink) -> str:
    """Answers a link to another page of the explorer as HTML."""
    address = escape(link.address, quote=True)
    return f'<a href="{address}" target="_self">{escape(link.words)}</a>'


def short(said: str, most: int) -> str:
    """Answers a text that a table can hold, cut to so many characters."""
    return said if len(said) <= most else f"{said[: most - 1]}…"


def text(cell: Cell) -> str:
    """Answers what is to be read in a cell."""
    if isinstance(cell, str):
        return cell
    return cell.words if isinstance(cell, PageLink | Explained) else cell[0]


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return escape(visible(cell))
    if isinstance(cell, PageLink):
        return anchor(cell)
    if isinstance(cell, Explained):
        why = escape(cell.why, quote=True)
        return (
            f'<span class="why" tabindex="0" role="img" title="{why}" aria-label="{why}">'
            f"{escape(visible(cell.words))}</span>"
        )
    words, address = cell
    if not address.startswith(("https://", "http://")):
        return escape(visible(words))
    return (
        f'<a href="{escape(address, quote=True)}" target="_blank" rel="noreferrer">'
        f"{escape(visible(words))}</a>"
    )
