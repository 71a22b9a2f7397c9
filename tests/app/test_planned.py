"""What was set loads and is judged; what a bureau reports of projects is shown with the plan."""

from datetime import date
from pathlib import Path

import pytest

from loaders.judge.kinds.projects import read_due
from tests.app.planned import PLAN
from tests.app.test_pages import heading, page, text
from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings


def ask(home: Path, sql: str) -> list[tuple[object, ...]]:
    """Answers a query on the home's build."""
    with connect(published_build(Settings(home=home)).database) as connection:
        return connection.execute(sql).fetchall()


def test_a_target_that_was_set_is_judged(planned_home: Path) -> None:
    rows = ask(
        planned_home,
        "select base_value, round(target_limit_unrounded, 1), target_year, "
        "round(required_change_pct, 2) from fct_target_progress "
        "where plan_code = '441900-2026-2030' group by all",
    )
    # 92 x 0.85; the fifth root of 0.85 less one
    assert rows == [(92, 78.2, 2030, -3.2)]


def test_projects_are_told_by_day_of_report(planned_home: Path) -> None:
    rows = ask(
        planned_home,
        "select project_code, as_of_date, due_date, is_done, is_overdue, is_done_late, is_latest "
        "from fct_plan_projects order by as_of_date, project_code",
    )
    june, september, end = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
    march = date(2026, 3, 31)
    assert rows == [
        ("P1", june, end, False, False, False, False),
        ("P2", june, march, False, True, False, False),
        ("P1", september, end, False, False, False, True),
        ("P2", september, march, True, False, True, True),
        ("P3", september, date(2026, 9, 1), False, True, False, True),
    ]
    refused = ask(
        planned_home,
        "select reason_codes from fct_refused_rows where reason_codes like '%done_after%'",
    )
    assert refused == [("done_after_report",)]


def test_the_page_of_a_plan_shows_its_projects(
    planned_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(planned_home, monkeypatch, "plan", plan=PLAN)
    assert not app.exception
    assert "东莞市2026—2030年安全生产目标测算（草案）" in heading(app)
    said = text(app)
    assert "重点工程 3 项：已完成 1 项，逾期 1 项。截至2026-09-30。" in said
    assert said.index("救援队") < said.index("监控平台") < said.index("培训基地")


def test_a_plan_without_projects_says_nothing_of_them(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "plan", plan="jiaxing-2016-2020")
    assert not app.exception
    assert "重点工程" not in text(app)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026年底前", date(2026, 12, 31)),
        ("2026", date(2026, 12, 31)),
        ("2026年2月", date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 29)),
        ("2026年6月底前", date(2026, 6, 30)),
        ("2026-03-05", date(2026, 3, 5)),
        ("尽快", None),
    ],
)
def test_a_due_date_is_the_last_day_of_what_is_said(said: str, day: date | None) -> None:
    assert read_due(said).value == day
