"""What lies in the inbox: which files are new, and which are still on their way.

A file is known by the SHA-256 of its content. Reading large files for it takes time, so digests
are remembered with name, size and time of change in inbox-seen.json. That is only a cache:
without it every file is read once more, and nothing else is different.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from warehouse.ground.links import leads_out, open_within
from warehouse.ground.load_records import SIDECAR, is_read_with_the_same, sidecar
from warehouse.ground.settings import Settings

# What browsers and copying tools call a file until it is whole.
UNFINISHED_ENDINGS = (".part", ".partial", ".filepart", ".tmp", ".crdownload", ".download")
# Hidden files, and what an office program lays beside an open document.
LEFT_PREFIXES = (".", "~$")
LEFT_NAMES = ("thumbs.db", "desktop.ini")
SETTLE_SECONDS = 2.0

WaitingReason: TypeAlias = Literal["being_written", "cannot_be_read", "leads_out", "not_a_file"]


@dataclass(frozen=True)
class Seen:
    """A file as it was when its digest was taken."""

    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True)
class Found:
    """A file in the inbox.

    Attributes:
        name: Its path below the inbox, with slashes, as people can read it.
        path: Where it is.
        size: Bytes.
        mtime_ns: When it was last changed.
        touched: When it or its sidecar was last changed, in seconds.
    """

    name: str
    path: Path
    size: int
    mtime_ns: int
    touched: float


@dataclass(frozen=True)
class InboxFile:
    """A file in the inbox that is whole, and what it is known by."""

    name: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class WaitingFile:
    """A file in the inbox that is left for next time, and why."""

    name: str
    reason: WaitingReason


@dataclass(frozen=True)
class Inbox:
    """The inbox at one look: files that are whole, and files left for next time."""

    files: list[InboxFile]
    waiting: list[WaitingFile]


def look_through(settings: Settings, settle_seconds: float = SETTLE_SECONDS) -> Inbox:
    """Looks at every file in the inbox, reading only those that were not seen before.

    Where an unknown file was changed a moment ago, it waits once and looks again: what was
    changed in the meantime is still being written.

    Args:
        settings: The home; its inbox is made when absent.
        settle_seconds: How long a file must have been left alone.

    Raises:
        OSError: The home cannot be read or written.
    """
    settings.inbox.mkdir(parents=True, exist_ok=True)
    seen = read_seen(settings)
    found, left = _walked(settings.inbox)
    restless = {
        each.name: each
        for each in found
        if not _is_seen(seen, each) and _is_fresh(each, settle_seconds)
    }
    if restless:
        time.sleep(settle_seconds)
        found, left = _walked(settings.inbox)
    known: dict[str, Seen] = {}
    files, waiting = list[InboxFile](), list(left)
    try:
        for each in found:
            if _is_seen(seen, each):
                known[each.name] = seen[each.name]
            elif _is_being_written(each, restless, settle_seconds):
                waiting.append(WaitingFile(each.name, "being_written"))
                continue
            else:
                reason = _remember(known, each, settings.inbox)
                if reason is not None:
                    waiting.append(WaitingFile(each.name, reason))
                    continue
            files.append(InboxFile(each.name, each.path, known[each.name].sha256))
    finally:
        _write_seen(settings, known)
    return Inbox(files, waiting)


def unseen(settings: Settings) -> list[str]:
    """Answers the names of files that no refresh has taken in, without reading any of them."""
    seen = read_seen(settings)
    found, left = _walked(settings.inbox)
    known = [
        InboxFile(each.name, each.path, seen[each.name].sha256)
        for each in found
        if _is_seen(seen, each)
    ]
    new = {each.name for each in new_files(settings, known)}
    taken_in = {each.name for each in known} - new
    names = [each.name for each in found if each.name not in taken_in]
    return [*names, *(each.name for each in left)]


def new_files(settings: Settings, files: Iterable[InboxFile]) -> list[InboxFile]:
    """Answers the files that the lake does not have, or has with another sidecar.

    Of several with one content only the first is answered, and none when any of them is the one
    that was loaded.
    """
    same: dict[str, list[InboxFile]] = {}
    for each in files:
        same.setdefault(each.sha256, []).append(each)
    return [
        copies[0]
        for copies in same.values()
        if not any(_is_loaded(settings, each) for each in copies)
    ]


def readable_name(name: str) -> str:
    """Answers a name that can be written: archives made in China name files in GB18030."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def outcome_file(settings: Settings, sha256: str) -> Path:
    """Answers where the lake tells what came of a file, accepted or refused."""
    return settings.lake / sha256 / "outcome.parquet"


