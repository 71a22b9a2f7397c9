"""`warehouse status`: what was loaded, refused, built and published, and when."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import duckdb
import typer

from warehouse.ask.load_outcomes import Loads, loads
from warehouse.ask.queries import mart_names
from warehouse.builds.build_records import BuildRecord
from warehouse.builds.kept_builds import last_failed, published_ids
from warehouse.builds.published import PublishedBuild, connect, published_build, why_closed
from warehouse.builds.rollbacks import Rollback, rollback_in_force
from warehouse.command.build_lines import finding_lines, rollback_holds
from warehouse.command.commands.refresh import REASONS_SHOWN, names, reason_lines, refusal_line
from warehouse.command.homes import told_home
from warehouse.command.options import (
    SpokenLanguage,
    examples,
    json_option,
    shared_options,
)
from warehouse.command.refreshing import last_refresh
from warehouse.command.speech import Speech
from warehouse.ground.errors import (
    ClosedBuildError,
    DamagedBuildError,
    DamagedLakeError,
    MissingBuildError,
    WarehouseError,
)
from warehouse.ground.homes import simulated
from warehouse.ground.inbox import unseen
from warehouse.ground.settings import Settings

MARTS_COUNTED = ("fct_observations", "fct_indicator_values")
LOADS_SHOWN = {
    "accepted": "cli_word_load_accepted",
    "partial": "cli_word_load_partial",
    "refused": "cli_word_load_refused",
}
REFRESH_ENDINGS = {
    0: "cli_status_refresh_fine",
    1: "cli_status_refresh_failed",
    2: "cli_status_refresh_stopped",
    3: "cli_status_refresh_refused",
}
UNITS = (("cli_age_days", 86_400), ("cli_age_hours", 3_600), ("cli_age_minutes", 60))


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    json_flag = json_option(speech)
    lang_option, help_flag = shared_options(speech)
    shown = examples(speech, "warehouse status", "warehouse status --json")

    @app.command("status", help=speech.text("cli_status_help"), epilog=shown, add_help_option=False)
    def command(
        *,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        standing = _standing(told_home(speech))
        lines = [_as_json(standing)] if as_json else _told(speech, standing)
        for line in lines:
            speech.result(line)
        for damage in standing.damages:
            raise damage


@dataclass(frozen=True)
class Standing:
    """How a home stands.

    Attributes:
        home: As the user gave it.
        simulated: The name of what is simulated in it; None where its data are true.
        published: The record of the published build, if there is one and it can be read.
        marts: Rows of the main marts.
        previous: Ids of the other builds on disk, newest first.
        failed: The record of the last build that failed, if it is kept.
        damage: Why the published build cannot be read.
        rollback: The return to an earlier build that holds, if one does.
        loads: What all loads came to, if the lake can be read.
        lake_damage: Why the lake cannot be read.
        waiting: Files in the inbox that no refresh has taken in.
        refresh: The record of the last `warehouse refresh`.
    """

    home: str
    simulated: str | None
    published: BuildRecord | None
    marts: dict[str, int]
    previous: list[str]
    failed: BuildRecord | None
    damage: DamagedBuildError | ClosedBuildError | None
    rollback: Rollback | None
    loads: Loads | None
    lake_damage: DamagedLakeError | None
    waiting: list[str]
    refresh: dict[str, Any] | None

    @property
    def damages(self) -> list[WarehouseError]:
        """Answers all that cannot be read."""
        return [each for each in (self.damage, self.lake_damage) if each is not None]


def _standing(settings: Settings) -> Standing:
    published, marts, damage = None, dict[str, int](), None
    try:
        found = published_build(settings)
        marts = _counted_rows(found)
        published = found.record
    except MissingBuildError:
        pass
    except (DamagedBuildError, ClosedBuildError) as error:
        damage = error
    ids = reversed(published_ids(settings))
    loaded, lake_damage = _loads(settings)
    return Standing(
        home=settings.home_given,
        simulated=simulated(settings.home),
        published=published,
        marts=marts,
        previous=[each for each in ids if published is None or each != published.build_id],
        failed=last_failed(settings),
        damage=damage,
        rollback=rollback_in_force(settings),
        loads=loaded,
        lake_damage=lake_damage,
        waiting=unseen(settings),
        refresh=last_refresh(settings),
    )


def _loads(settings: Settings) -> tuple[Loads | None, DamagedLakeError | None]:
    try:
        return loads(settings), None
    except DamagedLakeError as error:
        return None, error


def _counted_rows(published: PublishedBuild) -> dict[str, int]:
    """Answers how many rows the main marts have, those that exist.

    Raises:
        DamagedBuildError: The database is damaged.
        ClosedBuildError: It is held by another program, or may not be read.
    """
    try:
        with connect(published.database) as connection:
            present = set(mart_names(connection))
            return {
                mart: int(connection.table(mart).count("*").fetchall()[0][0])
                for mart in MARTS_COUNTED
                if mart in present
            }
    except duckdb.Error as error:
        raise why_closed(error, published.database) from None


def _as_json(standing: Standing) -> str:
    record = standing.published
    published = None
    if record is not None:
        published = asdict(record) | {
            "age_seconds": _age(record.finished_at),
            "tests_passed": record.counts.get("pass", 0),
            "tests_warned": record.counts.get("warn", 0),
            "mart_rows": standing.marts,
        }
    answer = {
        "home": standing.home,
        "simulated": standing.simulated,
        "published": published,
        "is_damaged": isinstance(standing.damage, DamagedBuildError),
        "previous_builds": standing.previous,
        "last_failed": asdict(standing.failed) if standing.failed else None,
        "rolled_back": asdict(standing.rollback) if standing.rollback else None,
        "loads": asdict(standing.loads) if standing.loads else None,
        "is_lake_damaged": standing.lake_damage is not None,
        "inbox": {"waiting": len(standing.waiting), "files": standing.waiting},
        "last_refresh": standing.refresh,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _told(speech: Speech, standing: Standing) -> list[str]:
    lines = [speech.text("cli_status_home", home=standing.home)]
    if standing.published is not None:
        lines += _told_published(speech, standing.published, standing.marts)
    elif standing.damage is None:
        lines.append(MissingBuildError(home=standing.home).sentence(speech.language))
    if standing.rollback is not None:
        lines.append(rollback_holds(speech, standing.rollback))
    if standing.previous:
        lines.append(speech.text("cli_status_previous", builds=", ".join(standing.previous)))
    if standing.failed is not None:
        lines.append(
            speech.text(
                "cli_status_failed",
                build=standing.failed.build_id,
                failures=len(standing.failed.failures),
            )
        )
        for finding in standing.failed.failures:
            lines += finding_lines(speech, finding)
    return [*lines, *_told_loads(speech, standing)]


def _told_loads(speech: Speech, standing: Standing) -> list[str]:
    """Answers what was loaded and refused, what waits in the inbox, and the last refresh."""
    lines: list[str] = []
    found = standing.loads
    if found is not None and found.last_loaded_at is not None:
        counts = [
            speech.text(code, number=found.files[status])
            for status, code in LOADS_SHOWN.items()
            if status in found.files
        ]
        when, age = _moment(speech, found.last_loaded_at)
        lines.append(speech.text("cli_status_loads", files=", ".join(counts), when=when, age=age))
        lines.append(
            speech.text("cli_status_rows", accepted=found.rows_accepted, refused=found.rows_refused)
        )
        lines += reason_lines(speech, found.reasons)
        lines += [refusal_line(speech, code) for code in list(found.refusals)[:REASONS_SHOWN]]
    if standing.waiting:
        shown = names(speech, standing.waiting)
        lines.append(speech.text("cli_status_inbox", number=len(standing.waiting), files=shown))
    return [*lines, *_told_refresh(speech, standing.refresh)]


def _told_refresh(speech: Speech, record: dict[str, Any] | None) -> list[str]:
    if record is None:
        return []
    finished = record.get("finished_at")
    when, age = _moment(speech, finished or record["started_at"])
    code = REFRESH_ENDINGS[record["exit_status"]] if finished else "cli_status_refresh_unfinished"
    return [speech.text("cli_status_refresh", when=when, age=age, ending=speech.text(code))]


def _told_published(speech: Speech, record: BuildRecord, marts: dict[str, int]) -> list[str]:
    when, age = _moment(speech, record.finished_at)
    lines = [
        speech.text("cli_status_published", build=record.build_id, when=when, age=age),
        speech.text(
            "cli_status_tests",
            passed=record.counts.get("pass", 0),
            warned=record.counts.get("warn", 0),
        ),
    ]
    for warning in record.warnings:
        lines += finding_lines(speech, warning)
    lines += [speech.text("cli_status_mart", mart=mart, rows=rows) for mart, rows in marts.items()]
    return lines


def _moment(speech: Speech, moment: str) -> tuple[str, str]:
    """Answers a moment in local time, and how long ago it was."""
    when = datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    return when, _age_in_words(speech, _age(moment))


def _age(moment: str) -> int:
    return max(0, int((datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()))


def _age_in_words(speech: Speech, seconds: int) -> str:
    for code, length in UNITS:
        if seconds >= length:
            return speech.text(code, number=seconds // length)
    return speech.text("cli_age_now")
