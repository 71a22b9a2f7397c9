"""The parts of an Office Open XML workbook (XLSX, XLSB), found by their relationships.

Source: ECMA-376, part 2. Slow imports are avoided: see loaders.workbook.cells.
"""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import IO, Final

from loaders.workbook.cells import BadPartError

MOST_BYTES: Final = 64 << 20  # of a part that is read whole
ATTRIBUTE: Final = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def elements(text: str, tag: str) -> Iterator[dict[str, str]]:
    """Yields the attributes of each element of a name."""
    for match in re.finditer(rf"<(?:\w+:)?{tag}\b([^>]*)>", text):
        yield {name: unescape(a or b) for name, a, b in ATTRIBUTE.findall(match[1])}


class Parts:
    """The parts of a workbook.

    Attributes:
        workbook: The name of the part that lists the sheets.
        styles: The name of the part with the number formats; "" where there is none.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Finds the workbook's part and what it refers to.

        Raises:
            BadPartError: A part is missing or too large.
        """
        self._archive = archive
        self._names = {_plain(name): name for name in archive.namelist()}
        self.workbook = self._find_workbook()
        folder, _, file = self.workbook.rpartition("/")
        self._folder = folder
        relations = self.text(_joined(folder, f"_rels/{file}.rels"))
        self._links = list(elements(relations, "Relationship"))
        styles = self._target("Type", "/styles")
        self.styles = styles if _plain(styles) in self._names else ""

    def _find_workbook(self) -> str:
        for link in elements(self.text("_rels/.rels"), "Relationship"):
            if link.get("Type", "").endswith("/officeDocument"):
                return _joined("", link.get("Target", ""))
        return "xl/workbook.xml"

    def rows_of(self, identity: str) -> str:
        """Answers the name of the part with a sheet's rows; "" where the sheet is a chart."""
        kinds = (link for link in self._links if link.get("Id") == identity)
        if any(link.get("Type", "").endswith("/worksheet") for link in kinds):
            return self._target("Id", identity)
        return ""

    def _target(self, attribute: str, end: str) -> str:
        for link in self._links:
            if link.get(attribute, "").endswith(end):
                return _joined(self._folder, link.get("Target", ""))
        return ""

    def open(self, name: str) -> IO[bytes]:
        """Opens a part for reading.

        Raises:
            BadPartError: There is none of that name.
        """
        found = self._names.get(_plain(name))
        if found is None:
            raise BadPartError("file_damaged", name)
        return self._archive.open(found)

    def read(self, name: str) -> bytes:
        """Answers a part that is read whole.

        Raises:
            BadPartError: There is none of that name, or it is too large.
        """
        with self.open(name) as part:
            data = part.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise BadPartError("workbook_too_large", name)
        return data

    def text(self, name: str) -> str:
        """Answers a part of XML that is read whole."""
        return self.read(name).decode("utf-8-sig", errors="replace")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _joined(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts = folder.split("/") if folder else []
    for part in target.replace("\\", "/").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
