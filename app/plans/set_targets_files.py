"""A target that was set, to take away: a file of targets that loads, and tables for Word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

import streamlit as st

from app.base import database, homes
from app.base.words import Words
from app.figure import downloads, taking
from app.figure.answers import Answer, Ruled
from app.plans import set_targets_aim, set_targets_shares, set_targets_words
from app.plans.set_targets_setting import Setting
from warehouse.planning import target_rows


@dataclass(frozen=True)
class Result:
    """What was worked out.

    Attributes:
        setting: What is compared with what.
        aim: What is asked for.
        subject: What the target is set for, in words.
        said: The answer and what else is to be known of it.
        printed: The tables.
        shared: How the total was shared out; None where it was not.
    """

    setting: Setting
    aim: set_targets_aim.Aim
    subject: set_targets_words.Subject
    said: Sequence[str]
    printed: Sequence[Ruled]
    shared: set_targets_shares.Shared | None


def draw(result: Result) -> None:
    """Draws the buttons."""
    subject = result.subject
    words = subject.words
    st.html(f"<h2>{escape(words('set_take'))}</h2>")
    st.caption(words("set_take_hint"))
    name = words("set_file", region=subject.region, indicator=subject.name, year=subject.end_year)
    with st.container(horizontal=True, key="downloads"):
        targets = taking.File(
            f"{name}.csv",
            downloads.CSV,
            lambda: downloads.csv_of(target_rows.lines(rows(result), words.language)),
        )
        document = taking.File(f"{name}.docx", downloads.WORD, lambda: word(result))
        for label, file, key in (
            ("set_take_targets", targets, "set_targets_file"),
            ("set_take_word", document, "set_targets_word"),
        ):
            taking.button(words(label), file, words, key=key, look="secondary")


def rows(result: Result) -> list[dict[str, str]]:
    """Answers the target and the shares of those parts that have a code, a row each."""
    setting, aim, subject = result.setting, result.aim, result.subject
    words, offered = subject.words, setting.offered
    quoted = {
        "year": subject.end_year,
        "indicator": subject.name,
        "scope": subject.scope,
        "base": subject.base,
    }
    about = target_rows.Subject(
        region_code=offered.region,
        region_name=str(setting.series.values[setting.base.last]["region_name"]),
        indicator_name=str(setting.series.indicator["indicator_name"]),
        indicator_code=offered.indicator,
        scope_code=offered.scope,
        unit=str(setting.series.indicator["unit"]),
        plan_name=_plan_name(subject.region, setting, words),
        quote=words("set_quote_cut", cut=set_targets_words.per_cent(aim.reduction), **quoted)
        if aim.reduction is not None
        else words("set_quote_value", value=subject.value(aim.value or 0.0), **quoted),
        notes=words("set_note"),
    )
    cut = None if aim.reduction is None else 100 * aim.reduction
    first = target_rows.row(
        about, subject.base_years, setting.end_year, reduction_pct=cut, value=aim.value
    )
    coded = [each for each in result.shared.shares if each.code] if result.shared else []
    return [first, *(_part(each, at, about, result) for at, each in enumerate(coded, start=2))]


def word(result: Result) -> bytes:
    """Answers the answer and its tables as a Word document."""
    subject = result.subject
    words = subject.words
    title = words("set_title", region=subject.region, indicator=subject.name, year=subject.end_year)
    day = datetime.now().astimezone().date()
    cited = words("cite_build", build=database.build().build_id, title=words("title"), day=day)
    begun = datetime.fromisoformat(database.build().record.started_at)
    closing = [*filter(None, (homes.mark(words),)), words("set_model"), cited]
    # only who takes a document away waits for the package that writes it
    from app.figure.documents import as_document

    return as_document(Answer(title, result.printed, closing, begun, result.said))


def _part(
    share: set_targets_shares.Share, number: int, about: target_rows.Subject, result: Result
) -> dict[str, str]:
    """Answers the row of a part: a county has a plan of its own, an industry is in the region's."""
    setting, subject = result.setting, result.subject
    words, indicator = subject.words, setting.series.indicator
    is_region = result.shared is not None and result.shared.kind == "regions"
    part = replace(
        about,
        region_code=share.code if is_region else about.region_code,
        region_name="" if is_region else about.region_name,
        indicator_name=str(indicator["numerator_measure_name"]),
        indicator_code=str(indicator["numerator_measure"]),
        scope_code=about.scope_code if is_region else share.code,
        unit=str(indicator["numerator_display_unit"]),
        plan_name=_plan_name(share.name, setting, words) if is_region else about.plan_name,
        quote=words(
            "set_quote_part",
            part=share.name,
            count=share.events,
            counted=subject.counted,
            unit=subject.count_unit,
            year=subject.end_year,
        ),
    )
    return target_rows.row(
        part,
        subject.base_years,
        setting.end_year,
        value=float(share.events),
        number=1 if is_region else number,
    )


def _plan_name(name: str, setting: Setting, words: Words) -> str:
    first = target_rows.first_year(setting.end_year, setting.base.last)
    return words("set_plan_name", region=name, first=first, last=setting.end_year)
