"""Opening a home: is its form one that this program knows, and was a change of it cut short?

The form is the layout of a home's folders and files, counted up whenever an older program could no
longer read it rightly: 1 of version 0.1.0; 2 since loads have numbers, fingerprints and a journal.
"""

import json
from contextlib import suppress
from typing import Final

from warehouse.ground.durable import write_durably
from warehouse.ground.errors import BuildUnderWayError, NewerHomeError
from warehouse.ground.exchanging import NOTE, take_back
from warehouse.ground.locks import exclusive_lock
from warehouse.ground.settings import Settings, project_version

FORM: Final = 2
FORM_NAME: Final = "home.json"


def opened_home() -> Settings:
    """Answers the settings of the environment, its home opened.

    Raises:
        NewerHomeError: A later version of this program has changed the home's form.
        WarehouseError: As of Settings.from_environment.
    """
    settings = Settings.from_environment()
    found = _form(settings)
    if found > FORM:
        raise NewerHomeError(home=settings.home_given, form=found, known=FORM)
    if (settings.home / NOTE).is_file():
        # Whoever holds the lake is at work, or takes it back himself.
        with suppress(BuildUnderWayError), exclusive_lock(settings.lake_lock):
            take_back(settings.home)
    return settings


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
