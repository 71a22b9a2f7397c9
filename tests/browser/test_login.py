"""Login by OpenID Connect, the whole way there and back: readers see, keepers upload."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving, settle
from tests.browser.provider import CLIENT, PEOPLE, providing
from tests.browser.test_explorer import TABS

SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "not a secret, only long enough to be one"
client_id = "{client}"
client_secret = "not a secret"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def guarded(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Answers the address of an explorer that asks for a login and takes files of keepers."""
    home = tmp_path_factory.mktemp("user")
    with providing() as provider:

        def write_secrets(port: int) -> dict[str, str]:
            secrets = home / ".streamlit" / "secrets.toml"
            secrets.parent.mkdir()
            text = SECRETS.format(port=port, client=CLIENT, provider=provider.address)
            secrets.write_text(text, encoding="utf-8")
            return {"HOME": str(home), "WAREHOUSE_KEEPERS": PEOPLE["keeper"]}

        with serving(published_home, "--allow-uploads", prepare=write_secrets) as address:
            yield address


def log_in(page: Page, address: str, name: str) -> None:
    """Logs in as one of the people."""
    page.goto(f"{address}/?lang=zh")
    expect(page.locator("h1")).to_have_text("请先登录。")
    expect(page.get_by_text("亿元GDP死亡率")).to_have_count(0)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1")).to_contain_text("全国")
    settle(page)


@pytest.mark.parametrize(("name", "uploads"), [("reader", 0), ("keeper", 1)])
def test_readers_see_and_keepers_upload_until_they_log_out(
    browser: Browser, guarded: str, name: str, uploads: int
) -> None:
    context = browser.new_context()
    page = context.new_page()
    log_in(page, guarded, name)
    tabs = page.locator(TABS)
    tabs.get_by_role("link", name="数据", exact=True).click()
    expect(tabs.get_by_role("link", name="质量", exact=True)).to_be_visible()
    expect(tabs.get_by_role("link", name="上传", exact=True)).to_have_count(uploads)
    page.get_by_role("button", name="退出", exact=True).click()
    expect(page.locator("h1")).to_have_text("请先登录。")
    context.close()
