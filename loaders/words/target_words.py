"""Words of a plan's target → when it is due, what its value is of, whether it is a number at all.

Each reader takes one text and answers one value, or why there is none. Targets of files and shipped
ones are read by the same (loaders/judge/kinds/targets.py), so that no model parses a word.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from loaders.words.numerals import read_numeral
from loaders.words.periods import EARLIEST_YEAR, LATEST_YEAR, form_of, read_period
from loaders.words.reading import LONGEST_TEXT, Reading, clean, refused, shorten

LONGEST_SPAN: Final = 20  # years

_QUOTES: Final = re.compile("[“”\"'\u2018\u2019「」『』《》]")
_EACH_YEAR: Final = re.compile("each year|every year|每一?年|各年度?|逐年|历年", re.IGNORECASE)
_WITHIN: Final = re.compile(
    r"(?:within|in) ([0-9]{1,2}) years?"
    "|(?:用|在)?([0-9一二三四五六七八九十]{1,3})年(?:时间|内|之内)",
    re.IGNORECASE,
)
_BY_END: Final = re.compile(
    r"(?:到|至|截至)?([0-9]{4})年?(?:年?[底末]|12月(?:31日|[底末])?)?(?:以前|之前|前|止)?"
)
_TWO_YEARS: Final = re.compile(r"([0-9]{4})年?(?:-|—|–|−|~|至|到)+([0-9]{4})年?(?:期间|间|各年)?")
_PLAN_END: Final = re.compile("(?:到|至)?(.*五)(?:规划|时期|期)?[末底](?:期|年)?")
_TOTAL: Final = re.compile(r"(.+?)(?: total|合计|总计|累计|总数|总和)")
_PLAN_YEARS: Final = re.compile(r".*?([0-9]{4})(?:[-_–—~]([0-9]{4}))?", re.DOTALL)
# Where a sentence says several things, each stands between two of these.
_CLAUSES: Final = re.compile(r"[，,；;。|、\n]")


@dataclass(frozen=True, slots=True)
class DueTime:
    """When a target is due.

    Attributes:
        form: time (a year or a month), span (of years) or within (so many years).
        is_each_year: Whether each of the years is meant.
        first_year: The first year named; None of within.
        last_year: The last year named; the first one where there is no other.
        within_years: The number of years of within.
    """

    form: str
    is_each_year: bool = False
    first_year: int | None = None
    last_year: int | None = None
    within_years: int | None = None


@dataclass(frozen=True, slots=True)
class Years:
    """Years one after the other.

    Attributes:
        first: The first of them.
        last: The last, which may be the first.
    """

    first: int
    last: int

    @property
    def number(self) -> int:
        """Answers how many they are."""
        return self.last - self.first + 1


@cache
def read_due_time(text: str) -> Reading[DueTime]:
    """Answers when a target is due.

    Args:
        text: Whatever read_period reads of years and months; 2016-2020, 2018-2020, each year
            2016-2020, 每年, 2020年底前, 十四五末, within 3 years, 3年内.

    Returns:
        The time; or period_not_recognised, with the text, for everything else.
    """
    if len(text) > LONGEST_TEXT:
        return refused("period_not_recognised", shorten(text))
    is_each_year = bool(_EACH_YEAR.search(text))
    plain = _plain(_EACH_YEAR.sub("", text))
    if is_each_year and not plain.strip("()"):
        return Reading(DueTime("span", is_each_year=True))
    if within := _WITHIN.fullmatch(plain):
        number = read_numeral(within[1] or within[2])
        if number is not None:
            return Reading(DueTime("within", is_each_year, within_years=int(number)))
    years = _years(plain)
    if years is None:
        return refused("period_not_recognised", shorten(text))
    form = "span" if years.number > 1 else "time"
    return Reading(DueTime(form, is_each_year, years.first, years.last))


@cache
def read_base_years(text: str) -> Reading[Years]:
    """Answers the year or years that a target is measured against.

    Args:
        text: 2020, 2020年, 2016-2020, 2016—2020年, 十三五, 2018-2020.

    Returns:
        The years; or base_not_years for a month or a quarter, period_not_recognised otherwise.
    """
    found = read_period(text)
    if found.value and form_of(found.value.period) in ("month", "quarter"):
        return refused("base_not_years", shorten(text))
    years = _years(_plain(text)) if len(text) <= LONGEST_TEXT else None
    return Reading(years) if years else refused("period_not_recognised", shorten(text))


def _plain(text: str) -> str:
    return _QUOTES.sub("", clean(text)).strip()


def _years(plain: str) -> Years | None:
    """Answers the years that a text names, of a month its year."""
    if end := _PLAN_END.fullmatch(plain):
        found = read_period(end[1]).value
        return Years(*[int(found.period[-4:])] * 2) if found else None
    if span := _TWO_YEARS.fullmatch(plain):
        return _span(int(span[1]), int(span[2]))
    found = read_period(plain).value
    if found:
        first, last = int(found.period[:4]), int(found.period[:4])
        if form_of(found.period) == "five_years":
            last = int(found.period[-4:])
        return Years(first, last)
    by_end = _BY_END.fullmatch(plain)
    return _span(int(by_end[1]), int(by_end[1])) if by_end else None


def _span(first: int, last: int) -> Years | None:
    is_real = EARLIEST_YEAR <= first <= last <= LATEST_YEAR and last - first < LONGEST_SPAN
    return Years(first, last) if is_real else None


@cache
def read_alternative_total(text: str) -> Reading[str]:
    """Answers the years of a total that a target may be measured against instead.

    Args:
        text: 2011-2015 total, 十二五合计 and the like.

    Returns:
        2011-2015; or period_not_recognised where no years with a word for their total stand there.
    """
    found = _TOTAL.fullmatch(text.strip())
    years = read_base_years(found[1]).value if found else None
    if years is None:
        return refused("period_not_recognised", shorten(text))
    return Reading(f"{years.first}-{years.last}")


@cache
def read_plan_years(plan_code: str) -> Reading[Years]:
    """Answers the years of a plan from the end of its code: huzhou-2021-2025, dongguan-2019.

    Returns:
        The years; or period_not_recognised where the code ends otherwise.
    """
    found = _PLAN_YEARS.fullmatch(plan_code)
    years = _span(int(found[1]), int(found[2] or found[1])) if found else None
    return Reading(years) if years else refused("period_not_recognised", shorten(plan_code))


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words around a target's number decide.

    Attributes:
        value_basis: mean_of_years (年均), total_of_years (累计) or year (年度, each year); None
            where they do not say.
        base_basis: The same of what is compared with; previous_year for 比上年.
        is_each_year: Whether each year is meant (每年, 逐年).
        is_qualitative: Whether it is to curb or to strive for (遏制, 力争), not a number to miss.
    """

    value_basis: str | None = None
    base_basis: str | None = None
    is_each_year: bool = False
    is_qualitative: bool = False


