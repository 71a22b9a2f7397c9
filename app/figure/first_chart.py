"""What stands below a page's first chart comes after it.

A browser spends as long on downloads, tables and sources as on the chart itself. So in the first
run of a visit the page ends with its first chart; page.js, which finds the mark that is left there,
runs the page again as soon as the chart is drawn, and then all of it is there.
"""

from typing import Final

import streamlit as st

from app.base.session import is_in_browser, remember, remembered

DRAWN: Final = "first_chart_drawn"
MARK: Final = '<p data-rest="below" hidden></p>'


def end_run_if_first() -> None:
    """Ends the run here where it is the first of a visit by a browser; else does nothing."""
    if remembered(DRAWN) or not is_in_browser():
        return
    remember(DRAWN, value=True)
    st.html(MARK)
    st.stop()
