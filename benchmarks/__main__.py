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

from benchmarks import (
    builds,
    calibration,
    commands,
    detection,
    explorer,
    growth,
    loads,
    machine,
    records,
    told_years,
)
from benchmarks.builds import UnlikeBuildError
from benchmarks.clock import FailedCommandError
from benchmarks.loads import UnlikeLoadError
from benchmarks.report import (
    CALIBRATION,
    DETECTION,
    EXPLORER,
    FIGURES,
    GROWTH,
    RECORDS,
    Told,
    with_figures,
)
from benchmarks.servers import SilentServerError
from warehouse.builds.published import published_build
from warehouse.builds.publishing import build
from warehouse.ground.settings import Settings

ALL = "all"
BUILD = "build"
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
        "part",
        nargs="?",
        choices=[ALL, BUILD, CALIBRATION, DETECTION, EXPLORER, GROWTH, RECORDS],
        default=ALL,
        help="what to measure",
    )
    parser.add_argument("--show-only", action="store_true", help="leave the README as it is")
    wanted = parser.parse_args()
    progress = Console(stderr=True)
    started = time.perf_counter()
    try:
        figures = measured(progress, wanted.part)
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


def measured(progress: Console, part: str) -> dict[str, str]:
    """Takes figures, and answers them in Markdown by their place in the README.

    Args:
        progress: Where to say what is being measured.
        part: What to measure: everything, or one place's figures alone.
    """
    load, _, _ = os.getloadavg()
    figures: dict[str, list[Told]] = {}
    browser = None
    with tempfile.TemporaryDirectory(prefix="warehouse-benchmarks-") as name:
        folder = Path(name)
        home = Settings(home=folder / "home")
        # First what looks at memory, while this process is small: what it starts counts at least
        # its own.
        loaded = loads.measure(folder / "loads", progress.print) if part == ALL else []
        if part in {ALL, RECORDS}:
            figures[RECORDS] = [*records.measure(folder / RECORDS, progress.print)]
        if part in {ALL, GROWTH}:
            figures[GROWTH] = [growth.measure(folder / GROWTH, progress.print)]
        if part in {ALL, BUILD}:
            built, home = builds.measure(folder, progress.print)
            progress.print("command")
            figures[FIGURES] = [*loaded, built, commands.measure(home)]
        if part in {ALL, DETECTION}:
            progress.print(DETECTION)
            figures[DETECTION] = [detection.measure()]
        if part in {CALIBRATION, EXPLORER}:
            progress.print("build")
            build(home, lambda _done, _total: None)
        if part in {ALL, CALIBRATION}:
            progress.print(CALIBRATION)
            database = published_build(home).database
            figures[CALIBRATION] = [calibration.measure(), told_years.measure(database)]
        if part in {ALL, EXPLORER}:
            progress.print("explorer")
            shown, browser = explorer.measure(home, folder)
            figures[EXPLORER] = [*shown]
    about = machine.described(load, browser)
    return {
        place: "\n\n".join([about, *(each.as_markdown() for each in listed)])
        for place, listed in figures.items()
    }


if __name__ == "__main__":
    sys.exit(main())
