"""`warehouse status`: what is published, how fresh it is, and what went wrong last."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Annotated

import duckdb
import typer

from warehouse.builds import last_failed, published_ids
from warehouse.commands.build import finding_lines
from warehouse.commands.options import (
    SpokenLanguage,
    examples,
    help_option,
    json_option,
    language_option,
)
from warehouse.errors import DamagedBuildError, MissingBuildError
from warehouse.queries import mart_names
from warehouse.reading import PublishedBuild, connect, published_build
from warehouse.records import BuildRecord
from warehouse.settings import Settings
from warehouse.speech import Speech

MARTS_COUNTED = ("fct_observations", "fct_indicator_values")
UNITS = (("cli_age_days", 86_400), ("cli_age_hours", 3_600), ("cli_age_minutes", 60))


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    json_flag = json_option(speech)
    lang_option = language_option(speech)
    help_flag = help_option(speech)
    shown = examples(speech, "warehouse status", "warehouse status --json")

    @app.command("status", help=speech.text("cli_status_help"), epilog=shown, add_help_option=False)
    def command(
        *,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        standing = _standing(Settings.from_environment())
        lines = [_as_json(standing)] if as_json else _told(speech, standing)
        for line in lines:
            speech.result(line)
        if standing.damage is not None:
            raise standing.damage


@dataclass(frozen=True)
class Standing:
    """How a home stands.

    Attributes:
        home: As the user gave it.
        published: The record of the published build, if there is one and it can be read.
        marts: Rows of the main marts.
        previous: Ids of the other builds on disk, newest first.
        failed: The record of the last build that failed, if it is kept.
        damage: Why the published build cannot be read.
    """

    home: str
    published: BuildRecord | None
    marts: dict[str, int]
    previous: list[str]
    failed: BuildRecord | None
    damage: DamagedBuildError | None


def _standing(settings: Settings) -> Standing:
    published, marts, damage = None, dict[str, int](), None
    try:
        found = published_build(settings)
        marts = _counted_rows(found)
        published = found.record
    except MissingBuildError:
        pass
    except DamagedBuildError as error:
        damage = error
    ids = reversed(published_ids(settings))
    return Standing(
        home=settings.home_given,
        published=published,
        marts=marts,
        previous=[each for each in ids if published is None or each != published.build_id],
        failed=last_failed(settings),
        damage=damage,
    )


def _counted_rows(published: PublishedBuild) -> dict[str, int]:
    """Answers how many rows the main marts have, those that exist.

    Raises:
        DamagedBuildError: The database cannot be read.
    """
    try:
        with connect(published.database) as connection:
            present = set(mart_names(connection))
            return {
                mart: int(connection.table(mart).count("*").fetchall()[0][0])
                for mart in MARTS_COUNTED
                if mart in present
            }
    except duckdb.Error:
        raise DamagedBuildError(build=published.build_id) from None


def _as_json(standing: Standing) -> str:
    record = standing.published
    published = None
    if record is not None:
        published = asdict(record) | {
            "age_seconds": _age(record),
            "tests_passed": record.counts.get("pass", 0),
            "tests_warned": record.counts.get("warn", 0),
            "mart_rows": standing.marts,
        }
    answer = {
        "home": standing.home,
        "published": published,
        "is_damaged": standing.damage is not None,
        "previous_builds": standing.previous,
        "last_failed": asdict(standing.failed) if standing.failed else None,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _told(speech: Speech, standing: Standing) -> list[str]:
    lines = [speech.text("cli_status_home", home=standing.home)]
    if standing.published is not None:
        lines += _told_published(speech, standing.published, standing.marts)
    elif standing.damage is None:
        lines.append(MissingBuildError(home=standing.home).sentence(speech.language))
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
    return lines


def _told_published(speech: Speech, record: BuildRecord, marts: dict[str, int]) -> list[str]:
    finished = datetime.fromisoformat(record.finished_at).astimezone()
    lines = [
        speech.text(
            "cli_status_published",
            build=record.build_id,
            when=finished.strftime("%Y-%m-%d %H:%M"),
            age=_age_in_words(speech, _age(record)),
        ),
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


def _age(record: BuildRecord) -> int:
    finished = datetime.fromisoformat(record.finished_at)
    return max(0, int((datetime.now(UTC) - finished).total_seconds()))


def _age_in_words(speech: Speech, seconds: int) -> str:
    for code, length in UNITS:
        if seconds >= length:
            return speech.text(code, number=seconds // length)
    return speech.text("cli_age_now")
