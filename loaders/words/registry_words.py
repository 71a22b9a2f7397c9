"""Words of the registries' own lists → their codes: a region's level, a measure's kind."""

import csv
from collections import defaultdict
from pathlib import Path

from loaders.words.reading import LONGEST_TEXT, Reading, clean, refused, shorten
from loaders.words.spellings import plain_word


class RegistryWords:
    """The words of seeds/reference/registry_words.csv."""

    def __init__(self, seeds: Path) -> None:
        """Reads the words from a folder of seeds."""
        self._codes: dict[str, dict[str, str]] = defaultdict(dict)
        self._listed: dict[str, list[str]] = defaultdict(list)
        path = seeds / "reference" / "registry_words.csv"
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                kind, code = row["word_kind"], row["word_code"]
                self._listed[kind].append(f"{row['word_name']}（{code}）")
                for column in ("word_code", "word_name", "word_name_en"):
                    self._codes[kind][plain_word(row[column])] = code

    def read(self, kind: str, text: str) -> Reading[str]:
        """Answers the code of a word, or a refusal with all there are.

        Args:
            kind: A word_kind: region_level, measure_kind, measure_family, indicator_kind,
                break_kind.
            text: A code, a name in Chinese or in English.
        """
        code = self._codes[kind].get(plain_word(text[:LONGEST_TEXT]))
        if code:
            return Reading(code)
        found = shorten(clean(text[:LONGEST_TEXT]))
        return refused("registry_word_unknown", f"{found} → {' / '.join(self._listed[kind])}")
