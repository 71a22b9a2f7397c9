"""In the first run of a visit a page ends with its first chart; the next one draws all."""

from pathlib import Path

import pytest

from app.figure.first_chart import MARK
from tests.app.test_pages import heading, page


def drawn(bodies: list[str], what: str) -> bool:
    """Answers whether something stands in the HTML of a page."""
    return any(what in body for body in bodies)


@pytest.mark.parametrize("name", ["trends", "compare", "drivers"])
def test_what_stands_below_the_first_chart_comes_with_the_second_run(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    whole = page(published_home, monkeypatch, name, region="330400")
    monkeypatch.setattr("app.figure.first_chart.is_in_browser", lambda: True)
    app = page(published_home, monkeypatch, name, region="330400")
    assert not app.exception
    first = [str(element.proto.body) for element in app.get("html")]
    assert heading(app) == heading(whole)
    assert len(app.get("vega_lite_chart")) == 1
    assert drawn(first, MARK)
    assert not drawn(first, "<table")
    app.run(timeout=30)
    second = [str(element.proto.body) for element in app.get("html")]
    assert second == [str(element.proto.body) for element in whole.get("html")]
    assert not drawn(second, MARK)


def test_a_page_without_a_chart_is_whole_at_once(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.figure.first_chart.is_in_browser", lambda: True)
    app = page(published_home, monkeypatch, "method")
    assert not drawn([str(element.proto.body) for element in app.get("html")], MARK)
