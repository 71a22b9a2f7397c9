"""What every command shares: --lang, --help, --json, and examples below its help."""

import importlib
from collections.abc import Callable
from enum import StrEnum

import typer
from rich.markup import escape
from typer.models import OptionInfo

from warehouse.command.speech import Speech

HELP_HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": "cli_word_arguments",
    "OPTIONS_PANEL_TITLE": "cli_word_options",
    "COMMANDS_PANEL_TITLE": "cli_word_commands",
    "REQUIRED_LONG_STRING": "cli_word_required",
    "ENVVAR_STRING": "cli_word_environment",
}


class SpokenLanguage(StrEnum):
    """The languages the command speaks."""

    ZH = "zh"
    EN = "en"


def shared_options(speech: Speech) -> tuple[OptionInfo, OptionInfo]:
    """Answers --lang and --help, which every command has."""
    return _language_option(speech), _help_option(speech)


def json_option(speech: Speech) -> OptionInfo:
    """Answers --json."""
    return option("--json", speech.text("cli_option_json"), value_name="")


def option(
    name: str,
    help_text: str,
    *,
    callback: Callable[..., None] | None = None,
    value_name: str | None = None,
) -> OptionInfo:
    """Answers an option; its default is unmentioned unless the text mentions it.

    Args:
        name: As typed, with its dashes.
        help_text: What it does, in the language spoken.
        callback: What to do at once when it is given, before anything else is looked at.
        value_name: What the value is called in the help; empty for a flag.
    """
    made: OptionInfo = typer.Option(
        name,
        help=help_text,
        show_default=False,
        is_eager=callback is not None,
        callback=callback,
        metavar=value_name,
    )
    return made


def examples(speech: Speech, *commands: str) -> str:
    """Answers the lines below a command's help that show it at work."""
    title = speech.text("cli_examples")
    return "\n".join([title, *(escape(f"  {command}") for command in commands)])


def show_help(context: typer.Context, speech: Speech) -> None:
    """Prints a help page; its headings are variables of one module of Typer's."""
    rich_utils = importlib.import_module("typer.rich_utils")  # slow, and of use here alone
    for variable, code in HELP_HEADINGS.items():
        setattr(rich_utils, variable, speech.text(code))
    typer.echo(context.get_help(), nl=False)


def _language_option(speech: Speech) -> OptionInfo:
    """Answers --lang, which is read before the app is made: a command need not look at it."""
    return option("--lang", speech.text("cli_option_lang"))


def _help_option(speech: Speech) -> OptionInfo:
    """Answers --help in the language spoken; Typer's own is always English."""

    def show(context: typer.Context, *, wanted: bool) -> None:
        if wanted:
            show_help(context, speech)
            raise typer.Exit

    return option("--help", speech.text("cli_option_help"), callback=show, value_name="")
