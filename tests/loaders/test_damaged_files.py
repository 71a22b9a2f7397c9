"""Damaged files: never a traceback, a hang or a row unaccounted for.

Here is a part that is quick; `python -m benchmarks.damage` tries thousands.
"""

import json
import tempfile
from itertools import chain
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.loading import load_file
from tests.loaders.conftest import ACCIDENTS, FIGURES
from tests.loaders.damage import AWKWARD_CELLS, AWKWARD_PIECES, Damaged, damaged, damaged_files
from tests.loaders.good_files import FORMS, KINDS, ROWS, as_csv, as_workbook, rendered
from tests.loaders.hostile import hostile_files
from tests.loaders.trials import MOST_SECONDS, Trial, try_all, try_file
from warehouse.ground.settings import Settings

SEED = 20260101
EACH = 3
PROCESSES = 2
MOST_MEMORY = 2 << 30
# Packing and unpacking them takes longer than all others together.
LARGE = {
    *("half a gigabyte of blanks.xlsx", "200 sheets.xlsx", "big.html", "deep.html"),
    *("bomb.zip", "bomb.csv.gz", "bomb.csv.bz2", "bomb in a bomb.gz"),
    *("quoted commas.csv", "100,000 headings.csv", "a row for each.xlsx", "far away.xlsx"),
}

# A test of one file in this process; the deadline is for a hang.
quick = settings(
    max_examples=40,
    deadline=MOST_SECONDS * 1000,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)
cells = st.text(max_size=12) | st.sampled_from(AWKWARD_CELLS) | st.integers().map(str)


def tried(file: Damaged) -> Trial:
    """Answers what came of a file, loaded in this process."""
    with tempfile.TemporaryDirectory() as folder:
        return try_file(file, Path(folder))


def accepted(folder: Path, kind: str, content: bytes) -> pl.DataFrame:
    """Answers the rows of a file as the lake has them, but for the file's name and its sheet's."""
    folder.mkdir()
    path = folder / "a file"
    path.write_bytes(content)
    load_file(Settings(home=folder / "home"), path)
    found = pl.concat(map(pl.read_parquet, (folder / "home" / "lake").glob(f"*/{kind}.parquet")))
    return found.drop("file_sha256", "sheet_name")


def table(headings: str, rows: list[list[str]]) -> list[list[str]]:
    """Answers rows below headings, each as wide as they are."""
    first = headings.strip().split(",")
    return [first, *((row + [""] * len(first))[: len(first)] for row in rows)]


def assert_faultless(trials: list[Trial]) -> None:
    wrong = [trial for trial in trials if trial.faults]
    assert not wrong, "\n\n".join(
        f"{trial.damage}: {trial.name}: {trial.status}\n{fault}"
        for trial in wrong[:5]
        for fault in trial.faults
    )


def test_a_damaged_file_leaves_no_row_unaccounted_for() -> None:
    files = chain(damaged_files(SEED, EACH), hostile_files(leaving_out=LARGE))
    trials = list(try_all(files, PROCESSES))
    assert_faultless(trials)
    assert len(trials) >= 150
    assert max(trial.peak_bytes for trial in trials) < MOST_MEMORY


def test_the_same_seed_makes_the_same_files() -> None:
    assert list(damaged_files(1, 1)) == list(damaged_files(1, 1))
    assert damaged(1, "bytes flipped", 0) != damaged(2, "bytes flipped", 0)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_damaged_was_good(kind: str, form: str) -> None:
    trial = tried(Damaged("none", f"good.{form}", rendered(kind, form)))
    assert (trial.status, trial.faults) == ("accepted", ())


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_comes_to_the_same_rows_in_every_form(kind: str, tmp_path: Path) -> None:
    found = {form: accepted(tmp_path / form, kind, rendered(kind, form)) for form in FORMS}
    assert found["csv"].height == ROWS
    for form, rows in found.items():
        assert rows.equals(found["csv"]), form


def test_a_trial_tells_of_tracebacks_and_rows_that_are_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good = Damaged("none", "good.csv", rendered("accidents", "csv"))
    assert "31 rows in the file" in tried(Damaged("", "a.csv", good.content, rows=31)).faults[0]
    monkeypatch.setattr("tests.loaders.trials.load_file", lambda *_: 1 // 0)
    trial = tried(good)
    assert (trial.status, "ZeroDivisionError" in trial.faults[0]) == ("traceback", True)


@quick
@given(content=st.binary(max_size=3_000))
def test_any_bytes_are_answered(content: bytes) -> None:
    assert_faultless([tried(Damaged("any bytes", "any.csv", content))])


@quick
@given(text=st.text(st.characters(codec="utf-8"), max_size=500), kind=st.sampled_from(KINDS))
def test_any_text_below_the_headings_is_answered(text: str, kind: str) -> None:
    headings = rendered(kind, "csv").split(b"\r\n", 1)[0]
    content = headings + b"\r\n" + text.encode()
    assert_faultless([tried(Damaged("any text", "any.csv", content))])


@quick
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=10), min_size=1, max_size=8))
def test_every_row_of_any_figures_is_accounted_for(rows: list[list[str]]) -> None:
    content = as_csv(table(FIGURES, rows))
    assert_faultless([tried(Damaged("any figures", "any.csv", content, rows=len(rows)))])


@quick
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=8))
def test_every_row_of_any_accidents_is_accounted_for(rows: list[list[str]]) -> None:
    content = as_csv(table(ACCIDENTS, rows))
    assert_faultless([tried(Damaged("any accidents", "any.csv", content, rows=len(rows)))])


@settings(quick, max_examples=15)
@given(rows=st.lists(st.lists(cells, min_size=6, max_size=6), min_size=1, max_size=8))
def test_every_row_of_any_workbook_is_accounted_for(rows: list[list[str]]) -> None:
    last = [*rows, ["x"] * 6]  # a workbook has no blank rows at its end
    content = as_workbook(table(ACCIDENTS, last))
    assert_faultless([tried(Damaged("any workbook", "any.xlsx", content, rows=len(last)))])


@quick
@given(
    text=st.lists(st.sampled_from([*AWKWARD_PIECES, *"0123456789"]), max_size=8).map("".join),
    column=st.integers(0, 9),
)
def test_an_awkward_text_in_any_column_spoils_its_own_row_only(text: str, column: int) -> None:
    good = ["330400", "嘉兴市", "2015", "gdp", "", "3517.81", "亿元", "2016-02-29", "公报", "局"]
    awkward = [*good[:2], "2014", *good[3:]]
    awkward[column] = text
    trial = tried(Damaged("any cell", "any.csv", as_csv(table(FIGURES, [good, awkward])), rows=2))
    assert_faultless([trial])
    assert trial.refusal or trial.rows[1] >= 1


@quick
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=10), min_size=1, max_size=8))
def test_a_refused_row_is_kept_as_it_stands_in_the_file(rows: list[list[str]]) -> None:
    whole = table(FIGURES, rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        path.write_bytes(as_csv(whole, "utf-8-sig"))
        home = Settings(home=Path(folder) / "home")
        outcome = load_file(home, path)
        kept = [pl.read_parquet(path) for path in home.lake.glob("*/refused.parquet")]
        assert sum(rows.height for rows in kept) == outcome.rows_refused
    for number, text in (
        row for rows in kept for row in rows[["row_number", "original_text"]].rows()
    ):
        cells_kept = json.loads(text)
        padded = cells_kept + [""] * (len(whole[0]) - len(cells_kept))
        assert padded == whole[number - 1]
