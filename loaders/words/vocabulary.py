"""Words of a file → codes of the seeds: measures, scopes, units, vintages, severities and so on.

Known are each code, its Chinese and English name, and the spellings in seeds/aliases.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from loaders.words.reading import LONGEST_TEXT, Reading, clean, refused, shorten
from loaders.words.spellings import Spellings, plain_word

Row: TypeAlias = Mapping[str, str]
_NOTHING: Final[Mapping[str, Sequence[Row]]] = {}
OTHER_NAMES: Final = "|"  # between the other names of an entry of a home's own


class _Kind(NamedTuple):
    """Where the words of a kind are and why one is refused."""

    seed: str
    columns: tuple[str, ...]  # the code first, then the names
    reason: str


_KINDS: Final = {
    "scope": _Kind("scopes", ("scope_code", "scope_name", "scope_name_en"), "scope_unknown"),
    "vintage": _Kind(
        "vintages", ("vintage_code", "vintage_name", "vintage_name_en"), "vintage_unknown"
    ),
    "period_basis": _Kind(
        "period_bases",
        ("period_basis", "period_basis_name", "period_basis_name_en"),
        "period_basis_unknown",
    ),
    "quality": _Kind(
        "data_qualities", ("quality_code", "quality_name", "quality_name_en"), "quality_unknown"
    ),
    "source_kind": _Kind(
        "source_kinds",
        ("source_kind", "source_kind_name", "source_kind_name_en"),
        "source_kind_unknown",
    ),
    "accident_type": _Kind(
        "accident_types",
        ("accident_type_code", "accident_type_name", "accident_type_name_en"),
        "accident_type_unknown",
    ),
    "industry": _Kind(
        "industries", ("industry_code", "industry_name", "industry_name_en"), "industry_unknown"
    ),
    "severity": _Kind(
        "severities", ("severity_code", "severity_name", "severity_name_en"), "severity_unknown"
    ),
    "target_kind": _Kind(
        "target_kinds",
        ("target_kind", "target_kind_name", "target_kind_name_en"),
        "target_kind_unknown",
    ),
    "value_basis": _Kind(
        "value_bases",
        ("value_basis", "value_basis_name", "value_basis_name_en"),
        "value_basis_unknown",
    ),
    "strength": _Kind(
        "target_strengths", ("strength", "strength_name", "strength_name_en"), "strength_unknown"
    ),
}

_WITH_UNIT: Final = re.compile(
    r"(?P<name>.+?)(?:\((?P<unit>[^()]+)\)|[/_:,、](?P<bare>[^/_:,、]+))"
)
_UNIT_LABEL: Final = re.compile(r"^\(?(?:计量)?单位:?")
_OF_SCOPES: Final = ("count", "quota")  # kinds of measures whose names a scope may stand before
_SCALES: Final = ("万亿", "百万", "千万", "万", "亿", "百", "千")
_TYPE_NUMBER: Final = re.compile(r"0?([0-9]{1,2})(?:\.0+)?")
_SECTION: Final = re.compile(r"([A-T])(?:[-.]?([0-9]{2})[0-9]{0,2})?[-.、 ]?(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MeasureRead:
    """What the name of a measure says.

    Attributes:
        code: A measure_code.
        unit: The canonical unit that stood with the name: 万人 of 年末常住人口(万人).
        scope: The scope that stood with it: road_traffic of 道路交通事故死亡人数.
    """

    code: str
    unit: str | None = None
    scope: str | None = None


class Vocabulary:
    """The words that the seeds know, and those that a home has loaded."""

    def __init__(self, seeds: Path, home: Mapping[str, Sequence[Row]] = _NOTHING) -> None:
        """Reads the words from a folder of seeds.

        Args:
            seeds: The folder.
            home: Rows of measures and scopes that the home has loaded, by kind. A spelling that
                ships, or that came first, keeps its code.

        Raises:
            ValueError: A spelling of one kind stands for two codes.
        """
        aliases: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in _rows(seeds / "aliases" / "word_aliases.csv"):
            aliases[row["kind"]].append((row["alias"], row["code"]))
        self._words = {
            name: Spellings(kind.reason, [*_names(seeds, kind), *aliases[name]])
            for name, kind in _KINDS.items()
        }
        measures = [*_rows(seeds / "reference" / "measures.csv"), *home.get("measures", ())]
        self._base_units = {row["measure_code"]: row["base_unit"] for row in measures}
        self._of_scopes = {
            row["measure_code"]
            for row in measures
            if row["measure_kind"] in _OF_SCOPES or row["measure_code"] == "direct_loss"
        }
        self._measures = Spellings("measure_unknown", _measure_names(seeds))
        for kind, spellings in (("scope", self._words["scope"]), ("measure", self._measures)):
            for entry in home.get(f"{kind}s", ()):
                for name in _names_of_entry(entry, kind):
                    spellings.add(name, entry[f"{kind}_code"])
        self._measure_aliases = {
            (row["measure_alias"], plain_word(row["published_unit"])): row["measure_code"]
            for row in _rows(seeds / "aliases" / "measure_aliases.csv")
        }
        self._units: dict[str, dict[str, str]] = defaultdict(dict)
        for row in _rows(seeds / "reference" / "units.csv"):
            self._units[row["base_unit"]][plain_word(row["unit_code"])] = row["unit_code"]
        for row in _rows(seeds / "aliases" / "unit_aliases.csv"):
            self._units[row["base_unit"]][plain_word(row["unit_alias"])] = row["unit_code"]
        self._factors = {
            (row["unit_code"], row["base_unit"]): Decimal(row["factor"])
            for row in _rows(seeds / "reference" / "units.csv")
        }
        self._bases = Spellings("unit_unknown", _unit_names(self._units))
        self._industries = _rows(seeds / "reference" / "industries.csv")

    @classmethod
    def from_seeds(cls, seeds: Path, home: Mapping[str, Sequence[Row]] = _NOTHING) -> "Vocabulary":
        """Reads the words from a folder of seeds, and those that a home has loaded."""
        return cls(seeds, home)

    def code_of(self, kind: str, name: str) -> str | None:
        """Answers the code that a spelling of a measure or a scope stands for, None for a new one.

        Args:
            kind: measure or scope.
            name: A code or a name.
        """
        return (self._measures if kind == "measure" else self._words[kind]).find(name)

    def read_unit_of_registry(self, text: str) -> Reading[tuple[str, str]]:
        """Answers a unit's base and its code: 元 and 万元 of 万元; or the nearest units."""
        word = _plain_unit(text[:LONGEST_TEXT])
        base = self._bases.find(word)
        if base is None:
            refusal = self._bases.refuse(text)
            return refused("unit_unknown", refusal.detail)
        return Reading((base, self._units[base][word]))

    def base_unit_of(self, measure: str) -> str:
        """Answers the unit in which the warehouse keeps a measure, by its code."""
        return self._base_units[measure]

    def read_measure(self, text: str, unit: str | None = None) -> Reading[MeasureRead]:
        """Answers the measure a text names, with the unit and the scope that stand in the name.

        Words in brackets that are no unit are not passed over: 地区生产总值(2010年价) is another
        measure than 地区生产总值, and refused.

        Args:
            text: A code, a name, or a name as bureaus print it: 地区生产总值（亿元）,
                道路交通事故死亡人数.
            unit: The unit printed beside it: some publish a share under the name of a number.
        """
        if len(text) > LONGEST_TEXT:
            return refused("measure_unknown", shorten(text))
        read = self._named_measure(text)
        parts = _WITH_UNIT.fullmatch(clean(text))
        if read is None and parts:
            named = self._named_measure(parts["name"])
            stated = self._unit_of(named.code, parts["unit"] or parts["bare"]) if named else None
            if named and stated:
                read = MeasureRead(named.code, stated, named.scope)
        if read is None:
            refusal = self._measures.refuse(text)
            return refused("measure_unknown", refusal.detail)
        special = self._measure_aliases.get((read.code, plain_word(unit or "")))
        return Reading(MeasureRead(special, read.unit, read.scope) if special else read)

    def _named_measure(self, name: str) -> MeasureRead | None:
        code = self._measures.find(name)
        if code:
            return MeasureRead(code)
        plain = plain_word(name)
        for cut in range(len(plain) - 1, 1, -1):
            scope = self._words["scope"].find(plain[:cut])
            code = self._measures.find(plain[cut:].removeprefix("的")) if scope else None
            if code in self._of_scopes:
                return MeasureRead(code, scope=scope)
        return None

    def _unit_of(self, measure: str, text: str) -> str | None:
        """Answers a unit in a measure's name; of another base too, read_unit then refuses it."""
        base = self._base_units[measure]
        word = _plain_unit(text)
        bases = [base, *(other for other in self._units if other != base)]
        return next((self._units[b][word] for b in bases if word in self._units[b]), None)

    def factor_of(self, unit: str, base_unit: str) -> Decimal:
        """Answers how many base units a canonical unit is."""
        return self._factors[unit, base_unit]

    def read_unit(self, text: str, base_unit: str) -> Reading[str]:
        """Answers the canonical unit a text names for a measure kept in a base unit.

        Args:
            text: 万人, 亿元, RMB billion, （万人）, 单位：万人 …
            base_unit: As base_unit_of answers it.

        Returns:
            A unit_code; or unit_contradicts for a unit of something else, unit_unknown for none,
            each with the units that are allowed.
        """
        known = self._units.get(base_unit, {})
        word = _plain_unit(text[:LONGEST_TEXT])
        if word in known:
            return Reading(known[word])
        allowed = " / ".join(dict.fromkeys(known.values()))
        is_other = any(word in units for units in self._units.values())
        reason = "unit_contradicts" if is_other else "unit_unknown"
        return refused(reason, f"{shorten(clean(text[:LONGEST_TEXT]))} → {allowed}")

    def join_units(self, cell: str | None, column: str | None, base_unit: str) -> Reading[str]:
        """Answers the unit of a value from what stands in its cell and what the file says beside.

        A scale alone (3.5万) takes the base unit. A cell may repeat the unit beside it, or say
        more where that is the base unit (3.5万 in a column of 元); otherwise the two contradict.

        Args:
            cell: Number.unit, None where the cell has only digits.
            column: The unit column, heading or constant, None where there is none.
            base_unit: As base_unit_of answers it.
        """
        if cell is None and column is None:
            return refused("unit_missing")
        if cell is None:
            return self.read_unit(column or "", base_unit)
        is_scale = cell in _SCALES
        read = self.read_unit(f"{cell}{base_unit}" if is_scale else cell, base_unit)
        if read.value is None or column is None:
            return read
        beside = self.read_unit(column, base_unit)
        if beside.value in (None, read.value):
            return beside
        if self.read_unit(base_unit, base_unit).value == beside.value:
            return read
        return refused("unit_contradicts", f"{cell} ≠ {shorten(column)}")

    def read_scope(self, text: str) -> Reading[str]:
        """Answers which accidents a text means: a scope_code."""
        return self._words["scope"].read(text)

    def read_vintage(self, text: str) -> Reading[str]:
        """Answers how final a text says a figure is: a vintage_code."""
        return self._words["vintage"].read(text)

    def read_basis(self, text: str) -> Reading[str]:
        """Answers what a text says a figure covers: a period_basis."""
        return self._words["period_basis"].read(text)

    def read_quality(self, text: str) -> Reading[str]:
        """Answers a quality_code."""
        return self._words["quality"].read(text)

    def read_source_kind(self, text: str) -> Reading[str]:
        """Answers a source_kind."""
        return self._words["source_kind"].read(text)

    def read_severity(self, text: str) -> Reading[str]:
        """Answers a severity_code: of 较大, 较大事故, larger. 重特大 is two grades and refused."""
        return self._words["severity"].read(text)

    def read_target_kind(self, text: str) -> Reading[str]:
        """Answers a target_kind."""
        return self._words["target_kind"].read(text)

    def read_value_basis(self, text: str) -> Reading[str]:
        """Answers what a text says a target's value or base is of: a value_basis."""
        return self._words["value_basis"].read(text)

    def read_strength(self, text: str) -> Reading[str]:
        """Answers what a plan prints of a target's force: a strength."""
        return self._words["strength"].read(text)

    def read_accident_type(self, text: str) -> Reading[str]:
        """Answers the type of GB 6441-86, 01 to 20: of 1, 01, 010, its name, a usual word."""
        words = self._words["accident_type"]
        if number := _TYPE_NUMBER.fullmatch(clean(text[:LONGEST_TEXT])):
            return words.read(f"{int(number[1]):02}")
        code = words.find(text) or words.find(clean(text[:LONGEST_TEXT]).removesuffix("事故"))
        return Reading(code) if code else words.refuse(text)

    def read_industry(self, text: str) -> Reading[str]:
        """Answers the section of GB/T 4754-2017, A to T.

        Args:
            text: C, C26, C2614, C 制造业, 制造业 or a group of bulletins that is one section.
                商贸制造业 is three; they are named in the refusal. Digits alone are refused: other
                countries' codes look the same.
        """
        words = self._words["industry"]
        code = words.find(text)
        section = _SECTION.fullmatch(clean(text[:LONGEST_TEXT]))
        if code is None and section:
            code = self._section(section[1].upper(), section[2], section[3])
        if code:
            return Reading(code)
        scope = self._words["scope"].find(text)
        letters = [row["industry_code"] for row in self._industries if row["scope_group"] == scope]
        if letters:
            return refused("industry_unknown", f"{shorten(clean(text))} → {' / '.join(letters)} ?")
        return words.refuse(text)

    def _section(self, letter: str, division: str | None, name: str) -> str | None:
        """Answers a letter if division and name beside it are its own."""
        row = next(row for row in self._industries if row["industry_code"] == letter)
        if division and not row["first_division"] <= division <= row["last_division"]:
            return None
        is_named = not name or bool(division) or self._words["industry"].find(name) == letter
        return letter if is_named else None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _names(seeds: Path, kind: _Kind) -> Iterator[tuple[str, str]]:
    for row in _rows(seeds / "reference" / f"{kind.seed}.csv"):
        for column in kind.columns:
            yield row[column], row[kind.columns[0]]


