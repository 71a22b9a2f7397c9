"""What the page of months says: the count, how it changed, how the year is expected to end."""

from collections.abc import Mapping
from typing import Any, Final

from app.base import numbers
from app.base.words import Words

Row = Mapping[str, Any]
# Of these a sentence has words of its own: 死亡41人.
SPOKEN: Final = ("accidents", "deaths")
DECEMBER: Final = 12
# What is nearly sure, or nearly out of the question, is not told to a per cent.
LEAST, MOST = 0.01, 0.99


def so_far(month: str, words: Words) -> str:
    """Answers what the time since January is called: 2026年1—10月."""
    return numbers.period({"period": month, "period_basis": "cumulative_from_january"}, words)


def alone(month: str, words: Words) -> str:
    """Answers what a month is called: 2026年10月."""
    return numbers.period({"period": month, "period_basis": "single_month"}, words)


def amount(value: float, row: Row, words: Words) -> str:
    """Answers a count of the row's measure as a sentence has it: 死亡41人, 41 deaths."""
    code = row["measure_code"] if row["measure_code"] in SPOKEN else "other"
    name = words.within(row[words.column("measure_name")])
    return words(
        f"months_amount_{code}", number=numbers.count(value), measure=name, unit=row["unit"]
    )


def counted(value: float, row: Row, words: Words) -> str:
    """Answers a count with its unit alone: 3人; in English the number."""
    unit = row["unit"] if words.language == "zh" else ""
    return f"{numbers.count(value)}{unit}"


def answer(row: Row, outlook: Row | None, words: Words) -> str:
    """Answers in one sentence how the year goes; what is not known is left out.

    Args:
        row: The month asked for, of fct_monthly_counts, with its unit.
        outlook: How the year is expected to end, of fct_year_outlooks.
        words: The words of the page.
    """
    is_whole = row["cumulated"] is not None
    period = so_far(row["period"], words) if is_whole else alone(row["period"], words)
    value = row["cumulated"] if is_whole else row["value"]
    return words(
        "months_answer",
        period=period,
        region=row[words.column("region_name")],
        amount=amount(value, row, words),
        scope=words.within(row[words.column("scope_name")], row["scope_code"]),
        change=_change(row, words, "cumulated_" if is_whole else ""),
        outlook=_outlook(outlook, row, words) if outlook else "",
    )


def _change(row: Row, words: Words, which: str) -> str:
    """Answers how many more or fewer than a year before; nothing where that is not known."""
    change = row[f"{which}change"]
    if change is None:
        return ""
    if change == 0:
        return words("months_same")
    per_cent = row[f"{which}change_pct"]
    is_beyond = row[f"is_{which}beyond_chance"]
    chance = words("months_beyond" if is_beyond else "months_within")
    told = words("months_from_zero") if per_cent is None else numbers.change(per_cent, words)
    return words(
        "months_more" if change > 0 else "months_fewer",
        number=counted(abs(change), row, words),
        share=told,
        chance=chance,
    )


def _outlook(outlook: Row, row: Row, words: Words) -> str:
    said = []
    is_open = outlook["period_month"] < DECEMBER
    if is_open and outlook["expected_year_end"] is not None:
        said.append(
            words(
                "months_expected",
                number=counted(round(outlook["expected_year_end"]), row, words),
                lower=numbers.count(outlook["lower_80"]),
                upper=numbers.count(outlook["upper_80"]),
            )
        )
    said += _limit(outlook, row, words, is_open=is_open)
    joined = words("months_comma").join(said)
    return words("months_outlook", said=joined) if said else ""


def _limit(outlook: Row, row: Row, words: Words, *, is_open: bool) -> list[str]:
    """Answers how the limit of the year stands, where it is one of the measure itself."""
    if outlook["outlook_kind"] != "quota" and outlook["indicator_code"] != row["measure_code"]:
        return []
    kind, limit = outlook["outlook_kind"], counted(outlook["limit_value"], row, words)
    if outlook["used"] > outlook["limit_value"]:
        return [words(f"months_{kind}_broken", limit=limit)]
    if not is_open:
        return [words(f"months_{kind}_kept", limit=limit)]
    if outlook["probability_within"] is None:
        return []
    probability = chance(1 - outlook["probability_within"], words)
    return [words(f"months_{kind}_chance", limit=limit, probability=probability)]


def chance(probability: float, words: Words) -> str:
    """Answers a probability in whole per cent: 65%, 不到1%, 99%以上."""
    if probability < LEAST:
        return words("months_chance_least")
    if probability > MOST:
        return words("months_chance_most")
    return words("per_cent", number=numbers.number(100 * probability, 0))
