"""A total shared out in whole numbers that add up to it again."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_LINE: Final = re.compile(r"(?P<name>.*?)[\s,，:：;；\t]+(?P<weight>[0-9]+(?:[.][0-9]+)?)")


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Answers whole numbers in proportion to weights that add up to the total.

    By the largest remainder (Hamilton): each first gets what is whole of its share; what is left
    goes one by one to those with the largest remainders, of equal ones to the first.

    Args:
        total: What is shared out, 0 or more.
        weights: One for each part, 0 or more and not all 0.

    Raises:
        ValueError: A weight is below 0, or all are 0.

    >>> shared_out(10, [1, 1, 1])
    [4, 3, 3]
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights_not_usable")
    exact = [total * weight / whole for weight in weights]
    parts = [int(each + 1e-9) for each in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts


def read_weights(text: str) -> tuple[list[tuple[str, float]], list[int]]:
    r"""Answers the parts and weights that somebody wrote, one a line, and the lines not read.

    Args:
        text: Lines such as 南湖区 12, also as two columns copied from a spreadsheet.

    >>> read_weights("南湖区 12\n海盐县\n")
    ([('南湖区', 12.0)], [2])
    """
    found: list[tuple[str, float]] = []
    unread: list[int] = []
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), start=1):
        if not line.strip():
            continue
        read = _LINE.fullmatch(line.strip())
        if read is None or not read["name"]:
            unread.append(number)
        else:
            found.append((read["name"], float(read["weight"])))
    return found, unread