def _names_of_entry(row: Row, kind: str) -> list[str]:
    """Answers the spellings of an entry of a home's own: code, names, other names."""
    columns = (f"{kind}_code", f"{kind}_name", f"{kind}_name_en")
    others = row.get("other_names", "").split(OTHER_NAMES)
    return [name for name in (*(row.get(each, "") for each in columns), *others) if name]


def _unit_names(units: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Yields each unit and spelling of one with its base; of two bases, the first."""
    bases: dict[str, str] = {}
    for base, codes in units.items():
        for word in codes:
            bases.setdefault(word, base)
    yield from bases.items()


def _measure_names(seeds: Path) -> Iterator[tuple[str, str]]:
    for row in _rows(seeds / "reference" / "measures.csv"):
        name = row["measure_name"]
        for spelling in (
            row["measure_code"],
            name,
            name.removesuffix("（公布值）"),
            row["measure_name_en"],
        ):
            yield spelling, row["measure_code"]
    for row in _rows(seeds / "aliases" / "measure_names.csv"):
        yield row["measure_name"], row["measure_code"]


def _plain_unit(text: str) -> str:
    word = plain_word(_UNIT_LABEL.sub("", clean(text)))
    if word.startswith("(") and word.endswith(")"):
        word = word[1:-1]
    return word.removesuffix(")") if "(" not in word else word
