"""Whether a text is a name of what a canonical column holds: what a label of rows may be."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from loaders.form.marks import Names
from loaders.judge.kinds.registries import Tools
from loaders.words.periods import read_period

Test: TypeAlias = Callable[[str], bool]

MOST_REMEMBERED = 10_000


def names_of(tools: Tools) -> Names:
    """Answers a function of a canonical column and a text; a column of free text names nothing."""
    words = tools.vocabulary
    readers: dict[str, Test] = {
        "region_name": tools.places.is_name,
        "region_code": lambda text: text.strip().isalnum(),
        "period": lambda text: read_period(text).value is not None,
        "measure": lambda text: words.read_measure(text).value is not None,
        "scope": lambda text: words.read_scope(text).value is not None,
        "industry": lambda text: words.read_industry(text).value is not None,
    }

    @lru_cache(maxsize=MOST_REMEMBERED)
    def names(canonical: str, text: str) -> bool:
        reader = readers.get(canonical)
        return reader is not None and reader(text)

    return names
