"""Preparing one load: a file's rows judged and written into a folder of their own."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from loaders.bytes.documents import Document, Sheet
from loaders.bytes.unreadable import UnreadableFileError
from loaders.form.layouts import Layout, read_layout, read_layouts
from loaders.form.recognising import (
    Fit,
    Miss,
    fit_sheet,
    holds_a_table,
    recognise,
    used_headings,
)
from loaders.form.refusals import RefusedFileError
from loaders.judge.judging import Progress, Tally, Task, judge
from loaders.judge.kinds.registries import Tools
from loaders.judge.known_figures import Reference
from loaders.lake.home_registries import Stamp, read_registries, registries_stamp
from loaders.lake.loaded_files import utc_now
from loaders.lake.outcomes import Outcome, Status
from loaders.lake.schemas import CANONICAL, LAKE, OUTCOME
from loaders.readers import read_document
from warehouse.ground.inbox import readable_name
from warehouse.ground.messages import Language, text
from warehouse.ground.settings import Settings

SHEETS_NOT_READ: Final = "sheets_not_read"
# Sheets and the heading of the forms of warehouse template that hold no data.
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
OF_OUR_FORMS: Final = {
    text(code, language)
    for code in ("form_sheet_guide", "form_sheet_lists", "form_example_heading")
    for language in LANGUAGES
}


@dataclass(frozen=True)
class Arrival:
    """A file as it came.

    Attributes:
        path: Where it lies now.
        sha256: Its fingerprint.
        name: What it was called when it came.
        sidecar: The file that may declare what it covers; it need not exist.
        beside: The folder in which it came, for a second file.
        layout: The layout the user named, by name or file; None to recognise it.
    """

    path: Path
    sha256: str
    name: str
    sidecar: Path
    beside: Path
    layout: str | None = None


@dataclass(frozen=True)
class Known:
    """What is known before a file is read.

    Attributes:
        lake: The lake.
        checked: Folders with what files that are only checked bring of the registries.
    """

    lake: Path
    checked: tuple[Path, ...] = ()


def prepare(
    settings: Settings,
    arrival: Arrival,
    folder: Path,
    progress: Progress | None = None,
    *,
    known: Known | None = None,
) -> Outcome:
    """Writes a file's rows into a folder, and answers the outcome.

    Args:
        settings: The home, with layouts of its own.
        arrival: The file.
        folder: Where to write.
        progress: Called with the number of rows read so far.
        known: What is known already; the home's lake when left out.
    """
    scratch = folder / "scratch"
    scratch.mkdir()
    begun = Outcome(
        file=arrival.name, sha256=arrival.sha256, loaded_at=f"{utc_now():%Y-%m-%dT%H:%M:%S.%f}"
    )
    try:
        layouts, wanted = _layouts(settings, arrival.layout)
        document = read_document(_readable_path(arrival.path, scratch), scratch, arrival.sha256)
        begun = replace(begun, form=document.form, encoding=document.encoding)
        fits = recognise(document, layouts, wanted, file_name=arrival.name, beside=arrival.beside)
        known = known or Known(settings.lake)
        stamp = registries_stamp(known.lake, known.checked)
        tools = _tools(datetime.now(UTC).astimezone().date(), known, stamp)
        reference = Reference(tools, known.lake)
        defaults = _sidecar(arrival.sidecar)
        task = Task(
            arrival.beside,
            arrival.sha256,
            fits,
            folder,
            tools,
            reference,
            defaults,
            is_personal_allowed=settings.is_personal_allowed,
        )
        tally = judge(task, progress)
    except (UnreadableFileError, RefusedFileError) as error:
        for name in LAKE:  # rows before the place where the file turned out to be damaged
            (folder / f"{name}.parquet").unlink(missing_ok=True)
        return replace(begun, refusal=error.reason, refusal_detail=error.detail)
    return _told(begun, fits, tally, _remarks(arrival, document, fits, tally))


def stored(outcome: Outcome, arrival: Arrival) -> dict[str, Any]:
    """Answers the outcome as the lake keeps it."""
    row = asdict(outcome) | {
        "file_sha256": outcome.sha256,
        "file_name": arrival.name,
        "loaded_at": utc_now(),
        "layout_given": arrival.layout,
        "load_number": None,
    }
    for name in ("reasons", "warnings", "ignored", "remarks"):
        row[name] = json.dumps(row[name], ensure_ascii=False)
    return {name: row[name] for name in OUTCOME}


def _readable_path(path: Path, scratch: Path) -> Path:
    """Answers a path that every library takes: names from Chinese archives may be no UTF-8."""
    if readable_name(path.name) == path.name:
        return path
    link = scratch / f"file{readable_name(path.suffix)}"
    link.symlink_to(path.absolute())
    return link


def companions(settings: Settings, outcome: Outcome) -> list[str]:
    """Answers the names of the second files that a file was read with."""
    layout = read_layouts([settings.home / "layouts"]).get(outcome.layout or "")
    return [layout.companion.file] if layout and layout.companion else []


def _told(
    begun: Outcome, fits: Sequence[Fit], tally: Tally, remarks: dict[str, list[str]]
) -> Outcome:
    """Answers the outcome of a file whose rows have been judged."""
    status: Status = "partial" if SHEETS_NOT_READ in remarks else "accepted"
    if tally.rows_refused:
        status = "partial" if tally.rows_accepted else "refused"
    return replace(
        begun,
        kind=fits[0].layout.kind,
        layout=fits[0].layout.name,
        status=status,
        rows_read=tally.rows_read,
        rows_accepted=tally.rows_accepted,
        rows_refused=tally.rows_refused,
        rows_duplicate=tally.rows_duplicate,
        rows_ignored=tally.ignored.total(),
        records=tally.records,
        reasons=dict(+tally.reasons),
        warnings=dict(tally.warnings),
        ignored=dict(+tally.ignored),
        remarks=remarks | tally.remarks,
        examples=tally.examples,
    )


def _remarks(
    arrival: Arrival, document: Document, fits: Sequence[Fit], tally: Tally
) -> dict[str, list[str]]:
    """Answers what was left aside without being asked, by name.

    Hidden sheets, sheets that the layout does not fit and what they lack, headings without
    meaning, and what the layout's keep passes over.
    """
    used = {fit.sheet.name for fit in fits}
    unused = [
        sheet
        for sheet in document.sheets
        if sheet.name not in used and sheet.name not in OF_OUR_FORMS
    ]
    not_read = [sheet for sheet in unused if not sheet.is_hidden and holds_a_table(sheet)]
    headings = [
        heading
        for fit in fits
        for heading in fit.headings
        if heading not in used_headings(fit.layout, fit.headings)
    ]
    passed = [f"{text or '…'} ({count})" for (_name, text), count in tally.dropped.most_common()]
    found = {
        "hidden_sheets": [sheet.name for sheet in unused if sheet.is_hidden],
        SHEETS_NOT_READ: [sheet.name for sheet in not_read],
        "sheets_lack": [_lacked(sheet, fits[0].layout, arrival) for sheet in not_read],
        "headings_without_meaning": [name for name in headings if name not in OF_OUR_FORMS],
        "not_asked_for": passed,
    }
    return {name: texts for name, texts in found.items() if texts}


def _lacked(sheet: Sheet, layout: Layout, arrival: Arrival) -> str:
    """Answers a sheet's name, and what it lacks to be read like the others of its file."""
    answer = fit_sheet(sheet, layout, arrival.name, arrival.beside)
    lacks = answer.lacking if isinstance(answer, Miss) else ()
    return f"{sheet.name} – {', '.join(lacks)}"


@lru_cache(maxsize=2)
def _tools(today: date, known: Known, _stamp: Stamp) -> Tools:
    """Answers the registries as they are: they are read again when the home loads one."""
    return Tools.from_seeds(today, home=read_registries(known.lake, known.checked))


def _layouts(settings: Settings, wanted: str | None) -> tuple[dict[str, Layout], str | None]:
    """Answers the layouts there are, and the name of the one wanted."""
    layouts = read_layouts([settings.home / "layouts"])
    if wanted is not None and wanted.endswith(".toml"):
        layout = read_layout(Path(wanted))
        return layouts | {layout.name: layout}, layout.name
    return layouts, wanted


def _sidecar(path: Path) -> Mapping[str, str]:
    """Answers what the file beside a file declares, as texts.

    Raises:
        RefusedFileError: It is not TOML, or says something that no column is called.
    """
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad sets a mark
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedFileError("sidecar_not_recognised", f"{path.name}: {error}") from None
    unknown = sorted(set(found) - CANONICAL)
    if unknown:
        raise RefusedFileError("sidecar_not_recognised", f"{path.name}: {', '.join(unknown)}")
    return {name: str(value) for name, value in found.items()}
