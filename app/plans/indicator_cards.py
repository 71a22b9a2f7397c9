"""An indicator on a card: latest value, what the plan asks, the verdict in parts, where to go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import polars as pl

from app.base import numbers
from app.base.selection import Selection, address, has_page
from app.base.words import Words
from app.figure import sparklines
from app.plans import verdicts

Row = Mapping[str, Any]
QUOTE_SHOWN = 200


@dataclass(frozen=True)
class Figures:
    """What is known of an indicator.

    Attributes:
        series: Its values, the latest last.
        sources: The figures behind the values of its region, with source and quote.
    """

    series: pl.DataFrame
    sources: pl.DataFrame

    @property
    def last(self) -> Row | None:
        """Answers the latest value, if there is any."""
        return self.series.row(-1, named=True) if self.series.height else None


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
        figures: Its yearly values until then, and their sources.
        selection: The selection of the page.
        words: The words of the page.
    """
    rows = conditions.rows(named=True)
    leading = next((row for row in rows if row["target_code"] == card["target_code"]), rows[0])
    asks = "".join(f"<li>{_asked(row, words)}</li>" for row in rows)
    body = (
        _value(card, figures.series, leading["target_limit"], leading["target_year"], words)
        + f'<ul class="asks">{asks}</ul>'
        + verdicts.parts_html(verdicts.short_parts(leading, words))
    )
    # two conditions of one sentence have one reason and one quote
    told = dict.fromkeys(_reason(row, words) for row in rows)
    folded = _folded("card_why", "".join(told) + _behind(figures, words), words)
    links = _links(card, figures.last, selection, words, target=leading)
    return _card(_title(card, words), verdicts.status(card, words), body, links + folded)


def plain(figures: Figures, selection: Selection, words: Words) -> str:
    """Answers the card of an indicator without a target: the latest value, no verdict."""
    last = figures.series.row(-1, named=True)
    card = {**last, "as_of_year": last["period_year"], "region_name": None}
    body = _value(card, figures.series, None, last["period_year"], words)
    folded = _folded("card_sources", _behind(figures, words), words)
    return _card(
        last[words.column("indicator_name")],
        "",
        body,
        _links(card, last, selection, words) + folded,
    )


def grid(cards: Sequence[str]) -> str:
    """Answers cards side by side, in HTML."""
    return f'<div class="cards">{"".join(cards)}</div>'


def _card(title: str, status: str, body: str, foot: str) -> str:
    return (
        f'<article class="card"><header><h3>{escape(title)}</h3>{status}</header>'
        f"{body}<footer>{foot}</footer></article>"
    )


def _title(card: Row, words: Words) -> str:
    name = str(card[words.column("indicator_name")])
    scope = card[words.column("scope_name")]
    return words("card_of_scope", indicator=name, scope=scope) if scope else name


def _value(
    card: Row, series: pl.DataFrame, limit: float | None, last_year: int | None, words: Words
) -> str:
    if not series.height:
        return f'<div class="latest"><p>{escape(words("card_no_value"))}</p></div>'
    decimals = int(card["decimals"])
    row = series.row(-1, named=True)
    shown = _shown(row, decimals)
    facts = [numbers.period(row, words), str(row[words.column("scope_name")])]
    if row["lower_95"] is not None:
        interval = numbers.interval(row["lower_95"], row["upper_95"], decimals)
        facts.append(words("card_interval", interval=interval))
    sure = [words(f"card_{code}") for code, holds in _doubts(row, card).items() if holds]
    drawn = series.with_columns(
        shown=pl.coalesce("computed_rate", "published_rate"),
        continues=pl.col("comparable_with_previous").fill_null(value=False)
        & pl.col("previous_period").is_not_null()
        & (pl.col("previous_period") == pl.col("period").shift(1)),
    )
    told = words("list_comma").join(
        f"{numbers.period(each, words)} {_shown(each, decimals)}"
        for each in series.iter_rows(named=True)
    )
    # months from January on and single months do not stand on one line
    spark = ""
    if row["period_basis"] == "year":
        spark = sparklines.sparkline(
            drawn,
            limit,
            last_year or row["period_year"],
            words("card_spark", values=told),
        )
    doubts = f'<p class="sure">{escape(words("list_counts").join(sure))}</p>' if sure else ""
    return (
        f'<div class="latest"><p><b>{escape(shown)}</b> '
        f"<span>{escape(str(card[words.column('unit')]))}</span></p>{spark}</div>"
        f'<p class="facts">{escape(" · ".join(facts))}</p>{doubts}'
    )


def _shown(row: Row, decimals: int) -> str:
    if row["computed_rate"] is not None:
        return numbers.number(row["computed_rate"], decimals)
    return numbers.as_printed(row["published_rate"], row["published_decimals"])


def _doubts(row: Row, card: Row) -> dict[str, bool]:
    """Answers how sure the value is not: old, printed only, provisional, few, by proxy."""
    return {
        "old": row["period_year"] < card["as_of_year"],
        "printed_only": row["computed_rate"] is None,
        "provisional": bool(row["is_provisional"]),
        "few": row["interval_method"] == "exact",
        "proxy": bool(row["is_proxy_denominator"]),
    }


def _asked(row: Row, words: Words) -> str:
    """Answers one condition: its sign, what is asked, the value to reach and the path."""
    said = verdicts.requirement(row, words, is_on_card=True)
    facts = []
    says_limit = row["rule_code"] in ("absolute_cap", "floor", "zero")
    if row["target_limit"] is not None and not says_limit:
        facts.append(words("card_limit", limit=numbers.plain(row["target_limit"])))
    if row["path_value"] is not None and not row["is_due"]:
        facts.append(words("card_path", path=numbers.plain(row["path_value"])))
    tail = words("card_in_brackets", facts=words("list_counts").join(facts)) if facts else ""
    name = row[words.column("status_name")]
    return (
        f'<span class="sign" title="{escape(name, quote=True)}">{escape(row["sign"])}</span>'
        f"{escape(said + tail)}"
    )


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


def _behind(figures: Figures, words: Words) -> str:
    """Answers the figures behind the latest value, each with source, date and quote."""
    last = figures.last
    if last is None:
        return ""
    key = ("region_code", "indicator_code", "scope_code", "period", "period_basis")
    behind = figures.sources.filter(*(pl.col(name) == last[name] for name in key))
    return "".join(_figure(row, words) for row in behind.iter_rows(named=True))


def _figure(row: Row, words: Words) -> str:
    dated = row["published_date"]
    updated = words("card_updated", day=dated) if dated else words("card_undated")
    quote = str(row["source_quote"] or "")
    quoted = f"{quote[:QUOTE_SHOWN]}…" if len(quote) > QUOTE_SHOWN else quote
    return f'<p class="small">{escape(str(row["source_title"]))} · {escape(updated)}</p>' + (
        f"<blockquote>{escape(words('quote', quote=quoted))}</blockquote>" if quoted else ""
    )
