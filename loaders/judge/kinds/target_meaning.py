"""What one row of targets means: subject, scope, time, amount, what value and base are of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from loaders.judge.kinds.target_amounts import NEED_VALUE, Asked, read_amount
from loaders.judge.kinds.target_spans import PREVIOUS, Given, Spans, settle_spans
from loaders.judge.kinds.target_subjects import Subject, Subjects
from loaders.words.reading import Reading
from loaders.words.target_words import (
    DueTime,
    Wording,
    Years,
    read_alternative_total,
    read_base_years,
    read_due_time,
    read_plan_years,
    read_wording,
    says_none,
)
from loaders.words.vocabulary import Vocabulary

# A strength of 0.1.0 that was a word for curbing and striving.
OLD_INTENTIONS: Final = ("intention", "意向性", "意向", "努力方向", "定性要求")
UNREAD_TIMES: Final = ("period_not_recognised", "base_not_years")
# What read_wording reads, in its order.
WORDING: Final = ("target_period", "indicator_name_zh", "quote", "target_value")
NOT_ABOVE: Final = ("不高于上年", "不超过上年", "不高于上年度", "零增长", "")
# What kinds ask of the side on which a measure is good.
NEED_LOWER: Final = ("relative_reduction", "vs_previous_five_year_total", "absolute_cap")
NEED_HIGHER: Final = ("floor", "increase")


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        texts: Canonical columns as printed, empty for none.
        codes: The columns that hold one word of a list, as codes.
        is_official: Whether the row says that the official scope of each year is meant.
    """

    texts: Mapping[str, str]
    codes: Mapping[str, str | None]
    is_official: bool


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a row means.

    Attributes:
        values: Columns of schemas.TARGETS.
        reasons: Why it is refused, each reason with its detail.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[tuple[str, str], ...] = ()


def read_meaning(
    row: Row, subjects: Subjects, words: Vocabulary, plans: Mapping[str, Mapping[str, str]]
) -> Meaning:
    """Answers what a row means, or all the reasons why that cannot be told.

    Args:
        row: The row.
        subjects: Indicators and measures.
        words: Units.
        plans: The plans that are known, by code: period_from and period_to.
    """
    kind = row.codes["target_kind"]
    if kind is None:
        return Meaning()
    reasons: list[tuple[str, str]] = []
    wording = read_wording(
        *(
            row.texts[name]
            for name in ("target_period", "indicator_name_zh", "quote", "target_value")
        )
    )
    kind, value_text, unit_text = _as_comparison(kind, row)
    due, base = _times(row, reasons)
    plan = _plan_years(row.texts["plan_code"], plans)
    is_curb = _is_qualitative(row, kind, wording)
    subject = _subject(row, kind, subjects, reasons)
    if subject is None:
        return Meaning({}, tuple(reasons))
    asked = read_amount(kind, value_text, unit_text, subject, words)
    asked = _with_none(asked, kind, row, is_curb=is_curb)
    reasons += asked.reasons
    if asked.required is None and not asked.reasons and kind in NEED_VALUE and not is_curb:
        reasons.append(("target_value_missing", ""))
    if kind == "zero" and asked.required is None and not is_curb:
        reasons.append(("target_value_missing", ""))
    reasons += _against_direction(kind, subject, is_curb=is_curb)
    if due is None and not row.texts["target_period"] and plan is None:
        reasons.append(("target_period_missing", ""))
    given = Given(
        kind,
        row.codes["value_basis"],
        row.codes["base_basis"],
        due,
        base,
        plan,
        wording,
        has_value=asked.required is not None,
    )
    spans = Spans("year") if is_curb and kind == "zero" else settle_spans(given, subject)
    if not any(reason in UNREAD_TIMES for reason, _detail in reasons):
        reasons += spans.reasons
    scope = _scope(row, subject, words, reasons)
    values = _values(row, subject, asked, given, spans)
    values |= {"scope": scope, "is_qualitative": is_curb}
    values["is_strict_limit"] = asked.is_strict or _is_strict_decline(kind, asked, row)
    return Meaning(values, tuple(reasons))


def _as_comparison(kind: str, row: Row) -> tuple[str, str, str]:
    """Answers kind, value and unit; a ceiling that is the year before as a fall of none."""
    value_text = row.texts["target_value"]
    is_previous = row.codes["base_basis"] == PREVIOUS or "上年" in value_text
    if kind == "absolute_cap" and is_previous and value_text in NOT_ABOVE:
        return "relative_reduction", "0%", ""
    return kind, value_text, row.texts["unit"]


def _times(row: Row, reasons: list[tuple[str, str]]) -> tuple[DueTime | None, Years | None]:
    found: list[Any] = []
    for name, reader in (("target_period", read_due_time), ("base_period", read_base_years)):
        text = row.texts[name]
        read: Reading[Any] = reader(text) if text else Reading()
        if read.reason:
            reasons.append((read.reason, read.detail))
        found.append(read.value)
    return found[0], found[1]


