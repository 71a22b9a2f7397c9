"""Streamlit with the explorer's packages already imported, so that no reader waits for them.

Started by `warehouse serve` as `python -m app.site.server run app/site/entrance.py …`, in the
place of `python -m streamlit`.
"""

import atexit
import gc
from importlib import import_module

from streamlit.web import cli

from app.page_registry import modules


def main() -> None:
    """Imports what the pages need, then hands over to Streamlit's own command line."""
    import_module("app.site.page_shell")
    for page in modules().values():
        import_module(page)
    # What is imported stays: freezing it spares each page run a walk through it.
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or DuckDB's bindings report leaks at the end
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
