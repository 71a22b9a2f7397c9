"""What the figures of the Compare page have in common: their subject, data and sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from app.base import citations, numbers
from app.base.words import Words
from app.compare.comparison_questions import Group
from app.figure.downloads import Sheet
from app.figure.exhibits import Figure, Panel
from app.figure.layering import Layers


@dataclass(frozen=True)
class Subject:
    """What the page compares.

    Attributes:
        group: Indicator, scope, period basis, peers and period.
        compared: The regions of the group.
        indicator: The indicator's row of dim_indicators.
        scope: The scope as people call it.
        answer: The page's heading.
    """

    group: Group
    compared: pl.DataFrame
    indicator: dict[str, Any]
    scope: str
    answer: str

    def shows(self, code: str, words: Words) -> str:
        """Answers a sentence on what a chart shows: which rate, of how many, when, in which unit.

        Args:
            code: The message, without the prefix app_.
            words: The words of the page.
        """
        return words(
            code,
            period=numbers.period(self.compared.row(0, named=True), words),
            regions=self.compared.height,
            indicator=self.indicator[words.column("indicator_name")],
            scope=self.scope,
            unit=self.indicator[words.column("unit")],
        )

    def figure(
        self,
        kind: str,
        chart: Layers | Sequence[Panel],
        shows: str,
        data: Sheet,
        height: int | Literal["content"] = "content",
    ) -> Figure:
        """Answers a figure of the page.

        Args:
            kind: dots, funnel, years or map.
            chart: What is drawn.
            shows: What it shows.
            data: What it is drawn from.
            height: So many pixels of it are seen at once.
        """
        code, scope, basis, _peers, period = self.group
        return Figure(
            name=f"{code}_{period}_{kind}",
            chart=chart,
            shows=shows,
            says=self.answer,
            data=data,
            sources=lambda: citations.of_values(
                code, scope, basis, self.compared["region_code"].to_list(), [period]
            ),
            height=height,
        )

    def data(self, words: Words) -> Sheet:
        """Answers the regions compared, with intervals and the limits of chance."""
        codes = {
            "rate_rank": "rank",
            "name": "region",
            "region_code": "region_code",
            "position_name": "position",
            "computed_rate": "value",
            "lower_95": "lower",
            "upper_95": "upper",
            "overall_rate": "overall",
            "funnel_lower_95": "funnel_lower_95",
            "funnel_upper_95": "funnel_upper_95",
            "funnel_lower_998": "funnel_lower_998",
            "funnel_upper_998": "funnel_upper_998",
            "numerator": "count",
            "denominator_display_value": "denominator",
            words.column("denominator_display_unit"): "denominator_unit",
        }
        headings = {name: words(f"column_{code}") for name, code in codes.items()}
        return Sheet.of(self.compared, headings)

    def years(self, series: pl.DataFrame, words: Words) -> Sheet:
        """Answers the rates of the years, with intervals and the overall rate.

        Args:
            series: Rates of the regions over the years.
            words: The words of the page.
        """
        codes = {
            "name": "region",
            "region_code": "region_code",
            "year": "period",
            "rate": "value",
            "lower": "lower",
            "upper": "upper",
            "overall": "overall",
        }
        named = series.join(self.compared.select("region_code", "name"), on="region_code")
        return Sheet.of(named, {name: words(f"column_{code}") for name, code in codes.items()})
