"""How long a build is likely to take: as the last ones did."""

from contextlib import suppress
from statistics import median
from typing import Final

from warehouse.builds.build_records import BuildRecord
from warehouse.builds.kept_builds import published_ids
from warehouse.ground.settings import Settings

LAST_BUILDS: Final = 5


def expected_seconds(settings: Settings) -> float | None:
    """Answers how many seconds a build is likely to take; None where none has been published.

    The median of the last five kept builds: the first after a change of the project compiles,
    and takes far longer than the others.

    Args:
        settings: The home.
    """
    found = []
    for each in published_ids(settings)[-LAST_BUILDS:]:
        with suppress(OSError, ValueError):
            found.append(BuildRecord.read(settings.builds / each).seconds)
    return median(found) if found else None
