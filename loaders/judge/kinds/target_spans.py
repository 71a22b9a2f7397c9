"""What a target's value and base are of: a year, the mean or total of years, the year before.

The rules are those of the project's domain rules, section 5. Nothing is guessed: what neither the
columns nor the wording decide is refused with the question.
"""

from dataclasses import dataclass, field
from typing import Final

from loaders.judge.kinds.target_subjects import Subject
from loaders.words.target_words import DueTime, Wording, Years

YEAR: Final = "year"
MEAN: Final = "mean_of_years"
TOTAL: Final = "total_of_years"
PREVIOUS: Final = "previous_year"
SPANS: Final = (MEAN, TOTAL)
# Kinds that compare with a base.
OF_BASE: Final = ("relative_reduction", "vs_previous_five_year_total", "increase")
LEVELS: Final = ("absolute_cap", "floor")


@dataclass(frozen=True, slots=True)
class Given:
    """What a row says about time.

    Attributes:
        kind: A target_kind.
        value_basis: The column's, None where it is empty.
        base_basis: The column's, None where it is empty.
        due: When it is due, None where the row does not say.
        base: What it is compared with, None where the row does not say.
        plan: The plan's years, None where nobody knows them.
        wording: What its words decide.
        has_value: Whether it asks for a number.
    """

    kind: str
    value_basis: str | None
    base_basis: str | None
    due: DueTime | None
    base: Years | None
    plan: Years | None
    wording: Wording
    has_value: bool


@dataclass(frozen=True, slots=True)
class Spans:
    """What a target's value and its base are of.

    Attributes:
        value_basis: year, mean_of_years or total_of_years.
        base_basis: The same, or previous_year; None without a base.
        value: The years of the value; None for those of the plan.
        base: The years of the base; None without one and for previous_year.
        is_each_year: Whether each of the years must hold.
        reasons: Why it cannot be told, each with its detail.
    """

    value_basis: str | None = None
    base_basis: str | None = None
    value: Years | None = None
    base: Years | None = None
    is_each_year: bool = False
    reasons: tuple[tuple[str, str], ...] = field(default=())


def settle_spans(given: Given, subject: Subject) -> Spans:
    """Answers what a target's value and base are of, or why that cannot be told."""
    if given.kind == "zero":
        return _of_zero(given)
    if given.kind == "yearly_decline":
        return _of_decline(given)
    if given.kind == "external":
        return Spans(YEAR, None, _named(given), None, is_each_year=_is_each(given))
    if given.kind == "vs_previous_five_year_total":
        return _of_totals(given, subject)
    if given.kind in OF_BASE:
        return _of_change(given, subject)
    return _of_level(given, subject)


def _named(given: Given) -> Years | None:
    due = given.due
    if due is None or due.first_year is None or due.last_year is None:
        return None
    return Years(due.first_year, due.last_year)


def _is_each(given: Given) -> bool:
    return (given.due is not None and given.due.is_each_year) or given.wording.is_each_year


def _whole(given: Given, length: int | None = None) -> Years | None:
    """Answers the years of a span: those named, else the plan's until the year named."""
    named = _named(given)
    if named and named.number > 1:
        return named
    last = named.last if named else (given.plan.last if given.plan else None)
    if last is None:
        return None
    if length is not None:
        return Years(last - length + 1, last)
    if given.plan and given.plan.first <= last:
        return Years(given.plan.first, last)
    return None


def _of_zero(given: Given) -> Spans:
    """None at all counts from the first year on: a year that broke it is not forgotten."""
    span = _whole(given)
    if span is None:
        return _refused("target_span_missing", _shown(_named(given)))
    return Spans(TOTAL, None, span, None)


def _of_decline(given: Given) -> Spans:
    span = _whole(given) or _named(given)
    if span is None:
        return _refused("target_span_missing")
    if given.plan is None and _is_single(given) and given.base is None:
        return _refused("target_span_missing", _shown(_named(given)))
    return Spans(YEAR, PREVIOUS, span, None, is_each_year=True)


