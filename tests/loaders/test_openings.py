"""A workbook opened ahead of its load: the same rows, and nothing left behind."""

from pathlib import Path

import pytest
import xlsxwriter

from loaders.loading import load_file
from loaders.workbook import openings
from loaders.workbook.openings import opened_ahead
from warehouse.ground.settings import Settings

HEADINGS = ("地区名称", "时期", "指标", "事故范围", "数值", "单位")
ROW = ("嘉兴市", "2015", "死亡人数", "生产安全事故", 318, "人")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Answers a workbook of one figure."""
    path = tmp_path / "figures.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADINGS, ROW)):
            sheet.write_row(number, 0, row)
    return path


def _left(home: Settings) -> list[str]:
    return [path.name for path in home.home.iterdir() if path.name.startswith((".loading", ".mak"))]


def test_a_load_takes_the_workbook_that_was_opened_ahead(
    home: Settings, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_ahead(home, workbook):
        monkeypatch.setattr(openings, "Opening", None)  # no second one can begin
        outcome = load_file(home, workbook)
    assert (outcome.status, outcome.rows_accepted) == ("accepted", 1)
    assert _left(home) == []


def test_a_workbook_that_changed_meanwhile_is_opened_anew(home: Settings, workbook: Path) -> None:
    with opened_ahead(home, workbook):
        with xlsxwriter.Workbook(str(workbook)) as book:
            book.add_worksheet().write_row(0, 0, HEADINGS)
        assert load_file(home, workbook).refusal == "no_rows"


def test_nothing_begins_for_what_is_no_workbook_or_loaded_before(
    home: Settings, workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_file(home, workbook)
    text = tmp_path / "text.csv"
    text.write_text("a,b\n", encoding="utf-8")
    monkeypatch.setattr(openings, "Opening", None)
    for path in (workbook, text, tmp_path, tmp_path / "absent.xlsx"):
        with opened_ahead(home, path):
            pass


def test_a_workbook_nobody_takes_is_closed_and_leaves_nothing(
    home: Settings, workbook: Path
) -> None:
    with opened_ahead(home, workbook):
        assert len(_left(home)) == 1
    assert _left(home) == []


def test_a_home_may_be_called_anything_a_disk_takes(tmp_path: Path, workbook: Path) -> None:
    home = Settings(home=tmp_path / "数据 [1]*?")
    assert load_file(home, workbook).status == "accepted"
    assert load_file(home, workbook).status == "duplicate"
