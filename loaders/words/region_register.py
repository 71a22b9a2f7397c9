"""The regions of China through time, and where to look them up: by code, by name, by character."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from loaders.words.region_names import Entry, Spell, key_of, short_names

_OF_A_SPELL: Final = (
    *("region_code", "region_name", "region_level", "parent_code"),
    *("valid_from", "valid_to", "successor_code"),
)


class RegionRegister:
    """Regions and their aliases; what is looked up by name is indexed at the first look.

    Attributes:
        spells: The times of a region, by its code.
    """

    def __init__(self, spells: Iterable[Spell], aliases: Iterable[Mapping[str, str]]) -> None:
        """Keeps regions and aliases.

        Args:
            spells: Rows of regions.csv and own_regions.csv.
            aliases: Rows of region_aliases.csv.
        """
        found: dict[str, list[Spell]] = defaultdict(list)
        for spell in spells:
            found[spell.code].append(spell)
        self.spells: dict[str, list[Spell]] = dict(found)
        self._aliases = tuple(aliases)

    @cached_property
    def by_name(self) -> dict[str, list[Entry]]:
        """Answers what each name and short name, as key_of has it, may mean."""
        index: dict[str, list[Entry]] = defaultdict(list)
        for spells in self.spells.values():
            for spell in spells:
                index[key_of(spell.name)].append(Entry(spell, is_full=True))
                for short in short_names(spell.name, spell.level):
                    index[short].append(Entry(spell, is_full=False))
        for alias in self._aliases:
            for spell in self.spells.get(alias["code"], ())[-1:]:
                times = {"valid_from": alias["valid_from"], "valid_to": alias["valid_to"]}
                index[key_of(alias["alias"])].append(Entry(spell._replace(**times), is_full=True))
        return dict(index)

    @cached_property
    def by_character(self) -> dict[str, set[str]]:
        """Answers the full names a character stands in, its generic left out."""
        index: dict[str, set[str]] = defaultdict(set)
        for spells in self.spells.values():
            for name in {spell.name for spell in spells}:
                for character in name[:-1]:
                    index[character].add(name)
        return dict(index)

    @cached_property
    def predecessors(self) -> dict[str, set[str]]:
        """Answers the codes that ended in a code."""
        index: dict[str, set[str]] = defaultdict(set)
        for spells in self.spells.values():
            for spell in spells:
                if spell.successor:
                    index[spell.successor].add(spell.code)
        return dict(index)


def region_register(seeds: Path, home: Iterable[Mapping[str, str]] = ()) -> RegionRegister:
    """Answers the regions and aliases of a folder of seeds, and those of a home.

    Most homes bring none: they all share one register, which is read and indexed once a process.

    Args:
        seeds: The folder.
        home: Rows of regions that the home has loaded; their other_names are aliases.
    """
    own = list(home)
    return _with(seeds, own) if own else _shipped(seeds)


@lru_cache(maxsize=2)
def _shipped(seeds: Path) -> RegionRegister:
    return _with(seeds, [])


def _with(seeds: Path, own: list[Mapping[str, str]]) -> RegionRegister:
    return RegionRegister(
        (
            *(
                Spell(*row[:2], *row[4:6], *row[8:11])
                for name in ("regions", "own_regions")
                for row in _rows(seeds / "reference" / f"{name}.csv")
            ),
            *(Spell(*(row[name] for name in _OF_A_SPELL)) for row in own),
        ),
        (
            *(
                dict(zip(("alias", "code", "valid_from", "valid_to"), row, strict=False))
                for row in _rows(seeds / "aliases" / "region_aliases.csv")
            ),
            *(
                {"alias": alias, "code": row["region_code"]}
                | {name: row[name] for name in ("valid_from", "valid_to")}
                for row in own
                for alias in filter(None, row["other_names"].split("|"))
            ),
        ),
    )


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]
