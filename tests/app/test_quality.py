"""The Quality page: printed rates computed again, statements, revisions, breaks."""

import re
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest

from app.base import numbers
from app.base.words import Words
from app.files.quality_page import answer
from tests.app.test_pages import heading, page, text
from warehouse.builds.build_records import DATABASE_NAME
from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings


def test_the_first_line_counts_what_came_of_the_printed_rates(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "quality")
    assert not app.exception
    with connect(published_build(Settings(home=published_home)).database) as connection:
        counted = connection.execute(
            "select count(*), count(*) filter (where outcome = 'reproduces')"
            " from fct_rate_reconciliations"
        ).fetchall()
    [(rates, reproduced)] = counted
    assert 0 < reproduced < rates
    said = re.match(r"(\d+)个公布的率中(\d+)个可以复算，其中(\d+)个与公布值相符", heading(app))
    assert said is not None
    assert (int(said[1]), int(said[3])) == (rates, reproduced)
    missing = re.search(r"其余(\d+)个缺分子或分母", heading(app))
    assert missing is not None
    assert int(said[2]) + int(missing[1]) == rates


def test_known_errors_of_documents_are_shown_with_the_sum(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text(page(published_home, monkeypatch, "quality"))
    assert "403 ÷ 2315.50 亿元 = 0.1740，公布 0.176" in said
    assert "各部分合计 2618，印为 2616" in said  # Hangzhou 2015, injuries
    assert "由 111 和 95 算得 85.5856，印为 80.4" in said  # Qingyuan 2023-09
    assert "2022年" in said  # the expressways of Jiaxing are among the breaks


def test_a_mayor_sees_the_own_city_alone(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = {"region": "330400", "among": "own"}
    app = page(published_home, monkeypatch, "quality", **chosen)
    with connect(published_build(Settings(home=published_home)).database) as connection:
        [(rates,)] = connection.execute(
            "select count(*) from fct_rate_reconciliations where region_code = '330400'"
        ).fetchall()
    assert heading(app).startswith(f"嘉兴市：{rates}个公布的率中")
    said = text(app)
    assert "403 ÷ 2315.50 亿元 = 0.1740，公布 0.176" in said
    assert "各部分合计 2618，印为 2616" not in said  # Hangzhou's
    assert "归口直报" in said  # a break of every region
    everywhere = page(published_home, monkeypatch, "quality", region="330400", among="x")
    assert not heading(everywhere).startswith("嘉兴市")


def test_no_key_is_shown_raw(published_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("zh", "en"):
        said = text(page(published_home, monkeypatch, "quality", lang=language))
        for key in ("does_not_reproduce", "inputs_missing", "road_traffic", "gdp_secondary"):
            assert key not in said


def test_without_rates_the_page_says_so() -> None:
    nothing = pl.DataFrame(schema={"outcome": pl.String})
    assert answer(nothing, Words("en")) == "There are no published rates to compute again."


def test_a_figure_that_was_zero_before_is_shown_without_a_change_in_per_cent(
    published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(published_home, tmp_path / "home", symlinks=True)
    with duckdb.connect(home / "builds" / "current" / DATABASE_NAME) as connection:
        connection.execute(
            "update fct_figure_revisions set previous_published_value = 0, revision_pct = null "
            "where is_revised"
        )
    app = page(home, monkeypatch, "quality")
    assert not app.exception
    assert re.search(r"\b0\s+[\d,.]+\s+\S+\s+–\s", text(app))
    assert numbers.change(12.34, Words("en")) == "+12.3%"
    assert numbers.change(-12.34, Words("zh")) == "−12.3%"
