"""The explorer as a reader meets it."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import fastexcel
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving, settle
from tests.browser.streamlit_parts import CHART, CHOICES, FAULT
from tests.shipped import figures

TABS = "nav.tabs"
SCREENSHOTS = Path(__file__).with_name("screenshots")
WIDTHS = {"wide": (1280, 720), "narrow": (390, 844)}


@contextmanager
def opened(browser: Browser, address: str, width: str = "wide") -> Iterator[Page]:
    """Opens a page and, at its end, holds that it said nothing to another host."""
    columns, rows = WIDTHS[width]
    context = browser.new_context(
        viewport={"width": columns, "height": rows}, accept_downloads=True
    )
    page = context.new_page()
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(address)
    settle(page)
    yield page
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts <= {"localhost"}
    assert failed == []
    context.close()


def go(page: Page, *names: str) -> None:
    """Goes to a page by its tab, or by that of its group and its name below."""
    for name in names:
        page.locator(TABS).get_by_role("link", name=name, exact=True).last.click()
        opened_tabs = page.locator(f"{TABS} a[aria-current]")
        expect(opened_tabs.filter(has_text=re.compile(f"^{name}$")).last).to_be_attached()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["trends", "compare", "drivers", "data"])
def test_a_page_is_whole_in_both_languages_and_widths(
    browser: Browser, explorer: str, path: str, width: str, language: str
) -> None:
    with opened(browser, f"{explorer}/{path}?lang={language}", width) as page:
        expect(page.locator(CHART).first).to_be_visible()
        expect(page.locator("table").first).to_be_visible()
        expect(page.locator(FAULT)).to_have_count(0)
        assert (
            page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[language]
        )
        # nothing is wider than the window
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width][0]
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{path}_{language}_{width}.png")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_an_empty_home_says_what_to_do(
    browser: Browser, empty_explorer: str, width: str, language: str
) -> None:
    with opened(browser, f"{empty_explorer}/?lang={language}", width) as page:
        expect(page.get_by_text("warehouse build").first).to_be_visible()
        expect(page.locator(FAULT)).to_have_count(0)
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"empty_{language}_{width}.png")


def test_a_shared_link_shows_the_same_view(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/trends?region=330400") as page:
        page.get_by_role("combobox", name=re.compile("事故范围")).click()
        page.get_by_role("option", name="生产安全事故").click()
        expect(page.locator("h1")).to_contain_text("2020年嘉兴市")
        address, sentence = page.url, page.locator("h1").inner_text()
    chosen = parse_qs(urlsplit(address).query)
    assert chosen["scope"] == ["production"]
    with opened(browser, address) as page:
        expect(page.locator("h1")).to_have_text(sentence)


def test_a_link_to_a_page_works_before_anybody_has_seen_the_first_page(
    browser: Browser, published_home: Path
) -> None:
    with (
        serving(published_home) as address,
        opened(browser, f"{address}/data?lang=en&region=330400") as page,
    ):
        expect(page.locator("h1")).to_contain_text(f"{len(figures()):,} published figures")
        go(page, "Trends")
        expect(page.locator("h1")).to_contain_text("In 2015 Jiaxing")


def test_a_region_is_found_by_pinyin_and_by_code(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/trends?region=330400") as page:
        box = page.get_by_role("combobox", name=re.compile("地区"))
        for typed in ("yangjiang", "441700"):
            box.fill(typed)
            expect(page.get_by_role("option", name=re.compile("阳江市")).first).to_be_visible()
        page.get_by_role("option", name=re.compile("阳江市")).first.click()
        expect(page.locator("td", has_text="阳江市").first).to_be_visible()
        page.wait_for_url(re.compile("330400(%2C|,)441700"))


def test_the_choice_goes_along_to_the_next_page_and_back(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/trends?region=441900&lang=en") as page:
        go(page, "Data")
        expect(page.locator("h1")).to_contain_text(f"{len(figures()):,} published figures")
        expect(page.locator("h2").first).to_contain_text("Dongguan")
        go(page, "Trends")
        expect(page.locator("h1")).to_contain_text("In 2024 Dongguan")


def test_drivers_and_trends_lead_to_each_other_with_the_same_selection(
    browser: Browser, explorer: str
) -> None:
    fire = "indicator=fire_deaths_per_100k_population&scope=fire"
    with opened(browser, f"{explorer}/trends?region=000000&{fire}") as page:
        page.locator("p", has_text="变化来自").get_by_role("link", name="变化原因").click()
        expect(page.locator("h1")).to_contain_text("2015—2018年，全国火灾十万人口死亡率")
        page.get_by_role("combobox", name="截止年").click()
        page.get_by_role("option", name="2020年（不可比）").click()
        expect(page.locator("h1")).to_contain_text(
            "2015—2020年，全国火灾十万人口死亡率（火灾）不作"
        )
        page.wait_for_url(re.compile("from=2015&to=2020"))
        settle(page)
        page.locator("p", has_text="各年数值").get_by_role("link", name="趋势").click()
        expect(page.locator("h1")).to_contain_text("2020年全国火灾十万人口死亡率")
        expect(page.locator("[role=dialog]")).to_have_count(0)  # that there is no such page
        # the reason of a break is met by the pointer; the rule stands apart from the points
        rule = page.locator("line[aria-label*='普查']").last
        rule.hover(force=True)
        expect(page.locator("#vg-tooltip-element")).to_contain_text("第七次全国人口普查")


def test_the_language_switch_keeps_the_choice(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/trends?region=441700") as page:
        expect(page.locator("h1")).to_contain_text("阳江市")
        page.get_by_text("English", exact=True).click()
        expect(page.locator("h1")).to_contain_text("Yangjiang")
        assert "lang=en" in page.url


def taken(page: Page, name: str, place: int = 0) -> bytes:
    """Clicks on what can be taken away, the first with this name or a later one."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).nth(place).click()
    return Path(waiting.value.path()).read_bytes()


