"""What is asked for, as typed: a reduction in per cent, or a value."""

import re
import unicodedata
from dataclasses import dataclass

from app.base.words import Words

USUAL_CUT = "15"
CUTS = (5, 10, 15, 20, 25, 30, 40, 50)
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%?")


@dataclass(frozen=True)
class Aim:
    """What is asked for.

    Attributes:
        reduction: As a share; None where a value is asked for.
        value: In the indicator's unit; None where a reduction is asked for.
        fault: What is wrong with what was typed, in a sentence; empty where nothing is.
    """

    reduction: float | None = None
    value: float | None = None
    fault: str = ""


def read(kind: str, typed: str, base_value: float, base_said: str, words: Words) -> Aim:
    """Answers what was typed: 15 or 15% for a reduction, 78 or 0.063 for a value.

    Args:
        kind: reduction or value.
        typed: The text.
        base_value: The base's value, below which a value has to be.
        base_said: The same in words.
        words: The words of the page.
    """
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").strip()
    found = _NUMBER.fullmatch(plain)
    if kind == "value":
        if found is None or "%" in plain or not float(found[1]) < base_value:
            return Aim(fault=words("set_value_fault", typed=typed, base=base_said))
        return Aim(value=float(found[1]))
    if found is None or not 0 < float(found[1]) < 100:  # noqa: PLR2004 - per cent
        return Aim(fault=words("set_cut_fault", typed=typed))
    return Aim(reduction=float(found[1]) / 100)
