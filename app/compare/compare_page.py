"""Compare: is a region better or worse than others, or is it chance?"""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any, Literal

import polars as pl
import streamlit as st

from app.base import numbers, sentences, terms
from app.base.selection import Selection, address, show_in_url
from app.base.words import Words
from app.compare import (
    boundaries,
    comparison_charts,
    comparison_choices,
    comparison_questions,
    positions,
    tiles,
)
from app.compare.comparison_exhibits import Subject
from app.compare.comparison_questions import Group
from app.figure import exhibits, tables
from app.figure.exhibits import Panel
from warehouse.ground.errors import BadBoundariesError
from warehouse.ground.settings import Settings

MOST_SMALL = 24
# More rows of dots than this scroll, so that the page stays a page.
MOST_DOTS = 26
DOTS_HEIGHT = 640
LABELLED = 12
FEW_PEERS = 5


def show(selection: Selection, words: Words) -> None:
    """Draws the page: choices, the answer, dots and tiles, funnel, years, table."""
    groups = comparison_questions.groups(selection.regions)
    indicators = comparison_questions.indicators()
    if not groups.height:
        show_in_url(selection)
        sentences.draw_nothing(words("compare_none"), words, "compare_steps")
        return
    group = comparison_choices.group_asked(selection, groups)
    indicator = indicators[group[0]]
    comparison_choices.draw(selection, groups, indicators, group, words)
    if group[0] == selection.indicator:
        _, code, basis, peers, when = group
        show_in_url(replace(selection, scope=code, basis=basis, peers=peers, when=when))
    else:  # what was asked for stays asked for on the next page
        show_in_url(selection)
    compared = comparison_questions.regions(group, words)
    scope = comparison_choices.scope_name(groups, group, words)
    title = answer(compared, indicator, scope, words)
    hints = _hints(compared, group, selection, indicator, words)
    lines = (sentences.line(terms.linked(hint, words), words) for hint in hints)
    st.html(sentences.first_line(title, words) + "".join(lines))
    addresses = {code: _trends(code, group, selection) for code in compared["region_code"]}
    subject = Subject(group, compared, indicator, scope, title)
    _draw_regions(subject, addresses, selection, words)
    _draw_funnel(subject, selection, words)
    _draw_years(subject, comparison_questions.series(group, compared), selection, words)
    _draw_table(compared, indicator, addresses, words)


def answer(compared: pl.DataFrame, indicator: dict[str, str], scope: str, words: Words) -> str:
    """Answers the page's question in one sentence.

    Args:
        compared: The regions of one group.
        indicator: The indicator's row of dim_indicators.
        scope: The scope as people call it.
        words: The words of the page.
    """
    row = compared.row(0, named=True)
    above = compared["position"].is_in(positions.ABOVE).sum()
    below = compared["position"].is_in(positions.BELOW).sum()
    return words(
        "compare_answer" if above or below else "compare_answer_alike",
        period=numbers.period(row, words),
        indicator=indicator[words.column("indicator_name")],
        scope=scope,
        regions=row["peer_count"],
        level=words(f"level_{row['region_level']}"),
        above=above,
        below=below,
        overall=numbers.number(row["overall_rate"], int(indicator["decimals"])),
        unit=indicator[words.column("unit")],
    )


def _hints(
    compared: pl.DataFrame,
    group: Group,
    selection: Selection,
    indicator: dict[str, str],
    words: Words,
) -> list[str]:
    """Answers what is to be said of the regions asked about, and of those left out."""
    hints = _own(compared, selection, indicator, words)
    if group[0] != selection.indicator:
        hints.append(words("compare_other_indicator"))
    differing = compared.filter(~pl.col("is_comparable"))
    if differing.height:
        hints.append(words("compare_differing", regions=_list(differing["name"], words)))
    left_out = comparison_questions.left_out(group, compared)
    for (reason,), members in left_out.sort("reason", maintain_order=True).group_by(
        "reason", maintain_order=True
    ):
        listed = _list(members[words.column("region_name")], words)
        hints.append(words(f"compare_left_out_{str(reason)[2:]}", regions=listed))
    known = [*compared["region_code"], *left_out["region_code"]]
    absent = comparison_questions.of_level(group, selection.regions).filter(
        ~pl.col("region_code").is_in(known)
    )
    if absent.height:
        listed = _list(absent[words.column("region_name")], words)
        hints.append(words("regions_without", regions=listed))
    if compared["peer_count"][0] < FEW_PEERS:
        hints.append(words("compare_few_peers"))
    if compared["is_small_count"].any():
        hints.append(words("compare_few"))
    return hints


