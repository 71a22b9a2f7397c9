"""Streamlit with the explorer's packages already imported, so that no reader waits for them.

Started by `warehouse serve` as `python -m app.server run app/entrance.py …`, in the place of
`python -m streamlit`.
"""

import atexit
import gc
from importlib import import_module
from pkgutil import iter_modules

from streamlit.web import cli

from app import views


def main() -> None:
    """Imports what the pages need, then hands over to Streamlit's own command line."""
    import_module("app.frame")
    for page in iter_modules(views.__path__):
        import_module(f"{views.__name__}.{page.name}")
    # What is imported stays: freezing it spares each page run a walk through it.
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or DuckDB's bindings report leaks at the end
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
