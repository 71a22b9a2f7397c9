"""What tests share: the command as a user runs it, a published home, a project to break."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from warehouse.builds.publishing import build
from warehouse.command.cli import main
from warehouse.ground.locks import waiting_lock
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

Finished: TypeAlias = subprocess.CompletedProcess[str]
Run: TypeAlias = Callable[..., Finished]
Start: TypeAlias = Callable[..., subprocess.Popen[str]]
Speak: TypeAlias = Callable[..., tuple[int, str, str]]

STOP_SECONDS = 20
OWN_CITY = PROJECT_DIR / "docs" / "examples" / "own-city"

PROJECT_FILES = {
    "dbt_project.yml": """
name: tiny
version: "0.1.0"
config-version: 2
profile: tiny
test-paths: [tests/dbt/singular]
flags: {send_anonymous_usage_stats: false, use_colors: false}
models:
  tiny: {+materialized: table}
""",
    "profiles.yml": """
tiny:
  target: build
  outputs:
    build:
      type: duckdb
      path: "{{ env_var('WAREHOUSE_DATABASE') }}"
      threads: 2
      keep_open: true
""",
    "seeds/_seeds.yml": """
seeds:
  - name: deaths
    config: {column_types: {region_code: integer, deaths: integer}}
""",
    "seeds/deaths.csv": "region_code,deaths\n330400,3\n330500,8\n330600,5\n",
    "models/fct_observations.sql": """
select cast(region_code as varchar) as region_code, deaths as observed_value
from {{ ref('deaths') }}
""",
    "models/fct_observations.yml": """
models:
  - name: fct_observations
    description: One row per region.
    columns:
      - name: region_code
        data_tests: [unique, not_null]
""",
    "tests/dbt/singular/deaths_are_not_negative.sql": """
select region_code, observed_value from {{ ref('fct_observations') }} where observed_value < 0
""",
    "tests/dbt/singular/deaths_are_few.sql": """
{{ config(severity='warn') }}
select region_code, observed_value from {{ ref('fct_observations') }} where observed_value > 7
""",
    "app/site/entrance.py": "import streamlit\n\nstreamlit.write('tiny')\n",
}


# Who asks for one of these waits for a build, or for processes that build.
BUILDS = {
    "published_home",
    "small_city",
    "tiny_published_home",
    "tiny_warehouse",
    "start_tiny_warehouse",
}
SLOW_FILES = {"test_builds.py", "test_plan.py", "test_fresh_checkout.py", "test_damaged_files.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks as slow what `make test-fast` leaves out."""
    for item in items:
        builds = BUILDS.intersection(getattr(item, "fixturenames", ()))
        if builds or item.path.name in SLOW_FILES:
            item.add_marker("slow")


def environment(**variables: str) -> dict[str, str]:
    """Answers this process's variables without what would steer the warehouse, and with these."""
    unwanted = ("WAREHOUSE_", "LANG", "LC_", "PORT", "FORCE_COLOR")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**kept, "LC_ALL": "C.UTF-8", **variables}


