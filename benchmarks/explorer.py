"""How soon the explorer shows a chart, beside a page with nothing but a chart."""

from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import browser, idle, readers
from benchmarks.clock import Timings
from benchmarks.report import MIB, Table, Told, number
from benchmarks.servers import Server, serving, serving_empty_page
from warehouse.builds.published import connect, published_build
from warehouse.command.serving import HEALTH
from warehouse.ground.settings import Settings

LOADS = 7
CHANGES = 20
EMPTY, TRENDS = "empty page", "Trends"
PATHS = {EMPTY: "/", TRENDS: "/trends"}
# Home and office lines: 10 Mbit/s, an answer after 40 ms.
SLOW = browser.Line(megabits=10, milliseconds=40)
NATION = "000000"  # the region with values of most indicators


def measure(home: Settings, folder: Path) -> tuple[list[Told], str]:
    """Loads both pages in turn, on two lines, leaves some open, then changes the indicator.

    Args:
        home: Where a build is published.
        folder: An empty folder to work in.

    Returns:
        The figures, and the browser's name and version.
    """
    with (
        browser.browsing() as chromium,
        serving_empty_page(folder / "empty") as empty,
        serving(home.home) as explorer,
    ):
        servers = {EMPTY: empty, TRENDS: explorer}
        # The browser's own first steps are nobody's.
        chromium.new_page().goto(empty.address + HEALTH)
        first = {
            name: browser.load(chromium, servers[name].address + path)
            for name, path in PATHS.items()
        }
        loads = _load_in_turn(chromium, servers)
        slow = _load_in_turn(chromium, servers, SLOW)
        left_open = idle.measure(chromium, explorer, PATHS[TRENDS])
        codes = indicators(home)
        changes = _time_changes(chromium, explorer, codes)
        version = f"Chromium {chromium.version}"
    # Playwright keeps this thread's event loop while its browser runs.
    with serving(home.home) as explorer:
        selections = [{"region": NATION, "indicator": code} for code in codes]
        answers = readers.measure(explorer.address, selections)
    tables: list[Told] = [
        _loads_table("Explorer: loads", loads),
        _loads_table(f"Explorer: loads at {SLOW.megabits:.0f} Mbit/s", slow),
        _first_table(servers, first),
        _changes_table(changes, loads[TRENDS]),
        answers,
        left_open,
    ]
    return tables, version


def indicators(home: Settings) -> list[str]:
    """Answers the indicators that have values for the nation, those with most first."""
    with connect(published_build(home).database) as connection:
        rows = connection.execute(
            "select indicator_code from fct_indicator_values where region_code = ?"
            " group by indicator_code order by count(*) desc, indicator_code",
            [NATION],
        ).fetchall()
    return [str(code) for (code,) in rows]


def _load_in_turn(
    chromium: Browser, servers: dict[str, Server], line: browser.Line | None = None
) -> dict[str, list[browser.Load]]:
    loads: dict[str, list[browser.Load]] = {name: [] for name in PATHS}
    for _ in range(LOADS):
        for name, path in PATHS.items():
            loads[name].append(browser.load(chromium, servers[name].address + path, line))
    return loads


def _time_changes(chromium: Browser, explorer: Server, codes: Sequence[str]) -> Timings:
    first, *others = codes
    address = f"{explorer.address}{PATHS[TRENDS]}?region={NATION}&indicator={first}"
    with browser.visiting(chromium, address) as page:
        page.wait_for_load_state("networkidle")
        asked = islice(cycle([*others, first]), CHANGES)
        seconds = tuple(browser.change(page, "indicator", code) for code in asked)
    return Timings("another indicator, to its heading", seconds)


def _loads_table(title: str, loads: dict[str, list[browser.Load]]) -> Table:
    marks = [
        Timings(f"{name}, first mark of the chart", tuple(load.mark for load in loads[name]))
        for name in PATHS
    ]
    headings = [
        Timings(f"{name}, heading", tuple(load.heading for load in loads[name])) for name in PATHS
    ]
    received = ", ".join(f"{name} {loads[name][0].received / MIB:.2f} MiB" for name in PATHS)
    return Table(
        title=title,
        against=marks[0],
        rows=(*marks, *headings),
        remarks=(f"Files of a first visit: {received}.",),
    )


def _first_table(servers: dict[str, Server], first: dict[str, browser.Load]) -> Table:
    starts = [
        Timings(f"{name}, start of the server until it answers", (servers[name].seconds,))
        for name in PATHS
    ]
    marks = [
        Timings(f"{name}, first mark in the first load thereafter", (first[name].mark,))
        for name in PATHS
    ]
    return Table(
        title="Explorer: first load after the server's start",
        against=marks[0],
        rows=(*marks, *starts),
    )


def _changes_table(changes: Timings, loads: Sequence[browser.Load]) -> Table:
    loaded = Timings("Trends, heading", tuple(load.heading for load in loads))
    return Table(
        title="Explorer: another indicator",
        against=loaded,
        rows=(changes,),
        remarks=(f"95 of 100 changes take at most {number(changes.p95)} s.",),
    )
