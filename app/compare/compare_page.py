"""Compare: is a region better or worse than others, or is it chance?"""

from collections.abc import Mapping
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
    comparison_words,
    positions,
    tiles,
)
from app.compare.comparison_choices import Asked
from app.compare.comparison_exhibits import Exhibits
from app.compare.comparison_questions import Group
from app.compare.comparison_words import Subject
from app.figure import exhibits
from app.figure.exhibits import Panel
from warehouse.ground.errors import BadBoundariesError
from warehouse.ground.settings import Settings

MOST_SMALL = 12
# More rows of dots than this scroll, so that the page stays a page.
MOST_DOTS = 40
DOTS_HEIGHT = 860
LABELLED = 12
FEWEST_TILES = 5


def show(selection: Selection, words: Words) -> None:
    """Draws the page: choices, the answer, dots and tiles, funnel, years, table."""
    groups = comparison_questions.groups(selection.regions)
    indicators = comparison_questions.indicators()
    if not groups.height:
        show_in_url(selection)
        sentences.draw_nothing(words("compare_none"), words, "compare_steps")
        return
    wanted = comparison_choices.asked(selection, groups)
    benchmark = comparison_choices.draw(selection, groups, indicators, wanted, words)
    if wanted.lacking:
        show_in_url(selection)  # what was asked for stays asked for
        _draw_lacking(selection, wanted, indicators, words)
        return
    group = wanted.group
    code, scope, basis, peers, when = group
    shown = replace(selection, indicator=code, scope=scope, basis=basis, peers=peers, when=when)
    show_in_url(shown)
    offered = comparison_questions.benchmarks(group)
    names = {row["benchmark_code"]: row for row in offered.iter_rows(named=True)}
    level = peers.partition(".")[0]
    subject = Subject(
        group=group,
        compared=comparison_questions.regions(group, benchmark, words),
        indicator=indicators[code],
        scope=wanted.rest[words.column("scope_name")][0],
        benchmark=benchmark,
        benchmark_name=comparison_choices.benchmark_name(names[benchmark], level, words)
        if benchmark
        else "",
        asked=selection.regions,
    )
    title = comparison_words.answer(subject, words)
    said = [*comparison_words.lines(subject, words), *comparison_words.hints(subject, words)]
    if selection.benchmark and selection.benchmark != benchmark:
        said.insert(0, _benchmark_lacking(selection.benchmark, subject, words))
    lines = (sentences.line(terms.linked(line, words), words) for line in said)
    st.html(sentences.first_line(title, words) + "".join(lines))
    addresses = {code: _trends(code, group, shown) for code in subject.compared["region_code"]}
    made = Exhibits(subject, title, words)
    _draw_regions(made, addresses)
    _draw_funnel(made, addresses)
    _draw_years(made, comparison_questions.series(group, subject.computed))
    _draw_table(made, addresses)


def _draw_lacking(
    selection: Selection, wanted: Asked, indicators: dict[str, dict[str, Any]], words: Words
) -> None:
    """Draws that what is asked for does not compare, and links to what does."""
    row = wanted.rest.row(0, named=True)
    said = {
        "name": comparison_choices.lacking_name(wanted, indicators, words),
        "indicator": indicators[row["indicator_code"]][words.column("indicator_name")],
        "scope": row[words.column("scope_name")],
        "level": words(f"level_{row['region_level']}"),
    }
    asked = indicators.get(wanted.codes["indicator"])
    is_count = wanted.lacking == "indicator" and asked and not asked["denominator_measure"]
    title = words(
        "compare_lacking_count" if is_count else f"compare_lacking_{wanted.lacking}", **said
    )
    links = words("list_comma").join(
        f'<a href="{escape(target, quote=True)}" target="_self">{escape(name)}</a>'
        for name, target in comparison_choices.offers(selection, wanted, indicators, words)
    )
    offer = words("compare_rates" if is_count else "compare_instead")
    st.html(
        sentences.first_line(title, words) + f'<p class="source-line">{escape(offer)}{links}</p>'
    )


def _benchmark_lacking(code: str, subject: Subject, words: Words) -> str:
    level = words(f"level_{subject.level}")
    known = code in comparison_choices.BENCHMARKS
    name = words(f"benchmark_{code}", level=level) if known else code
    if not subject.benchmark:
        return words("compare_benchmark_none", name=name)
    return words("compare_benchmark_lacking", name=name, benchmark=subject.benchmark_name)


