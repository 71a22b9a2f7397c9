"""Which form a file is, and where on its sheet the table stands."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loaders.bytes.documents import Document, Sheet
from loaders.form.layouts import REQUIRED, Layout, plain
from loaders.form.refusals import RefusedFileError

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
            nearest) or layout_ambiguous (with the candidates).
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
        raise _not_recognised(misses, wanted)
    best = max(fit.weight for fit in fits)
    names = {fit.layout.name for fit in fits if fit.weight == best}
    if len(names) > 1:
        raise RefusedFileError("layout_ambiguous", ", ".join(sorted(names)))
    return [fit for fit in fits if fit.layout.name in names]


def used_headings(layout: Layout, headings: Mapping[str, str]) -> set[str]:
    """Answers those of a sheet's headings that a layout gives a meaning."""
    asked = {
        plain(heading)
        for source in layout.columns.values()
        for heading in (*source.headings, *source.parts)
    }
    return {
        heading
        for heading in headings
        if plain(heading) in asked or (layout.across and layout.across.meaning(heading) is not None)
    }


def fit_sheet(sheet: Sheet, layout: Layout, file_name: str, beside: Path) -> Fit | Miss:
    """Answers where a layout's table is on a sheet, or what it lacks there."""
    nothing = Miss(layout, 0, ())
    if layout.file_name and not layout.file_name.search(file_name):
        return nothing
    if layout.sheet and not layout.sheet.fullmatch(sheet.name):
        return nothing
    if layout.companion and not (beside / layout.companion.file).is_file():
        return Miss(layout, 0, (layout.companion.file,))
    best = nothing
    for row_number, headings, above in _header_rows(sheet, layout):
        found_above = _found_above(layout, above)
        if found_above is None:
            continue
        lacking = _lacking(layout, headings, found_above)
        if not lacking:
            return Fit(layout, sheet, row_number, headings, found_above)
        found = len(used_headings(layout, headings))
        if found > best.found:
            best = Miss(layout, found, lacking)
    return best


def _header_rows(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, dict[str, str], list[str]]]:
    """Yields each row that could hold the headings: its number, its headings, the text above."""
    rows = sheet.head.head(HEADER_SEARCH_ROWS).rows()
    columns = sheet.head.columns[1:]
    for index in range(layout.header_rows - 1, len(rows)):
        row_number = rows[index][0]
        if layout.header_row is not None and row_number != layout.header_row:
            continue
        cells = rows[index][1:]
        first = index + 1 - layout.header_rows
        if layout.header_rows > 1:
            cells = _two_levels(rows[first][1:], cells)
        headings = {
            cell.strip(): column
            for cell, column in reversed(list(zip(cells, columns, strict=True)))
            if cell and cell.strip()
        }
        if headings:
            above = [cell for row in rows[:first] for cell in row[1:] if cell]
            yield row_number, dict(reversed(headings.items())), above


def _two_levels(
    upper: tuple[str | None, ...], lower: tuple[str | None, ...]
) -> tuple[str | None, ...]:
    """Answers one heading a column: the upper one holds for the cells merged below it."""
    joined: list[str | None] = []
    over: str | None = None
    for top, bottom in zip(upper, lower, strict=True):
        over = top or over
        both = [each.strip() for each in (over if bottom or top else None, bottom) if each]
        joined.append("/".join(both) or None)
    return tuple(joined)


def _found_above(layout: Layout, above: list[str]) -> dict[str, str] | None:
    """Answers the canonical columns named above the table, or None when a pattern is not there."""
    found: dict[str, str] = {}
    for pattern in layout.above:
        match = next((hit for text in above if (hit := pattern.search(text))), None)
        if match is None:
            return None
        found |= {name: text for name, text in match.groupdict().items() if text}
    return found


def _lacking(
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
            return (layout.across.headings.pattern if layout.across.headings else "…",)
    return tuple(
        _first_heading(layout, names)
        for names in REQUIRED[layout.kind]
        if not given & set(names.split("|"))
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


def _not_recognised(misses: list[Miss], wanted: str | None) -> RefusedFileError:
    near = sorted(
        (miss for miss in misses if miss.found or wanted),
        key=lambda miss: (len(miss.lacking) - miss.found, miss.layout.name),
    )
    if not near:
        return RefusedFileError("layout_not_recognised", "")
    lacking = ", ".join(near[0].lacking)
    code = "layout_does_not_fit" if wanted else "layout_not_recognised"
    return RefusedFileError(code, f"{near[0].layout.name} ({near[0].layout.title}) – {lacking}")
