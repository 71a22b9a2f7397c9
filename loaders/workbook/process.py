"""The process of its own in which a workbook is opened.

Reading a workbook runs native code over bytes that anybody may have made. Here it may crash, hang
or ask for any amount of memory: limits the process sets itself end it, and the loader says one
sentence. It writes each sheet as an Arrow file, and sheets.json: their names, or what is wrong.

    python -m loaders.workbook.process FILE FORM FOLDER BYTES SECONDS
"""

import importlib
import json
import os
import resource
import sys
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fastexcel

from loaders.workbook.cells import BadPartError, Inspection

if TYPE_CHECKING:
    from collections.abc import Callable

# form → the module and function that look at its cells; imported only where needed.
INSPECTORS = {
    "xlsx": "loaders.workbook.xlsx",
    "xls": "loaders.workbook.xls",
    "xlsb": "loaders.workbook.xlsb",
}
SAID = "sheets.json"
DAMAGE = (
    fastexcel.FastExcelError,
    EOFError,
    LookupError,
    NotImplementedError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def main(path: str, form: str, folder: str, most_bytes: str, most_seconds: str) -> None:
    """Writes the sheets of a workbook into a folder."""
    resource.setrlimit(resource.RLIMIT_AS, (int(most_bytes),) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(most_seconds),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    said: dict[str, Any]
    try:
        said = {"sheets": write_sheets(path, form, Path(folder))}
    except BadPartError as error:
        said = {"reason": error.reason, "detail": error.detail}
    except DAMAGE as error:
        is_locked = "password" in str(error).lower()
        reason = "workbook_locked" if is_locked else "file_damaged"
        said = {"reason": reason, "detail": str(error).partition("\n")[0][:200]}
    (Path(folder) / SAID).write_text(json.dumps(said), encoding="utf-8")


def write_sheets(path: str, form: str, folder: Path) -> list[dict[str, Any]]:
    """Writes each sheet as an Arrow file; answers their names in the workbook's order."""
    if form == "ods":
        written: list[dict[str, Any]] = importlib.import_module(
            "loaders.workbook.ods"
        ).write_sheets(path, folder)
        return written
    said = []
    with ThreadPoolExecutor(max_workers=2) as beside:
        # calamine leaves the interpreter free: what comes after it is made ready meanwhile.
        inspected = beside.submit(_inspect, path, form)
        framing = beside.submit(importlib.import_module, "loaders.workbook.sheet_rows")
        reader = fastexcel.read_excel(path)
        for number, name in enumerate(reader.sheet_names):
            sheet = reader.load_sheet(
                number, header_row=None, skip_rows=0, dtypes="string", schema_sample_rows=1
            )
            inspections = inspected.result()
            found = inspections[number] if number < len(inspections) else Inspection()
            framing.result().write_frame(sheet, found, folder / f"{number}.arrow")
            said.append({"name": name, "is_hidden": sheet.visible != "visible"})
    return said


def _inspect(path: str, form: str) -> list[Inspection]:
    inspect: Callable[[str], list[Inspection]] = importlib.import_module(INSPECTORS[form]).inspect
    return inspect(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
    os._exit(0)  # gigabytes need not be given back piece by piece
