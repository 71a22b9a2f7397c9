"""What the figures were taken on: versions and the machine's shape, nothing that names it."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version

from warehouse.ground.settings import project_version

PACKAGES = {
    "duckdb": "DuckDB",
    "dbt-core": "dbt-core",
    "dbt-duckdb": "dbt-duckdb",
    "polars": "Polars",
    "streamlit": "Streamlit",
    "altair": "Altair",
    "playwright": "Playwright",
}
GIB = 1024**3


def cores() -> int:
    """Answers how many cores this process may use."""
    return len(os.sched_getaffinity(0))


def described(load: float, browser: str | None = None) -> str:
    """Answers the date, the machine's shape and the versions, in Markdown.

    Args:
        load: How many processes wanted to run in the minute before the figures were taken.
        browser: The browser's name and version, where one was used.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    versions = [
        f"Python {platform.python_version()}",
        *(f"{name} {version(package)}" for package, name in PACKAGES.items()),
        *([browser] if browser else []),
    ]
    return (
        f"Taken on {datetime.now(UTC):%Y-%m-%d} with version {project_version()} on {cores()} cores"
        f" and {memory:.0f} GiB of memory ({platform.system()}, {platform.machine()});"
        f" load in the minute before: {load:.1f}.\n\n"
        f"{', '.join(versions)}."
    )