def test_what_is_taken_away_is_what_is_shown(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/trends?region=330400") as page:
        expect(page.locator("table").first).to_be_visible()
        cells = [
            row.all_inner_texts()
            for row in (page.locator("tbody tr").nth(at).locator("td") for at in range(2))
        ]
        data, table = (taken(page, "CSV", place) for place in range(2))
        workbooks = [taken(page, "Excel", place) for place in range(2)]
        picture, drawing = taken(page, "PNG"), taken(page, "SVG").decode()
        heading = page.locator("h1").inner_text()
    assert data.startswith(b"\xef\xbb\xbf")  # so that spreadsheets read Chinese
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(row["时期"], row["死亡人数"], row["行政区划代码"]) for row in rows] == [
        ("2010年", "403", "330400"),
        ("2015年", "318", "330400"),
    ]
    shown = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))[1:]
    # an interval is two columns, a number with its unit too
    apart = [
        [*row[:3], *row[3].split("–"), row[4], *row[5].replace(",", "").split(" "), *row[6:]]
        for row in cells
    ]
    assert shown == apart
    books = [fastexcel.read_excel(book).load_sheet(0).to_polars() for book in workbooks]
    assert books[0]["死亡人数"].to_list() == [403, 318]
    assert books[1]["死亡人数"].to_list() == [403, 318]
    with Image.open(io.BytesIO(picture)) as opened_picture:
        assert opened_picture.format == "PNG"
    for words in (heading, ">人/亿元<", "资料来源：", "建库编号"):
        assert words in drawing, words


def test_the_citation_is_copied(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/trends?region=330400") as page:
        page.get_by_role("button", name="引用").click()
        expect(page.locator(".cited")).to_contain_text("资料来源：")
        page.get_by_role("button", name="复制文字").click()
        expect(page.get_by_role("button", name="已复制")).to_be_visible()
        assert "嘉兴市" in page.evaluate("getSelection().toString()")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_sentence_is_copied_by_the_keyboard(browser: Browser, explorer: str, width: str) -> None:
    with opened(browser, f"{explorer}/trends?region=330400", width) as page:
        heading = page.locator("h1")
        expect(heading).to_contain_text("嘉兴市")
        button = page.get_by_role("button", name="复制这句话").first
        box, above = button.bounding_box(), heading.bounding_box()
        assert box is not None
        assert above is not None
        assert min(box["width"], box["height"]) >= 24
        height = page.locator(".said").evaluate("element => element.offsetHeight")
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="已复制")).to_be_focused()
        assert page.evaluate("getSelection().toString()") == heading.inner_text()
        # nothing moves
        assert page.locator(".said").evaluate("element => element.offsetHeight") == height
        page.emulate_media(media="print")
        expect(page.locator("button.copy").first).to_be_hidden()


