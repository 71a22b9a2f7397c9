"""What a page opens with where its address names no region."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.test_pages import heading, page
from warehouse.builds.published import connect, published_build
from warehouse.command.commands.serve import check_region
from warehouse.ground.errors import BadRegionError
from warehouse.ground.settings import Settings


def opened(home: Path, monkeypatch: pytest.MonkeyPatch, kept: str = "") -> AppTest:
    """Opens the overview with nothing in its address and some regions kept by the browser."""
    monkeypatch.setattr("app.base.session.cookies", lambda: {"warehouse_regions": kept})
    return page(home, monkeypatch, "overview")


def test_a_page_opens_with_the_city_whose_files_are_loaded(
    city_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "阳泉市" in heading(opened(city_home, monkeypatch))


def test_the_readers_last_region_goes_before_it_and_the_setting_before_all(
    city_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "泰州市" in heading(opened(city_home, monkeypatch, "999999.321200.330400"))
    monkeypatch.setenv("WAREHOUSE_REGION", "441900")
    assert "东莞市" in heading(opened(city_home, monkeypatch, "321200"))


def test_where_nothing_is_loaded_the_region_with_most_judged_targets_is_shown(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = "('met','on_track','acceleration_needed','limited_progress','deteriorating','not_met')"
    with connect(published_build(Settings(home=published_home)).database) as connection:
        (name,) = connection.execute(
            f"select any_value(region_name) from dim_targets where region_code = ("  # noqa: S608
            "select region_code from fct_target_progress"
            f" where status_code in {judged} group by region_code"
            " order by count(distinct target_code) desc, region_code limit 1)"
        ).fetchone() or ("",)
    assert name in heading(opened(published_home, monkeypatch))


def test_an_empty_home_opens_with_no_region(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(tmp_path / "empty", monkeypatch, "330400")
    assert not app.exception


def test_a_setting_that_names_no_region_is_one_sentence(published_home: Path) -> None:
    check_region(Settings(home=published_home, region="330400"))
    check_region(Settings(home=published_home / "empty", region="123456"))  # nothing to ask yet
    with pytest.raises(BadRegionError, match="123456"):
        check_region(Settings(home=published_home, region="123456"))
