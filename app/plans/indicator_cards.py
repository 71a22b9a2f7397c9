"""An indicator on a card: its newest value, what the plan asks, the verdict, where to go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import polars as pl

from app.base import numbers
from app.base.selection import Selection, address, has_page
from app.base.words import Words
from app.figure import sparklines
from app.plans import headlines, verdicts

Row = Mapping[str, Any]
QUOTE_SHOWN = 200
# Bases on which a target is judged.
ANNUAL = ("year", "rolling_12_months")


@dataclass(frozen=True)
class Figures:
    """What is known of an indicator.

    Attributes:
        series: Its values of every basis, the latest last.
        newest: Its row of fct_latest_values; None where nothing is known.
        sources: The figures behind the values of its region, with source and quote.
    """

    series: pl.DataFrame
    newest: Row | None
    sources: pl.DataFrame

    @property
    def years(self) -> pl.DataFrame:
        """Answers its yearly values."""
        return self.series.filter(pl.col("period_basis") == "year")

    def at(self, period: str, bases: Sequence[str] = ANNUAL) -> Row | None:
        """Answers the value of a period on one of some bases, if there is any."""
        found = self.series.filter(
            (pl.col("period") == period) & pl.col("period_basis").is_in(bases)
        )
        return found.row(-1, named=True) if found.height else None


def value_shown(card: Row, figures: Figures, as_of: str) -> Row | None:
    """Answers the value that stands on a card: the newest, or that of a verdict no older.

    What a verdict was reached by is of one year or of twelve months; a count of the months since
    then is told beside it. As of a period it is the value known last until then.

    Args:
        card: The indicator's row of fct_plan_indicators, with is_verdict.
        figures: What is known of it.
        as_of: The period that was asked for; empty for now.
    """
    if as_of:
        until = figures.years.filter(pl.col("period_year") <= card["as_of_year"])
        judged = figures.at(as_of)
        return judged or (until.row(-1, named=True) if until.height else None)
    newest = figures.newest
    if newest is None:
        return None
    if card["is_verdict"] and card["as_of_year"] >= newest["period_year"]:
        judged = figures.at(card["as_of_period"])
        if judged is not None:
            return judged
    return figures.at(newest["period"], (newest["period_basis"],))


def planned(
    card: Row,
    conditions: pl.DataFrame,
    figures: Figures,
    selection: Selection,
    words: Words,
) -> str:
    """Answers the card of an indicator that a plan has targets for, in HTML.

    Args:
        card: The indicator's row of fct_plan_indicators, with names.
        conditions: Its targets as of the same period.
        figures: What is known of it; at least one value.
        selection: The selection of the page.
        words: The words of the page.
    """
    rows = conditions.rows(named=True)
    leading = next((row for row in rows if row["target_code"] == card["target_code"]), rows[0])
    shown = value_shown(card, figures, selection.as_of)
    asks = "".join(f"<li>{_asked(row, card, shown, words)}</li>" for row in rows)
    body = (
        _value(card, shown, figures, (leading["target_limit"], leading["target_year"]), words)
        + f'<div class="verdict">{verdicts.status(card, words)}'
        + f'<ul class="asks">{asks}</ul>'
        + (verdicts.parts_html(verdicts.short_parts(leading, words)) if _is_known(leading) else "")
        + "</div>"
    )
    # two conditions of one sentence have one reason and one quote
    told = dict.fromkeys(_reason(row, words) for row in rows)
    folded = _folded("card_why", "".join(told) + _behind(figures.sources, shown, words), words)
    links = _links(card, shown, selection, words, target=leading)
    return _card(title(card, words), body, links + folded)


def _is_known(row: Row) -> bool:
    """Answers whether a part of the verdict is known that says how it stands."""
    parts = ("meets_printed", "is_on_path", "change_is_beyond_chance")
    return any(row[part] is not None for part in parts)


def plain(figures: Figures, selection: Selection, words: Words) -> str:
    """Answers the card of an indicator without a target: the newest value, no verdict."""
    newest = figures.newest
    if newest is None:
        return ""
    shown = figures.at(newest["period"], (newest["period_basis"],)) or newest
    card = {**shown, "as_of_year": shown["period_year"], "region_name": None}
    body = _value(card, shown, figures, (None, shown["period_year"]), words)
    folded = _folded("card_sources", _behind(figures.sources, shown, words), words)
    return _card(
        shown[words.column("indicator_name")],
        body,
        _links(card, shown, selection, words) + folded,
    )


def grid(cards: Sequence[str]) -> str:
    """Answers cards side by side, in HTML."""
    return f'<div class="cards">{"".join(cards)}</div>'


def _card(title: str, body: str, foot: str) -> str:
    return (
        f'<article class="card"><header><h3>{escape(title)}</h3></header>'
        f"{body}<footer>{foot}</footer></article>"
    )


def title(card: Row, words: Words) -> str:
    """Answers what an indicator of a plan is called, with its scope where the plan names one."""
    name = str(card[words.column("indicator_name")])
    scope = card[words.column("scope_name")]
    return words("card_of_scope", indicator=name, scope=scope) if scope else name


def _value(
    card: Row,
    shown: Row | None,
    figures: Figures,
    aim: tuple[float | None, int | None],
    words: Words,
) -> str:
    """Answers the value with its period, how sure it is, and the years before it as a picture.

    Args:
        card: The indicator, with unit and decimals.
        shown: The value.
        figures: What is known of the indicator.
        aim: The value to reach and its year; None where there is none.
        words: The words of the page.
    """
    if shown is None:
        return f'<div class="latest"><p>{escape(words("card_no_value"))}</p></div>'
    decimals = int(card["decimals"])
    facts = [str(shown[words.column("scope_name")])]
    if shown["lower_95"] is not None:
        interval = numbers.interval(shown["lower_95"], shown["upper_95"], decimals)
        facts.append(words("card_interval", interval=interval))
    sure = [words(f"card_{code}") for code, holds in _doubts(shown).items() if holds]
    doubts = f'<p class="sure">{escape(words("list_counts").join(sure))}</p>' if sure else ""
    unit, period = str(card[words.column("unit")]), numbers.period(shown, words)
    return (
        f'<div class="latest"><p><b>{escape(_shown(shown, decimals))}</b> '
        f"<span>{escape(unit)}</span><span>{escape(period)}</span></p>"
        f"{_spark(figures.years, decimals, aim, words)}</div>"
        f'<p class="facts">{escape(" · ".join(facts))}</p>{_beside(shown, figures, words)}{doubts}'
    )


def _spark(
    years: pl.DataFrame, decimals: int, aim: tuple[float | None, int | None], words: Words
) -> str:
    if not years.height:
        return ""
    drawn = years.with_columns(
        shown=pl.coalesce("computed_rate", "published_rate"),
        continues=pl.col("comparable_with_previous").fill_null(value=False)
        & pl.col("previous_period").is_not_null()
        & (pl.col("previous_period") == pl.col("period").shift(1)),
    )
    told = words("list_comma").join(
        f"{numbers.period(each, words)} {_shown(each, decimals)}"
        for each in years.iter_rows(named=True)
    )
    limit, last_year = aim
    return sparklines.sparkline(
        drawn, limit, last_year or years["period_year"][-1], words("card_spark", values=told)
    )


def _beside(shown: Row, figures: Figures, words: Words) -> str:
    """Answers what stands beside the value: the nation's, and a count of the months since."""
    newest = figures.newest
    if newest is None:
        return ""
    if (newest["period"], newest["period_basis"]) == (shown["period"], shown["period_basis"]):
        is_rate = newest["indicator_denominator_measure"] is not None
        said = headlines.against_nation(newest, words) if is_rate else ""
    elif newest["period_end_date"] > shown["period_end_date"]:
        said = words(
            "card_newer",
            period=numbers.period(newest, words),
            value=_shown(newest, int(newest["decimals"])),
            unit=newest[words.column("unit")],
        )
    else:
        return ""
    return f'<p class="facts">{escape(said)}</p>' if said else ""


