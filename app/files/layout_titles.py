"""The forms that files are read by, as people call them."""

from app.base import homes
from app.base.words import Words
from loaders.form.layouts import read_layouts
from loaders.form.refusals import LayoutFaultyError


def titles(words: Words) -> dict[str, str]:
    """Answers the title of every layout by its name: the home's own and the shipped ones.

    Raises:
        LayoutFaultyError: A layout of the home's own is faulty.
    """
    layouts = read_layouts([homes.settings().home / "layouts"])
    is_english = words.language == "en"
    return {name: each.title_en if is_english else each.title for name, each in layouts.items()}


def known_titles(words: Words) -> dict[str, str]:
    """Answers the same, and no titles where a layout of the home's own is faulty."""
    try:
        return titles(words)
    except LayoutFaultyError:
        return {}
