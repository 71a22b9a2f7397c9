"""A layout of the home's own out of a clerk's choices: this heading is that column.

It is the canonical layout of its kind with the headings added, and asks for them, so that it is
never taken for the canonical one.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import tomli_w

from loaders.bytes.documents import Document, Sheet
from loaders.form.layouts import LAYOUTS_DIR, Layout, layout_of, plain, read_layouts
from loaders.form.recognising import (
    header_rows,
    headings_of,
    holds_a_table,
    lacking,
    likely_headings,
    used_headings,
)
from loaders.words.reading import shorten
from warehouse.ground.durable import write_durably
from warehouse.ground.messages import text

# The kinds of which clerks have tables of their own.
KINDS: Final = ("statistics", "accidents", "targets", "projects")
SAMPLES: Final = 3
MOST_HEADINGS: Final = 12
PREFIX: Final = "own"


@dataclass(frozen=True)
class Unread:
    """A table whose headings are not all known.

    Attributes:
        kind: The kind that it comes nearest to.
        headings: All its headings.
        unknown: Those that the kind's canonical layout does not know, each with some of the
            texts below it.
    """

    kind: str
    headings: tuple[str, ...]
    unknown: dict[str, tuple[str, ...]]

    def open_columns(self) -> dict[str, str]:
        """Answers the canonical columns that no heading stands for yet, with what they are called.

        Of a column that several may stand for, such as the region's code and name, all are open
        until one of them is there.
        """
        return {
            name: source.headings[0]
            for name, source in canonical(self.kind).columns.items()
            if source.headings and not any(plain(h) in self._known for h in source.headings)
        }

    def lacks(self, chosen: Mapping[str, str]) -> tuple[str, ...]:
        """Answers what is still missing when these headings stand for these columns."""
        layout = layout_of(_added(self.kind, chosen, "trial"))
        return lacking(layout, dict.fromkeys(self.headings, ""), {})

    @property
    def _known(self) -> set[str]:
        return {plain(heading) for heading in self.headings}


def unread(document: Document, kind: str = "") -> Unread | None:
    """Answers the headings of a file's first table; None where there is no table.

    Args:
        document: The file.
        kind: What it is taken for; empty for what it comes nearest to.
    """
    sheet = next((s for s in document.sheets if not s.is_hidden and holds_a_table(s)), None)
    if sheet is None:
        return None
    kinds = (kind,) if kind in KINDS else KINDS
    found = [(each, *_headings(sheet, canonical(each))) for each in kinds]
    best, number, headings = max(found, key=lambda each: len(_used(each[0], each[2])))
    used = _used(best, headings)
    names = [name for name in headings if name not in used and name.isprintable()]
    unknown = {name: _samples(sheet, number, headings[name]) for name in names[:MOST_HEADINGS]}
    return Unread(best, tuple(headings), unknown)


def canonical(kind: str) -> Layout:
    """Answers the shipped layout of a kind's canonical form."""
    return read_layouts()[kind]


def keep(folder: Path, kind: str, chosen: Mapping[str, str]) -> Path:
    """Writes a layout by which headings stand for columns, and answers its file.

    One that says the same is not written twice.

    Args:
        folder: The home's layouts; made if it is not there.
        kind: The kind of table.
        chosen: The canonical column that each heading stands for.

    Raises:
        OSError: It cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        name = f"{PREFIX}_{kind}_{number}"
        path = folder / f"{name}.toml"
        written = tomli_w.dumps(_added(kind, chosen, name))
        if not path.exists():
            write_durably(path, written)
            return path
        if path.read_text(encoding="utf-8") == written:
            return path
        number += 1


def _added(kind: str, chosen: Mapping[str, str], name: str) -> dict[str, Any]:
    """Answers the canonical layout with headings added, as its TOML says it."""
    found = tomllib.loads((LAYOUTS_DIR / f"{kind}.toml").read_text(encoding="utf-8"))
    columns: dict[str, Any] = dict(found["columns"])
    for heading, column in chosen.items():
        source = columns[column]
        if isinstance(source, dict):
            columns[column] = {**source, "heading": [heading, *source["heading"]]}
        else:
            columns[column] = [heading, *source]
    listed = ", ".join(chosen)
    return {
        "name": name,
        "kind": kind,
        "title": text("form_own_layout", "zh", title=found["title"], headings=listed),
        "title_en": text("form_own_layout", "en", title=found["title_en"], headings=listed),
        "recognise": {"headings": list(chosen)},
        "columns": columns,
    }


def _headings(sheet: Sheet, layout: Layout) -> tuple[int, dict[str, str]]:
    """Answers the row in which most headings are known, else the first wide one; and its cells."""
    rows = [(number, headings) for number, headings, _above in header_rows(sheet, layout)]
    number, headings = max(
        rows, key=lambda row: (len(used_headings(layout, row[1])), -row[0]), default=(0, {})
    )
    if headings and used_headings(layout, headings):
        return number, headings
    number, _texts = likely_headings(sheet)
    cells = next(row for row in sheet.head.rows() if row[0] == number)
    return number, headings_of([cells[1:]], sheet.head.columns[1:])


def _used(kind: str, headings: Mapping[str, str]) -> set[str]:
    return used_headings(canonical(kind), headings)


def _samples(sheet: Sheet, header_row: int, column: str) -> tuple[str, ...]:
    below = sheet.head.filter(sheet.head["row_number"] > header_row)[column]
    texts: Sequence[str] = [each.strip() for each in below.drop_nulls().to_list() if each.strip()]
    return tuple(shorten(each) for each in list(dict.fromkeys(texts))[:SAMPLES])
