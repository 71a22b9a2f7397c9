"""What the explorer knows of Streamlit's insides, which a new version may change.

The HTML it begins with, where it looks for its server, what it says in English only. The names of
its parts on a page, too, stand in one place for each language: streamlit.css beside this file, and
the head of page.js. What it remembers of a reader is asked in app/base/session.py.
"""

import json
from html import escape
from pathlib import Path

from streamlit import file_util

from app.base.words import Words

STYLE = Path(__file__).with_name("streamlit.css").read_text(encoding="utf-8")
# Relative, as the addresses in Streamlit's HTML are: right below any path of a reverse proxy.
ADDRESS = '<script>window.__streamlit={BACKEND_BASE_URL:new URL(".",location.href).href}</script>'
# What it says in English only: to screen readers and those who use the keyboard.
OWN_WORDS = (
    "skip",
    "pages",
    "sidebar",
    "expand",
    "collapse",
    "values",
    "clear",
    "clear_one",
    "open",
    "help",
    "help_for",
    "remove",
    "file",
)


def first_html(words: Words) -> str:
    """Answers the HTML that every page begins with: Streamlit's, with our name and language.

    It says where the server is, too: Streamlit would look for it below the page's own address
    first and lose a tenth of a second there.
    """
    own = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    for theirs, ours in (
        ('<html lang="en">', f'<html lang="{words("html_lang")}">'),
        ("<title>Streamlit</title>", f"<title>{escape(words('title'))}</title>"),
        ("</head>", f"{ADDRESS}</head>"),
    ):
        own = own.replace(theirs, ours, 1)
    return own


def files() -> dict[str, Path]:
    """Answers Streamlit's own scripts, styles and fonts by their address; each has a hashed name.

    Others might be changed under the same name, so only these are kept packed.
    """
    folder = Path(file_util.get_static_dir())
    return {
        f"/{path.relative_to(folder).as_posix()}": path
        for path in (folder / "static").rglob("*")
        if path.is_file()
    }


def own_words(words: Words) -> str:
    """Answers Streamlit's own words, each with ours, as JSON for page.js."""
    english = Words("en")
    pairs = [[each(f"own_{code}", label="{}") for each in (english, words)] for code in OWN_WORDS]
    return json.dumps(pairs, ensure_ascii=False)
