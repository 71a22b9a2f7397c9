"""Frames into HTML tables: real tables, which a screen reader and a printer understand."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app import links

Cell = str | tuple[str, str]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        title: Its heading.
        kind: number (right aligned), nowrap, quote or text; tight and lines are
            narrower and keep their lines.
    """

    title: str
    kind: str = "text"


def table(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> str:
    """Answers a table as HTML, everything in it escaped.

    Args:
        caption: What the table shows.
        columns: Its columns.
        rows: Cells as text, or (text, address) for a link; ./ leads to another page here.
    """
    heads = "".join(f'<th scope="col" class="{c.kind}">{escape(c.title)}</th>' for c in columns)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{column.kind}">{_cell(cell)}</td>'
            for column, cell in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="figures" tabindex="0"><table>'
        f"<caption><span>{escape(caption)}</span></caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return escape(cell)
    words, address = cell
    if address.startswith("./"):
        return links.anchor(words, address)
    if not address.startswith(("https://", "http://")):
        return escape(words)
    return (
        f'<a href="{escape(address, quote=True)}" target="_blank" rel="noreferrer">'
        f"{escape(words)}</a>"
    )