def test_a_table_is_sorted_by_its_headings(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/trends?region=330400") as page:
        heading = page.get_by_role("columnheader", name="死亡人数")
        deaths = page.locator("tbody tr td:nth-child(5)")
        for order, expected in (
            ("ascending", ["318", "403"]),
            ("descending", ["403", "318"]),
            (None, ["403", "318"]),  # as it was
        ):
            heading.get_by_role("button").click()
            assert heading.get_attribute("aria-sort") == order
            assert deaths.all_inner_texts() == expected


def test_a_chart_describes_itself_to_those_who_cannot_see_it(
    browser: Browser, explorer: str
) -> None:
    with opened(browser, f"{explorer}/trends?region=330400") as page:
        expect(page.locator(CHART).first).to_be_visible()
        expect(
            page.get_by_label(re.compile("^折线图：嘉兴市的亿元GDP死亡率")).first
        ).to_be_attached()


def test_the_bar_is_reached_by_the_keyboard_alone(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/trends?region=330400") as page:
        expect(page.locator(CHART).first).to_be_visible()
        names = []
        for _ in range(24):
            page.keyboard.press("Tab")
            names.append(
                page.evaluate(
                    "document.activeElement.ariaLabel || document.activeElement.innerText"
                )
            )
        said = " ".join(str(name) for name in names)
        for word in ("总览", "数据", "检索", "English", "指标", "事故范围"):
            assert word in said, names


def test_a_tile_leads_to_the_trends_of_its_region_by_the_same_indicator(
    browser: Browser, explorer: str
) -> None:
    with opened(browser, f"{explorer}/compare?scope=fire&when=2009") as page:
        page.get_by_role("link", name=re.compile("^浙江省：0.165")).click()
        expect(page.locator("h1")).to_contain_text("浙江省火灾十万人口死亡率")
        chosen = parse_qs(urlsplit(page.url).query)
    assert (chosen["region"], chosen["scope"]) == (["330000"], ["fire"])


def test_the_comparison_goes_along_when_its_period_changes(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/compare?region=330400&scope=all_kinds") as page:
        page.get_by_role("combobox", name=re.compile("时期")).click()
        page.get_by_role("option", name="2010年").click()
        expect(page.locator("h1")).to_contain_text("2010年亿元GDP死亡率")
        assert parse_qs(urlsplit(page.url).query)["when"] == ["2010"]


def test_from_a_card_to_its_trend_its_quote_and_back(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/?region=330400") as page:
        expect(page.locator("h1")).to_contain_text("生产安全事故死亡29人")
        card = page.locator("article", has_text="亿元GDP死亡率")
        expect(card).to_be_visible()
        # the answer and the first row of cards are whole on the first screen
        box = card.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= WIDTHS["wide"][1]
        card.get_by_role("link", name="趋势").click()
        expect(page.locator("h1")).to_contain_text("2020年嘉兴市亿元GDP死亡率0.015（生产安全事故）")
        chosen = parse_qs(urlsplit(page.url).query)
        assert (chosen["scope"], chosen["period"]) == (["production"], ["330400 2020"])
        expect(page.locator(".source blockquote").first).to_be_visible()
        page.go_back()
        expect(page.locator("h1")).to_contain_text("生产安全事故死亡29人")
        card.get_by_text("理由、规划原文和来源").click()
        expect(card.locator("blockquote").first).to_be_visible()
        expect(card.locator("blockquote").first).to_contain_text("30%")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_overview_is_whole_in_both_languages_and_widths(
    browser: Browser, explorer: str, width: str, language: str
) -> None:
    with opened(browser, f"{explorer}/?lang={language}", width) as page:
        expect(page.locator("article img").first).to_be_visible()
        expect(page.locator(FAULT)).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width][0]
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"overview_{language}_{width}.png")


def test_on_paper_a_card_keeps_its_name_and_status(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/?region=330400") as page:
        page.emulate_media(media="print")
        card = page.locator("article", has_text="亿元GDP死亡率").first
        expect(card.locator("h3")).to_be_visible()
        expect(card.locator(".status")).to_have_text("⊘ 不可比")  # a sign and a word, no colour
        for gone in (TABS, CHOICES, "button.copy.sentence"):
            expect(page.locator(gone).first).to_be_hidden()


def test_a_region_is_found_by_pinyin_on_the_overview(browser: Browser, explorer: str) -> None:
    with opened(browser, f"{explorer}/?region=330400,000000") as page:
        box = page.get_by_role("combobox", name=re.compile("地区"))
        box.click()
        box.fill("taizhou")
        page.get_by_role("option", name=re.compile("321200")).first.click()
        expect(page.locator("h1")).to_contain_text("泰州市2011–2015年各类事故死亡2,073人")
        chosen = parse_qs(urlsplit(page.url).query)
        assert (chosen["region"], chosen["plan"]) == (["321200,000000"], ["taizhou-2016-2020"])