def _shown(row: Row, decimals: int) -> str:
    if row["computed_rate"] is not None:
        return numbers.number(row["computed_rate"], decimals)
    return numbers.as_printed(row["published_rate"], row["published_decimals"])


def _doubts(row: Row) -> dict[str, bool]:
    """Answers how sure the value is not: printed only, provisional, few, by proxy."""
    return {
        "printed_only": row["computed_rate"] is None,
        "provisional": bool(row["is_provisional"]),
        "few": row["interval_method"] == "exact",
        "proxy": bool(row["is_proxy_denominator"]),
    }


def _asked(row: Row, card: Row, shown: Row | None, words: Words) -> str:
    """Answers one condition: its sign, what is asked, the value to reach and by what it is judged.

    Where the value above is of another period, that of the verdict is told with its own.
    """
    said = verdicts.requirement(row, words, is_on_card=True)
    decimals, facts = int(card["decimals"]), []
    says_limit = row["rule_code"] in ("absolute_cap", "floor", "zero")
    if row["target_limit"] is not None and not says_limit:
        facts.append(words("card_limit", limit=_to_reach(row["target_limit"], decimals)))
    if row["path_value"] is not None and not row["is_due"]:
        facts.append(words("card_path", path=_to_reach(row["path_value"], decimals)))
    is_of_value = (
        shown is not None
        and shown["period"] == row["as_of_period"]
        and shown["period_basis"] in ANNUAL
    )
    if not is_of_value:
        facts.extend(_judged_by(row, decimals, words))
    tail = words("card_in_brackets", facts=words("list_counts").join(facts)) if facts else ""
    name = row[words.column("status_name")]
    return (
        f'<span class="sign" title="{escape(name, quote=True)}">{escape(row["sign"])}</span>'
        f"{escape(said + tail)}"
    )