def _draw_regions(made: Exhibits, addresses: Mapping[str, str]) -> None:
    subject, words = made.subject, made.words
    compared = subject.compared
    drawn = _leading(_for_chart(subject, words), addresses)
    with_tiles = compared.height >= FEWEST_TILES or Settings.from_environment().boundaries
    left, right = st.columns([7, 5], gap="medium")
    with left:
        height: int | Literal["content"] = DOTS_HEIGHT if compared.height > MOST_DOTS else "content"
        rate = subject.one_rate()
        name = words("compare_line", name=subject.benchmark_name, rate=subject.number(rate))
        chart = comparison_charts.dots(
            drawn,
            line="" if rate is None else name,
            unit=subject.indicator[words.column("unit")],
            decimals=subject.decimals,
            words=words,
        )
        has_benchmark = len(drawn["benchmark"].drop_nulls()) > 0
        shows = made.shows("dots_description" if has_benchmark else "dots_alone")
        exhibits.draw(made.figure("dots", chart, shows, height=height), words)
    with right:
        if with_tiles and not _draw_boundaries(made, drawn):
            rates = [subject.number(rate) for rate in compared["shown_rate"]]
            shown = compared.with_columns(rate=pl.Series(rates, dtype=pl.String))
            st.html(tiles.tiles(shown, addresses, words))
            st.html(f'<p class="marks">{escape(words("tiles_caption"))}</p>')
        st.html(tiles.listed(compared, addresses, words))
        if len(compared["comparisons_made"].drop_nulls()) and not subject.is_pair:
            st.html(f'<p class="marks">{escape(_chance(subject, words))}</p>')


def _chance(subject: Subject, words: Words) -> str:
    """Answers what chance alone would do, and what remains where many are compared at once."""
    method = "peers" if subject.benchmark == "peers" else "whole"
    said = [words(f"compare_method_{method}", benchmark=subject.benchmark_name)]
    made = int(subject.compared["comparisons_made"].drop_nulls()[0])
    if made > 1:
        left = subject.compared["is_beyond_chance_corrected"].sum()
        said.append(words("compare_corrected", regions=made, left=left))
    return words.sentences(*said)


def _draw_boundaries(made: Exhibits, drawn: pl.DataFrame) -> bool:
    """Draws the user's own boundaries; answers whether there are any."""
    words = made.words
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
        unit=made.subject.indicator[words.column("unit")],
        decimals=made.subject.decimals,
        words=words,
    )
    without = drawn.height - len({feature["properties"]["region_code"] for feature in features})
    said = [
        words("map_description", regions=len(features)),
        words("map_caption", file=path.name),
        *([words("map_without", regions=without)] if without else []),
    ]
    exhibits.draw(made.figure("map", chart, words.sentences(*said)), words)
    return True


def _draw_funnel(made: Exhibits, addresses: Mapping[str, str]) -> None:
    subject, words = made.subject, made.words
    if not subject.has_funnel:
        return
    st.html(f"<h2>{escape(words('funnel_title'))}</h2>")
    computed = subject.computed
    outside = computed.filter(
        (pl.col("funnel_position_code") != "within")
        | pl.col("region_code").is_in(
            [row["region_code"] for row in comparison_words.own_rows(subject, words)]
        )
    )
    unit = computed[words.column("denominator_display_unit")][0]
    measure = computed[words.column("measure_name")][0]
    chart = comparison_charts.funnel(
        _leading(_for_funnel(subject, words), addresses),
        named=outside["region_code"].to_list() if outside.height <= LABELLED else [],
        titles=(
            words("axis_with_unit", name=measure, unit=unit),
            subject.indicator[words.column("unit")],
        ),
        decimals=subject.decimals,
        words=words,
    )
    exhibits.draw(made.figure("funnel", chart, made.shows("funnel_description")), words)
    st.html(f'<p class="marks">{escape(_funnel_caption(subject, words))}</p>')