def _is_loaded(settings: Settings, file: InboxFile) -> bool:
    if not outcome_file(settings, file.sha256).exists():
        return False
    return is_read_with_the_same(settings, file.path, file.sha256)


def read_seen(settings: Settings) -> dict[str, Seen]:
    """Answers what is remembered of the inbox, by name; nothing when that cannot be read."""
    try:
        found = json.loads(_seen_file(settings).read_text(encoding="utf-8"))
        return {name: Seen(**values) for name, values in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write_seen(settings: Settings, seen: dict[str, Seen]) -> None:
    if seen == read_seen(settings):
        return
    path = _seen_file(settings)
    written = path.with_name(f".{path.name}")
    content = {name: asdict(values) for name, values in sorted(seen.items())}
    written.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    written.replace(path)


def _seen_file(settings: Settings) -> Path:
    return settings.home / "inbox-seen.json"


def _walked(inbox: Path) -> tuple[list[Found], list[WaitingFile]]:
    """Answers the files below the inbox that could hold figures, in a steady order.

    Beside them what is no file, and what a link would bring in from elsewhere.
    """
    found, left = list[Found](), list[WaitingFile]()
    for folder, folders, names in os.walk(inbox):
        folders[:] = sorted(each for each in folders if not each.startswith(LEFT_PREFIXES))
        ours = [name for name in sorted(names) if _holds_figures(name)]
        for name in (*folders, *ours):
            path = Path(folder) / name
            # A file may go, or a link lead nowhere, between listing and looking.
            with suppress(FileNotFoundError):
                reason = _why_left(inbox, path, is_folder=name in folders)
                if reason is not None:
                    shown = readable_name(path.relative_to(inbox).as_posix())
                    left.append(WaitingFile(shown, reason))
                elif name not in folders:
                    found.append(_found(inbox, path))
    return found, left


def _why_left(inbox: Path, path: Path, *, is_folder: bool) -> WaitingReason | None:
    """Answers why something in the inbox is not looked at; None for what is."""
    # What is no link is where it is seen: links to folders are not gone through.
    looked_at = (path,) if is_folder else (path, sidecar(path))
    links = [each for each in looked_at if each.is_symlink()]
    if path in links and not path.exists():
        raise FileNotFoundError
    if any(leads_out(each, inbox) for each in links):
        return "leads_out"
    if is_folder or path.is_file():
        return None
    return "not_a_file"


def _holds_figures(name: str) -> bool:
    lowered = name.lower()
    left = lowered in LEFT_NAMES or lowered.startswith(LEFT_PREFIXES)
    return not left and not lowered.endswith((SIDECAR, *UNFINISHED_ENDINGS))


def _found(inbox: Path, path: Path) -> Found:
    stat = path.stat()
    touched = stat.st_mtime
    with suppress(OSError):
        touched = max(touched, sidecar(path).stat().st_mtime)
    return Found(
        name=readable_name(path.relative_to(inbox).as_posix()),
        path=path,
        size=stat.st_size,
        mtime_ns=stat.st_mtime_ns,
        touched=touched,
    )


def _is_seen(seen: dict[str, Seen], found: Found) -> bool:
    known = seen.get(found.name)
    return known is not None and (known.size, known.mtime_ns) == (found.size, found.mtime_ns)


def _is_fresh(found: Found, settle_seconds: float) -> bool:
    return time.time() - found.touched < settle_seconds


def _is_being_written(found: Found, restless: dict[str, Found], settle_seconds: float) -> bool:
    """Answers whether a file changed while it was watched.

    A clock that is ahead elsewhere, or a time of change that was copied along, may say anything,
    so a file that stayed as it was is taken to be whole.
    """
    before = restless.get(found.name)
    return _is_fresh(found, settle_seconds) if before is None else before != found


def _remember(known: dict[str, Seen], found: Found, inbox: Path) -> WaitingReason | None:
    """Takes a file's digest, and answers why it must wait, if it must."""
    try:
        with open_within(found.path, inbox) as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        after = found.path.stat()
    except OSError:
        return "cannot_be_read"
    if (after.st_size, after.st_mtime_ns) != (found.size, found.mtime_ns):
        return "being_written"
    known[found.name] = Seen(found.size, found.mtime_ns, sha256)
    return None
