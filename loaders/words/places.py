"""Names and codes of regions → the code that was valid on a day.

A name may be full (嘉兴市), short (嘉兴, 恩施州), qualified (浙江省嘉兴市, 台州市（浙江）), an old
one (姜堰市, until 2012) or an alias of seeds/aliases/region_aliases.csv. A name that several have
is refused with all of them, unless what stands before it or the reader's hint decides. Only the
provinces need no hint: 吉林, 海南, 河南 in a list are the provinces, whose namesakes are always
written out. A district without its 区 does need one: 秦州 is 秦州区, or 泰州 misread.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from loaders.words.reading import LONGEST_TEXT, Reading, clean, refused, shorten
from loaders.words.region_names import (
    SHORTEST_NAME,
    Entry,
    Spell,
    is_bare_district,
    is_in_year,
    is_of_level,
    key_of,
)
from loaders.words.region_register import RegionRegister, region_register
from loaders.words.spellings import MOST_SUGGESTIONS

NATION: Final = "000000"
LONGEST_NAME: Final = 40
CANDIDATES_SHOWN: Final = 8
SUGGESTIONS: Final = 3
LEAST_LIKENESS: Final = 0.5

_WHOLE: Final = frozenset(
    (
        "全国",
        "全省",
        "全市",
        "全县",
        "全区",
        "全州",
        "全旗",
        "本省",
        "本市",
        "本县",
        "本区",
        "合计",
        "总计",
    )
)
LEVELS: Final = ("nation", "province", "prefecture", "county", "other")
_PARENTS: Final = LEVELS[:3]
_CODE: Final = re.compile(r"([0-9]{6})(?:000|000000)?(?:\.0+)?|([0-9]{6}-[a-z]+)")


class Places:
    """The regions of China through time, to read names and codes by."""

    def __init__(self, register: RegionRegister) -> None:
        """Reads by a register, which others may read by too."""
        self._register = register
        self._spells = register.spells
        self._suggestions_left = MOST_SUGGESTIONS

    @classmethod
    def from_seeds(cls, seeds: Path, home: Iterable[Mapping[str, str]] = ()) -> "Places":
        """Reads the regions and their aliases from a folder of seeds.

        Args:
            seeds: The folder.
            home: Rows of regions that the home has loaded; their other_names are aliases.
        """
        return cls(region_register(seeds, home))

    def is_known(self, code: str) -> bool:
        """Answers whether any region ever had a code."""
        return code in self._spells

    def named_within(self, name: str, parent: str) -> set[str]:
        """Answers the codes of the regions of just this name that lie directly in another."""
        entries = self._ever(key_of(name))
        return {e.spell.code for e in entries if e.is_full and e.spell.parent == parent}

    def read_region(
        self,
        name: str,
        *,
        on: date,
        within: str | None = None,
        level: str | None = None,
        as_of: date | None = None,
    ) -> Reading[str]:
        """Answers the code of the region a name meant on a day.

        In the year in which a name changed the old and the new one both mean the region: the
        yearbook of that year may print either.

        Args:
            name: Any form of its name. 全省, 合计 and the like mean the region within.
            on: The last day of the period the row is about.
            within: Code of a region that it must be or lie in, where the file says so.
            level: province, prefecture or county, where the file says so: no region of another
                level is answered, but a municipality is a city (prefecture) too. Of a city and
                a 地区 of one name the city is meant.
            as_of: The day whose names the file uses, where that is not the period's.

        Returns:
            The code; or region_unknown with the nearest names, region_ambiguous with all that are
            meant, region_not_valid_then with what it was then, region_not_of_level with what the
            name was then, region_contradicts when the parts of the name, or the name and the
            hint, do not fit.
        """
        key, day = key_of(name), on.isoformat()
        if len(key) > LONGEST_NAME:
            return refused("region_unknown", shorten(name))
        if within and key in _WHOLE:
            return self.check_code(within, on=on)
        found = self._meant(key, day, as_of)
        if not found or (not within and is_bare_district(key, found)):
            return self._refuse_name(shorten(clean(name)), key, day, within)
        codes = {spell.code: spell for spell in found}
        if within:
            codes = {c: s for c, s in codes.items() if within in self._lineage(s, day)}
        if not codes:
            return self._contradiction(found, within or "", day)
        if level:
            codes = {c: s for c, s in codes.items() if c == within or is_of_level(s, level)}
        if not codes:
            return self._refuse_level(found, key, day, level or "")
        return self._choose(codes, day, within, level)

    def _meant(self, key: str, day: str, as_of: date | None) -> list[Spell]:
        """Answers what a name meant on a day: by names of another day, or of that year."""
        if as_of is not None:
            return self._then(self._find(key, as_of.isoformat()), day)
        return self._find(key, day) or self._then(
            _full_first(
                [e for e in self._register.by_name.get(key, ()) if is_in_year(e.spell, day)]
            ),
            day,
        )

    def _then(self, spells: Iterable[Spell], day: str) -> list[Spell]:
        """Answers what regions were on a day: themselves, what became of them, or came before.

        A region with several predecessors was none of them, and is left out.
        """
        found = []
        for code in dict.fromkeys(spell.code for spell in spells):
            codes = self._related(code, day)
            if len(codes) == 1:
                found += [s for s in self._spells.get(codes.pop(), ()) if s.is_valid_on(day)]
        return found

    def _related(self, code: str, day: str) -> set[str]:
        """Answers the codes that a region had on a day, along its line of succession."""
        spells = self._spells.get(code, [])
        if not spells or any(spell.is_valid_on(day) for spell in spells):
            return {code} if spells else set()
        if spells[0].valid_from > day:
            before = self._register.predecessors.get(code, set())
            return {each for one in before for each in self._related(one, day)}
        after = spells[-1].successor
        return self._related(after, day) if after and after != code else set()

    def is_name(self, name: str) -> bool:
        """Answers whether any region was ever called so, in any form of its name."""
        key = key_of(name)
        return key in _WHOLE or bool(self._find(key, None))

    def _choose(
        self, codes: dict[str, Spell], day: str, within: str | None, level: str | None
    ) -> Reading[str]:
        """Answers the one region of a name, or all that it may be."""
        if level and len(codes) > 1:
            codes = _city_first(codes)
        if not within and len(codes) > 1:
            codes = _provinces_first(codes)
        if len(codes) > 1:
            return refused("region_ambiguous", self._describe(sorted(codes.values()), day))
        return Reading(next(iter(codes)))

    def check_code(self, code: str, *, on: date, as_of: date | None = None) -> Reading[str]:
        """Answers a code in its six-digit form, if a region had it on a day.

        In the year in which a code changed the old one and the new one are answered as the one
        that the region had on the day.

        Args:
            code: 330400, 330400.0, 330400000000, a zone such as 330400-jingkai, a country: US.
            on: The last day of the period the row is about.
            as_of: The day whose codes the file uses, where that is not the period's.

        Returns:
            The code, or region_unknown, or region_not_valid_then with what it was then.
        """
        plain, day = clean(code[:LONGEST_TEXT]).lower(), on.isoformat()
        match = _CODE.fullmatch(plain)
        # a country outside GB/T 2260 goes by its two letters, a home's own region by its own key
        own = (plain, plain.removesuffix("000"), f"{plain}000", plain.upper())
        keys = (match[1] or match[2],) if match else own
        known = next((self._spells[key] for key in keys if key in self._spells), [])
        if not known:
            near = [c for c in (plain.ljust(6, "0")[:6], f"{plain[:4]}00") if c in self._spells]
            meant = f" → {self._describe([self._spells[near[0]][-1]], day)} ?" if near else ""
            return refused("region_unknown", f"{shorten(plain)}{meant}")
        if any(spell.is_valid_on(day) for spell in known):
            return Reading(known[0].code)
        then = as_of.isoformat() if as_of else None
        used = [s for s in known if (s.is_valid_on(then) if then else is_in_year(s, day))]
        codes = {spell.code for spell in self._then(used, day)}
        if len(codes) == 1:
            return Reading(codes.pop())
        return refused("region_not_valid_then", self._describe_times(known, day))

    def check(
        self,
        name: str | None,
        code: str | None,
        *,
        on: date,
        within: str | None = None,
        as_of: date | None = None,
    ) -> Reading[str]:
        """Answers the region that a name and a code beside it name together.

        The code decides where the name is ambiguous, an old or a new one of the same region, or
        unknown (then with the flag region_name_unknown).

        Returns:
            The code; region_missing when there is neither; region_contradicts when the two name
            different regions; or the reason for which code or name cannot be read.
        """
        if not code:
            found = name and self.read_region(name, on=on, within=within, as_of=as_of)
            return found or _MISSING
        read = self.check_code(code, on=on, as_of=as_of)
        if read.value is None or not name:
            return read
        named = self.read_region(name, on=on, within=read.value, as_of=as_of)
        if named.value == read.value:
            return read
        candidates = self._named(key_of(name), on.isoformat())
        if not candidates:
            return Reading(read.value, ("region_name_unknown",))
        if read.value in candidates:
            return read
        day = on.isoformat()
        coded, other = (self._spells[c][-1] for c in (read.value, min(candidates)))
        both = f"{self._describe([coded], day)} ≠ {self._describe([other], day)}"
        return refused("region_contradicts", both)

    def hold_to(self, level: str, code: str, name: str | None, *, on: date) -> Reading[str]:
        """Answers a code whose region is of a level on a day; refuses one of another level."""
        day = on.isoformat()
        spells = [spell for spell in self._spells.get(code, ()) if spell.is_valid_on(day)]
        if any(is_of_level(spell, level) for spell in spells):
            return Reading(code)
        return self._refuse_level(spells, key_of(name or ""), day, level)

    def _named(self, key: str, day: str) -> set[str]:
        """Answers the codes a name may stand for at any time, those they ended in among them."""
        found = self._find(key, day) or self._find(key, None)
        codes = {spell.code for spell in found} | {spell.successor for spell in found}
        return (codes | self._came_before(codes)) - {""}

    def _came_before(self, codes: Iterable[str]) -> set[str]:
        """Answers the codes that ended in others."""
        return {before for code in codes for before in self._register.predecessors.get(code, ())}

    def _find(self, key: str, day: str | None) -> list[Spell]:
        """Answers the spells a name means on a day, or ever; full names before short ones."""
        if len(key) > LONGEST_NAME:
            return []
        return _full_first([entry for _, entry in self._parsed(key, day)])

    def _entries(self, key: str, day: str | None) -> list[Entry]:
        entries = self._ever(key)
        return [entry for entry in entries if day is None or entry.spell.is_valid_on(day)]

    def _ever(self, key: str) -> Sequence[Entry]:
        return self._register.by_name.get(key, ())

    def _parsed(self, key: str, day: str | None) -> list[tuple[Spell, Entry]]:
        """Answers the entries of a name, bare or qualified, each with the outermost region named.

        That is 浙江省 for the entry 平湖市 of 浙江省嘉兴市平湖市.
        """
        whole = [(entry.spell, entry) for entry in self._entries(key, day)]
        return whole or [
            (head, tail)
            for head, outermost, tail in self._splits(key, day)
            if head.code in self._lineage(outermost, day)[1:]
        ]

    def _splits(self, key: str, day: str | None) -> Iterator[tuple[Spell, Spell, Entry]]:
        """Yields what a name may begin with, and what its rest may mean, fitting or not."""
        for cut in range(SHORTEST_NAME, len(key) - 1):
            heads = self._heads(key[:cut], day)
            tails = self._parsed(key[cut:], day) if heads else []
            yield from ((head, *tail) for head in heads for tail in tails)

    def _heads(self, key: str, day: str | None) -> list[Spell]:
        """Answers the regions of a name that others can lie in."""
        return [e.spell for e in self._entries(key, day) if e.spell.level in _PARENTS]

    def _lineage(self, spell: Spell, day: str | None) -> list[str]:
        """Answers the codes of a region and of all it lies in, from itself upwards."""
        codes = [spell.code]
        while len(codes) <= SHORTEST_NAME * 2 and spell.parent:
            codes.append(spell.parent)
            above = self._spells.get(spell.parent)
            if not above:
                break
            spell = next((s for s in above if day and s.is_valid_on(day)), above[-1])
        return codes

    def _contradiction(self, found: list[Spell], within: str, day: str) -> Reading[str]:
        asked = self._spells.get(within, [])[-1:]
        both = f"{self._describe(found, day)} ≠ {self._describe(asked, day)}"
        return refused("region_contradicts", both)

    def _refuse_level(self, found: list[Spell], key: str, day: str, level: str) -> Reading[str]:
        """Refuses a name of a region of another level, with what it names of this one."""
        ever = [s for s in self._find(key, None) if is_of_level(s, level)] if key else []
        meant = [s for s in self._then(ever, day) if is_of_level(s, level)]
        hint = f" → {self._describe(meant, day)} ?" if meant else ""
        return refused("region_not_of_level", f"{self._describe(found, day)} ≠ {level}{hint}")

    def _refuse_name(self, shown: str, key: str, day: str, within: str | None) -> Reading[str]:
        once = self._find(key, None)
        if once and not any(spell.is_valid_on(day) for spell in once):
            return refused("region_not_valid_then", self._describe_times(once, day))
        for head, _, tail in self._splits(key, day):
            both = f"{self._describe([head], day)} ≠ {self._describe([tail.spell], day)}"
            return refused("region_contradicts", both)
        near = self._nearest(key, day, within)
        meant = f" → {self._describe(near, day)} ?" if near else ""
        return refused("region_unknown", f"{shown}{meant}")

    def _nearest(self, key: str, day: str, within: str | None) -> list[Spell]:
        """Answers the regions whose names are spelt most like a name, at most SUGGESTIONS."""
        if self._suggestions_left <= 0:
            return []
        self._suggestions_left -= 1
        for cut in range(len(key) - 1, SHORTEST_NAME - 1, -1):
            heads = {head.code for head in self._heads(key[:cut], day)}
            if len(heads) == 1:
                key, within = key[cut:], heads.pop()
                break
        names = Counter(n for c in set(key) for n in self._register.by_character.get(c, ()))
        likely = sorted(names, key=lambda name: (-names[name] / max(len(name), len(key)), name))
        likeness = SequenceMatcher(b=key)
        found: dict[str, tuple[float, Spell]] = {}
        for name in likely[:200]:
            likeness.set_seq1(name)
            for entry in self._entries(name, day):
                if not within or within in self._lineage(entry.spell, day):
                    found[entry.spell.code] = (likeness.ratio(), entry.spell)
        ranked = sorted(
            found.values(),
            key=lambda pair: (-pair[0], -names[pair[1].name], LEVELS.index(pair[1].level), pair[1]),
        )
        return [spell for ratio, spell in ranked[:SUGGESTIONS] if ratio >= LEAST_LIKENESS]

    def _describe(self, spells: Iterable[Spell], day: str) -> str:
        """Answers regions for people: 朝阳区（北京市 110105） / 朝阳区（吉林省长春市 220104）."""
        listed = list({spell.code: spell for spell in spells}.values())
        shown = [self._label(spell, day) for spell in listed[:CANDIDATES_SHOWN]]
        return " / ".join(shown + ["…"] * (len(listed) > CANDIDATES_SHOWN))

    def _label(self, spell: Spell, day: str) -> str:
        name = next((s.name for s in self._spells[spell.code] if s.is_valid_on(day)), spell.name)
        above = []
        for code in self._lineage(spell, day)[1:]:
            if code != NATION and code in self._spells:
                spells = self._spells[code]
                above.append(next((s.name for s in spells if s.is_valid_on(day)), spells[-1].name))
        return f"{name}（{' '.join(filter(None, [''.join(reversed(above)), spell.code]))}）"

    def _describe_times(self, spells: list[Spell], day: str) -> str:
        """Answers when a region was valid, and what it became or had been on a day."""
        times = [f"{s.name} {s.code} {s.valid_from} – {s.valid_to}".strip() for s in spells]
        codes = {spell.code for spell in spells}
        related = {s.successor for s in spells} | codes
        related |= self._came_before(codes)
        then = [
            s for code in sorted(related) for s in self._spells.get(code, ()) if s.is_valid_on(day)
        ]
        meant = f" → {self._describe(then, day)}" if then else ""
        return f"{'; '.join(times[:CANDIDATES_SHOWN])}{meant}"


_MISSING: Final = refused("region_missing")


def _full_first(entries: list[Entry]) -> list[Spell]:
    full = [entry.spell for entry in entries if entry.is_full]
    return full or [entry.spell for entry in entries]


def _city_first(codes: dict[str, Spell]) -> dict[str, Spell]:
    """Answers the city alone where a city and a 地区 of its name stand side by side."""
    cities = {code: spell for code, spell in codes.items() if spell.name.endswith("市")}
    others = [spell for code, spell in codes.items() if code not in cities]
    is_beside = len(cities) == 1 and all(spell.name.endswith("地区") for spell in others)
    return cities if is_beside else codes


def _provinces_first(codes: dict[str, Spell]) -> dict[str, Spell]:
    provinces = {code: spell for code, spell in codes.items() if spell.level == "province"}
    return provinces or codes
