"""Units and amounts as the reader's language has them: 3517.81 亿元, ¥351.8 billion."""

from typing import Any

from app.base import database, numbers
from app.base.words import Words

MILLION, BILLION = 1e6, 1e9
MONEY = "元"
UNITS = "select unit_code, unit_name_en, base_unit, factor from dim_units"


def named(unit: str | None, words: Words) -> str:
    """Answers what a unit is called in the language of the page; an unknown one as it is."""
    known = _known().get(unit or "")
    return str(known["unit_name_en"]) if known and words.language == "en" else unit or ""


def amount(value: float | None, unit: str | None, words: Words) -> str:
    """Answers a value with its unit: in Chinese as printed, in English in millions and billions.

    Args:
        value: The value in that unit; a dash where it is not known.
        unit: The unit's code, as 亿元.
        words: The words of the page.
    """
    known = _known().get(unit or "")
    if value is None:
        return numbers.MISSING
    if words.language == "zh" or known is None:
        return words("amount", number=numbers.count(value), unit=unit or "").strip()
    base = value * known["factor"]
    size = abs(base)
    code = "billion" if size >= BILLION else "million" if size >= MILLION else "plain"
    divisor = {"billion": BILLION, "million": MILLION, "plain": 1}[code]
    shown = numbers.count(base) if code == "plain" else _short(base / divisor)
    if known["base_unit"] == MONEY:
        return words(f"money_{code}", number=shown)
    return words(f"amount_{code}", number=shown, unit=named(known["base_unit"], words))


def _known() -> dict[str, dict[str, Any]]:
    return {row["unit_code"]: row for row in database.ask(UNITS).iter_rows(named=True)}


def _short(value: float) -> str:
    """Answers a number with four digits that count: 351.8, 35.18, 1,044."""
    whole = len(f"{abs(value):.0f}")
    return numbers.number(value, max(0, 4 - whole))
