"""Judging a file's rows: accepted, refused, duplicate or ignored, each once."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Final, TypeAlias

import polars as pl

from loaders.form import folding
from loaders.form.companions import read_companion
from loaders.form.marks import ROW
from loaders.form.recognising import Fit, repeated_headings
from loaders.form.refusals import RefusedFileError
from loaders.form.shaping import SURPLUS, Shaped, original_texts, shape
from loaders.judge import coverages, personal, plausibility, registers, rules
from loaders.judge.kinds import (
    accidents,
    breaks,
    own_indicators,
    own_measures,
    own_regions,
    own_scopes,
    plans,
    projects,
    statistics,
    targets,
)
from loaders.judge.kinds.registries import Tools
from loaders.judge.known_figures import Reference
from loaders.judge.labels import names_of
from loaders.judge.repeats import POSITION, find_repeats, key_hashes
from loaders.lake.schemas import JUDGED, LAKE
from loaders.lake.writing import RowWriter
from loaders.words.columns import DETAIL, LINE, REASONS, Memory, new_memory

Progress: TypeAlias = Callable[[int], None]
KINDS: Final[dict[str, ModuleType]] = {
    "statistics": statistics,
    "accidents": accidents,
    "targets": targets,
    "projects": projects,
    "plans": plans,
    "regions": own_regions,
    "measures": own_measures,
    "indicators": own_indicators,
    "scopes": own_scopes,
    "breaks": breaks,
}
CONFLICT: Final = "conflict_in_file"
SURPLUS_REASON: Final = "more_cells_than_headings"
NO_TABLE: Final = "row_of_no_table"
PLACE: Final = ("sheet_name", "row_number", "cell")


@dataclass(frozen=True)
class Task:
    """What is to be judged, and what with.

    Attributes:
        beside: The folder in which the file came, for a second file.
        sha256: Its fingerprint.
        fits: The layout, on each sheet that it fits.
        folder: Where accepted, refused and warned rows go.
        tools: The registries and the day.
        reference: What is known already.
        defaults: Canonical columns the sidecar gives, for rows that do not say themselves.
        is_personal_allowed: Whether rows may hold names and numbers of people.
    """

    beside: Path
    sha256: str
    fits: Sequence[Fit]
    folder: Path
    tools: Tools
    reference: Reference
    defaults: Mapping[str, str]
    is_personal_allowed: bool = False

    @property
    def kind(self) -> str:
        """Answers what its rows are: a key of KINDS."""
        return self.fits[0].layout.kind

    @property
    def looks_inside(self) -> bool:
        """Answers whether identity and telephone numbers are looked for inside cells."""
        return self.kind == "accidents" and not self.is_personal_allowed

    @property
    def accepted(self) -> Path:
        """Answers the file of accepted rows."""
        return self.folder / f"{self.kind}.parquet"


@dataclass
class Tally:
    """How many rows went where; the names are those of loaders.lake.outcomes.Outcome."""

    rows_accepted: int = 0
    rows_refused: int = 0
    rows_duplicate: int = 0
    records: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)

    def tell(self, rows: pl.DataFrame) -> Counter[str]:
        """Answers how many rows each reason is given for, and keeps the first of each."""
        kinds = rows.unique(subset=[REASONS], keep="first", maintain_order=True)
        for sheet, number, cell, codes, details in kinds.select(
            *PLACE, REASONS, DETAIL
        ).iter_rows():
            lines = iter((details or "").split(LINE))
            for code in codes.split("|"):
                place = f"{sheet} {cell or number}".strip()
                self.examples.setdefault(code, (place, next(lines, "")))
        counted = rows[REASONS].str.split("|").list.unique().explode().value_counts()
        return Counter(dict(counted.iter_rows()))

    @property
    def rows_read(self) -> int:
        """Answers how many rows were read so far."""
        judged = self.rows_accepted + self.rows_refused + self.rows_duplicate
        return judged + self.ignored.total()


def judge(task: Task, progress: Progress | None = None) -> Tally:
    """Writes a file's accepted, refused and warned rows, and answers how many went where.

    Args:
        task: What is to be judged.
        progress: Called with the number of rows read so far.

    Raises:
        RefusedFileError: A heading stands twice, a declaration of coverage is none, a companion
            is missing, or there are no rows.
        UnreadableFileError: The file turns out to be damaged further down.
    """
    for fit in task.fits:
        repeated = repeated_headings(fit)
        if repeated:
            raise RefusedFileError("heading_repeated", ", ".join(repeated))
    judging = _Judging(task)
    with judging.refused:
        with judging.accepted:
            judging.judge_batches(progress)
        judging.settle_repeats()
    if task.kind == "statistics" and judging.tally.rows_accepted:
        judging.warn()
    judging.finish()
    return judging.tally


class _Judging:
    """One file's rows on their way; used once."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.tally = Tally()
        self.accepted = RowWriter(task.accepted, LAKE[task.kind])
        self.refused = RowWriter(task.folder / "refused.parquet", JUDGED)
        self.hashes: list[pl.Series] = []
        self.coverage: list[pl.DataFrame] = []

    def judge_batches(self, progress: Progress | None) -> None:
        """Reads and judges all rows, and writes the accepted ones."""
        task = self.task
        memory = new_memory()
        if task.defaults:
            self.coverage.append(coverages.declared(task.defaults, task.tools))
        for fit, shaped in self._batches():
            self.tally.dropped += shaped.dropped
            if not shaped.is_of_table:
                self._refuse_of_no_table(fit, shaped)
                continue
            if task.kind == "accidents":
                self._take_coverage(shaped)
            judged = self._judged(fit, shaped, memory)
            is_refused = judged[REASONS].is_not_null()
            self._refuse(judged.filter(is_refused), fit, shaped)
            self._accept(judged.filter(~is_refused), fit)
            self.tally.ignored += shaped.ignored
            if progress:
                progress(self.tally.rows_read)

    def settle_repeats(self) -> None:
        """Takes out rows that repeat or contradict others of the file."""
        task, kind = self.task, KINDS[self.task.kind]
        if not task.accepted.is_file():
            return
        repeats = find_repeats(task.accepted, pl.concat(self.hashes), kind.KEY, kind.SAID)
        if repeats is None:
            return
        conflicts = repeats.conflicts.with_columns(pl.lit(CONFLICT).alias(REASONS))
        out = pl.concat([repeats.same, conflicts[POSITION]])
        kept = task.folder / "kept.parquet"
        (
            pl.scan_parquet(task.accepted, glob=False)
            .with_row_index(POSITION)
            .filter(~pl.col(POSITION).is_in(out.implode()))
            .drop(POSITION)
            .sink_parquet(kept, compression="zstd")
        )
        kept.replace(task.accepted)
        self.tally.rows_duplicate += len(repeats.same)
        self.tally.rows_refused += conflicts.height
        self.tally.rows_accepted -= len(out)
        self.tally.records -= len(out)
        self.tally.reasons += self.tally.tell(conflicts)
        if conflicts.height:
            self.refused.write(self._with_originals(conflicts))

    def warn(self) -> None:
        """Keeps the accepted figures that give to think."""
        rows = pl.read_parquet(self.task.accepted, glob=False)
        found = plausibility.find(rows, self.task.tools, self.task.reference)
        if not found.height:
            return
        self.tally.warnings = self.tally.tell(found)
        with RowWriter(self.task.folder / "warned.parquet", JUDGED) as warned:
            warned.write(self._with_originals(found))

    def finish(self) -> None:
        """Writes the coverage; all rows are accounted for now.

        Raises:
            RefusedFileError: There was nothing to judge.
        """
        coverage = coverages.joined(self.coverage, self.task.sha256)
        if coverage.height:
            coverage.write_parquet(self.task.folder / "coverage.parquet")
        if not (self.tally.records or self.tally.rows_refused or coverage.height):
            raise RefusedFileError("no_rows")
        if self.task.kind == "accidents":
            self.tally.remarks = registers.lacks(
                self.task.accepted, coverage, self.tally.rows_refused
            )

    def _take_coverage(self, shaped: Shaped) -> None:
        """Keeps what rows declare to be complete, and takes out those that tell nothing else."""
        self.coverage.append(coverages.read(shaped.rows, self.task.tools))
        is_empty = coverages.without_accidents(shaped.rows)
        shaped.ignored["coverage"] += int(is_empty.sum())
        shaped.rows = shaped.rows.filter(~is_empty)

    def _batches(self) -> Iterator[tuple[Fit, Shaped]]:
        for fit in self.task.fits:
            companion = None
            if fit.layout.companion:
                scratch = self.task.folder / "companion"
                scratch.mkdir(exist_ok=True)
                companion = read_companion(fit.layout.companion, self.task.beside, scratch)
            batches = shape(fit, names_of(self.task.tools), companion)
            if fit.layout.fold:
                batches = _together(batches)
            for shaped in batches:
                yield fit, shaped

    def _judged(self, fit: Fit, shaped: Shaped, memory: Memory) -> pl.DataFrame:
        task = self.task
        texts = _with_defaults(shaped.rows, task.defaults)
        judged: pl.DataFrame = KINDS[task.kind].judge(texts, task.tools, memory)
        judged = _without_surplus(judged, texts[SURPLUS])
        if task.kind == "statistics":
            judged = rules.judge_figures(judged, task.tools, task.reference.populations)
        if task.kind == "accidents":
            judged = rules.judge_accidents(judged, task.tools, task.reference.populations)
            if not task.is_personal_allowed:
                judged = personal.refuse_personal(judged, shaped.raw, shaped.headings, fit.layout)
        if fit.layout.fold:
            judged = folding.refuse_together(judged)
        return judged.with_columns(
            pl.lit(task.sha256).alias("file_sha256"), pl.lit(fit.sheet.name).alias("sheet_name")
        )

    def _refuse_of_no_table(self, fit: Fit, shaped: Shaped) -> None:
        """Refuses rows below a table that are none of its own, and count among its rows."""
        rows = shaped.rows.select(
            pl.lit(fit.sheet.name).alias("sheet_name"),
            pl.col("row_number").cast(pl.Int32),
            "cell",
            pl.lit(NO_TABLE).alias(REASONS),
            pl.lit(shaped.why).alias(DETAIL),
        )
        self._refuse(rows, fit, shaped)
        self.tally.ignored += shaped.ignored

    def _accept(self, rows: pl.DataFrame, fit: Fit) -> None:
        self.tally.rows_accepted += rows.height
        if fit.layout.fold:
            rows = folding.fold(rows, fit.layout.fold)
        self.tally.records += rows.height
        self.accepted.write(rows)
        self.hashes.append(key_hashes(rows, KINDS[self.task.kind].KEY))

    def _refuse(self, rows: pl.DataFrame, fit: Fit, shaped: Shaped) -> None:
        if not rows.height:
            return
        if self.task.looks_inside:
            rows = rows.with_columns(
                pl.col(DETAIL).map_elements(
                    personal.without_personal_numbers, return_dtype=pl.String
                )
            )
        self.tally.rows_refused += rows.height
        self.tally.reasons += self.tally.tell(rows)
        originals = self._originals(shaped.raw, rows["row_number"], fit, shaped.headings)
        texts = {(fit.sheet.name, number): text for number, text in originals.items()}
        self.refused.write(self._beside(rows, texts))

    def _with_originals(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Answers rows beside their cells, for which the file is read once more."""
        originals: dict[tuple[str, int], str] = {}
        for fit in self.task.fits:
            numbers = rows.filter(pl.col("sheet_name") == fit.sheet.name)["row_number"]
            for batch in fit.sheet.batches():
                found = self._originals(batch, numbers, fit, fit.headings)
                originals |= {(fit.sheet.name, number): text for number, text in found.items()}
        return self._beside(rows, originals)

    def _originals(
        self, raw: pl.DataFrame, numbers: pl.Series, fit: Fit, headings: Mapping[str, str]
    ) -> dict[int, str]:
        """Answers the cells of rows as they stand in the file, but for what is personal."""
        meant = raw.filter(pl.col(ROW).is_in(numbers.unique().implode()))
        if not self.task.is_personal_allowed:
            inside = self.task.looks_inside
            meant = personal.masked(meant, headings, fit.layout, inside=inside)
        return original_texts(Shaped(meant, meant), numbers)

    def _beside(self, rows: pl.DataFrame, texts: Mapping[tuple[str, int], str]) -> pl.DataFrame:
        """Answers rows of the lake's form for judged rows: place, original cells, reasons."""
        places = rows.select("sheet_name", "row_number").iter_rows()
        originals = [texts.get(place) for place in places]
        return rows.select(
            pl.lit(self.task.sha256).alias("file_sha256"),
            *PLACE,
            pl.Series("original_text", originals, dtype=pl.String),
            REASONS,
            DETAIL,
        )


def _without_surplus(judged: pl.DataFrame, surplus: pl.Series) -> pl.DataFrame:
    """Answers the rows, those refused that have a cell without a heading."""
    if surplus.null_count() == len(surplus):
        return judged
    reason = pl.when(surplus.is_not_null()).then(pl.lit(SURPLUS_REASON))
    reasons = pl.concat_str(reason, REASONS, separator="|", ignore_nulls=True)
    details = pl.concat_str(pl.lit(surplus), DETAIL, separator=LINE, ignore_nulls=True)
    is_wrong = surplus.is_not_null() | judged[REASONS].is_not_null()
    return judged.with_columns(
        pl.when(is_wrong).then(reasons).alias(REASONS),
        pl.when(is_wrong).then(details).alias(DETAIL),
    )


def _together(batches: Iterator[Shaped]) -> Iterator[Shaped]:
    """Yields all batches as one: an accident's rows may lie in two of them."""
    parts: list[Shaped] = []
    for part in batches:
        if not part.is_of_table:
            yield part
        else:
            parts.append(part)
    ignored: Counter[str] = Counter()
    for part in parts:
        ignored += part.ignored
    yield Shaped(
        pl.concat([part.rows for part in parts], how="diagonal"),
        pl.concat([part.raw for part in parts]),
        ignored,
        headings=parts[0].headings,
    )


def _with_defaults(rows: pl.DataFrame, defaults: Mapping[str, str]) -> pl.DataFrame:
    return rows.with_columns(
        pl.col(name).fill_null(text) if name in rows.columns else pl.lit(text).alias(name)
        for name, text in defaults.items()
    )
