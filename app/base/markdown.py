"""Texts from files and names where Streamlit reads Markdown: shown as they are, never obeyed.

Streamlit reads the labels of its parts and its messages as Markdown, where ![](http://…) asks a
host, [](…) leads away, $…$ is a formula and :red[…] a colour.
"""

import re
from typing import Final

from app.base.words import Words

# Between two letters an underscore is one for Markdown too, and paths stay readable.
_SIGNS: Final = re.compile(r"[\\`*\[\]<>#|~$&]|(?<![^\W_])_|_(?![^\W_])")
# At the beginning of a line these make lists and headings.
_FIRST: Final = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]\s))", re.MULTILINE)
# After all that Streamlit looks for :smile:, :material/…:, addresses and arrows in what is left.
_PARTS: Final = re.compile(r":(?=[A-Za-z+\-_/\\])|(?<=www)(?=\.)|(?<=\S)(?=@\w)|(?<=[-=<])(?=[->])")
_JOINT: Final = "\u2060"  # nothing is seen of it, and no line is broken at it


def in_markdown(text: str) -> str:
    r"""Answers a text as Markdown that shows it as it is.

    >>> in_markdown("![](x.png) $a$")
    '!\\[\\](x.png) \\$a\\$'
    """
    signed = _SIGNS.sub(r"\\\g<0>", text)
    begun = _FIRST.sub(lambda found: f"{found[1]}{_JOINT}{found[2]}", signed)
    return _PARTS.sub(lambda found: f"{found[0]}{_JOINT}", begun)


def message(words: Words, code: str, **values: object) -> str:
    """Answers a message of ours as Markdown, in which what it names is shown as it is.

    Args:
        words: The words of the page.
        code: The message.
        **values: What its placeholders stand for.
    """
    shown = {
        name: in_markdown(value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    return words(code, **shown)
