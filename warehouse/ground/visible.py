"""Text from data, names and messages, with what would command a terminal made visible.

A terminal obeys control characters; marks of direction and line separators let a text look like
another. Each is shown as what JSON would write for it, so that a line of JSON stays what it is.
"""

from typing import Final

# Controls (C0, DEL, C1), surrogates, marks of direction, separators of lines and paragraphs.
_UNSAFE: Final = (
    *(*range(0x20), *range(0x7F, 0xA0)),
    *(0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x2070)),
    *range(0xD800, 0xE000),
)
_SHORT: Final = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ON_ONE_LINE: Final = {code: _SHORT.get(chr(code), f"\\u{code:04x}") for code in _UNSAFE}
_ON_LINES: Final = {code: shown for code, shown in _ON_ONE_LINE.items() if chr(code) not in "\t\n"}


def visible(text: str) -> str:
    r"""Answers a text of one or more lines without what would command a terminal.

    >>> visible("a\x1b[31mb")
    'a\\u001b[31mb'
    """
    return text if _is_plain(text) else text.translate(_ON_LINES)


def on_one_line(text: str) -> str:
    r"""Answers a name or a value the same way, its line ends and tabs shown too.

    >>> on_one_line("a\nb")
    'a\\nb'
    """
    return text if _is_plain(text) else text.translate(_ON_ONE_LINE)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()
