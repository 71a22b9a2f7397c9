"""Captures how the explorer's pages look and read, and compares two captures.

Meant for changes of the code after which nothing may look or read otherwise: capture before,
capture after, compare. What hangs on the clock or on the build is masked: the identifier of the
build, its day, how long it took, times of day, and the path of the home.
"""

import difflib
import os
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from PIL import Image, ImageChops
from playwright.sync_api import Page, sync_playwright

ADDRESSES = Path(__file__).with_suffix(".toml")
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, NARROW = 1280, 390
PATIENCE_MS = 60_000
# Chromium draws nothing higher.
HIGHEST = 16_000
SHARE_ALLOWED = 0.0005

# Whether the script has ended, and what is drawn has kept its place for three looks in a row.
SETTLED = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  const main = document.querySelector("[data-testid=stMain]");
  const charts = [...document.querySelectorAll(".stVegaLiteChart")].filter(
    (chart) => chart.checkVisibility({ visibilityProperty: true }),
  );
  const drawn = charts.filter((chart) => chart.querySelector("svg.marks, canvas")).length;
  const done = document.querySelector("h1") && app?.dataset.testScriptState === "notRunning"
    && drawn === charts.length && !document.querySelector("[data-stale=true]")
    && document.fonts.status === "loaded";
  const now = done ? [main.scrollHeight, main.scrollWidth, charts.length, innerHeight].join() : "";
  window.settledLooks = done && now === window.settledSeen ? window.settledLooks + 1 : 0;
  window.settledSeen = now;
  return window.settledLooks >= 3;
}"""
# Opens what is folded; answers how much that was.
UNFOLD = """() => [...document.querySelectorAll("details:not([open]) > summary")]
  .map((summary) => summary.click()).length"""
# How high a window shows the whole page without scrolling.
HEIGHT = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  return innerHeight + main.scrollHeight - main.clientHeight;
}"""
# The page puts Streamlit's words into its own language when the state of its script is written: it
# is written once more, or else that comes with the next look for a new build, seconds later.
MASK = r"""(home) => {
  const app = document.querySelector("[data-testid=stApp]");
  app.dataset.testScriptState = app.dataset.testScriptState;
  const masks = [
    [home, "HOME"],
    [/\b\d{8}T\d{6}(\d*)Z/g, "00000000T000000$1Z"],
    [/\b\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?/g, "0000-00-00 00:00"],
    [/\b\d{4}-\d{2}-\d{2}(?= 建库)|(?<=Built )\d{4}-\d{2}-\d{2}/g, "0000-00-00"],
    [/\b\d+\.\d(?= 秒| s;)/g, "00.0"],
  ];
  const masked = (text) => masks.reduce((now, [found, put]) => now.replaceAll(found, put), text);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    if (masked(node.data) !== node.data) node.data = masked(node.data);
  }
  document.querySelectorAll("input").forEach((input) => {
    if (masked(input.value) !== input.value) input.value = masked(input.value);
  });
}"""
# What a reader sees, what is in boxes, what is read to a reader, and where links lead.
SAID = """() => {
  const all = (selector, tell) =>
    [...document.querySelectorAll(selector)].map(tell).filter(Boolean).join("\\n");
  const names = (each) => [each.ariaLabel, each.title, each.alt].filter(Boolean).join(" | ");
  return [
    document.title, document.body.innerText,
    "== boxes", all("input:not([type=file])", (each) => `${each.ariaLabel}: ${each.value}`),
    "== names", all("[data-testid=stMain] :is([aria-label], [title], [alt]):not(svg *)", names),
    "== marks", all("svg.marks [aria-label]", (each) => each.getAttribute("aria-label")),
    "== links", all("a[href]", (each) => each.href.replace(location.origin, "")),
  ].join("\\n") + "\\n";
}"""

app = typer.Typer(help=__doc__, add_completion=False)


