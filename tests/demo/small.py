"""A simulated city of three years, beside the published home: made once for all that look at it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import Run, shared_folder
from warehouse.ground.locks import waiting_lock

YEARS: Final = range(2024, 2027)


@dataclass(frozen=True)
class SmallCity:
    """Two homes side by side.

    Attributes:
        data: The published home, with what ships.
        demo: The simulated city's.
    """

    data: Path
    demo: Path


@pytest.fixture(scope="session")
def small_city(
    warehouse: Run,
    published_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    testrun_uid: str,
) -> SmallCity:
    """Answers a simulated city of three years, and the published home beside it."""
    folder = shared_folder(tmp_path_factory) / f"simulated-{testrun_uid}"
    found = SmallCity(folder / "data", folder / "demo")
    with waiting_lock(folder.with_suffix(".lock")):
        if not (found.demo / "builds" / "current").exists():
            folder.mkdir(parents=True, exist_ok=True)
            found.data.symlink_to(published_home)
            of_years = ("--from", str(YEARS.start))
            made = warehouse("demo", *of_years, "--json", WAREHOUSE_HOME=str(found.data))
            assert made.returncode == 0, made.stderr
            assert json.loads(made.stdout)["build"]["status"] == "published"
    return found