def _own(
    compared: pl.DataFrame, selection: Selection, indicator: dict[str, str], words: Words
) -> list[str]:
    """Answers a sentence on each region asked about that is compared."""
    return [
        words(
            "compare_own",
            region=row["name"],
            rate=numbers.number(row["computed_rate"], int(indicator["decimals"])),
            unit=indicator[words.column("unit")],
            position=words(f"position_{row['position']}"),
            place=row["rate_rank"],
            regions=row["peer_count"],
        )
        for code in selection.regions
        for row in compared.filter(pl.col("region_code") == code).iter_rows(named=True)
        if row["is_comparable"]
    ]


def _draw_regions(
    subject: Subject, addresses: dict[str, str], selection: Selection, words: Words
) -> None:
    indicator, compared = subject.indicator, subject.compared
    unit, decimals = indicator[words.column("unit")], int(indicator["decimals"])
    drawn = _for_chart(compared)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        height: int | Literal["content"] = DOTS_HEIGHT if compared.height > MOST_DOTS else "content"
        chart = comparison_charts.dots(
            drawn, chosen=selection.regions, unit=unit, decimals=decimals, words=words
        )
        shows = subject.shows("dots_description", words)
        exhibits.draw(subject.figure("dots", chart, shows, subject.data(words), height), words)
    with right:
        if not _draw_boundaries(subject, drawn, words):
            rates = [numbers.number(rate, decimals) for rate in compared["computed_rate"]]
            shown = compared.with_columns(rate=pl.Series(rates, dtype=pl.String))
            st.html(tiles.tiles(shown, addresses, words))
            st.html(f'<p class="marks">{escape(words("tiles_caption"))}</p>')
        st.html(tiles.listed(compared, addresses, words))


def _draw_boundaries(subject: Subject, drawn: pl.DataFrame, words: Words) -> bool:
    """Draws the user's own boundaries; answers whether there are any."""
    path = Settings.from_environment().boundaries
    if path is None:
        return False
    try:
        features = boundaries.features(path, set(drawn["region_code"]))
    except BadBoundariesError as error:
        st.html(f'<p class="marks">{escape(error.sentence(words.language))}</p>')
        return False
    chart = comparison_charts.boundaries(
        features,
        drawn,
        unit=subject.indicator[words.column("unit")],
        decimals=int(subject.indicator["decimals"]),
        words=words,
    )
    without = drawn.height - len({feature["properties"]["region_code"] for feature in features})
    said = [
        words("map_description", regions=len(features)),
        words("map_caption", file=path.name),
        *([words("map_without", regions=without)] if without else []),
    ]
    data = subject.data(words)
    exhibits.draw(subject.figure("map", chart, words.sentences(*said), data), words)
    return True


def _draw_funnel(subject: Subject, selection: Selection, words: Words) -> None:
    st.html(f"<h2>{escape(words('funnel_title'))}</h2>")
    compared, indicator = subject.compared, subject.indicator
    unit = compared[words.column("denominator_display_unit")][0]
    measure = compared[words.column("measure_name")][0]
    outside = compared.filter(
        (pl.col("position") != "within") | pl.col("region_code").is_in(list(selection.regions))
    )
    chart = comparison_charts.funnel(
        _for_chart(compared),
        named=outside["region_code"].to_list() if outside.height <= LABELLED else selection.regions,
        titles=(
            words("axis_with_unit", name=measure, unit=unit),
            indicator[words.column("unit")],
        ),
        decimals=int(indicator["decimals"]),
        words=words,
    )
    shows = subject.shows("funnel_description", words)
    exhibits.draw(subject.figure("funnel", chart, shows, subject.data(words)), words)
    corrected = words(
        "compare_corrected",
        regions=subject.compared["comparisons_made"].max(),
        left=subject.compared["is_beyond_chance_corrected"].sum(),
    )
    caption = words.sentences(words("funnel_caption"), words("compare_chance"), corrected)
    st.html(f'<p class="marks">{escape(caption)}</p>')


