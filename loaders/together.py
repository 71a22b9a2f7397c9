"""Files that come together: what one brings of a registry, the others may use, whatever the order.

A file whose rows were refused is read once more when a registry was accepted after it: a town's
figures may come before the town. Nothing is read twice that was accepted at once.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from loaders.judge.judging import Progress
from loaders.lake.outcomes import Outcome
from loaders.lake.schemas import REGISTRIES
from loaders.lake.scratch_folders import loading_folder
from loaders.loading import (  # noqa: TID253 - itself imported only by those who load
    NOBODY,
    Checked,
    Sender,
    check_file,
    load_file,
)
from warehouse.ground.settings import Settings

Watch: TypeAlias = Callable[[Path], AbstractContextManager[Progress | None]]
Item = TypeVar("Item")
Result = TypeVar("Result")
# An indicator leans on a measure, a plan on a region: so many rounds settle all of them.
MOST_ROUNDS: Final = len(REGISTRIES) + 1


def _unwatched(_path: Path) -> AbstractContextManager[Progress | None]:
    return nullcontext()


def load_together(
    settings: Settings,
    paths: Sequence[Path],
    *,
    layout: str | None = None,
    watch: Watch = _unwatched,
    sender: Sender = NOBODY,
) -> list[Outcome]:
    """Loads files into the lake, and answers their outcomes in the order given.

    Args:
        settings: The home.
        paths: The files.
        layout: As of loaders.loading.load_file.
        watch: Answers, for a file, a context that is told how many rows have been read.
        sender: On whose behalf.

    Raises:
        LayoutFaultyError: A layout of the user's own is faulty.
        OSError: The home cannot be written.
    """

    def load(path: Path) -> Outcome:
        with watch(path) as progress:
            return load_file(settings, path, layout=layout, progress=progress, sender=sender)

    return in_rounds(paths, load, lambda outcome: outcome)


def check_together(
    settings: Settings,
    paths: Sequence[Path],
    *,
    layout: str | None = None,
    watch: Watch = _unwatched,
) -> list[Checked]:
    """Answers what would come of files; arguments and errors as of load_together."""
    with loading_folder(settings) as kept:

        def check(path: Path) -> Checked:
            with watch(path) as progress:
                return check_file(settings, path, layout=layout, progress=progress, registries=kept)

        return in_rounds(paths, check, lambda checked: checked.outcome)


def in_rounds(
    items: Sequence[Item], take: Callable[[Item], Result], outcome_of: Callable[[Result], Outcome]
) -> list[Result]:
    """Takes each item, and again those that a registry taken after them may have mended.

    Args:
        items: What is to be taken.
        take: Loads or checks one.
        outcome_of: Answers the outcome of what taking came to.

    Returns:
        What the last taking of each came to, in the order of the items.
    """
    results = [take(item) for item in items]
    outcomes = [outcome_of(result) for result in results]
    brought = [place for place, each in enumerate(outcomes) if _brings(each)]
    left = [place for place, each in enumerate(outcomes) if _may_be_mended(each)]
    again = [place for place in left if any(place < registry for registry in brought)]
    for _round in range(MOST_ROUNDS):
        if not again:
            break
        more = False
        for place in sorted(again, key=lambda place: (_rank(outcomes[place]), place)):
            before = outcomes[place].rows_accepted
            results[place] = take(items[place])
            outcomes[place] = outcome_of(results[place])
            more |= _brings(outcomes[place]) and outcomes[place].rows_accepted > before
        again = [place for place, each in enumerate(outcomes) if more and _may_be_mended(each)]
    return results


def _brings(outcome: Outcome) -> bool:
    return outcome.kind in REGISTRIES and outcome.rows_accepted > 0


def _may_be_mended(outcome: Outcome) -> bool:
    return outcome.rows_refused > 0 or outcome.refusal == "coverage_not_recognised"


def _rank(outcome: Outcome) -> int:
    """Answers the place of a kind among the registries; all others come after them."""
    kinds = list(REGISTRIES)
    return kinds.index(outcome.kind) if outcome.kind in REGISTRIES else len(kinds)