_MEAN: Final = re.compile(
    "年均|年平均|平均每年|annual average|on average|a year on average", re.IGNORECASE
)
_SUM: Final = re.compile(
    "累计|合计|总计|总数|总量|总和|五年(?:内|共)?控制|期间(?:共|控制|不超过)|in total|in all",
    re.IGNORECASE,
)
_YEARLY: Final = re.compile("年度|每一?年|各年|逐年|历年|each year|every year", re.IGNORECASE)
_BASE_MEAN: Final = re.compile("(?:比|较|与).{0,14}?(?:平均|均值)")
_BASE_SUM: Final = re.compile("(?:比|较|与).{0,14}?(?:总数|合计|总和|总量|累计)")
_PREVIOUS: Final = re.compile("上一?年|去年|前一年|同比|previous year|year before", re.IGNORECASE)
_STRIVING: Final = re.compile("力争|争取|努力|力求")
_CURBING: Final = re.compile("遏制|有效控制|有效防范|防范")
_NONE: Final = re.compile("杜绝|不发生|零发生|为零|零事故|零死亡|无重|不再发生")


@cache
def read_wording(period: str, name: str, quote: str, value: str) -> Wording:
    """Answers what a target's words decide, of its own clause where the quote holds several.

    Args:
        period: target_period as printed.
        name: The indicator's name as printed.
        quote: The plan's words.
        value: target_value as printed: the clause that holds its digits is the target's own.
    """
    clause = _own_clause(quote, value)
    text = f"{period} {name} {clause}"
    base = "previous_year" if _PREVIOUS.search(clause) else None
    if base is None and _BASE_MEAN.search(clause):
        base = "mean_of_years"
    if base is None and _BASE_SUM.search(clause):
        base = "total_of_years"
    own = _BASE_SUM.sub("", _BASE_MEAN.sub("", text))
    basis = None
    if _MEAN.search(own):
        basis = "mean_of_years"
    elif _SUM.search(own):
        basis = "total_of_years"
    elif _YEARLY.search(own):
        basis = "year"
    return Wording(basis, base, bool(_EACH_YEAR.search(text)), is_qualitative(quote, clause))


def is_qualitative(quote: str, clause: str) -> bool:
    """Answers whether words are of curbing or striving: 定性要求, not a number that can be missed.

    To strive for (力争) holds for the sentence; to curb (遏制) for its own clause only, and not
    where the same clause speaks of none at all.
    """
    if _STRIVING.search(quote):
        return True
    return bool(_CURBING.search(clause)) and not _NONE.search(clause)


def says_none(quote: str) -> bool:
    """Answers whether words ask for none at all: 杜绝, 不发生."""
    return bool(_NONE.search(quote))


def _own_clause(quote: str, value: str) -> str:
    digits = re.search(r"[0-9.]+", value)
    clauses = [each for each in _CLAUSES.split(quote) if each.strip()]
    if not digits:
        return quote
    number = re.compile(rf"(?<![0-9.]){re.escape(digits[0])}(?![0-9.])")
    own = [each for each in clauses if number.search(each)]
    return " ".join(own) if own else quote
