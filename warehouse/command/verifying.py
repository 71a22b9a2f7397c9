"""Everything a home keeps, compared with what was written down of it when it was kept."""

from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from warehouse.command.fingerprints import Fingerprints
from warehouse.ground.errors import BuildUnderWayError
from warehouse.ground.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.mending import Damage


@dataclass(frozen=True)
class Verification:
    """What came of verifying a home.

    Attributes:
        loads: How many loads there are to be.
        builds: How many builds are on disk.
        damages: What was not as it was written.
        led_to: The build that readers are led to in the place of a damaged one; "" for none.
    """

    loads: int = 0
    builds: int = 0
    damages: "list[Damage]" = field(default_factory=list)
    led_to: str = ""

    @property
    def is_whole(self) -> bool:
        """Answers whether all is there, be it again."""
        return all(each.is_mended for each in self.damages)

    def as_json(self) -> dict[str, object]:
        """Answers what is printed with --json."""
        return {
            "is_whole": self.is_whole,
            "loads": self.loads,
            "builds": self.builds,
            "led_to": self.led_to,
            "damages": [asdict(each) | {"is_mended": each.is_mended} for each in self.damages],
        }


def verify(
    settings: Settings,
    waiting: "Callable[[], None] | None" = None,
    *,
    mends: bool = True,
    reads_all: bool = True,
) -> Verification:
    """Compares originals, rows and builds with their fingerprints, and mends what can be mended.

    Args:
        settings: The home.
        waiting: Called once if somebody else has the lake.
        mends: Whether to mend, or only to look.
        reads_all: Whether to read what has not changed since it was last found whole, too.

    Raises:
        BuildUnderWayError: Another process is building in the same home.
        OSError: The home cannot be read or written.
    """
    prints = Fingerprints(settings.home) if reads_all else Fingerprints.of_last_time(settings)
    if not settings.home.is_dir() or (not reads_all and prints.are_all_known(settings)):
        return Verification()
    # Imported here because where all is as it was, nothing slow is needed.
    from loaders.mending import Damage, Mending, verify_loads
    from warehouse.builds.verifying import verify_builds  # noqa: PLC0415 - slow, seldom needed

    loads, damages = verify_loads(settings, prints.of, waiting, mends=mends)
    builds, damaged, led_to = 0, list[str](), ""
    # A build under way says at the next run how it ended; only who reads all wants to know now.
    with suppress(*(() if reads_all else (BuildUnderWayError,))):
        builds, damaged, led_to = verify_builds(settings, prints.of, mends=mends)
    mending: Mending = "set_aside" if mends else ""
    damages += [Damage("build_damaged", f"builds/{each}", each, mending) for each in damaged]
    found = Verification(loads, builds, damages, led_to)
    if not damages and builds:
        prints.remember(settings)
    return found
