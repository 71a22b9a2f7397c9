"""Why rows and files are refused, or give to think, in the words of the page."""

import json
import re

from app.base.words import Words
from warehouse.ground.messages import catalogue
from warehouse.ground.visible import visible

DETAIL = "{detail}"
# Where a reason tells what was found: in brackets, or after a colon.
_IN_BRACKETS = re.compile(r"\s*[（(][^（()）]*\{detail\}[^（()）]*[）)]")
_AFTER_COLON = re.compile(r"\s*[：:]\s*\{detail\}")


def reason(code: str, words: Words, detail: str = "") -> str:
    """Answers a reason in words; without what was found where that is not given.

    Args:
        code: A reason's code.
        words: The words of the page.
        detail: What was found.
    """
    said = catalogue().get(f"reason_{code}")
    if said is None:  # of a lake written by another version
        return words("reason_other", name=code)
    template = said[words.language]
    bare = catalogue().get(f"app_bare_{code}")
    if not detail and bare is not None:
        template = bare[words.language]
    elif not detail:
        template = _AFTER_COLON.sub("", _IN_BRACKETS.sub("", template))
    return template.replace(DETAIL, visible(detail))


def reasons(codes: str, words: Words, detail: str | None = None) -> list[str]:
    """Answers a row's reasons in words, each with what was found.

    Args:
        codes: Codes of reasons, joined by "|".
        words: The words of the page.
        detail: What was found, a line for each reason.
    """
    found = (detail or "").split("\n")
    return [
        reason(code, words, found[at] if at < len(found) else "")
        for at, code in enumerate(codes.split("|"))
    ]


def cells(original_text: str | None) -> list[str]:
    """Answers the original cells of a row, which the lake keeps as a JSON list."""
    return [str(cell) for cell in json.loads(original_text or "[]")]
