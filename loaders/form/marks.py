"""Which rows of a sheet are no data of its table: notes, examples, titles, headings said again."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

import polars as pl

from loaders.form.layouts import Layout, plain
from loaders.form.likeness import fits
from loaders.form.recognising import Cells, Fit

# Answers whether a text names what a canonical column holds: 嘉兴市 a region, 2019年 a period.
Names: TypeAlias = Callable[[str, str], bool]

ROW: Final = "row_number"
# The simulated city (warehouse/demo) is called 示例市, and is no example to be passed over.
EXAMPLE: Final = r"^\s*(示例([^市]|$)|例：|例:|example\b)"
# What a note below a table, or a line for signatures, begins with: 注1：, 数据来源：, 填表人：.
NOTE: Final = (
    r"(?i)^\s*(([附备]?注|说明|(资料|数据)?来源|notes?|sources?)\s*\d*\s*[：:]"
    r"|(填表|制表|填报|审核|负责|联系|单位|报出|电话)\w{0,6}\s*[：:])"
)
# Titles are short rows: the title, a unit and a source beside it.
MOST_TITLE_CELLS: Final = 3
# How tables and exports announce themselves, whatever the layout.
TITLE: Final = re.compile(
    r"(?i)^\s*[（(]?([续附]?表|table)\s*[0-9一二三四五六七八九十]|^\s*(数据库|指标)[：:]"
)
# Lone labels that group the rows below them without changing what they mean.
GROUP: Final = re.compile(
    r"^\s*(#|其中|其他|其它|小计|合计|总计|市直|市本级|省直|全[省市县区国]|市区|城区|郊区|各?县([（(]|市|区|$)"
    r"|[东中西]部|东北|华[东北南中]|西[南北]|沿海|长三角|珠三角)"
)
UNIT_BESIDE: Final = re.compile(r"\s*[（(]?\s*(计量)?单位\s*[：:]")
# A table that goes on says no more than that.
CONTINUED: Final = re.compile(r"\s*[（(]?\s*续\s*表?\s*[\d一二三四五六七八九十]*\s*[）)]?\s*")
FIGURE: Final = re.compile(r"[\W\d_]*\d[\W\d_]*")
# The column whose cell hardly is without a digit in a row that is data.
TELLING: Final = {
    "statistics": ("value", "period"),
    "accidents": ("occurred_at", "accident_id"),
    "targets": ("target_value", "target_code"),
    "projects": ("due_date", "project_code"),
}
_APART: Final = re.compile(f"{EXAMPLE}|{NOTE.removeprefix('(?i)')}", re.IGNORECASE)


class Mark(NamedTuple):
    """A row at which a table may end: where, and as what (end, headings, title or lone)."""

    position: int
    kind: str


def marks_of(fit: Fit, body: pl.DataFrame, names: Names) -> list[Mark]:
    """Answers the rows at which a table may end, in their order.

    Args:
        fit: The table.
        body: Rows below its headings.
        names: Answers whether a text is a name of something that a canonical column holds.
    """
    ends: list[int] = []
    if fit.layout.end is not None:
        ends = fits(fit.layout.end, first_filled(body)).arg_true().to_list()
    found = [Mark(position, "end") for position in ends]
    for position in _candidates(fit, body):
        kind = None if position in ends else _kind(fit, body.row(position)[1:], names)
        if kind is not None:
            found.append(Mark(position, kind))
    return sorted(found)


def first_filled(body: pl.DataFrame) -> pl.Series:
    """Answers each row's first cell with anything in it; of most rows it is the first of all."""
    first = body.get_column(body.columns[1]).str.strip_chars()
    is_open = (first.is_null() | (first == "")).fill_null(value=True)
    if not is_open.any():
        return first
    cells = [pl.col(name).str.strip_chars() for name in body.columns[1:]]
    rest = body.filter(is_open).select(
        pl.coalesce(pl.when(cell != "").then(cell) for cell in cells).alias("first")
    )
    return first.scatter(is_open.arg_true(), rest["first"])


def texts_of(cells: Cells) -> list[str]:
    """Answers what stands in a row's cells, the empty ones left out."""
    texts = [cell.strip() for cell in cells if cell]
    return [text for text in texts if text]


def is_short(texts: list[str]) -> bool:
    """Answers whether a row may be a title or stand beside one: few words and no figure."""
    return len(texts) <= MOST_TITLE_CELLS and not any(FIGURE.fullmatch(text) for text in texts)


def label_of(fit: Fit) -> tuple[str, str] | None:
    """Answers the column that says what a row is about, and its canonical name."""
    across = fit.layout.across
    for heading, column in fit.headings.items():
        canonical = canonical_of(fit.layout, heading)
        if canonical is not None and (across is None or across.meaning(heading) is None):
            return column, canonical
    return None


