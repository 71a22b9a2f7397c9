"""A target's verdict in words: what is asked, the status, the parts side by side."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from app.base import citations, numbers
from app.base.words import Words

Row = Mapping[str, Any]
MISSING = numbers.MISSING
# Requirements that have words of their own where the plan's value is zero.
OF_ZERO = {"asks": {"vs_previous_five_year_total": "no_more_than_before"}}
# Rules that ask for a level, not for a change.
LEVELS = ("absolute_cap", "floor")
# What is of several years, and the words for it.
OF_YEARS = {"total_of_years": "figure_total", "mean_of_years": "figure_mean"}


def period(code: str | None, words: Words) -> str:
    """Answers a period of a target as people say it; a half year is the twelve months to it.

    Args:
        code: 2018, 2018-06 or 2011-2015.
        words: The words of the page.
    """
    if not code:
        return MISSING
    basis = "rolling_12_months" if _is_half_year(code) else "year"
    return numbers.period({"period": code, "period_basis": basis}, words)


def up_to(code: str, words: Words) -> str:
    """Answers the same with 截至 before it; twelve months to June have it already."""
    said = period(code, words)
    return said if _is_half_year(code) else words("up_to", period=said)


def counted_to(code: str, words: Words) -> str:
    """Answers up to which month something is counted: 2018年6月, not the twelve months to it."""
    return numbers.period({"period": code, "period_basis": "year"}, words)


def judged_at(row: Row) -> str:
    """Answers the period by whose value a target is judged: none after its own year."""
    due = row["target_year"]
    return str(due) if due is not None and row["as_of_year"] > due else str(row["as_of_period"])


def unit(row: Row, words: Words) -> str:
    """Answers the unit of a target's values; a per cent whose base is unsaid says so."""
    name = str(row[words.column("unit")] or row["unit"] or "")
    return words("unit_unstated") if name.startswith("% (") else name


def amount(number: float | None, row: Row, words: Words, *, further: int = 0) -> str:
    """Answers a value of the target with its unit and the indicator's decimals.

    Args:
        number: The value; None is a dash.
        row: The target's row; one without decimals has as many as the value.
        words: The words of the page.
        further: So many decimals more, where there are any: 1.647 beside a limit of 1.65.
    """
    if number is None:
        return MISSING
    return _with_unit(number, unit(row, words), words, row.get("decimals"), further)


def shown(number: float | None, row: Row, further: int = 0) -> str:
    """Answers a value as amount() does, without its unit."""
    decimals = row.get("decimals")
    return numbers.plain(number) if decimals is None else _fixed(number, int(decimals), further)


def _fixed(number: float | None, decimals: int, further: int) -> str:
    said = numbers.number(number, decimals + further)
    for _ in range(further if number is not None else 0):
        said = said.removesuffix("0")
    return said.removesuffix(".")


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


def requirement(row: Row, words: Words, *, is_on_card: bool = False) -> str:
    """Answers what the plan asks for in one phrase, with its year.

    Args:
        row: A row of fct_target_progress with the plan's own words.
        words: The words of the page.
        is_on_card: Whether it stands on an indicator's card: shorter words, and no unit but a per
            cent sign, for the indicator's own unit stands above.
    """
    form = "asks" if is_on_card else "requires"
    value = row["target_value"]
    # a target that is gone from the build shown has only its rule
    rule = row.get("requirement_code") or row["rule_code"]
    if not value:
        rule = OF_ZERO.get(form, {}).get(rule, rule)
    return words(
        f"{form}_{rule}",
        year=row["target_year"],
        base=period(row["base_period"], words),
        value=_sign_only(value, row, words) if is_on_card else _asked(value, row, words),
    )


def asked(row: Row, words: Words) -> str:
    """Answers the value that a plan asks for, with the unit that it gives it in."""
    return _asked(row["target_value"], row, words)


def parts(row: Row, words: Words) -> list[tuple[str, str]]:
    """Answers the five parts of a verdict, each a question and its answer.

    Args:
        row: A row of fct_target_progress.
        words: The words of the page.
    """
    said = [
        (words(f"part_{part}"), _said(part, answer, words))
        for part, answer in _answers(row).items()
    ]
    said[0] = (words("part_met"), _met(row, words))
    return [*said, (words("part_base"), _base(row, words))]


def short_parts(row: Row, words: Words) -> list[tuple[str, str]]:
    """Answers the same in the words of a card, yes, no or a dash; nothing where none is known."""
    base = None if row["base_period"] is None else row["base_value_is_known"]
    answers = {**_answers(row), "base": base}
    if all(answer is None for answer in answers.values()):
        return []
    return [
        (words(f"card_part_{part}"), _yes_or_no(answer, words)) for part, answer in answers.items()
    ]


