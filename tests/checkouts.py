"""Copies of this project, and the commands that its README tells readers to type."""

import re
import shutil
import subprocess
from pathlib import Path

from tests.conftest import Finished, environment
from warehouse.ground.project_files import PROJECT_DIR

READMES = [PROJECT_DIR / "README.md", PROJECT_DIR / "README.zh-CN.md"]
BUILT_OF = (
    *("dbt_project.yml", "profiles.yml", "requirements.lock"),
    *("macros", "models", "seeds", "surveillance", "tests/dbt"),
)
DBT = ".venv/bin/dbt "


def commands(readme: Path) -> list[str]:
    """Answers the commands in the blocks of a README, in their order."""
    blocks = re.findall(
        r"^ *```sh\n(.*?)^ *```", readme.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def copy_what_a_build_is_made_of(folder: Path) -> Path:
    """Copies all that a build is made of, and answers the folder."""
    for name in BUILT_OF:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (PROJECT_DIR / name).is_dir():
            shutil.copytree(PROJECT_DIR / name, target)
        else:
            shutil.copy(PROJECT_DIR / name, target)
    return folder


def run_as_a_reader(command: str, checkout: Path) -> Finished:
    """Runs a command in a checkout as somebody who typed it there."""
    bash = shutil.which("bash")
    assert bash
    path = f"{PROJECT_DIR / '.venv' / 'bin'}:/usr/bin:/bin"
    return subprocess.run(
        [bash, "-c", command],
        cwd=checkout,
        env=environment(PATH=path, PYTHONPATH=str(checkout)),
        capture_output=True,
        text=True,
        check=False,
    )
