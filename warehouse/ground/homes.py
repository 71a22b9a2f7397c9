"""Opening a home: is its form one that this program knows, was a change cut short, is it simulated?

The form is the layout of a home's folders and files, counted up whenever an older program could no
longer read it rightly: 1 of version 0.1.0; 2 since loads have numbers, fingerprints and a journal.
"""

import json
import tomllib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from warehouse.ground.durable import write_durably
from warehouse.ground.errors import BuildUnderWayError, NewerHomeError
from warehouse.ground.exchanging import NOTE, take_back
from warehouse.ground.locks import exclusive_lock
from warehouse.ground.messages import Language
from warehouse.ground.settings import Settings, project_version

FORM: Final = 2
FORM_NAME: Final = "home.json"
# In a home of invented data this file says so; nobody else decides it.
SIMULATED_NAME: Final = "simulated.toml"
DEMO: Final = "demo"


def opened_home() -> Settings:
    """Answers the settings of the environment, its home opened.

    Raises:
        NewerHomeError: A later version of this program has changed the home's form.
        WarehouseError: As of Settings.from_environment.
    """
    return opened(Settings.from_environment())


def opened(settings: Settings) -> Settings:
    """Answers settings, their home opened.

    Args:
        settings: Those of a home.

    Raises:
        NewerHomeError: A later version of this program has changed the home's form.
    """
    found = _form(settings)
    if found > FORM:
        raise NewerHomeError(home=settings.home_given, form=found, known=FORM)
    if (settings.home / NOTE).is_file():
        # Whoever holds the lake is at work, or takes it back himself.
        with suppress(BuildUnderWayError), exclusive_lock(settings.lake_lock):
            take_back(settings.home)
    return settings


def simulated(home: Path, language: Language = "zh") -> str | None:
    """Answers the name of what is simulated in a home; None in a home of true data.

    Args:
        home: The folder of the home.
        language: In which language the name is wanted.
    """
    said = simulation(home)
    return None if said is None else str(said.get("name" if language == "zh" else "name_en", home))


def simulation(home: Path) -> dict[str, Any] | None:
    """Answers all that a home says of its simulation; None in a home of true data.

    A mark that cannot be read is a mark.
    """
    try:
        return tomllib.loads((home / SIMULATED_NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        return {}


def demo_home(settings: Settings) -> Settings:
    """Answers the settings of the simulated city's home, beside that of the data.

    Args:
        settings: Those of a home; a simulated one is its own.
    """
    if simulation(settings.home) is not None:
        return settings
    given = Path(settings.home_given)
    return replace(
        settings,
        home=settings.home.parent / DEMO,
        home_given=str(given.parent / DEMO),
        region="",
    )


def mark_form(settings: Settings) -> None:
    """Writes down a home's form before anything is written that an older program cannot read.

    Args:
        settings: The home; it is made.

    Raises:
        OSError: It cannot be written.
    """
    if _form(settings) >= FORM:
        return
    settings.home.mkdir(parents=True, exist_ok=True)
    note = {"form": FORM, "written_by": project_version()}
    write_durably(settings.home / FORM_NAME, f"{json.dumps(note)}\n")


def _form(settings: Settings) -> int:
    """Answers a home's form; 1 where it says none that can be understood."""
    with suppress(FileNotFoundError, NotADirectoryError, ValueError, TypeError, KeyError):
        found = json.loads((settings.home / FORM_NAME).read_text(encoding="utf-8"))
        return int(found["form"])
    return 1
