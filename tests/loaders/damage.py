"""Damaged files made from good ones, the same ones from the same seed.

Four levels: the cells of a table, the text of a CSV file, the parts of a workbook, the bytes of
any file. What nobody would meet by chance is crafted in tests/loaders/hostile.py.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np

from tests.loaders.damaged_bytes import BYTES, PARTS, Chance, below, one_of
from tests.loaders.good_files import FORMS, KINDS, Table, old_workbooks, rendered, tables

FILES: Final = Path(__file__).resolve().parents[1] / "files"
AWKWARD: Final[dict[str, list[str]]] = json.loads(
    (FILES / "awkward_texts.json").read_text(encoding="utf-8")
)
# Texts that have broken readers of tables before: what could stand alone in a cell, and what
# could stand within a text.
AWKWARD_CELLS: Final = [
    *AWKWARD["cells"],
    *("9" * 400, "9" * 5_000, f"0.{'0' * 5_000}1", "９" * 5_000, "一" * 5_000),
    *("长" * 40_000, "x" * 300_000),
]
AWKWARD_PIECES: Final = AWKWARD["pieces"]
ENCODINGS: Final = ("utf-8", "gb18030", "big5", "utf-16-le", "shift_jis", "latin-1")


@dataclass(frozen=True)
class Damaged:
    """A damaged file.

    Attributes:
        damage: What was done to it.
        name: What it is called when it comes.
        content: Its bytes.
        rows: How many rows must be accounted for if the file is read at all; None where that
            cannot be told.
    """

    damage: str
    name: str
    content: bytes
    rows: int | None = None


def damaged_files(seed: int, each: int) -> Iterator[Damaged]:
    """Yields so many files of each kind of damage.

    Args:
        seed: Other seeds make other files.
        each: How many of each kind.
    """
    for number in range(each):
        for damage in (*CELLS, *TEXTS, *PARTS, *BYTES):
            yield damaged(seed, damage, number)


def damaged(seed: int, damage: str, number: int) -> Damaged:
    """Answers one damaged file, the same each time."""
    chance = np.random.default_rng([seed, crc32(damage.encode()), number])
    kind = KINDS[number % len(KINDS)]
    if damage in CELLS:
        table = CELLS[damage](chance, [row[:] for row in tables()[kind]])
        form = one_of(chance, list(FORMS))
        rows = len(table) - 1 if damage in KEEPS_HEADINGS else None
        return Damaged(damage, f"{number}.{form}", FORMS[form](table), rows)
    if damage in TEXTS:
        text = rendered(kind, "csv").decode()
        return Damaged(damage, f"{number}.csv", TEXTS[damage](chance, text))
    if damage in PARTS:
        content = PARTS[damage](chance, rendered(kind, "xlsx"))
        return Damaged(damage, f"{number}.xlsx", content)
    forms: dict[str, bytes] = {form: rendered(kind, form) for form in FORMS} | old_workbooks()
    form = one_of(chance, list(forms))
    return Damaged(damage, f"{number}.{form}", BYTES[damage](chance, forms[form]))


# The cells of a table; the first row are its headings.


def _awkward_cells(chance: Chance, table: Table) -> Table:
    for _ in range(1 + below(chance, 12)):
        row = table[1 + below(chance, len(table) - 1)]
        row[below(chance, len(row))] = one_of(chance, AWKWARD_CELLS)
    return table


def _awkward_column(chance: Chance, table: Table) -> Table:
    column = below(chance, len(table[0]))
    for row in table[1:]:
        row[column] = one_of(chance, AWKWARD_CELLS)
    return table


def _awkward_inside_cells(chance: Chance, table: Table) -> Table:
    for row in table[1:]:
        column = below(chance, len(row))
        at = below(chance, len(row[column]) + 1)
        row[column] = row[column][:at] + one_of(chance, AWKWARD_PIECES) + row[column][at:]
    return table


def _cells_swapped(chance: Chance, table: Table) -> Table:
    for row in table[1 : 2 + below(chance, len(table) - 1)]:
        one, other = below(chance, len(row)), below(chance, len(row))
        row[one], row[other] = row[other], row[one]
    return table


def _rows_shifted_right(chance: Chance, table: Table) -> Table:
    for row in table[1:]:
        if chance.random() < 1 / 4:
            row.insert(below(chance, len(row)), "")
    return table


def _rows_shifted_left(chance: Chance, table: Table) -> Table:
    for row in table[1:]:
        if chance.random() < 1 / 4:
            del row[below(chance, len(row))]
    return table


def _column_shifted_down(chance: Chance, table: Table) -> Table:
    column = below(chance, len(table[0]))
    texts = [row[column] for row in table[1:]]
    for row, text in zip(table[1:], ["", *texts], strict=False):
        row[column] = text
    return table


def _column_dropped(chance: Chance, table: Table) -> Table:
    column = below(chance, len(table[0]))
    return [row[:column] + row[column + 1 :] for row in table]


def _column_renamed(chance: Chance, table: Table) -> Table:
    names = [
        "",
        " ",
        "数",
        "year",
        table[0][0],
        table[0][-1],
        "单位",
        "地区",
        "\ufeff" + table[0][0],
    ]
    table[0][below(chance, len(table[0]))] = one_of(chance, names)
    return table


def _column_doubled(chance: Chance, table: Table) -> Table:
    column, to = below(chance, len(table[0])), below(chance, len(table[0]))
    return [[*row[:to], row[column], *row[to:]] for row in table]


def _columns_shuffled(chance: Chance, table: Table) -> Table:
    order = chance.permutation(len(table[0]))
    return [[row[column] for column in order] for row in table]


def _rows_doubled(chance: Chance, table: Table) -> Table:
    for _ in range(1 + below(chance, 5)):
        table.insert(1 + below(chance, len(table)), table[1 + below(chance, len(table) - 1)][:])
    return table


def _rows_contradicting(chance: Chance, table: Table) -> Table:
    for _ in range(1 + below(chance, 5)):
        row = table[1 + below(chance, len(table) - 1)][:]
        row[below(chance, len(row))] = "1"
        table.append(row)
    return table


def _rows_shuffled(chance: Chance, table: Table) -> Table:
    return [table[0], *(table[1 + at] for at in chance.permutation(len(table) - 1))]


def _headings_dropped(_chance: Chance, table: Table) -> Table:
    return table[1:]


def _headings_repeated_below(chance: Chance, table: Table) -> Table:
    table.insert(1 + below(chance, len(table)), table[0][:])
    return table


def _titles_above_and_notes_below(chance: Chance, table: Table) -> Table:
    titles: Table = [["嘉兴市统计表"], [], ["", "单位：人", ""]][: 1 + below(chance, 3)]
    return [*titles, *table, [], ["注：本表为初步数。"], ["数据来源：统计局", "", ""]]


def _blank_rows(chance: Chance, table: Table) -> Table:
    for _ in range(1 + below(chance, 20)):
        # The last row stays last: a workbook has no blank rows at its end.
        table.insert(1 + below(chance, len(table) - 1), [""] * below(chance, len(table[0]) + 3))
    return table


def _two_tables(chance: Chance, table: Table) -> Table:
    other = tables()[one_of(chance, list(KINDS))]
    return [*table, [], *(row[:] for row in other)]


CELLS: Final[dict[str, Callable[[Chance, Table], Table]]] = {
    "awkward cells": _awkward_cells,
    "awkward column": _awkward_column,
    "awkward inside cells": _awkward_inside_cells,
    "cells swapped": _cells_swapped,
    "rows shifted right": _rows_shifted_right,
    "rows shifted left": _rows_shifted_left,
    "column shifted down": _column_shifted_down,
    "column dropped": _column_dropped,
    "column renamed": _column_renamed,
    "column doubled": _column_doubled,
    "columns shuffled": _columns_shuffled,
    "rows doubled": _rows_doubled,
    "rows contradicting": _rows_contradicting,
    "rows shuffled": _rows_shuffled,
    "headings dropped": _headings_dropped,
    "headings repeated below": _headings_repeated_below,
    "titles above, notes below": _titles_above_and_notes_below,
    "blank rows": _blank_rows,
    "two tables": _two_tables,
}
# Damage that leaves one row of headings on top: each row below it must be accounted for.
KEEPS_HEADINGS: Final = frozenset(CELLS) - {
    "headings dropped",
    "titles above, notes below",
    "column renamed",
    "column dropped",
}


# The text of a CSV file.


def _with_pieces(chance: Chance, text: str) -> bytes:
    for _ in range(1 + below(chance, 8)):
        at = below(chance, len(text))
        text = text[:at] + one_of(chance, [*AWKWARD_PIECES, "\0", "\r", "\n", '"', ","]) + text[at:]
    return text.encode("utf-8", errors="surrogatepass")


def _quotes(chance: Chance, text: str) -> bytes:
    for _ in range(1 + below(chance, 3)):
        at = below(chance, len(text))
        text = text[:at] + '"' + text[at:]
    return text.encode()


def _separators_changed(chance: Chance, text: str) -> bytes:
    lines = text.split("\r\n")
    other = one_of(chance, [";", "\t", "|", "，", "、", "  "])
    begin = below(chance, len(lines))
    changed = [line.replace(",", other) for line in lines[begin:]]
    return "\r\n".join([*lines[:begin], *changed]).encode()


def _line_ends_changed(chance: Chance, text: str) -> bytes:
    lines = text.split("\r\n")
    ends = ["\r", "\n", "\r\n", "\n\r", "\r\r\n", "\u2028", "\x0b", "\x85"]
    return "".join(line + one_of(chance, ends) for line in lines).encode()


def _encodings_mixed(chance: Chance, text: str) -> bytes:
    lines = text.split("\r\n")
    at = below(chance, len(lines))
    one, other = one_of(chance, list(ENCODINGS)), one_of(chance, list(ENCODINGS))
    begin, end = "\r\n".join(lines[:at]), "\r\n".join(["", *lines[at:]])
    return begin.encode(one, errors="ignore") + end.encode(other, errors="ignore")


def _encoding_swapped(chance: Chance, text: str) -> bytes:
    encoding = one_of(chance, [*ENCODINGS, "euc_kr", "utf-7", "utf-32", "hz", "koi8_r", "cp1252"])
    return text.encode(encoding, errors="replace")


def _decoded_wrongly(chance: Chance, text: str) -> bytes:
    """Text that somebody opened in the wrong encoding and saved."""
    one, other = one_of(chance, list(ENCODINGS)), one_of(chance, list(ENCODINGS))
    ruined = text.encode(one, errors="replace").decode(other, errors="replace")
    return ruined.encode("utf-8", errors="replace")


def _lines_joined(chance: Chance, text: str) -> bytes:
    lines = text.split("\r\n")
    at = below(chance, len(lines))
    return (
        "\r\n".join(lines[:at]) + "".join(lines[at : at + 3]) + "\r\n".join(lines[at:])
    ).encode()


TEXTS: Final[dict[str, Callable[[Chance, str], bytes]]] = {
    "awkward characters in the text": _with_pieces,
    "quotes": _quotes,
    "separators changed": _separators_changed,
    "line ends changed": _line_ends_changed,
    "encodings mixed": _encodings_mixed,
    "encoding swapped": _encoding_swapped,
    "saved in the wrong encoding": _decoded_wrongly,
    "lines joined": _lines_joined,
}
