"""What is remembered of one reader from one run of a page to the next, widgets' choices included.

The one door to Streamlit's session state: whoever remembers something names it here.
"""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

# Readers whose page takes files, by their session's name; the last so many, in order.
_SENDERS: Final = dict[str, None]()
MOST_SENDERS: Final = 10_000


def remembered(name: str, otherwise: object = None) -> Any:  # noqa: ANN401 - whatever was put there
    """Answers what is remembered under a name, or of the widget with that key.

    Args:
        name: The name.
        otherwise: The answer when there is nothing.
    """
    return st.session_state.get(name, otherwise)


def is_in_browser() -> bool:
    """Answers whether a browser draws what is run: a test that runs a page by itself has none."""
    return bool(st.context.headers.to_dict())


def cookies() -> Mapping[str, str]:
    """Answers what this reader's browser keeps for us, as it was when the page was opened."""
    return dict(st.context.cookies)


def preferred_languages() -> str:
    """Answers the languages that this reader's browser asks for, as it says them itself."""
    return st.context.headers.get("Accept-Language") or ""


def remember(name: str, value: object) -> None:
    """Remembers something; of a widget drawn afterwards with that key, it is the choice."""
    st.session_state[name] = value


def settle_sending(*, is_allowed: bool) -> None:
    """Settles whether the server takes files for this reader, until it is settled anew."""
    context = get_script_run_ctx()
    if context is None:
        return
    _SENDERS.pop(context.session_id, None)
    if is_allowed:
        _SENDERS[context.session_id] = None
    for name in list(_SENDERS)[:-MOST_SENDERS]:
        _SENDERS.pop(name, None)


def may_send_files(name: str) -> bool:
    """Answers whether files are taken for the session of this name."""
    return name in _SENDERS
