"""Files as clerks fill them in, each with the one defect it is named after (tests/files)."""

import os
from pathlib import Path
from typing import Final

import pytest

from tests.loaders.conftest import FIGURES, Load, Look, Write

FILES: Final = Path(__file__).resolve().parent.parent / "files"


def test_a_loss_counts_in_the_unit_of_its_cell(load: Load, look: Look) -> None:
    outcome = load(FILES / "losses_with_units_in_their_cells.csv")
    told = look("accidents").select("accident_id", "direct_loss", "direct_loss_unit").rows()
    assert told == [
        ("乙", 1.2, "亿元"),
        ("丙", 1000.0, "万元"),
        ("丁", 1000.0, "万元"),
        ("戊", 1000.0, "万元"),
    ]
    assert outcome.rows_refused == 3


def test_a_loss_in_two_units_is_refused_not_ten_thousand_times_too_large(
    load: Load, look: Look
) -> None:
    load(FILES / "losses_with_units_in_their_cells.csv")
    refused = look("refused").select("row_number", "reason_codes", "detail").rows()
    assert refused[0] == (2, "unit_contradicts", "万元 ≠ 亿元")
    assert refused[1][:2] == (7, "unit_missing")
    assert refused[2][:2] == (8, "unit_contradicts")


def test_notes_and_signatures_below_a_standard_table_are_no_data(load: Load, look: Look) -> None:
    outcome = load(FILES / "figures_with_notes_below.csv")
    assert outcome.ignored == {"title": 1, "footnote": 3}
    assert look("statistics")["value"].to_list() == ["318"]


def test_a_note_in_a_row_with_a_figure_is_refused_not_left_out(load: Load, look: Look) -> None:
    assert load(FILES / "figures_with_notes_below.csv").rows_refused == 1
    assert look("refused")["row_number"].to_list() == [7]


def test_two_numbers_with_a_stroke_between_are_no_number_and_its_unit(
    load: Load, look: Look
) -> None:
    load("stroke.csv", FIGURES + "330400,,2015,deaths,fire,3/5,人,,,\n")
    assert look("refused")["reason_codes"].to_list() == ["value_has_two_numbers"]


# What is no file, or none that may be read.


def test_a_pipe_is_not_waited_for(load: Load, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert load(tmp_path / "pipe").refusal == "file_not_regular"


def test_a_link_in_a_circle_and_a_name_too_long_are_no_files(load: Load, tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    assert load(tmp_path / "circle").refusal == "file_missing"
    assert load(tmp_path / ("长" * 200)).refusal == "file_missing"


def test_a_file_that_may_not_be_read_is_told_and_does_not_end_the_load(
    load: Load, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("locked.csv", FIGURES)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may read anything
    assert load(path).refusal == "file_not_readable"


# Months across a page whose year stands elsewhere.

ACROSS: Final = (
    'name = "months"\nkind = "statistics"\ntitle = "月报"\n'
    "[across]\nheadings = '^(?P<period>.*(月|季度|半年))$'\n"
    '[constants]\nregion_name = "嘉兴市"\nmeasure = "deaths"\nscope = "production"\nunit = "人"\n'
)


def test_a_month_across_takes_the_year_of_its_row(load: Load, look: Look, write: Write) -> None:
    layout = write("months.toml", f'{ACROSS}[columns]\nperiod = "年份"\n')
    text = "年份,1月,1-3月,一季度,上半年\n2014,1,2,3,4\n2015年度,5,6,7,8\n,9,,,\n"
    outcome = load("months.csv", text, layout=str(layout))
    periods = ["2014-01", "2014-03", "2014-Q1", "2014-06", "2015-01", "2015-03", "2015-Q1"]
    assert look("statistics")["period"].to_list() == [*periods, "2015-06"]
    assert outcome.reasons == {"period_not_recognised": 1}


def test_a_month_across_takes_the_year_of_the_title(load: Load, look: Look, write: Write) -> None:
    columns = '[columns]\nnotes = "说明"\n'
    above = "[recognise]\nabove = ['(?P<period>[0-9]{4}年).*月报']\n"
    layout = write("months.toml", f"{ACROSS}{columns}{above}")
    load("months.csv", "嘉兴市2015年月报,,\n说明,1月,2014年2月\n甲,1,2\n", layout=str(layout))
    assert look("statistics")["period"].to_list() == ["2015-01", "2014-02"]
