"""The plan that is asked about, as of when, and its name: chosen alike on every page of plans."""

from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import Any

import polars as pl

from app.base import choices, sentences
from app.base.selection import Selection
from app.base.words import Words
from app.plans import plan_questions, verdicts

LATEST = ""


@dataclass(frozen=True)
class Asked:
    """A plan as of a period, with what else is on offer.

    Attributes:
        plans: All plans, as plan_questions.plans() answers them.
        plan: The row of the one asked about.
        periods: The periods as of which it can be judged.
        as_of: The one asked about; empty for the latest of each target.
        scores: All its targets with their verdicts as of then.
    """

    plans: pl.DataFrame
    plan: dict[str, Any]
    periods: list[str]
    as_of: str
    scores: pl.DataFrame

    @classmethod
    def of(cls, selection: Selection) -> "Asked | None":
        """Answers what a selection asks about; None where there is no plan."""
        found = plan_questions.plans()
        if not found.height:
            return None
        plan = _chosen(selection, found)
        offered = plan_questions.periods(plan["plan_code"])["as_of_period"].to_list()
        as_of = selection.as_of if selection.as_of in offered else LATEST
        scores = plan_questions.scores(plan["plan_code"], as_of)
        return cls(found, plan, offered, as_of, scores)

    def settled(self, selection: Selection) -> Selection:
        """Answers the selection with the plan, its region first, so that other pages follow it."""
        region = self.plan["region_code"]
        is_first = region in selection.regions[:1]
        return replace(
            selection,
            regions=selection.regions if is_first else (region,),
            plan=self.plan["plan_code"],
            as_of=self.as_of,
        )

    def draw_plans(self, words: Words) -> None:
        """Draws the choice of the plan."""
        names = {row["plan_code"]: name(row, words) for row in self.plans.iter_rows(named=True)}
        choices.choose_one("plan", self.plan["plan_code"], names, words)

    def draw_periods(self, words: Words) -> None:
        """Draws the choice of the period as of which it is judged."""
        names = {LATEST: words("judged_latest")}
        names |= {code: verdicts.period(code, words) for code in self.periods}
        choices.choose_one("judged", self.as_of, names, words, words("as_of_help"))

    def later_than(self, day: date | None, words: Words) -> str:
        """Answers that the plan was issued after a day, as HTML; nothing where it was not."""
        issued = self.plan["issued_date"]
        if day is None or issued is None or str(issued) <= day.isoformat():
            return ""
        said = escape(words("day_plan_later", issued=issued))
        return f'<p class="day" role="note">{said}</p>'


def draw_none(words: Words) -> None:
    """Says that there is no plan, and how to add one."""
    sentences.draw_nothing(words("plan_nothing"), words, "plan_nothing_steps")


def name(plan: dict[str, Any], words: Words) -> str:
    """Answers a plan's name in the language of the page; one only loaded has none of its own."""
    if plan["plan_name"] == plan["plan_code"]:
        return words(
            "plan_unnamed",
            region=plan[words.column("region_name")],
            first=plan["period_from"],
            last=plan["period_to"],
        )
    return str(plan[words.column("plan_name")] or plan["plan_name"])


def _chosen(selection: Selection, found: pl.DataFrame) -> dict[str, Any]:
    """Answers the plan of the target asked for, else the one asked for, else the latest there is.

    Args:
        selection: The selection of the page.
        found: The plans, as plan_questions.plans() answers them; at least one.
    """
    # a target says which plan is meant
    plan = plan_questions.plan_of(selection.target) or selection.plan
    fitting = pl.concat(
        [
            found.filter(pl.col("plan_code") == plan),
            found.filter(pl.col("region_code").is_in(selection.regions[:1])),
            found.filter(pl.col("region_code").is_in(selection.regions)),
            found.sort("period_to", "period_from", descending=True, maintain_order=True),
        ]
    )
    return fitting.row(0, named=True)
