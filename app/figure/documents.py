"""An answer as a document for Word: sentence, picture, table with three rules, sources.

Set as official documents are (GB/T 9704-2012): headings in 黑体, text in 仿宋, the table with a
rule above, below, and under its headings. Real styles of Word, so that a clerk can go on with it.
"""

import io
from typing import Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from app.figure.answers import Answer
from app.figure.downloads import Sheet

PICTURE_WIDTH_CM: Final = 15.5
MOST_ROWS: Final = 400
LATIN: Final = "Times New Roman"
# Size in points and Chinese font of each style.
STYLES: Final = {"Normal": (12, "仿宋"), "Title": (16, "黑体"), "Caption": (9, "仿宋")}
TABLE_STYLE: Final = "三线表"
# Widths in eighths of a point: the outer rules are twice as wide as the one under the headings.
RULES: Final = f"""
<w:tblPr {nsdecls("w")}><w:tblBorders>
  <w:top w:val="single" w:sz="12" w:color="000000"/>
  <w:bottom w:val="single" w:sz="12" w:color="000000"/>
</w:tblBorders></w:tblPr>
"""
UNDER_HEADINGS: Final = f"""
<w:tblStylePr w:type="firstRow" {nsdecls("w")}><w:tcPr><w:tcBorders>
  <w:bottom w:val="single" w:sz="6" w:color="000000"/>
</w:tcBorders></w:tcPr></w:tblStylePr>
"""
ON_EACH_PAGE: Final = f"<w:trPr {nsdecls('w')}><w:tblHeader/></w:trPr>"


def as_document(answer: Answer) -> bytes:
    """Answers the bytes of a .docx file.

    Args:
        answer: What it says; of more than MOST_ROWS rows the first are written.
    """
    document = docx.Document()
    _set_styles(document)
    about = document.core_properties
    about.title, about.author = answer.title, ""
    about.created = about.modified = answer.written_at
    document.add_paragraph(answer.title, style="Title")
    for said in answer.sentences:
        document.add_paragraph(said)
    if answer.picture:
        document.add_picture(io.BytesIO(answer.picture), width=Cm(PICTURE_WIDTH_CM))
        for drawn in document.element.body.iter(qn("wp:docPr")):
            drawn.set("descr", answer.tables[0].shows)
    for table in answer.tables:
        document.add_paragraph(table.shows, style="Caption")
        _add_table(document, table.sheet)
    for said in answer.closing:
        document.add_paragraph(said, style="Caption")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_styles(document: Document) -> None:
    for name, (size, east_asian) in STYLES.items():
        style = document.styles[name]
        font = style.font
        font.name, font.size, font.color.rgb = LATIN, Pt(size), RGBColor(0, 0, 0)
        font.italic = font.bold = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), east_asian)
    ruled = document.styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.TABLE).element
    ruled.append(parse_xml(RULES))
    ruled.append(parse_xml(UNDER_HEADINGS))


def _add_table(document: Document, sheet: Sheet) -> None:
    shown = [[_written(value) for value in row] for row in list(sheet.rows)[:MOST_ROWS]]
    table = document.add_table(rows=0, cols=len(sheet.headings), style=TABLE_STYLE)
    for at, line in enumerate([list(sheet.headings), *shown]):
        for cell, said in zip(table.add_row().cells, line, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.style = "Caption"
            paragraph.add_run(said)
            if at and said.lstrip("-−")[:1].isdecimal():
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    *_, drawn = document.element.body.iter(qn("w:tbl"))
    next(drawn.iter(qn("w:tr"))).insert(0, parse_xml(ON_EACH_PAGE))


def _written(value: object) -> str:
    """Answers a value as Chinese statistical tables print it: without separated thousands."""
    if value is None:
        return "–"
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