def is_judged(row: Row) -> bool:
    """Answers whether any part of the verdict is known beyond its comparability and its base."""
    answers = _answers(row)
    return any(answers[part] is not None for part in ("met", "path", "chance"))


def parts_html(said: Sequence[tuple[str, str]]) -> str:
    """Answers the parts of a verdict side by side, in HTML; nothing where there are none."""
    cells = "".join(
        f"<div><dt>{escape(question)}</dt><dd>{escape(answer)}</dd></div>"
        for question, answer in said
    )
    return f'<dl class="parts">{cells}</dl>' if cells else ""


def figures(row: Row, words: Words) -> str:
    """Answers base, actual value, path and limit in one line; what is unknown is left out."""
    now, base = period(judged_at(row), words), period(row["base_period"], words)
    of_years = OF_YEARS.get(row["value_basis"])
    # a total of which years are missing is none
    actual = None if of_years and row["status_code"] == "no_data" else row["actual_value"]
    said = [(words("figure_actual", period=now), actual)]
    if of_years:
        said = [(words(of_years, period=counted_to(judged_at(row), words)), actual)]
    if row["requirement_code"] in ("yearly_decline", "yearly_rise", "not_above_previous"):
        # its limit is the year before
        said.insert(0, (words("figure_before", period=base), row["base_value"]))
    else:
        said.insert(0, (words("figure_base", period=base), row["base_value"]))
        said.append((words("figure_path", period=now), _path_value(row)))
        said.append((words("figure_limit", year=row["target_year"]), row["target_limit"]))
    # what is computed from others, a path or a limit, has a decimal more
    return " · ".join(
        words("figure", name=name, amount=amount(number, row, words, further=int(place > 1)))
        for place, (name, number) in enumerate(said)
        if number is not None
    )


def reason(row: Row, words: Words, prefix: str = "") -> str:
    """Answers the reason of a status in words; prefix as for status()."""
    return str(row[words.column(f"{prefix}reason")] or "")


def quote_html(row: Row, words: Words) -> str:
    """Answers the plan's words with their section, in HTML; the file they are in is folded."""
    facts = [str(row["section"])] if row["section"] else []
    if row["deadline_is_assumed"]:
        facts.append(words("deadline_assumed", year=row["target_year"]))
    behind = [words("source_file", file=row["plan_file"])] if row["plan_file"] else []
    if words.reads(row["notes"]):
        behind.append(words("note", note=row["notes"]))
    small = "".join(f'<p class="small">{escape(fact)}</p>' for fact in facts)
    quote = escape(words("quote", quote=row["quote"] or ""))
    folded = citations.technical_html(behind, words)
    return f'<div class="source"><blockquote>{quote}</blockquote>{small}{folded}</div>'


def _is_half_year(code: str) -> bool:
    return len(code) == len("2018-06")


def _path_value(row: Row) -> float | None:
    """The path's value where it says more than the limit does."""
    return None if row["path_value"] == row["target_limit"] else row["path_value"]


def _asked(value: float | None, row: Row, words: Words) -> str:
    """The value that is asked for, with the unit that the plan gives it in."""
    given = str(row["target_unit"] or "")
    is_own_unit = given.startswith("% (") or row["target_unit"] == row["unit"]
    if words.language == "en" and row["rule_code"] in LEVELS and not is_own_unit:
        # 0.5亿元 as the page's reader says it, in the unit of the value beside it
        return amount(row["target_limit"], row, words)
    return _with_unit(value, unit(row, words) if is_own_unit else given, words)


def _sign_only(value: float | None, row: Row, words: Words) -> str:
    said = numbers.plain(value)
    is_per_cent = str(row["target_unit"] or "").startswith("%")
    return words("per_cent", number=said) if is_per_cent else said


def _with_unit(
    number: float | None,
    unit_name: str,
    words: Words,
    decimals: int | None = None,
    further: int = 0,
) -> str:
    form = "plan_per_cent" if unit_name.startswith("%") else "plan_amount"
    number, unit_name = numbers.multiplied(number, unit_name)
    said = numbers.plain(number) if decimals is None else _fixed(number, decimals, further)
    return words(form, number=said, unit=unit_name).strip()


def _answers(row: Row) -> dict[str, bool | None]:
    """The parts of a verdict that are a yes or a no, in their order; None where not known."""
    return {
        "met": row["meets_printed"],
        "path": row["is_on_path"],
        "chance": row["change_is_beyond_chance"],
        "comparable": row["is_comparable"],
    }


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


def _yes_or_no(answer: object, words: Words) -> str:
    return MISSING if answer is None else words("yes" if answer else "no")


def _base(row: Row, words: Words) -> str:
    if row["base_period"] is None:
        return words("base_none")
    stated = "base_stated" if row["base_is_stated"] else "base_assumed"
    known = "base_known" if row["base_value_is_known"] else "base_unknown"
    return words("base_part", stated=words(stated), known=words(known))
