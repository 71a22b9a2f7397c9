"""`warehouse explain`: the whole story of a number."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from warehouse.ask.explaining import explain
from warehouse.ask.parts import Row
from warehouse.ask.stories import Story, answer, compared, figure, formula, named, part, place
from warehouse.command.homes import told_home
from warehouse.command.options import (
    SpokenLanguage,
    examples,
    json_option,
    option,
    shared_options,
)
from warehouse.command.speech import Speech
from warehouse.ground.homes import simulated


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    region_argument = typer.Argument(
        help=speech.text("cli_explain_argument_region"), metavar="REGION", show_default=False
    )
    period_argument = typer.Argument(
        help=speech.text("cli_explain_argument_period"), metavar="PERIOD", show_default=False
    )
    indicator_argument = typer.Argument(
        help=speech.text("cli_explain_argument_indicator"), metavar="INDICATOR", show_default=False
    )
    scope_option = option("--scope", speech.text("cli_explain_option_scope"), value_name="SCOPE")
    json_flag = json_option(speech)
    lang_option, help_flag = shared_options(speech)
    shown = examples(
        speech,
        "warehouse explain 嘉兴 2015 deaths_per_100m_yuan_gdp",
        "warehouse explain 330400 2015 亿元GDP死亡率 --json",
    )

    @app.command(
        "explain", help=speech.text("cli_explain_help"), epilog=shown, add_help_option=False
    )
    def command(
        region: Annotated[str, region_argument],
        period: Annotated[str, period_argument],
        indicator: Annotated[str, indicator_argument],
        *,
        scope: Annotated[str | None, scope_option] = None,
        as_json: Annotated[bool, json_flag] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        home = told_home(speech)
        stories = explain(home, region, period, indicator, scope)
        if as_json:
            name = simulated(home.home, speech.language)
            told = {"simulated": name, "values": [asdict(story) for story in stories]}
            speech.result(json.dumps(told, ensure_ascii=False, indent=2, default=str))
            return
        for story in stories:
            for line in _told(speech, story):
                speech.result(line)


def _told(speech: Speech, story: Story) -> list[str]:
    value, language = story.value, speech.language
    title = speech.text(
        "cli_explain_title",
        region=named(value, "region_name", language),
        period=value["period"],
        basis=named(value, "period_basis_name", language),
        indicator=named(value, "indicator_name", language),
        scope=named(value, "scope_name", language),
    )
    lines = [answer(value, language), formula(value, language)]
    lines += [line for row in story.inputs for line in _input_lines(speech, row)]
    return [title, *(f"  {line}" for line in [*lines, *compared(story, language)])]


def _input_lines(speech: Speech, row: Row) -> list[str]:
    """Answers a figure with its vintage, and where it stands word for word."""
    source = speech.text(
        "cli_explain_source",
        title=row["source_title"],
        publisher=row["source_publisher"],
        place=place(row, speech.language),
    )
    lines = [figure(row, speech.language), f"  {source}"]
    if row["source_quote"]:
        lines.append(f"  {speech.text('cli_explain_quote', quote=row['source_quote'])}")
    return lines + [f"  {part(each, speech.language)}" for each in row["parts"]]