def _of_totals(given: Given, subject: Subject) -> Spans:
    base = given.base
    if base is None and given.plan and given.plan.number > 1:
        # The kind itself names it: as many years, just before the plan's.
        base = Years(given.plan.first - given.plan.number, given.plan.first - 1)
    if base is None:
        return _refused("base_period_missing")
    if base.number == 1:
        return _refused("spans_of_unlike_length", f"{_shown(base)} → 5")
    value = _whole(given, base.number)
    stated = {given.value_basis or TOTAL, given.base_basis or TOTAL}
    if not subject.adds_up and stated == {TOTAL}:
        return _refused("total_of_no_count", subject.name)
    if stated != {TOTAL}:
        return _refused("basis_contradicts", f"{' / '.join(sorted(stated))} ≠ {TOTAL}")
    return _compared(given, Spans(TOTAL, TOTAL, value, base))


def _of_change(given: Given, subject: Subject) -> Spans:
    """A fall or a rise against a base: like with like."""
    said = given.base_basis or _base_in_words(given)
    is_each_alone = said is None and given.wording.is_each_year
    if said == PREVIOUS or (is_each_alone and given.base is None):
        # 每年下降5% alone is against the year before; with a base beside it, it may be either.
        return _of_previous(given)
    if given.base is None:
        is_asked = given.has_value
        return _refused("base_period_missing") if is_asked else _plain(given)
    base_basis = _base_basis(given, said)
    if is_each_alone or base_basis is None:
        return _refused("base_basis_missing", _shown(given.base))
    value_basis = given.value_basis or _value_in_words(given, base_basis)
    if value_basis is None:
        return _refused("value_basis_missing", _shown(_named(given)))
    if TOTAL in (value_basis, base_basis) and not subject.adds_up:
        return _refused("total_of_no_count", subject.name)
    is_each = value_basis == YEAR and (_is_each(given) or _is_span(given))
    value = _last(given)
    if is_each or value_basis != YEAR:
        value = _whole(given, given.base.number if value_basis == TOTAL else None)
    return _compared(given, Spans(value_basis, base_basis, value, given.base, is_each))


def _base_basis(given: Given, said: str | None) -> str | None:
    """Answers what a base is of; of several years the columns or the words must say it."""
    if said or (given.base and given.base.number == 1):
        return said or YEAR
    # An average or a sum that the words speak of is one of both sides.
    of_both = given.value_basis if given.value_basis in SPANS else given.wording.value_basis
    return of_both if of_both in SPANS else None


def _plain(given: Given) -> Spans:
    return Spans(YEAR, _base_of(given), _last(given), given.base)


def _refused(reason: str, detail: str = "") -> Spans:
    return Spans(reasons=((reason, detail),))


def _base_in_words(given: Given) -> str | None:
    """Answers the words' base basis where it fits the base: a mean of one year is no mean."""
    said = given.wording.base_basis
    if said == PREVIOUS:
        is_other = given.base is not None and not _is_year_before(given)
        return None if is_other else PREVIOUS
    if given.base is None or given.base.number == 1:
        return None
    return said


def _is_year_before(given: Given) -> bool:
    due = _named(given)
    return bool(due and given.base and given.base == Years(due.first - 1, due.first - 1))


def _value_in_words(given: Given, base_basis: str) -> str | None:
    """Answers what the value is of where no column says: by the words, else by the form alone."""
    said = given.wording.value_basis
    if base_basis == TOTAL:
        return TOTAL if said in (None, TOTAL) and _is_span(given) else said
    if said in (MEAN, TOTAL) and (_is_span(given) or base_basis == said):
        return said
    if _is_single(given):
        return YEAR
    return YEAR if _is_each(given) else None


