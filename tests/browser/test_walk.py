"""A walk over every page, in both languages, on three homes: nothing breaks, moves or is raw."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.browser.conftest import serving, settle
from tests.browser.streamlit_parts import FAULT, HOST_CONFIG, ICON, MAIN, TOOLBAR
from tests.browser.test_accessibility import registered
from warehouse.command.serving import HEALTH

# Each language on a screen and on a telephone between them.
WIDTHS = {"zh": 1280, "en": 390}
# How far what is seen moves while a page comes: the greatest sum within five seconds, with no
# second of rest between, as web.dev/cls has it; above 0.1 a page is not still.
MOST_MOVED = 0.1
NOTE_MOVES = """
window.moved = 0;
let sum = 0, first = 0, last = 0;
new PerformanceObserver((list) => {
  for (const { startTime, value, hadRecentInput } of list.getEntries()) {
    if (hadRecentInput) continue;
    const goesOn = startTime - last < 1000 && startTime - first < 5000;
    [sum, first] = goesOn ? [sum + value, first] : [value, startTime];
    last = startTime;
    window.moved = Math.max(window.moved, sum);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
# The homes, each with the region that is looked at.
REGIONS = {"published_home": "330400", "city_home": "140300", "empty": "330400"}
# Streamlit looks for its own server beside the page first, when a page is opened by its path.
BESIDE = (HEALTH, HOST_CONFIG)
# A code that was to be a word: road_traffic, does_not_reproduce, or a message that is missing.
RAW = re.compile(r"\[[a-z]+(?:_[a-z0-9]+)*\]|(?<![\w./%-])[a-z]+(?:_[a-z0-9]+)+(?![\w./(-])")
# What a reader sees or is read: the text, and the names of what has none; an icon is no text.
SAID = f"""() => {{
  const icons = [...document.querySelectorAll("{ICON}")];
  icons.forEach((each) => {{ each.style.visibility = "hidden"; }});
  const named = [...document.querySelectorAll("{MAIN} :is([aria-label], [title], [alt])")]
    .filter((each) => !each.closest("{TOOLBAR}, svg"))
    .flatMap((each) => [each.ariaLabel, each.title, each.alt]);
  const said = [document.body.innerText, ...named].filter(Boolean).join("\\n");
  icons.forEach((each) => {{ each.style.visibility = ""; }});
  return said;
}}"""


@dataclass
class Heard:
    """What a page says besides what it shows.

    Attributes:
        faults: Errors in the console and in scripts.
        hosts: Whom it asked.
    """

    faults: list[str] = field(default_factory=list)
    hosts: set[str | None] = field(default_factory=set)

    def listen(self, page: Page) -> None:
        """Listens to a page."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        address = urlsplit(message.location.get("url", ""))
        is_known = message.text.startswith("Failed to load resource") and "404" in message.text
        if message.type == "error" and not (is_known and address.path.endswith(BESIDE)):
            self.faults.append(f"{message.text} ({address.path})")

    def _see(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            self.hosts.add(urlsplit(request.url).hostname)


@pytest.fixture(scope="module", params=list(REGIONS))
def walked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Answers addresses on a home as it ships, a city's own and an empty one; %s is the page."""
    home = (
        tmp_path_factory.mktemp("empty")
        if request.param == "empty"
        else Path(request.getfixturevalue(request.param))
    )
    with serving(home, "--allow-uploads") as address:
        yield f"{address}/%s?region={REGIONS[request.param]}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_whole(browser: Browser, walked: str, language: str) -> None:
    width = WIDTHS[language]
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_init_script(NOTE_MOVES)
    page, heard = context.new_page(), Heard()
    heard.listen(page)
    wrong: list[tuple[str, str]] = []
    for path in registered():
        page.goto(f"{walked % path}&lang={language}")
        settle(page)
        expect(page.locator("h1")).not_to_be_empty()
        if page.locator(FAULT).count():
            wrong.append((path, "an exception"))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((path, "wider than the window"))
        if page.evaluate("window.moved") >= MOST_MOVED:
            wrong.append((path, f"moves by {page.evaluate('window.moved'):.2f}"))
        wrong += [(path, raw) for raw in RAW.findall(page.evaluate(SAID))]
        wrong += [(path, fault) for fault in heard.faults]
        heard.faults.clear()
    context.close()
    assert wrong == []
    assert heard.hosts == {"localhost"}
