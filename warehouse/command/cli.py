"""The command `warehouse`.

Heavy packages (dbt, polars, streamlit, altair) are imported by the commands that need them,
so that help and status answer at once.
"""

import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Final

import typer

from warehouse.command.options import (
    SpokenLanguage,
    examples,
    option,
    shared_options,
    show_help,
)
from warehouse.command.speech import Speech
from warehouse.ground.errors import (
    UnknownOptionError,
    UsageProblemError,
    WarehouseError,
    from_operating_system,
)
from warehouse.ground.messages import Language, language_from_environment
from warehouse.ground.settings import project_version

# In the order of the help; each is a module of warehouse.command.commands, and what the help of
# the root says of it is the message cli_<command>_help.
COMMANDS: Final = (
    *("load", "build", "refresh", "serve", "query", "explain", "status", "rollback"),
    *("template", "reload", "verify", "journal", "demo"),
)
CUT_OFF = 1  # as Typer ends when it is the one to notice
INTERRUPTED = 130


def main() -> int:
    """Runs the command line, and answers its exit status.

    0 done; 1 the work failed; 2 wrong usage or unreadable input; 130 interrupted.
    """
    _open_streams()
    arguments = sys.argv[1:]
    language = language_from_environment(arguments)
    try:
        status_code = _run(language, arguments)
        sys.stdout.flush()
    except WarehouseError as error:
        Speech(language).lines(error.lines(language))
        return error.exit_status
    except KeyboardInterrupt:
        sys.stderr.flush()
        os._exit(INTERRUPTED)  # without waiting for a query that dbt or DuckDB still runs
    except BrokenPipeError:
        # The reader (| head) has all it wants; nothing more may be written when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT_OFF
    return status_code


def _open_streams() -> None:
    """Makes both outputs take whatever is said.

    One that was closed takes it nowhere; a character for which its encoding has no code, as GBK
    has none for é, is written as its number instead.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _run(language: Language, arguments: list[str]) -> int:
    """Runs the app, turning what Typer and the operating system refuse into our errors."""
    try:
        called = _called(arguments)
        app = create_app(language, [called] if called in COMMANDS else ())
        answer = app(arguments, prog_name="warehouse", standalone_mode=False)
    except typer.TyperException as error:
        raise _usage_problem(error) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise from_operating_system(error) from error
    if answer == INTERRUPTED:  # so Typer says that it caught a KeyboardInterrupt
        raise KeyboardInterrupt
    return answer if isinstance(answer, int) else 0


def _usage_problem(error: typer.TyperException) -> UsageProblemError:
    option_name = getattr(error, "option_name", None)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "warehouse"
    words = " ".join(error.format_message().replace("Value error, ", "").split())
    if option_name and hasattr(error, "possibilities"):
        likely = ", ".join(sorted(error.possibilities or []))
        return UnknownOptionError(option=option_name, likely=likely, command=command)
    return UsageProblemError(problem=words, command=command)


def _called(arguments: Sequence[str]) -> str:
    """Answers the word that names a command, the first that is no option of the root's own."""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def create_app(language: Language, commands: Sequence[str] = COMMANDS) -> typer.Typer:
    """Answers the command-line app in one language.

    Args:
        language: The language to speak.
        commands: The commands it is to run; with none it only tells of all, for its own help and
            for the likely one in the place of a wrong word.
    """
    speech = Speech(language)
    lang_option, help_flag = shared_options(speech)
    version_option = option(
        "--version", speech.text("cli_option_version"), callback=_show_version, value_name=""
    )
    app = typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        options_metavar=speech.text("cli_word_options_metavar"),
        subcommand_metavar=speech.text("cli_word_command_metavar"),
    )

    @app.callback(
        invoke_without_command=True,
        help=speech.text("cli_help"),
        epilog=examples(speech, "warehouse build", "warehouse serve", "warehouse query --help"),
        add_help_option=False,
    )
    def root(
        context: typer.Context,
        *,
        _version: Annotated[bool, version_option] = False,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        if context.invoked_subcommand is None:
            show_help(context, speech)

    for command in commands:
        importlib.import_module(f"warehouse.command.commands.{command}").add_to(app, speech)
    for command in () if commands else COMMANDS:
        app.command(command, help=speech.text(f"cli_{command}_help"))(_told_of)
    return app


def _told_of() -> None:
    """Stands in the place of a command that is told of: what runs it is not imported."""


def _show_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"warehouse {project_version()}")
        raise typer.Exit


if __name__ == "__main__":
    sys.exit(main())
