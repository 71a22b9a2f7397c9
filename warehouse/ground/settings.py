"""Where the warehouse lives and what it reads from the environment."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.ground.errors import (
    BadKeepBuildsError,
    BadLanguageError,
    BadPersonalDataError,
    BadRegionError,
    BadSummariesError,
    WarehouseError,
)
from warehouse.ground.messages import language_of
from warehouse.ground.project_files import PROJECT_DIR

DEFAULT_HOME = "data"
DEFAULT_KEEP_BUILDS = 5
# Listed regions have six digits; others have more (docs/your-own-city.md).
REGION_CODE = re.compile(r"[0-9]{6}[0-9A-Za-z_-]*", re.ASCII)


@dataclass(frozen=True)
class Settings:
    """The folders of one warehouse; every path is absolute.

    Attributes:
        home: The folder holding all data (WAREHOUSE_HOME).
        project_dir: The dbt project (WAREHOUSE_PROJECT_DIR, else this checkout); all read by its
            registries, if it has any (warehouse/ground/project_files.py).
        keep_builds: How many published builds stay on disk (WAREHOUSE_KEEP_BUILDS).
        home_given: The home as the user wrote it, for messages.
        boundaries: A GeoJSON file of the user's own for maps, if any (WAREHOUSE_BOUNDARIES).
        keepers: E-mail addresses, in lower case, of those who may upload where the explorer has a
            login (WAREHOUSE_KEEPERS, separated by commas).
        region: Code of the region with which the explorer opens (WAREHOUSE_REGION), if any.
        is_personal_allowed: Whether rows with names, identity or telephone numbers of people are
            accepted (WAREHOUSE_PERSONAL_DATA is allowed).
        are_summaries_shown: Whether a build tells what happened in an accident in the words of its
            file (WAREHOUSE_SUMMARIES is shown).
    """

    home: Path
    project_dir: Path = PROJECT_DIR
    keep_builds: int = DEFAULT_KEEP_BUILDS
    home_given: str = DEFAULT_HOME
    boundaries: Path | None = None
    keepers: frozenset[str] = frozenset()
    region: str = ""
    is_personal_allowed: bool = False
    are_summaries_shown: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Answers the settings the environment asks for.

        Args:
            environment: Variables to read; the process's own when left out.

        Raises:
            BadKeepBuildsError: WAREHOUSE_KEEP_BUILDS is not a whole number of at least 1.
            BadLanguageError: WAREHOUSE_LANG is neither Chinese nor English.
            BadRegionError: WAREHOUSE_REGION cannot be the code of a region.
            BadPersonalDataError: WAREHOUSE_PERSONAL_DATA is neither refused nor allowed.
            BadSummariesError: WAREHOUSE_SUMMARIES is neither hidden nor shown.
        """
        variables = os.environ if environment is None else environment
        language = variables.get("WAREHOUSE_LANG")
        if language and language_of(language) is None:
            raise BadLanguageError(value=language)
        project = Path(variables.get("WAREHOUSE_PROJECT_DIR") or PROJECT_DIR).expanduser()
        given = variables.get("WAREHOUSE_HOME") or DEFAULT_HOME
        home = Path(given).expanduser()
        boundaries = variables.get("WAREHOUSE_BOUNDARIES")
        if not variables.get("WAREHOUSE_HOME"):
            home = PROJECT_DIR / DEFAULT_HOME
        return cls(
            home=home.absolute(),
            project_dir=project.absolute(),
            keep_builds=_keep_builds(variables.get("WAREHOUSE_KEEP_BUILDS")),
            home_given=given,
            boundaries=Path(boundaries).expanduser().absolute() if boundaries else None,
            keepers=_addresses(variables.get("WAREHOUSE_KEEPERS", "")),
            region=_region(variables.get("WAREHOUSE_REGION", "")),
            is_personal_allowed=_is_second(
                variables.get("WAREHOUSE_PERSONAL_DATA"),
                ("refused", "allowed"),
                BadPersonalDataError,
            ),
            are_summaries_shown=_is_second(
                variables.get("WAREHOUSE_SUMMARIES"), ("hidden", "shown"), BadSummariesError
            ),
        )

    @property
    def inbox(self) -> Path:
        """Where people drop files to be loaded."""
        return self.home / "inbox"

    @property
    def archive(self) -> Path:
        """Originals of all loaded files, named by sha256."""
        return self.home / "archive"

    @property
    def lake(self) -> Path:
        """Accepted rows, refused rows and outcomes, as Parquet."""
        return self.home / "lake"

    @property
    def lake_lock(self) -> Path:
        """Held by whoever changes the lake, shared by those who need it as it is."""
        return self.home / ".lake.lock"

    @property
    def damaged(self) -> Path:
        """What was damaged for good and is used no more, for people to look at."""
        return self.home / "damaged"

    @property
    def builds(self) -> Path:
        """One folder per build."""
        return self.home / "builds"

    @property
    def current(self) -> Path:
        """The link to the published build."""
        return self.builds / "current"

    @property
    def building(self) -> Path:
        """The folder of the build under way."""
        return self.builds / ".building"

    @property
    def dbt_folder(self) -> Path:
        """What dbt keeps between builds: its parsed project and its log."""
        return self.home / "dbt"


def _keep_builds(value: str | None) -> int:
    if not value:
        return DEFAULT_KEEP_BUILDS
    if not value.isdecimal() or int(value) < 1:
        raise BadKeepBuildsError(value=value)
    return int(value)


def _region(value: str) -> str:
    code = value.strip()
    if code and not REGION_CODE.fullmatch(code):
        raise BadRegionError(value=value)
    return code


def _is_second(value: str | None, words: tuple[str, str], error: type[WarehouseError]) -> bool:
    """Answers whether a setting of two words is the second; the first where nothing is said."""
    word = (value or words[0]).strip().casefold()
    if word not in words:
        raise error(value=value or "")
    return word == words[1]


def _addresses(value: str) -> frozenset[str]:
    """Answers e-mail addresses separated by commas, Chinese ones too, in lower case."""
    parts = (part.strip().casefold() for part in value.replace("，", ",").split(","))
    return frozenset(part for part in parts if part)


def project_version() -> str:
    """Answers this project's version, from pyproject.toml."""
    project = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
