"""What came of loading one file."""

from dataclasses import asdict, dataclass, field
from typing import Literal, TypeAlias

Status: TypeAlias = Literal["accepted", "partial", "refused", "duplicate"]


@dataclass(frozen=True)
class Outcome:
    """What came of one file.

    Attributes:
        file: The file as the user named it.
        sha256: Its fingerprint.
        kind: statistics, accidents or targets; None when it was not recognised.
        layout: The layout it was read with.
        status: accepted, partial (some rows refused), refused or duplicate (loaded before).
        rows_read: Rows of the file below the headings, and titles above; where years or months
            stand across, each cell counts as a row.
        rows_accepted: Rows that went into the lake.
        rows_refused: Rows that did not, each with its reasons.
        rows_duplicate: Rows said before in the same words.
        rows_ignored: Titles, blank lines, footnotes, examples, cells without a figure.
        reasons: Reason code to how many rows it refused.
        warnings: Reason code to how many accepted rows it gives to think about.
        records: Figures, accidents or targets that the accepted rows make.
        refusal: Why the whole file was refused.
        refusal_detail: What was found.
        loaded_at: UTC, ISO 8601; None for a check.
        ignored: Why rows were ignored, to how many.
        remarks: Hidden sheets, headings without a meaning and what a register lacks, by code.
        form: csv, xlsx, xls, html …; None when the file could not be read.
        encoding: Of a text.
        examples: Reason code to the first row it refuses: its place, and what was found there.
    """

    file: str
    sha256: str
    kind: str | None = None
    layout: str | None = None
    status: Status = "refused"
    rows_read: int = 0
    rows_accepted: int = 0
    rows_refused: int = 0
    rows_duplicate: int = 0
    rows_ignored: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    records: int = 0
    refusal: str | None = None
    refusal_detail: str = ""
    loaded_at: str | None = None
    ignored: dict[str, int] = field(default_factory=dict)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    form: str | None = None
    encoding: str | None = None
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Answers the outcome with the names of docs/loading.md."""
        return asdict(self)

    @property
    def is_balanced(self) -> bool:
        """Answers whether every row read is accounted for once."""
        parts = (self.rows_accepted, self.rows_refused, self.rows_duplicate, self.rows_ignored)
        return self.rows_read == sum(parts)
