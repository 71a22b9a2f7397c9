"""`python -m benchmarks`: takes the figures, shows them and writes them into the README."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Error as BrowserError
from rich.console import Console
from rich.markdown import Markdown

from benchmarks import builds, commands, explorer, loads, machine
from benchmarks.builds import UnlikeBuildError
from benchmarks.clock import FailedCommandError
from benchmarks.loads import UnlikeLoadError
from benchmarks.report import with_figures
from benchmarks.servers import SilentServerError

README = Path(__file__).with_name("README.md")
NOT_MEASURED = (
    FailedCommandError,
    SilentServerError,
    UnlikeBuildError,
    UnlikeLoadError,
    BrowserError,
)


def main() -> int:
    """Runs everything, and answers the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--show-only", action="store_true", help="leave the README as it is")
    wanted = parser.parse_args()
    progress = Console(stderr=True)
    started = time.perf_counter()
    try:
        figures = measured(progress)
    except NOT_MEASURED as error:
        progress.print(f"Not measured: {error}", markup=False)
        return 1
    Console().print(Markdown(figures))
    if not wanted.show_only:
        README.write_text(
            with_figures(README.read_text(encoding="utf-8"), figures), encoding="utf-8"
        )
    progress.print(f"{(time.perf_counter() - started) / 60:.1f} minutes")
    return 0


def measured(progress: Console) -> str:
    """Takes all figures, and answers them in Markdown."""
    load, _, _ = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="warehouse-benchmarks-") as name:
        folder = Path(name)
        # First, while this process is small: what it starts counts at least its own memory.
        loaded = loads.measure(folder / "loads", progress.print)
        built, home = builds.measure(folder, progress.print)
        progress.print("command")
        asked = commands.measure(home)
        progress.print("explorer")
        shown, browser = explorer.measure(home, folder)
    tables = [*loaded, built, *shown, asked]
    return "\n\n".join([machine.described(browser, load), *(each.as_markdown() for each in tables)])


if __name__ == "__main__":
    sys.exit(main())
