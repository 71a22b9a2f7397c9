"""The explorer as a web application: what a browser is told before any page is drawn.

Streamlit's own HTML is called Streamlit, in English. Here it has the explorer's name and language,
also for those who only preview a link.
"""

from functools import cache

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from streamlit.starlette import App

from app.base import opening
from app.base.words import Words
from app.page_registry import modules
from app.site import newer_builds, search_index
from app.site.doors import Doors
from app.site.packed_files import PackedFiles
from app.site.streamlit_insides import ANSWERED, files, first_html, trust_nobody_else
from warehouse.ground.messages import Language
from warehouse.ground.project_files import PROJECT_DIR


@cache
def html(language: Language) -> str:
    """Answers the HTML that every page begins with."""
    return first_html(Words(language))


def _answer(request: Request) -> HTMLResponse:
    asked = request.query_params.get("lang")
    language: Language = (
        ("en" if asked == "en" else "zh")
        if asked
        else opening.preferred(request.headers.get("Accept-Language", ""))
    )
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
    return HTMLResponse(html(language), headers=headers)


class OtherPage(StringConvertor):
    """A word that might be a page and is none; what Streamlit answers itself is left to it."""

    regex = f"(?!(?:{'|'.join(ANSWERED)})$)[^/._][^/.]*"


register_url_convertor("other", OtherPage())
PACKED = [Middleware(GZipMiddleware)]
NAMES = ("", *modules(), "{page:other}")
PAGES = [Route(f"/{name}", _answer, middleware=PACKED) for name in NAMES]
ROUTES = [newer_builds.ROUTE, search_index.ROUTE, *PAGES]
trust_nobody_else()
app = App(
    PROJECT_DIR / "app" / "explorer.py",
    routes=ROUTES,
    middleware=[Middleware(Doors), Middleware(PackedFiles, files=files())],
)
