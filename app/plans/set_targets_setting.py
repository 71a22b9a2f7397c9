"""A target that is being set: what is compared with what, under which growth."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.base import choices
from app.base.selection import Selection
from app.base.words import Words
from app.plans import set_targets_questions, set_targets_words

if TYPE_CHECKING:
    from warehouse.planning.prospects import Base, Prospect
    from warehouse.planning.trends import Year

USUAL_END = 2030
YEARS_AHEAD = 10
LEAST_YEARS_AHEAD = 5
USUAL_SCENARIO = "middle"


@dataclass(frozen=True)
class Setting:
    """A target that is being set.

    Attributes:
        offered: What can be chosen, and what is.
        series: The region's values.
        code: Code of the base: 2025, 2021-2025.
        base: What the target is compared with.
        history: The years comparable with it.
        end_year: The year to reach it in.
        scenario: Code of the scenario of growth.
        growths: Growth of each scenario as a share, by its code.
    """

    offered: set_targets_questions.Offered
    series: set_targets_questions.Series
    code: str
    base: "Base"
    history: "list[Year]"
    end_year: int
    scenario: str
    growths: dict[str, float]

    @classmethod
    def of(cls, selection: Selection, offered: set_targets_questions.Offered) -> "Setting":
        """Answers what a selection sets, of a region that has values."""
        # scipy takes a while to load, and only this page needs it
        from warehouse.planning.prospects import Base, past_growth

        series = set_targets_questions.Series.of(offered.region, offered.indicator, offered.scope)
        bases = series.bases()
        code = choices.first_offered(selection.base, list(bases))
        base = Base(
            tuple(_year(series, each) for each in bases[code]),
            float(series.indicator["multiplier"]),
            series.is_rate,
        )
        history = [_year(series, each) for each in series.comparable(base.last)]
        growths = _growths(past_growth(history)) if series.is_rate else {}
        usual = max(USUAL_END, base.last + LEAST_YEARS_AHEAD)
        asked = selection.until
        fits = asked.isdigit() and base.last < int(asked) <= usual + YEARS_AHEAD
        return cls(
            offered=offered,
            series=series,
            code=code,
            base=base,
            history=history,
            end_year=int(asked) if fits else usual,
            scenario=choices.first_offered(selection.scenario or USUAL_SCENARIO, list(growths)),
            growths=growths,
        )

    @property
    def growth(self) -> float:
        """Answers the growth that is assumed."""
        return self.growths.get(self.scenario, 0.0)

    def subject(self, words: Words) -> set_targets_words.Subject:
        """Answers what the target is set for, in words."""
        return set_targets_words.Subject(
            indicator=self.series.indicator,
            region=self.offered.regions[self.offered.region],
            scope=self.offered.scopes[self.offered.scope],
            base_years=(self.base.years[0].year, self.base.last),
            end_year=self.end_year,
            growth_pct=round(100 * self.growth, 2),
            words=words,
        )

    def meant(
        self,
        reduction: float | None = None,
        value: float | None = None,
        growth: float | None = None,
    ) -> "Prospect":
        """Answers what a reduction or a value means under a growth, else the one chosen."""
        from warehouse.planning.prospects import Asked, prospect

        grown = self.growth if growth is None else growth
        return prospect(
            self.base, self.history, Asked(self.end_year, reduction, value, growth=grown)
        )


def _growths(before: float | None) -> dict[str, float]:
    found = {}
    for row in set_targets_questions.scenarios():
        if row["growth_pct"] is not None:
            found[row["scenario_code"]] = row["growth_pct"] / 100
        elif before is not None:
            found[row["scenario_code"]] = before
    return found


def _year(series: set_targets_questions.Series, year: int) -> "Year":
    from warehouse.planning.trends import Year

    row = series.values[year]
    return Year(year, float(row["numerator"]), float(row["denominator"] or 1.0))
