"""What a layout says about a form, read from its TOML file.

A layout names the headings a form has and what each column means in the canonical form of its
kind; docs/layouts.md explains how to write one.
"""

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from loaders.form.patterns import Pattern, PatternError
from loaders.form.refusals import LayoutFaultyError

LAYOUTS_DIR: Final = Path(__file__).resolve().parent / "shipped"
SCHEMA_FILE: Final = LAYOUTS_DIR / "layout.schema.json"

# What a form must provide, whichever way; one of the names joined by "|" suffices.
REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "statistics": ("region_code|region_name", "period", "measure", "value"),
    "accidents": ("accident_id", "occurred_at", "region_code|region_name", "deaths"),
    "targets": ("plan_code", "target_code", "indicator_code", "target_kind"),
    "projects": ("plan_code", "project_name"),
    "plans": ("plan_code", "plan_name", "region_code|region_name"),
    "regions": ("region_code", "region_name", "parent_code"),
    "measures": ("measure_code", "measure_name", "base_unit"),
    "indicators": ("indicator_code", "indicator_name", "numerator_measure"),
    "scopes": ("scope_code", "scope_name"),
    "breaks": ("break_code", "breaks_at", "break_reason"),
}


@dataclass(frozen=True)
class Source:
    """Where a canonical column comes from.

    Attributes:
        headings: Headings it may stand under, any of them.
        text: Texts with {headings} in them, put together for each row instead of headings;
            the first whose cells are all there is taken.
        replace: What a cell's text stands for, where it is not what is written.
        missing: Texts that mean that the cell says nothing, such as a code for unknown.
        pattern: Takes what is meant out of a cell: its groups joined, or all that fits where it
            has none. A cell that it does not fit stays as it is.
        calendar: How days are written, where readers would have to guess.
    """

    headings: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    pattern: Pattern | None = None
    calendar: str | None = None
    replace: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Answers the headings that the texts are put together from."""
        return tuple(dict.fromkeys(part for text in self.text for part in parts_of(text)))


def parts_of(text: str) -> list[str]:
    """Answers the headings named in a text: "{YEAR}-{MONTH:2}" has YEAR and MONTH."""
    return [heading for _before, heading, _digits in pieces_of(text) if heading]


def pieces_of(text: str) -> list[tuple[str, str, int]]:
    """Answers a text in pieces: what stands before a heading, the heading, its least digits.

    {MONTH:2} is filled up with zeros to two digits. The last piece has no heading.
    """
    cut = re.split(r"{([^{}:]+)(?::(\d))?}", text)
    headings = zip(cut[0::3], [*cut[1::3], ""], [*cut[2::3], None], strict=True)
    return [(before, heading, int(digits or 0)) for before, heading, digits in headings]


@dataclass(frozen=True)
class Across:
    """Columns that repeat one quantity for several years, months, regions or measures.

    Attributes:
        headings: A pattern for such headings; its named groups are canonical columns.
        names: Headings one by one, each with the canonical columns it stands for.
        value: The canonical column that the cells go to.
        replace: What parts of headings stand for, before the pattern is tried: 第一季度, 上年.
    """

    headings: Pattern | None
    names: dict[str, dict[str, str]]
    value: str
    replace: dict[str, str] = field(default_factory=dict)

    def meaning(self, heading: str) -> dict[str, str] | None:
        """Answers the canonical columns a heading stands for, or None for another column."""
        named = self.names.get(plain(heading))
        if named is not None:
            return named
        text = plain(heading)
        for part, meant in self.replace.items():
            text = text.replace(part, meant)
        found = self.headings.fullmatch(text) if self.headings else None
        return {k: v for k, v in found.groupdict().items() if v} if found else None


@dataclass(frozen=True)
class Companion:
    """A second file beside the first, with columns the first lacks.

    Attributes:
        file: Its name, in the same folder.
        key: The heading that both have.
        headings: The headings taken from it.
    """

    file: str
    key: str
    headings: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """One form: how to know it, where its table is, and what its columns mean.

    Attributes:
        name: How the form is called on the command line.
        kind: A kind of REQUIRED.
        title: Its name in Chinese.
        title_en: Its name in English.
        sheet: A pattern the sheet's name must match.
        file_name: A pattern the file's name must contain.
        above: Patterns of which each must be found above the headings; named groups are
            canonical columns.
        headings: Headings that must be there.
        header_row: The row of the headings, where it must be a certain one.
        header_rows: How many rows of headings there are, 1 to 3.
        columns: Canonical column to its source.
        constants: Canonical column to a text that is the same in every row.
        across: Columns that repeat.
        ignore_columns: Columns that are none of the table's, by letter.
        missing: Texts that mean that there is no figure.
        fill_down: Headings whose cells stand for the rows below them too.
        ignore: Patterns of the first filled cell of rows that are no data.
        end: A pattern of the first filled cell from which on nothing is data.
        keep: Canonical column to a pattern: rows that do not match are no data.
        fold: Canonical column to how the rows of one accident are put together.
        companion: The second file, if the form has one.
    """

    name: str
    kind: str
    title: str
    title_en: str
    sheet: Pattern | None
    file_name: Pattern | None
    above: tuple[Pattern, ...]
    headings: tuple[str, ...]
    header_row: int | None
    header_rows: int
    ignore_columns: tuple[str, ...]
    columns: dict[str, Source]
    constants: dict[str, str]
    across: Across | None
    missing: frozenset[str]
    fill_down: tuple[str, ...]
    ignore: tuple[Pattern, ...]
    end: Pattern | None
    keep: dict[str, Pattern]
    fold: dict[str, str]
    companion: Companion | None

    @cached_property
    def asked(self) -> frozenset[str]:
        """Answers the headings of the columns that do not repeat, in every spelling, plain."""
        return frozenset(
            plain(heading)
            for source in self.columns.values()
            for heading in (*source.headings, *source.parts)
        )

    @property
    def conditions(self) -> int:
        """Answers how many things besides its headings the form is known by."""
        given = (self.sheet, self.file_name, self.header_row, self.companion)
        asked = len(self.above) + len(self.headings)
        return asked + sum(each is not None for each in given)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Answers a heading without what differs from file to file: width, blanks, case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def read_layout(path: Path, *, is_checked: bool = False) -> Layout:
    """Answers the layout in a TOML file.

    Args:
        path: The file.
        is_checked: Whether the file is known to have the right form, as the shipped ones are.

    Raises:
        LayoutFaultyError: It is not TOML, a key is unknown or misses, or a pattern is wrong.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LayoutFaultyError(file=path.name, problem=str(error)) from None
    if not is_checked:
        _check(path, found)
    try:
        return layout_of(found)
    except PatternError as error:
        problem = f"{getattr(error, 'pattern', '')!r}: {error}"
        raise LayoutFaultyError(file=path.name, problem=problem) from None


