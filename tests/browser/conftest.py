"""A real browser and a running explorer, each installed or started by the tests themselves."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.streamlit_parts import SETTLED
from tests.conftest import environment
from warehouse.ground.locks import waiting_lock

# The shell without windows takes half the time of the whole browser; either will do.
BROWSERS = ("chromium-headless-shell", "chromium")
FONT = "fonts-noto-cjk"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--accept-lang=zh-CN",  # where a link names no language the browser's is spoken
]
READY_SECONDS = 60
# A machine that is busy takes its time; a fault is still one after so long.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)

Serve: TypeAlias = Callable[[Path], str]


def _has_font() -> bool:
    listing = shutil.which("fc-list")
    if listing is None:
        return False
    found = subprocess.run([listing, ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


def _installed() -> str | None:
    return next(filter(None, map(shutil.which, (*BROWSERS, "chromium-browser"))), None)


def _install() -> str:
    """Installs Debian's Chromium and a Chinese font; answers why not, or nothing."""
    apt = shutil.which("apt-get")
    if apt is None:
        return "there is no apt-get here: install Chromium and a Chinese font by hand"
    if os.geteuid() != 0:
        return f"only root may install: run apt-get install {BROWSERS[0]} {FONT}"
    failed = _apt_get(apt, "update", "-qq")
    if failed:
        return failed
    for name in BROWSERS:  # older releases have no shell of its own
        failed = _apt_get(apt, "install", "-y", "-qq", name, FONT)
        if not failed:
            break
    return failed


def _apt_get(apt: str, *arguments: str) -> str:
    done = subprocess.run(
        [apt, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
    if done.returncode:
        return f"apt-get {arguments[0]} failed: {done.stderr.strip()[-300:]}"
    return ""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Answers Debian's Chromium, installed when missing; without it the tests are skipped.

    In CI they must run: there a missing browser is a failure.
    """
    # Of tests that run side by side those that come first install it for all.
    with waiting_lock(Path(tempfile.gettempdir()) / "warehouse-tests-browser.lock"):
        is_there = _installed() is not None and _has_font()
        reason = "" if is_there else _install()
        if reason:
            message = f"browser tests need Chromium and a Chinese font; {reason}"
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_installed(), args=FLAGS)
        yield chromium
        chromium.close()


def settle(page: Page) -> None:
    """Waits until a page is whole: what is clicked before may move away under the pointer."""
    expect(page.locator("h1")).to_have_count(1)
    page.wait_for_function(SETTLED, polling=100, timeout=PATIENCE_MS)


def free_port() -> int:
    """Answers a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    home: Path,
    *options: str,
    port: int | None = None,
    prepare: Callable[[int], dict[str, str]] | None = None,
) -> Iterator[str]:
    """Serves the explorer until the block ends.

    Args:
        home: The home it shows.
        *options: Options of `warehouse serve`.
        port: Where; a free port unless given.
        prepare: Told the port beforehand; answers variables to serve with.
    """
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "warehouse.command.cli", "serve", "--port", str(port), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(WAREHOUSE_HOME=str(home), **(prepare(port) if prepare else {})),
    )
    with process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert f"http://localhost:{port}" in line, process.communicate(timeout=10)
            address = f"http://localhost:{port}"
            with urllib.request.urlopen(address, timeout=READY_SECONDS) as answer:
                assert answer.status == 200
            yield address
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def explorer(published_home: Path) -> Iterator[str]:
    """Answers the address of the explorer on the published home."""
    with serving(published_home) as address:
        yield address


@pytest.fixture(scope="session")
def empty_explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Answers the address of the explorer on a home where nothing is published."""
    with serving(tmp_path_factory.mktemp("empty")) as address:
        yield address
