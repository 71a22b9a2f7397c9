"""Streamlit with the explorer's packages already imported, so that no reader waits for them.

Started by `warehouse serve` as `python -m app.server run app/explorer.py …`, in the place of
`python -m streamlit`.
"""

import atexit
import gc
from importlib import import_module

from streamlit.web import cli

PACKAGES = (
    "app.frame",
    "app.views.compare",
    "app.views.data",
    "app.views.drivers",
    "app.views.loads",
    "app.views.method",
    "app.views.overview",
    "app.views.plan",
    "app.views.trends",
)


def main() -> None:
    """Imports what the pages need, then hands over to Streamlit's own command line."""
    for package in PACKAGES:
        import_module(package)
    # What is imported stays: freezing it spares each page run a walk through it.
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or DuckDB's bindings report leaks at the end
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
