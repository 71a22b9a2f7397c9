"""Patterns that a layout of somebody's own brings: tried for so long, and no longer.

Python's own engine may go on for years over (a+)+b and a hundred letters, and cannot be stopped;
this one can. What a pattern has used is kept, so that neither one cell nor all of them hold a load.
"""

import re
import time
from typing import Any, Final

import regex

from loaders.form.refusals import RefusedFileError

MOST_SECONDS: Final = 5.0
TOO_SLOW: Final = "pattern_too_slow"
SAID_BY_POLARS: Final = "\n\nThis error occurred"
PatternError: Final = (regex.error, re.error, RecursionError, OverflowError, MemoryError)


class PatternTooSlowError(RefusedFileError):
    """A pattern was tried for longer than it may be; turned into the file's outcome."""

    def __init__(self, pattern: str) -> None:
        """Keeps the pattern; Polars makes an error anew from its text and some words of its own."""
        written = pattern.partition(SAID_BY_POLARS)[0].removeprefix(f"{TOO_SLOW}: ")
        super().__init__(TOO_SLOW, written)


class Pattern:
    """A pattern that may be tried for a few seconds in all.

    Attributes:
        pattern: As it is written.
        groups: How many groups it has.
    """

    def __init__(self, pattern: str) -> None:
        """Reads a pattern.

        Args:
            pattern: As Python's re reads it.

        Raises:
            regex.error: It is none; one of PatternError.
        """
        self.pattern = pattern
        self._compiled: Any = regex.compile(pattern)
        self.groups: int = self._compiled.groups
        self._left = MOST_SECONDS
        self._again: dict[str, Pattern] = {}

    def search(self, text: str) -> re.Match[str] | None:
        """Answers where the pattern fits a text; errors as of fullmatch()."""
        return self._tried(self._compiled.search, text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Answers whether the pattern fits all of a text.

        Raises:
            PatternTooSlowError: Its time is over.
        """
        return self._tried(self._compiled.fullmatch, text)

    def again(self, pattern: str) -> "Pattern":
        """Answers this pattern written otherwise; the same one each time it is asked for."""
        if pattern not in self._again:
            self._again[pattern] = Pattern(pattern)
        return self._again[pattern]

    def _tried(self, trial: Any, text: str) -> re.Match[str] | None:  # noqa: ANN401 - untyped
        begun = time.monotonic()
        try:
            found: re.Match[str] | None = trial(text, timeout=max(self._left, 0.001))
        except TimeoutError:
            raise PatternTooSlowError(self.pattern) from None
        self._left -= time.monotonic() - begun
        return found