def read_layouts(folders: Iterable[Path] = ()) -> dict[str, Layout]:
    """Answers all layouts by name: the shipped ones, and those of further folders.

    Args:
        folders: Such as the home's own; a layout there replaces a shipped one of its name.

    Raises:
        LayoutFaultyError: One of the further folders' layouts is faulty.
    """
    own = (read_layout(path) for folder in folders for path in sorted(folder.glob("*.toml")))
    return {layout.name: layout for layout in (*_shipped_layouts(), *own)}


@cache
def _shipped_layouts() -> tuple[Layout, ...]:
    return tuple(read_layout(path, is_checked=True) for path in sorted(LAYOUTS_DIR.glob("*.toml")))


def _check(path: Path, found: dict[str, Any]) -> None:
    # Imported here because only layouts of the user's own are checked.
    import jsonschema

    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    errors = jsonschema.Draft202012Validator(schema).iter_errors(found)
    error = jsonschema.exceptions.best_match(errors)
    if error is not None:
        where = ".".join(str(step) for step in error.absolute_path)
        problem = f"{where}: {error.message}" if where else error.message
        raise LayoutFaultyError(file=path.name, problem=problem)


def layout_of(found: dict[str, Any]) -> Layout:
    """Answers the layout that a TOML file's content says, of the right form.

    Raises:
        PatternError: A pattern is wrong.
    """
    known = found.get("recognise", {})
    table = found.get("table", {})
    return Layout(
        name=found["name"],
        kind=found["kind"],
        title=found["title"],
        title_en=found.get("title_en", found["title"]),
        sheet=_pattern(known.get("sheet")),
        file_name=_pattern(known.get("file_name")),
        above=tuple(map(Pattern, known.get("above", []))),
        headings=tuple(known.get("headings", [])),
        header_row=table.get("header_row"),
        header_rows=table.get("header_rows", 1),
        ignore_columns=tuple(table.get("ignore_columns", [])),
        columns={name: _source(each) for name, each in found.get("columns", {}).items()},
        constants=found.get("constants", {}),
        across=_across(found.get("across")),
        missing=frozenset(table.get("missing", [])),
        fill_down=tuple(table.get("fill_down", [])),
        ignore=tuple(map(Pattern, table.get("ignore", []))),
        end=_pattern(table.get("end")),
        keep={name: Pattern(each) for name, each in found.get("keep", {}).items()},
        fold=found.get("fold", {}),
        companion=_companion(found.get("companion")),
    )


def _pattern(text: str | None) -> Pattern | None:
    return None if text is None else Pattern(text)


def _source(found: str | list[str] | dict[str, Any]) -> Source:
    if isinstance(found, str):
        return Source(headings=(found,))
    if isinstance(found, list):
        return Source(headings=tuple(found))
    headings = found.get("heading", [])
    return Source(
        headings=_texts(headings),
        text=_texts(found.get("text", [])),
        replace=found.get("replace", {}),
        missing=tuple(found.get("missing", [])),
        pattern=_pattern(found.get("pattern")),
        calendar=found.get("calendar"),
    )


def _texts(found: str | list[str]) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else tuple(found)


def _across(found: dict[str, Any] | None) -> Across | None:
    if found is None:
        return None
    names = {plain(heading): meaning for heading, meaning in found.get("names", {}).items()}
    replace = {plain(part): meant for part, meant in found.get("replace", {}).items()}
    return Across(_pattern(found.get("headings")), names, found.get("value", "value"), replace)


def _companion(found: dict[str, Any] | None) -> Companion | None:
    if found is None:
        return None
    return Companion(found["file"], found["key"], tuple(found["headings"]))
