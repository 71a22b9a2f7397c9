"""From a file on a clerk's desk to the pages: checked, stored, built, refused rows taken home."""

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.app.loaded import MIXED
from tests.browser.conftest import serving, settle
from tests.browser.streamlit_parts import FAULT
from tests.browser.test_explorer import SCREENSHOTS, TABS, WIDTHS, opened

BUILD_SECONDS = 240
LONG = "各县区安全生产统计" * 30


@pytest.fixture(scope="module")
def home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answers a published home of this module's own."""
    copied = tmp_path_factory.mktemp("uploads") / "home"
    shutil.copytree(published_home, copied, symlinks=True)
    return copied


@pytest.fixture(scope="module")
def uploading(home: Path) -> Iterator[str]:
    """Answers the address of an explorer that takes files."""
    with serving(home, "--allow-uploads") as address:
        yield address


def choose(page: Page, *files: tuple[str, bytes]) -> None:
    """Chooses files as a reader does, whatever their names."""
    page.locator("input[type=file]").wait_for(state="attached")
    payloads: list[FilePayload] = [
        {"name": name, "mimeType": "text/csv", "buffer": content} for name, content in files
    ]
    page.set_input_files("input[type=file]", payloads)


def whole(page: Page, name: str, width: str) -> None:
    """Holds that a page is whole, and takes its picture."""
    expect(page.locator(FAULT)).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width][0]
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}_{width}.png")


def test_without_the_option_there_is_no_upload_page(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/loads?lang=zh") as page:
        expect(page.locator("h1")).to_have_text("还没有导入任何文件。")
        tabs = page.locator(TABS)
        expect(tabs.get_by_role("link", name="数据导入记录", exact=True)).to_be_visible()
        expect(tabs.get_by_role("link", name="上传", exact=True)).to_have_count(0)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{explorer}/upload")
    page.wait_for_timeout(3000)
    expect(page.locator("input[type=file]")).to_have_count(0)
    context.close()


def test_hostile_names_are_checked_like_any_other(
    browser: Browser, uploading: str, home: Path
) -> None:
    before = sorted(path for path in home.rglob("*") if path.is_file())
    names = (
        "../../../etc/passwd.csv",
        f"{LONG}.csv",
        ".隐藏.csv",
        "<img src=x onerror=alert(1)>.csv",
    )
    with opened(browser, f"{uploading}/upload?lang=zh") as page:
        choose(page, *((name, MIXED.encode() + b"\n" * at) for at, name in enumerate(names)))
        expect(page.locator("h1")).to_contain_text("4 个文件：可接受 8 行，拒绝 12 行")
        for shown in ("可部分导入：passwd.csv", "可部分导入：隐藏.csv"):
            expect(page.get_by_text(shown)).to_be_visible()
        whole(page, "upload_hostile_zh", "wide")
    assert sorted(path for path in home.rglob("*") if path.is_file()) == before


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_upload_page_is_whole_in_both_languages_and_widths(
    browser: Browser, uploading: str, width: str, language: str
) -> None:
    with opened(browser, f"{uploading}/upload?lang={language}", width) as page:
        choose(page, ("报表.csv", MIXED.encode()))
        expect(page.locator("table").first).to_be_visible()
        whole(page, f"upload_{language}", width)


@pytest.mark.parametrize(("language", "called"), [("zh", "选择文件"), ("en", "Choose files")])
def test_the_button_is_called_what_it_shows(
    browser: Browser, uploading: str, language: str, called: str
) -> None:
    with opened(browser, f"{uploading}/upload?lang={language}") as page:
        button = page.get_by_role("button", name=called, exact=True)
        expect(button).to_be_visible()


def test_a_file_is_checked_stored_built_and_shown(
    browser: Browser, uploading: str, home: Path
) -> None:
    with opened(browser, f"{uploading}/upload?lang=zh") as page:
        choose(page, ("报表.csv", MIXED.encode("gb18030")))
        expect(page.locator("h1")).to_contain_text("尚未保存")
        assert not (home / "archive").exists()
        settle(page)
        page.get_by_role("button", name="导入（1 个文件）").click()
        expect(page.locator("h1")).to_contain_text("已导入 1 个文件")
        assert len(list((home / "archive").iterdir())) == 1
        settle(page)
        page.get_by_role("button", name="现在更新数据").click()
        built = page.locator("h1", has_text="已建库并发布")
        expect(built).to_be_visible(timeout=BUILD_SECONDS * 1000)
        page.get_by_role("main").get_by_role("link", name="数据导入记录").last.click()
        expect(page.locator("h1")).to_contain_text("接受 2 行，拒绝 3 行")
    for language in ("zh", "en"):
        for width in WIDTHS:
            with opened(browser, f"{uploading}/loads?lang={language}", width) as page:
                expect(page.locator("table").nth(2)).to_be_visible()
                whole(page, f"loads_{language}", width)
    with opened(browser, f"{uploading}/loads?lang=zh&rows=refused") as page:
        _take_home(page)


def _take_home(page: Page) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载这些行（CSV）").click()
    assert waiting.value.suggested_filename == "报表_待改正.csv"
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert ",".join(lines[0]) == MIXED.splitlines()[0] + ",行号,拒绝原因,发现的内容"
    assert [line[0] for line in lines[1:]] == ["台洲市", "桐乡市", "嘉善县"]
    assert "'=1+1" in lines[2]
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载这些行（Excel）").click()
    assert waiting.value.suggested_filename == "报表_待改正.xlsx"
    assert Path(waiting.value.path()).read_bytes().startswith(b"PK")
