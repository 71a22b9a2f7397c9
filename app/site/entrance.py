"""The explorer as a web application: what a browser is told before any page is drawn.

Streamlit's own HTML is called Streamlit, in English. Here it has the explorer's name and language,
also for those who only preview a link, and says where the server is: Streamlit would look for it
below the page's own address first and lose a tenth of a second there.
"""

from functools import cache
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from streamlit import file_util
from streamlit.starlette import App

from app.base.words import Words
from app.page_registry import modules
from warehouse.ground.messages import Language
from warehouse.ground.project_files import PROJECT_DIR

# Relative, as the addresses in Streamlit's HTML are: right below any path of a reverse proxy.
ADDRESS = '<script>window.__streamlit={BACKEND_BASE_URL:new URL(".",location.href).href}</script>'


@cache
def html(language: Language) -> str:
    """Answers the HTML of every page: Streamlit's, with name, language and address."""
    words = Words(language)
    own = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    for theirs, ours in (
        ('<html lang="en">', f'<html lang="{words("html_lang")}">'),
        ("<title>Streamlit</title>", f"<title>{escape(words('title'))}</title>"),
        ("</head>", f"{ADDRESS}</head>"),
    ):
        own = own.replace(theirs, ours, 1)
    return own


def _answer(request: Request) -> HTMLResponse:
    language: Language = "en" if request.query_params.get("lang") == "en" else "zh"
    return HTMLResponse(html(language), headers={"Cache-Control": "no-cache"})


ROUTES = [Route(f"/{page}", _answer) for page in ("", *modules())]
app = App(PROJECT_DIR / "app" / "explorer.py", routes=ROUTES)
