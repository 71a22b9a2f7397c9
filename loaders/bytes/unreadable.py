"""What makes a whole file unreadable, as one sentence."""

from warehouse.ground.errors import WarehouseError
from warehouse.ground.messages import Language, catalogue, text


class UnreadableFileError(WarehouseError):
    """A file that cannot be read at all; nothing of it was loaded.

    Attributes:
        reason: Why, a reason code such as file_damaged.
        detail: For people: which row, byte, name or size was found.
    """

    code = "error_file_unreadable"
    exit_status = 2

    def __init__(self, reason: str, detail: str = "") -> None:
        """Keeps why the file cannot be read and what was found in it."""
        self.reason = reason
        self.detail = detail
        super().__init__(reason=reason, detail=detail)

    def sentence(self, language: Language) -> str:
        """Answers what is wrong with the file and what to do."""
        code = f"reason_{self.reason}"
        if code not in catalogue():
            return f"{self.reason}: {self.detail}"
        return text(code, language, detail=self.detail)
