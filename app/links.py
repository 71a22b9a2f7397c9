"""Links from one page of the explorer to another, with the choice that goes along."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

FIRST = "first_page"


def remember_first(code: str) -> None:
    """Keeps which page stands at the root of the address.

    Args:
        code: The page's code.
    """
    st.session_state[FIRST] = code


def address(code: str, **chosen: str) -> str:
    """Answers the address of a page, relative to the one that is open.

    Args:
        code: The page's code.
        chosen: The choice by the names in the URL; empty ones are left out.
    """
    path = "" if st.session_state.get(FIRST) == code else code
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"./{path}?{query}" if query else f"./{path}"


def anchor(words: str, href: str) -> str:
    """Answers a link within the explorer as HTML, everything in it escaped."""
    return f'<a href="{escape(href, quote=True)}" target="_self">{escape(words)}</a>'
