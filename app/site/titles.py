"""What a page is called in the browser, in bookmarks and on paper: page, region, what, when."""

import re
from collections.abc import Mapping
from typing import Final

from app.base import numbers
from app.base.selection import Selection
from app.base.words import Words

# Of each page what its name goes on with, in this order; of all others the page alone.
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "overview": ("region", "plan"),
    "trends": ("region", "indicator"),
    "compare": ("indicator", "when"),
    "drivers": ("region", "indicator", "years"),
    "monthly": ("region", "month"),
    "accidents": ("region", "year"),
    "early_warning": ("region",),
    "outlook": ("region",),
    "plan": ("plan", "as_of"),
    "target": ("target", "plan"),
    "plans_compared": ("indicator",),
    "set_targets": ("region", "indicator"),
    "data": ("region", "measure"),
    "method": ("term",),
}
PERIOD: Final = re.compile(r"\d{4}(-\d{2}|-\d{4}|-Q[1-4])?", re.ASCII)
Names = Mapping[tuple[str, str], str]


def parts(page: str, selection: Selection, names: Names, words: Words) -> list[str]:
    """Answers what a page is called, from the page itself to the period it shows.

    Args:
        page: The page's code.
        selection: What it shows; what it has no name for is left out.
        names: What regions, indicators, plans and the like are called, by kind and code.
        words: The words of the page.
    """
    codes = {
        "region": selection.regions[0] if selection.regions else "",
        "indicator": selection.indicator,
        "measure": selection.measure,
        "plan": selection.plan,
        "target": selection.target,
        "term": selection.term,
    }
    periods = {
        "when": selection.when,
        "month": selection.month,
        "year": selection.year,
        "as_of": selection.as_of,
        "years": "-".join(filter(None, (selection.from_period, selection.to_period))),
    }
    said = [words(f"page_{page}")]
    for part in PARTS.get(page, ()):
        if part in periods:
            said.append(_period(periods[part], words))
        else:
            said.append(names.get((part, codes[part]), ""))
    return [each for each in said if each]


def title(said: list[str], words: Words) -> str:
    """Answers the title of the browser's window for what parts() answers."""
    return f"{' · '.join(said)} — {words('title')}"


def _period(code: str, words: Words) -> str:
    if not PERIOD.fullmatch(code):
        return ""
    return numbers.period({"period": code, "period_basis": ""}, words)
