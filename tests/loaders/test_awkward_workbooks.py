"""One awkward workbook per defect, from the file to the lake; expectations found by hand."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.loaders.conftest import Load, Look
from tests.loaders.test_awkward_files import (
    ACCIDENT,
    BOTH,
    DEATHS,
    GDP,
    HEADINGS,
    REGISTER,
    values,
)

TITLE = "嘉兴市国民经济和社会发展统计公报"
Book: TypeAlias = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Answers a function that lets a workbook be filled and answers its path."""

    def make(fill: Callable[[xlsxwriter.Workbook], object], name: str = "表.xlsx") -> Path:
        with xlsxwriter.Workbook(str(tmp_path / name)) as made:
            fill(made)
        return tmp_path / name

    return make


def rows_on(book: xlsxwriter.Workbook, name: str, *rows: list[str]) -> Worksheet:
    """Answers a new sheet with rows of text."""
    sheet = book.add_worksheet(name)
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    return sheet


def test_codes_typed_as_text_or_number_are_the_same(load: Load, look: Look, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = rows_on(made, "登记", REGISTER)
        sheet.write_row(1, 0, ["1", "2015-03-01", 330402, 3, "数"])
        sheet.write_row(2, 0, ["2", "2015-03-01", "330402", "3", "文"])
        sheet.write_row(3, 0, [3, "2015-03-01 14:30", 330402.0, 3.0, "数"])

    assert load(book(fill)).rows_accepted == 3
    rows = look("accidents").sort("row_number")
    assert rows["region_code"].to_list() == ["330402"] * 3
    assert rows["deaths"].to_list() == [3, 3, 3]
    assert rows["accident_id"].to_list() == ["1", "2", "3"]


def test_dates_of_a_workbook_are_days_and_times(load: Load, look: Look, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = rows_on(made, "登记", REGISTER, ACCIDENT, ["2", "", *ACCIDENT[2:]])
        style = made.add_format({"num_format": "yyyy/m/d h:mm"})
        sheet.write_datetime(1, 1, datetime.fromisoformat("2015-03-01T14:30:00"), style)
        day = made.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet.write_datetime(2, 1, datetime.fromisoformat("2015-03-02T00:00:00"), day)

    assert load(book(fill)).rows_accepted == 2
    found = look("accidents").sort("row_number")["occurred_at"].to_list()
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in found] == [
        "2015-03-01 14:30",
        "2015-03-02 00:00",
    ]


def test_a_percent_cell_keeps_its_sign(load: Load, look: Look, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = rows_on(
            made, "数据", HEADINGS, ["全国", "2015", "第二产业就业人员占比", "", "", ""]
        )
        sheet.write_number(1, 4, 0.293, made.add_format({"num_format": "0.0%"}))

    assert load(book(fill)).status == "accepted"
    assert values(look) == [("employed_secondary_share", "29.3", "%")]


def test_a_formula_counts_by_the_value_kept_with_it(load: Load, look: Look, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = rows_on(made, "数据", HEADINGS, GDP, DEATHS)
        sheet.write_formula(1, 4, "=3500+17.81", None, 3517.81)

    assert load(book(fill)).status == "accepted"
    assert values(look) == BOTH


def test_a_formula_without_a_value_refuses_its_row(load: Load, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = rows_on(made, "数据", HEADINGS, GDP, DEATHS)
        sheet.write_formula(1, 4, "=3500+17.81", None, "")

    outcome = load(book(fill))
    assert (outcome.rows_accepted, outcome.reasons) == (1, {"formula_without_value": 1})


def test_hidden_sheets_are_named_and_not_read(load: Load, look: Look, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        rows_on(made, "数据", HEADINGS, GDP, DEATHS)
        rows_on(made, "旧数据", HEADINGS, [*GDP[:4], "1", "亿元"]).hide()

    outcome = load(book(fill))
    assert (outcome.status, outcome.rows_read) == ("accepted", 2)
    assert outcome.remarks == {"hidden_sheets": ["旧数据"]}
    assert values(look) == BOTH


def test_two_sheets_of_the_same_form_are_both_read(load: Load, look: Look, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        rows_on(made, "一", HEADINGS, GDP)
        rows_on(made, "二", HEADINGS, DEATHS)

    assert load(book(fill)).rows_accepted == 2
    rows = look("statistics").sort("measure")
    assert rows.select("sheet_name", "row_number").rows() == [("二", 2), ("一", 2)]


def test_sheets_that_contradict_each_other_are_a_conflict(load: Load, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        rows_on(made, "一", HEADINGS, GDP)
        rows_on(made, "二", HEADINGS, [*GDP[:4], "3500", "亿元"])

    assert load(book(fill)).reasons == {"conflict_in_file": 2}


def test_a_merged_title_above_a_table_is_ignored(load: Load, look: Look, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = rows_on(made, "数据", [], [], HEADINGS, GDP, DEATHS)
        sheet.merge_range("A1:F2", TITLE)

    outcome = load(book(fill))
    assert (outcome.status, outcome.ignored) == ("accepted", {"title": 2})
    assert values(look) == BOTH


def test_cells_merged_down_a_table_are_refused_not_guessed(load: Load, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = rows_on(made, "数据", HEADINGS, GDP, ["", *DEATHS[1:]])
        sheet.merge_range("A2:A3", "嘉兴市")

    outcome = load(book(fill))
    assert (outcome.rows_accepted, outcome.reasons) == (1, {"region_missing": 1})


def test_blank_rows_and_columns_around_a_table_change_nothing(
    load: Load, look: Look, book: Book
) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("数据")
        for at, row in enumerate([HEADINGS, GDP, [], DEATHS]):
            sheet.write_row(3 + at, 2, row)

    outcome = load(book(fill))
    assert (outcome.rows_accepted, outcome.rows_refused) == (2, 0)
    assert values(look) == BOTH
    assert look("statistics")["row_number"].to_list() == [5, 7]


def test_a_workbook_renamed_to_csv_is_read(load: Load, look: Look, book: Book) -> None:
    path = book(lambda made: rows_on(made, "数据", HEADINGS, GDP, DEATHS), "表.csv")
    assert load(path).status == "accepted"
    assert values(look) == BOTH


def test_a_sheet_that_is_no_table_of_ours_is_named(load: Load, look: Look, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        rows_on(made, "数据", HEADINGS, GDP, DEATHS)
        rows_on(made, "各县", ["县", "死亡"], ["海盐", "12"])
        made.add_worksheet("空")
        rows_on(made, "说明", ["本表由各县填报。"], ["数据为2019年。"])

    outcome = load(book(fill))
    assert outcome.rows_accepted == 2
    assert values(look) == BOTH
    assert any("各县" in names for names in outcome.remarks.values())
    assert outcome.status == "partial"
    (lacking,) = outcome.remarks["sheets_lack"]
    assert lacking.startswith("各县 – ")
    assert "指标" in lacking
    assert not any("空" in names for names in outcome.remarks.values())


def test_rows_that_a_filter_hides_are_read(load: Load, look: Look, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        rows_on(made, "数据", HEADINGS, GDP, DEATHS).set_row(2, None, None, {"hidden": True})

    assert load(book(fill)).rows_accepted == 2
    assert values(look) == BOTH


def test_numbers_of_a_workbook_keep_the_digits_that_were_typed(
    load: Load, look: Look, book: Book
) -> None:
    typed = [0.1, 3517.81, 1e-7, 12_345_678_901_234, 0.30000000000000004, 100.0]

    def fill(made: xlsxwriter.Workbook) -> None:
        years = [f"{2005 + at}" for at in range(len(typed))]
        sheet = rows_on(made, "数据", HEADINGS, *([GDP[0], year, *GDP[2:4]] for year in years))
        for at, number in enumerate(typed):
            sheet.write_number(at + 1, 4, number)
            sheet.write_string(at + 1, 5, "元")

    assert load(book(fill)).rows_accepted == len(typed)
    found = look("statistics").sort("row_number")["value"].to_list()
    assert found == ["0.1", "3517.81", "0.0000001", "12345678901234", "0.3", "100"]


def test_a_number_shown_rounded_counts_as_it_was_typed(load: Load, look: Look, book: Book) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = rows_on(made, "数据", HEADINGS, GDP)
        sheet.write_number(1, 4, 3517.81, made.add_format({"num_format": "#,##0"}))

    assert load(book(fill)).status == "accepted"
    assert values(look) == BOTH[:1]


def test_a_day_where_a_period_belongs_is_refused_not_taken_for_its_month(
    load: Load, book: Book
) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = rows_on(made, "数据", HEADINGS, GDP, DEATHS)
        style = made.add_format({"num_format": 'yyyy"年"'})
        sheet.write_datetime(1, 1, datetime.fromisoformat("2015-01-01T00:00:00"), style)

    outcome = load(book(fill))
    assert (outcome.rows_accepted, outcome.reasons) == (1, {"period_not_recognised": 1})
