"""The charts and tables of the page of months."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final

import polars as pl
import streamlit as st

from app.base import numbers, sentences, units
from app.base.selection import Selection, address
from app.base.words import Words
from app.figure import exhibits, tables
from app.figure.downloads import Sheet
from app.months import month_charts, month_words
from app.months.month_questions import Asked

Row = Mapping[str, Any]
# The tables of a bulletin in their order, and the column that names the rows of each.
PARTS: Final = {
    "measure": "measure_name",
    "region": "region_name",
    "scope": "scope_name",
    "industry": "industry_name",
    "accident_type": "accident_type_name",
    "severity": "severity_name",
}
VIEWS: Final = ("cumulated", "single")
# What a bulletin says of a month: each column, whether it is a count or a change in per cent, and
# the columns that tell why it is not known.
FIGURES: Final = (
    ("value", "count", ""),
    ("year_earlier", "count", ""),
    ("change", "change", "reason_text"),
    ("change_pct", "per_cent", "reason_text"),
    ("month_change_pct", "per_cent", ""),
    ("cumulated", "count", ""),
    ("cumulated_year_earlier", "count", ""),
    ("cumulated_change", "change", "cumulated_reason_text"),
    ("cumulated_change_pct", "per_cent", "cumulated_reason_text"),
    ("cumulated_mean_of_three_years", "mean", ""),
)

TESTED: Final = ("is_beyond_chance", "is_cumulated_beyond_chance")
# Parts of which there are many, most of them without an accident.
MANY: Final = ("scope", "industry", "accident_type")


@dataclass(frozen=True)
class Drawn:
    """What is drawn of a month.

    Attributes:
        asked: Which month.
        rows: The month as a bulletin has it.
        row: Its row for the measure, the scope and the whole region.
        outlook: How the year is expected to end.
        settled: The selection with what is shown.
        words: The words of the page.
    """

    asked: Asked
    rows: pl.DataFrame
    row: Row
    outlook: Row | None
    settled: Selection
    words: Words

    @property
    def _unit(self) -> str:
        return units.named(self.row["unit"], self.words)

    @property
    def _told(self) -> dict[str, object]:
        """Answers region, measure and scope in words."""
        words = self.words
        return {
            "region": self.row[words.column("region_name")],
            "measure": words.within(self.row[words.column("measure_name")]),
            "scope": words.within(self.row[words.column("scope_name")], self.asked.scope),
        }

    def draw_years(self, view: str) -> None:
        """Draws the year asked for over its months, above those before it.

        Args:
            view: cumulated since January, or single months.
        """
        words, asked = self.words, self.asked
        column = "cumulated" if view == "cumulated" else "value"
        known = asked.years().filter(pl.col(column).is_not_null())
        if known.is_empty():
            st.caption(words("months_none_of_view"))
            return
        say = month_words.so_far if view == "cumulated" else month_words.alone
        gap = pl.col("period_month").diff().over("period_year").fill_null(1) > 1
        points = known.select(
            year="period_year",
            month="period_month",
            shown=column,
            period=pl.Series([say(period, words) for period in known["period"]]),
            opens=pl.Series(
                [address("monthly", replace(self.settled, month=each)) for each in known["period"]]
            ),
            # what has come together since January belongs together, however far apart
            line=pl.concat_str(
                "period_year",
                pl.lit(" "),
                gap.cum_sum().over("period_year") if view == "single" else pl.lit(0),
            ),
        )
        years = points["year"]
        told = words(
            f"months_shows_{view}",
            first=years.min(),
            last=years.max(),
            unit=self._unit,
            **self._told,
        )
        headings = {"period": words("column_period"), "shown": self._unit}
        exhibits.draw(
            exhibits.Figure(
                name="years",
                file="_".join([str(self._told["region"]), str(self._told["measure"]), asked.month]),
                chart=month_charts.years(points, year=asked.year, unit=self._unit, words=words),
                shows=told,
                says=month_words.answer(self.row, self.outlook, words),
                data=Sheet.of(points, headings),
                sources=asked.sources,
            ),
            words,
        )

    def draw_quota(self) -> None:
        """Draws the year's quota, if there is one, against what is used and its usual season."""
        words, asked = self.words, self.asked
        season = asked.season()
        if season.is_empty() or season["used"].is_null().all():
            return
        quota = float(season["quota"][0])
        drawn = season.select(
            "quota",
            "used",
            "quota_by_season",
            month=pl.col("period_month").cast(pl.Float64),
            lowest="quota_by_lowest_share",
            highest="quota_by_highest_share",
            period=pl.Series([month_words.so_far(each, words) for each in season["period"]]),
            limit_said=pl.lit(words("months_limit", limit=self._counted(quota))),
        )
        lead = f"<h2>{escape(words('months_quota', year=asked.year))}</h2>"
        told = self._burnt(season)
        signs = [f"● {words('months_used')}", f"╌ {words('months_by_season')}"]
        if drawn["lowest"].is_not_null().any():
            signs.append(f"▒ {words('months_band')}")
        expected = self._expected()
        if expected.height:
            signs.append(f"○ {words('months_expected_end')}")
        headings = {
            "period": words("column_period"),
            "quota": words("months_quota_short"),
            "used": words("months_used"),
            "quota_by_season": words("months_by_season"),
            "lowest": words("column_lower"),
            "highest": words("column_upper"),
        }
        exhibits.draw(
            exhibits.Figure(
                name="quota",
                file="_".join(
                    [str(self._told["region"]), words("months_quota_short"), asked.month]
                ),
                chart=month_charts.burn_up(drawn, expected=expected, unit=self._unit, words=words),
                shows=words("months_quota_shows", year=asked.year, unit=self._unit, **self._told),
                says=told,
                data=Sheet.of(drawn, headings),
                sources=asked.sources,
                signs=signs,
                lead=lead + sentences.line(escape(told), words),
            ),
            words,
        )

    def _burnt(self, season: pl.DataFrame) -> str:
        """Answers what is used, and what the season would have used, in a sentence."""
        words = self.words
        last = season.filter(pl.col("used").is_not_null()).row(-1, named=True)
        said = words(
            "months_burnt",
            period=month_words.so_far(last["period"], words),
            used=self._counted(last["used"]),
            limit=self._counted(last["quota"]),
            usual=self._counted(round(last["quota_by_season"])),
        )
        code = f"months_season_{last['season_basis_code']}"
        return words.sentences(said, words(code, years=last["season_years"]))

    def _expected(self) -> pl.DataFrame:
        """Answers the expected year's end where the year is still open; else no row."""
        schema = {"month": pl.Float64, "expected": pl.Float64} | dict.fromkeys(
            ("lower", "upper"), pl.Float64
        )
        outlook = self.outlook
        if (
            outlook is None
            or outlook["expected_year_end"] is None
            or self.asked.number == month_words.DECEMBER
        ):
            return pl.DataFrame(schema=schema | {"said": pl.String})
        end = outlook["expected_year_end"]
        row = {
            "month": 12.0,
            "expected": end,
            "lower": outlook["lower_80"],
            "upper": outlook["upper_80"],
            "said": numbers.count(round(end)),
        }
        return pl.DataFrame([row], schema=schema | {"said": pl.String})

    def draw_bulletin(self) -> None:
        """Draws the tables of a bulletin: each part of which more is known than the whole."""
        for part, name in PARTS.items():
            found = self.rows.filter(pl.col("part") == part)
            if part != "measure":
                whole = self.rows.filter("is_asked")
                found = pl.concat([whole, found]) if found.height else found
            if found.is_empty():
                continue
            self._draw_part(part, name, found)

    def _draw_part(self, part: str, name: str, found: pl.DataFrame) -> None:
        words = self.words
        is_tested = found.select(pl.col(TESTED).is_not_null().any()).row(0) != (False, False)
        # of many parts those that had none in both years are but counted
        is_none = (pl.col("cumulated") == 0) & (pl.col("cumulated_year_earlier") == 0)
        is_left_out = is_none.fill_null(value=False) & pl.lit(part in MANY) & ~pl.col("is_asked")
        shown = found.filter(~is_left_out)
        figures = [each for each in FIGURES if found[each[0]].is_not_null().any()]
        columns = [
            tables.Column(words(f"months_part_{part}"), "nowrap"),
            *(tables.Column(words(f"months_column_{code}"), "wrap") for code, _, _ in figures),
            *([tables.Column(words("months_column_chance"), "nowrap")] if is_tested else []),
        ]
        rows = [
            [
                words("months_whole")
                if row["is_asked"] and part != "measure"
                else _name(row, name, words),
                *(cell(row, figure, words) for figure in figures),
                *([_chance(row, words)] if is_tested else []),
            ]
            for row in shown.iter_rows(named=True)
        ]
        period = month_words.alone(self.asked.month, words)
        code = "months_caption_measures" if part == "measure" else "months_caption"
        caption = words(code, period=period, unit=self._unit, **self._told)
        if shown.height < found.height:
            caption += words("months_caption_none", number=found.height - shown.height)
        lead = f"<h2>{escape(words(f'months_by_{part}'))}</h2>"
        exhibits.draw_led_table(exhibits.Table(f"by_{part}", caption, columns, rows, lead), words)

    def draw_spring(self) -> None:
        """Draws January and February together, with the days of the Lunar New Year."""
        words = self.words
        found = self.asked.spring()
        if found.is_empty():
            return
        columns = [
            tables.Column(words("months_year"), "nowrap"),
            tables.Column(words("months_column_spring"), "number"),
            tables.Column(words("months_column_year_earlier"), "number"),
            tables.Column(words("months_column_change_pct"), "number"),
            tables.Column(words("months_column_new_year"), "nowrap"),
            tables.Column(words("months_column_new_year_earlier"), "nowrap"),
            tables.Column(words("months_column_chance"), "nowrap"),
        ]
        rows: list[list[tables.Cell]] = [
            [
                str(row["period_year"]),
                numbers.count(row["value"]),
                numbers.count(row["year_earlier"]),
                _told_or_why(_per_cent(row["change_pct"]), row[words.column("reason_text")]),
                str(row["new_year_date"] or numbers.MISSING),
                str(row["new_year_date_year_earlier"] or numbers.MISSING),
                _beyond(row, "is_beyond_chance", words),
            ]
            for row in found.iter_rows(named=True)
        ]
        caption = words("months_spring_caption", unit=self._unit, **self._told)
        lead = f"<h2>{escape(words('months_spring'))}</h2>"
        exhibits.draw_led_table(exhibits.Table("spring", caption, columns, rows, lead), words)

    def draw_late(self) -> None:
        """Draws what was reported late or corrected of the year's months, as what it changed."""
        words = self.words
        found = self.asked.late()
        if found.is_empty():
            return
        columns = [
            tables.Column(words("months_part_month"), "nowrap"),
            tables.Column(words("months_first_value"), "number"),
            tables.Column(words("months_first_known"), "nowrap"),
            tables.Column(words("months_latest_value"), "number"),
            tables.Column(words("months_column_change"), "number"),
            tables.Column(words("months_added"), "number"),
            tables.Column(words("months_corrected"), "number"),
        ]
        rows: list[list[tables.Cell]] = [
            [
                month_words.alone(row["period"], words),
                numbers.count(row["first_value"]),
                str(row["first_known_date"] or numbers.MISSING),
                numbers.count(row["latest_value"]),
                numbers.signed(row["change"], 0),
                numbers.count(row["accidents_added"]),
                numbers.count(row["accidents_corrected"]),
            ]
            for row in found.iter_rows(named=True)
        ]
        caption = words("months_late_caption", year=self.asked.year, **self._told)
        lead = f"<h2>{escape(words('months_late'))}</h2>"
        exhibits.draw_led_table(exhibits.Table("late", caption, columns, rows, lead), words)

    def _counted(self, value: float) -> str:
        return month_words.counted(value, self.row, self.words)