def _of_previous(given: Given) -> Spans:
    """Against the year before: of one year its own, of several each of them."""
    single = _is_single(given) and not _is_each(given)
    span = _named(given) if single else _whole(given)
    if span is None:
        return _refused("target_span_missing", _shown(_named(given)))
    if given.value_basis not in (None, YEAR):
        return _refused("basis_contradicts", f"{given.value_basis} ≠ {YEAR}")
    base = Years(span.first - 1, span.first - 1) if single else None
    if given.base is not None and single and given.base != base:
        return _refused("basis_contradicts", f"{_shown(given.base)} ≠ {_shown(base)}")
    return Spans(YEAR, PREVIOUS, span, base, is_each_year=not single)


def _of_level(given: Given, subject: Subject) -> Spans:
    """A ceiling, a floor, a milestone: of one year, of each, of their mean or total."""
    if given.value_basis == PREVIOUS:
        return _refused("basis_contradicts", f"{PREVIOUS} ≠ {YEAR}")
    if given.value_basis == TOTAL and not subject.adds_up:
        return _refused("total_of_no_count", subject.name)
    basis = given.value_basis or given.wording.value_basis
    if basis == TOTAL and not subject.adds_up:
        basis = None  # the words speak of something else
    if _is_of_one_year(given, subject, basis):
        return _plain(given)
    if basis is None and not _is_each(given):
        return _refused("value_basis_missing", _shown(_named(given)))
    span = _whole(given)
    if span is None:
        return _refused("target_span_missing", _shown(_named(given)))
    base_basis, base = (_base_of(given), given.base) if basis in SPANS else (None, None)
    is_each = basis not in SPANS
    return Spans(YEAR if is_each else basis, base_basis, span, base, is_each_year=is_each)


def _is_of_one_year(given: Given, subject: Subject, basis: str | None) -> bool:
    """Answers whether a level is to be reached once, whatever years are named."""
    if not given.has_value or given.kind not in LEVELS:
        return True
    # A state that is to be reached has no total: it stands at the end of its years.
    is_state = given.kind == "floor" and not subject.adds_up and basis is None
    is_once = is_state or not _is_span(given)
    return basis not in SPANS and not _is_each(given) and is_once


def _base_of(given: Given) -> str | None:
    if given.base is None:
        return None
    return given.base_basis or (YEAR if given.base.number == 1 else MEAN)


def _compared(given: Given, spans: Spans) -> Spans:
    """Answers the spans if they can be compared: like with like, and the base before."""
    value, base = spans.value, spans.base
    if value is None and spans.value_basis != YEAR:
        return _refused("target_span_missing", _shown(_named(given)))
    totals = [each == TOTAL for each in (spans.value_basis, spans.base_basis)]
    lengths = f"{_shown(value)} ≠ {_shown(base)}"
    if any(totals) and not all(totals):
        return _refused("spans_of_unlike_length", f"{spans.value_basis} ≠ {spans.base_basis}")
    if all(totals) and value and base and value.number != base.number:
        return _refused("spans_of_unlike_length", lengths)
    if value and base and base.last >= value.first and not _is_first(spans):
        return _refused("base_not_before", lengths)
    if spans.base_basis == YEAR and base and base.number > 1:
        return _refused("basis_contradicts", f"{_shown(base)} ≠ {YEAR}")
    return spans


def _is_first(spans: Spans) -> bool:
    """Answers whether the value is of a year after the base, whatever plan both stand in."""
    value, base = spans.value, spans.base
    return bool(value and base and spans.value_basis == YEAR and base.last < value.last)


def _last(given: Given) -> Years | None:
    named = _named(given)
    return Years(named.last, named.last) if named else None


def _is_single(given: Given) -> bool:
    named = _named(given)
    return named is not None and named.number == 1


def _is_span(given: Given) -> bool:
    named = _named(given)
    return named is not None and named.number > 1


def _shown(years: Years | None) -> str:
    if years is None:
        return ""
    return f"{years.first}" if years.number == 1 else f"{years.first}-{years.last}"