def _judged_by(row: Row, decimals: int, words: Words) -> list[str]:
    """Answers by what a verdict was reached, where that is not the value above it."""
    period = verdicts.period(row["as_of_period"], words)
    if row["is_by_printed_change"] and row["printed_change_pct"] is not None:
        change = numbers.change(row["printed_change_pct"], words)
        base = verdicts.period(row["base_period"], words)
        return [words("card_judged_by_change", period=period, base=base, change=change)]
    if row["actual_value"] is None or row["value_basis"] != "year":
        return []
    value = numbers.number(row["actual_value"], decimals)
    return [words("card_judged", period=period, value=value)]


def _to_reach(value: float, decimals: int) -> str:
    """Answers a value to reach with the indicator's decimals; of a count one, where it has any."""
    return numbers.number(value, decimals) if decimals else numbers.plain(round(value, 1))


def _links(
    card: Row, last: Row | None, selection: Selection, words: Words, target: Row | None = None
) -> str:
    """Answers the ways from a card: its trend, what moved it, its target."""
    others = tuple(code for code in selection.regions if code != card["region_code"])
    of_card = replace(
        selection,
        regions=(card["region_code"], *others),
        indicator=card["indicator_code"],
        scope=last["scope_code"] if last else "",
        basis=last["period_basis"] if last else "",
        period=f"{last['region_code']} {last['period']}" if last else "",
    )
    pages = ["trends", *(["drivers"] if card["denominator_measure"] else [])]
    found = [(page, of_card) for page in pages]
    if target is not None and has_page("target"):
        found.append(("target", replace(of_card, target=target["target_code"])))
    return "".join(
        f'<a href="{escape(address(page, chosen), quote=True)}" target="_self">'
        f"{escape(words(f'page_{page}'))}</a>"
        for page, chosen in found
    )


def _folded(code: str, content: str, words: Words) -> str:
    return f"<details><summary>{escape(words(code))}</summary>{content}</details>"


def _reason(row: Row, words: Words) -> str:
    place = words("card_place", file=row["plan_file"] or "", section=row["section"] or "")
    return (
        f"<p>{escape(row['sign'])} {escape(verdicts.reason(row, words))}</p>"
        f"<blockquote>{escape(words('quote', quote=row['quote']))}</blockquote>"
        f'<p class="small">{escape(place)}</p>'
    )


def _behind(sources: pl.DataFrame, shown: Row | None, words: Words) -> str:
    """Answers the figures behind the value shown, each with source, date and quote."""
    if shown is None:
        return ""
    key = ("region_code", "indicator_code", "scope_code", "period", "period_basis")
    behind = sources.filter(*(pl.col(name) == shown[name] for name in key))
    return "".join(_figure(row, words) for row in behind.iter_rows(named=True))


def _figure(row: Row, words: Words) -> str:
    dated = row["published_date"]
    updated = words("card_updated", day=dated) if dated else words("card_undated")
    quote = str(row["source_quote"] or "")
    quoted = f"{quote[:QUOTE_SHOWN]}…" if len(quote) > QUOTE_SHOWN else quote
    return f'<p class="small">{escape(str(row["source_title"]))} · {escape(updated)}</p>' + (
        f"<blockquote>{escape(words('quote', quote=quoted))}</blockquote>" if quoted else ""
    )
