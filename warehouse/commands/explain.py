"""`warehouse explain`: the whole story of a number."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from warehouse.commands.options import (
    SpokenLanguage,
    examples,
    help_option,
    json_option,
    language_option,
    option,
)
from warehouse.explaining import Row, Story, explain
from warehouse.settings import Settings
from warehouse.speech import Speech

ROLES = {
    "numerator": "cli_explain_numerator",
    "denominator": "cli_explain_denominator",
    "published_rate": "cli_explain_published",
}


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
    lang_option = language_option(speech)
    help_flag = help_option(speech)
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
        stories = explain(Settings.from_environment(), region, period, indicator, scope)
        if as_json:
            told = {"values": [asdict(story) for story in stories]}
            speech.result(json.dumps(told, ensure_ascii=False, indent=2, default=str))
            return
        for story in stories:
            for line in _told(speech, story):
                speech.result(line)


def _told(speech: Speech, story: Story) -> list[str]:
    value = story.value
    lines = [
        speech.text(
            "cli_explain_title",
            region=_named(speech, value, "region_name"),
            period=value["period"],
            basis=_named(speech, value, "period_basis_name"),
            indicator=_named(speech, value, "indicator_name"),
            scope=_named(speech, value, "scope_name"),
        ),
        f"  {_answer(speech, value)}",
        speech.text("cli_explain_definition", definition=_named(speech, value, "definition")),
    ]
    lines += [line for row in story.inputs for line in _input_lines(speech, row)]
    for row in story.printed:
        said = _named(speech, row, "explanation")
        lines.append(speech.text("cli_explain_reconciled", explanation=said))
    return [*lines, *_compared(speech, story)]


def _answer(speech: Speech, value: Row) -> str:
    """Answers the value with its interval, or why there is none."""
    if value["computed_rate"] is None:
        return speech.text("cli_explain_no_value")
    places = value["decimals"] + 1 if value["indicator_kind"] == "rate" else value["decimals"]
    shown = {
        name: f"{value[name]:,.{places}f}"
        for name in ("computed_rate", "lower_95", "upper_95")
        if value[name] is not None
    }
    unit = value["unit"] if speech.language == "zh" else value["unit_en"]
    if "lower_95" not in shown:
        return f"{shown['computed_rate']} {unit}"
    method = "cli_explain_exact" if value["interval_method"] == "exact" else "cli_explain_byars"
    return speech.text(
        "cli_explain_value",
        value=shown["computed_rate"],
        unit=unit,
        lower=shown["lower_95"],
        upper=shown["upper_95"],
        method=speech.text(method),
    )


def _input_lines(speech: Speech, row: Row) -> list[str]:
    """Answers a figure with its vintage, and where it stands word for word."""
    place = row["cell"] or row["row_number"]
    figure = speech.text(
        ROLES[row["input_role"]],
        measure=_named(speech, row, "measure_name"),
        value=f"{row['published_value']:,.{row['published_decimals']}f}",
        unit=row["published_unit"],
        vintage=_named(speech, row, "vintage_name"),
    )
    source = speech.text(
        "cli_explain_source",
        title=row["source_title"],
        publisher=row["source_publisher"],
        file=row["source_file"],
        place=f"{row['sheet_name']} {place}".strip(),
    )
    quote = row["source_quote"]
    return [figure, source, *([speech.text("cli_explain_quote", quote=quote)] if quote else [])]


def _compared(speech: Speech, story: Story) -> list[str]:
    """Answers what may be said of the change from the period before."""
    value = story.value
    if value["change_pct"] is not None:
        beyond = value["change_is_beyond_chance"]
        code = "cli_explain_change_beyond" if beyond else "cli_explain_change_within"
        change = f"{value['change_pct']:+.1f}"
        lines = [speech.text(code, previous=value["previous_period"], change=change)]
    elif value["comparability_reason_code"]:
        why = speech.text(f"reason_{value['comparability_reason_code']}")
        lines = [speech.text("cli_explain_not_compared", reason=why)]
    else:
        lines = []
    return lines + [
        speech.text(
            "cli_explain_break",
            day=row["breaks_at"],
            reason=_named(speech, row, "break_reason"),
            source=row["source"],
        )
        for row in story.breaks
    ]


def _named(speech: Speech, row: Row, name: str) -> str:
    return str(speech.name(row[name], row.get(f"{name}_en") or row[name]))
