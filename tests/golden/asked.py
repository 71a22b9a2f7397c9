"""Questions to the published build, and models on made up rows, for the golden tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
import pytest

from tests.mock_models import MockModels
from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings

Rows: TypeAlias = list[tuple[Any, ...]]
Ask: TypeAlias = Callable[..., Rows]


@pytest.fixture(scope="session")
def ask(published_home: Path) -> Ask:
    """Answers a function that asks the published build one question."""
    database = published_build(Settings(home=published_home)).database

    def answer(sql: str, *values: object) -> Rows:
        with connect(database) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return answer


@pytest.fixture(scope="session")
def models(published_home: Path) -> MockModels:
    """Answers the models as they were compiled for the published build."""
    return MockModels.of_home(published_home)


@pytest.fixture(scope="session")
def log_factorials(models: MockModels) -> pl.DataFrame:
    """Answers the logarithms of factorials, which several models look up."""
    return models.run("int_log_factorials")
