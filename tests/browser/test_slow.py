"""A page that takes long: the server's last word is held back. And a link's first requests."""

from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.browser.conftest import settle
from tests.browser.streamlit_parts import CHART, FAULT, STREAM, is_last
from warehouse.command.serving import HEALTH


def test_what_takes_long_says_so_until_it_is_there(browser: Browser, explorer: str) -> None:
    held: list[tuple[WebSocketRoute, str | bytes]] = []
    is_slow = True

    def between(reader: WebSocketRoute) -> None:
        def pass_on(told: str | bytes) -> None:
            if is_slow and is_last(told):
                held.append((reader, told))
            else:
                reader.send(told)

        reader.connect_to_server().on_message(pass_on)

    with browser.new_page() as page:
        page.route_web_socket(f"**{STREAM}", between)
        page.goto(f"{explorer}/data")
        working = page.get_by_role("status").filter(has_text="正在加载……")
        expect(working).to_be_visible()
        expect(working).to_contain_text("2 秒")
        is_slow = False
        for reader, told in held:
            reader.send(told)
        expect(working).to_have_count(0)


def test_a_link_finds_its_server_at_once(browser: Browser, explorer: str) -> None:
    with browser.new_page() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{explorer}/trends?lang=en", wait_until="commit")
        assert page.title().endswith("Work Safety Warehouse")
        settle(page)
    assert [url for url in asked if url.endswith(HEALTH)] == [f"{explorer}{HEALTH}"]


def test_a_page_s_first_chart_is_there_before_what_stands_below_it(
    browser: Browser, explorer: str
) -> None:
    note = f"""
    window.seen = {{}};
    const look = () => {{
      for (const [name, what] of [["chart", "{CHART}"], ["table", ".figures table"]]) {{
        if (document.querySelector(what)) window.seen[name] ??= performance.now();
      }}
      requestAnimationFrame(look);
    }};
    look();
    """
    with browser.new_page() as page:
        page.add_init_script(note)
        page.goto(f"{explorer}/trends?region=330400")
        settle(page)
        expect(page.locator(".figures table").first).to_be_attached()
        assert page.locator("[data-rest]").count() == 0
        assert page.locator(FAULT).count() == 0
        seen = page.evaluate("window.seen")
    assert seen["chart"] < seen["table"]
