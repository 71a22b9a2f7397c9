"""`warehouse load` and `warehouse reload`, as a user runs them."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

HEADER = "地区,时期,指标,事故范围,数值,单位\n"
GOOD = HEADER + "嘉兴市,2015,死亡人数,各类事故,318,人\n"
PARTLY = GOOD + "嘉兴市,2015年1-10月,死亡人数,各类事故,很多,人\n"
KEYS = {
    "file",
    "sha256",
    "kind",
    "layout",
    "status",
    "rows_read",
    "rows_accepted",
    "rows_refused",
    "rows_duplicate",
    "rows_ignored",
    "reasons",
}


@pytest.fixture
def home(tmp_path: Path) -> str:
    """Answers the path of a home that does not exist yet."""
    return str(tmp_path / "home")


def _write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="gb18030")
    return str(path)


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        (GOOD, ("accepted", 0)),
        (PARTLY, ("partial", 3)),
        (HEADER + "嘉兴市,2015,死亡人数,各类事故,很多,人\n", ("refused", 3)),
        ("甲,乙\n1,2\n", ("refused", 2)),
        ("", ("refused", 2)),
    ],
)
def test_the_exit_status_tells_how_it_went(
    warehouse: Run, home: str, tmp_path: Path, text: str, ending: tuple[str, int]
) -> None:
    status, exit_status = ending
    file = _write(tmp_path, "登记.csv", text)
    done = warehouse("load", file, "--json", WAREHOUSE_HOME=home)
    assert done.returncode == exit_status, done.stderr
    (outcome,) = json.loads(done.stdout)["files"]
    assert outcome["status"] == status
    assert outcome.keys() >= KEYS
    assert outcome["file"] == file
    parts = ("accepted", "refused", "duplicate", "ignored")
    assert outcome["rows_read"] == sum(outcome[f"rows_{part}"] for part in parts)
    assert sum(outcome["reasons"].values()) == outcome["rows_refused"]


def test_several_files_have_an_outcome_each(warehouse: Run, home: str, tmp_path: Path) -> None:
    files = [_write(tmp_path, "a.csv", GOOD), _write(tmp_path, "b.csv", GOOD), str(tmp_path / "c")]
    done = warehouse("load", *files, "--json", WAREHOUSE_HOME=home)
    assert done.returncode == 2
    outcomes = json.loads(done.stdout)["files"]
    assert [each["status"] for each in outcomes] == ["accepted", "duplicate", "refused"]


@pytest.mark.parametrize(
    ("language", "word"),
    [("zh", "共 1 行被拒绝，例如第 3 行"), ("en", "rows refused: 1, for one row 3")],
)
def test_a_clerk_is_told_why_rows_were_refused(
    warehouse: Run, home: str, tmp_path: Path, language: str, word: str
) -> None:
    file = _write(tmp_path, "partly.csv", PARTLY)
    done = warehouse("load", file, "--lang", language, WAREHOUSE_HOME=home)
    assert done.returncode == 3
    assert word in done.stdout
    assert "value_not_a_number" not in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_check_shows_the_rows_as_understood_and_stores_nothing(
    warehouse: Run, home: str, tmp_path: Path
) -> None:
    file = _write(tmp_path, "partly.csv", PARTLY)
    done = warehouse("load", "--check", file, "--lang", "zh", WAREHOUSE_HOME=home)
    assert done.returncode == 3
    assert "330400" in done.stdout
    assert "很多" in done.stdout
    again = warehouse("load", file, "--json", WAREHOUSE_HOME=home)
    assert json.loads(again.stdout)["files"][0]["status"] == "partial"


def test_a_faulty_layout_is_one_sentence(warehouse: Run, home: str, tmp_path: Path) -> None:
    layout = tmp_path / "own.toml"
    layout.write_text('name = "own"\n', encoding="utf-8")
    file = _write(tmp_path, "a.csv", GOOD)
    done = warehouse("load", "--layout", str(layout), file, WAREHOUSE_HOME=home)
    assert done.returncode == 2
    assert "own.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_reload_reports_what_changed(warehouse: Run, home: str, tmp_path: Path) -> None:
    warehouse("load", _write(tmp_path, "a.csv", GOOD), WAREHOUSE_HOME=home)
    done = warehouse("reload", "--json", WAREHOUSE_HOME=home)
    assert done.returncode == 0, done.stderr
    (file,) = json.loads(done.stdout)["files"]
    assert (file["file"], file["is_changed"]) == ("a.csv", False)


def test_reload_of_an_empty_home_has_nothing_to_do(warehouse: Run, home: str) -> None:
    done = warehouse("reload", "--json", WAREHOUSE_HOME=home)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"files": []})


def test_names_and_cells_that_command_a_terminal_are_shown_harmless(
    warehouse: Run, home: str, tmp_path: Path
) -> None:
    file = _write(tmp_path, "[bold]\x1b[31m登\n记.csv", PARTLY.replace("很多", "\x1b[2J很多"))
    done = warehouse("load", file, "--lang", "zh", WAREHOUSE_HOME=home)
    assert "\x1b" not in done.stdout + done.stderr
    assert r"[bold]\u001b[31m登\n记.csv" in done.stdout


def test_a_wrong_word_for_an_option_is_one_line(warehouse: Run) -> None:
    for arguments in (("template",), ("template", "poem", "a.xlsx"), ("load", "--lang", "fr", "a")):
        done = warehouse(*arguments)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert "Value error" not in done.stderr


def test_a_pack_is_loaded_by_its_name(warehouse: Run, home: str) -> None:
    done = warehouse("load", "--pack", "cities", "--json", WAREHOUSE_HOME=home)
    assert done.returncode == 3
    (outcome,) = json.loads(done.stdout)["files"]
    # 283 prefectures; 261 rows name one before its time (the data's README)
    assert (outcome["rows_read"], outcome["rows_accepted"]) == (15336, 15336 - 261)
    assert outcome["reasons"] == {"region_not_valid_then": 261}


def test_a_pack_that_is_none_is_refused_with_those_there_are(warehouse: Run, home: str) -> None:
    done = warehouse("load", "--pack", "towns", "--lang", "en", WAREHOUSE_HOME=home)
    assert (done.returncode, done.stderr) == (2, "There is no pack towns. There are: cities\n")
    done = warehouse("load", "--lang", "en", WAREHOUSE_HOME=home)
    assert done.returncode == 2
    assert done.stderr.startswith("No file and no pack is named.")
