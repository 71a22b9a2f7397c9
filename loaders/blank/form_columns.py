"""What an empty form says: its columns, what may be chosen in each, and what they mean.

Headings come from the layout that reads the form back, choices from the seeds whose codes the
loader knows, explanations from seeds/reference/form_columns.csv. Nothing is written twice.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias

from loaders.form.layouts import read_layouts
from warehouse.ground.errors import WarehouseError
from warehouse.ground.messages import Language, text
from warehouse.ground.project_files import REFERENCE_DIR

Row: TypeAlias = dict[str, str]
Need: TypeAlias = Literal["required", "one_of", "depends", "optional"]

NATION: Final = "000000"
# Names that two regions bore at one time are told apart if the time was since then.
NAMES_USED_SINCE: Final = "2000-01-01"
STILL: Final = "9999-12-31"

# Lists that are a part of a seed: the seed, and the column and value that tell the part.
PARTS: Final = {
    "loss_units": ("units", "base_unit", "元"),
    "region_levels": ("registry_words", "word_kind", "region_level"),
    "measure_kinds": ("registry_words", "word_kind", "measure_kind"),
    "measure_families": ("registry_words", "word_kind", "measure_family"),
    "indicator_kinds": ("registry_words", "word_kind", "indicator_kind"),
    "break_kinds": ("registry_words", "word_kind", "break_kind"),
}


class RegionNotListedError(WarehouseError):
    """The region that a form is to be for has no code that is valid today."""

    code = "error_region_not_listed"


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a drop-down list.

    Attributes:
        code: What the loader makes of it.
        shown: The entry itself.
        meaning: What to know about it; empty where the entry says it all.
    """

    code: str
    shown: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a form.

    Attributes:
        name: The canonical column.
        heading: What stands above it.
        need: Whether it must be filled in: required, one_of (region's code or name), depends
            (on what the row is about) or optional.
        cell_type: code, period, choice, figure, whole, amount, date, moment or long.
        choices: Name of its list; empty if it has none.
        is_free: Whether other text than the list's may be read as well.
        example: What the example row has in it.
        explanation: What to fill in.
    """

    name: str
    heading: str
    need: Need
    cell_type: str
    choices: str
    is_free: bool
    example: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form to be filled in.

    Attributes:
        kind: A kind of file: statistics, accidents, targets or a registry.
        language: The language of its explanations, headings and choices.
        title: What it is called.
        columns: Its columns from left to right.
        lists: The choices by name of the list.
    """

    kind: str
    language: Language
    title: str
    columns: tuple[FormColumn, ...]
    lists: dict[str, tuple[Choice, ...]]


def describe_form(kind: str, language: Language, region_code: str = "") -> Form:
    """Answers the form of one kind of data.

    A Chinese form has the layout's first headings and the names of the seeds; an English one
    has the last headings and codes, which the loader reads whatever the language.

    Args:
        kind: A kind of file: statistics, accidents, targets or a registry.
        language: The language of the form.
        region_code: The region whose parts are to be chosen from; empty for all of China.

    Raises:
        RegionNotListedError: No region of today has that code.
    """
    layout = read_layouts()[kind]
    described = [row for row in _seed("form_columns") if row["form_kind"] == kind]
    everything = {
        name: choices_of(name, language) for name in _used_lists(described) if name != "regions"
    }
    regions = region_choices(language)
    by_code = {
        name: {choice.code: choice.shown for choice in choices}
        for name, choices in (everything | {"regions": regions}).items()
    }
    columns = tuple(
        FormColumn(
            name=row["column_name"],
            heading=_heading(layout.columns[row["column_name"]].headings, language),
            need=_need(row["need"]),
            cell_type=row["cell_type"],
            choices=row["choices"],
            is_free=row["is_free"] == "yes",
            example=_example(row, by_code),
            explanation=row["explanation" if language == "zh" else "explanation_en"],
        )
        for row in described
    )
    return Form(
        kind=kind,
        language=language,
        title=layout.title if language == "zh" else layout.title_en,
        columns=columns,
        lists={"regions": _within(regions, region_code)} | everything,
    )


def choices_of(name: str, language: Language) -> tuple[Choice, ...]:
    """Answers the entries of one list other than regions.

    Args:
        name: A seed of seeds/reference whose first column is the code, a part of one (see
            PARTS), or truths.
        language: Chinese shows names, English codes.
    """
    if name == "truths":
        return (
            Choice("yes", text("form_yes", language)),
            Choice("no", text("form_no", language)),
        )
    seed, column, wanted = PARTS.get(name, (name, "", ""))
    rows = [row for row in _seed(seed) if not column or row[column] == wanted]
    return tuple(_choice(row, language, shows_code=name == "indicators") for row in rows)


def region_choices(language: Language) -> tuple[Choice, ...]:
    """Answers the regions of today in the order of their codes.

    The entry is the Chinese name in either language, since that is what the loader reads; a
    name that several regions bear has the parent's before it: 长春市朝阳区.
    """
    valid = {row["region_code"]: row for row in _region_rows() if not row["valid_to"]}
    shared = _shared_names()
    return tuple(
        Choice(
            code=code,
            shown=_qualified(row, valid) if row["region_name"] in shared else row["region_name"],
            meaning=code if language == "zh" else f"{code} {row['region_name_en']}",
        )
        for code, row in sorted(valid.items())
    )


def _within(regions: tuple[Choice, ...], region_code: str) -> tuple[Choice, ...]:
    """Answers a region and all that belongs to it.

    Raises:
        RegionNotListedError: No region of today has that code.
    """
    if region_code in {"", NATION}:
        return regions
    parents = {row["region_code"]: row["parent_code"] for row in _region_rows()}
    kept = tuple(each for each in regions if region_code in _line(each.code, parents))
    if not kept:
        raise RegionNotListedError(region=region_code)
    return kept


def _line(code: str, parents: dict[str, str]) -> set[str]:
    """Answers a region's code and those of all that it belongs to."""
    line = set[str]()
    while code and code not in line:
        line.add(code)
        code = parents.get(code, "")
    return line


def _qualified(row: Row, valid: dict[str, Row]) -> str:
    return valid[row["parent_code"]]["region_name"] + row["region_name"]


@cache
def _shared_names() -> frozenset[str]:
    """Answers the names that two regions bore at one time."""
    named = defaultdict[str, list[Row]](list)
    for row in _region_rows():
        if (row["valid_to"] or STILL) > NAMES_USED_SINCE:
            named[row["region_name"]].append(row)
    return frozenset(name for name, rows in named.items() if _any_meet(rows))


def _any_meet(rows: list[Row]) -> bool:
    return any(
        one["region_code"] < other["region_code"]
        and one["valid_from"] < (other["valid_to"] or STILL)
        and other["valid_from"] < (one["valid_to"] or STILL)
        for one in rows
        for other in rows
    )


@cache
def _region_rows() -> tuple[Row, ...]:
    """Answers all regions of all times: listed ones and our own."""
    return (*_seed("regions"), *_seed("own_regions"))


@cache
def _seed(name: str) -> tuple[Row, ...]:
    with (REFERENCE_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _used_lists(described: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row["choices"] for row in described if row["choices"]))


def _choice(row: Row, language: Language, *, shows_code: bool) -> Choice:
    """Answers the entry of a seed's row: scope_code goes with scope_name and scope_name_en."""
    key = next(iter(row))
    stem = f"{key.removesuffix('_code')}_name"
    code, name = row[key], row.get(stem) or row[key]
    if language == "zh":
        shown, definition = code if shows_code else name, row.get("definition", "")
    else:
        shown, name, definition = code, row.get(f"{stem}_en", ""), row.get("definition_en", "")
    if key == "target_kind":
        definition = text(f"form_target_kind_{code}", language)
    is_named = name != shown and not definition.startswith(name)
    about = [name if is_named else "", definition]
    return Choice(code, shown, text("form_joint", language).join(filter(None, about)))


def _heading(headings: tuple[str, ...], language: Language) -> str:
    return headings[0] if language == "zh" else headings[-1]


def _need(word: str) -> Need:
    needs: dict[str, Need] = {"required": "required", "one_of": "one_of", "depends": "depends"}
    return needs.get(word, "optional")


def _example(row: Row, shown: dict[str, dict[str, str]]) -> str:
    """Answers a column's example, a code being shown as the list shows it."""
    example = row["example"]
    return shown[row["choices"]][example] if row["choices"] and example else example
