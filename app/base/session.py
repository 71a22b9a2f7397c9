"""What is remembered of one reader from one run of a page to the next, widgets' choices included.

The one door to Streamlit's session state: whoever remembers something names it here.
"""

from typing import Any

import streamlit as st


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


def remember(name: str, value: object) -> None:
    """Remembers something; of a widget drawn afterwards with that key, it is the choice."""
    st.session_state[name] = value
