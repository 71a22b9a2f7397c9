"""Making the home of the simulated city: its files into the inbox, its mark, its key."""

import hashlib
import json
from pathlib import Path

from warehouse.demo.city import FIRST_YEAR, WORDS, city
from warehouse.demo.inbox import KEY, LAYOUT, inbox_files, key
from warehouse.ground.durable import write_durably
from warehouse.ground.errors import DemoHomeTakenError, DemoOfAnotherVersionError
from warehouse.ground.homes import SIMULATED_NAME, simulation
from warehouse.ground.settings import Settings, project_version


def make_home(settings: Settings, first_year: int = FIRST_YEAR) -> bool:
    """Writes the files of the simulated city into a home of their own.

    The mark that all of it is simulated is written first. A home that has it whole is left alone.

    Args:
        settings: The home.
        first_year: The year the simulation begins with.

    Returns:
        Whether anything was written.

    Raises:
        DemoHomeTakenError: The folder holds something else.
        DemoOfAnotherVersionError: It holds another simulation.
        OSError: It cannot be written.
    """
    home = settings.home
    said = simulation(home)
    if said is None and home.is_dir() and any(home.iterdir()):
        raise DemoHomeTakenError(home=settings.home_given)
    files = {f"inbox/{name}": content for name, content in inbox_files(first_year).items()}
    files[f"layouts/{LAYOUT}"] = (WORDS / LAYOUT).read_bytes()
    files[KEY] = key()
    fingerprint = fingerprint_of(files)
    if said is not None and said.get("files_sha256") != fingerprint:
        raise DemoOfAnotherVersionError(home=settings.home_given)
    lacking = {name: each for name, each in files.items() if not (home / name).is_file()}
    if said is None:
        home.mkdir(parents=True, exist_ok=True)
        write_durably(home / SIMULATED_NAME, _mark(fingerprint))
    for name, content in lacking.items():
        _write(home / name, content)
    return bool(lacking)


def fingerprint_of(files: dict[str, bytes]) -> str:
    """Answers one SHA-256 of files, their names and their bytes."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _mark(fingerprint: str) -> str:
    words = city().words
    said = {
        "name": words["name"],
        "name_en": words["name_en"],
        "region_code": words["code"],
        "seed": words["seed"],
        "files_sha256": fingerprint,
        "written_by": project_version(),
    }
    lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in said.items())
    return "".join(lines)
