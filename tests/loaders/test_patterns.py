"""Patterns of a layout of one's own: they end, whatever they say."""

import re
import time
from pathlib import Path

import polars as pl
import pytest

from loaders.form import patterns
from loaders.form.layouts import read_layout
from loaders.form.likeness import fits, matches, taken_out
from loaders.form.patterns import Pattern
from loaders.form.refusals import LayoutFaultyError, RefusedFileError
from loaders.loading import check_file
from warehouse.ground.settings import Settings

# Each goes back over what it has read in more ways than can be tried.
SLOW = [r"(a|a)*b", r"(a|aa)+$", r"(.*)*(.*)*(.*)*x$", r"^(([a-z])+.)+[A-Z]([a-z])+$"]
TEXT = "a" * 60 + "!"
LAYOUT = """
name = "own"
kind = "statistics"
title = "自用"
[columns]
region_name = "地区"
period = "时期"
measure = "指标"
value = "数值"
unit = "单位"
"""
ROWS = f"地区,时期,指标,数值,单位\n{TEXT},2015,生产总值,3517.81,亿元\n"


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST_SECONDS", 0.2)


@pytest.mark.parametrize("pattern", SLOW)
def test_a_pattern_that_goes_on_for_ever_is_stopped(pattern: str) -> None:
    begun, refused = time.monotonic(), list[RefusedFileError]()
    try:
        assert Pattern(pattern).search(TEXT) is None
    except RefusedFileError as error:
        refused.append(error)
    assert [(each.reason, each.detail) for each in refused] in (
        [],  # some the engine sees through
        [("pattern_too_slow", pattern)],
    )
    assert time.monotonic() - begun < 2


def test_many_cells_together_get_no_more_time_than_one() -> None:
    tried = Pattern(r"(a|aa)+$")
    with pytest.raises(RefusedFileError):
        taken_out(pl.Series([f"{'a' * length}!" for length in range(10, 60)]), tried)


@pytest.mark.parametrize(
    "table",
    [
        '[recognise]\nfile_name = "{0}"',
        '[recognise]\nsheet = "{0}"',
        '[recognise]\nabove = ["{0}"]',
        '[keep]\nregion_name = "{0}"',
        '[across]\nheadings = "{0}"\nvalue = "value"',
        '[table]\nignore = ["(?=a){0}"]',
        '[table]\nend = "(?=a){0}"',
    ],
)
def test_a_slow_pattern_anywhere_ends_in_a_sentence(tmp_path: Path, table: str) -> None:
    path = tmp_path / f"{TEXT}.csv"
    path.write_text(f"{TEXT}\n{ROWS}", encoding="utf-8")
    layout = tmp_path / "own.toml"
    layout.write_text(LAYOUT + table.format("(a|aa)+$"), encoding="utf-8")
    outcome = check_file(Settings(home=tmp_path / "home"), path, layout=str(layout)).outcome
    assert outcome.refusal in {"pattern_too_slow", "layout_does_not_fit", "form_not_recognised"}
    if "across" not in table and "sheet" not in table:
        assert outcome.refusal == "pattern_too_slow"
        assert "(a|aa)+$" in outcome.refusal_detail


def test_a_slow_pattern_of_a_column_ends_in_a_sentence(tmp_path: Path) -> None:
    path, layout = tmp_path / "a.csv", tmp_path / "own.toml"
    path.write_text(ROWS, encoding="utf-8")
    column = 'region_name = { heading = "地区", pattern = "(a|aa)+$" }'
    layout.write_text(LAYOUT.replace('region_name = "地区"', column), encoding="utf-8")
    outcome = check_file(Settings(home=tmp_path / "home"), path, layout=str(layout)).outcome
    assert (outcome.refusal, outcome.refusal_detail) == ("pattern_too_slow", "(a|aa)+$")


@pytest.mark.parametrize("pattern", ["(", "[", "(?z)", "*", "a{2,1}", "(?<=a*)b(", "(" * 5000])
def test_what_is_no_pattern_is_told(tmp_path: Path, pattern: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f"{LAYOUT}[recognise]\nsheet = '{pattern}'\n", encoding="utf-8")
    with pytest.raises(LayoutFaultyError):
        read_layout(path)


def test_patterns_fit_as_before() -> None:
    texts = pl.Series(["其中：市区", "小计", None, "b"])
    for written in ("其中|小计", "(?=其|小)."):  # Polars knows the first only
        assert fits(Pattern(written), texts).to_list() == [True, True, False, False]
    assert matches(re.compile("（a）"), "(A)")
    assert matches(Pattern("（a）"), "(A)")
    assert Pattern("(?P<year>[0-9]{4})年").fullmatch("2015年").groupdict() == {"year": "2015"}  # type: ignore[union-attr]
