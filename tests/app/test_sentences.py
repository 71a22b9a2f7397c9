"""Sentences that answer are drawn in one way, each with a button that copies it."""

import re

import pytest

from app.base import sentences
from app.base.words import Words
from warehouse.ground.project_files import PROJECT_DIR


def test_first_lines_are_drawn_in_one_way() -> None:
    found = [
        path.name
        for path in (PROJECT_DIR / "app").rglob("*.py")
        if re.search(r"<h1", path.read_text(encoding="utf-8"))
    ]
    assert found == ["sentences.py"]


@pytest.mark.parametrize(
    ("language", "label"), [("zh", "复制这句话"), ("en", "Copy this sentence")]
)
def test_a_sentence_is_followed_by_a_button_with_a_name(language: str, label: str) -> None:
    words = Words("en" if language == "en" else "zh")
    for drawn in (
        sentences.first_line("a < b", words),
        sentences.line("a &lt; b", words, '<a href="./x">x</a>'),
    ):
        # what is before the button is copied: the sentence, and no link
        assert re.search(r"<(h1|span)>a &lt; b</\1><button", drawn)
        assert f'aria-label="{label}"' in drawn


def test_where_nothing_is_said_nothing_is_copied() -> None:
    words = Words("zh")
    assert sentences.line("", words) == ""
    assert "button" not in sentences.line("", words, "x")
