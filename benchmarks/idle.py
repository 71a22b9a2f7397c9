"""What pages cost the server that are open and left alone."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.browser import open_beside, visiting
from benchmarks.servers import Server

READERS = 20
SECONDS = 30
PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Idle:
    """What so many open pages took of one core while nobody touched them."""

    readers: int
    seconds: float
    cpu_seconds: float

    def as_markdown(self) -> str:
        """Answers it as a sentence in Markdown."""
        return (
            f"### Explorer: pages left open\n\n- {self.readers} pages that nobody touches take "
            f"{100 * self.cpu_seconds / self.seconds:.1f} % of a core at the server "
            f"({self.cpu_seconds:.2f} s of {self.seconds:.0f} s)."
        )


def measure(chromium: Browser, server: Server, path: str) -> Idle:
    """Opens pages, leaves them alone, and answers what the server's processes took meanwhile.

    Args:
        chromium: A browser.
        server: The explorer.
        path: The page to open.
    """
    with visiting(chromium, server.address + path) as page:
        for _ in range(READERS - 1):
            open_beside(page)
        page.wait_for_load_state("networkidle")
        before, started = processor_seconds(server.process), time.perf_counter()
        page.wait_for_timeout(SECONDS * 1000)
        used = processor_seconds(server.process) - before
        return Idle(READERS, time.perf_counter() - started, used)


def processor_seconds(process: int) -> float:
    """Answers the processor time that a process and those it started have taken so far.

    Args:
        process: Its id.
    """
    folder = PROC / str(process)
    # After the name, which may hold anything: state is the third field, utime the fourteenth.
    fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    own = sum(map(int, fields[11:13])) / TICKS
    children = (folder / "task" / str(process) / "children").read_text(encoding="utf-8").split()
    return own + sum(processor_seconds(int(each)) for each in children)
