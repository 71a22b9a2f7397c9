"""The one way to draw a chart or a table: with its sentence, and all a reader may take away."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape
from typing import Any, Literal, TypeAlias

import polars as pl
import streamlit as st

from app.base import citations, database, homes
from app.base.words import Words
from app.figure import first_chart, layering, pictures, tables, taking
from app.figure.answers import Answer, Ruled
from app.figure.downloads import CSV, WORD, WORKBOOK, Sheet, shown
from app.figure.layering import Layers


@dataclass(frozen=True)
class Panel:
    """One of several small charts that together are a figure.

    Attributes:
        chart: The chart.
        shows: What it shows, for those who cannot see it.
    """

    chart: Layers
    shows: str


@dataclass(frozen=True)
class Figure:
    """A chart with everything that goes along when somebody takes it away.

    Attributes:
        name: Names its files and, on a page, its buttons; ASCII, only once on a page.
        chart: The chart, or several small ones with one scale.
        shows: What it shows, in a sentence with the unit: for those who cannot see it, and below
            its pictures.
        data: What it is drawn from, as a reader is to get it.
        sources: Answers publishers and titles of the figures behind it (see app/base/citations.py);
            asked after the chart is on its way.
        says: What is to be learnt from it, where the page's heading says that; the title of its
            pictures, which is otherwise what it shows.
        signs: What its signs mean, each with its word; stand below it, in its pictures too.
        reads: What else is read to those who cannot see it.
        lead: What stands right above it, as HTML; one element of the page with its sentence.
        height: So many pixels of it are seen at once; all unless it is very high.
        file: What its files are called, in the words of the page: region, indicator, years; its
            name where that is empty.
    """

    name: str
    chart: Layers | Sequence[Panel]
    shows: str
    data: Sheet
    sources: Callable[[], pl.DataFrame]
    says: str = ""
    signs: Sequence[str] = ()
    reads: str = ""
    lead: str = ""
    height: int | Literal["content"] = "content"
    file: str = ""

    @property
    def file_name(self) -> str:
        """Answers what its files are called, without what a file system does not take."""
        return _file_name(self.file or self.name)

    @property
    def panels(self) -> Sequence[Panel]:
        """Answers its charts; a single one is described by all that is said of it."""
        if isinstance(self.chart, Sequence):
            return self.chart
        return [Panel(self.chart, " ".join(filter(None, (self.shows, self.says, self.reads))))]


# Vega-Lite without rows, and the rows by name.
Bare: TypeAlias = tuple[dict[str, Any], dict[str, pl.DataFrame]]


def draw(figure: Figure, words: Words) -> None:
    """Draws the sentence, the chart, and below it what can be taken away.

    Pictures and files are made when somebody asks for them.

    Args:
        figure: What to draw.
        words: The words of the page.
    """
    if figure.lead:
        st.html(figure.lead)
    drawn = [layering.bare(panel.chart) for panel in figure.panels]
    if len(drawn) == 1:
        with st.container(height=figure.height, border=False):
            _draw_chart(drawn[0], figure.panels[0], "stretch")
    else:
        with st.container(horizontal=True, gap="small", key=f"panels-{figure.name}"):
            for bare, panel in zip(drawn, figure.panels, strict=True):
                _draw_chart(bare, panel, "content")
    first_chart.end_run_if_first()
    if figure.signs:
        # no line ends between a sign and its word
        signs = [escape(sign).replace(" ", "&nbsp;", 1) for sign in figure.signs]
        spans = "".join(f"<span>{sign}</span>" for sign in signs)
        st.html(f'<p class="marks">{spans}</p>')
    _draw_row(figure, drawn, words)


def draw_spark(panel: Panel) -> None:
    """Draws a chart as small as a word, for a card that says the rest; nothing to take away."""
    _draw_chart(layering.bare(panel.chart), panel, "stretch")


@dataclass(frozen=True)
class Table:
    """A table with everything that goes along when somebody takes it away.

    Attributes:
        name: Names its files and, on a page, its buttons; ASCII, only once on a page.
        caption: What the table shows.
        columns: Its columns.
        rows: Its cells.
        lead: What stands right above it, as HTML; one element of the page with it, so that nothing
            is pushed down by what comes later.
    """

    name: str
    caption: str
    columns: Sequence[tables.Column]
    rows: Sequence[Sequence[tables.Cell]]
    lead: str = ""


def draw_led_table(table: Table, words: Words) -> None:
    """Draws a table with what stands above it, and below it the same rows to take away."""
    caption, columns, rows = table.caption, table.columns, table.rows
    st.html(table.lead + _copied(caption, columns, rows, words))
    sheet, about = _sheet(columns, rows, words), [caption, _build(words)]
    named = _file_name(re.split("[，；：。,;:(（]", caption)[0] or table.name)
    takes = Takes(f"table-{table.name}", named, sheet, about)
    _draw_take(takes, lambda: _document(caption, "", sheet, about[1:]), words)


def draw_table(
    name: str,
    caption: str,
    columns: Sequence[tables.Column],
    rows: Sequence[Sequence[tables.Cell]],
    words: Words,
) -> None:
    """Draws a table and below it the same rows to take away, as they are shown.

    Args:
        name: Names its files and, on a page, its buttons; ASCII, only once on a page.
        caption: What the table shows.
        columns: Its columns.
        rows: Its cells.
        words: The words of the page.
    """
    draw_led_table(Table(name, caption, columns, rows), words)


def draw_unbuilt_table(
    name: str,
    caption: str,
    columns: Sequence[tables.Column],
    rows: Sequence[Sequence[tables.Cell]],
    words: Words,
) -> None:
    """Draws a table of what is in no build yet, so that none is cited; as draw_table()."""
    st.html(_copied(caption, columns, rows, words))
    about = [*filter(None, (caption, homes.mark(words))), words("cite_day", **_taken(words))]
    sheet = _sheet(columns, rows, words)
    _draw_take(Takes(f"table-{name}", f"{name}_table", sheet, about), None, words)


def citation(figure: Figure, sources: pl.DataFrame, words: Words) -> str:
    """Answers what to write below a chart or a figure taken from it: what, from whom, which build.

    Args:
        figure: What is cited.
        sources: Publishers and titles of the figures behind it.
        words: The words of the page.
    """
    listed = citations.titles(sources, words)
    lines = [figure.says, figure.shows, listed, _build(words)]
    return "\n".join(line for line in lines if line)


def picture(
    figure: Figure, charts: Sequence[Bare], sources: pl.DataFrame, words: Words
) -> dict[str, Any]:
    """Answers a figure as Vega-Lite that stands by itself.

    Args:
        figure: The figure.
        charts: Its charts, as layers.bare answers them.
        sources: Publishers and titles of the figures behind it.
        words: The words of the page.
    """
    said = words.sentences(citations.publishers(sources, words), _build(words))
    footer = [line for line in ("   ".join(figure.signs), said) if line]
    if not pictures.has_chinese_font():
        footer.append(words("no_chinese_font"))
    # what one chart shows its axes say; it is told to those who cannot see it
    subtitle = figure.shows if figure.says and len(charts) > 1 else ""
    title = figure.says or figure.shows
    return pictures.whole(charts, title=title, subtitle=subtitle, footer=footer)


def _draw_chart(bare: Bare, panel: Panel, width: Literal["stretch", "content"]) -> None:
    spec, frames = bare
    st.vega_lite_chart({**spec, "datasets": frames}, theme=None, width=width, alt=panel.shows)


def _draw_row(figure: Figure, charts: Sequence[Bare], words: Words) -> None:
    """Draws what can be taken away, on one line: pictures, data, and the text to cite."""
    sources = figure.sources()
    key, cited = f"chart-{figure.name}", citation(figure, sources, words)
    with _row(key, words("take_chart")):
        for ending, mime, render in (
            ("png", "image/png", pictures.as_png),
            ("svg", "image/svg+xml", pictures.as_svg),
        ):
            make = partial(_rendered, render, figure, charts, sources, words)
            file = taking.File(f"{figure.file_name}.{ending}", mime, make)
            taking.button(ending.upper(), file, words, key=f"{ending}-{key}")
        takes = Takes(key, figure.file_name, figure.data, cited.split("\n"))
        _draw_files(takes, partial(_answer, figure, charts, sources, words), words)
        with st.popover(words("cite"), type="tertiary", key=f"cite-{key}"):
            st.html(
                f'<p class="cited">{escape(cited)}</p><button type="button" class="copy" '
                f'data-copied="{escape(words("cite_copied"), quote=True)}">'
                f"{escape(words('cite_copy'))}</button>"
            )


def _rendered(
    render: Callable[[dict[str, Any]], bytes],
    figure: Figure,
    charts: Sequence[Bare],
    sources: pl.DataFrame,
    words: Words,
) -> bytes:
    return render(picture(figure, charts, sources, words))


def _answer(figure: Figure, charts: Sequence[Bare], sources: pl.DataFrame, words: Words) -> bytes:
    """Answers a figure as a document: sentence, picture, rows, sources."""
    drawn = _rendered(pictures.as_png, figure, charts, sources, words)
    closing = [line for line in (citations.titles(sources, words), _build(words)) if line]
    return _document(figure.says or figure.shows, figure.shows, figure.data, closing, drawn)


def _document(
    title: str, shows: str, sheet: Sheet, closing: Sequence[str], picture: bytes = b""
) -> bytes:
    from app.figure.documents import as_document

    begun = datetime.fromisoformat(database.build().record.started_at)
    return as_document(Answer(title, [Ruled(shows, sheet)], closing, begun, picture=picture))


def _copied(
    caption: str,
    columns: Sequence[tables.Column],
    rows: Sequence[Sequence[tables.Cell]],
    words: Words,
) -> str:
    """Answers a table as HTML with the buttons that show all of it, and that copy it."""
    said, done = escape(words("take_copy")), escape(words("cite_copied"), quote=True)
    button = f'<button type="button" class="copy rows" data-copied="{done}">{said}</button>'
    more = ""
    if len(rows) > tables.ROWS_SHOWN:
        every = escape(words("take_all_rows", rows=len(rows)))
        more = f'<button type="button" class="copy rows all">{every}</button> '
    if homes.mark(words):
        caption = words("simulated_caption", caption=caption)
    return f"{tables.table(caption, columns, rows)}{button}{more}"


def _sheet(
    columns: Sequence[tables.Column], rows: Sequence[Sequence[tables.Cell]], words: Words
) -> Sheet:
    cells = [
        [
            shown(tables.text(cell)) if column.is_number else tables.text(cell)
            for column, cell in zip(columns, row, strict=True)
        ]
        for row in rows
    ]
    return Sheet.of_cells([column.title for column in columns], cells, words)


def _file_name(said: str) -> str:
    return re.sub(r'[\s\\/:*?"<>|]+', "_", said)


@dataclass(frozen=True)
class Takes:
    """Rows to take away.

    Attributes:
        key: Names their buttons on the page.
        file: What their files are called, without ending.
        sheet: The rows.
        about: What is said of them on a second sheet, line by line.
    """

    key: str
    file: str
    sheet: Sheet
    about: Sequence[str]


def _draw_take(takes: Takes, document: Callable[[], bytes] | None, words: Words) -> None:
    with _row(takes.key, words("take_table")):
        _draw_files(takes, document, words)


def _draw_files(takes: Takes, document: Callable[[], bytes] | None, words: Words) -> None:
    """Draws the buttons that give rows as files, made when somebody asks for them."""
    sheet = takes.sheet
    if homes.mark(words):
        sheet = sheet.with_the_same(words("simulated_column"), words("simulated_file"))
    made: list[tuple[str, str, str, Callable[[], bytes]]] = [
        ("csv", words("take_csv"), CSV, sheet.as_csv),
        ("xlsx", words("take_workbook"), WORKBOOK, partial(sheet.as_workbook, takes.about, words)),
    ]
    if document is not None:
        made.append(("docx", words("take_document"), WORD, document))
    for ending, label, mime, content in made:
        file = taking.File(f"{takes.file}.{ending}", mime, content)
        taking.button(label, file, words, key=f"{ending}-{takes.key}")


@contextmanager
def _row(key: str, label: str) -> Iterator[None]:
    with st.container(horizontal=True, vertical_alignment="center", key=f"take-{key}"):
        st.html(f'<span class="marks">{escape(label)}</span>', width="content")
        yield


def _build(words: Words) -> str:
    """Answers which build something is from, on which day it was taken, and if it is simulated."""
    built = words("cite_build", build=database.build().build_id, **_taken(words))
    return words.sentences(*filter(None, (homes.mark(words), built)))


def _taken(words: Words) -> dict[str, object]:
    return {"title": words("title"), "day": datetime.now().astimezone().date()}
