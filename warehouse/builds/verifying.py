"""The builds on disk compared with the fingerprints in their records."""

from collections.abc import Callable
from pathlib import Path

from warehouse.builds.kept_builds import current_id, faults_of_build, published_ids
from warehouse.builds.publishing import switch
from warehouse.ground.journal import write_down
from warehouse.ground.locks import exclusive_lock
from warehouse.ground.settings import Settings

DAMAGED_PREFIX = "damaged-"


def verify_builds(
    settings: Settings, fingerprint: Callable[[Path], str], *, mends: bool = True
) -> tuple[int, list[str], str]:
    """Compares every build with its record; a damaged one is set aside, and readers led elsewhere.

    Args:
        settings: The home.
        fingerprint: Answers a file's SHA-256.
        mends: Whether to set aside, or only to look.

    Returns:
        How many builds there are, the ids of the damaged ones, and the build that readers are led
        to in the place of the published one; "" where they stay where they were or none is left.

    Raises:
        BuildUnderWayError: Another process is building in the same home.
        OSError: The home cannot be read or written.
    """
    if not settings.builds.is_dir():
        return 0, [], ""
    with exclusive_lock(settings.builds / ".lock"):
        ids = published_ids(settings)
        damaged = [each for each in ids if faults_of_build(settings.builds / each, fingerprint)]
        left = current_id(settings)
        whole = [each for each in ids if each not in damaged]
        led_to = ""
        if left and left not in whole and mends:
            led_to = whole[-1] if whole else ""
            if led_to:
                switch(settings, led_to)
            else:
                settings.current.unlink()
        if left and left not in ids:  # the link leads nowhere, or to itself
            damaged.append(left)
        for each in damaged if mends else ():
            _set_aside(settings, each)
            write_down(settings, "mend", build=each, damage="build_damaged", led_to=led_to)
        return len(ids), damaged, led_to


def _set_aside(settings: Settings, build_id: str) -> None:
    folder = settings.builds / build_id
    if folder.is_dir() and not folder.is_symlink():
        folder.rename(settings.builds / f"{DAMAGED_PREFIX}{build_id}")