def _draw_years(subject: Subject, series: pl.DataFrame, selection: Selection, words: Words) -> None:
    years = [int(year) for year in series["year"].unique().sort()]
    if years[:1] == years[-1:]:
        return
    st.html(f"<h2>{escape(words('years_title'))}</h2>")
    compared, indicator = subject.compared, subject.indicator
    first = compared["region_code"].is_in(list(selection.regions))
    shown = compared.with_columns(first=first).sort("first", descending=True, maintain_order=True)
    shown = shown.head(MOST_SMALL)
    highest = float(series.select(pl.max_horizontal("rate", "overall").max()).item()) * 1.2
    frame = comparison_charts.Frame(years[0], years[-1], highest, indicator[words.column("unit")])
    panels = [
        Panel(
            comparison_charts.small(
                own,
                frame,
                title=f"{row['name']} {positions.SIGNS[row['position']]}",
                decimals=int(indicator["decimals"]),
                words=words,
            ),
            words("years_description", region=row["name"], years=own.height),
        )
        for row in shown.iter_rows(named=True)
        for own in (series.filter(pl.col("region_code") == row["region_code"]),)
    ]
    caption = subject.shows("years_caption", words)
    if compared.height > MOST_SMALL:
        some = words("years_some", shown=MOST_SMALL, regions=compared.height)
        caption = words.sentences(caption, some)
    exhibits.draw(subject.figure("years", panels, caption, subject.years(series, words)), words)


def _draw_table(
    compared: pl.DataFrame, indicator: dict[str, str], addresses: dict[str, str], words: Words
) -> None:
    caption = words(
        "compare_caption",
        indicator=indicator[words.column("indicator_name")],
        unit=indicator[words.column("unit")],
    )
    columns = [
        tables.Column(words("column_rank"), "number"),
        tables.Column(words("column_region"), "nowrap"),
        tables.Column(words("column_position"), "nowrap"),
        *(
            tables.Column(words(f"column_{code}"), "number")
            for code in ("value", "interval", "funnel", "count", "expected", "denominator")
        ),
        tables.Column(words("column_remarks")),
    ]
    rows = [
        _row(row, int(indicator["decimals"]), addresses[row["region_code"]], words)
        for row in compared.iter_rows(named=True)
    ]
    name = f"{indicator['indicator_code']}_{compared['period'][0]}"
    exhibits.draw_table(name, caption, columns, rows, words)


def _row(row: dict[str, Any], decimals: int, address: str, words: Words) -> list[tables.Cell]:
    remarks = [
        words(code)
        for column, code in (
            ("is_provisional", "remark_provisional"),
            ("is_proxy_denominator", "remark_proxy"),
            ("is_small_count", "remark_few"),
        )
        if row[column]
    ]
    return [
        numbers.count(row["rate_rank"]),
        tables.PageLink(str(row["name"]), address),
        positions.said(row["position"], words),
        numbers.number(row["computed_rate"], decimals),
        numbers.interval(row["lower_95"], row["upper_95"], decimals),
        numbers.interval(row["funnel_lower_95"], row["funnel_upper_95"], decimals),
        numbers.count(row["numerator"]),
        numbers.number(row["expected_count"], 1),
        words(
            "with_unit",
            number=numbers.count(row["denominator_display_value"]),
            unit=row[words.column("denominator_display_unit")],
        ),
        words("list_comma").join(remarks),
    ]


def _for_chart(compared: pl.DataFrame) -> pl.DataFrame:
    return compared.select(
        "region_code",
        "label",
        "position",
        "position_name",
        rate="computed_rate",
        lower="lower_95",
        upper="upper_95",
        overall="overall_rate",
        denominator="denominator_display_value",
        lower_limit_95="funnel_lower_95",
        upper_limit_95="funnel_upper_95",
        lower_limit_998="funnel_lower_998",
        upper_limit_998="funnel_upper_998",
    )


def _trends(region: str, group: Group, selection: Selection) -> str:
    """Answers the address of a region's trends, by the same indicator, scope and basis."""
    indicator, scope, basis, _peers, _period = group
    chosen = replace(
        Selection.read({"lang": selection.language}),
        regions=(region,),
        indicator=indicator,
        scope=scope,
        basis=basis,
    )
    return address("trends", chosen)


def _list(names: Sequence[str] | pl.Series, words: Words) -> str:
    listed = list(names)
    said = words("list_comma").join(listed[: tiles.NAMED])
    if len(listed) > tiles.NAMED:
        said += words("and_more_regions", all=len(listed))
    return said
