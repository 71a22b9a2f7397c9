"""What a build is made of, as one digest: equal digests give equal builds."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from warehouse.settings import Settings

PROJECT_INPUTS = (
    "dbt_project.yml",
    "profiles.yml",
    "requirements.lock",
    "macros",
    "models",
    "seeds",
    "tests/dbt",
)


def inputs_sha256(settings: Settings) -> str:
    """Answers a digest over the project's files and the names of the lake's files.

    The lake's files are named by their content, so their names suffice.
    """
    digest = hashlib.sha256()
    for name in PROJECT_INPUTS:
        for path in _files(settings.project_dir / name):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(settings.project_dir)}\0{content}\n".encode())
    for path in _files(settings.lake):
        digest.update(f"lake/{path.relative_to(settings.lake)}\n".encode())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    """Yields a file, or all files below a folder in a steady order, hidden ones left out."""
    if root.is_file():
        yield root
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        below = path.relative_to(root).parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in below)
        if path.is_file() and not hidden:
            yield path
