"""From a sheet's rows of text to rows of the canonical columns, still text."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from loaders.form.calendars import as_read
from loaders.form.layouts import Layout, Source, parts_of, pieces_of, plain
from loaders.form.likeness import fits, matches, replaced, taken_out, without_marks
from loaders.form.marks import EXAMPLE, NOTE, ROW, Names, first_filled
from loaders.form.recognising import Fit
from loaders.form.tables import Piece, pieces

LABELLED: Final = r"^[^：:]{1,12}[：:]"
CELL: Final = "cell"
SURPLUS: Final = "surplus"
PERIOD: Final = "period"
VALUE: Final = "value"
YEAR: Final = re.compile(r"[0-9]{4}|[〇零○一二三四五六七八九]{4}")
# Before headings, which may be called anything: row_number, too.
HEADED: Final = "heading "


@dataclass
class Shaped:
    """One batch of rows in canonical columns.

    Attributes:
        rows: row_number, cell, and the canonical columns the form has, all text.
        raw: The sheet's rows they came from, for showing what was refused.
        ignored: Why rows are no data, and how many.
        dropped: What a layout's keep passes over, canonical column and text, and how often.
        is_of_table: Whether they belong to a table that can be read; titles and rows below one
            that cannot do not.
        why: Where they do not: the row that ended the table above, number and text.
        headings: The table's headings, each with its column in raw.
    """

    rows: pl.DataFrame
    raw: pl.DataFrame
    ignored: Counter[str] = field(default_factory=Counter)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    is_of_table: bool = True
    why: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)


def shape(fit: Fit, names: Names, companion: pl.DataFrame | None = None) -> Iterator[Shaped]:
    """Yields a sheet's rows in canonical columns, batch by batch.

    Rows that are no data (titles, blank lines, footnotes, examples, cells that mean that there
    is no figure) are counted as ignored. Rows of a second table that cannot be read have a why.

    Args:
        fit: The layout and its place on the sheet.
        names: Answers whether a text is a name of something that a canonical column holds.
        companion: The second file's rows by the key's heading, where the layout has one.
    """
    carried: dict[str, str | None] = {}
    last: Fit | None = None
    for piece in pieces(fit, names):
        if piece.ignored or piece.fit is None:
            yield _of_no_table(piece)
            continue
        if piece.fit is not last:
            last, carried = piece.fit, {}
        yield _shaped(piece.fit, piece.rows, carried, companion)


def _shaped(
    fit: Fit, rows: pl.DataFrame, carried: dict[str, str | None], companion: pl.DataFrame | None
) -> Shaped:
    ignored: Counter[str] = Counter()
    dropped: Counter[tuple[str, str]] = Counter()
    body = _filled_down(fit, _without_notes(fit.layout, rows, ignored), carried)
    named = _under_headings(fit, body)
    if companion is not None and fit.layout.companion:
        beside = companion.rename(lambda heading: HEADED + heading)
        named = named.join(beside, on=HEADED + fit.layout.companion.key, how="left")
    given = _canonical(fit, named).with_columns(_surplus(fit, body))
    if fit.layout.across is not None:
        given = _unpivoted(fit, named, given, ignored)
    else:
        given = _with_figures(fit, named, given, ignored)
    given = _kept(fit.layout, given, ignored, dropped)
    return Shaped(given, body, ignored, dropped, headings=fit.headings)


def _of_no_table(piece: Piece) -> Shaped:
    """Answers rows that are no data, or that stand in no table; words alone are no figures."""
    if piece.ignored:
        nothing = piece.rows.clear().select(ROW, pl.lit(None, pl.String).alias(CELL))
        counted = Counter({piece.ignored: piece.rows.height})
        return Shaped(nothing, piece.rows.clear(), counted, is_of_table=False)
    cells = [pl.col(name).str.strip_chars().fill_null("") for name in piece.rows.columns[1:]]
    filled = pl.sum_horizontal((cell != "").cast(pl.Int32) for cell in cells)
    has_digit = pl.any_horizontal(cell.str.contains(r"\d") for cell in cells)
    found = piece.rows.select(filled.alias("filled"), ((filled > 1) & has_digit).alias("is_row"))
    blank = int((found["filled"] == 0).sum())
    rows = piece.rows.filter(found["is_row"])
    ignored = Counter({"blank": blank, "title": piece.rows.height - rows.height - blank})
    placed = rows.select(ROW, pl.lit(None, pl.String).alias(CELL))
    return Shaped(placed, rows, ignored, is_of_table=False, why=piece.why)


def original_texts(shaped: Shaped, row_numbers: pl.Series) -> dict[int, str]:
    """Answers the cells of some rows as they stand in the file, as JSON lists."""
    wanted = shaped.raw.filter(pl.col(ROW).is_in(row_numbers.unique().implode()))
    texts: dict[int, str] = {}
    for number, *cells in wanted.rows():
        while cells and cells[-1] is None:
            cells.pop()
        texts[number] = json.dumps([cell or "" for cell in cells], ensure_ascii=False)
    return texts


def _without_notes(layout: Layout, body: pl.DataFrame, ignored: Counter[str]) -> pl.DataFrame:
    """Answers the rows that are data."""
    first = first_filled(body)
    blank = first.is_null()
    example = first.str.contains(EXAMPLE).fill_null(value=False)
    footnote = _notes(body, first)
    for pattern in layout.ignore:
        footnote |= fits(pattern, first)
    ignored["blank"] += int(blank.sum())
    ignored["example"] += int(example.sum())
    ignored["footnote"] += int((footnote & ~example).sum())
    return body.filter(~(blank | example | footnote))


def _notes(body: pl.DataFrame, first: pl.Series) -> pl.Series:
    """Answers which rows are notes: a cell that begins as one does, and no others but such."""
    begins = first.str.contains(NOTE).fill_null(value=False)
    if not begins.any():
        return begins
    cells = [pl.col(name).str.strip_chars().fill_null("") for name in body.columns[1:]]
    others = pl.sum_horizontal((cell != "").cast(pl.Int32) for cell in cells) - 1
    labelled = pl.all_horizontal((cell == "") | cell.str.contains(LABELLED) for cell in cells)
    return begins & body.select(((others == 0) | labelled).alias("only"))["only"]


def _filled_down(fit: Fit, body: pl.DataFrame, carried: dict[str, str | None]) -> pl.DataFrame:
    """Answers the rows with merged cells' values repeated, also over the edge of batches."""
    by_plain = {plain(heading): column for heading, column in fit.headings.items()}
    columns = [by_plain[plain(name)] for name in fit.layout.fill_down if plain(name) in by_plain]
    for column in columns:
        body = body.with_columns(
            pl.col(column).forward_fill().fill_null(pl.lit(carried.get(column), dtype=pl.String))
        )
        if body.height:
            carried[column] = body[column][-1]
    return body


