"""Getting about: tabs, one step back for each, names of windows, search, choices folded away."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving, settle
from tests.browser.streamlit_parts import APP, CHART_BOX, CHOICES, STATE
from tests.browser.test_explorer import TABS, go, opened

HEADING = "h1"


def chosen(page: Page) -> dict[str, list[str]]:
    """Answers what the address of a page names."""
    return parse_qs(urlsplit(page.url).query)


def test_each_page_is_one_step_back_and_names_its_window(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/?region=330400&lang=zh") as page:
        steps = page.evaluate("history.length")
        expect(page).to_have_title("总览 · 嘉兴市 · 嘉兴市安全生产“十三五”规划 — 安全生产统计仓库")
        go(page, "趋势")
        expect(page).to_have_title("趋势 · 嘉兴市 · 亿元GDP死亡率 — 安全生产统计仓库")
        settle(page)
        go(page, "规划", "规划对照")
        expect(page.locator(f"{TABS} [aria-current=page]")).to_have_text("规划对照")
        expect(page.locator(f"{TABS} [aria-current=true]")).to_have_text("规划")
        settle(page)
        assert page.evaluate("history.length") == steps + 3
        for step in ("规划", "趋势", "总览"):
            page.go_back()
            expect(page.locator(f"{TABS} .first [aria-current]")).to_have_text(step)
            settle(page)
        # A choice is a step too, and what hangs on it is not.
        go(page, "趋势")
        settle(page)
        heading = page.locator(HEADING).inner_text()
        page.get_by_role("combobox", name=re.compile("事故范围")).click()
        page.get_by_role("option", name="生产安全事故").click()
        expect(page.locator(HEADING)).not_to_have_text(heading)
        settle(page)
        page.go_back()
        expect(page.locator(HEADING)).to_have_text(heading)
        page.emulate_media(media="print")
        expect(page.locator(".on-paper")).to_contain_text("趋势 · 嘉兴市 · 亿元GDP死亡率")
        expect(page.locator(".on-paper")).to_contain_text("建库编号")
        expect(page.locator(TABS)).to_be_hidden()


def test_a_way_taken_is_not_overtaken_by_what_stands_below_a_chart(
    browser: Browser, explorer: str
) -> None:
    # The rest of a page is asked for at the very moment in which its reader leaves it: running
    # that page once more would lose the way.
    with opened(browser, f"{explorer}/trends?region=330400&lang=zh") as page:
        page.wait_for_timeout(2500)  # until its own rest is no longer awaited
        page.evaluate(
            """([app, state, link]) => {
              const rest = document.createElement("p");
              rest.dataset.rest = "below";
              document.body.append(rest);
              document.querySelector(link).click();
              const page = document.querySelector(app);
              page.setAttribute(state, "notRunning");
              setTimeout(() => rest.remove(), 500);
            }""",
            [APP, STATE, f"{TABS} a[href*='/plan?']"],
        )
        expect(page.locator(HEADING)).to_contain_text("项目标")


def test_a_click_on_a_point_opens_its_sources_and_on_a_cell_its_figures(
    browser: Browser, explorer: str
) -> None:
    with opened(browser, f"{explorer}/trends?region=330400&lang=zh") as page:
        page.locator(f"{CHART_BOX} path[aria-label*='2010年']").first.click(force=True)
        page.wait_for_url(re.compile(r"period=330400(\+|%20)2010"))
        settle(page)
        expect(page.locator("#sources")).to_be_in_viewport()
        expect(page.locator(".source h3", has_text="403").first).to_be_visible()
        page.go_back()
        page.wait_for_url(lambda address: "period=" not in address)
        go(page, "数据")
        settle(page)
        page.locator(f"{CHART_BOX} path[aria-label*='户籍人口'][aria-label*='2015']").first.click(
            force=True
        )
        page.wait_for_url(re.compile("measure=population_registered"))
        settle(page)
        expect(page.locator("#figures")).to_be_in_viewport()
        expect(page.locator("#figures")).to_contain_text("户籍人口")


def test_a_slash_searches_and_what_is_found_is_opened_by_the_keyboard(
    browser: Browser, explorer: str
) -> None:
    with opened(browser, f"{explorer}/trends?region=000000&lang=zh") as page:
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("快捷键")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.keyboard.press("/")
        page.keyboard.type("jiaxing")
        expect(page.get_by_role("option").first).to_have_text("嘉兴市 地区 · 浙江省")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        expect(page.locator(HEADING)).to_contain_text("嘉兴市")
        assert chosen(page)["region"] == ["330400"]
        settle(page)
        page.keyboard.press("/")
        page.keyboard.type("qqqqqq")
        expect(page.locator("#found")).to_contain_text("没有找到")
        page.keyboard.press("Escape")
        expect(page.locator("#found")).to_be_hidden()


def test_on_a_telephone_the_answer_stands_above_one_line_of_choices(
    browser: Browser, explorer: str
) -> None:
    with opened(browser, f"{explorer}/trends?region=330400&lang=zh", "narrow") as page:
        line = page.locator("button.choices")
        expect(line).to_contain_text("嘉兴市 · 亿元GDP死亡率")
        answer, below = page.locator(HEADING).bounding_box(), line.bounding_box()
        assert answer is not None
        assert below is not None
        assert answer["y"] + answer["height"] <= below["y"]
        expect(page.locator(CHOICES)).to_be_hidden()
        line.click()
        expect(page.locator(CHOICES)).to_be_visible()
        expect(page.locator(TABS)).to_be_hidden()
        page.get_by_role("button", name="趋势", exact=True).click()
        go(page, "比较")
        expect(page.locator(TABS)).to_be_hidden()


def test_a_page_opens_with_the_readers_last_region(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/trends?region=441900&lang=zh") as page:
        expect(page.locator("[data-recent^='441900']")).to_be_attached()
        page.wait_for_function("document.cookie.includes('warehouse_regions=441900')")
        page.goto(f"{explorer}/?lang=zh")
        expect(page.locator(HEADING)).to_contain_text("东莞市")


def test_a_server_has_a_region_of_its_own_and_speaks_the_browsers_language(
    browser: Browser, published_home: Path
) -> None:
    with serving(published_home, prepare=lambda _: {"WAREHOUSE_REGION": "321200"}) as address:
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        page.goto(f"{address}/trends")
        expect(page.locator(HEADING)).to_contain_text("Taizhou")
        context.close()


def test_what_a_link_names_in_vain_is_said(browser: Browser, explorer: str) -> None:
    named = "330400,000000,330000,440000,441900,441700,123456"
    with opened(browser, f"{explorer}/trends?region={named}&lang=zh") as page:
        said = page.get_by_text("一次最多显示5个地区")
        expect(said).to_contain_text("链接中的阳江市未显示")
        expect(said).to_contain_text("没有代码为123456的地区")
        page.goto(f"{explorer}/no-such-page?lang=zh")
        expect(page.get_by_role("dialog")).to_contain_text("没有这个页面")
