"""The one selection of the explorer, kept in the URL so that a link shows the same view."""

import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from urllib.parse import urlencode

import streamlit as st

from app.base import opening, session
from warehouse.ground.messages import Language

MAX_REGIONS = 5

# What is chosen anew when another choice changes what is on offer.
DEPENDENTS = {
    "region": ("plan", "judged", "status", "target", "growth", "base", "month", "source", "series"),
    "plan": ("judged", "status", "target", "growth"),
    "judged": ("status",),
    "target": ("growth",),
    "indicator": (
        *("scope", "basis", "period", "peers", "when", "from", "to"),
        *("base", "aim", "amount"),
    ),
    "scope": ("period", "peers", "when", "from", "to", "base", "month", "source"),
    "source": ("month",),
    "aim": ("amount",),
    "basis": ("period", "peers", "when"),
    "peers": ("when",),
    "rows": ("file", "reason"),
    "file": ("reason",),
}


# Pages that answer as known on a day; elsewhere links leave it out.
OF_A_DAY = frozenset({"trends", "target", "plan"})
_PERIOD = re.compile(r"[0-9]{4}(-[0-9]{2})?")


def _of_today(given: dict[str, str]) -> dict[str, str]:
    """Answers parameters with the period that as_of was until there were days."""
    if _PERIOD.fullmatch(given["as_of"]):
        return {**given, "judged": given["as_of"], "as_of": ""}
    return given


def _codes(listed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in listed.split(",") if code))


def _regions(listed: str) -> tuple[str, ...]:
    return _codes(listed)[:MAX_REGIONS]


def _language(code: str) -> Language:
    return "en" if code == "en" else "zh"


def _name(choice: "Field[object]") -> str:
    return str(choice.metadata.get("name", choice.name))


@dataclass(frozen=True)
class Selection:
    """What a reader has chosen; an empty text is no choice.

    Each choice is written once, here, in the order of the URL: its field, with what the URL calls
    it where that is another name, and how its text is read and written where it is not one text.

    Attributes:
        regions: Codes of up to five regions, the first is the one asked about.
        indicator: Code of the indicator.
        scope: Code of the scope.
        basis: Period basis.
        period: Period whose sources are open.
        peers: Level of the regions compared, and measure of their denominator.
        when: Period in which regions are compared.
        benchmark: What they are held against: nation, province, prefecture or peers.
        from_period: Earlier of the two years compared (drivers page).
        to_period: Later of the two.
        measure: Code of the measure (data page).
        rows: refused or warned (page of loads).
        file: Start of the fingerprint of the file whose rows are open.
        reason: Code of the reason whose rows are open.
        plan: Code of the plan.
        as_of: Period as of which the plan's targets are judged; empty for the latest of each.
        day: Day as known on which a page answers, as YYYY-MM-DD; empty for now.
        status: Code of the status whose targets are shown; empty for all.
        view: cards or table (page of a plan).
        target: Code of the target.
        growth: Growth of the denominator assumed, in per cent a year (page of a target).
        base: Years that a target being set is compared with: 2025, 2021-2025.
        until: Year in which it is to be reached.
        aim: reduction or value: what is asked for.
        amount: So many per cent, or that value, as typed.
        scenario: Code of the scenario of growth.
        parts: regions or scopes: what a total is shared out to.
        shares: base, rate or own: by what.
        month: Month that is shown, as 2026-10.
        source: published or records: whose counts of months are shown.
        year: Year whose accidents are shown.
        accident_type: Code of the type of accidents shown; empty for all.
        industry: Code of their industry; empty for all.
        among: own: the page tells of the chosen regions alone (quality page); else of all.
        series: Region, scope and measure of the series that is open (page of early warnings).
        term: Code of the term that is explained (method page).
        home: demo where the simulated city beside our own home is looked at (app/base/homes.py).
        language: zh or en.
    """

    regions: tuple[str, ...] = field(
        metadata={"name": "region", "read": _regions, "write": ",".join}
    )
    indicator: str
    scope: str
    basis: str
    period: str
    peers: str
    when: str
    benchmark: str
    from_period: str = field(metadata={"name": "from"})
    to_period: str = field(metadata={"name": "to"})
    measure: str
    rows: str
    file: str
    reason: str
    plan: str
    as_of: str = field(metadata={"name": "judged"})
    day: str = field(metadata={"name": "as_of"})
    status: str
    view: str
    target: str
    growth: str
    base: str
    until: str
    aim: str
    amount: str
    scenario: str
    parts: str
    shares: str
    month: str
    source: str
    year: str
    accident_type: str = field(metadata={"name": "type"})
    industry: str
    among: str
    series: str
    term: str
    home: str
    language: Language = field(metadata={"name": "lang", "read": _language})

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "Selection":
        """Answers the selection that URL parameters describe.

        Args:
            parameters: Texts by name; what is missing is not chosen, and Chinese is read.
        """
        texts = _of_today({name: parameters.get(name, "").strip() for name in NAMES})
        return cls(
            **{
                each.name: each.metadata.get("read", str)(texts[_name(each)])
                for each in fields(cls)
            }
        )


