"""What a build is made of, as one digest: equal digests give equal builds."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from warehouse.ground.settings import Settings

PROJECT_INPUTS = (
    "dbt_project.yml",
    "profiles.yml",
    "requirements.lock",
    "macros",
    "models",
    "seeds",
    "surveillance",
    "tests/dbt",
)
EMPTY_LAKE = "empty"


def inputs_sha256(settings: Settings) -> str:
    """Answers a digest over the project's files and over which files the lake has.

    A folder of the lake is named by the content of what was loaded, but loading again by later
    rules may put other rows into it: so a file's size and time of writing count too. What is laid
    for a home without any load says nothing and is left out.
    """
    digest = hashlib.sha256()
    for path in project_files(settings):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(settings.project_dir)}\0{content}\n".encode())
    for path in _files(settings.lake):
        below = path.relative_to(settings.lake)
        # A load may be replacing a folder just now; the next build will see what it put there.
        with suppress(FileNotFoundError):
            state = path.stat()
            if below.parts[0] != EMPTY_LAKE:
                digest.update(f"lake/{below}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    digest.update(f"summaries shown\0{settings.are_summaries_shown}\n".encode())
    return digest.hexdigest()


def project_files(settings: Settings) -> Iterator[Path]:
    """Yields the files of the project that a build is made of, in a steady order."""
    for name in PROJECT_INPUTS:
        yield from _files(settings.project_dir / name)


def _files(root: Path) -> Iterator[Path]:
    """Yields a file, or all files below a folder in a steady order, hidden ones left out."""
    if root.is_file():
        yield root
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        below = path.relative_to(root).parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in below)
        if path.is_file() and not hidden:
            yield path