def canonical_of(layout: Layout, heading: str | None) -> str | None:
    """Answers the canonical column that stands under a heading, None for none."""
    if heading is None:
        return None
    for name, source in layout.columns.items():
        if plain(heading) in {plain(each) for each in source.headings}:
            return name
    return None


def figure_columns(fit: Fit) -> list[str]:
    """Answers the columns in which a row of data has a digit."""
    across = fit.layout.across
    if across is not None:
        return [column for heading, column in fit.headings.items() if across.meaning(heading)]
    by_plain = {plain(heading): column for heading, column in fit.headings.items()}
    for name in TELLING.get(fit.layout.kind, ()):
        source = fit.layout.columns.get(name)
        wanted = (*source.headings, *source.parts) if source else ()
        found = [by_plain[plain(each)] for each in wanted if plain(each) in by_plain]
        if found:
            return found[:1]
    return []


def _candidates(fit: Fit, body: pl.DataFrame) -> list[int]:
    """Answers the positions of rows that may be no data: without a digit where figures stand."""
    figures = figure_columns(fit)
    if not figures:
        return []
    digits = [pl.col(name).str.contains(r"\d").fill_null(value=False) for name in figures]
    may_be = body.select((~pl.any_horizontal(digits)).alias("is"))["is"]
    spelt, label = fit.layout.asked, label_of(fit)
    if fit.layout.across is not None and label is not None:  # 2019年 is a heading with a digit
        texts = body[label[0]].drop_nulls().unique().to_list()
        repeated = [text for text in texts if plain(text) in spelt]
        may_be |= body[label[0]].is_in(repeated).fill_null(value=False)
    if not may_be.any():
        return []
    rows = body.filter(may_be)
    cells = [pl.col(name).str.strip_chars().fill_null("") for name in body.columns[1:]]
    counted = rows.select(pl.sum_horizontal((cell != "").cast(pl.Int32) for cell in cells))
    return [
        position
        for position, filled, first in zip(
            may_be.arg_true().to_list(),
            counted.to_series().to_list(),
            first_filled(rows).to_list(),
            strict=True,
        )
        if 0 < filled <= MOST_TITLE_CELLS or (first is not None and plain(first) in spelt)
    ]


def _kind(fit: Fit, cells: Cells, names: Names) -> str | None:
    """Answers what a row is that may end a table: headings, title or lone; None for others."""
    if _repeats(fit, cells):
        return "headings"
    texts = texts_of(cells)
    if not is_short(texts) or _APART.match(texts[0]):
        return None
    if any(each.search(texts[0]) for each in fit.layout.ignore):
        return None
    is_known = any(each.search(text) for each in fit.layout.above for text in texts)
    if is_known or TITLE.match(texts[0]):
        return "title"
    if not all(UNIT_BESIDE.match(text) for text in texts[1:]):
        return None
    at = next(at for at, cell in enumerate(cells) if cell and cell.strip())
    return "lone" if _is_lone_title(fit, at, texts[0], names) else None


def _is_lone_title(fit: Fit, at: int, text: str, names: Names) -> bool:
    """Answers whether a text without figures beside it may say what stands below it.

    Where each row names its measure, nothing but a scope could: 道路交通 above its rows.
    """
    if fit.layout.kind != "statistics" or GROUP.match(text) or text in fit.layout.missing:
        return False
    if "measure" in fit.layout.columns:
        return "scope" in {**fit.layout.constants, **fit.above} and names("scope", text)
    column = fit.sheet.head.columns[at + 1]
    heading = next((each for each, place in fit.headings.items() if place == column), None)
    canonical = canonical_of(fit.layout, heading)
    return canonical is None or not names(canonical, text)


def _repeats(fit: Fit, cells: Cells) -> bool:
    """Answers whether a row holds headings again: those of all columns that do not repeat."""
    at = {column: position for position, column in enumerate(fit.sheet.head.columns[1:])}
    across, spelt = fit.layout.across, fit.layout.asked
    asked = [
        (heading, cells[at[column]] or "")
        for heading, column in fit.headings.items()
        if plain(heading) in spelt and not (across and across.meaning(heading))
    ]
    return bool(asked) and all(_is_spelling(fit.layout, *each) for each in asked)


def _is_spelling(layout: Layout, heading: str, cell: str) -> bool:
    canonical = canonical_of(layout, heading)
    others = layout.columns[canonical].headings if canonical else ()
    return plain(cell) in {plain(each) for each in (heading, *others)}
