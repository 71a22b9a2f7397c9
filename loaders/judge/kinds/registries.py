"""What judging a row needs besides the row."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from loaders.lake.home_registries import HomeRows
from loaders.words.places import Places
from loaders.words.registry_words import RegistryWords
from loaders.words.vocabulary import Vocabulary
from warehouse.ground.project_files import SEEDS_DIR

# Which kind of file adds to which seed.
ADDED_TO: Final = {
    "plans/plans.csv": "plans",
    "reference/measures.csv": "measures",
    "reference/indicators.csv": "indicators",
    "reference/scopes.csv": "scopes",
    "reference/series_breaks.csv": "breaks",
}


@dataclass(frozen=True)
class Tools:
    """The registries and the day.

    Attributes:
        vocabulary: Words to codes.
        places: Region names to codes.
        today: Nothing can have happened after it.
        seeds_dir: The folder of the registries.
        home: What the home has loaded of the registries, by kind.
    """

    vocabulary: Vocabulary
    places: Places
    today: date
    seeds_dir: Path = SEEDS_DIR
    home: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)

    @classmethod
    def from_seeds(
        cls, today: date, seeds_dir: Path = SEEDS_DIR, home: HomeRows | None = None
    ) -> "Tools":
        """Answers the tools with the project's own registries and what a home adds to them."""
        rows = home or {}
        return cls(
            Vocabulary.from_seeds(seeds_dir, rows),
            Places.from_seeds(seeds_dir, rows.get("regions", ())),
            today,
            seeds_dir,
            rows,
        )

    @cached_property
    def measures(self) -> dict[str, dict[str, str]]:
        """Answers the registry of measures by code, loaded ones among them."""
        return self.registry("reference/measures.csv", "measure_code")

    @cached_property
    def registry_words(self) -> RegistryWords:
        """Answers the words of the registries' own lists."""
        return RegistryWords(self.seeds_dir)

    @cached_property
    def cumulated_measures(self) -> set[str]:
        """Answers the measures whose months and quarters count from January, if nothing is said."""
        return set(self.registry("reference/cumulated_measures.csv", "measure_code"))

    def registry(self, name: str, key: str) -> dict[str, dict[str, str]]:
        """Answers a seed's rows by one of its columns, and what the home has loaded beside them."""
        shipped = self.shipped(name, key)
        added = self.home.get(ADDED_TO.get(name, ""), ())
        return {row[key]: dict(row) for row in added} | shipped

    def shipped(self, name: str, key: str) -> dict[str, dict[str, str]]:
        """Answers a seed's rows by one of its columns."""
        return {row[key]: row for row in self.rows(name)}

    def rows(self, name: str) -> list[dict[str, str]]:
        """Answers a seed's rows."""
        with (self.seeds_dir / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
