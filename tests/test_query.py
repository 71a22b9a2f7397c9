"""`warehouse query`: what it answers, in which forms, and what it refuses."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from tests.conftest import Run, Speak, Start
from warehouse.ask import spreadsheets
from warehouse.ask.formats import json_text, plain_number, plain_text
from warehouse.builds.published import published_build
from warehouse.ground.errors import SheetTooSmallError
from warehouse.ground.settings import Settings


def test_query_of_an_empty_home_says_how_to_build(tiny_warehouse: Run) -> None:
    refused = tiny_warehouse("query", "select 1")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert "warehouse build" in refused.stderr


@pytest.mark.parametrize("damage", ["garbage", "truncated", "empty"])
def test_query_of_a_damaged_build_is_refused_in_a_sentence(
    speak: Speak, built: Settings, damage: str
) -> None:
    database = published_build(built).database
    whole = database.read_bytes()
    database.write_bytes({"garbage": b"x" * 9000, "truncated": whole[:5000], "empty": b""}[damage])
    status, out, err = speak("query", "from fct_observations")
    assert (status, out) == (2, "")
    assert "warehouse build" in err
    assert len(err.splitlines()) == 1


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("selec 1", "syntax error"),
        ("select nowhere from fct_observations", '"nowhere" not found'),
        ("select cast('a' as integer)", "Could not convert"),
        ("select 1 // 0", "Division by zero"),
        ("from nowhere", "There are: deaths, fct_observations"),
    ],
)
def test_wrong_sql_is_answered_with_duckdbs_reason(speak: Speak, sql: str, said: str) -> None:
    status, out, err = speak("query", sql)
    assert (status, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) <= 2


@pytest.mark.usefixtures("built")
def test_a_python_variable_cannot_be_queried(speak: Speak) -> None:
    status, _, err = speak("query", "from settings")
    assert status == 2
    assert "no table settings" in err


VALUES = """
select 1e13 as large, 1e300 as huge, 0.000001 as small, 'nan'::double as nan,
  'infinity'::double as inf, null as nothing, 12.50::decimal(9, 2) as money,
  123456789012345678901234567890::hugeint as many, date '2020-01-31' as day,
  timestamp '2020-01-31 10:20:30' as moment, '中"文,\n' as words, true as yes,
  {'a': [1, 2.5]} as nested, interval 3 day as span, blob 'ab' as bytes
"""


@pytest.mark.usefixtures("built")
def test_json_is_an_array_of_objects_without_nan_or_exponents(speak: Speak) -> None:
    status, out, err = speak("query", VALUES, "--format", "json")
    assert (status, err) == (0, "")
    (row,) = json.loads(out, parse_float=Decimal)
    assert row["large"] == Decimal(10) ** 13
    assert row["huge"] == Decimal(10) ** 300
    assert row["nan"] is row["inf"] is row["nothing"] is None
    assert row["money"] == Decimal("12.50")
    assert row["many"] == 123456789012345678901234567890
    assert row["day"] == "2020-01-31"
    assert row["moment"] == "2020-01-31T10:20:30"
    assert row["words"] == '中"文,\n'
    assert row["yes"] is True
    assert row["nested"] == {"a": [Decimal("1.0"), Decimal("2.5")]}
    assert not re.search(r"\d[eE][+-]?\d", out)


@pytest.mark.usefixtures("built")
def test_csv_has_a_header_and_reads_back(speak: Speak) -> None:
    status, out, _ = speak("query", VALUES, "--format", "csv-plain")
    header, row = csv.reader(io.StringIO(out))
    values = dict(zip(header, row, strict=True))
    assert status == 0
    assert values["large"] == "10000000000000.0"
    assert values["small"] == "0.000001"
    assert values["nothing"] == ""
    assert values["words"] == '中"文,\n'
    assert values["day"] == "2020-01-31"
    assert values["bytes"] == "6162"


HOSTILE = """
select 1 as "=cmd", '=HYPERLINK("http://x")' as a, '+86 573' as b, '-12.5' as c, '@SUM(1)' as d,
  '\t=1' as e, -3 as f, 2.50::decimal(9, 2) as g, null as h, 'x\x1b[31m\x9b\u202ey\x7f\r' as i,
  date '2020-01-31' as j
