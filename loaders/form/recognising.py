"""Which form a file is, and where on its sheet the table stands."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from loaders.bytes.documents import Document, Sheet
from loaders.form.layouts import REQUIRED, Layout, plain
from loaders.form.refusals import RefusedFileError
from loaders.words.reading import shorten

Cells: TypeAlias = tuple[str | None, ...]

HEADER_SEARCH_ROWS = 40


@dataclass(frozen=True)
class Fit:
    """A layout that fits a sheet.

    Attributes:
        layout: The layout.
        sheet: The sheet.
        header_row: The last row of headings, as a spreadsheet counts.
        headings: Heading to its column, such as c3.
        above: Canonical columns found in the text above the headings.
    """

    layout: Layout
    sheet: Sheet
    header_row: int
    headings: dict[str, str]
    above: dict[str, str] = field(default_factory=dict)

    @property
    def weight(self) -> tuple[int, int]:
        """Answers how much speaks for it: conditions met, then headings used."""
        return self.layout.conditions, len(used_headings(self.layout, self.headings))


@dataclass(frozen=True)
class Miss:
    """A layout that does not fit: how near it comes, and what it lacks."""

    layout: Layout
    found: int
    lacking: tuple[str, ...]


def recognise(
    document: Document,
    layouts: Mapping[str, Layout],
    wanted: str | None = None,
    *,
    file_name: str,
    beside: Path,
) -> list[Fit]:
    """Answers the layout of a file, with its place on every sheet that it fits.

    Args:
        document: The file.
        layouts: All there are, by name.
        wanted: The one the user named, if any.
        file_name: What the file was called when it came.
        beside: The folder in which it came, for a second file.

    Raises:
        RefusedFileError: layout_unknown, layout_does_not_fit, layout_not_recognised (with the
            headings and the nearest), layout_ambiguous (with the candidates) or no_table_found.
    """
    if wanted is not None and wanted not in layouts:
        raise RefusedFileError("layout_unknown", f"{wanted} ({', '.join(sorted(layouts))})")
    tried = [layouts[wanted]] if wanted else list(layouts.values())
    answers = [
        fit_sheet(sheet, layout, file_name, beside)
        for sheet in document.sheets
        for layout in tried
        if not sheet.is_hidden
    ]
    fits = [answer for answer in answers if isinstance(answer, Fit)]
    if not fits:
        misses = [answer for answer in answers if isinstance(answer, Miss)]
        raise _not_recognised(document, misses, wanted)
    best = max(fit.weight for fit in fits)
    names = {fit.layout.name for fit in fits if fit.weight == best}
    if len(names) > 1:
        raise RefusedFileError("layout_ambiguous", ", ".join(sorted(names)))
    return [fit for fit in fits if fit.layout.name in names]


def used_headings(layout: Layout, headings: Mapping[str, str]) -> set[str]:
    """Answers those of a sheet's headings that a layout gives a meaning."""
    return {
        heading
        for heading in headings
        if plain(heading) in layout.asked
        or (layout.across and layout.across.meaning(heading) is not None)
    }


def fit_sheet(sheet: Sheet, layout: Layout, file_name: str, beside: Path) -> Fit | Miss:
    """Answers where a layout's table is on a sheet, or what it lacks there."""
    if layout.file_name and not layout.file_name.search(file_name):
        return Miss(layout, 0, (layout.file_name.pattern,))
    if layout.sheet and not layout.sheet.fullmatch(sheet.name):
        return Miss(layout, 0, (layout.sheet.pattern,))
    if layout.companion and not (beside / layout.companion.file).is_file():
        return Miss(layout, 0, (layout.companion.file,))
    return place(sheet, layout)


def place(sheet: Sheet, layout: Layout) -> Fit | Miss:
    """Answers where a layout's table begins on a sheet, or what it lacks there."""
    if layout.ignore_columns:
        left_out = {f"c{number_of(letters)}" for letters in layout.ignore_columns}
        sheet = sheet.with_columns([c for c in sheet.head.columns[1:] if c not in left_out])
    missing = _said_nowhere(sheet, layout)
    if missing:
        return Miss(layout, 0, missing)
    best: Miss | None = None
    for row_number, headings, texts in header_rows(sheet, layout):
        above = found_above(layout, texts)
        if above is None:
            continue
        lacks = lacking(layout, headings, above)
        if not lacks:
            return Fit(layout, sheet, row_number, headings, above)
        found = len(used_headings(layout, headings))
        if best is None or (found, -len(lacks)) > (best.found, -len(best.lacking)):
            best = Miss(layout, found, lacks)
    return best or Miss(layout, 0, lacking(layout, {}, {}))


def header_rows(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, dict[str, str], list[str]]]:
    """Yields each row that could hold the headings: its number, its headings, the text above.

    Args:
        sheet: The sheet.
        layout: Whose headings are looked for.
    """
    rows = sheet.head.head(HEADER_SEARCH_ROWS).rows()
    columns = sheet.head.columns[1:]
    for index in range(layout.header_rows - 1, len(rows)):
        row_number = rows[index][0]
        if layout.header_row is not None and row_number != layout.header_row:
            continue
        first = index + 1 - layout.header_rows
        headings = headings_of([row[1:] for row in rows[first : index + 1]], columns)
        if headings:
            said = rows[:first] if layout.above else []
            above = [cell for row in said for cell in row[1:] if cell]
            yield row_number, headings, above


