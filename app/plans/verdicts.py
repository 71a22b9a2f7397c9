"""A target's verdict in words: what is asked, the status, the parts side by side."""

from collections.abc import Mapping
from html import escape
from typing import Any

from app.base import numbers
from app.base.words import Words

Row = Mapping[str, Any]
MISSING = numbers.MISSING
MONTH_DIGITS = 2
TOTALS = ("vs_previous_five_year_total", "zero")


def period(code: str | None, words: Words) -> str:
    """Answers a period of a target as people say it; a half year is the twelve months to it.

    Args:
        code: 2018, 2018-06 or 2011-2015.
        words: The words of the page.
    """
    if not code:
        return MISSING
    first, _, second = code.partition("-")
    if len(second) == MONTH_DIGITS:
        return words("as_of_months", year=first, month=int(second))
    return numbers.period({"period": code, "period_basis": "year"}, words)


def unit(row: Row, words: Words) -> str:
    """Answers the unit of a target's values; a per cent whose base is unsaid says so."""
    name = str(row[words.column("unit")] or row["unit"] or "")
    return words("unit_unstated") if name.startswith("% (") else name


def amount(number: float | None, row: Row, words: Words) -> str:
    """Answers a value of the target with its unit."""
    return MISSING if number is None else _with_unit(number, unit(row, words), words)


def status(row: Row, words: Words, prefix: str = "") -> str:
    """Answers a status as sign and word, in HTML.

    Args:
        row: A row with status_code, sign and status_name, or their joint or alternative twins.
        words: The words of the page.
        prefix: Empty, "joint_" or "alternative_".
    """
    code, name = row[f"{prefix}status_code"], row[words.column(f"{prefix}status_name")]
    sign = row[f"{prefix}sign"]
    kind = escape(code.replace("_", "-"))
    return f'<span class="status {kind}">{escape(sign)} {escape(name)}</span>'


def requirement(row: Row, words: Words) -> str:
    """Answers what the plan asks for in one phrase, with its year."""
    rule = row["rule_code"]
    if rule != "deed" and row["target_value"] is None:
        rule = {"increase": "increase_any", "zero": "zero"}.get(rule, rule)
    if rule == "yearly_decline" and row["is_higher_better"]:
        rule = "yearly_rise"
    is_own_unit = (row["target_unit"] or "").startswith("% (") or row["target_unit"] == row["unit"]
    said = unit(row, words) if is_own_unit else str(row["target_unit"] or "")
    return words(
        f"requires_{rule}",
        year=row["target_year"],
        base=period(row["base_period"], words),
        value=_with_unit(row["target_value"], said, words),
    )


def parts(row: Row, words: Words) -> list[tuple[str, str]]:
    """Answers the five parts of a verdict, each a question and its answer.

    Args:
        row: A row of fct_target_progress.
        words: The words of the page.
    """
    return [
        (words("part_met"), _met(row, words)),
        (words("part_path"), _said("path", row["is_on_path"], words)),
        (words("part_chance"), _said("chance", row["change_is_beyond_chance"], words)),
        (words("part_comparable"), _said("comparable", row["is_comparable"], words)),
        (words("part_base"), _base(row, words)),
    ]


def is_judged(row: Row) -> bool:
    """Answers whether any part of the verdict is known beyond the base's wording."""
    names = ("meets_printed", "is_on_path", "change_is_beyond_chance", "is_comparable")
    return any(row[name] is not None for name in names)


def parts_html(row: Row, words: Words) -> str:
    """Answers the five parts side by side, in HTML."""
    cells = "".join(
        f"<div><dt>{escape(question)}</dt><dd>{escape(said)}</dd></div>"
        for question, said in parts(row, words)
    )
    return f'<dl class="parts">{cells}</dl>'


def figures(row: Row, words: Words) -> str:
    """Answers base, actual value, path and limit in one line; what is unknown is left out."""
    now, base = period(row["as_of_period"], words), period(row["base_period"], words)
    is_total = row["rule_code"] in TOTALS
    # a total of which years are missing is none
    actual = None if is_total and row["status_code"] == "no_data" else row["actual_value"]
    said = [(words("figure_total" if is_total else "figure_actual", period=now), actual)]
    if row["rule_code"] == "yearly_decline":  # its limit is the year before
        said.insert(0, (words("figure_before", period=base), row["base_value"]))
    else:
        said.insert(0, (words("figure_base", period=base), row["base_value"]))
        said.append((words("figure_path", period=now), _path_value(row)))
        said.append((words("figure_limit", year=row["target_year"]), row["target_limit"]))
    return " · ".join(
        words("figure", name=name, amount=amount(number, row, words))
        for name, number in said
        if number is not None
    )


def reason(row: Row, words: Words, prefix: str = "") -> str:
    """Answers the reason of a status in words; prefix as for status()."""
    return str(row[words.column(f"{prefix}reason")] or "")


def quote_html(row: Row, words: Words) -> str:
    """Answers the plan's words with file, section and notes, in HTML."""
    facts = [words("plan_section", file=row["plan_file"] or MISSING, section=row["section"] or "")]
    if row["deadline_is_assumed"]:
        facts.append(words("deadline_assumed", year=row["target_year"]))
    if row["notes"]:
        facts.append(words("note", note=row["notes"]))
    small = "".join(f'<p class="small">{escape(fact)}</p>' for fact in facts)
    quote = escape(words("quote", quote=row["quote"] or ""))
    return f'<div class="source"><blockquote>{quote}</blockquote>{small}</div>'


def source_html(row: Row, words: Words) -> str:
    """Answers the same, to be opened on demand."""
    summary = escape(words("plan_quote"))
    return f"<details><summary>{summary}</summary>{quote_html(row, words)}</details>"


def _path_value(row: Row) -> float | None:
    """The path's value where it says more than the limit does."""
    return None if row["path_value"] == row["target_limit"] else row["path_value"]


def _with_unit(number: float | None, unit_name: str, words: Words) -> str:
    form = "plan_per_cent" if unit_name.startswith("%") else "plan_amount"
    return words(form, number=numbers.plain(number), unit=unit_name).strip()


def _met(row: Row, words: Words) -> str:
    said = _said("met", row["meets_printed"], words)
    unrounded = row["meets_unrounded"]
    if row["meets_printed"] is None or unrounded is None or unrounded == row["meets_printed"]:
        return said
    return words("met_disagrees", printed=said, unrounded=_said("met", unrounded, words))


def _said(part: str, answer: object, words: Words) -> str:
    if answer is None:
        return words("part_unknown")
    return words(f"{part}_yes" if answer else f"{part}_no")


def _base(row: Row, words: Words) -> str:
    if row["base_period"] is None:
        return words("base_none")
    stated = "base_stated" if row["base_is_stated"] else "base_assumed"
    known = "base_known" if row["base_value_is_known"] else "base_unknown"
    return words("base_part", stated=words(stated), known=words(known))
