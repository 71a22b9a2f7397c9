"""A second file beside the first, with columns the first lacks."""

from pathlib import Path

import polars as pl

from loaders.form.layouts import Companion, plain
from loaders.form.refusals import RefusedFileError
from loaders.readers import read_document
from warehouse.ground.links import leads_out


def read_companion(companion: Companion, beside: Path, scratch: Path) -> pl.DataFrame:
    """Answers the companion's key and headings, one row a key.

    Args:
        companion: Which file, which key, which headings.
        beside: The folder it lies in.
        scratch: An existing empty folder for temporary files.

    Raises:
        RefusedFileError: companion_missing; it is not there, or lacks a heading. file_leads_out;
            it is a link to somewhere else.
        UnreadableFileError: It cannot be read.
    """
    path = beside / companion.file
    if not path.is_file():
        raise RefusedFileError("companion_missing", companion.file)
    if leads_out(path, beside):
        raise RefusedFileError("file_leads_out", companion.file)
    sheet = read_document(path, scratch).sheets[0]
    first = sheet.head.row(0)[1:] if sheet.head.height else ()
    places = {plain(cell): f"c{index}" for index, cell in enumerate(first, start=1) if cell}
    wanted = (companion.key, *companion.headings)
    lacking = [heading for heading in wanted if plain(heading) not in places]
    if lacking:
        raise RefusedFileError("companion_missing", f"{companion.file}: {', '.join(lacking)}")
    cells = [pl.col(places[plain(heading)]).str.strip_chars().alias(heading) for heading in wanted]
    batches = [
        batch.filter(pl.col("row_number") > sheet.head["row_number"][0]).select(cells)
        for batch in sheet.batches()
    ]
    return pl.concat(batches).unique(subset=[companion.key], keep="first", maintain_order=True)
