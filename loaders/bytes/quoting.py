"""Records of separated text whose quotes or line ends are irregular, cell by cell.

RFC 4180, as spreadsheets read it: a quote means something only where a cell begins; inside, two
quotes are one; what follows the closing quote still belongs to the cell. A quote that was never
closed runs into the next rows: it is seen by what stands behind the next quote.
"""

from collections.abc import Iterable, Iterator

from loaders.bytes.documents import LONGEST_TEXT
from loaders.bytes.unreadable import UnreadableFileError

QUOTE = '"'


class Records:
    """Splits lines into records; an iterator of lists of cells, empty for a blank line."""

    def __init__(self, lines: Iterable[str], separator: str) -> None:
        """Begins before the first record.

        Args:
            lines: The text's lines, each with its end (LF, CR LF or CR).
            separator: One character; "" where each line is one cell.
        """
        self._lines = iter(lines)
        self._separator = separator
        self.count = 0

    def __iter__(self) -> Iterator[list[str]]:
        """Yields each record.

        Raises:
            UnreadableFileError: quote_not_closed, naming the record; text_too_long.
        """
        for line in self._lines:
            self.count += 1
            content = line.rstrip("\r\n")
            if QUOTE in content:
                yield self._with_quotes(line)
            elif content:
                yield content.split(self._separator) if self._separator else [content]
            else:
                yield []

    def _with_quotes(self, line: str) -> list[str]:
        cells: list[str] = []
        at = 0
        while True:
            text = ""
            if line.startswith(QUOTE, at):
                text, line, at = self._quoted(line, at + 1)
            end = self._end_of_cell(line, at)
            cells.append(text + line[at:end])
            if end >= len(line) or line[end] in "\r\n":
                return cells
            at = end + 1

    def _quoted(self, line: str, at: int) -> tuple[str, str, int]:
        """Answers the text in quotes, the line that it ends in and where it ends there."""
        began, parts, size = self.count, [], 0
        is_one_line = True
        while True:
            end = line.find(QUOTE, at)
            part = line[at:] if end < 0 else line[at:end]
            parts.append(part)
            size += len(part)
            if size > LONGEST_TEXT:
                raise UnreadableFileError("text_too_long", str(began))
            if end < 0:
                line = next(self._lines, "")
                is_one_line, at = False, 0
                if not line:
                    raise UnreadableFileError("quote_not_closed", str(began))
            elif line.startswith(QUOTE, end + 1):
                parts.append(QUOTE)
                at = end + 2
            else:
                break
        text = "".join(parts)
        rest = line[end + 1 : self._end_of_cell(line, end + 1)]
        swallows = not is_one_line or (self._separator and self._separator in text)
        if rest.strip() and swallows:
            raise UnreadableFileError("quote_not_closed", str(began))
        return text, line, end + 1

    def _end_of_cell(self, line: str, at: int) -> int:
        end = line.find(self._separator, at) if self._separator else -1
        return end if end >= 0 else len(line.rstrip("\r\n"))
