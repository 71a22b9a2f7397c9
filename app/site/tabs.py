"""The head of every page: its name, one line of tabs, search, the other language; as HTML.

A page of a group whose pages stand side by side is a tab of its own. Of another group the tab is
its first page, and a second line shows its pages while one of them is open. On a telephone both are
folded behind the name of the open page (site.js opens them).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from app.base.selection import Selection, address
from app.base.words import Words
from app.page_registry import SIDE_BY_SIDE
from warehouse.ground.messages import Language

LANGUAGES: Final[Mapping[Language, tuple[str, str]]] = {
    "zh": ("zh-CN", "中文"),
    "en": ("en", "English"),
}


@dataclass(frozen=True)
class Head:
    """What the head of a page is drawn from.

    Attributes:
        groups: The codes of the pages of each group.
        is_open: Code of the open page.
        selection: What the pages are to show.
        words: The words of the page.
    """

    groups: Mapping[str, Sequence[str]]
    is_open: str
    selection: Selection
    words: Words

    def html(self, search_pass: str) -> str:
        """Answers tabs, search and languages.

        Args:
            search_pass: What lets a reader search; nobody can without.
        """
        name = escape(self.words(f"page_{self.is_open}"))
        fold = (
            '<button type="button" class="fold" aria-expanded="false" aria-controls="tabs">'
            f"{name}</button>"
        )
        search = _search(search_pass, self.selection.home, self.words) if search_pass else ""
        return f"{fold}{self._tabs()}{search}{self._languages()}"

    def _tabs(self) -> str:
        first: list[str] = []
        second = ""
        for group, codes in self.groups.items():
            if group in SIDE_BY_SIDE or len(codes) == 1:
                first += map(self._page, codes)
                continue
            current = "true" if self.is_open in codes else ""
            if self.is_open in codes:
                label = escape(self.words(group), quote=True)
                links = "".join(map(self._page, codes))
                second = f'<ul class="second" aria-label="{label}">{links}</ul>'
            first.append(self._link(codes[0], self.words(group), current))
        label = escape(self.words("tabs"), quote=True)
        return (
            f'<nav class="tabs" id="tabs" aria-label="{label}">'
            f'<ul class="first">{"".join(first)}</ul>{second}</nav>'
        )

    def _page(self, code: str) -> str:
        current = "page" if code == self.is_open else ""
        return self._link(code, self.words(f"page_{code}"), current)

    def _address(self, code: str, language: Language) -> str:
        """Answers the address of a page; of what is chosen only what a page does not change.

        So the head is the same from one run to the next, and nobody's typing in it is lost. A click
        takes all choices along (reach.js).
        """
        region = ",".join(self.selection.regions)
        shown = Selection.read({"region": region, "lang": language, "home": self.selection.home})
        return escape(address(code, shown), quote=True)

    def _link(self, code: str, name: str, current: str) -> str:
        mark = f' aria-current="{current}"' if current else ""
        href = self._address(code, self.words.language)
        return f'<li><a href="{href}" target="_self" data-page{mark}>{escape(name)}</a></li>'

    def _languages(self) -> str:
        links = []
        for language, (code, name) in LANGUAGES.items():
            mark = ' aria-current="true"' if language == self.words.language else ""
            href = self._address(self.is_open, language)
            links.append(
                f'<a href="{href}" target="_self" lang="{code}" hreflang="{code}" '
                f'data-lang="{language}"{mark}>{name}</a>'
            )
        label = escape(self.words("bar_lang"), quote=True)
        return f'<div class="languages" role="group" aria-label="{label}">{"".join(links)}</div>'


def _search(search_pass: str, home: str, words: Words) -> str:
    label = escape(words("search"), quote=True)
    return (
        f'<div class="search" role="search" data-pass="{search_pass}" '
        f'data-lang="{words.language}" data-home="{escape(home, quote=True)}" '
        f'data-none="{escape(words("search_none"), quote=True)}">'
        f'<input type="search" role="combobox" aria-label="{label}" aria-expanded="false" '
        f'aria-controls="found" aria-autocomplete="list" autocomplete="off" spellcheck="false" '
        f'maxlength="80" placeholder="{escape(words("search_short"), quote=True)}">'
        f'<ul id="found" role="listbox" aria-label="{label}" hidden></ul></div>'
    )