def _plan_years(code: str, plans: Mapping[str, Mapping[str, str]]) -> Years | None:
    """Answers a plan's years: as the plans' registry has them, else as its code ends."""
    known = plans.get(code)
    if known and known["period_from"] and known["period_to"]:
        return Years(int(known["period_from"]), int(known["period_to"]))
    return read_plan_years(code).value if code else None


def _is_qualitative(row: Row, kind: str, wording: Wording) -> bool:
    """Answers whether a row only curbs or strives; its own column comes before the words."""
    if row.codes["is_qualitative"] is not None:
        return row.codes["is_qualitative"] == "yes"
    if row.texts["strength"] in OLD_INTENTIONS:
        return True
    is_counted_zero = kind == "zero" and row.texts["target_value"] and not row.texts["quote"]
    return wording.is_qualitative and not is_counted_zero


def _subject(
    row: Row, kind: str, subjects: Subjects, reasons: list[tuple[str, str]]
) -> Subject | None:
    code, name = row.texts["indicator_code"], row.texts["indicator_name_zh"]
    if not code and not name:
        reasons.append(("indicator_missing", ""))
        return None
    found = subjects.read(code or name)
    if found.value is not None:
        return found.value
    # A deed without a number (a database is set up, an evaluation held) needs no measure.
    if kind == "milestone" and not row.texts["target_value"]:
        return Subject.of_a_deed(code or name, name or code)
    reasons.append((found.reason or "indicator_unknown", found.detail))
    return None


def _with_none(asked: Asked, kind: str, row: Row, *, is_curb: bool) -> Asked:
    """Answers a zero whose number stands in its words only: 杜绝重特大事故."""
    if kind != "zero" or asked.required is not None or asked.reasons or is_curb:
        return asked
    said = f"{row.texts['quote']} {row.texts['indicator_name_zh']}"
    if not says_none(said):
        return asked
    return Asked(Decimal(0), asked.unit, Decimal(0), "amount")


def _against_direction(
    kind: str, subject: Subject, *, is_curb: bool
) -> tuple[tuple[str, str], ...]:
    """Answers why a kind cannot be meant of a measure: a floor of deaths."""
    if is_curb or subject.lower_is_better is None:
        return ()
    is_wrong = kind in (NEED_HIGHER if subject.lower_is_better else NEED_LOWER)
    return (("kind_against_direction", f"{subject.name} ≠ {kind}"),) if is_wrong else ()


def _scope(
    row: Row, subject: Subject, words: Vocabulary, reasons: list[tuple[str, str]]
) -> str | None:
    """Answers which accidents count: the column's word, else the indicator's name's."""
    if row.is_official:
        return None
    stated, in_name = row.codes["scope"], subject.scope
    if in_name is None and row.texts["indicator_name_zh"]:
        named = words.read_measure(row.texts["indicator_name_zh"]).value
        in_name = named.scope if named else None
    if stated and subject.scope and stated != subject.scope:
        reasons.append(("scope_contradicts", f"{stated} ≠ {subject.scope}"))
    return stated or in_name


def _is_strict_decline(kind: str, asked: Asked, row: Row) -> bool:
    """Answers whether each year must lie below the one before, not only not above it."""
    if kind != "yearly_decline":
        return False
    is_bare = not asked.required
    return is_bare and not any(text in row.texts["quote"] for text in ("不高于", "不超过"))


def _values(row: Row, subject: Subject, asked: Asked, given: Given, spans: Spans) -> dict[str, Any]:
    value, base, due, plan = spans.value, spans.base, given.due, given.plan
    base_period = None
    if base:
        base_period = f"{base.first}" if base.number == 1 else f"{base.first}-{base.last}"
    alternative = row.texts["alternative_base"]
    return {
        "target_kind": given.kind,
        "indicator_code": subject.code,
        "target_value": None if asked.value is None else float(asked.value),
        "unit": row.texts["unit"] or asked.unit,
        "required_value": None if asked.required is None else float(asked.required),
        "required_form": asked.form,
        "base_period": base_period,
        "value_basis": spans.value_basis,
        "base_basis": spans.base_basis,
        "value_first_year": value.first if value else None,
        "value_last_year": value.last if value else None,
        "base_first_year": base.first if base else None,
        "base_last_year": base.last if base else None,
        "is_each_year": spans.is_each_year,
        "due_form": due.form if due else None,
        "due_first_year": due.first_year if due else None,
        "due_last_year": due.last_year if due else None,
        "due_within_years": due.within_years if due else None,
        "is_in_per_cent": asked.form == "share" or (asked.unit or "").startswith("%"),
        "alternative_total_period": read_alternative_total(alternative).value
        if alternative
        else None,
        "plan_first_year": plan.first if plan else None,
        "plan_last_year": plan.last if plan else None,
        "last_period": _last_period(due),
    }


def _last_period(due: DueTime | None) -> str | None:
    """Answers the year in which the row's region must be valid."""
    return str(due.last_year) if due and due.last_year else None
