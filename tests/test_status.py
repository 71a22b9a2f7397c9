"""What status tells of loads, refusals, the inbox and the last refresh."""

import json
from pathlib import Path

import polars as pl

from tests.conftest import Speak
from tests.inbox_files import drop
from tests.mock_loading import mock_load, refreshed
from warehouse.ask.load_outcomes import loads
from warehouse.ground.settings import Settings


def told(speak: Speak) -> dict[str, object]:
    """Answers what status says to programs."""
    status, out, _ = speak("status", "--json")
    assert status == 0
    answer = json.loads(out)
    assert isinstance(answer, dict)
    return answer


def test_a_home_without_a_lake_has_loaded_nothing(speak: Speak, built: Settings) -> None:
    answer = told(speak)
    assert answer["loads"] == {
        "files": {},
        "last_loaded_at": None,
        "rows_read": 0,
        "rows_accepted": 0,
        "rows_refused": 0,
        "reasons": {},
        "refusals": {},
        "warnings": {},
    }
    assert answer["inbox"] == {"waiting": 0, "files": []}
    assert answer["last_refresh"] is None
    assert answer["rolled_back"] is None
    assert not built.inbox.exists()


def test_loads_are_counted_by_status_and_refusals_by_reason(speak: Speak, built: Settings) -> None:
    drop(built, "good.csv", "a\nb\n")
    drop(built, "mixed.csv", "a\nbad\nbad\n")
    drop(built, "broken.csv", "broken\n")
    refreshed(built)
    found = loads(built)
    assert found.files == {"accepted": 1, "partial": 1, "refused": 1}
    assert (found.rows_read, found.rows_accepted, found.rows_refused) == (5, 3, 2)
    assert found.reasons == {"region_unknown": 2}
    assert found.refusals == {"file_damaged": 1}
    _, out, _ = speak("status")
    assert "1 accepted, 1 partly accepted, 1 refused; the last one" in out
    assert "Rows: 3 accepted, 2 refused" in out
    assert "2 row(s): No region" in out
    assert "The whole file is refused: " in out
    assert "rows or files were refused (exit status 3)" in out
    _, out, _ = speak("status", "--lang", "zh")
    assert "全部接受 1 个" in out
    assert "有数据被拒绝（退出状态 3）" in out


def test_only_the_most_frequent_reasons_are_told_and_the_rest_counted(
    speak: Speak, built: Settings
) -> None:
    codes = [f"reason_number_{number}" for number in range(1, 8)]
    drop(built, "one.csv", "a\n")
    refreshed(built)
    _rewrite_reasons(built, {code: number for number, code in enumerate(codes, start=1)})
    _, out, _ = speak("status")
    assert f"7 row(s): {codes[6]}" in out
    assert f"({codes[1]})" not in out
    assert "and 2 more reason(s)" in out


def _rewrite_reasons(settings: Settings, reasons: dict[str, int]) -> None:
    (path,) = [
        path for path in settings.lake.glob("*/outcome.parquet") if len(path.parent.name) == 64
    ]
    outcome = pl.read_parquet(path).with_columns(reasons=pl.lit(json.dumps(reasons)))
    outcome.write_parquet(path)


def test_what_waits_in_the_inbox_is_named_without_reading_it(speak: Speak, built: Settings) -> None:
    drop(built, "loaded.csv", "a\n")
    refreshed(built)
    for number in range(7):
        drop(built, f"new {number}.csv", f"{number}\n")
    answer = told(speak)
    assert answer["inbox"] == {"waiting": 7, "files": [f"new {n}.csv" for n in range(7)]}
    _, out, _ = speak("status")
    assert "not yet loaded: 7 file(s)" in out
    assert "new 4.csv and 2 more" in out


def test_a_refresh_that_did_not_finish_is_told(speak: Speak, built: Settings) -> None:
    refreshed(built)
    record = built.home / "last-refresh.json"
    begun = json.loads(record.read_text(encoding="utf-8")) | {"finished_at": None}
    record.write_text(json.dumps(begun), encoding="utf-8")
    assert "not finished" in speak("status")[1]


def test_a_garbled_record_of_the_last_refresh_is_left_out(speak: Speak, built: Settings) -> None:
    refreshed(built)
    (built.home / "last-refresh.json").write_text("[1", encoding="utf-8")
    assert told(speak)["last_refresh"] is None


def test_a_lake_that_cannot_be_read_is_told_after_everything_else(
    speak: Speak, built: Settings
) -> None:
    drop(built, "one.csv")
    sha256 = refreshed(built).files[0].outcome.sha256
    (built.lake / sha256 / "outcome.parquet").write_bytes(b"garbage")
    status, out, err = speak("status", "--json")
    assert status == 2
    assert json.loads(out)["is_lake_damaged"]
    assert json.loads(out)["published"] is not None
    assert "warehouse reload" in err


def test_a_home_with_brackets_in_its_name_is_read(tiny_project: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home [1] *", project_dir=tiny_project)
    drop(settings, "one.csv")
    mock_load(settings, settings.inbox / "one.csv")
    assert loads(settings).files == {"accepted": 1}


def test_status_of_a_hundred_loads_tells_them_all(speak: Speak, built: Settings) -> None:
    for number in range(100):
        mock_load(built, drop(built, f"{number}.csv", f"{number}\n"))
    status, out, _ = speak("status", "--json")
    assert status == 0
    assert json.loads(out)["loads"]["files"] == {"accepted": 100}
