"""Text of a cell → a period in its canonical form, and what a figure for it covers.

Canonical are 2015, 2015-Q1, 2015-06 and 2011-2015. Bulletins count from January: 1-10月 is
2015-10, cumulative_from_january. So 1-12月 is 2015-12, not the year 2015: the year's figure comes
out later and differs (Guangzhou 2019: 601 accidents to November and 37 in December, yet 610).
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from loaders.words.dates import roc_year
from loaders.words.numerals import FIGURES, read_digits, read_numeral
from loaders.words.reading import LONGEST_TEXT, Reading, clean, refused, shorten

EARLIEST_YEAR: Final = 1949
LATEST_YEAR: Final = 2100

YEAR: Final = "year"
CUMULATIVE: Final = "cumulative_from_january"
SINGLE_MONTH: Final = "single_month"
SINGLE_PERIOD: Final = "single_period"
STOCK: Final = "stock_at_period_end"
FIVE_YEARS: Final = "five_year_total"

# The flag of a figure of which nothing says whether it counts from January.
BASIS_ASSUMED: Final = "basis_assumed"

# What a figure may cover, by the form of its period; the first is meant when nothing is said.
BASES: Final = {
    "year": (YEAR, STOCK),
    "quarter": (SINGLE_PERIOD, CUMULATIVE, STOCK),
    "month": (SINGLE_MONTH, CUMULATIVE, STOCK),
    "five_years": (FIVE_YEARS,),
}

MONTHS_OF_QUARTER: Final = 3
LAST_MONTH: Final = 12
QUARTERS: Final = range(1, 5)
YEARS_OF_PLAN: Final = 5
SIXTH_PLAN_FROM: Final = 1981  # since then every plan begins five years after the one before
PLANS: Final = range(6, 20)


@dataclass(frozen=True, slots=True)
class Period:
    """A period as the warehouse writes it.

    Attributes:
        period: 2015, 2015-Q1, 2015-06 or 2011-2015.
        basis: What the text says its figure covers, a period_basis; None where it says nothing.
    """

    period: str
    basis: str | None = None


def form_of(period: str) -> str:
    """Answers year, quarter, month or five_years: the form of a canonical period."""
    forms = {4: "year", 9: "five_years"}
    return forms.get(len(period)) or ("quarter" if "Q" in period else "month")


def first_day_of(period: str) -> date:
    """Answers the first day of a canonical period."""
    form, year = form_of(period), int(period[:4])
    if form == "quarter":
        return date(year, MONTHS_OF_QUARTER * (int(period[-1]) - 1) + 1, 1)
    return date(year, int(period[5:]) if form == "month" else 1, 1)


def last_day_of(period: str) -> date:
    """Answers the last day of a canonical period: the day on which its region must be valid."""
    form = form_of(period)
    year = int(period[5:] if form == "five_years" else period[:4])
    month = LAST_MONTH
    if form == "quarter":
        month = MONTHS_OF_QUARTER * int(period[-1])
    elif form == "month":
        month = int(period[5:])
    return date(year, month, monthrange(year, month)[1])


def settle_basis(
    period: Period, stated: str | None, *, is_told_cumulated: bool = False
) -> Reading[str]:
    """Answers what a figure covers, from its period and the basis stated beside it.

    A first quarter is itself a count from January, so either is accepted for it.

    Args:
        period: As read_period answers it.
        stated: A period_basis from a column of its own, None where that is empty.
        is_told_cumulated: Whether quarters and months of the measure count from January where
            nothing else is stated, as those of GDP (seeds/reference/cumulated_measures.csv).

    Returns:
        A period_basis, flagged as assumed for a month or quarter of which nothing says what it
        covers; or period_basis_contradicts with both.
    """
    allowed = BASES[form_of(period.period)]
    is_open = not stated and period.basis in (None, SINGLE_PERIOD)
    if is_told_cumulated and is_open and CUMULATIVE in allowed:
        return Reading(CUMULATIVE)
    basis = stated or period.basis or allowed[0]
    is_first_quarter = period.period.endswith("-Q1") and STOCK not in (stated, period.basis)
    agrees = stated is None or period.basis in (None, stated) or is_first_quarter
    if basis not in allowed or not agrees:
        said = f"{period.period} {period.basis or ''}".strip()
        return refused("period_basis_contradicts", f"{said} ≠ {stated} → {' / '.join(allowed)}")
    is_assumed = not (stated or period.basis) and CUMULATIVE in allowed
    return Reading(basis, (BASIS_ASSUMED,) if is_assumed else ())


_N: Final = f"[{FIGURES}]"
_SMALL: Final = f"[{FIGURES}十]{{1,3}}"
_TO: Final = "(?:-|—|–|−|~|至|到)+"
_YEAR: Final = rf"(?P<year>{_N}{{4}})(?:年度?|\.0+)?"
_IN_YEAR: Final = rf"(?P<year>{_N}{{4}})年?"
_FROM_JANUARY: Final = "(?:累计|累积|止)?"
_PLAN_WORD: Final = "(?:五年)?(?:规划|计划)?(?:期间|时期|期|内)?(?:合计|总计|累计|总数|总和)?"
_PLAN_YEARS: Final = rf"(?:\((?P<year>[0-9]{{4}})年?{_TO}(?P<last>[0-9]{{4}})年?\))?"
_TOTAL: Final = "(?:期间|时期)?(?:五年)?(?:合计|总计|累计|总数|总和)?"
_UP_TO: Final = "(?:截[至止]到?)?"

_Maker = Callable[["re.Match[str]"], Period | None]


def _year(match: "re.Match[str]") -> Period | None:
    return Period(_year_of(match))


def _whole_year(match: "re.Match[str]") -> Period | None:
    return Period(_year_of(match), YEAR)


def _year_end(match: "re.Match[str]") -> Period | None:
    return Period(_year_of(match), STOCK)


def _month(match: "re.Match[str]") -> Period | None:
    return _month_period(match, None)


def _single_month(match: "re.Match[str]") -> Period | None:
    return _month_period(match, SINGLE_MONTH)


def _month_end(match: "re.Match[str]") -> Period | None:
    return _month_period(match, STOCK)


def _from_january(match: "re.Match[str]") -> Period | None:
    return _month_period(match, CUMULATIVE)


def _first_half(match: "re.Match[str]") -> Period | None:
    return Period(f"{_year_of(match)}-06", CUMULATIVE)


def _canonical_quarter(match: "re.Match[str]") -> Period | None:
    return Period(match.string)


def _quarter(match: "re.Match[str]") -> Period | None:
    quarter = _small(match["quarter"])
    return Period(f"{_year_of(match)}-Q{quarter}", SINGLE_PERIOD) if quarter in QUARTERS else None


def _quarters(match: "re.Match[str]") -> Period | None:
    months = MONTHS_OF_QUARTER * _small(match["quarter"])
    is_real = MONTHS_OF_QUARTER < months <= LAST_MONTH
    return Period(f"{_year_of(match)}-{months:02}", CUMULATIVE) if is_real else None


def _years(match: "re.Match[str]") -> Period | None:
    first, last = int(read_digits(match["year"])), int(read_digits(match["last"]))
    is_canonical = match.string == f"{first}-{last}"
    if last - first != YEARS_OF_PLAN - 1:
        return None
    return Period(f"{first}-{last}", None if is_canonical else FIVE_YEARS)


def _plan(match: "re.Match[str]") -> Period | None:
    plan = _small(match["plan"])
    if plan not in PLANS:
        return None
    first = SIXTH_PLAN_FROM + YEARS_OF_PLAN * (plan - PLANS.start)
    last = first + YEARS_OF_PLAN - 1
    if match["year"] and (match["year"], match["last"]) != (str(first), str(last)):
        return None
    return Period(f"{first}-{last}", FIVE_YEARS)


def _month_period(match: "re.Match[str]", basis: str | None) -> Period | None:
    month = _small(match["month"])
    return Period(f"{_year_of(match)}-{month:02}", basis) if 1 <= month <= LAST_MONTH else None


def _year_of(match: "re.Match[str]") -> str:
    return read_digits(match["year"])


def _small(text: str) -> int:
    """Answers a month, quarter or plan; 0 for what is none."""
    number = read_numeral(text)
    return int(number) if number is not None and number == int(number) else 0


_M: Final = f"(?P<month>{_SMALL})"
_QUARTER: Final = "(?:季度?|个?季度)"
_FORMS: Final[tuple[tuple[re.Pattern[str], _Maker], ...]] = tuple(
    (re.compile(form), maker)
    for form, maker in (
        ("(?P<year>[0-9]{4})-Q[1-4]", _canonical_quarter),
        (_YEAR, _year),
        (f"{_IN_YEAR}(?:度?全年|整年|年度合计|年合计)(?:累计|合计)?", _whole_year),
        (f"(?P<year>{_N}{{4}})年1年", _whole_year),
        (f"{_UP_TO}{_IN_YEAR}(?:年?[末底]|12月(?:31日|[末底]))", _year_end),
        # 20244 has a digit too few or one too many: a month that nothing sets apart has two
        (f"(?P<year>{_N}{{4}})(?P<month>[0-9]{{2}})", _month),
        (f"(?P<year>{_N}{{4}})(?:年[-/]?|[-/])(?P<month>[0-9]{{1,2}})(?:月份?)?", _month),
        (f"{_IN_YEAR}{_M}月份?", _month),
        (r"(?P<year>[0-9]{4})\.(?P<month>0[1-9]|1[0-2]|[2-9])", _month),
        (f"{_IN_YEAR}{_M}月份?(?:当月|单月)", _single_month),
        (f"{_UP_TO}{_IN_YEAR}{_M}月份?[末底]", _month_end),
        (
            f"{_IN_YEAR}[.]?[1一](?:月份?)?{_TO}(?:(?P=year)年)?{_M}(?:月份?)?[末底]?{_FROM_JANUARY}",
            _from_january,
        ),
        (f"{_IN_YEAR}前{_M}个?月{_FROM_JANUARY}", _from_january),
        (f"{_UP_TO}{_IN_YEAR}{_M}月份?[末底]?(?:累计|累积|止)", _from_january),
        (f"{_IN_YEAR}(?:上半年|-?H1){_FROM_JANUARY}", _first_half),
        (f"{_IN_YEAR}-?(?:Q|第)?(?P<quarter>[1-4一二三四]){_QUARTER}", _quarter),
        ("(?P<year>[0-9]{4})年?[-/ ]?Q(?P<quarter>[1-4])", _quarter),
        ("Q(?P<quarter>[1-4])[-/ ](?P<year>[0-9]{4})", _quarter),
        (
            f"{_IN_YEAR}(?:[1一]{_TO}|前)(?P<quarter>[2-4二两三四])个?{_QUARTER}{_FROM_JANUARY}",
            _quarters,
        ),
        (f"(?P<year>{_N}{{4}})年?{_TO}(?P<last>{_N}{{4}})年?{_TOTAL}", _years),
        (f"(?P<plan>十?[一二三四五六七八九]|十)五{_PLAN_WORD}{_PLAN_YEARS}", _plan),
        (f"第(?P<plan>{_SMALL})个五年{_PLAN_WORD}{_PLAN_YEARS}", _plan),
    )
)
_QUOTES: Final = re.compile("[“”\"'\u2018\u2019「」『』《》]")
_ERA: Final = re.compile("^(?:公元|西元)")


def read_period(text: str) -> Reading[Period]:
    """Answers the period a cell names, and the basis its words imply.

    Args:
        text: 2015, 2015年度, 2015.0, 二〇一五年, 2015年6月, 201506, 2015年1-10月, 2015年上半年,
            2015年前三季度, 2015年一季度, 2015Q1, 2015年末, 十二五期间, 2011-2015年 and the like.

    Returns:
        The period; or period_roc_year with the western year; or period_not_recognised, also for
        a second half, months not from January on, a span other than five years, no year, a year
        of two digits.
    """
    if len(text) > LONGEST_TEXT:
        return refused("period_not_recognised", shorten(text))
    found = clean(text)
    plain = _ERA.sub("", _QUOTES.sub("", found))
    for form, maker in _FORMS:
        match = form.fullmatch(plain)
        period = maker(match) if match else None
        if period and EARLIEST_YEAR <= int(period.period[:4]) <= LATEST_YEAR:
            return Reading(period)
    year = roc_year(f"{plain}年" if re.fullmatch("[0-9]{3}", plain) else plain)
    if year:
        return refused("period_roc_year", f"{shorten(found)} → {year}")
    return refused("period_not_recognised", _suggest(found, plain))


_NO_YEAR: Final = re.compile(
    f"(?:[1一]月?{_TO})?{_M}月份?|[前]?{_M.replace('month', 'months')}个?月"
)


def _suggest(found: str, plain: str) -> str:
    """Answers what was found and, where there is one, the form that may be meant."""
    shown = shorten(found)
    meant = ""
    if half := re.fullmatch(f"{_IN_YEAR}(?:下半年|-?H2)", plain):
        meant = f"{_year_of(half)}-Q3 / {_year_of(half)}-Q4"
    elif tenths := re.fullmatch(r"([0-9]{4})\.1", plain):
        meant = f"{tenths[1]}-01 / {tenths[1]}-10"
    elif day := re.match(r"([0-9]{4})-([0-9]{2})-[0-9]{2}(?: |$)", plain):
        meant = f"{day[1]}-{day[2]} / {day[1]}"
    elif odd := re.fullmatch("([0-9]{4})([1-9])", plain):
        meant = f"{odd[1]} / {odd[1]}-0{odd[2]}"
        meant += f" / {odd[1]}-Q{odd[2]}" if int(odd[2]) in QUARTERS else ""
    elif short := re.fullmatch("([0-9]{2})年?", plain):
        meant = f"20{short[1]} / 19{short[1]}"
    elif backwards := re.fullmatch("([0-9]{4})年?-([0-9]{4})年?", plain):
        first, last = sorted((int(backwards[1]), int(backwards[2])))
        meant = f"{first}-{last}" if last - first == YEARS_OF_PLAN - 1 else ""
    elif bare := _NO_YEAR.fullmatch(plain):
        month = _small(bare["month"] or bare["months"])
        meant = f"YYYY-{month:02}" if 1 <= month <= LAST_MONTH else ""
    return f"{shown} → {meant} ?" if meant else shown
