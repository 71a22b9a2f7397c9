"""Unit of a figure in a plan, with the plan's words that hedge the value: 家 (822余)."""

import re
from dataclasses import dataclass
from typing import Final

from loaders.words.reading import Reading

AT_LEAST: Final = "at_least"

_HEDGED: Final = re.compile(r"(?P<unit>.+?) \((?P<words>[^()]*)\)")
_AT_LEAST_WORDS: Final = re.compile("余|多|以上")


@dataclass(frozen=True, slots=True)
class HedgedUnit:
    """A unit and what stood beside it.

    Attributes:
        unit: The unit alone.
        words: The plan's words about the value; None where none stand there.
        qualifier: at_least where the words say that the value is more; None where they do not.
    """

    unit: str
    words: str | None = None
    qualifier: str | None = None


def read_hedged_unit(text: str) -> Reading[HedgedUnit]:
    """Answers a unit and the words that hedge its value.

    Args:
        text: 起, 家 (822余), 万平方米 (160多), % (以上).
    """
    found = _HEDGED.fullmatch(text)
    if not found:
        return Reading(HedgedUnit(text))
    qualifier = AT_LEAST if _AT_LEAST_WORDS.search(found["words"]) else None
    return Reading(HedgedUnit(found["unit"], found["words"], qualifier))