def _funnel_caption(subject: Subject, words: Words) -> str:
    computed = subject.computed
    dispersion = float(computed["dispersion"][0])
    said = {
        "level": words(f"level_{subject.level}"),
        "above": computed["funnel_position_code"].is_in(positions.ABOVE).sum(),
        "below": computed["funnel_position_code"].is_in(positions.BELOW).sum(),
        "phi": numbers.number(dispersion, 1),
        "times": numbers.number(max(dispersion, 1) ** 0.5, 1),
    }
    kind = "widened" if dispersion > 1 else "plain"
    return words.sentences(words(f"funnel_{kind}", **said), words("funnel_caption", **said))


def _draw_years(made: Exhibits, series: pl.DataFrame) -> None:
    subject, words = made.subject, made.words
    years = [int(year) for year in series["year"].unique().sort()]
    if years[:1] == years[-1:]:
        return
    st.html(f"<h2>{escape(words('years_title'))}</h2>")
    computed = subject.computed
    own = [row["region_code"] for row in comparison_words.own_rows(subject, words)]
    first = computed["region_code"].is_in(own)
    shown = computed.with_columns(first=first).sort("first", descending=True, maintain_order=True)
    shown = shown.head(MOST_SMALL)
    drawn = series.filter(pl.col("region_code").is_in(shown["region_code"].to_list()))
    highest = float(drawn.select(pl.max_horizontal("rate", "overall").max()).item()) * 1.2
    unit = subject.indicator[words.column("unit")]
    frame = comparison_charts.Frame(years[0], years[-1], highest, unit)
    panels = [
        Panel(
            comparison_charts.small(
                own_series,
                frame,
                title=f"{row['name']} {positions.SIGNS[row['position']]}",
                decimals=subject.decimals,
                words=words,
            ),
            words("years_description", region=row["name"], years=own_series.height),
        )
        for row in shown.iter_rows(named=True)
        for own_series in (series.filter(pl.col("region_code") == row["region_code"]),)
    ]
    caption = made.shows("years_caption")
    if computed.height > MOST_SMALL:
        some = words("years_some", shown=MOST_SMALL, regions=computed.height)
        caption = words.sentences(caption, some)
    exhibits.draw(made.figure("years", panels, caption, made.years(series)), words)


def _draw_table(made: Exhibits, addresses: Mapping[str, str]) -> None:
    subject, words = made.subject, made.words
    caption = words(
        "compare_caption",
        indicator=subject.indicator[words.column("indicator_name")],
        unit=subject.indicator[words.column("unit")],
        benchmark=subject.benchmark_name,
    )
    rows = [
        made.row(row, addresses[row["region_code"]])
        for row in subject.compared.iter_rows(named=True)
    ]
    name = f"{subject.group[0]}_{subject.group[4]}"
    exhibits.draw_table(name, caption, made.columns(), rows, words)


def _for_chart(subject: Subject, words: Words) -> pl.DataFrame:
    own = [row["region_code"] for row in comparison_words.own_rows(subject, words)]
    # what counts something else is no line to be measured by
    differs = pl.col("benchmark_reason_code").is_in(["parts_do_not_add_up", "denominator_differs"])
    return subject.compared.select(
        "region_code",
        "label",
        "position",
        "position_name",
        rate="shown_rate",
        lower="lower_95",
        upper="upper_95",
        benchmark=pl.when(differs.fill_null(value=False).not_()).then("benchmark_rate"),
        is_own=pl.col("region_code").is_in(own),
    )


def _for_funnel(subject: Subject, words: Words) -> pl.DataFrame:
    told = {code: words(f"funnel_{code}") for code in positions.JUDGED}
    return subject.computed.select(
        "region_code",
        "label",
        position="funnel_position_code",
        position_name=pl.col("funnel_position_code").replace_strict(told),
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


def _leading(drawn: pl.DataFrame, addresses: Mapping[str, str]) -> pl.DataFrame:
    """Answers what a chart draws with where the mark of each region leads."""
    opens = [addresses[code] for code in drawn["region_code"]]
    return drawn.with_columns(opens=pl.Series(opens, dtype=pl.String))


def _trends(region: str, group: Group, selection: Selection) -> str:
    """Answers the address of a region's trends, by the same indicator, scope and basis."""
    indicator, scope, basis, _peers, _period = group
    chosen = replace(
        Selection.read({"lang": selection.language, "home": selection.home}),
        regions=(region,),
        indicator=indicator,
        scope=scope,
        basis=basis,
    )
    return address("trends", chosen)