def _name(row: Row, name: str, words: Words) -> str:
    return str(row[words.column(name)] or row[name] or numbers.MISSING)


def cell(row: Row, figure: tuple[str, str, str], words: Words) -> tables.Cell:
    """Answers a cell of a bulletin's table; one that is not known says why.

    Args:
        row: A row of fct_monthly_counts.
        figure: One of FIGURES.
        words: The words of the page.
    """
    code, kind, why = figure
    value = row[code]
    if value is None:
        reason = row[words.column(why)] if why else ""
        return _told_or_why(numbers.MISSING, reason)
    if kind == "per_cent":
        return _per_cent(value)
    if kind == "change":
        return _signed(value, 0)
    return numbers.number(value, 1) if kind == "mean" else numbers.count(value)


def _per_cent(value: float | None) -> str:
    return numbers.MISSING if value is None else _signed(value, 1)


def _signed(value: float, decimals: int) -> str:
    """Answers a change with its sign; no change has none."""
    return numbers.signed(value, decimals) if value else numbers.number(0, decimals)


def _told_or_why(said: str, why: str | None) -> tables.Cell:
    """Answers a cell; where it is a dash, with why."""
    if said != numbers.MISSING or not why:
        return said
    return tables.Explained(said, why)


def _chance(row: Row, words: Words) -> str:
    """Answers whether the change since January, else that of the month, is beyond chance."""
    is_whole = row["is_cumulated_beyond_chance"] is not None
    return _beyond(row, "is_cumulated_beyond_chance" if is_whole else "is_beyond_chance", words)


def _beyond(row: Row, column: str, words: Words) -> str:
    if row[column] is None:
        return numbers.MISSING
    return words("months_beyond" if row[column] else "months_within")
