"""What a target is about: an indicator or a measure, by code or by name, and its units."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from loaders.judge.kinds.registries import Tools
from loaders.words.reading import LONGEST_TEXT, Reading
from loaders.words.spellings import Spellings

PER_CENT: Final = "%"
# Measures that add up over the years; of all others only a mean or a state can be told.
ADDING_KINDS: Final = ("count", "amount", "quota")


@dataclass(frozen=True, slots=True)
class Subject:
    """An indicator or a measure that a target is about.

    Attributes:
        code: Its code.
        name: Its Chinese name.
        base_unit: The unit in which the warehouse keeps it.
        judged_unit: The unit in which a verdict compares it: an indicator's own.
        scale: From the base unit into the judged one.
        adds_up: Whether its years can be added.
        lower_is_better: Its direction; None where it has none.
        scope: The scope in the name that was given; None where none stood there.
    """

    code: str
    name: str
    base_unit: str
    judged_unit: str
    scale: Decimal
    adds_up: bool
    lower_is_better: bool | None
    scope: str | None = None

    @classmethod
    def of_a_deed(cls, code: str, name: str) -> "Subject":
        """Answers something that is done or not, without a number and so without a unit."""
        return cls(code, name, "", "", Decimal(1), adds_up=False, lower_is_better=None)


class Subjects:
    """What targets may be about."""

    def __init__(self, tools: Tools) -> None:
        """Keeps the registries."""
        self._tools = tools

    @cached_property
    def _indicators(self) -> dict[str, dict[str, str]]:
        return self._tools.registry("reference/indicators.csv", "indicator_code")

    @cached_property
    def _names(self) -> Spellings:
        return Spellings(
            "indicator_unknown",
            [
                (row[column], code)
                for code, row in self._indicators.items()
                for column in ("indicator_code", "indicator_name", "indicator_name_en")
            ],
        )

    def read(self, text: str) -> Reading[Subject]:
        """Answers the indicator or measure that a text names by code, name or as bureaus print it.

        Returns:
            The subject; or indicator_unknown with the nearest names.
        """
        code = self._names.find(text)
        if code:
            return Reading(self._indicator(code, None))
        found = self._tools.vocabulary.read_measure(text)
        if found.value:
            named = found.value
            is_indicator = named.code in self._indicators
            make = self._indicator if is_indicator else self._measure
            return Reading(make(named.code, named.scope))
        near = self._names.refuse(text).detail if len(text) <= LONGEST_TEXT else ""
        detail = found.detail if "→" in found.detail or "→" not in near else near
        return Reading(reason="indicator_unknown", detail=detail)

    def _indicator(self, code: str, scope: str | None) -> Subject:
        row = self._indicators[code]
        measure = self._tools.measures.get(code)
        is_rate = bool(row["denominator_measure"])
        base_unit = measure["base_unit"] if measure else row["unit"]
        return Subject(
            code,
            row["indicator_name"],
            base_unit,
            row["unit"],
            Decimal(1) if is_rate else Decimal(row["multiplier"]),
            not is_rate,
            row["lower_is_better"] == "true",
            scope,
        )

    def _measure(self, code: str, scope: str | None) -> Subject:
        row = self._tools.measures[code]
        better = row.get("lower_is_better") or ""
        return Subject(
            code,
            row["measure_name"],
            row["base_unit"],
            row["base_unit"],
            Decimal(1),
            row["measure_kind"] in ADDING_KINDS,
            None if not better else better == "true",
            scope,
        )
