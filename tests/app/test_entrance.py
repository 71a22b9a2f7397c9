"""What a browser is told before any page is drawn."""

import asyncio

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette

from app.site import entrance


def get(path: str) -> Response:
    """Answers what the explorer's server answers before Streamlit is asked."""

    async def ask() -> Response:
        transport = ASGITransport(Starlette(routes=entrance.ROUTES))
        async with AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    return asyncio.run(ask())


@pytest.mark.parametrize("path", ["/", "/trends", "/plans_compared?region=330400"])
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
