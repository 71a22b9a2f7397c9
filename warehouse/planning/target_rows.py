"""What was worked out as a file of targets that `warehouse load` accepts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from loaders.form.layouts import read_layouts

COLUMNS = (
    "plan_code",
    "plan_name",
    "target_code",
    "region_code",
    "region_name",
    "indicator_name_zh",
    "indicator_code",
    "scope",
    "target_kind",
    "base_period",
    "base_is_stated",
    "target_period",
    "target_value",
    "unit",
    "value_basis",
    "base_basis",
    "quote",
    "notes",
)
PLAN_YEARS = 5


@dataclass(frozen=True)
class Subject:
    """What a target is about.

    Attributes:
        region_code: Code of the region.
        region_name: Its name.
        indicator_name: Chinese name of the indicator.
        indicator_code: Code of the indicator.
        scope_code: Code of the scope.
        unit: The indicator's unit, as files write it.
        plan_name: What the plan is to be called.
        quote: The target in words.
        notes: That it was worked out, and how.
    """

    region_code: str
    region_name: str
    indicator_name: str
    indicator_code: str
    scope_code: str
    unit: str
    plan_name: str
    quote: str
    notes: str


def row(  # noqa: PLR0913 - a target is so many things
    subject: Subject,
    base_years: tuple[int, int],
    end_year: int,
    *,
    reduction_pct: float | None = None,
    value: float | None = None,
    number: int = 1,
) -> dict[str, str]:
    """Answers one target as a row by canonical column: a reduction, or a value not to exceed.

    Args:
        subject: What it is about.
        base_years: First and last year that it is compared with.
        end_year: The year to reach it in.
        reduction_pct: By how many per cent below the base; None where a value is asked for.
        value: That value, in the indicator's unit.
        number: Its number within its plan.
    """
    first, last = base_years
    plan = f"{subject.region_code}-{first_year(end_year, last)}-{end_year}"
    is_cut = reduction_pct is not None
    found = {
        "plan_code": plan,
        "plan_name": subject.plan_name,
        "target_code": f"{plan}-{number:02d}",
        "region_code": subject.region_code,
        "region_name": subject.region_name,
        "indicator_name_zh": subject.indicator_name,
        "indicator_code": subject.indicator_code,
        "scope": subject.scope_code,
        "target_kind": "relative_reduction" if is_cut else "absolute_cap",
        "target_period": str(end_year),
        "target_value": _plain(reduction_pct if is_cut else value),
        "unit": "%" if is_cut else subject.unit,
        "value_basis": "year",
        "quote": subject.quote,
        "notes": subject.notes,
    }
    if is_cut:
        found |= {
            "base_period": str(last) if first == last else f"{first}-{last}",
            "base_is_stated": "yes",
            "base_basis": "year" if first == last else "mean_of_years",
        }
    return found


def first_year(end_year: int, base_year: int) -> int:
    """Answers the first year of the plan: five years to one that ends in 0 or 5, else all."""
    usual = end_year - PLAN_YEARS + 1
    return usual if end_year % PLAN_YEARS == 0 and usual > base_year else base_year + 1


def lines(rows: Sequence[dict[str, str]], language: Literal["zh", "en"]) -> list[list[str]]:
    """Answers the headings, as the form for targets has them, and the rows below."""
    known = read_layouts()["targets"].columns
    headings = [known[name].headings[0 if language == "zh" else -1] for name in COLUMNS]
    return [headings, *([each.get(name, "") for name in COLUMNS] for each in rows)]


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
