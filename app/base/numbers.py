"""Numbers and periods as people write them."""

import re
from collections.abc import Mapping
from typing import Final

from app.base.words import Words

MISSING = "–"
MINUS = "−"
_NUMBERED: Final = re.compile(r"(?P<number>[0-9][0-9,]*) (?P<unit>.+)")


def number(value: float | None, decimals: int) -> str:
    """Answers a number with a fixed number of decimals and separated thousands.

    Args:
        value: The number; None is shown as a dash, never as zero.
        decimals: Digits after the point.
    """
    return MISSING if value is None else f"{value:,.{decimals}f}"


def plain(value: float | None) -> str:
    """Answers a value with up to four decimals, as many as it has."""
    return MISSING if value is None else f"{value:,.4f}".rstrip("0").rstrip(".")


def multiplied(value: float | None, unit: str) -> tuple[float | None, str]:
    """Answers a value in a unit without a number before it: 8,000 10,000 yuan is 80,000,000 yuan.

    Args:
        value: In the unit; None stays so.
        unit: The unit's name; one like 万元 or 人/亿元 is left as it is.
    """
    found = _NUMBERED.fullmatch(unit)
    if value is None or not found:
        return value, unit
    return value * float(found["number"].replace(",", "")), found["unit"]


def signed(value: float, decimals: int) -> str:
    """Answers a number with its sign."""
    return f"{value:+,.{decimals}f}".replace("-", MINUS)


def change(per_cent: float | None, words: Words) -> str:
    """Answers a change in per cent with its sign; a dash where it is not known, or was from zero.

    Args:
        per_cent: The change; None where there is none.
        words: The words of the page.
    """
    return MISSING if per_cent is None else words("per_cent", number=signed(per_cent, 1))


def as_printed(value: float | None, decimals: int | None) -> str:
    """Answers a figure with as many decimals as its source prints."""
    return number(value, decimals or 0)


def count(value: float | None) -> str:
    """Answers a count, with decimals only where it has a fraction."""
    if value is None:
        return MISSING
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}".rstrip("0")


def interval(lower: float | None, upper: float | None, decimals: int) -> str:
    """Answers an interval as lower–upper, a dash where there is none."""
    if lower is None or upper is None:
        return MISSING
    return f"{number(lower, decimals)}–{number(upper, decimals)}"


def period(row: Mapping[str, object], words: Words) -> str:
    """Answers a period as people say it: 2015年, 2015年1—6月, 2021年前三季度, 2011–2015年.

    Twelve months in a row are those to the last of them: 截至2024年6月的12个月.

    Args:
        row: A row with period (2015, 2015-06, 2021-Q3, 2011-2015) and period_basis.
        words: The words of the page.
    """
    code = str(row["period"])
    first, _, second = code.partition("-")
    so_far = "_so_far" if row["period_basis"] == "cumulative_from_january" else ""
    if not second:
        return words("period_year", year=first)
    if len(second) == len(first):
        return words("period_years", first=first, last=second)
    said = words(f"period_{second.lower()}{so_far}", year=first)
    is_rolling = row["period_basis"] == "rolling_12_months"
    return words("period_months_to", month=said) if is_rolling else said
