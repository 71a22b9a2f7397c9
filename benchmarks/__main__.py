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
from benchmarks.report import EXPLORER, FIGURES, Table, with_figures
from benchmarks.servers import SilentServerError
from warehouse.builds import build
from warehouse.settings import Settings

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
    parser.add_argument(
        "part", nargs="?", choices=["all", "explorer"], default="all", help="what to measure"
    )
    parser.add_argument("--show-only", action="store_true", help="leave the README as it is")
    wanted = parser.parse_args()
    progress = Console(stderr=True)
    started = time.perf_counter()
    try:
        figures = measured(progress, whole=wanted.part == "all")
    except NOT_MEASURED as error:
        progress.print(f"Not measured: {error}", markup=False)
        return 1
    for place, told in figures.items():
        Console().print(Markdown(told))
        if not wanted.show_only:
            readme = with_figures(README.read_text(encoding="utf-8"), told, place)
            README.write_text(readme, encoding="utf-8")
    progress.print(f"{(time.perf_counter() - started) / 60:.1f} minutes")
    return 0


def measured(progress: Console, *, whole: bool) -> dict[str, str]:
    """Takes figures, and answers them in Markdown by their place in the README.

    Args:
        progress: Where to say what is being measured.
        whole: Whether everything is measured, or the explorer alone.
    """
    load, _, _ = os.getloadavg()
    tables: list[Table] = []
    with tempfile.TemporaryDirectory(prefix="warehouse-benchmarks-") as name:
        folder = Path(name)
        if whole:
            # First, while this process is small: what it starts counts at least its own memory.
            tables += loads.measure(folder / "loads", progress.print)
            built, home = builds.measure(folder, progress.print)
            tables.append(built)
            progress.print("command")
            tables.append(commands.measure(home))
        else:
            home = Settings(home=folder / "home")
            progress.print("build")
            build(home, lambda _done, _total: None)
        progress.print("explorer")
        shown, browser = explorer.measure(home, folder)
    about = machine.described(browser, load)
    figures = {EXPLORER: shown, **({FIGURES: tables} if tables else {})}
    return {
        place: "\n\n".join([about, *(each.as_markdown() for each in listed)])
        for place, listed in figures.items()
    }


if __name__ == "__main__":
    sys.exit(main())
