"""A target in sentences: will it be met, what is left, and what growth alone would do."""

import polars as pl

from app.base import database, numbers
from app.base.words import Words
from app.plans import plan_questions, verdicts

JUDGED = ("met", "not_met", "on_track", "acceleration_needed", "limited_progress", "deteriorating")
# Rules whose targets have a short name of their own: the 30% reduction target for 2020.
NAMED = ("relative_reduction", "absolute_cap", "floor")


def answer(row: verdicts.Row, allowances: pl.DataFrame, words: Words) -> str:
    """Answers the page's question in a sentence: will it be met, and what is left of it.

    Args:
        row: The target's verdict.
        allowances: What still fits, rows of fct_target_allowances; empty where that is unknown.
        words: The words of the page.
    """
    said = {
        "region": row[words.column("region_name")],
        "target": aimed(row, words),
        "requirement": verdicts.requirement(row, words),
        "actual": verdicts.amount(row["actual_value"], row, words),
        "when": verdicts.period(verdicts.judged_at(row), words),
        "limit": verdicts.amount(row["target_limit"], row, words, further=1),
        "base": verdicts.period(row["base_period"], words),
    }
    status = row["status_code"]
    if status == "not_comparable":
        breaks = database.ask(plan_questions.BREAKS, (row["target_code"],))
        code = "target_says_broken" if breaks.height else "target_says_not_comparable"
        year = breaks["year"][-1] if breaks.height else None
        return words(code, **said, year=year)
    counts = allowances.filter(~pl.col("is_rate") & pl.col("count_allowed_next_year").is_not_null())
    if status in JUDGED and not row["is_due"] and counts.height:
        return _allowed(row, counts.row(0, named=True), said, words)
    if status not in JUDGED or row["actual_value"] is None:
        return words(f"target_says_{status if status not in JUDGED else 'by_change'}", **said)
    return words(f"target_says_{status}", **said)


def _allowed(row: verdicts.Row, found: verdicts.Row, said: dict[str, str], words: Words) -> str:
    """Answers how many there may be, how it stands, and how many still fit next year."""
    used = found["count_used_next_year"]
    left = words(
        "target_left" if used is not None else "target_left_all",
        year=row["as_of_year"] + 1,
        count=numbers.plain(
            found["count_allowed_next_year"] if used is None else max(0, found["room_next_year"])
        ),
        unit=verdicts.unit(row, words),
        used=numbers.plain(used),
        through=verdicts.counted_to(found["counted_through_period"], words)
        if used is not None
        else "",
    )
    return words(
        "target_leads",
        region=said["region"],
        indicator=words.within(str(row[words.column("target_name")]), row["indicator_code"]),
        year=row["target_year"],
        count=numbers.plain(found["count_allowed_to_end"]),
        unit=verdicts.unit(row, words),
        status=words.within(str(row[words.column("status_name")])),
        actual=said["actual"],
        when=said["when"],
        left=left,
    )


def aimed(row: verdicts.Row, words: Words) -> str:
    """Answers what is aimed at as a noun: the 30% reduction target for 2020 in deaths."""
    rule = row.get("requirement_code") or row["rule_code"]
    code = f"aims_{rule}" if rule in NAMED else "aims"
    name = str(row[words.column("target_name")])
    return words(
        code,
        indicator=words.within(name, row["indicator_code"]),
        requirement=verdicts.requirement(row, words),
        value=verdicts.asked(row, words),
        year=row["target_year"],
        base=verdicts.period(row["base_period"], words),
    )


def room(found: verdicts.Row, row: verdicts.Row, words: Words) -> str:
    """Answers how many events still fit, in sentences.

    Args:
        found: A row of fct_target_allowances.
        row: The target's row.
        words: The words of the page.
    """
    said = []
    # in English what is counted, not persons
    is_rate = found.get("is_rate", True)
    counted = words.within(words("column_count")) if is_rate else verdicts.unit(row, words)
    unit = counted if words.language == "en" else found["count_unit"]
    total = row["value_basis"] == "total_of_years"
    if found["count_allowed_to_end"] is not None:
        said.append(
            words(
                "room_total" if total else "room_to_end",
                count=numbers.plain(found["count_allowed_to_end"]),
                unit=unit,
                year=found["target_year"],
            )
        )
    if found["count_allowed_next_year"] is not None:
        said.append(
            words(
                "room_next_year",
                count=numbers.plain(found["count_allowed_next_year"]),
                unit=unit,
                year=row["as_of_year"] + 1,
            )
        )
    if found["room_next_year"] is not None:
        said.append(
            words(
                "room_left" if found["room_next_year"] >= 0 else "room_over",
                count=numbers.plain(abs(found["room_next_year"])),
                unit=unit,
                used=numbers.plain(found["count_used_next_year"]),
                through=verdicts.counted_to(found["counted_through_period"], words),
            )
        )
    return words.sentences(*said)


def slack(found: verdicts.Row, row: verdicts.Row, words: Words) -> str:
    """Answers what growth of the denominator alone would meet a rate's target, in a sentence.

    Args:
        found: A row of fct_target_slack with the measure's name.
        row: The target's row.
        words: The words of the page.
    """
    named = {
        "denominator": words(
            f"slack_{found['denominator_measure']}"
            if found["denominator_measure"] == "gdp"
            else "slack_measure",
            measure=found[words.column("measure_name")],
        ),
        "target": row[words.column("target_name")],
        "rate": numbers.plain(found["rate_reduction_pct"]),
    }
    said = []
    if found["growth_with_count_target_pct"] is not None:
        said.append(
            words(
                "slack_with_count",
                **named,
                count=numbers.plain(found["count_reduction_pct"]),
                growth=f"{found['growth_with_count_target_pct']:.1f}",
            )
        )
    said.append(words("slack_alone", **named, growth=f"{found['growth_alone_pct']:.1f}"))
    actual = found["actual_growth_pct"]
    said.append(
        words("slack_actual", **named, growth=f"{actual:.1f}")
        if actual is not None
        else words("slack_actual_missing", **named)
    )
    return words.sentences(*said)