def number_of(letters: str) -> int:
    """Answers which column a spreadsheet's letters are: A is 1, AB is 28."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def headings_of(rows: Sequence[Cells], columns: Sequence[str]) -> dict[str, str]:
    """Answers the headings that rows hold, each with its column; of a repeated one the first.

    Args:
        rows: One row of cells a level, the uppermost first.
        columns: The columns' names.
    """
    cells = rows[0]
    for lower in rows[1:]:
        cells = _two_levels(cells, lower)
    headings = {
        cell.strip(): column
        for cell, column in reversed(list(zip(cells, columns, strict=True)))
        if cell and cell.strip()
    }
    return dict(reversed(headings.items()))


def _two_levels(upper: Cells, lower: Cells) -> tuple[str | None, ...]:
    """Answers one heading a column: the upper one holds for the cells merged below it."""
    joined: list[str | None] = []
    over: str | None = None
    for top, bottom in zip(upper, lower, strict=True):
        over = top or over
        both = [each.strip() for each in (over if bottom or top else None, bottom) if each]
        joined.append("/".join(both) or None)
    return tuple(joined)


def found_above(layout: Layout, above: Sequence[str]) -> dict[str, str] | None:
    """Answers the canonical columns named above the table, or None when a pattern is not there.

    Of several texts that a pattern fits the nearest to the table counts.
    """
    found: dict[str, str] = {}
    for pattern in layout.above:
        match = next((hit for text in reversed(above) if (hit := pattern.search(text))), None)
        if match is None:
            return None
        found |= {name: text for name, text in match.groupdict().items() if text}
    return found


def _said_nowhere(sheet: Sheet, layout: Layout) -> tuple[str, ...]:
    """Answers the patterns for texts above the table that fit none of a sheet's first cells."""
    if not layout.above:
        return ()
    rows = sheet.head.head(HEADER_SEARCH_ROWS).rows()
    cells = [cell for row in rows for cell in row[1:] if cell]
    return tuple(
        pattern.pattern
        for pattern in layout.above
        if not any(pattern.search(cell) for cell in cells)
    )


def lacking(
    layout: Layout, headings: Mapping[str, str], above: Mapping[str, str]
) -> tuple[str, ...]:
    """Answers what a sheet with these headings would leave open, as first headings."""
    given = set(layout.constants) | set(above)
    beside = layout.companion.headings if layout.companion else ()
    present = {plain(heading) for heading in (*headings, *beside)}
    for name, source in layout.columns.items():
        whole = source.parts and all(plain(part) in present for part in source.parts)
        if whole or any(plain(heading) in present for heading in source.headings):
            given.add(name)
    if layout.across:
        meanings = [layout.across.meaning(heading) for heading in headings]
        for meaning in meanings:
            if meaning is not None:
                given |= {layout.across.value, *meaning}
        if not any(meaning is not None for meaning in meanings):
            named = next(iter(layout.across.names), "")
            return (layout.across.headings.pattern if layout.across.headings else named,)
    return (
        *(heading for heading in layout.headings if plain(heading) not in present),
        *(
            _first_heading(layout, names)
            for names in REQUIRED[layout.kind]
            if not given & set(names.split("|"))
        ),
    )


def _first_heading(layout: Layout, names: str) -> str:
    first = layout.columns.get(names.rpartition("|")[2])
    return first.headings[0] if first and first.headings else names


def repeated_headings(fit: Fit) -> list[str]:
    """Answers headings that stand over several columns and that the layout uses."""
    row = fit.sheet.head.filter(fit.sheet.head["row_number"] == fit.header_row)
    cells = [cell.strip() for cell in row.row(0)[1:] if cell] if row.height else []
    counted = Counter(cells)
    return sorted(
        heading for heading in used_headings(fit.layout, fit.headings) if counted[heading] > 1
    )


def _not_recognised(document: Document, misses: list[Miss], wanted: str | None) -> RefusedFileError:
    """Answers why no layout fits: the nearest and what it lacks, or what was found instead."""
    near = sorted(
        (miss for miss in misses if miss.found or wanted),
        key=lambda miss: (len(miss.lacking) - miss.found, miss.layout.name),
    )
    seen = [sheet for sheet in document.sheets if not sheet.is_hidden and sheet.head.height]
    tables = [sheet for sheet in seen if holds_a_table(sheet)]
    if not tables:
        return RefusedFileError("no_table_found", _first_text(seen))
    headings = _likely_row(tables[0])
    if not near:
        return RefusedFileError("layout_not_recognised", headings)
    layout, lacks = near[0].layout, ", ".join(near[0].lacking)
    nearest = f"{layout.name} ({layout.title}) – {lacks}"
    if wanted:
        return RefusedFileError("layout_does_not_fit", nearest)
    return RefusedFileError("layout_not_recognised", f"{headings} → {nearest}")


def holds_a_table(sheet: Sheet) -> bool:
    """Answers whether two cells of any row hold something: words below each other are no table."""
    return any(len(_filled(row)) > 1 for row in sheet.head.rows())


def _first_text(sheets: Sequence[Sheet]) -> str:
    """Answers the first words of a file that holds no table."""
    texts = (text for sheet in sheets for row in sheet.head.rows() for text in _filled(row))
    return shorten(next(texts, ""))


def likely_headings(sheet: Sheet) -> tuple[int, list[str]]:
    """Answers the row that is most likely one of headings, with its number: the first wide one.

    Args:
        sheet: A sheet that holds a table.
    """
    rows = [(row[0], _filled(row)) for row in sheet.head.head(HEADER_SEARCH_ROWS).rows()]
    widest = max(len(texts) for _number, texts in rows)
    return next((n, t) for n, t in rows if 2 * len(t) > widest and len(t) > 1)


def _likely_row(sheet: Sheet) -> str:
    number, texts = likely_headings(sheet)
    return f"{number}: {shorten(', '.join(texts))}"


def _filled(row: Sequence[object]) -> list[str]:
    return [str(cell).strip() for cell in row[1:] if cell and str(cell).strip()]
