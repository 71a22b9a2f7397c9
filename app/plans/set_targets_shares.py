"""A total of a target that is being set, shared out to counties or industries."""

from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.base import choices, session
from app.base.markdown import message
from app.base.selection import Selection
from app.base.words import Words
from app.figure import exhibits, tables
from app.plans import set_targets_questions
from app.plans.set_targets_words import Subject, count, per_cent
from warehouse.planning.allocating import read_weights, shared_out

KINDS = ("regions", "scopes")
BY_BASE, BY_RATE, OWN = "base", "rate", "own"
BOX_HEIGHT = 180


@dataclass(frozen=True)
class Share:
    """What one part gets.

    Attributes:
        name: The part's name.
        code: Its code; empty where the reader named it.
        weight: By what its share was worked out.
        events: How many it may have.
    """

    name: str
    code: str
    weight: float
    events: int


@dataclass(frozen=True)
class Shared:
    """How a total was shared out.

    Attributes:
        kind: regions or scopes.
        shares: What each part gets; they add up to the total.
    """

    kind: str
    shares: list[Share]


def draw(
    selection: Selection,
    series: set_targets_questions.Series,
    place: tuple[str, str, tuple[int, ...]],
    total: int,
    subject: Subject,
) -> Shared | None:
    """Draws the choice of parts and weights, and the shares; answers them.

    Args:
        selection: The selection of the page.
        series: The region's series.
        place: Codes of region and scope, and the base's years.
        total: What is shared out.
        subject: What the target is set for.
    """
    words = subject.words
    region, scope, years = place
    st.html(f"<h2>{escape(words('set_shares', count=count(total), unit=subject.count_unit))}</h2>")
    kind = selection.parts if selection.parts in KINDS else KINDS[0]
    found = set_targets_questions.parts(kind, region, series, scope, years)
    ways = _ways(found, len(years), is_rate=series.is_rate)
    way = choices.first_offered(selection.shares, list(ways))
    left, right, _ = st.columns([4, 5, 6])
    with left:
        named = {code: words(f"set_parts_{code}") for code in KINDS}
        choices.choose_one("parts", kind, named, words)
    with right:
        choices.choose_one("shares", way, {code: words(f"set_by_{code}") for code in ways}, words)
    weights = _own(found, kind, region, words) if way == OWN else _known(found, ways[way], words)
    if weights is None:
        return None
    shares = _shares(weights, total)
    if shares is None:
        st.caption(words("set_shares_no_weights"))
        return None
    _draw_table(shares, total, words(f"set_by_{way}"), subject)
    return Shared(kind, shares)


def _ways(found: pl.DataFrame, years: int, *, is_rate: bool) -> dict[str, str]:
    """Answers by what can be shared out: the column of the weights by the way's code."""
    known = found.filter(pl.col("years") == years)
    ways = {}
    if known.height == found.height and known["events"].sum() > 0:
        ways[BY_BASE] = "events"
        if is_rate and known["exposure"].null_count() == 0:
            ways[BY_RATE] = "exposure"
    return {**ways, OWN: ""}


def _known(found: pl.DataFrame, column: str, words: Words) -> list[tuple[str, str, float]]:
    named = words.column("name")
    return [(row[named], row["code"], float(row[column])) for row in found.iter_rows(named=True)]


def _own(
    found: pl.DataFrame, kind: str, region: str, words: Words
) -> list[tuple[str, str, float]] | None:
    """Draws the box of own weights and answers them; None while something is not read."""
    named = words.column("name")
    codes: dict[str, str] = dict(found.select(named, "code").iter_rows())
    offered = "\n".join(f"{name} 1" for name in codes)
    key = f"set_weights_{kind}_{region}"
    if session.remembered(key) is None:
        session.remember(key, session.remembered(f"kept_{key}", offered))
    typed = st.text_area(
        words("set_weights"),
        key=key,
        height=BOX_HEIGHT,
        help=words("set_weights_help"),
        placeholder=words("set_weights_example"),
    )
    session.remember(f"kept_{key}", typed)
    weights, unread = read_weights(typed)
    if unread:
        lines = words("list_comma").join(str(line) for line in unread)
        st.caption(message(words, "set_weights_unread", lines=lines))
        return None
    return [(name, codes.get(name, ""), weight) for name, weight in weights]


def _shares(weights: list[tuple[str, str, float]], total: int) -> list[Share] | None:
    if not sum(weight for _, _, weight in weights):
        return None
    parts = shared_out(total, [weight for _, _, weight in weights])
    return [
        Share(name, code, weight, events)
        for (name, code, weight), events in zip(weights, parts, strict=True)
    ]


def _draw_table(shares: list[Share], total: int, way: str, subject: Subject) -> None:
    words = subject.words
    whole = sum(each.weight for each in shares)
    columns: list[Any] = [
        tables.Column(words("set_column_part"), "text"),
        tables.Column(words("set_column_weight", way=way), "wrap"),
        tables.Column(words("set_column_share"), "number"),
        tables.Column(
            words("set_column_at_most", counted=subject.counted, unit=subject.count_unit), "wrap"
        ),
    ]
    rows: list[list[tables.Cell]] = [
        [
            each.name,
            f"{each.weight:,.0f}" if each.weight == round(each.weight) else f"{each.weight:,.2f}",
            words("per_cent", number=per_cent(each.weight / whole)),
            count(each.events),
        ]
        for each in shares
    ]
    added = sum(each.events for each in shares)
    rows.append(
        [
            words("set_sum"),
            f"{whole:,.0f}" if whole == round(whole) else f"{whole:,.2f}",
            words("per_cent", number="100"),
            words("set_sum_checked", sum=count(added), total=count(total)),
        ]
    )
    exhibits.draw_table("shares", words("set_shares_caption", way=way), columns, rows, words)
