"""Numbers and periods as people write them."""

from app.words import Words

MISSING = "–"


def number(value: float | None, decimals: int) -> str:
    """Answers a number with a fixed number of decimals and separated thousands.

    Args:
        value: The number; None is shown as a dash, never as zero.
        decimals: Digits after the point.
    """
    return MISSING if value is None else f"{value:,.{decimals}f}"


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


def period(code: str, words: Words) -> str:
    """Answers a period as people say it: 2015年, 2015年6月, 2021年三季度, 2011–2015年.

    Args:
        code: 2015, 2015-06, 2021-Q3 or 2011-2015.
        words: The words of the page.
    """
    first, _, second = code.partition("-")
    if not second:
        return words("period_year", year=first)
    if second.startswith("Q"):
        return words("period_quarter", year=first, quarter=second[1:])
    if len(second) == len(first):
        return words("period_years", first=first, last=second)
    return words(f"period_month_{second}", year=first)
