"""True data always publish: invented homes of everything that may rightly be sent in.

Many more are built by `python -m benchmarks.valid_homes`.
"""

from pathlib import Path

import pytest

from benchmarks.made_homes import write_files
from benchmarks.valid_homes import build_one
from tests.conftest import spare_compiling
from warehouse.ground.settings import Settings

HOMES = (5, 13)


@pytest.mark.parametrize("seed", HOMES)
def test_a_home_of_possible_data_publishes(published_home: Path, tmp_path: Path, seed: int) -> None:
    home = tmp_path / "home"
    spare_compiling(published_home, home)
    built = build_one(Settings(home=home), seed)
    assert built.record.failures == []
    assert built.record.status == "published"
    assert sum(built.accepted.values()) > 10 * sum(built.refused.values())


def test_the_same_number_makes_the_same_home(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write_files(tmp_path / name, 7)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()
