"""Accidents: what happened, where, how and when?"""

from dataclasses import dataclass, replace
from html import escape
from typing import Any

import streamlit as st

from app.accidents import accident_exhibits, accident_words
from app.accidents import accident_questions as questions
from app.base import choices, database, regions, sentences
from app.base.selection import Selection, show_in_url
from app.base.words import Words
from app.figure import forms


@dataclass(frozen=True)
class Choices:
    """What is chosen on the page, and what was asked for in vain.

    Attributes:
        asked: Which accidents are shown.
        scopes: The scopes on offer, by code.
        years: The years on offer, by code.
        types: The types on offer, by code.
        industries: The industries on offer, by code.
        in_vain: What each choice of the address that is not on offer is called.
    """

    asked: questions.Asked
    scopes: dict[str, str]
    years: dict[str, str]
    types: dict[str, str]
    industries: dict[str, str]
    in_vain: list[str]

    @classmethod
    def of(cls, selection: Selection, region: str, words: Words) -> "Choices":
        """Answers what a selection chooses among the accidents of a region that has some."""
        offer = questions.Offer.of(region, words)
        scope = choices.first_offered(selection.scope, list(offer.scopes))
        counted = offer.years[scope]
        complete = questions.complete(region, scope)
        years = {
            year: words(
                "accidents_year", year=accident_words.period(year, words), accidents=f"{number:,}"
            )
            for year, number in counted.items()
        }
        year = choices.first_offered(selection.year, [_first_year(counted, complete), *years])
        asked = questions.Asked(region, scope, year, complete, "", "")
        types, industries = (
            {"": words(f"accidents_every_{code}")} | asked.on_offer(code, words)
            for code in ("accident_type", "industry")
        )
        narrowed = replace(
            asked,
            accident_type=choices.first_offered(selection.accident_type, list(types)),
            industry=choices.first_offered(selection.industry, list(industries)),
        )
        settled = {
            selection.scope: scope,
            selection.year: year,
            selection.accident_type: narrowed.accident_type,
            selection.industry: narrowed.industry,
        }
        in_vain = [code for code, taken in settled.items() if code and code != taken]
        return cls(narrowed, offer.scopes, years, types, industries, in_vain)

    def told(self, region: str, words: Words) -> dict[str, Any]:
        """Answers what is shown, in words: period, region, scope and what of it."""
        asked = self.asked
        months = asked.months
        is_part = asked.year != questions.ALL_YEARS and 0 < len(months) < questions.MONTHS
        period = (
            accident_words.spans(months, words)
            if is_part
            else accident_words.period(asked.year, words)
        )
        narrowed = [
            names[code]
            for names, code in (
                (self.industries, asked.industry),
                (self.types, asked.accident_type),
            )
            if code
        ]
        parts = [words.within(name) for name in (self.scopes[asked.scope], *narrowed)]
        what = words("list_comma").join(parts)
        return {"period": period, "region": region, "what": what}


def show(selection: Selection, words: Words) -> None:
    """Draws the page: choices, the answer, its parts, hours and months, places, the accidents."""
    names = regions.with_accidents(words)
    region = selection.regions[0] if selection.regions else ""
    if not names or region not in names:
        _draw_none(selection, region, names, words)
        return
    chosen = Choices.of(selection, region, words)
    asked = chosen.asked
    _draw_bar(selection, names, chosen, words)
    settled = replace(
        selection,
        scope=asked.scope,
        year=asked.year,
        accident_type=asked.accident_type,
        industry=asked.industry,
    )
    show_in_url(settled)
    profiles = asked.profiles(words)
    told = chosen.told(names[region], words)
    answer = accident_words.answer(told, profiles, words)
    st.html(sentences.first_line(answer, words) + _notes(chosen, words))
    drawn = accident_exhibits.Drawn(asked, profiles, told, settled, words)
    drawn.draw_parts()
    drawn.draw_hours()
    drawn.draw_severe()
    drawn.draw_places()
    drawn.draw_listed()


def _first_year(counted: dict[str, int], complete: tuple[str, ...]) -> str:
    """Answers the last year whose register is complete, else the last one with accidents."""
    single = [year for year in counted if year != questions.ALL_YEARS]
    whole = [
        year
        for year in single
        if sum(period[:4] == year for period in complete) == questions.MONTHS
    ]
    return (whole or single)[0]


def _draw_bar(selection: Selection, names: dict[str, str], chosen: Choices, words: Words) -> None:
    asked = chosen.asked
    with st.container(key="bar"):
        columns = st.columns([7, 7, 7, 7, 8])
    with columns[0]:
        choices.choose_region(selection, regions.searchable(names, words), words)
    with columns[1]:
        choices.choose_one("scope", asked.scope, chosen.scopes, words)
    with columns[2]:
        choices.choose_one("year", asked.year, chosen.years, words)
    with columns[3]:
        choices.choose_one("type", asked.accident_type, chosen.types, words)
    with columns[4]:
        choices.choose_one("industry", asked.industry, chosen.industries, words)


def _notes(chosen: Choices, words: Words) -> str:
    """Answers what the register covers, and what was asked for in vain, as HTML."""
    asked = chosen.asked
    scope = words.within(chosen.scopes[asked.scope], asked.scope)
    said = []
    if chosen.in_vain:
        listed = words("list_comma").join(code[:20] for code in chosen.in_vain)
        said.append(words("accidents_in_vain", codes=listed))
    if asked.complete:
        spans = accident_words.spans(asked.complete, words)
        said.append(words("accidents_complete", spans=spans, scope=scope))
    else:
        said.append(words("accidents_incomplete", scope=scope))
    return sentences.line(escape(words.sentences(*said)), words)


def _draw_none(selection: Selection, region: str, names: dict[str, str], words: Words) -> None:
    """Draws that there is no accident: what to load, and of which regions there are some."""
    show_in_url(selection)
    known = database.ask(regions.NAMED, (region,))
    where = known[words.column("region_name")][0] if names and known.height else ""
    nothing = words("accidents_nothing_of", region=where) if where else words("accidents_nothing")
    if names and not region:
        nothing = words("no_region")
    st.html(sentences.first_line(nothing, words))
    if names:
        with st.container(key="bar"):
            choices.choose_region(selection, regions.searchable(names, words), words)
        known_of = database.ask(questions.ELSEWHERE)["region_code"]
        elsewhere = {code: names[code] for code in known_of}
        said = words("accidents_elsewhere")
        forms.draw_elsewhere("accidents", said, elsewhere, selection, words)
    forms.draw_blank("accidents", words("accidents_load"), selection, words)
