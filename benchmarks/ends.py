"""`python -m benchmarks.ends`: ends work before each change of the disk, and tallies what is lost.

Loads, reloads and mendings of a small home are cut short before each rename, removal, making of a
folder and opening for writing below the home, on a file system that exchanges two folders at once
and on one that needs three steps. The tally goes into the README; the exit status is 1 where
anything was lost or wrong.
"""

import argparse
import sys
import tempfile
import unittest.mock
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeAlias

from rich.console import Console
from rich.markdown import Markdown

from benchmarks.report import with_figures
from tests.loaders.conftest import FIGURES
from tests.loaders.crash_trials import GDP, Tally, change_rows, cover, prepare_home, try_all
from warehouse.ground import exchanging
from warehouse.ground.settings import Settings, project_version

README: Final = Path(__file__).with_name("README.md")
PLACE: Final = "ends"
Work: TypeAlias = Callable[[Settings], object]


def main() -> int:
    """Tries all ends, and answers the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ends", description=__doc__)
    parser.add_argument("--show-only", action="store_true", help="leave the README as it is")
    wanted = parser.parse_args()
    rows = [(name, system, _tried(name, system)) for name in KINDS for system in SYSTEMS]
    figures = as_markdown(rows)
    Console(width=200).print(Markdown(figures))
    for *_, tally in rows:
        Console(stderr=True).print(*tally.wrong, sep="\n", end="")
    if not wanted.show_only:
        text = with_figures(README.read_text(encoding="utf-8"), figures, PLACE)
        README.write_text(text, encoding="utf-8")
    return 1 if any(tally.wrong for *_, tally in rows) else 0


def as_markdown(rows: list[tuple[str, str, Tally]]) -> str:
    """Answers the tally as a table, and when it was taken."""
    taken = datetime.now(UTC).date().isoformat()
    lines = [
        f"Taken on {taken} with version {project_version()}.",
        "",
        "| work | file system exchanges | ends tried | lost or wrong |",
        "| --- | --- | ---: | ---: |",
        *(f"| {name} | {system} | {t.points} | {len(t.wrong)} |" for name, system, t in rows),
        f"| all | | {sum(t.points for *_, t in rows)} | {sum(len(t.wrong) for *_, t in rows)} |",
    ]
    return "\n".join(lines)


def _first_load(given: Path) -> tuple[Work, Work]:
    from loaders.loading import load_file

    (given / "gdp.csv").write_text(FIGURES + GDP, encoding="utf-8")
    (given / "gdp.csv.meta.toml").write_text('source_title = "公报"\n', encoding="utf-8")
    return (lambda home: load_file(home, given / "gdp.csv")), (lambda _home: None)


def _changed_sidecar(given: Path) -> tuple[Work, Work]:
    from loaders.loading import load_file

    def again(home: Settings) -> None:
        cover(given, "2015-12-31")
        load_file(home, given / "register.csv")

    return again, lambda home: prepare_home(home, given)


def _reload(given: Path) -> tuple[Work, Work]:
    from loaders.reloading import reload_lake

    def before(home: Settings) -> None:
        prepare_home(home, given)
        change_rows(home)

    return reload_lake, before


def _mending(given: Path) -> tuple[Work, Work]:
    from loaders.mending import verify_loads

    def before(home: Settings) -> None:
        prepare_home(home, given)
        for path in home.lake.glob("*/accidents.parquet"):
            path.rename(path.with_name("statistics.parquet"))

    return verify_loads, before


KINDS: Final = {
    "a first load with a sidecar": _first_load,
    "a load with a changed sidecar": _changed_sidecar,
    "a reload": _reload,
    "a verification that mends": _mending,
}
SYSTEMS: Final = ("at once", "in steps")


def _tried(name: str, system: str) -> Tally:
    with tempfile.TemporaryDirectory() as folder, _on(system):
        given = Path(folder) / "given"
        given.mkdir()
        return try_all(*KINDS[name](given), Path(folder))


def _on(system: str) -> "unittest.mock._patch[object]":
    """Answers a block within which folders are exchanged so."""
    at_once = exchanging._at_once  # noqa: SLF001 - what is stood in for
    stand_in = at_once if system == "at once" else (lambda _made, _target: False)
    return unittest.mock.patch.object(exchanging, "_at_once", stand_in)


if __name__ == "__main__":
    sys.exit(main())
