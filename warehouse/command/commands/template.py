"""`warehouse template`: an empty form to be filled in and loaded."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loaders.blank.form_columns import describe_form
from warehouse.command.options import SpokenLanguage, examples, option, shared_options
from warehouse.command.speech import Speech
from warehouse.ground.errors import WarehouseError
from warehouse.ground.settings import project_version

if TYPE_CHECKING:
    from warehouse.ground.messages import Language

SUFFIX = ".xlsx"


class FormKind(StrEnum):
    """What there are forms for."""

    STATISTICS = "statistics"
    ACCIDENTS = "accidents"
    TARGETS = "targets"
    PROJECTS = "projects"
    PLANS = "plans"
    REGIONS = "regions"
    MEASURES = "measures"
    INDICATORS = "indicators"
    SCOPES = "scopes"
    BREAKS = "breaks"


class FileExistsAlreadyError(WarehouseError):
    """A form would overwrite a file, which may be a filled one."""

    code = "error_file_exists"


class NotXlsxError(WarehouseError):
    """The name of the file does not say that it is a workbook."""

    code = "error_not_xlsx"


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    kind_argument = typer.Argument(
        help=speech.text("cli_template_argument_kind"), metavar="KIND", show_default=False
    )
    file_argument = typer.Argument(
        help=speech.text("cli_template_argument_file"), metavar="FILE.xlsx", show_default=False
    )
    region_option = option("--region", speech.text("cli_template_option_region"), value_name="CODE")
    force_option = option("--force", speech.text("cli_template_option_force"), value_name="")
    lang_option, help_flag = shared_options(speech)
    shown = examples(
        speech,
        "warehouse template statistics statistics.xlsx",
        "warehouse template accidents accidents.xlsx --region 330400",
    )

    @app.command(
        "template", help=speech.text("cli_template_help"), epilog=shown, add_help_option=False
    )
    def command(
        kind: Annotated[FormKind, kind_argument],
        file: Annotated[Path, file_argument],
        *,
        region: Annotated[str, region_option] = "",
        force: Annotated[bool, force_option] = False,
        lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        if file.suffix.lower() != SUFFIX:
            raise NotXlsxError(file=file)
        # Bureaus fill in the Chinese form, whatever language this machine speaks.
        form_language: Language = "en" if lang is SpokenLanguage.EN else "zh"
        _write(file, _workbook(kind, form_language, region), replaces=force)
        speech.note("cli_template_done", file=file)


def _write(file: Path, content: bytes, *, replaces: bool) -> None:
    """Writes a form to a file.

    Raises:
        FileExistsAlreadyError: The file is there and may not be replaced.
        OSError: The file cannot be written.
    """
    try:
        with file.open("wb" if replaces else "xb") as target:
            target.write(content)
    except FileExistsError:
        raise FileExistsAlreadyError(file=file) from None


def _workbook(kind: FormKind, language: "Language", region: str) -> bytes:
    """Answers the bytes of a form.

    Raises:
        RegionNotListedError: No region of today has that code.
    """
    # Imported here because only this command needs the package for workbooks.
    from loaders.blank.forms import workbook_of

    return workbook_of(describe_form(kind.value, language, region), project_version())