"""


@pytest.mark.usefixtures("built")
def test_csv_for_spreadsheets_has_a_mark_and_no_formulas(speak: Speak) -> None:
    status, out, _ = speak("query", HOSTILE, "--format", "csv")
    header, row = csv.reader(io.StringIO(out.removeprefix("\ufeff")))
    assert (status, out[0]) == (0, "\ufeff")
    assert header == ["'=cmd", *"abcdefghij"]
    assert row[:9] == [
        *("1", '\'=HYPERLINK("http://x")', "'+86 573", "-12.5", "'@SUM(1)", "'\t=1", "-3", "2.50"),
        "",
    ]
    assert row[9] == "x\x1b[31m\x9b\u202ey\x7f\r"  # as it is, for a program


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("form", ["table", "csv", "csv-plain", "json"])
def test_what_commands_a_terminal_is_shown_there_and_not_obeyed(
    speak: Speak, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setenv("TERM", "dumb")
    _, out, err = speak(
        "query",
        "select 'a\x1b]0;b\x07\x9b\x7f\r\u2028\u2066c' as \"n\x1b[2J\u202e\"",
        "--format",
        form,
    )
    assert not re.search("[\x07\x7f-\x9f\r\u2028\u2066\u202e]|\x1b[^[]|\x1b\\[2J", out + err)
    for shown in (r"a\u001b]0;b\u0007\u009b\u007f\r\u2028\u2066c", r"n\u001b[2J\u202e"):
        assert shown in out


@pytest.mark.usefixtures("built")
def test_a_name_in_an_error_is_shown_and_not_obeyed(speak: Speak) -> None:
    _, _, err = speak("query", 'from "a\x1b[2Jb\nc\u202ed"')
    assert r"a\u001b[2Jb\nc\u202ed" in err
    assert len(err.splitlines()) == 1


@pytest.mark.usefixtures("built")
def test_a_workbook_has_types_and_no_formulas(
    tiny_variables: dict[str, str], tmp_path: Path
) -> None:
    sql = HOSTILE.replace(
        "as j", "as j, 12345678901234567890 as k, true as l, 'x' as m, 1e300 as n"
    )
    made = subprocess.run(
        [sys.executable, "-m", "warehouse.command.cli", "query", sql, "--format", "xlsx"],
        capture_output=True,
        check=False,
        env=tiny_variables,
    )
    assert (made.returncode, made.stderr) == (0, b"")
    with zipfile.ZipFile(io.BytesIO(made.stdout)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 'state="frozen"' in sheet
    assert "<v>-3</v>" in sheet
    assert "<v>43861</v>" in sheet  # 2020-01-31, days since 1899-12-30
    assert "12345678901234567890" in sheet
    assert '<c r="K2" s="' in sheet
    book = tmp_path / "made.xlsx"
    book.write_bytes(made.stdout)
    row = fastexcel.read_excel(book).load_sheet(0, dtypes="string").to_polars().row(0)
    assert row[1] == '=HYPERLINK("http://x")'
    assert row[6:8] == ("-3", "2.5")


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 4)
    out = io.BytesIO()
    assert spreadsheets.write_result(["a"], [[1]] * 3, str, out) == (3, 0)
    with pytest.raises(SheetTooSmallError):
        spreadsheets.write_result(["a"], [[1]] * 4, str, io.BytesIO())
    with pytest.raises(SheetTooSmallError):
        spreadsheets.write_result(["a"] * 16_385, [], str, io.BytesIO())


def test_a_text_longer_than_a_cell_is_counted() -> None:
    assert spreadsheets.write_result(["a"], [["x" * 32_768], ["y"]], str, io.BytesIO()) == (2, 1)


@pytest.mark.usefixtures("built")
def test_a_table_without_end_shows_its_first_rows_and_says_so(speak: Speak) -> None:
    status, out, err = speak("query", "from range(1000000000000)")
    assert status == 0
    assert out.splitlines()[-1].strip() == "9999"
    assert "first 10000 rows" in err


@pytest.mark.usefixtures("built")
def test_limits_are_options(speak: Speak) -> None:
    status, _, err = speak(
        "query", "from range(1000000000000)", "--format", "csv", "--timeout", "0.2"
    )
    assert (status, "0.2 seconds" in err, len(err.splitlines())) == (1, True, 1)
    big = "select list(range) from range(100000000)"
    status, out, err = speak("query", big, "--memory", "0.1", "--lang", "zh")
    assert (status, out, "102 MiB" in err) == (1, "", True)


@pytest.mark.usefixtures("built")
def test_sql_that_is_no_text_is_told_so(tiny_variables: dict[str, str]) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "warehouse.command.cli", "query", "-"],
        input="select '死亡'".encode("gb18030"),
        capture_output=True,
        check=False,
        env={**tiny_variables, "PYTHONUTF8": "1"},
    )
    assert asked.returncode == 2
    assert b"UTF-8" in asked.stderr
    assert len(asked.stderr.splitlines()) == 1


@pytest.mark.usefixtures("built")
def test_parquet_goes_to_stdout_and_reads_back(tiny_variables: dict[str, str]) -> None:
    written = subprocess.run(
        [
            sys.executable,
            "-m",
            "warehouse.command.cli",
            "query",
            "from deaths",
            "--format",
            "parquet",
        ],
        capture_output=True,
        check=False,
        env=tiny_variables,
    )
    assert written.returncode == 0
    frame = pl.read_parquet(written.stdout)
    assert frame.rows() == [(330400, 3), (330500, 8), (330600, 5)]


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_bytes_are_not_poured_onto_a_terminal(
    speak: Speak, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    status, out, err = speak("query", "select 1", "--format", form)
    assert (status, out) == (2, "")
    assert "Send it to a file" in err


@pytest.mark.usefixtures("built")
def test_a_wide_table_is_not_cut_when_it_goes_to_a_file(speak: Speak) -> None:
    columns = ", ".join(f"repeat('{n % 10}', 90) as column_{n}" for n in range(20))
    status, out, err = speak("query", f"select {columns}")
    assert status == 0
    assert all(f"column_{n}" in out and str(n % 10) * 90 in out for n in range(20))
    assert err == "Rows: 1.\n"


@pytest.mark.usefixtures("built")
def test_a_terminal_too_narrow_for_a_table_is_given_one_line_per_value(
    speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    columns = ", ".join(f"'value {n}' as column_{n}" for n in range(12))
    status, out, _ = speak("query", f"select {columns}")
    shown = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert status == 0
    assert all(re.search(rf"column_{n}\s+value {n}$", shown, re.MULTILINE) for n in range(12))
    assert max(map(len, shown.splitlines())) <= 60


@pytest.mark.usefixtures("built")
def test_columns_of_one_name_are_told_apart(speak: Speak) -> None:
    _, out, _ = speak("query", "select 1 as a, 2 as a", "--format", "json")
    assert json.loads(out) == [{"a": 1, "a_1": 2}]


@pytest.mark.usefixtures("built")
def test_no_rows_are_still_a_result(speak: Speak) -> None:
    empty = "select * from fct_observations where false"
    assert json.loads(speak("query", empty, "--format", "json")[1]) == []
    assert speak("query", empty, "--format", "csv-plain")[1] == "region_code,observed_value\n"
    assert "region_code" in speak("query", empty)[1]


@pytest.mark.usefixtures("built")
def test_sql_can_come_from_standard_input(tiny_warehouse: Run) -> None:
    answered = tiny_warehouse("query", "-", "--format", "csv-plain", stdin="select 5 as x;\n")
    assert answered.stdout == "x\n5\n"


@pytest.mark.usefixtures("built")
def test_a_reader_that_has_enough_ends_the_query_quietly(start_tiny_warehouse: Start) -> None:
    query = start_tiny_warehouse("query", "from range(1000000)", "--format", "csv-plain")
    assert query.stdout is not None
    assert query.stderr is not None
    assert query.stdout.readline() == "range\n"
    query.stdout.close()
    assert query.stderr.read() == ""


@pytest.mark.usefixtures("built")
def test_show_describe_explain_and_pivot_are_reading(speak: Speak) -> None:
    pivot = "pivot fct_observations on region_code using sum(observed_value)"
    for sql in ("show tables", "describe fct_observations", "explain select 1", pivot):
        assert speak("query", sql)[0] == 0


def test_the_published_warehouse_answers(warehouse: Run, published_home: Path) -> None:
    sql = "select count(*) > 0 as has_rows from fct_observations"
    answered = warehouse("query", sql, "--format", "json", WAREHOUSE_HOME=str(published_home))
    assert json.loads(answered.stdout) == [{"has_rows": True}]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1e13, "10000000000000.0"),
        (1e16, "10000000000000000.0"),
        (0.1, "0.1"),
        (1e-9, "0.000000001"),
        (Decimal("1E+3"), "1000"),
        (float("nan"), "nan"),
    ],
)
def test_a_number_is_written_in_digits(value: float | Decimal, shown: str) -> None:
    assert plain_number(value) == shown


def test_values_without_a_json_form_become_text() -> None:
    assert json_text({"a": (b"\x01", None)}) == '{"a": ["01", null]}'
    assert plain_text([1, "二"]) == '[1, "二"]'


def test_a_mart_that_knows_no_other_day_says_so(published_home: Path, warehouse: Run) -> None:
    # its months are judged by a model in Python, which is not run for a day gone by
    said = warehouse(
        *("query", "select * from fct_early_warnings", "--as-of", "2018-12-31"),
        WAREHOUSE_HOME=str(published_home),
    )
    assert said.returncode == 2
    assert "fct_early_warnings" in said.stderr
    assert said.stdout == ""
