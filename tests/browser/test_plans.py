"""The pages of plans as a reader meets them."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.streamlit_parts import CHART, FAULT
from tests.browser.test_explorer import SCREENSHOTS, WIDTHS, opened
from tests.shipped import targets_of


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["plan", "target", "plans_compared"])
def test_a_page_of_plans_is_whole_in_both_languages_and_widths(
    browser: Browser, explorer: str, path: str, width: str, language: str
) -> None:
    address = f"{explorer}/{path}?region=330400&lang={language}"
    with opened(browser, address, width) as page:
        drawn = CHART if path == "target" else "table"
        expect(page.locator(drawn).first).to_be_visible()
        expect(page.locator(FAULT)).to_have_count(0)
        # nothing is wider than the window
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width][0]
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{path}_{language}_{width}.png")


def test_a_card_leads_to_its_target_and_back_and_on_to_the_trend(
    browser: Browser, explorer: str
) -> None:
    with opened(browser, f"{explorer}/plan?region=330400") as page:
        page.get_by_role("link", name="各类事故死亡人数").click()
        expect(page.locator("h1")).to_contain_text("嘉兴市各类事故死亡人数2020年比2015年下降15%")
        chosen = parse_qs(urlsplit(page.url).query)
        assert chosen["target"] == ["jiaxing-2016-2020-04"]
        page.get_by_role("link", name="返回规划").click()
        targets = len(targets_of("jiaxing-2016-2020"))
        expect(page.locator("h1")).to_contain_text(f"共{targets}项目标：达标0项")
        page.get_by_role("link", name="各类事故死亡人数").click()
        page.get_by_role("link", name="看这一指标的趋势").click()
        expect(page.locator("h1")).to_contain_text("2020年嘉兴市死亡人数86人（生产安全事故）")
        expect(page.locator("[role=dialog]")).to_have_count(0)  # that there is no such page


def test_a_quote_is_shown_on_demand(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/plan?region=330400") as page:
        quote = page.get_by_text("与2015年相比下降30%，控制在0.063以内").first
        expect(quote).to_be_hidden()
        page.get_by_text("规划原文与出处").first.click()
        expect(quote).to_be_visible()


def test_the_choice_of_plan_period_and_status_is_in_the_address(
    browser: Browser, explorer: str
) -> None:
    with opened(browser, f"{explorer}/plan?region=330400") as page:
        page.get_by_role("combobox", name="规划").click()
        page.get_by_role("option", name="嘉兴市安全生产“十二五”规划").click()
        expect(page.locator("h1")).to_contain_text("达标4项")
        page.wait_for_url(re.compile("plan=jiaxing-2011-2015"))
        address, sentence = page.url, page.locator("h1").inner_text()
    with opened(browser, address) as page:
        expect(page.locator("h1")).to_have_text(sentence)


def test_the_evaluation_is_downloaded(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/plan?region=330400&view=table") as page:
        for name, start in (("下载 CSV", b"\xef\xbb\xbf"), ("下载 Excel", b"PK")):
            with page.expect_download() as waiting:
                page.get_by_role("button", name=name).click()
            assert Path(waiting.value.path()).read_bytes().startswith(start)
            assert "评估表" in waiting.value.suggested_filename
