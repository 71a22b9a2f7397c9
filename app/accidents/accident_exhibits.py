"""The charts and tables of the page of accidents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.accidents import accident_charts, accident_words
from app.accidents import accident_questions as questions
from app.base import database, numbers, sentences
from app.base.selection import Selection, address
from app.base.words import Words
from app.figure import exhibits, tables
from app.figure.downloads import Sheet

PROFILES = ("accident_type", "industry")
HOURS = ("month_hour", "weekday_hour")
SUMMARY_SHOWN = 160
# Where fewer than one in so many tell their hour, hours are not drawn.
FEWEST_TIMED = 2


@dataclass(frozen=True)
class Drawn:
    """What is drawn of some accidents.

    Attributes:
        asked: Which accidents.
        profiles: What Asked.profiles() answers of them.
        told: period, region and what they are of, in words.
        settled: The selection with what is shown.
        words: The words of the page.
    """

    asked: questions.Asked
    profiles: pl.DataFrame
    told: dict[str, Any]
    settled: Selection
    words: Words

    def draw_parts(self) -> None:
        """Draws accidents by type and by industry, side by side."""
        columns = st.columns(2, gap="medium")
        for column, profile in zip(columns, PROFILES, strict=True):
            with column:
                self._draw_parts(profile)

    def _draw_parts(self, profile: str) -> None:
        parts = self.profiles.filter(pl.col("profile_code") == profile).sort(
            pl.col("profile_value") == questions.NOT_STATED,
            -pl.col("accidents"),
            "sort_order",
        )
        if parts.height:
            leads = pl.Series([self._narrowed(profile, row) for row in parts.rows(named=True)])
            self._draw_bars(profile, parts.with_columns(opens=leads))

    def _narrowed(self, profile: str, row: dict[str, Any]) -> str:
        """Answers where a bar leads: to the accidents of its part, or back to those of all."""
        code = "" if row["is_chosen"] else row["profile_value"]
        if profile == "industry":
            return address("accidents", replace(self.settled, industry=code))
        return address("accidents", replace(self.settled, accident_type=code))

    def _draw_bars(self, profile: str, parts: pl.DataFrame) -> None:
        words = self.words
        whole = float(parts["accidents"].sum())
        rows = parts.select(
            "accidents",
            "deaths",
            "is_chosen",
            *(["opens"] if "opens" in parts.columns else []),
            part="name",
            share=100 * pl.col("accidents") / whole,
        ).with_columns(
            said=pl.Series(
                [
                    words(
                        "accidents_bar",
                        accidents=numbers.count(accidents),
                        share=numbers.number(100 * accidents / whole, 0),
                    )
                    for accidents in parts["accidents"]
                ],
                dtype=pl.String,
            )
        )
        title = words(f"accidents_by_{profile}")
        headings = {
            "part": words("accidents_part"),
            "accidents": words("accidents_count"),
            "deaths": words("accidents_deaths"),
            "share": words("accidents_share"),
        }
        exhibits.draw(
            exhibits.Figure(
                name=profile,
                file=self._file(title),
                chart=accident_charts.bars(rows, title=words("accidents_axis"), words=words),
                shows=words("accidents_bars_show", by=title, **self.told),
                says=words("accidents_figure", by=title, **self.told),
                data=Sheet.of(rows, headings),
                sources=self._sources,
                lead=_heading(title),
            ),
            words,
        )

    def draw_hours(self) -> None:
        """Draws when accidents happen: by month and by day of the week, and by hour where told."""
        words = self.words
        cells = self.profiles.filter(pl.col("profile_code").is_in(HOURS)).with_columns(
            pl.col("profile_value").cast(pl.Int64),
            band=pl.col("profile_second").cast(pl.Int64, strict=False) // accident_words.BAND_HOURS,
        )
        if cells.is_empty():
            return
        counted = int(cells["accidents"].sum())
        timed = int(cells.drop_nulls("band")["accidents"].sum())
        months = {
            number: accident_words.month(number, words) for number in self._months_known(cells)
        }
        weekdays = {number: accident_words.weekday(number, words) for number in range(1, 8)}
        columns = st.columns(2, gap="medium")
        for column, profile, rows in zip(columns, HOURS, (months, weekdays), strict=True):
            of_profile = cells.filter(pl.col("profile_code") == profile)
            with column:
                if timed * FEWEST_TIMED >= counted:
                    grid = _grid(of_profile, rows, accident_words.bands(words))
                    self._draw_tiles(profile, grid, timed / counted)
                else:
                    self._draw_bars(profile.removesuffix("_hour"), _by_row(of_profile, rows))

    def _months_known(self, cells: pl.DataFrame) -> list[int]:
        """Answers the months that have accidents, or none by a register that is complete."""
        seen = set(cells.filter(pl.col("profile_code") == "month_hour")["profile_value"])
        return sorted(seen | {int(period[5:]) for period in self.asked.months})

    def _draw_tiles(self, profile: str, grid: pl.DataFrame, timed: float) -> None:
        words = self.words
        title = words(f"accidents_by_{profile}")
        chart = accident_charts.tiles(
            grid,
            columns=accident_words.bands(words),
            titles=(words("accidents_hour"), words(f"accidents_row_{profile}")),
            words=words,
        )
        headings = {
            "row": words(f"accidents_row_{profile}"),
            "column": words("accidents_hour"),
            "accidents": words("accidents_count"),
        }
        exhibits.draw(
            exhibits.Figure(
                name=profile,
                file=self._file(title),
                chart=chart,
                shows=words("accidents_tiles_show", by=title, **self.told),
                says=words("accidents_figure", by=title, **self.told),
                data=Sheet.of(grid, headings),
                sources=self._sources,
                lead=_heading(title),
                signs=[words("accidents_timed", share=numbers.number(100 * timed, 0))]
                if timed < 1
                else [],
            ),
            words,
        )

    def draw_severe(self) -> None:
        """Draws the relatively serious accidents and above, each with the state of its handling."""
        words = self.words
        found = self.asked.ask(questions.SEVERE)
        title = words("accidents_severe")
        if found.is_empty():
            st.html(
                _heading(title)
                + sentences.line(escape(words("accidents_severe_none", **self.told)), words)
            )
            return
        has_summary = found["summary"].is_not_null().any()
        columns = [
            tables.Column(words("accidents_day"), "nowrap"),
            tables.Column(words("column_region"), "nowrap"),
            tables.Column(words("accidents_severity"), "nowrap"),
            tables.Column(words("accidents_type"), "nowrap"),
            tables.Column(words("accidents_industry")),
            tables.Column(words("accidents_deaths"), "number"),
            tables.Column(words("accidents_injuries"), "number"),
            tables.Column(words("accidents_place"), "tight"),
            tables.Column(words("accidents_handling"), "lines"),
            *([tables.Column(words("accidents_summary"), "quote")] if has_summary else []),
        ]
        rows = [_severe(row, words, has_summary=has_summary) for row in found.iter_rows(named=True)]
        lead = _heading(title)
        caption = words("accidents_severe_caption", number=len(rows), **self.told)
        if not has_summary and found["has_summary"].any():
            caption = words.sentences(caption, words("accidents_summary_hidden"))
        exhibits.draw_led_table(exhibits.Table("severe", caption, columns, rows, lead), words)

    def draw_places(self) -> None:
        """Draws places and enterprises with two accidents or more."""
        words = self.words
        if self.asked.is_narrowed:
            return
        found = database.ask(questions.REPEATED, (self.asked.region, self.asked.scope))
        if found.is_empty():
            return
        columns = [
            tables.Column(words("accidents_place_kind"), "nowrap"),
            tables.Column(words("accidents_place_name")),
            tables.Column(words("accidents_count"), "number"),
            tables.Column(words("accidents_deaths"), "number"),
            tables.Column(words("accidents_first"), "nowrap"),
            tables.Column(words("accidents_last"), "nowrap"),
        ]
        rows: list[list[tables.Cell]] = [
            [
                words(f"accidents_kind_{row['place_kind']}"),
                row["place_name"],
                numbers.count(row["accidents"]),
                numbers.count(row["deaths"]),
                str(row["first_date"]),
                str(row["last_date"]),
            ]
            for row in found.iter_rows(named=True)
        ]
        lead = _heading(words("accidents_repeat"))
        caption = words("accidents_repeat_caption", **self.told)
        exhibits.draw_led_table(exhibits.Table("places", caption, columns, rows, lead), words)

    def draw_listed(self) -> None:
        """Draws every accident with its file and row, as far as a page can hold them."""
        words = self.words
        found = self.asked.ask(questions.LISTED)
        if found.is_empty():
            return
        columns = [
            tables.Column(words("accidents_moment"), "nowrap"),
            tables.Column(words("column_region"), "nowrap"),
            tables.Column(words("accidents_industry")),
            tables.Column(words("accidents_type"), "nowrap"),
            tables.Column(words("accidents_severity"), "nowrap"),
            tables.Column(words("accidents_deaths"), "number"),
            tables.Column(words("accidents_injuries"), "number"),
            tables.Column(words("accidents_number"), "nowrap"),
            tables.Column(words("column_file"), "file"),
            tables.Column(words("column_row"), "number"),
        ]
        rows: list[list[tables.Cell]] = [
            [
                f"{row['occurred_at']:%Y-%m-%d %H:%M}",
                _region(row, words),
                row[words.column("industry_name")] or numbers.MISSING,
                row[words.column("accident_type_name")] or numbers.MISSING,
                row[words.column("severity_name")] or numbers.MISSING,
                numbers.count(row["deaths_with_missing"]),
                numbers.count(row["serious_injuries"]),
                row["accident_id"],
                row["source_file"],
                str(row["row_number"]),
            ]
            for row in found.iter_rows(named=True)
        ]
        number = int(found["found"][0])
        code = "accidents_listed_some" if number > len(rows) else "accidents_listed_caption"
        caption = words(
            code, number=numbers.count(number), shown=numbers.count(len(rows)), **self.told
        )
        lead = _heading(words("accidents_listed"))
        exhibits.draw_led_table(exhibits.Table("listed", caption, columns, rows, lead), words)

    def _sources(self) -> pl.DataFrame:
        return self.asked.ask(questions.SOURCES)

    def _file(self, title: str) -> str:
        return "_".join([self.told["region"], title, self.told["period"]])


def _heading(title: str) -> str:
    return f"<h2>{escape(title[:1].upper() + title[1:])}</h2>"


def _grid(cells: pl.DataFrame, rows: Mapping[int, str], bands: Sequence[str]) -> pl.DataFrame:
    """Answers every cell of a table of hours, those without an accident with zero."""
    counted = cells.group_by("profile_value", "band").agg(pl.col("accidents").sum())
    every = pl.DataFrame(
        [
            {"order": number, "row": name, "band": band, "column": hours}
            for number, name in rows.items()
            for band, hours in enumerate(bands)
        ],
        schema={"order": pl.Int64, "row": pl.String, "band": pl.Int64, "column": pl.String},
    )
    return every.join(
        counted, left_on=["order", "band"], right_on=["profile_value", "band"], how="left"
    ).with_columns(pl.col("accidents").fill_null(0))


def _by_row(cells: pl.DataFrame, rows: Mapping[int, str]) -> pl.DataFrame:
    """Answers the months, or days of the week, in their order, whatever the hour."""
    counted = cells.group_by("profile_value").agg(pl.col("accidents", "deaths").sum())
    every = pl.DataFrame({"profile_value": list(rows), "name": list(rows.values())})
    return every.join(counted, on="profile_value", how="left").with_columns(
        pl.col("accidents", "deaths").fill_null(0), is_chosen=pl.lit(value=False)
    )


def _region(row: dict[str, Any], words: Words) -> str:
    return str(row[words.column("region_name")] or row["region_name"] or row["region_code"])


def _severe(row: dict[str, Any], words: Words, *, has_summary: bool) -> list[tables.Cell]:
    places = [row["place"], row["enterprise"]]
    return [
        str(row["occurred_date"]),
        _region(row, words),
        row[words.column("severity_name")],
        row[words.column("accident_type_name")] or numbers.MISSING,
        row[words.column("industry_name")] or numbers.MISSING,
        numbers.count(row["deaths"]),
        numbers.count(row["serious_injuries"]),
        "\n".join(filter(None, places)) or numbers.MISSING,
        _handling(row, words),
        *([tables.short(row["summary"] or "", SUMMARY_SHOWN)] if has_summary else []),
    ]


def _handling(row: dict[str, Any], words: Words) -> str:
    """Answers how far the handling of an accident is: its state, its days, what is done."""
    said = [words(f"handling_{row['handling_code']}")]
    if row["handling_closed_date"]:
        said.append(words("handling_closed_on", day=row["handling_closed_date"]))
    elif row["handling_opened_date"]:
        said.append(words("handling_opened_on", day=row["handling_opened_date"]))
    if row["measures_ordered"] is not None:
        said.append(
            words(
                "handling_measures",
                ordered=row["measures_ordered"],
                done=numbers.count(row["measures_done"]),
            )
        )
    return "\n".join(said)
