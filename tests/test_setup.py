"""The Makefile: what it runs, on which Python, and what it says when there is none.

A stand-in for Python makes a stand-in environment, so that nothing is downloaded: each tool in
it only writes down how it was called.
"""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from warehouse.ground.project_files import PROJECT_DIR

MAKE = shutil.which("make") or "make"
TARGETS = [
    "bench",
    "build",
    "clean",
    "coverage",
    "demo",
    "docs",
    "help",
    "lint",
    "lock",
    "regions",
    "run",
    "setup",
    "test",
    "test-fast",
]
LOCKS = ["requirements.lock", "requirements-uv.lock", "pyproject.toml"]

# A tool of the stand-in environment: writes down its name and arguments, fails when told to.
TOOL = """#!/bin/sh
echo "$(basename "$0") $*" >> calls.log
if [ "$(basename "$0")" = uv ] && [ -e uv-fails ]; then exit 1; fi
"""
# A stand-in Python: new enough and able to make environments, unless told otherwise.
PYTHON = """#!/bin/sh
case "$*" in
  *version_info*) [ ! -e too-old ]; exit ;;
  *ensurepip*) [ ! -e no-venv ]; exit ;;
  "-m venv .venv")
    mkdir -p .venv/bin
    for tool in python uv warehouse; do cp tool .venv/bin/$tool; done
    echo venv >> calls.log ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Answers a checkout with the Makefile, in a folder with spaces and Chinese in its name."""
    folder = tmp_path / "安全 生产 (副本)"
    folder.mkdir()
    shutil.copy(PROJECT_DIR / "Makefile", folder)
    for name in LOCKS:
        (folder / name).touch()
    for name, content in {"tool": TOOL, "stand-in": PYTHON}.items():
        (folder / name).write_text(content, encoding="utf-8")
        (folder / name).chmod(stat.S_IRWXU)
    return folder


def make(checkout: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs make in a checkout, with the stand-in for Python."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [MAKE, "PYTHON=./stand-in", *arguments],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        env={**inherited, "LC_ALL": "C.UTF-8", **variables},
    )


def calls(checkout: Path) -> list[str]:
    """Answers how the tools were called since the last time, and forgets it."""
    log = checkout / "calls.log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [line for line in lines if line != "python -c "]


def test_make_alone_lists_every_target(checkout: Path) -> None:
    listed = make(checkout)
    assert listed.returncode == 0
    assert sorted(line.split()[1] for line in listed.stdout.splitlines()) == TARGETS


def test_setup_makes_the_environment_and_installs_what_is_locked(checkout: Path) -> None:
    assert make(checkout, "setup").returncode == 0
    venv, pip, sync, editable = calls(checkout)
    assert venv == "venv"
    assert pip == "python -m pip install --quiet --require-hashes -r requirements-uv.lock"
    assert sync.startswith("uv pip sync")
    assert "--require-hashes" in sync
    assert "--compile-bytecode" in sync
    assert editable.endswith("--no-deps --no-build-isolation --editable .")


def test_a_second_setup_does_nothing(checkout: Path) -> None:
    make(checkout, "setup")
    calls(checkout)
    assert make(checkout, "setup").returncode == 0
    assert calls(checkout) == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_changed_lock_is_installed_into_the_same_environment(checkout: Path, name: str) -> None:
    make(checkout, "setup")
    calls(checkout)
    later = (checkout / ".venv/.ready").stat().st_mtime + 10
    os.utime(checkout / name, (later, later))
    assert make(checkout, "setup").returncode == 0
    assert [call.split()[0] for call in calls(checkout)] == ["python", "uv", "uv"]


def test_a_checkout_that_was_moved_gets_a_new_environment(checkout: Path) -> None:
    make(checkout, "setup")
    moved = checkout.rename(checkout.with_name("moved"))
    calls(moved)
    assert make(moved, "setup").returncode == 0
    assert calls(moved)[0] == "venv"


def test_an_environment_whose_python_is_gone_is_made_again(checkout: Path) -> None:
    make(checkout, "setup")
    calls(checkout)
    (checkout / ".venv/bin/python").unlink()
    assert make(checkout, "setup").returncode == 0
    assert calls(checkout)[0] == "venv"


def test_pip_installs_where_uv_reaches_no_index(checkout: Path) -> None:
    (checkout / "uv-fails").touch()
    assert make(checkout, "setup").returncode == 0
    called = calls(checkout)
    locked = "--require-hashes -r requirements.lock -r requirements-uv.lock"
    assert f"python -m pip install --quiet --no-deps {locked}" in called
    assert called[-1].startswith("python -m pip install")
    assert called[-1].endswith("--editable .")


@pytest.mark.parametrize(
    ("problem", "said", "said_in_chinese"),
    [
        ("too-old", "Python 3.11 or later is needed", "需要 Python 3.11"),
        ("no-venv", "python3-venv", "无法创建虚拟环境"),
    ],
)
def test_a_python_that_will_not_do_is_refused_in_a_sentence(
    checkout: Path, problem: str, said: str, said_in_chinese: str
) -> None:
    (checkout / problem).touch()
    refused = make(checkout, "setup")
    assert refused.returncode == 2
    assert said in refused.stderr
    assert said_in_chinese in refused.stderr
    assert not (checkout / ".venv").exists()


def test_no_python_at_all_is_said_too(checkout: Path) -> None:
    refused = make(checkout, "setup", "PYTHON=/nowhere/python3")
    assert refused.returncode == 2
    assert "Python 3.11 or later is needed" in refused.stderr


def test_run_builds_what_changed_and_then_serves(checkout: Path) -> None:
    assert make(checkout, "run").returncode == 0
    assert calls(checkout)[-2:] == ["warehouse build --if-changed", "warehouse serve"]


def test_the_tests_come_last_so_that_their_verdict_ends_the_output() -> None:
    dry = make(PROJECT_DIR, "--dry-run", "test")
    said = dry.stdout.splitlines()
    pytest_at = [at for at, line in enumerate(said) if "-m pytest" in line]
    linted_at = [at for at, line in enumerate(said) if "ruff" in line or "sqlfluff" in line]
    assert len(pytest_at) == 1
    assert max(linted_at) < pytest_at[0]
    # both parts are run, and one that fails is not forgotten
    assert [line.strip() for line in said[pytest_at[0] + 1 :]] == [
        "|| failed=1; \\",
        "done; exit $failed",
    ]


def test_the_check_runs_from_any_folder(checkout: Path) -> None:
    (checkout / ".ci").mkdir()
    shutil.copy(PROJECT_DIR / ".ci/run", checkout / ".ci/run")
    (checkout / "Makefile").write_text("test:\n\t@pwd\n", encoding="utf-8")
    ran = subprocess.run(
        [checkout / ".ci/run"],
        cwd=checkout.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert checkout.name in ran.stdout
