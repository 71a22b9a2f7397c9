"""What stands above the rows of a loaded file, from the original itself."""

import shutil
import tempfile
from pathlib import Path

from loaders.bytes.unreadable import UnreadableFileError
from loaders.form.layouts import read_layouts
from loaders.form.recognising import recognise
from loaders.form.refusals import LayoutFaultyError, RefusedFileError
from loaders.readers import read_document
from warehouse.ground.load_records import archived, kept_beside
from warehouse.ground.settings import Settings


def above_rows(
    settings: Settings, path: Path, name: str, layout: str | None
) -> dict[str, list[list[str]]]:
    """Answers, sheet by sheet, the rows of a file down to its headings.

    Only a download asks for them: what is in the lake are the rows below.

    Args:
        settings: The home, with layouts of its own.
        path: The file.
        name: What the file was called when it came.
        layout: The layout it was read with.

    Returns:
        Cells by row by the sheet's name; nothing where the file cannot be read so any more.
    """
    with tempfile.TemporaryDirectory() as scratch:
        try:
            layouts = read_layouts([settings.home / "layouts"])
            document = read_document(path, Path(scratch))
            fits = recognise(document, layouts, layout, file_name=name, beside=path.parent)
        except (UnreadableFileError, RefusedFileError, LayoutFaultyError, OSError):
            return {}
        return {
            fit.sheet.name: [
                _without_blank_end([str(cell or "") for cell in row[1:]])
                for row in fit.sheet.head.rows()
                if row[0] <= fit.header_row
            ]
            for fit in fits
        }


def above_archived_rows(
    settings: Settings, sha256: str, name: str, layout: str | None
) -> dict[str, list[list[str]]]:
    """Answers the same of a loaded file, whose original is in the archive."""
    path = archived(settings, sha256)
    if path is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        # A layout may ask for a second file beside the first, under its own name.
        for kept in kept_beside(settings, sha256).values():
            shutil.copyfile(kept, Path(folder) / kept.name)
        here = Path(folder) / f"original{path.suffix}"
        here.symlink_to(path.absolute())
        return above_rows(settings, here, name, layout)


def _without_blank_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
