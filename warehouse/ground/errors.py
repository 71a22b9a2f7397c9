"""What can go wrong, each with its words, its values and its exit status.

Exit statuses: 1 the work failed; 2 wrong usage or unreadable input.
"""

import errno
import os
from typing import ClassVar, Final

from warehouse.ground.messages import Language, text

DISK_TROUBLES: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)


class WarehouseError(Exception):
    """Something a user can cause or mend; shown as one sentence, never as a traceback.

    Attributes:
        code: The sentence, a code in seeds/reference/messages.csv.
        exit_status: What the command exits with.
        values: What the sentence's placeholders stand for.
    """

    code: ClassVar[str]
    exit_status: ClassVar[int] = 2

    def __init__(self, **values: object) -> None:
        """Keeps the values that the sentence names."""
        self.values = values
        super().__init__(self.sentence("en"))

    def sentence(self, language: Language) -> str:
        """Answers what is wrong, where, and what to do."""
        return text(self.code, language, **self.values)

    def lines(self, language: Language) -> list[str]:
        """Answers all there is to say: the sentence first, then details."""
        return [self.sentence(language)]


class BadKeepBuildsError(WarehouseError):
    """WAREHOUSE_KEEP_BUILDS is not a whole number of at least 1."""

    code = "error_bad_keep_builds"


class BadLanguageError(WarehouseError):
    """WAREHOUSE_LANG names a language there are no words in."""

    code = "error_bad_language"


class BadRegionError(WarehouseError):
    """WAREHOUSE_REGION is not the code of a region."""

    code = "error_bad_region"


class BadPersonalDataError(WarehouseError):
    """WAREHOUSE_PERSONAL_DATA is neither refused nor allowed."""

    code = "error_bad_personal_data"


class BadSummariesError(WarehouseError):
    """WAREHOUSE_SUMMARIES is neither hidden nor shown."""

    code = "error_bad_summaries"


class BadBoundariesError(WarehouseError):
    """The file that WAREHOUSE_BOUNDARIES names holds no boundaries that can be read."""

    code = "error_bad_boundaries"


class MissingBuildError(WarehouseError):
    """Nothing has been published in this home."""

    code = "error_no_build"


class DamagedBuildError(WarehouseError):
    """The published build cannot be opened or read."""

    code = "error_damaged_build"


class ClosedBuildError(WarehouseError):
    """The published build is whole, for all that is known, but cannot be opened now."""


class BuildInUseError(ClosedBuildError):
    """Another program holds the published build's file, as for writing into it."""

    code = "error_build_in_use"


class BuildNotReadableError(ClosedBuildError):
    """The operating system does not let the published build be read."""

    code = "error_build_not_readable"


class OlderBuildError(WarehouseError):
    """The published build lacks what this version of the program asks for."""

    code = "error_older_build"


class BuildUnderWayError(WarehouseError):
    """Another process is building in the same home."""

    code = "error_build_under_way"
    exit_status = 1


class StatementRefusedError(WarehouseError):
    """The statement would do more than read."""

    code = "error_statement_refused"


class QualifiedTableError(WarehouseError):
    """A table is named with its schema where the marts of another day lie over it."""

    code = "error_qualified_table"


class OnlyOfTodayError(WarehouseError):
    """A mart is asked for as of a day, but is not worked out by SQL alone."""

    code = "error_only_of_today"


class BadDateError(WarehouseError):
    """What should be a day is none."""

    code = "error_bad_date"


class SqlNotTextError(WarehouseError):
    """The statement is no text in UTF-8."""

    code = "error_sql_not_text"


class QueryTooLongError(WarehouseError):
    """The statement ran for longer than it may."""

    code = "error_query_too_long"
    exit_status = 1


class QueryTooLargeError(WarehouseError):
    """The statement needs more memory than it may have."""

    code = "error_query_too_large"
    exit_status = 1


class NestedTooDeepError(WarehouseError):
    """A value holds lists within lists within lists beyond what can be written."""

    code = "error_nested_too_deep"


class SheetTooSmallError(WarehouseError):
    """A result has more rows or columns than a sheet of a workbook."""

    code = "error_sheet_too_small"


class NoSuchFormError(WarehouseError):
    """A column has a type that the form asked for cannot hold."""

    code = "error_no_such_form"


class FileRefusedError(WarehouseError):
    """The statement would reach beyond the published build."""

    code = "error_file_refused"


