"""What a browser is told before any page is drawn."""

import asyncio

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette

from app.base import opening
from app.site import entrance


def get(path: str, **headers: str) -> Response:
    """Answers what the explorer's server answers before Streamlit is asked."""

    async def ask() -> Response:
        transport = ASGITransport(Starlette(routes=entrance.ROUTES))
        async with AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    "path", ["/", "/trends", "/plans_compared?region=330400", "/no-such-page", "/没有这一页"]
)
def test_every_page_has_the_explorers_name_and_language(path: str) -> None:
    answer = get(path)
    assert answer.headers["cache-control"] == "no-cache"  # the next version's files have new names
    assert "<title>安全生产统计仓库</title>" in answer.text
    assert '<html lang="zh-CN">' in answer.text
    assert "Streamlit</title>" not in answer.text


def test_the_html_comes_packed_to_who_takes_it_so() -> None:
    answer = get("/trends")  # the client says that it takes gzip
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(answer.content) / 2


def test_a_link_in_english_says_so_at_once() -> None:
    answer = get("/trends?lang=en")
    assert "<title>Work Safety Warehouse</title>" in answer.text
    assert '<html lang="en">' in answer.text


def test_the_server_is_named_relative_to_where_the_page_is() -> None:
    assert 'BACKEND_BASE_URL:new URL(".",location.href).href' in entrance.html("zh")


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9", "en"),
        ("en;q=0.3, zh-TW;q=0.7", "zh"),
        ("de-DE, fr;q=0.9", "en"),  # who reads neither says so
        ("de, zh;q=0.1", "zh"),
        ("zh;q=x, en;q=0.1", "en"),
        (";;q=,*", "en"),
    ],
)
def test_a_link_without_a_language_is_in_the_browsers(asked: str, language: str) -> None:
    assert opening.preferred(asked) == language
    page = get("/trends", **{"Accept-Language": asked})
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in page.text
    assert '<html lang="zh-CN">' in get("/?lang=zh", **{"Accept-Language": asked}).text


def test_the_styles_are_there_before_anything_is_drawn() -> None:
    html = get("/").text
    assert html.index('<div id="root">') < html.index("header.site {") < html.index("</body>")
    assert html.index("history.pushState =") < html.index("</head>")


@pytest.mark.parametrize("path", ["/oauth2callback", "/favicon.png", "/_stcore", "/static/x"])
def test_what_streamlit_answers_is_left_to_it(path: str) -> None:
    assert get(path).status_code == 404  # here there is no Streamlit
