"""The first sentences of the overview: the newest figures of a region, then its plan."""

from collections.abc import Mapping
from typing import Any

from app.base import numbers
from app.base.words import Words
from app.plans import verdicts

Row = Mapping[str, Any]
# In the order in which readers ask; the first is told even where there is none.
STATUSES = (
    "met",
    "on_track",
    "acceleration_needed",
    "limited_progress",
    "deteriorating",
    "not_met",
    "not_comparable",
)
# What cannot be judged for want of figures is told as one.
WITHOUT_FIGURES = ("base_missing", "no_data")


def newest(facts: Mapping[str, Row], region: str, words: Words) -> str:
    """Answers in one sentence what is known of a region now; nothing where nothing is.

    The newest count, the whole year before it, and the newest rate against that of the nation.

    Args:
        facts: Rows of fct_latest_values by headline_code: count and rate, as far as known.
        region: The region as people call it.
        words: The words of the page.
    """
    said, years = [], []
    count, rate = facts.get("count"), facts.get("rate")
    if count is not None:
        said.append(_count(count, region, words))
        years.append(count["period"])
        if count["year_period"] not in (None, count["period"]):
            said.append(_whole_year(count, words))
            years.append(count["year_period"])
    if rate is not None:
        said.append(_rate(rate, region, words, has_subject=bool(said), year_told=years[-1:]))
    if not said:
        return ""
    return words("headline", facts=words("list_clause").join(said))


def standing(row: Row, words: Words) -> str:
    """Answers in one sentence where a plan's indicators stand, all of them counted.

    Args:
        row: Of fct_latest_standings, or of fct_plan_standings for one period.
        words: The words of the page.
    """
    said = {"plan": row[words.column("plan_name")], "as_of": _as_of(row, words)}
    if not row["indicators"]:
        return words("standing_without_indicators", **said)
    return words("standing_answer", indicators=row["indicators"], counts=counts(row, words), **said)


def counts(row: Row, words: Words) -> str:
    """Answers how many of a plan's indicators have which status, in words."""
    told = [_counted(code, row, words) for code in STATUSES if row[f"indicators_{code}"]]
    without = sum(row[f"indicators_{code}"] for code in WITHOUT_FIGURES)
    if without:
        told.append(words("standing_without_figures", number=without))
    none_met = "" if row["indicators_met"] else words("standing_none_met")
    return none_met + words("list_comma").join(told)


def _counted(code: str, row: Row, words: Words) -> str:
    number = row[f"indicators_{code}"]
    if code == "not_comparable" and row["crossed_break_kind"]:
        kind = words(f"overview_break_{row['crossed_break_kind']}")
        year = row["crossed_break_year"]
        return words("standing_not_comparable_since", number=number, year=year, kind=kind)
    return words(f"standing_{code}", number=number)


def _as_of(row: Row, words: Words) -> str:
    """Answers when it was last told of, where that is not the end of the plan."""
    last = row.get("latest_period") or row.get("as_of_period")
    if not last or last == str(row["plan_to_year"]):
        return ""
    return words("standing_as_of", period=verdicts.up_to(last, words))


def _count(row: Row, region: str, words: Words) -> str:
    value = row["computed_rate"] if row["computed_rate"] is not None else row["published_rate"]
    said = {
        "number": numbers.count(value),
        "scope": words.within(row[words.column("scope_name")]),
        "indicator": words.within(row[words.column("indicator_name")], row["indicator_code"]),
        "unit": row[words.column("unit")],
    }
    is_deaths = row["indicator_code"] == "deaths"
    what = words("headline_deaths" if is_deaths else "headline_counted", **said)
    if is_deaths and value == 1:
        what = words("headline_one_death", **said)
    period = numbers.period(row, words)
    change = _change_of_count(row, value, words)
    return words("headline_now", region=region, period=period, what=what, change=change)


def _change_of_count(row: Row, value: float, words: Words) -> str:
    """Answers by how many a count has changed from a year before, where the two compare."""
    before = row["previous_value"]
    if before is None:
        return ""
    previous = numbers.period({**row, "period": row["previous_period"]}, words)
    if value == before:
        return words("headline_same", previous=previous)
    code = "headline_fewer" if value < before else "headline_more"
    by = words(
        code,
        previous=previous,
        number=numbers.count(abs(value - before)),
        unit=row[words.column("unit")],
    )
    return by + chance(row, words)


def chance(row: Row, words: Words) -> str:
    """Answers whether a change is beyond chance, in brackets; nothing where not tested."""
    if row["change_is_beyond_chance"] is None:
        return ""
    return words("chance_beyond" if row["change_is_beyond_chance"] else "chance_within")


def against_nation(row: Row, words: Words) -> str:
    """Answers how a rate lies against that of the nation; nothing where there is none.

    Args:
        row: Of fct_latest_values.
        words: The words of the page.
    """
    if row["nation_value"] is None:
        return ""
    nation = numbers.number(row["nation_value"], int(row["decimals"]))
    return words(f"against_nation_{row['against_nation_code'] or 'untested'}", nation=nation)


def _whole_year(row: Row, words: Words) -> str:
    return words(
        "headline_year",
        period=numbers.period({"period": row["year_period"], "period_basis": "year"}, words),
        number=numbers.count(row["year_value"]),
        unit=row[words.column("unit")],
    )


def _rate(row: Row, region: str, words: Words, *, has_subject: bool, year_told: list[str]) -> str:
    decimals = int(row["decimals"])
    value = numbers.number(row["computed_rate"], decimals)
    if row["computed_rate"] is None:
        value = numbers.as_printed(row["published_rate"], row["published_decimals"])
    said = {
        "indicator": words.within(row[words.column("indicator_name")], row["indicator_code"]),
        "value": value,
        "period": numbers.period(row, words),
        "region": region,
    }
    code = "headline_rate_of_year" if [row["period"]] == year_told else "headline_rate"
    beside = against_nation(row, words)
    if not beside and row["change_pct"] is not None:
        beside = _change_of_rate(row, words)
    told = words(code if has_subject else "headline_rate_alone", **said)
    return words("list_counts").join(each for each in (told, beside) if each)


def _change_of_rate(row: Row, words: Words) -> str:
    previous = numbers.period({**row, "period": row["previous_period"]}, words)
    change = row["change_pct"]
    code = "headline_rate_fell" if change < 0 else "headline_rate_rose"
    said = words(code, previous=previous, change=numbers.number(abs(change), 1))
    return said + chance(row, words)