class NotOneStatementError(WarehouseError):
    """No SQL statement was given, or more than one."""

    code = "error_not_one_statement"


class SqlError(WarehouseError):
    """DuckDB does not accept the statement."""

    code = "error_sql"


class UnknownTableError(WarehouseError):
    """The statement names a table that is not there."""

    code = "error_unknown_table"


class UnknownNameError(WarehouseError):
    """A region, a period or an indicator is not known by that name."""

    code = "error_unknown_name"


class AmbiguousNameError(WarehouseError):
    """Several regions bear the name."""

    code = "error_ambiguous_name"


class NothingToExplainError(WarehouseError):
    """There is no such value."""

    code = "error_nothing_to_explain"


class BytesToTerminalError(WarehouseError):
    """Bytes were about to be written to a terminal."""

    code = "error_bytes_to_terminal"


class PortInUseError(WarehouseError):
    """Another program listens on the port."""

    code = "error_port_in_use"


class AddressUnusableError(WarehouseError):
    """The host cannot be listened on."""

    code = "error_address_unusable"


class ExplorerFailedError(WarehouseError):
    """The explorer stopped of itself."""

    code = "error_explorer_failed"
    exit_status = 1

    def lines(self, language: Language) -> list[str]:
        """Answers the sentence, then the last words of the explorer."""
        return [
            self.sentence(language),
            *(f"  {line}" for line in str(self.values["said"]).splitlines()),
        ]


class ExplorerSilentError(WarehouseError):
    """The explorer runs but does not answer."""

    code = "error_explorer_silent"
    exit_status = 1


class UsageProblemError(WarehouseError):
    """The command line is not one the command understands."""

    code = "error_usage"


class UnknownOptionError(UsageProblemError):
    """The command line has an option that does not exist."""

    code = "error_unknown_option"

    def sentence(self, language: Language) -> str:
        """Answers the sentence, with the options that were likely meant."""
        likely = str(self.values["likely"])
        meant = text("cli_did_you_mean", language, likely=likely) if likely else ""
        return text(self.code, language, **{**self.values, "likely": meant})


class UnknownPackError(WarehouseError):
    """No pack of figures has that name."""

    code = "error_unknown_pack"


class DemoHomeTakenError(WarehouseError):
    """The folder for the simulated city holds other data."""

    code = "error_demo_home_taken"


class DemoOfAnotherVersionError(WarehouseError):
    """The simulated city that is there was made by another version of this program."""

    code = "error_demo_of_another_version"


class RefreshUnderWayError(WarehouseError):
    """Another process is refreshing the same home."""

    code = "error_refresh_under_way"
    exit_status = 1


class DamagedLakeError(WarehouseError):
    """What is written down about a loaded file cannot be read."""

    code = "error_damaged_lake"


class DamagedLoadError(WarehouseError):
    """Rows of the lake are not as they were written."""

    code = "error_damaged_load"
    exit_status = 1


class NewerHomeError(WarehouseError):
    """A later version of this program has changed the home's form."""

    code = "error_newer_home"


class NoEarlierBuildError(WarehouseError):
    """There is no build before the published one."""

    code = "error_no_earlier_build"


class UnknownBuildError(WarehouseError):
    """No published build of that name is on disk."""

    code = "error_unknown_build"


class DamagedEarlierBuildError(WarehouseError):
    """The build to go back to cannot be read whole."""

    code = "error_damaged_earlier_build"


class NotWritableError(WarehouseError):
    """A file or folder cannot be written or read."""

    code = "error_not_writable"


class DiskFullError(WarehouseError):
    """There is no room left on the disk."""

    code = "error_disk_full"


class FileProblemError(WarehouseError):
    """The operating system refuses an operation on a file for another reason."""

    code = "error_file_problem"


def disk_trouble(said: str) -> int | None:
    """Answers the number of the disk's trouble that a library tells in words only; None for none.

    Args:
        said: What DuckDB, Polars or dbt say, with the system's own words in it.
    """
    return next((each for each in DISK_TROUBLES if os.strerror(each) in said), None)


def from_operating_system(error: OSError) -> WarehouseError:
    """Answers the sentence for what the operating system refused."""
    not_writable = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}
    path = error.filename or os.environ.get("WAREHOUSE_HOME") or "data"
    number = error.errno or disk_trouble(str(error))
    if number in not_writable:
        return NotWritableError(path=path)
    if number in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFullError(path=path)
    return FileProblemError(path=path, reason=error.strerror or str(error))