def _under_headings(fit: Fit, body: pl.DataFrame) -> pl.DataFrame:
    """Answers the rows with their headings in the column names, cells stripped, empty ones null."""
    stripped = body.select(
        ROW,
        *(
            pl.col(column).str.strip_chars().alias(HEADED + heading)
            for heading, column in fit.headings.items()
        ),
    )
    with_empty = [name for name in stripped.columns[1:] if (stripped[name] == "").any()]
    return stripped.with_columns(pl.col(name).replace("", None) for name in with_empty)


def _surplus(fit: Fit, body: pl.DataFrame) -> pl.Series:
    """Answers what stands in cells that have no heading: it would be lost, or is out of place."""
    named = set(fit.headings.values())
    cells = [pl.col(name).str.strip_chars() for name in body.columns[1:] if name not in named]
    if not cells:
        return pl.Series(SURPLUS, [None], dtype=pl.String).new_from_index(0, body.height)
    filled = pl.coalesce(pl.when(cell != "").then(cell) for cell in cells)
    return body.select(filled.alias(SURPLUS))[SURPLUS]


def _canonical(fit: Fit, named: pl.DataFrame) -> pl.DataFrame:
    layout = fit.layout
    by_plain = {plain(name.removeprefix(HEADED)): name for name in named.columns[1:]}
    given = {name: pl.lit(text) for name, text in (layout.constants | fit.above).items()}
    for name, source in layout.columns.items():
        read = _read_source(source, by_plain, layout.missing)
        if read is not None:
            given[name] = read
    cell = pl.lit(None, dtype=pl.String).alias(CELL)
    return named.select(ROW, cell, *(expression.alias(name) for name, expression in given.items()))


def _read_source(
    source: Source, by_plain: dict[str, str], missing: frozenset[str]
) -> pl.Expr | None:
    """Answers what a canonical column is made of, or None where the form does not have it."""
    usable = [
        text for text in source.text if all(plain(part) in by_plain for part in parts_of(text))
    ]
    put_together = [_put_together(text, source, by_plain, missing) for text in usable]
    found = [by_plain[plain(name)] for name in source.headings if plain(name) in by_plain]
    cells = [*put_together, *(_cell(name, source, missing) for name in found[:1])]
    return pl.coalesce(cells) if cells else None


