"""Text of a target's value → the number it asks for, and what its words say of it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from loaders.words.reading import Reading, clean, read_count, read_number, refused, shorten

_FALL: Final = re.compile(
    "^(?:同比|累计)?(?:再)?(?:下降|降低|减少|降幅|压减|↓)(?:率|幅度)?(?:为|达到?|至少)?"
)
_RISE: Final = re.compile(
    "^(?:同比|累计)?(?:再)?(?:上升|提高|增长|增加|提升|升幅|↑|\\+)(?:为|达到?|至少)?"
)
_LIMIT: Final = re.compile("^(?:控制在|保持在|达到?|稳定在)")
_BELOW: Final = re.compile("^(?:<(?!=)|低于|小于|少于|不足|不到|未满)")
_ABOVE: Final = re.compile("^(?:>(?!=)|高于|大于|多于|超过)")
_NO_GROWTH: Final = re.compile("零增长|持平|不增长|不高于上年|不超过上年")
_NONE: Final = re.compile("杜绝|不发生|零发生|零|无|为零")


@dataclass(frozen=True, slots=True)
class TargetValue:
    """What the cell of a target's value says.

    Attributes:
        number: As printed, without the sign that only repeats a direction.
        unit: What stood beside it in the cell; None where nothing did.
        direction: -1 for a fall, 1 for a rise, 0 where the cell does not say.
        bound: at_most, at_least, or None where the cell does not say.
        is_strict: Whether the bound itself is outside: <1, 低于50. 以上, 以下, 以内 include it
            (Civil Code, Art. 1259).
        holds_per_cent: Whether the cell itself says per cent.
        is_negative: Whether the number stood there with a minus.
    """

    number: Decimal
    unit: str | None = None
    direction: int = 0
    bound: str | None = None
    is_strict: bool = False
    holds_per_cent: bool = False
    is_negative: bool = False


@cache
def read_target_value(text: str) -> Reading[TargetValue]:
    """Answers the number that a target asks for.

    Args:
        text: 30, 30%, -30, 下降30%, 三成, 控制在0.063以内, <1, 50人以内, 零增长, 杜绝.

    Returns:
        The value; or the reason of read_number.
    """
    plain = clean(text[:200])
    if _NO_GROWTH.fullmatch(plain):
        return Reading(TargetValue(Decimal(0), "%"))
    if _NONE.fullmatch(plain) or (not any(c.isdigit() for c in plain) and _is_none(plain)):
        return Reading(TargetValue(Decimal(0)))
    direction = -1 if _FALL.match(plain) else 1 if _RISE.match(plain) else 0
    core = _LIMIT.sub("", _RISE.sub("", _FALL.sub("", plain)))
    is_strict = bool(_BELOW.match(core) or _ABOVE.match(core))
    found = read_number(core)
    if found.value is None:
        return refused(found.reason or "value_not_a_number", found.detail or shorten(text))
    number = found.value.value
    if number < 0:
        if direction > 0:
            return refused("value_contradicts_kind", shorten(text))
        number, direction = -number, -1
    is_negative = found.value.value < 0
    bound = next((flag for flag in found.flags if flag in ("at_most", "at_least")), None)
    unit = found.value.unit
    return Reading(
        TargetValue(
            number,
            unit,
            direction,
            bound,
            is_strict,
            "%" in plain or "百分" in plain,
            is_negative,
        ),
        tuple(flag for flag in found.flags if flag == "approximate"),
    )


def _is_none(plain: str) -> bool:
    return read_count(plain).value == 0
