"""Files that a reader sends through the browser: received, checked, stored."""

import re
import tempfile
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.files import originals
from loaders.bytes.unreadable import UnreadableFileError
from loaders.form import own_layouts
from loaders.readers import read_document
from warehouse.ground.settings import Settings

if TYPE_CHECKING:
    from loaders.lake.outcomes import Outcome
    from loaders.loading import Checked

NAMELESS = "upload"
MOST_NAME_BYTES = 180  # file systems hold 255, and the archive and sidecars add to it
SIDECAR = ".meta.toml"
ENDING = re.compile(r"(\.[^.\s]{1,10}){1,2}\Z")

Progress = Callable[[str, int], None]


class Sent(Protocol):
    """A file as the browser sends it."""

    @property
    def name(self) -> str:
        """What the browser says it is called."""

    def getbuffer(self) -> memoryview:
        """Answers its bytes."""


@dataclass(frozen=True)
class Seen:
    """What would come of one file.

    Attributes:
        name: What the file is called on the page and in the lake.
        checked: Outcome, first rows as understood, refused and warned rows.
        above: Its rows down to the headings by sheet, where rows are to be mended.
    """

    name: str
    checked: "Checked"
    above: Mapping[str, list[list[str]]]

    @property
    def can_be_stored(self) -> bool:
        """Answers whether loading it would change anything for the better."""
        return self.checked.outcome.status in {"accepted", "partial"}


def safe_name(given: str) -> str:
    """Answers a file's name without anything a file system or a reader could stumble over.

    No folder, no control or invisible characters, no leading dots or blanks, not too long; the
    ending stays, since some forms are known by it.

    Args:
        given: What the browser says.
    """
    last = re.split(r"[/\\]", given)[-1]
    shown = "".join(
        each for each in unicodedata.normalize("NFC", last) if unicodedata.category(each)[0] != "C"
    )
    name = re.sub(r'[<>:"|?*\s]+', " ", shown).strip(" .")
    if not name:
        return NAMELESS
    ending = ENDING.search(name)
    end = ending.group() if ending and ending.start() else ""
    stem = name.removesuffix(end).encode()[: MOST_NAME_BYTES - len(end.encode())]
    return stem.decode(errors="ignore").rstrip(" .") + end


def check(
    settings: Settings, files: Sequence[Sent], layout: str | None, progress: Progress
) -> list[Seen]:
    """Answers what would come of files; nothing of them is kept.

    Args:
        settings: The home.
        files: The files; those whose names end in .meta.toml say what others cover.
        layout: The layout the reader names; None to recognise it.
        progress: Called with a file's name and the number of its rows read so far.

    Raises:
        LayoutFaultyError: A layout of the home's own is faulty.
        OSError: The home or the folder for temporary files cannot be written.
    """
    # Imported here because other pages need not wait for what reads files.
    from loaders.together import check_together

    seen = []
    with _received(files) as paths:
        checks = check_together(
            settings, paths, layout=layout, watch=lambda path: nullcontext(_of(path, progress))
        )
        for path, checked in zip(paths, checks, strict=True):
            above: Mapping[str, list[list[str]]] = {}
            if checked.refused.height or checked.warned.height:
                used = checked.outcome.layout
                above = originals.above_rows(settings, path, path.name, used)
            named = replace(checked, outcome=replace(checked.outcome, file=path.name))
            seen.append(Seen(path.name, named, above))
    return seen


@dataclass(frozen=True)
class Learnt:
    """What came of giving headings a meaning.

    Attributes:
        name: The layout's name.
        outcome: What would come of the file by it.
    """

    name: str
    outcome: "Outcome"

    @property
    def is_kept(self) -> bool:
        """Answers whether it reads anything, and so was kept."""
        return self.outcome.rows_accepted > 0 or self.outcome.status == "duplicate"


def unread(file: Sent, kind: str = "") -> own_layouts.Unread | None:
    """Answers the headings of a file that nobody knows; None where it holds no table.

    Args:
        file: The file.
        kind: What it is taken for; empty for what it comes nearest to.

    Raises:
        OSError: The folder for temporary files cannot be written.
    """
    with _received([file]) as paths:
        for path in paths:
            scratch = path.parent / "scratch"
            scratch.mkdir()
            try:
                return own_layouts.unread(read_document(path, scratch), kind)
            except UnreadableFileError:
                return None
    return None


def learn(settings: Settings, file: Sent, kind: str, chosen: Mapping[str, str]) -> Learnt:
    """Keeps as a layout of the home what headings stand for, if the file can be read by it.

    Args:
        settings: The home.
        file: The file with these headings.
        kind: The kind of table.
        chosen: The canonical column that each heading stands for.

    Raises:
        LayoutFaultyError: Another layout of the home's own is faulty.
        OSError: The home cannot be written.
    """
    from loaders.together import check_together

    with _received([file]) as paths, tempfile.TemporaryDirectory() as folder:
        tried = own_layouts.keep(Path(folder), kind, chosen)
        (checked,) = check_together(settings, paths, layout=str(tried))
        learnt = Learnt(tried.stem, checked.outcome)
        if learnt.is_kept:
            kept = own_layouts.keep(settings.home / "layouts", kind, chosen)
            learnt = replace(learnt, name=kept.stem)
    return learnt


def store(  # noqa: PLR0913, PLR0917 - each is a choice of the page
    settings: Settings,
    files: Sequence[Sent],
    layout: str | None,
    names: Collection[str],
    progress: Progress,
    reader: str | None = None,
) -> "list[Outcome]":
    """Loads files into the lake; a file that is not named leaves no trace.

    Args:
        settings: The home.
        files: All files that were checked together.
        layout: The layout the reader names; None to recognise it.
        names: Those to be loaded, as the check calls them.
        progress: Called with a file's name and the number of its rows read so far.
        reader: Who has logged in, for the journal.

    Raises:
        LayoutFaultyError: A layout of the home's own is faulty.
        OSError: The home or the folder for temporary files cannot be written.
    """
    from loaders.loading import Sender
    from loaders.together import load_together

    with _received(files) as paths:
        outcomes = load_together(
            settings,
            [path for path in paths if path.name in names],
            layout=layout,
            watch=lambda path: nullcontext(_of(path, progress)),
            sender=Sender(reader, "upload"),
        )
    return [replace(each, file=Path(each.file).name) for each in outcomes]


@contextmanager
def _received(files: Sequence[Sent]) -> Iterator[list[Path]]:
    """Answers the files in a folder that only this user can read and that ends with the block.

    They lie side by side, because some say what others cover and some need another.
    """
    with tempfile.TemporaryDirectory(prefix="warehouse-upload-") as folder:
        paths = []
        for file in files:
            path = _free(Path(folder), safe_name(file.name))
            with path.open("xb") as target:
                target.write(file.getbuffer())
            if not path.name.endswith(SIDECAR):
                paths.append(path)
        yield paths


def _free(folder: Path, name: str) -> Path:
    """Answers a path of this name, numbered where another file has it already."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        stem, dot, ending = name.partition(".")
        path = folder / f"{stem} ({number}){dot}{ending}"
    return path


def _of(path: Path, progress: Progress) -> Callable[[int], None]:
    return lambda rows: progress(path.name, rows)