def _put_together(
    text: str, source: Source, by_plain: dict[str, str], missing: frozenset[str]
) -> pl.Expr:
    pieces: list[pl.Expr] = []
    for before, heading, digits in pieces_of(text):
        pieces.append(pl.lit(before))
        if heading:
            cell = _cell(by_plain[plain(heading)], source, missing)
            pieces.append(cell.str.zfill(digits) if digits else cell)
    return pl.concat_str(pieces)


def _cell(heading: str, source: Source, missing: frozenset[str]) -> pl.Expr:
    """Answers a column's cells, those that mean nothing or something else replaced."""
    cell = pl.col(heading)
    nothing = missing.union(source.missing)
    if nothing:
        cell = cell.map_batches(lambda texts: without_marks(texts, nothing), pl.String)
    if source.pattern is not None:
        pattern = source.pattern
        cell = cell.map_batches(lambda texts: taken_out(texts, pattern), pl.String)
    if source.calendar is not None:
        calendar = source.calendar
        cell = cell.map_batches(lambda texts: as_read(texts, calendar), pl.String)
    if source.replace:
        filled = cell.fill_null("") if "" in source.replace else cell
        cell = filled.map_batches(lambda texts: replaced(texts, source.replace), pl.String)
    return cell


def _unpivoted(
    fit: Fit, named: pl.DataFrame, rows: pl.DataFrame, ignored: Counter[str]
) -> pl.DataFrame:
    """Answers one row per cell of the columns that repeat."""
    across = fit.layout.across
    if across is None:
        return rows
    parts: list[pl.DataFrame] = []
    for heading, column in fit.headings.items():
        meaning = across.meaning(heading)
        if meaning is None:
            continue
        letters = _letters(int(column.removeprefix("c")))
        cells = without_marks(named.get_column(HEADED + heading), fit.layout.missing)
        ignored["no_figure"] += cells.null_count()
        part = rows.with_columns(
            cells.alias(across.value),
            pl.concat_str(pl.lit(letters), pl.col(ROW)).alias(CELL),
            *(text.alias(name) for name, text in _meant(meaning, rows).items()),
        )
        parts.append(part.filter(pl.col(across.value).is_not_null()))
    return pl.concat(parts, how="diagonal").sort(ROW, maintain_order=True)


def _meant(meaning: Mapping[str, str], rows: pl.DataFrame) -> dict[str, pl.Expr]:
    """Answers what a heading says; a month or quarter without its year takes the row's."""
    said = {name: pl.lit(text) for name, text in meaning.items()}
    period = meaning.get(PERIOD, "")
    if period and PERIOD in rows.columns and not YEAR.search(unicodedata.normalize("NFKC", period)):
        year = pl.col(PERIOD).str.strip_chars().str.replace("年度?$", "")
        said[PERIOD] = pl.coalesce(pl.concat_str(year, pl.lit(f"年{period}")), pl.lit(period))
    return said


def _letters(number: int) -> str:
    """Answers a column as spreadsheets name it: 1 is A, 28 is AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _with_figures(
    fit: Fit, named: pl.DataFrame, rows: pl.DataFrame, ignored: Counter[str]
) -> pl.DataFrame:
    """Answers the rows without those whose value's cell means that there is no figure."""
    source = fit.layout.columns.get(VALUE)
    if fit.layout.kind != "statistics" or source is None or VALUE not in rows.columns:
        return rows
    wanted = {plain(heading) for heading in source.headings}
    cells = [name for name in named.columns[1:] if plain(name.removeprefix(HEADED)) in wanted]
    if not cells:
        return rows
    is_none = named[cells[0]].is_not_null() & rows[VALUE].is_null()
    ignored["no_figure"] += int(is_none.sum())
    return rows.filter(~is_none)


def _kept(
    layout: Layout,
    rows: pl.DataFrame,
    ignored: Counter[str],
    dropped: Counter[tuple[str, str]],
) -> pl.DataFrame:
    """Answers the rows that the layout asks for; what it passes over is counted by name."""
    for name, pattern in layout.keep.items():
        texts = rows[name]
        kept = [text for text in texts.drop_nulls().unique().to_list() if matches(pattern, text)]
        is_kept = texts.is_in(kept).fill_null(value=False)
        passed = texts.filter(~is_kept).fill_null("").value_counts()
        dropped.update({(name, text): count for text, count in passed.iter_rows()})
        ignored["not_asked_for"] += int((~is_kept).sum())
        rows = rows.filter(is_kept)
    return rows