NAMES = tuple(map(_name, fields(Selection)))


def current() -> Selection:
    """Answers the selection of this page view: the URL's, else the one of the page before.

    Where neither names a region or a language, a page opens with those of app/base/opening.py.
    """
    given = {name: st.query_params[name] for name in NAMES if name in st.query_params}
    if given:
        session.remember("parameters", given)
    if given.get("region", "") != session.remembered("written_region", ""):
        session.remember("addressed", _codes(given.get("region", "")))
    kept = session.remembered("parameters", {})
    opened = {}
    if not kept.get("region", "").strip():
        opened["region"] = opening.region()
        session.remember("opened_region", opened["region"])
    if not kept.get("lang", "").strip():
        opened["lang"] = opening.language()
    return Selection.read({**kept, **opened})


def addressed() -> tuple[str, ...]:
    """Answers all regions that the reader's link named, whatever a page made of them since."""
    return tuple(session.remembered("addressed", ()))


def is_asked(name: str) -> bool:
    """Answers whether a choice was made, by the address or on a page before; else its default is.

    Args:
        name: One of NAMES.
    """
    return bool(session.remembered("parameters", {}).get(name))


def show_in_url(selection: Selection) -> None:
    """Writes the selection into the URL, so that copying the address shares the view."""
    _keep(_parameters(selection))


def address(page: str, selection: Selection) -> str:
    """Answers the address of a page that shows a selection.

    Args:
        page: The page's code.
        selection: What it is to show.
    """
    path = session.remembered("paths", {}).get(page, page)
    kept = selection if page in OF_A_DAY else replace(selection, day="")
    return f"./{path}?{urlencode(_filled(_parameters(kept)))}"


def remember_paths(paths: Mapping[str, str]) -> None:
    """Keeps under which path each page is found: the first one has none."""
    session.remember("paths", dict(paths))


def has_page(page: str) -> bool:
    """Answers whether there is a page of this code to lead to."""
    return page in session.remembered("paths", {})


def choose(name: str, value: str) -> None:
    """Takes over a reader's choice and forgets the choices that hung on the old one.

    Args:
        name: One of NAMES.
        value: The choice as it stands in the URL.
    """
    if name == "region":
        session.remember("addressed", ())
    kept = {**session.remembered("parameters", {}), name: value}
    for dependent in DEPENDENTS.get(name, ()):
        kept.pop(dependent, None)
    _keep(kept)


def _parameters(selection: Selection) -> dict[str, str]:
    return {
        _name(each): each.metadata.get("write", str)(getattr(selection, each.name))
        for each in fields(selection)
    }


def _filled(parameters: Mapping[str, str]) -> dict[str, str]:
    return {name: parameters[name] for name in NAMES if parameters.get(name)}


def _keep(parameters: dict[str, str]) -> None:
    filled = _filled(parameters)
    session.remember("parameters", filled)
    session.remember("written_region", filled.get("region", ""))
    if {name: st.query_params[name] for name in NAMES if name in st.query_params} != filled:
        st.query_params.from_dict(filled)
