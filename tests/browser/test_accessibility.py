"""WCAG 2.2 AA on every page: by axe-core, by the keyboard alone, enlarged, light and dark."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.page_registry import modules
from tests.browser.conftest import serving, settle
from tests.browser.streamlit_parts import CHART, CHART_BOX, SKIP

Scheme = Literal["light", "dark"]


class View(NamedTuple):
    """How a reader sees a page."""

    language: str
    width: int
    scheme: Scheme
    scale: int = 1


STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
GRAVE = {"serious", "critical"}
# Each page in each language and each scheme; 200 % on a screen of 1280 is a window of 640.
VIEWS = [View("zh", 1280, "light"), View("en", 640, "dark", 2)]


def registered() -> list[str]:
    """Answers the paths of all registered pages; the first page has none."""
    return ["", *list(modules())[1:]]


@pytest.fixture(scope="module")
def every_page(published_home: Path) -> Iterator[str]:
    """Answers the address of an explorer with all its pages, the upload page too."""
    with serving(published_home, "--allow-uploads") as address:
        yield address


@contextmanager
def seen(
    browser: Browser, address: str, width: int, scheme: Scheme = "light", scale: int = 1
) -> Iterator[Page]:
    """Opens a page as a reader with this window and these settings sees it."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, device_scale_factor=scale
    )
    page = context.new_page()
    page.goto(address)
    settle(page)
    yield page
    context.close()


def faults(page: Page) -> list[tuple[str, str]]:
    """Answers rule and element of every grave fault that is ours to mend."""
    found: list[dict[str, Any]] = (
        Axe().run(page, options={"runOnly": STANDARD}).response["violations"]
    )
    return [
        (fault["id"], node["html"])
        for fault in found
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


def test_all_pages_are_found() -> None:
    assert {"", "compare", "drivers", "data", "loads", "quality", "method", "upload"} <= set(
        registered()
    )


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "-".join(map(str, view)))
@pytest.mark.parametrize("path", registered())
def test_a_page_has_no_grave_fault(
    browser: Browser, every_page: str, path: str, view: View
) -> None:
    with seen(browser, f"{every_page}/{path}?lang={view.language}", *view[1:]) as page:
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= view.width


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "-".join(map(str, view)))
def test_an_empty_home_has_no_grave_fault(
    browser: Browser, empty_explorer: str, view: View
) -> None:
    with seen(browser, f"{empty_explorer}/?lang={view.language}", *view[1:]) as page:
        assert faults(page) == []


# Words of charts with their ink and with what they lie on: the first ground that is not clear, from
# the drawing itself outwards.
WORDS_AND_GROUNDS = f"""() => {{
  const groundOf = (element) => {{
    const colour = getComputedStyle(element).backgroundColor;
    const isClear = /^rgba\\(.*, 0\\)$|^transparent$/.test(colour);
    return isClear && element.parentElement ? groundOf(element.parentElement) : colour;
  }};
  return [...document.querySelectorAll("{CHART_BOX} svg text")]
    .filter((each) => getComputedStyle(each).strokeWidth === "1px" && each.textContent)
    .map((each) => [each.textContent, getComputedStyle(each).fill, groundOf(each.closest("svg"))]);
}}"""


def luminance(colour: str) -> float:
    """Answers the relative luminance of `rgb(r, g, b)` by WCAG 2.2."""
    shares = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Answers the contrast of two colours by WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    # #777 on white is the well-known near miss
    assert contrast("rgb(119, 119, 119)", "rgb(255, 255, 255)") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["trends", "compare", "drivers"])
def test_words_in_charts_are_read_on_light_and_dark_pages(
    browser: Browser, every_page: str, path: str, scheme: Scheme
) -> None:
    regions = "330400,000000,330000,440000,441900"
    with seen(browser, f"{every_page}/{path}?region={regions}", 1280, scheme) as page:
        expect(page.locator(CHART).first).to_be_visible()
        words = page.evaluate(WORDS_AND_GROUNDS)
        assert words
        assert {luminance(ground) < 0.1 for _, _, ground in words} == {scheme == "dark"}
        assert [each for each in words if contrast(*each[1:]) < 4.5] == []


def reach(page: Page, name: str, key: str = "Tab") -> None:
    """Presses a key until what is called so has the focus."""
    said = []
    for _ in range(60):
        page.keyboard.press(key)
        said.append(
            page.evaluate(
                "document.activeElement.ariaLabel || document.activeElement.innerText"
                " || document.activeElement.labels?.[0]?.innerText || ''"
            )
        )
        if said[-1].strip() == name:
            return
    pytest.fail(f"{name} is not among {said}")


def test_a_choice_is_made_and_a_term_opened_by_the_keyboard_alone(
    browser: Browser, every_page: str
) -> None:
    with seen(browser, f"{every_page}/trends?region=330400", 1280) as page:
        reach(page, "指标")
        page.keyboard.press("ArrowDown")
        page.keyboard.type("火灾十万")
        expect(page.get_by_role("option", name="火灾十万人口死亡率")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("火灾十万人口死亡率")
        page.goto(f"{every_page}/trends?region=330400")
        expect(page.locator("h1")).to_contain_text("亿元GDP死亡率")
        settle(page)
        reach(page, "置信区间")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("置信区间：事故有偶然性")
        assert "term=confidence_interval" in page.url


def test_streamlits_own_words_are_those_of_the_page(browser: Browser, every_page: str) -> None:
    own = "Skip to main content|Selected values|Clear|Open|Help|Remove|Close|Fullscreen"
    english = (
        f"[...document.querySelectorAll('[aria-label]:not(svg *), {SKIP}')]"
        ".map(each => each.ariaLabel || each.textContent)"
        f".filter(said => /^({own})/.test(said))"
    )
    with seen(browser, f"{every_page}/trends?region=330400", 1280) as page:
        for name in ("全部清除", "指标的说明", re.compile("^移除 嘉兴市")):
            expect(page.get_by_role("button", name=name)).to_have_count(1)
        assert page.evaluate(english) == []
        page.get_by_text("English", exact=True).click()
        expect(page.locator("h1")).to_contain_text("Jiaxing")
        for name in ("Clear all", "Help for Indicator", re.compile("^Remove Jiaxing")):
            expect(page.get_by_role("button", name=name)).to_have_count(1)
        expect(page.locator(SKIP)).to_have_text("Skip to main content")


def test_the_language_and_the_page_change_by_the_keyboard_alone(
    browser: Browser, every_page: str
) -> None:
    with seen(browser, f"{every_page}/method?term=funnel", 1280) as page:
        reach(page, "English")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("Funnel plot: Size across")
        page.goto(f"{every_page}/method?term=funnel&lang=en")
        expect(page.locator("h1")).to_contain_text("Funnel plot")
        settle(page)
        reach(page, "Data")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("published figures")
        reach(page, "Quality")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("published rates")
