"""Pages left open: what they ask of the server, and when a new build appears in them."""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, WebSocket, expect

from app.site.newer_builds import PATH
from tests.browser.conftest import free_port, serving, settle
from tests.browser.streamlit_parts import FAULT

LATER = "20991231T000000Z"
# A page behind a tab that is looked at: what a browser says of it, told by the test.
IN_THE_BACKGROUND = """
window.isBehind = false;
Object.defineProperty(document, "hidden", { get: () => window.isBehind });
window.look = (isBehind) => {
  window.isBehind = isBehind;
  document.dispatchEvent(new Event("visibilitychange"));
};
"""


def publish_again(home: Path, build_id: str) -> None:
    """Publishes what is published once more, under another name, by one switch of the link."""
    current = home / "builds" / "current"
    first = current.resolve()
    second = shutil.copytree(first, first.with_name(build_id))
    record = second / "build.json"
    text = record.read_text(encoding="utf-8").replace(first.name, build_id)
    record.write_text(text, encoding="utf-8")
    following = current.with_name("next")
    following.symlink_to(second)
    following.replace(current)


def copied(home: Path, folder: Path) -> Path:
    """Answers a copy of a home, in which something else may be published."""
    return Path(shutil.copytree(home, folder / "home", symlinks=True))


def expect_build(page: Page, build_id: str) -> None:
    """Waits until the page Data tells of a build."""
    expect(page.get_by_text(f"建库编号 {build_id}，用时")).to_be_visible()


def frames(page: Page) -> list[str | bytes]:
    """Answers a list of what a page will say through web sockets that it opens from now on."""
    sent: list[str | bytes] = []

    def take(said: str | bytes) -> None:
        sent.append(said)

    def note(web_socket: WebSocket) -> None:
        web_socket.on("framesent", take)

    page.on("websocket", note)
    return sent


def is_question(request: Request) -> bool:
    """Answers whether a page asks which build is published."""
    return request.url.endswith(f"/{PATH}")


def ask_three_times(page: Page) -> None:
    """Waits until a page has asked three times for the build published now."""
    for _ in range(3):
        with page.expect_request_finished(is_question):
            pass


def test_a_new_build_appears_by_itself(
    browser: Browser, published_home: Path, tmp_path: Path
) -> None:
    home = copied(published_home, tmp_path)
    first = (home / "builds" / "current").resolve().name
    with serving(home) as address, browser.new_page() as page:
        page.goto(f"{address}/data")
        expect_build(page, first)
        settle(page)
        page.evaluate("window.isSamePage = true")
        publish_again(home, LATER)
        expect_build(page, LATER)
        expect(page.locator(FAULT)).to_have_count(0)
        assert page.evaluate("window.isSamePage")
        settle(page)
        said: list[str] = []
        page.on("request", lambda request: said.append(request.url))
        ask_three_times(page)
        assert {url.rpartition("/")[2] for url in said} == {PATH}


def test_a_page_at_rest_runs_nothing(browser: Browser, explorer: str) -> None:
    with browser.new_page() as page:
        sent = frames(page)
        page.goto(f"{explorer}/trends?region=330400")
        settle(page)
        assert sent
        sent.clear()
        ask_three_times(page)
        assert sent == []


def test_a_page_behind_another_asks_nothing_until_it_is_looked_at(
    browser: Browser, published_home: Path, tmp_path: Path
) -> None:
    home = copied(published_home, tmp_path)
    with serving(home) as address, browser.new_page() as page, browser.new_page() as other:
        page.add_init_script(IN_THE_BACKGROUND)
        page.goto(f"{address}/data")
        settle(page)
        page.evaluate("look(true)")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        other.goto(f"{address}/data")
        settle(other)
        publish_again(home, LATER)
        expect_build(other, LATER)
        ask_three_times(other)
        assert asked == []
        page.evaluate("look(false)")
        expect_build(page, LATER)


def test_what_is_no_token_runs_nothing(browser: Browser, explorer: str) -> None:
    with browser.new_page() as page:
        sent = frames(page)
        page.goto(f"{explorer}/data")
        settle(page)
        sent.clear()
        # as a proxy answers that wants its own login, or has no server behind it
        page.route(f"**/{PATH}", lambda route: route.fulfill(body="<!doctype html><title>Log in"))
        ask_three_times(page)
        assert sent == []


def test_an_answer_that_no_run_brings_is_run_for_once(browser: Browser, explorer: str) -> None:
    with browser.new_page() as page:
        sent = frames(page)
        page.goto(f"{explorer}/data")
        settle(page)
        sent.clear()
        page.route(f"**/{PATH}", lambda route: route.fulfill(body="0" * 32))
        ask_three_times(page)
        settle(page)
        ask_three_times(page)
        assert len(sent) == 1


def test_it_asks_beside_its_own_address_below_any_path_of_a_proxy(
    browser: Browser, explorer: str
) -> None:
    with browser.new_page() as page:
        page.goto(f"{explorer}/data")
        settle(page)
        page.evaluate("history.replaceState({}, '', '/statistics/data')")
        with page.expect_request(f"{explorer}/statistics/{PATH}"):
            pass


def test_a_page_goes_on_when_the_server_has_started_anew(
    browser: Browser, published_home: Path, tmp_path: Path
) -> None:
    home, port = copied(published_home, tmp_path), free_port()
    with browser.new_page() as page:
        sent = frames(page)
        with serving(home, port=port) as address:
            page.goto(f"{address}/data")
            settle(page)
            page.evaluate("window.isSamePage = true")
        publish_again(home, LATER)
        with serving(home, port=port):
            expect_build(page, LATER)
            settle(page)
            sent.clear()
            ask_three_times(page)
            assert sent == []
            assert page.evaluate("window.isSamePage")