@pytest.fixture(scope="session")
def warehouse() -> Run:
    """Answers a function that runs `warehouse` in a process of its own."""

    def run(
        *arguments: str, stdin: str = "", cwd: Path | None = None, **variables: str
    ) -> Finished:
        return subprocess.run(
            [sys.executable, "-m", "warehouse.command.cli", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
            env=environment(**variables),
        )

    return run


@pytest.fixture(scope="session")
def published_home(
    warehouse: Run, tmp_path_factory: pytest.TempPathFactory, testrun_uid: str
) -> Path:
    """Answers a home in which this very project has been built and published."""
    home = shared_folder(tmp_path_factory) / f"published-{testrun_uid}"
    with waiting_lock(home.with_suffix(".lock")):
        if not (home / "builds" / "current").exists():
            built = warehouse("build", WAREHOUSE_HOME=str(home))
            assert built.returncode == 0, built.stderr
    return home


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answers the folder of what tests only read: whichever comes first makes it for all.

    It is shared by tests that run side by side, or one run after another (see the Makefile).
    """
    return Path(os.environ.get("TESTS_FOLDER") or tmp_path_factory.getbasetemp().parent)


def spare_compiling(published_home: Path, home: Path) -> None:
    """Gives an empty home the plan of a published one, which dbt takes long to compile."""
    shutil.copytree(published_home / "dbt" / "plan", home / "dbt" / "plan")


@pytest.fixture(scope="session")
def city_home(
    warehouse: Run,
    published_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    testrun_uid: str,
) -> Path:
    """Answers a home that an empty one became by the three files of docs/your-own-city.md."""
    home = shared_folder(tmp_path_factory) / f"city-{testrun_uid}"
    with waiting_lock(home.with_suffix(".lock")):
        if not (home / "builds" / "current").exists():
            spare_compiling(published_home, home)
            files = sorted(map(str, OWN_CITY.glob("*.csv")))
            loaded = warehouse("load", *files, WAREHOUSE_HOME=str(home))
            assert loaded.returncode == 0, loaded.stderr
            built = warehouse("build", WAREHOUSE_HOME=str(home))
            assert built.returncode == 0, built.stderr
    return home


def write_project(project: Path) -> Path:
    """Writes the tiny project into a folder, and answers the folder."""
    for name, content in PROJECT_FILES.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(content.lstrip(), encoding="utf-8")
    return project


@pytest.fixture(scope="session")
def tiny_published_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answers a home in which the tiny project has been built and published."""
    folder = tmp_path_factory.mktemp("安全 生产 (tiny)")
    settings = Settings(home=folder / "home", project_dir=write_project(folder / "project"))
    assert build(settings, lambda _done, _total: None).status == "published"
    return settings.home


@pytest.fixture
def tiny_project(tmp_path: Path) -> Path:
    """Answers a dbt project of one seed, one model and four tests, for tests to break."""
    return write_project(tmp_path / "project")


@pytest.fixture
def uncompiled(tiny_project: Path, tmp_path: Path) -> Settings:
    """Answers the settings of the tiny project and of a home that is not there yet."""
    return Settings(home=tmp_path / "home", project_dir=tiny_project, home_given="home")


@pytest.fixture
def tiny(uncompiled: Settings, tiny_published_home: Path) -> Settings:
    """Answers the same with a home that holds nothing but the project's plan."""
    spare_compiling(tiny_published_home, uncompiled.home)
    return uncompiled


@pytest.fixture
def tiny_variables(uncompiled: Settings) -> dict[str, str]:
    """Answers the variables that lead the command to the tiny project and its home."""
    return {
        "WAREHOUSE_HOME": str(uncompiled.home),
        "WAREHOUSE_PROJECT_DIR": str(uncompiled.project_dir),
    }


@pytest.fixture
def tiny_warehouse(warehouse: Run, tiny_variables: dict[str, str]) -> Run:
    """Answers a function that runs `warehouse` on the tiny project."""

    def run(*arguments: str, stdin: str = "", **variables: str) -> Finished:
        return warehouse(*arguments, stdin=stdin, **{**tiny_variables, **variables})

    return run


@pytest.fixture
def start_tiny_warehouse(tiny_variables: dict[str, str]) -> Iterator[Start]:
    """Answers a function that starts `warehouse` on the tiny project and leaves it running."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **variables: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "warehouse.command.cli", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(**tiny_variables, **variables),
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.terminate()  # so that an explorer stops its server too
            try:
                process.communicate(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture
def built(uncompiled: Settings, tiny_published_home: Path) -> Settings:
    """Answers a tiny home in which something is published."""
    shutil.copytree(tiny_published_home, uncompiled.home, symlinks=True)
    return uncompiled


@pytest.fixture
def speak(
    tiny_variables: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Speak:
    """Answers a function that runs the command in this process, on the tiny project."""
    for name in ("WAREHOUSE_LANG", "WAREHOUSE_KEEP_BUILDS", "PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**tiny_variables, "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["warehouse", *arguments])
        status = main()
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def free_port() -> int:
    """Answers a port nothing listens on."""
    with socket.socket() as tried:
        tried.bind(("localhost", 0))
        return int(tried.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Answers a port something listens on."""
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        yield int(taken.getsockname()[1])
