"""The day as known on which a page answers: read from the address, offered, and told."""

from bisect import bisect_right
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from html import escape

import streamlit as st

from app.base import database, session
from app.base.selection import Selection, address, choose
from app.base.words import Words

NOW = ""


@dataclass(frozen=True)
class KnownDay:
    """The day that is asked for, and what there is of it.

    Attributes:
        asked: The day as the address has it; empty for now.
        day: The same as a day; None for now, or where it is none.
        days: The days on which figures became known, in their order.
    """

    asked: str
    day: date | None
    days: list[date]

    @classmethod
    def of(cls, selection: Selection) -> "KnownDay":
        """Answers the day that a selection asks for; a day to come is now."""
        day = _day(selection.day)
        is_past = day is not None and day < datetime.now(UTC).astimezone().date()
        return cls(selection.day, day if is_past else None, database.days())

    @property
    def settled(self) -> str:
        """Answers the day as the address keeps it."""
        return self.day.isoformat() if self.day else NOW

    @property
    def is_before_all(self) -> bool:
        """Answers whether nothing at all was known by then."""
        return self.day is not None and (not self.days or self.day < self.days[0])

    @property
    def _known_since(self) -> date | None:
        """The last day by then on which anything became known: what was known is the same."""
        if self.day is None or not self.days:
            return None
        found = bisect_right(self.days, self.day)
        return self.days[found - 1] if found else self.days[0] - timedelta(days=1)

    def answering(self) -> AbstractContextManager[None]:
        """Answers the block in which the marts answer as they were known on the day."""
        return database.as_known_on(self._known_since)

    def draw_choice(self, words: Words) -> None:
        """Draws the choice of the day: now, or the end of a year; others by the address."""
        years = range(self.days[0].year, self.days[-1].year + 1) if self.days else ()
        ends = [date(year, 12, 31) for year in years]
        known = [day.isoformat() for day in ends if self.days[0] <= day <= self.days[-1]]
        names = {NOW: words("day_now"), **{day: day for day in reversed(known)}}
        names.setdefault(self.settled, self.settled)
        session.remember("bar_day", self.settled)
        st.selectbox(
            words("bar_day"),
            list(names),
            format_func=lambda code: names.get(code, code),
            key="bar_day",
            help=words("day_help"),
            placeholder=words("bar_nothing"),
            on_change=_take,
        )

    def told(self, page: str, selection: Selection, words: Words) -> str:
        """Answers as HTML as known on which day a page answers; nothing where that is now.

        Args:
            page: The page's code.
            selection: What it shows.
            words: The words of the page.
        """
        if self.day is None:
            if not self.asked:
                return ""
            code = "day_to_come" if _day(self.asked) else "day_unreadable"
            return f'<p class="day" role="note">{escape(words(code, day=self.asked))}</p>'
        here = escape(address(page, replace(selection, day=NOW)), quote=True)
        link = f'<a href="{here}" target="_self">{escape(words("day_back"))}</a>'
        return f'<p class="day" role="note">{escape(words("day_told", day=self.day))} {link}</p>'

    def nothing(self, words: Words) -> str:
        """Answers that nothing was known by then, and since when anything is."""
        first = self.days[0] if self.days else "–"
        return words("day_nothing", day=self.day, first=first)


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked) if len(asked) == len("2018-12-31") else None
    except ValueError:
        return None


def _take() -> None:
    choose("as_of", str(session.remembered("bar_day") or NOW))
