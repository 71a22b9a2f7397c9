"""What a target asks for, as a number: a share of the base, points, or an amount in one unit."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from loaders.judge.kinds.target_subjects import PER_CENT, Subject
from loaders.words.reading import clean
from loaders.words.target_values import TargetValue, read_target_value
from loaders.words.vocabulary import Vocabulary

# Kinds whose value is a change; of all others it is the level itself.
CHANGES: Final = ("relative_reduction", "vs_previous_five_year_total", "increase", "yearly_decline")
FALLS: Final = ("relative_reduction", "vs_previous_five_year_total", "yearly_decline")
NEED_VALUE: Final = ("relative_reduction", "absolute_cap", "vs_previous_five_year_total", "floor")
_POINTS: Final = re.compile("个?百分点|percentage points?|pp", re.IGNORECASE)
_REMARKED: Final = re.compile(r"(%) ?\(.*\)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a target asks for.

    Attributes:
        value: As printed, without a sign that only repeats the direction.
        unit: The unit as printed.
        required: A share 0-1, points, or an amount in the unit in which it is judged.
        form: share, points or amount; None where there is no value.
        is_strict: Whether the value itself is outside the limit.
        flags: approximate and the like.
        reasons: Why it cannot be told, each with its detail.
    """

    value: Decimal | None = None
    unit: str | None = None
    required: Decimal | None = None
    form: str | None = None
    is_strict: bool = False
    flags: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = field(default=())


def read_amount(
    kind: str, value_text: str, unit_text: str, subject: Subject, words: Vocabulary
) -> Asked:
    """Answers what a target asks for.

    Args:
        kind: A target_kind.
        value_text: target_value as printed, empty for none.
        unit_text: unit as printed, empty for none.
        subject: What the target is about.
        words: Units.
    """
    if not value_text:
        return Asked(unit=unit_text or None)
    found = read_target_value(value_text)
    if found.value is None:
        return Asked(reasons=((found.reason or "value_not_a_number", found.detail),))
    read = found.value
    if read.direction < 0 and read.is_negative and kind not in CHANGES:
        return Asked(reasons=(("negative_count", value_text),))
    if _contradiction(kind, read):
        return Asked(reasons=(("value_contradicts_kind", f"{value_text} ≠ {kind}"),))
    asked = _in_units(kind, read, unit_text, subject, words)
    if asked.reasons:
        return asked
    reasons = _refusals(kind, read, asked, f"{value_text} {unit_text}".strip())
    is_strict = read.is_strict and kind in ("absolute_cap", "floor", "milestone")
    return Asked(
        read.number, asked.unit, asked.required, asked.form, is_strict, found.flags, reasons
    )


def _contradiction(kind: str, read: TargetValue) -> bool:
    """Answers whether the cell's own words say another thing than the kind."""
    if kind in FALLS:
        return read.direction > 0 or read.bound == "at_most"
    if kind == "increase":
        return read.direction < 0 or read.bound == "at_most"
    if read.direction:
        return kind != "milestone"
    if kind in ("absolute_cap", "external"):
        return read.bound == "at_least"
    if kind == "floor":
        return read.bound == "at_most"
    return kind == "zero" and read.number != 0


def _in_units(
    kind: str, read: TargetValue, unit_text: str, subject: Subject, words: Vocabulary
) -> Asked:
    given = clean(unit_text) if unit_text else ""
    if remarked := _REMARKED.fullmatch(given):
        given = remarked[1]
    is_change = kind in CHANGES
    if kind == "zero" or (read.number == 0 and not given and not read.unit):
        return Asked(unit=unit_text or None, required=Decimal(0), form="amount")
    if is_change and _POINTS.fullmatch(given or read.unit or ""):
        if subject.base_unit != PER_CENT:
            return Asked(reasons=(("unit_contradicts", f"{given} → % / {subject.base_unit}"),))
        return Asked(unit=given or read.unit, required=read.number, form="points")
    share = _share(read, given, words) if is_change or kind == "milestone" else None
    if share is not None and (is_change or subject.base_unit != PER_CENT):
        return Asked(unit=given or read.unit or PER_CENT, required=share, form="share")
    if is_change and not given and read.unit is None:
        return Asked(reasons=(("target_unit_missing", f"{read.number} → % / {subject.base_unit}"),))
    return _amount(read, given, subject, words)


def _share(read: TargetValue, given: str, words: Vocabulary) -> Decimal | None:
    """Answers the share 0-1 that a value in per cent, per mille or tenths is."""
    found = words.join_units(read.unit, given or None, PER_CENT)
    if found.value is None:
        return None
    return read.number * words.factor_of(found.value, PER_CENT) / 100


def _amount(read: TargetValue, given: str, subject: Subject, words: Vocabulary) -> Asked:
    """Answers a level in the unit in which it is judged; a bare number is in the base unit."""
    if not given and read.unit is None:
        return Asked(
            unit=subject.judged_unit,
            required=read.number,
            form="amount",
        )
    found = words.join_units(read.unit, given or None, subject.base_unit)
    if found.value is None:
        detail = f"{subject.name}: {found.detail}"
        return Asked(reasons=((found.reason or "unit_unknown", detail),))
    required = read.number * words.factor_of(found.value, subject.base_unit) * subject.scale
    return Asked(unit=given or found.value, required=required, form="amount")


def _refusals(
    kind: str, read: TargetValue, asked: Asked, printed: str
) -> tuple[tuple[str, str], ...]:
    """Answers why a number that could be read cannot be meant."""
    required = asked.required
    if required is None:
        return ()
    if asked.form == "share" and kind in FALLS and required > 1:
        return (("reduction_over_100", printed),)
    if kind == "external" and required != required.to_integral_value():
        return (("value_not_whole", printed),)
    is_per_cent = asked.form == "share" or (asked.unit == PER_CENT and kind == "floor")
    is_fraction = 0 < read.number < 1 and not read.holds_per_cent
    if is_per_cent and is_fraction and kind not in ("yearly_decline", "absolute_cap"):
        return (("value_may_be_share", f"{printed} → {100 * read.number:f}% ? {read.number}% ?"),)
    return ()
