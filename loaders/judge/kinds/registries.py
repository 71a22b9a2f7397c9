"""What judging a row needs besides the row."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from loaders.words.places import Places
from loaders.words.vocabulary import Vocabulary
from warehouse.ground.project_files import SEEDS_DIR


@dataclass(frozen=True)
class Tools:
    """The registries and the day.

    Attributes:
        vocabulary: Words to codes.
        places: Region names to codes.
        today: Nothing can have happened after it.
        seeds_dir: The folder of the registries.
    """

    vocabulary: Vocabulary
    places: Places
    today: date
    seeds_dir: Path = SEEDS_DIR

    @classmethod
    def from_seeds(cls, today: date, seeds_dir: Path = SEEDS_DIR) -> "Tools":
        """Answers the tools with the project's own registries."""
        return cls(Vocabulary.from_seeds(seeds_dir), Places.from_seeds(seeds_dir), today, seeds_dir)

    @cached_property
    def measures(self) -> dict[str, dict[str, str]]:
        """Answers the registry of measures by code."""
        return self.registry("reference/measures.csv", "measure_code")

    def registry(self, name: str, key: str) -> dict[str, dict[str, str]]:
        """Answers a seed's rows by one of its columns."""
        with (self.seeds_dir / name).open(encoding="utf-8", newline="") as file:
            return {row[key]: row for row in csv.DictReader(file)}
