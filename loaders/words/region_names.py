"""Names of regions: the spells in which they held, their short forms, how two spellings compare."""

import re
from typing import Final, NamedTuple

from loaders.words.reading import LONGEST_TEXT, clean

SHORTEST_NAME: Final = 2
EARLIEST_LIST: Final = "1980-12-01"  # regions.csv: "at or before"

_GENERICS: Final = (
    "特别行政区",
    "自治区",
    "地区",
    "新区",
    "林区",
    "省",
    "市",
    "区",
    "县",
    "盟",
    "旗",
)
_AUTONOMOUS: Final = re.compile("(.+)自治(区|州|县|旗)")
_PEOPLE: Final = re.compile(
    "(?<=..)(?:蒙古|维吾尔|哈萨克|柯尔克孜|布依|锡伯|塔吉克|(?:壮|回|藏|苗|彝|侗|瑶|白|土家|哈尼|傣|黎"
    "|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|普米|怒|保安|裕固|独龙"
    "|朝鲜|满|蒙古|布依|哈萨克|各)族)+$"
)
_SEPARATORS: Final = re.compile(r"[\s\-·•/\\,>、_|→]+")
_BRACKETED: Final = re.compile(r"(.+)\((.+)\)")


class Spell(NamedTuple):
    """One name of one code from a day to another, exclusive; an empty end: still valid."""

    code: str
    name: str
    level: str
    parent: str
    valid_from: str
    valid_to: str
    successor: str

    def is_valid_on(self, day: str) -> bool:
        """Answers whether a day, YYYY-MM-DD, lies in the spell."""
        has_begun = self.valid_from <= day or self.valid_from == EARLIEST_LIST
        return has_begun and (not self.valid_to or day < self.valid_to)


class Entry(NamedTuple):
    """A name by which a spell may be called."""

    spell: Spell
    is_full: bool


def is_in_year(spell: Spell, day: str) -> bool:
    """Answers whether a spell holds on any day of the year of a day, YYYY-MM-DD."""
    first, last = f"{day[:4]}-01-01", f"{day[:4]}-12-31"
    return spell.valid_from <= last and (not spell.valid_to or spell.valid_to > first)


def is_of_level(spell: Spell, level: str) -> bool:
    """Answers whether a region is of a level; a municipality is a city like a prefecture's."""
    is_municipality = spell.level == "province" and spell.name.endswith("市")
    return spell.level == level or (level == "prefecture" and is_municipality)


def short_names(name: str, level: str) -> set[str]:
    """Answers the short forms of an official name, of at least two characters.

    浙江 of 浙江省; 恩施, 恩施州 and 恩施自治州 of 恩施土家族苗族自治州; none of a zone.
    """
    if level in ("nation", "other"):
        return set()
    if autonomous := _AUTONOMOUS.fullmatch(name):
        place, kind = _PEOPLE.sub("", autonomous[1]), autonomous[2]
        place = place.removesuffix("族")
        shorts = {place, f"{place}自治{kind}"} | ({f"{place}{kind}"} if kind != "区" else set())
    else:
        shorts = {name.removesuffix(generic) for generic in _GENERICS if name.endswith(generic)}
    return {short for short in shorts if len(short) >= SHORTEST_NAME} - {name}


def key_of(name: str) -> str:
    """Answers a name without blanks and separators, a qualifier in brackets put in front."""
    plain = clean(name[:LONGEST_TEXT])
    bracketed = _BRACKETED.fullmatch(plain)
    if bracketed:
        plain = f"{bracketed[2]}{bracketed[1]}"
    return _SEPARATORS.sub("", plain).casefold()


def is_bare_district(key: str, found: list[Spell]) -> bool:
    """Answers whether a name is that of one district only, without 区 and what it lies in."""
    return {(spell.level, spell.name) for spell in found} == {("county", f"{key}区")} and (
        len({spell.code for spell in found}) == 1
    )
