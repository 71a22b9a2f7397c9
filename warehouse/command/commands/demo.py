"""`warehouse demo`: a simulated city in a home of its own, loaded and built as any other."""

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.command.build_lines import ending, finding_lines
from warehouse.command.options import (
    SpokenLanguage,
    examples,
    json_option,
    option,
    shared_options,
)
from warehouse.command.progress import Report, file_progress
from warehouse.command.refreshing import Listener, Refresh, refresh
from warehouse.command.speech import Speech
from warehouse.demo.city import FIRST_YEAR, LAST_MONTH
from warehouse.ground.homes import demo_home, mark_form
from warehouse.ground.load_records import SIDECAR
from warehouse.ground.settings import Settings

if TYPE_CHECKING:
    from loaders.lake.outcomes import Outcome


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    home_option = option("--home", speech.text("cli_demo_option_home"), value_name="DIR")
    from_option = typer.Option(
        "--from",
        help=speech.text("cli_demo_option_from"),
        show_default=False,
        metavar="YEAR",
        min=FIRST_YEAR,
        max=LAST_MONTH[0],
    )
    json_flag = json_option(speech)
    lang_option, help_flag = shared_options(speech)
    shown = examples(speech, "warehouse demo", "warehouse demo --home /tmp/shili --json")

    @app.command("demo", help=speech.text("cli_demo_help"), epilog=shown, add_help_option=False)
    def command(
        *,
        home: Annotated[Path | None, home_option] = None,
        first_year: Annotated[int, from_option] = FIRST_YEAR,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        settings = _settings(home)
        run = _made(speech, settings, first_year)
        for failure in run.build.failures if run.build else ():
            speech.lines(finding_lines(speech, failure))
        if run.problem is not None:
            raise run.problem
        if as_json:
            told = {"home": str(settings.home), "simulated": True, **run.as_json()}
            speech.result(json.dumps(told, ensure_ascii=False, indent=2))
        if run.build_status == "failed":
            raise typer.Exit(1)
        speech.note("cli_demo_ready", home=settings.home_given)


def _settings(home: Path | None) -> Settings:
    """Answers the settings of the home to make: the one named, else the one beside the data."""
    settings = Settings.from_environment()
    if home is None:
        return demo_home(settings)
    return replace(settings, home=home.expanduser().absolute(), home_given=str(home), region="")


def _made(speech: Speech, settings: Settings, first_year: int) -> Refresh:
    # Imported here because the command's help needs no writer of workbooks.
    from warehouse.demo.making import make_home  # noqa: PLC0415 - slow, seldom needed

    speech.note("cli_demo_writing")
    make_home(settings, first_year)
    mark_form(settings)
    _spare_compiling(Settings.from_environment(), settings)
    files = sum(not path.name.endswith(SIDECAR) for path in settings.inbox.rglob("*.*"))
    if not sys.stderr.isatty():
        speech.note("cli_demo_loading", files=files)
    with file_progress(speech, "cli_demo_bar") as report:
        # Nobody else writes into this inbox: its files are whole.
        run = refresh(settings, _load, _listener(speech, report, files), settle_seconds=0)
    if not run.files:
        speech.note("cli_demo_there")
    if run.build is not None and run.build_status != "unchanged":
        speech.lines([ending(speech, run.build)])
    return run


def _spare_compiling(own: Settings, made: Settings) -> None:
    """Gives the city's home what dbt compiled for the data's: it is that of the same project."""
    from warehouse.builds.plans import plan_folder  # noqa: PLC0415 - slow, seldom needed

    there, here = plan_folder(own), plan_folder(made)
    if there.is_dir() and not here.exists():
        part = here.with_name(f".{here.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(there, part)
        part.rename(here)


def _load(settings: Settings, path: Path) -> "Outcome":
    from loaders.loading import load_file

    return load_file(settings, path)


def _listener(speech: Speech, report: Report, files: int) -> Listener:
    """Answers what is told as it goes: how many files are loaded, and what came of all."""
    outcomes: list[Outcome] = []

    def building() -> None:
        latest = {each.file: each for each in outcomes}.values()
        speech.note(
            "cli_demo_loaded",
            files=len(latest),
            accepted=sum(each.rows_accepted for each in latest),
            refused=sum(each.rows_refused for each in latest),
        )
        speech.note("build_started")

    def loaded(outcome: "Outcome") -> None:
        outcomes.append(outcome)
        report(len(outcomes), files)

    return Listener(
        loading=lambda _name: None,
        loaded=lambda file: loaded(file.outcome),
        building=building,
    )