def views(addresses: Path, pages: str) -> Iterator[tuple[str, str, int]]:
    """Answers name, address and width of every view.

    Args:
        addresses: Addresses by name, in tables.
        pages: The table.

    Raises:
        BadParameter: There is no such table.
    """
    tables = tomllib.loads(addresses.read_text(encoding="utf-8"))
    if pages not in tables:
        message = f"{pages} is none of {', '.join(tables)}"
        raise typer.BadParameter(message)
    for name, address in tables[pages].items():
        for width in (WIDE, NARROW)[: 1 if "-" in name else 2]:
            for language in ("zh", "en"):
                joined = "&" if "?" in address else "?"
                yield f"{name}.{language}.{width}", f"{address}{joined}lang={language}", width


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serves the explorer of the checkout this runs in, uploads allowed, until the block ends.

    Args:
        home: The home it shows.

    Raises:
        RuntimeError: It does not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    beside = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "WAREHOUSE_HOME": str(home.resolve()),
        "WAREHOUSE_UPLOADS": "1",
        "PORT": port,
        "LC_ALL": "C.UTF-8",
    }
    with subprocess.Popen(
        ["/usr/bin/env", "warehouse", "serve"],
        env={**os.environ, **beside},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            if process.stdout is None or port not in process.stdout.readline():
                message = "warehouse serve does not start"
                raise RuntimeError(message)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


def settle(page: Page) -> None:
    """Waits until a page is whole and keeps still."""
    page.evaluate("window.settledLooks = 0")
    page.wait_for_function(SETTLED, polling=100, timeout=PATIENCE_MS)


def take(page: Page, address: str, width: int, home: str, target: Path) -> None:
    """Opens a page and writes what it says and how it looks.

    Args:
        page: A page of the browser.
        address: What to open.
        width: How wide the window is.
        home: The path of the home, which is masked.
        target: The files to write, without their ending.
    """
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    settle(page)
    if page.evaluate(UNFOLD):
        settle(page)
    page.evaluate(MASK, home)
    for _ in range(3):  # a higher window may make some charts higher
        height = min(int(page.evaluate(HEIGHT)), HIGHEST)
        if page.viewport_size == {"width": width, "height": height}:
            break
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
    page.evaluate(MASK, home)
    Path(f"{target}.txt").write_text(page.evaluate(SAID), encoding="utf-8")
    page.screenshot(path=f"{target}.png", animations="disabled", caret="hide")


def differing_share(before: Path, after: Path) -> float:
    """Answers which share of two pictures' pixels differs; all of it where their sizes do."""
    if before.read_bytes() == after.read_bytes():
        return 0
    with Image.open(before) as one, Image.open(after) as other:
        if one.size != other.size:
            return 1
        red, green, blue = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).split()
        most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        return 1 - most.histogram()[0] / (one.width * one.height)


def changed_lines(before: Path, after: Path, most: int) -> list[str]:
    """Answers the lines in which two texts differ, the first of them where they are many."""
    one, other = (path.read_text(encoding="utf-8").splitlines() for path in (before, after))
    found = [f"    {each}" for each in difflib.unified_diff(one, other, n=0, lineterm="")][2:]
    return found[:most] + ([f"    ... {len(found) - most} more"] if len(found) > most else [])


@app.command()
def capture(
    home: Annotated[Path, typer.Argument(help="Home to show; may be empty.")],
    folder: Annotated[Path, typer.Argument(help="Folder to write into; without files yet.")],
    pages: Annotated[str, typer.Option(help="Table of the TOML file.")] = "shipped",
    only: Annotated[str, typer.Option(help="Only views whose name holds this.")] = "",
    addresses: Annotated[
        Path,
        typer.Option(
            exists=True,
            help="TOML file of names and addresses; another one for a checkout whose pages or "
            "parameters are called otherwise.",
        ),
    ] = ADDRESSES,
) -> None:
    """Write NAME.LANGUAGE.WIDTH.txt and .png for every view; run it in the checkout to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        message = f"{folder} is not empty"
        raise typer.BadParameter(message)
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    started = time.perf_counter()
    with serving(home) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(reduced_motion="reduce")
        for name, address, width in views(addresses, pages):
            if only in name:
                take(page, f"{root}/{address}", width, str(home.resolve()), folder / name)
                typer.echo(f"{time.perf_counter() - started:6.1f} s  {name}")
        browser.close()


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    after: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    pixels: Annotated[
        float, typer.Option(help="Share of a picture's pixels that may differ.")
    ] = SHARE_ALLOWED,
    lines: Annotated[int, typer.Option(help="Lines shown of each text's difference.")] = 12,
) -> None:
    """Tell which views differ; end with 1 if a text does, a view is gone or a picture is other."""
    earlier, later = ({path.stem for path in each.glob("*.txt")} for each in (before, after))
    gone, new, both = earlier - later, later - earlier, sorted(earlier & later)
    for name in sorted(gone ^ new):
        typer.echo(f"{'GONE' if name in gone else 'new':<8}{name}")
    wrong = len(gone)
    for name in both:
        told = changed_lines(before / f"{name}.txt", after / f"{name}.txt", lines)
        share = differing_share(before / f"{name}.png", after / f"{name}.png")
        is_wrong = bool(told) or share > pixels
        wrong += is_wrong
        if is_wrong or share:
            picture = f"{share:.4%} of the pixels differ" if share else "same picture"
            state = "DIFFERS" if is_wrong else "near"
            typer.echo("\n".join([f"{state:<8}{name}: {picture}", *told]))
    typer.echo(f"{len(both)} views compared, {wrong} differ or are gone")
    raise typer.Exit(code=bool(wrong or not both))


if __name__ == "__main__":
    app()
