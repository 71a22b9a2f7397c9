"""What the Overview says of the build before: values and statuses that differ, or that none do."""

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.app.test_pages import page, text
from tests.shipped import targets_of
from warehouse.builds.build_records import DATABASE_NAME

EARLIER = "20200101T000000Z"
# 2020 was not loaded for the rate, a figure has gone since, another was another, a status too.
STATEMENTS = """
delete from fct_indicator_values
where region_code = '330400' and indicator_code = 'accidents' and scope_code = 'fishery'
    and period_basis = 'year';
update fct_indicator_values set computed_rate = 0.0161
where region_code = '330400' and indicator_code = 'deaths_per_100m_yuan_gdp' and period = '2020';
update fct_indicator_values
set period = '2019', period_year = 2019, period_end_date = date '2019-12-31', computed_rate = 90
where region_code = '330400' and indicator_code = 'deaths' and scope_code = 'production'
    and period_basis = 'year' and period = '2020';
update fct_indicator_values set scope_code = 'coal'
where region_code = '330400' and indicator_code = 'injuries' and scope_code = 'road_transport'
    and period_basis = 'year';
update fct_target_progress set status_code = 'no_data'
where target_code = 'jiaxing-2016-2020-04' and as_of_period = '2020';
"""


def with_earlier(published_home: Path, tmp_path: Path, statements: str) -> Path:
    """Answers a home that has a build before, which differs by what the statements do."""
    home = shutil.copytree(published_home, tmp_path / "home", symlinks=True)
    current = (home / "builds" / "current").resolve()
    earlier = shutil.copytree(current, current.with_name(EARLIER))
    record = earlier / "build.json"
    record.write_text(record.read_text(encoding="utf-8").replace(current.name, EARLIER))
    with duckdb.connect(earlier / DATABASE_NAME) as connection:
        connection.execute(statements)
    return home


def news(said: str) -> str:
    """Answers what stands under the heading of what is new, its blanks made one."""
    return re.sub(r"\s+", " ", said.partition("本次更新")[2] or said.partition("What is new")[2])


def test_values_and_statuses_that_differ_are_told(
    published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = with_earlier(published_home, tmp_path, STATEMENTS)
    said = news(text(page(home, monkeypatch, "overview", region="330400")))
    for line in (
        "全部6处变化",
        "2020年亿元GDP死亡率（生产安全事故）：0.016 → 0.015 人/亿元",
        "死亡人数（生产安全事故）：2019年 90 → 2020年 86 人",
        "2020年事故起数（渔业船舶）：新增，",
        "2020年受伤人数（道路运输）：新增，29 人",
        "2020年受伤人数（煤矿）：原为 29 人，现已没有",
        "）：○ 缺数据 → ⊘ 不可比",
    ):
        assert line in said, line
    said = news(text(page(home, monkeypatch, "overview", region="330400", lang="en")))
    assert "(Production-safety accidents) 2020: 0.016 → 0.015" in said
    # of another region nothing differs, with or without a plan
    said = news(text(page(home, monkeypatch, "overview", region="441700")))
    assert "最新数值和规划目标状态与上一次建成时相同。" in said
    said = news(text(page(home, monkeypatch, "overview", region="330100")))
    assert "最新数值与上一次建成时相同。" in said


def test_a_line_leads_to_its_trend_and_its_target(
    published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = with_earlier(published_home, tmp_path, STATEMENTS)
    app = page(home, monkeypatch, "overview", region="330400")
    body = "".join(element.proto.body for element in app.get("html"))
    links = dict(re.findall(r'<li><a href="([^"]+)" target="_self">([^<]+)', body))
    rate = next(link for link, said in links.items() if "0.016 → 0.015" in said)
    assert "trends?" in rate
    assert "indicator=deaths_per_100m_yuan_gdp&amp;scope=production&amp;basis=year" in rate
    target = next(link for link, said in links.items() if "不可比" in said)
    assert "target?" in target
    assert "target=jiaxing-2016-2020-04" in target


def test_targets_of_a_plan_that_was_not_there_are_one_line(
    published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = "delete from fct_target_progress where plan_code = 'jiaxing-2016-2020'"
    home = with_earlier(published_home, tmp_path, gone)
    said = news(text(page(home, monkeypatch, "overview", region="330400")))
    targets = len(targets_of("jiaxing-2016-2020"))
    assert f"规划的 {targets} 项目标均为新增" in said


@pytest.mark.parametrize("fault", ["drop table fct_indicator_values", "damaged", "removed"])
def test_a_build_before_that_cannot_be_asked_breaks_nothing(
    fault: str, published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = with_earlier(published_home, tmp_path, fault if fault.startswith("drop") else "")
    database = home / "builds" / EARLIER / DATABASE_NAME
    if fault == "damaged":
        database.write_bytes(b"not a database")
    if fault == "removed":
        database.unlink()
    app = page(home, monkeypatch, "overview", region="330400")
    assert not app.exception
    assert "无法比较数值和目标状态" in news(text(app))


def test_the_first_build_has_none_before_it(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = news(text(page(published_home, monkeypatch, "overview", region="330400")))
    assert "数据更新时间" in said
    assert "上一次" not in said


# Half of 2021 was the newest of a series whose scope has changed in 2022.
BEFORE_THE_BREAK = """
delete from fct_indicator_values
where region_code = '330400' and indicator_code = 'deaths' and scope_code = 'production'
    and period = '2023-06';
update fct_indicator_values
set period = '2021-06', period_year = 2021, period_end_date = date '2021-06-30', computed_rate = 50
where region_code = '330400' and indicator_code = 'deaths' and scope_code = 'production'
    and period = '2022-10';
"""


def test_a_change_across_a_break_says_so(
    published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = with_earlier(published_home, tmp_path, BEFORE_THE_BREAK)
    said = news(text(page(home, monkeypatch, "overview", region="330400")))
    assert "2021年1—6月 50 → 2023年1—6月 29 人（口径不同，两者不可比：" in said
    said = news(text(page(home, monkeypatch, "overview", region="330400", lang="en")))
    assert "50 → January to June 2023 29 deaths (not comparable:" in said
