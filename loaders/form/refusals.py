"""Why a whole file, or a layout, is refused."""

from warehouse.ground.errors import WarehouseError


class RefusedFileError(Exception):
    """A file that holds nothing that can be loaded; loading turns it into the file's outcome.

    Attributes:
        reason: A reason's code.
        detail: What was found, for people.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        """Keeps the reason and what was found."""
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


class LayoutFaultyError(WarehouseError):
    """A layout file is not one."""

    code = "error_layout_faulty"
