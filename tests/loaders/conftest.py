"""What tests of loading share: an empty home, files to load, and the lake to look into."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import polars as pl
import pytest

from loaders.lake.outcomes import Outcome
from loaders.loading import load_file
from warehouse.ground.settings import Settings

Write: TypeAlias = Callable[[str, str], Path]
Load: TypeAlias = Callable[..., Outcome]
Look: TypeAlias = Callable[[str], pl.DataFrame]

FIGURES = (
    "region_code,region_name,period,measure,scope,value,unit,published_date,source_title,"
    "source_publisher\n"
)
ACCIDENTS = "accident_id,occurred_at,region_code,scope,deaths,published_date\n"


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """Answers an empty home."""
    return Settings(home=tmp_path / "home")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Answers a function that writes a text file and answers its path."""

    def to(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return to


@pytest.fixture
def load(home: Settings, write: Write) -> Load:
    """Answers a function that loads a text, or a file, into the home."""

    def loaded(file: str | Path, text: str | None = None, layout: str | None = None) -> Outcome:
        path = write(str(file), text) if text is not None else Path(file)
        outcome = load_file(home, path, layout=layout)
        assert outcome.is_balanced
        return outcome

    return loaded


@pytest.fixture
def look(home: Settings) -> Look:
    """Answers a function that reads one kind of the lake's rows, of all files."""

    def rows(name: str) -> pl.DataFrame:
        paths = sorted(home.lake.glob(f"*/{name}.parquet"))
        return pl.concat([pl.read_parquet(path) for path in paths]) if paths else pl.DataFrame()

    return rows
