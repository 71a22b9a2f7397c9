"""The explorer's writer of Word: an answer, its tables in three rules, and what stands below."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.figure import tables

if TYPE_CHECKING:
    from docx.document import Document as Page
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Named, never embedded: Word takes another where a machine has not got it.
BODY, HEAD, LATIN = "仿宋", "黑体", "Times New Roman"
BODY_POINTS, TABLE_POINTS = 14, 10.5
THICK, THIN = "12", "6"  # eighths of a point


@dataclass(frozen=True)
class Printed:
    """A table of a page.

    Attributes:
        caption: What it shows.
        columns: Its columns.
        rows: Its cells.
    """

    caption: str
    columns: Sequence[tables.Column]
    rows: Sequence[Sequence[tables.Cell]]


def document(
    title: str, sentences: Sequence[str], printed: Sequence[Printed], notes: Sequence[str]
) -> bytes:
    """Answers a Word document.

    Args:
        title: Its heading.
        sentences: What is said, a paragraph each.
        printed: Its tables, each with three rules: above, below the headings, at the end.
        notes: Small print at the end.
    """
    # Imported here because nobody waits for it who does not ask for it.
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    page = Document()
    heading = page.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(heading, title, BODY_POINTS + 4, HEAD)
    for said in sentences:
        _write(page.add_paragraph(), said, BODY_POINTS, BODY)
    for each in printed:
        _write(page.add_paragraph(), each.caption, TABLE_POINTS, HEAD)
        _add_table(page, each)
        page.add_paragraph()
    for note in notes:
        _write(page.add_paragraph(), note, TABLE_POINTS - 1.5, BODY)
    file = io.BytesIO()
    page.save(file)
    return file.getvalue()


def _add_table(page: "Page", printed: Printed) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    table = page.add_table(rows=1 + len(printed.rows), cols=len(printed.columns))
    lines = [[column.title for column in printed.columns], *printed.rows]
    for at, (line, placed) in enumerate(zip(lines, table.rows, strict=True)):
        for column, cell, place in zip(printed.columns, line, placed.cells, strict=True):
            paragraph = place.paragraphs[0]
            if column.is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _write(paragraph, tables.text(cell), TABLE_POINTS, BODY if at else HEAD)
            edges = {} if at else {"top": THICK, "bottom": THIN}
            if at == len(printed.rows):
                edges["bottom"] = THICK
            _rule(place, edges)


def _write(paragraph: "Paragraph", said: str, points: float, font: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(said)
    run.font.size, run.font.name = Pt(points), LATIN
    # Chinese has a font of its own, which python-docx has no word for.
    run.font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _rule(cell: "_Cell", edges: dict[str, str]) -> None:
    """Draws the rules of one cell, for which python-docx has no words either."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    if not edges:
        return
    borders = OxmlElement("w:tcBorders")
    for edge, weight in edges.items():
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", weight), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 - the element is not offered otherwise
