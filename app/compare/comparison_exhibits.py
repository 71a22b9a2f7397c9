"""What the figures of the Compare page have in common: their sentence, data and sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from app.base import citations, numbers
from app.base.words import Words
from app.compare import positions
from app.compare.comparison_words import Subject
from app.figure import tables
from app.figure.downloads import Sheet
from app.figure.exhibits import Figure, Panel
from app.figure.layering import Layers


@dataclass(frozen=True)
class Exhibits:
    """Makes the page's figures.

    Attributes:
        subject: What the page compares.
        answer: The page's heading.
        words: The words of the page.
    """

    subject: Subject
    answer: str
    words: Words

    def shows(self, code: str) -> str:
        """Answers a sentence on what a chart shows: which rate, of how many, when, in which unit.

        Args:
            code: The message, without the prefix app_.
        """
        said = self.subject.said(self.words)
        return self.words(code, regions=self.subject.compared.height, **said)

    def figure(
        self,
        kind: str,
        chart: Layers | Sequence[Panel],
        shows: str,
        data: Sheet | None = None,
        height: int | Literal["content"] = "content",
    ) -> Figure:
        """Answers a figure of the page.

        Args:
            kind: dots, funnel, years or map.
            chart: What is drawn.
            shows: What it shows.
            data: What it is drawn from, if not the regions compared.
            height: So many pixels of it are seen at once.
        """
        code, scope, basis, _peers, period = self.subject.group
        return Figure(
            name=f"{code}_{period}_{kind}",
            file="_".join(
                [
                    self.subject.indicator[self.words.column("indicator_name")],
                    period,
                    self.words(f"compare_file_{kind}"),
                ]
            ),
            chart=chart,
            shows=shows,
            says=self.answer,
            data=data or self.data(),
            sources=lambda: citations.of_values(
                code, scope, basis, self.subject.compared["region_code"].to_list(), [period]
            ),
            height=height,
        )

    def data(self) -> Sheet:
        """Answers the regions compared, with intervals, benchmark and the limits of chance."""
        codes = {
            "rate_rank": "rank",
            "name": "region",
            "region_code": "region_code",
            "position_name": "position" if self.subject.benchmark else "difference",
            "computed_rate": "value",
            "lower_95": "lower",
            "upper_95": "upper",
            "published_rate": "printed",
            "benchmark_rate": "benchmark",
            "rate_ratio": "ratio",
            "ratio_lower_95": "ratio_lower",
            "ratio_upper_95": "ratio_upper",
            **({name: name for name in FUNNEL} if self.subject.has_funnel else {}),
            "numerator": "count",
            "denominator_display_value": "denominator",
            self.words.column("denominator_display_unit"): "denominator_unit",
        }
        headings = {name: self._heading(code) for name, code in codes.items()}
        return Sheet.of(self.subject.compared, headings)

    def _heading(self, code: str) -> str:
        return self.words(f"column_{code}", benchmark=self.subject.benchmark_name)

    def years(self, series: pl.DataFrame) -> Sheet:
        """Answers the rates of the years, with intervals and the overall rate.

        Args:
            series: Rates of the regions over the years.
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
        named = series.join(self.subject.compared.select("region_code", "name"), on="region_code")
        return Sheet.of(named, {name: self.words(f"column_{code}") for name, code in codes.items()})

    def columns(self) -> list[tables.Column]:
        """Answers the columns of the table."""
        has_benchmark, has_funnel = bool(self.subject.benchmark), self.subject.has_funnel
        wrapped = [
            "interval",
            *(["ratio"] if has_benchmark else []),
            *(["funnel"] if has_funnel else []),
        ]
        return [
            tables.Column(self._heading("rank"), "wrap"),
            tables.Column(self._heading("region"), "nowrap"),
            tables.Column(self._heading("position" if has_benchmark else "difference"), "nowrap"),
            tables.Column(self._heading("value"), "number"),
            *(tables.Column(self._heading(code), "wrap") for code in wrapped),
            tables.Column(self._heading("count"), "number"),
            tables.Column(self._heading("denominator"), "number"),
            tables.Column(self._heading("remarks")),
        ]

    def row(self, row: dict[str, Any], address: str) -> list[tables.Cell]:
        """Answers the cells of a region.

        Args:
            row: A row of the regions compared.
            address: Where its name leads.
        """
        subject, words = self.subject, self.words
        place = None if row["rate_rank"] is None else subject.peers + 1 - row["rate_rank"]
        funnel = numbers.interval(row["funnel_lower_95"], row["funnel_upper_95"], subject.decimals)
        return [
            numbers.count(place),
            tables.PageLink(str(row["name"]), address),
            positions.said(row["position"], words),
            subject.number(row["shown_rate"]),
            numbers.interval(row["lower_95"], row["upper_95"], subject.decimals),
            *([_ratio(row)] if subject.benchmark else []),
            *([funnel] if subject.has_funnel else []),
            numbers.count(row["numerator"]),
            _denominator(row, words),
            words("list_comma").join(_remarks(row, words)),
        ]


FUNNEL = ("funnel_lower_95", "funnel_upper_95", "funnel_lower_998", "funnel_upper_998")


def _ratio(row: dict[str, Any]) -> str:
    interval = numbers.interval(row["ratio_lower_95"], row["ratio_upper_95"], 2)
    found = numbers.number(row["rate_ratio"], 2)
    return found if interval == numbers.MISSING else f"{found} ({interval})"


def _denominator(row: dict[str, Any], words: Words) -> str:
    if row["denominator_display_value"] is None:
        return numbers.MISSING
    value, unit = numbers.multiplied(
        row["denominator_display_value"], row[words.column("denominator_display_unit")]
    )
    return words("number_of", number=numbers.count(value), unit=unit)


def _remarks(row: dict[str, Any], words: Words) -> list[str]:
    return [
        words(code)
        for column, code in (
            ("is_provisional", "remark_provisional"),
            ("is_proxy_denominator", "remark_proxy"),
            ("is_small_count", "remark_few"),
        )
        if row[column]
    ]
