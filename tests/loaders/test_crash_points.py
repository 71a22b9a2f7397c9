"""Nothing lost at any moment: loads and reloads cut short before each change of the disk."""

import shutil
from pathlib import Path

import pytest

from loaders import loading, preparing, reloading
from loaders.lake.outcomes import Outcome
from loaders.loading import load_file
from loaders.preparing import Arrival
from loaders.reloading import reload_lake
from tests.loaders.conftest import FIGURES
from tests.loaders.crash_trials import GDP, change_rows, cover, prepare_home, try_all
from warehouse.ground import exchanging
from warehouse.ground.settings import Settings


@pytest.fixture(autouse=True)
def _judged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judges each file once and lays the same rows ever after: what is tried here is the disk."""
    known: dict[tuple[str, bytes], Outcome] = {}

    def prepare(
        settings: Settings, arrival: Arrival, folder: Path, *_given: object, **_asked: object
    ) -> Outcome:
        beside = arrival.sidecar.read_bytes() if arrival.sidecar.is_file() else b""
        key = (arrival.sha256, beside)
        kept = tmp_path / "judged" / f"{arrival.sha256}-{len(beside)}{beside[-4:].hex()}"
        if key not in known:
            kept.mkdir(parents=True)
            known[key] = preparing.prepare(settings, arrival, kept, None, known=None)
        (folder / "scratch").mkdir()
        for path in kept.glob("*.parquet"):
            shutil.copyfile(path, folder / path.name)
        return known[key]

    for module in (loading, reloading):
        monkeypatch.setattr(module, "prepare", prepare)


@pytest.fixture(params=["at once", "in steps"], autouse=True)
def _system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries it on a file system that cannot exchange two folders, too."""
    if request.param == "in steps":
        monkeypatch.setattr(exchanging, "_at_once", lambda _made, _target: False)


def test_a_first_load_ends_anywhere(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "gdp.csv").write_text(FIGURES + GDP, encoding="utf-8")
    (given / "gdp.csv.meta.toml").write_text('source_title = "公报"\n', encoding="utf-8")
    tally = try_all(lambda home: load_file(home, given / "gdp.csv"), lambda _home: None, tmp_path)
    assert tally.points > 10
    assert tally.wrong == []


def test_a_load_with_a_changed_sidecar_ends_anywhere(tmp_path: Path) -> None:
    given = tmp_path / "given"

    def again(home: Settings) -> None:
        cover(given, "2015-12-31")
        load_file(home, given / "register.csv")

    tally = try_all(again, lambda home: prepare_home(home, given), tmp_path)
    assert tally.points > 10
    assert tally.wrong == []


def test_a_reload_ends_anywhere(tmp_path: Path) -> None:
    given = tmp_path / "given"

    def before(home: Settings) -> None:
        prepare_home(home, given)
        change_rows(home)

    tally = try_all(reload_lake, before, tmp_path)
    assert tally.points > 30
    assert tally.wrong == []
