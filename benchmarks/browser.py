"""A browser that notes when things are first seen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

PATIENCE_SECONDS = 30
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Looks at every frame; what is found is dated from the start of the navigation.
NOTE_FIRST_SEEN = """
window.firstSeen = {};
const wanted = {
  heading: 'h1',
  mark: '[data-testid="stVegaLiteChart"] :is([class*="role-mark"] path, canvas)',
};
const isSeen = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && element.checkVisibility();
};
const look = () => {
  for (const [name, selector] of Object.entries(wanted)) {
    if (!(name in window.firstSeen) && [...document.querySelectorAll(selector)].some(isSeen)) {
      window.firstSeen[name] = performance.now() / 1000;
    }
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""

# What came for a page: its own HTML and every file; the web socket is not among them.
RECEIVED = """
[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, entry) => sum + entry.transferSize, 0)
"""

# Changes the address as Back and Forward do, and waits for another heading.
CHANGE_PARAMETER = """
([name, value, patience]) => new Promise((resolve, reject) => {
  const heading = () => document.querySelector('h1')?.innerText ?? '';
  const before = heading();
  const address = new URL(location.href);
  address.searchParams.set(name, value);
  const started = performance.now();
  const look = () => {
    const seconds = (performance.now() - started) / 1000;
    if (heading() !== '' && heading() !== before) resolve(seconds);
    else if (seconds > patience) reject(new Error(`no other heading for ${name}=${value}`));
    else requestAnimationFrame(look);
  };
  history.pushState({}, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
  requestAnimationFrame(look);
})
"""


@dataclass(frozen=True)
class Load:
    """When a page showed itself, in seconds after the navigation began.

    Attributes:
        heading: Its first heading.
        mark: The first mark of its first chart.
        received: Bytes of all files that came for it, with their headers.
    """

    heading: float
    mark: float
    received: int


@dataclass(frozen=True)
class Line:
    """A line between browser and server.

    Attributes:
        megabits: How much it carries in a second, each way.
        milliseconds: How long an answer takes at least.
    """

    megabits: float
    milliseconds: float

    def as_conditions(self) -> dict[str, object]:
        """Answers it as Chromium's developer tools ask for it."""
        carried = self.megabits * 1_000_000 / 8
        return {
            "offline": False,
            "latency": self.milliseconds,
            "downloadThroughput": carried,
            "uploadThroughput": carried,
        }


def _installed() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-headless-shell")


@contextmanager
def browsing() -> Iterator[Browser]:
    """Runs Chromium: the system's where there is one, else Playwright's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_installed(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(browser: Browser, address: str, line: Line | None = None) -> Iterator[Page]:
    """Opens an address in a context of its own, with nothing cached, and waits for a chart.

    Args:
        browser: The browser.
        address: The page.
        line: The line it comes by; as fast as this machine unless given.
    """
    context = browser.new_context()
    try:
        context.add_init_script(NOTE_FIRST_SEEN)
        page = context.new_page()
        if line is not None:
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", line.as_conditions())
        _open(page, address)
        yield page
    finally:
        context.close()


def open_beside(page: Page) -> Page:
    """Opens the same page once more beside it, with what is cached, and waits for a chart."""
    other = page.context.new_page()
    _open(other, page.url)
    return other


def _open(page: Page, address: str) -> None:
    page.goto(address, wait_until="commit")
    page.wait_for_function("'mark' in window.firstSeen && 'heading' in window.firstSeen")


def load(browser: Browser, address: str, line: Line | None = None) -> Load:
    """Loads a page and answers when it showed itself, and how much came for it."""
    with visiting(browser, address, line) as page:
        seen = page.evaluate("window.firstSeen")
        page.wait_for_load_state("networkidle")
        return Load(
            heading=float(seen["heading"]),
            mark=float(seen["mark"]),
            received=int(page.evaluate(RECEIVED)),
        )


def change(page: Page, name: str, value: str) -> float:
    """Changes one parameter of a page's address and answers when its heading was another."""
    return float(page.evaluate(CHANGE_PARAMETER, [name, value, PATIENCE_SECONDS]))
