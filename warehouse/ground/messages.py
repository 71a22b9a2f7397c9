"""The words of the command, in Chinese and English, from the seed all rooms share."""

import csv
import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, TypeAlias

from warehouse.ground.project_files import REFERENCE_DIR
from warehouse.ground.visible import on_one_line

Language: TypeAlias = Literal["zh", "en"]

MESSAGES_FILE = REFERENCE_DIR / "messages.csv"


@cache
def catalogue() -> dict[str, dict[Language, str]]:
    """Answers every message by its code and language."""
    with MESSAGES_FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["message_code"]: {"zh": row["message_name"], "en": row["message_name_en"]}
            for row in csv.DictReader(file)
        }


def text(code: str, language: Language, **values: object) -> str:
    """Answers a message with its placeholders filled in, each on one line and visible.

    Args:
        code: A message_code of seeds/reference/messages.csv.
        language: The language to speak.
        **values: What the placeholders stand for.

    Raises:
        KeyError: There is no such code, or a placeholder has no value.
    """
    shown = {name: _shown(value) for name, value in values.items()}
    return catalogue()[code][language].format(**shown)


def _shown(value: object) -> object:
    """Answers a value as a message holds it: a name may hold what would command a terminal."""
    return on_one_line(str(value)) if isinstance(value, str | os.PathLike) else value


def language_of(name: str) -> Language | None:
    """Answers the language that a locale name such as zh_CN.UTF-8 asks for, if it is ours."""
    lowered = name.lower()
    if lowered.startswith("zh"):
        return "zh"
    return "en" if lowered.startswith("en") else None


def language_from_environment(
    arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Language:
    """Answers the language to speak: --lang, else WAREHOUSE_LANG, else the locale, else English.

    Args:
        arguments: The command line, for --lang.
        environment: Variables to read; the process's own when left out.
    """
    variables = os.environ if environment is None else environment
    asked = language_of(_option("--lang", arguments))
    if asked is not None:
        return asked
    chosen = language_of(variables.get("WAREHOUSE_LANG", ""))
    if chosen is not None:
        return chosen
    locale = next((variables[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if variables.get(v)), "")
    return language_of(locale) or "en"


def _option(name: str, arguments: Sequence[str]) -> str:
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == name and position + 1 < len(arguments):
            return arguments[position + 1]
        if argument.startswith(f"{name}="):
            return argument.removeprefix(f"{name}=")
    return ""
