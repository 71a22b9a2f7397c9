"""The first command a new user types, as that user: nothing installed, nothing built."""

import os
import shutil
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import environment
from warehouse.ground.project_files import PROJECT_DIR

LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "data", "target", "logs", "__pycache__", ".*_cache"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "安全 生产 (new)"
    shutil.copytree(PROJECT_DIR, folder, ignore=LEFT_OUT)
    return folder


def first_answer(checkout: Path) -> tuple[str, str]:
    """Runs `make run` until it says it is ready; answers that line and what the page serves."""
    port = free_port()
    make = shutil.which("make")
    assert make
    process = subprocess.Popen(
        [make, "run", f"PORT={port}"],
        cwd=checkout,
        env=environment(PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            assert process.stdout is not None
            said = ""
            for line in process.stdout:
                said += line
                if f"http://localhost:{port}" in line:
                    break
            else:
                pytest.fail(said)
            with urllib.request.urlopen(f"http://localhost:{port}", timeout=30) as page:
                return said, page.read().decode()
        finally:
            os.killpg(process.pid, signal.SIGINT)


def test_make_run_goes_from_nothing_to_a_page_and_does_nothing_twice(checkout: Path) -> None:
    said, page = first_answer(checkout)
    assert "Published " in said
    assert "Streamlit" in page
    assert (checkout / "data" / "builds" / "current" / "warehouse.duckdb").exists()
    again, page = first_answer(checkout)
    assert "Installing" not in again
    assert "Nothing has changed" in again
    assert "Streamlit" in page
