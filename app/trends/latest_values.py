"""The latest value of a series in words: how much, changed by how much, beyond chance or not."""

from typing import Any

import polars as pl

from app.base import database, numbers, reasons, units
from app.base.words import Words

# Reasons not to compare that say nothing of the figures.
NOT_REASONS = ("previous_value_missing", "computed_value_missing")

# Where the year before is not known: the nearest earlier year, one that compares before others.
EARLIER = """
select from_period, change_pct, change_is_beyond_chance, null as comparability_reason_code
from fct_rate_decompositions
where region_code = ? and indicator_code = ? and scope_code = ? and to_period = ?
union all
select from_period, null, null, comparability_reason_code
from fct_incomparable_years
where region_code = ? and indicator_code = ? and scope_code = ? and to_period = ?
order by comparability_reason_code is not null, from_period desc
limit 1
"""

TREND = """
select * from fct_indicator_trends
where region_code = ? and indicator_code = ? and scope_code = ?
"""


def answer(shown: pl.DataFrame, indicator: dict[str, str], scope: str, words: Words) -> str:
    """Answers the page's question in one sentence: the latest value of the first region.

    It says how the value has changed, and whether that is beyond chance.

    Args:
        shown: The points with a value, ordered by the choice of regions and time.
        indicator: The indicator's row of dim_indicators.
        scope: The scope as people call it.
        words: The words of the page.
    """
    row = _last(shown)
    name = indicator[words.column("indicator_name")]
    said = {
        "period": numbers.period(row, words),
        "region": row[words.column("region_name")],
        "indicator": words.within(name, str(indicator["indicator_code"])),
        "scope": words.within(scope, str(row["scope_code"])),
        "printed": numbers.as_printed(row["published_rate"], row["published_decimals"]),
    }
    if row["computed_rate"] is None:
        return words("answer_printed", **said)
    value, unit = numbers.multiplied(row["computed_rate"], indicator[words.column("unit")])
    notes = {"provisional_note": row["is_provisional"], "few_events": _is_few(row)}
    kind = "level" if not indicator["is_poisson_count"] else indicator["indicator_kind"]
    return words(
        f"answer_{kind}",
        **said,
        value=numbers.number(value, int(indicator["decimals"])),
        unit=unit,
        notes="".join(words(note) for note, holds in notes.items() if holds),
        changed=_changed(row, indicator, words),
    )


def _is_few(row: dict[str, Any]) -> bool:
    return bool(row["interval_method"] == "exact")


def _last(shown: pl.DataFrame) -> dict[str, Any]:
    return shown.filter(pl.col("place") == shown["place"].min()).row(-1, named=True)


def _changed(row: dict[str, Any], indicator: dict[str, Any], words: Words) -> str:
    """Answers the change from a year earlier, else from the nearest year that compares."""
    compared = {**row, "from_period": row["previous_period"]}
    if row["comparability_reason_code"] == "previous_value_missing":
        key = [row[name] for name in ("region_code", "indicator_code", "scope_code", "period")]
        earlier = database.ask(EARLIER, [*key, *key]) if row["period_basis"] == "year" else None
        if earlier is None or not earlier.height:
            return ""
        compared = earlier.row(0, named=True)
    previous = numbers.period({**row, "period": compared["from_period"]}, words)
    per_cent, beyond = compared["change_pct"], compared["change_is_beyond_chance"]
    if per_cent is None:
        is_said = compared["comparability_reason_code"]
        return words("answer_not_compared", previous=previous) if is_said else ""
    way = direction(per_cent)
    # fewer deaths, but a lower loss
    noun = "count" if indicator["is_poisson_count"] else "level"
    changed = words(
        f"answer_{way}_{noun}" if way != "stayed" else "answer_stayed",
        change=numbers.number(abs(per_cent), 1),
        previous=previous,
    )
    if beyond is None or way == "stayed":
        return changed
    return changed + words(f"answer_beyond_{way}" if beyond else "answer_within")


def behind(shown: pl.DataFrame, indicator: dict[str, str], words: Words) -> str:
    """Answers what the latest value rests on, and the recent trend."""
    row = _last(shown)
    said = []
    if row["lower_95"] is not None:
        decimals = int(indicator["decimals"])
        interval = numbers.interval(row["lower_95"], row["upper_95"], decimals)
        said.append(words("behind_interval", interval=interval))
    if row["computed_rate"] is not None and row["denominator"] is not None:
        # the unit's code: amounts are said in it, or in millions and billions
        amount = units.amount(
            row["denominator_display_value"], row["denominator_display_unit"], words
        )
        name = row[words.column("denominator_measure_name")]
        count = numbers.count(row["numerator"])
        said.append(
            words(
                "behind_rate",
                count=count,
                name=words.within(str(name), row["denominator_measure"]),
                denominator=amount,
            )
        )
    if row["comparability_reason_code"] not in (None, *NOT_REASONS):
        said.append(
            words("behind_reason", reason=reasons.reason(row["comparability_reason_code"], words))
        )
    if row["period_basis"] == "year":
        key = [row[name] for name in ("region_code", "indicator_code", "scope_code")]
        said += [_trend(each, words) for each in database.ask(TREND, key).iter_rows(named=True)]
    return words.sentences(*said)


def _trend(row: dict[str, str], words: Words) -> str:
    why = reasons.reason(row["reason"], words)
    if row["trend"] == "not_calculable":
        return words("trend_unknown", reason=why)
    trend = words(f"trend_{row['trend']}")
    first, last = row["from_period"], row["to_period"]
    return words("trend_recent", first=first, last=last, trend=trend, reason=why)


def change(per_cent: float, words: Words, *, is_beyond_chance: bool | None) -> str:
    """Answers a change in words: 下降 48.1%（超出随机波动）.

    Args:
        per_cent: The change in per cent.
        is_beyond_chance: Whether it is; None where that cannot be told.
        words: The words of the page.
    """
    size = numbers.number(abs(per_cent), 1)
    said = words(f"change_{direction(per_cent)}", change=size)
    if is_beyond_chance is None:
        return said
    return said + words("chance_beyond" if is_beyond_chance else "chance_within")


def direction(value: float) -> str:
    """Answers whether something rose, fell or stayed."""
    if value == 0:
        return "stayed"
    return "rose" if value > 0 else "fell"
