"""Who may see what: everybody, unless Streamlit's own login is set up; then readers and keepers.

With `[auth]` in `.streamlit/secrets.toml` nobody sees a figure before logging in. Who has logged
in is a reader; whose e-mail address is in WAREHOUSE_KEEPERS is a keeper, and may upload.
"""

import os
from collections.abc import Mapping

import streamlit as st

from app.base import sentences
from app.base.markdown import in_markdown, message
from app.base.words import Words
from warehouse.ground.settings import Settings

SECTION = "auth"
UPLOADS_VARIABLE = "WAREHOUSE_UPLOADS"
UPLOADS_ALLOWED = "1"
# What stands in [auth] beside the names of providers.
PROVIDER_KEYS = {"client_id", "client_secret", "server_metadata_url"}


def is_asked() -> bool:
    """Answers whether this server has a login."""
    # Asking st.secrets without a file draws an error on the page.
    return st.secrets.load_if_toml_exists() and SECTION in st.secrets


def may_read() -> bool:
    """Answers whether the reader may see figures."""
    return not is_asked() or bool(st.user.is_logged_in)


def uploads_are_allowed() -> bool:
    """Answers whether this server was started with uploads allowed."""
    return os.environ.get(UPLOADS_VARIABLE) == UPLOADS_ALLOWED


def may_upload() -> bool:
    """Answers whether the reader may upload: where it is allowed, and only keepers if asked."""
    return uploads_are_allowed() and (not is_asked() or _is_keeper())


def draw_login(words: Words) -> None:
    """Draws the page for those who have not logged in: what this is, and a button."""
    st.html(sentences.first_line(words("login_ask"), words))
    st.markdown(words("login_why"))
    for provider in providers():
        label = message(words, "login_with", provider=provider) if provider else words("login")
        if st.button(label, type="primary", key=f"login_{provider}"):
            st.login(provider or None)


def draw_logout(words: Words) -> None:
    """Draws who has logged in and a button to leave, where there is a login."""
    if not is_asked() or not st.user.is_logged_in:
        return
    who = str(st.user.get("email") or st.user.get("name") or "")
    if st.button(words("logout"), key="logout", help=in_markdown(who) or None):
        st.logout()


def providers() -> list[str]:
    """Answers the providers of `[auth]`: an empty text for one without a name."""
    section = st.secrets[SECTION]
    named = [name for name, value in section.items() if isinstance(value, Mapping)]
    named = [name for name in named if PROVIDER_KEYS & set(section[name])]
    return named or [""]


def _is_keeper() -> bool:
    """Answers whether the provider vouches for an address that is a keeper's."""
    if not st.user.is_logged_in or st.user.get("email_verified") in (False, "false"):
        return False
    address = str(st.user.get("email") or "").strip().casefold()
    return address in Settings.from_environment().keepers
