"""Streamlit with the explorer's packages already imported, so that no reader waits for them.

Started by `warehouse serve` as `python -m app.site.server run app/site/entrance.py …`, in the
place of `python -m streamlit`.
"""

import atexit
import gc
import os
import signal
import sys
import threading
from importlib import import_module

from streamlit.web import cli

from app.page_registry import modules

# Set by who holds the other end of this process's input, and ends with it when it ends.
HELD_VARIABLE = "WAREHOUSE_SERVER_IS_HELD"
STOP_SECONDS = 5


def end_with_holder() -> None:
    """Ends this process when the command that started it has ended, even if it was killed."""
    if os.environ.pop(HELD_VARIABLE, None) is None:
        return

    def wait() -> None:
        while sys.stdin.buffer.read(1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(STOP_SECONDS)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def main() -> None:
    """Imports what the pages need, then hands over to Streamlit's own command line."""
    end_with_holder()
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
