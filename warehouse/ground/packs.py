"""Packs: files of figures that ship beside the seeds, and that a home turns on by loading them.

They are no part of a build until then: what they hold is many, of low quality, and wanted by few.
"""

from pathlib import Path
from typing import Final

from warehouse.ground.errors import UnknownPackError
from warehouse.ground.project_files import PROJECT_DIR

PACKS_DIR: Final = PROJECT_DIR / "packs"
ENDING: Final = ".csv.gz"


def pack_file(name: str) -> Path:
    """Answers the file of a pack.

    Args:
        name: Its name, such as cities.

    Raises:
        UnknownPackError: There is no such pack; the error names those there are.
    """
    packs = {path.name.removesuffix(ENDING): path for path in PACKS_DIR.glob(f"*{ENDING}")}
    if name not in packs:
        raise UnknownPackError(pack=name, packs=", ".join(sorted(packs)))
    return packs[name]
