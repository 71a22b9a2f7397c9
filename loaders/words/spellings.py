"""Spellings of one kind of word → the code they stand for, or the nearest spellings."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from loaders.words.reading import LONGEST_TEXT, Reading, clean, refused, shorten

LONGEST_WORD: Final = 60
SUGGESTIONS: Final = 3
LIKENESS: Final = 0.5

# Looking for the nearest spelling takes a millisecond: a file whose every row holds another unknown
# word must not take an hour.
MOST_SUGGESTIONS: Final = 1000


def plain_word(text: str) -> str:
    """Answers a word without what does not tell it from another: blanks, quotes, case."""
    return clean(text).translate(_IDLE).casefold()


_IDLE: Final = str.maketrans("", "", " \"'“”\u2018\u2019「」:")


class Spellings:
    """The words of one kind."""

    def __init__(self, reason: str, words: Iterable[tuple[str, str]]) -> None:
        """Keeps the words.

        Args:
            reason: Code of the reason for refusing a word that is not among them.
            words: Spelling and code; the same spelling may come again with the same code only.

        Raises:
            ValueError: A spelling stands for two codes.
        """
        self.reason = reason
        self._codes: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self._suggestions_left = MOST_SUGGESTIONS
        for spelling, code in words:
            plain = plain_word(spelling)
            if plain and self._codes.setdefault(plain, code) != code:
                message = f"{spelling} stands for {self._codes[plain]} and {code}"
                raise ValueError(message)
            self._shown.setdefault(plain, spelling)

    def add(self, spelling: str, code: str) -> bool:
        """Takes up one more spelling, and answers whether it is the code's now.

        A spelling that stands for another code already goes on doing so.
        """
        plain = plain_word(spelling)
        self._shown.setdefault(plain, spelling)
        return self._codes.setdefault(plain, code) == code

    def find(self, text: str) -> str | None:
        """Answers the code a text stands for, None for an unknown one."""
        return self._codes.get(plain_word(text)) if len(text) <= LONGEST_TEXT else None

    def read(self, text: str) -> Reading[str]:
        """Answers the code a text stands for, or a refusal with the nearest spellings."""
        code = self.find(text)
        return self.refuse(text) if code is None else Reading(code)

    def refuse(self, text: str) -> Reading[str]:
        """Answers the refusal of an unknown text, with the nearest spellings and their codes."""
        found = shorten(clean(text[:LONGEST_TEXT]))
        near = [f"{self._shown[word]}（{self._codes[word]}）" for word in self._nearest(text)]
        return refused(self.reason, f"{found} → {' / '.join(near)} ?" if near else found)

    def _nearest(self, text: str) -> list[str]:
        if self._suggestions_left <= 0 or len(text) > LONGEST_WORD:
            return []
        self._suggestions_left -= 1
        return get_close_matches(plain_word(text), self._codes, SUGGESTIONS, LIKENESS)
