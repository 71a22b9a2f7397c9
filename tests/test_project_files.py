"""One module knows the way to the project's files; no other counts folders up from itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import environment
from warehouse.ground import project_files
from warehouse.ground.project_files import PROJECT_DIR, REFERENCE_DIR

KNOWS_THE_WAY = "warehouse/ground/project_files.py"
# Each finds what lies beside it, and belongs to it alone.
LOOK_BESIDE_THEMSELVES = {
    "app/site/page_shell.py",
    "app/site/streamlit_insides.py",
    "loaders/form/layouts.py",
    "tools/compare_pages.py",
    "warehouse/demo/city.py",
}


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_only_one_module_finds_seeds_and_other_files_of_the_project_from_where_it_lies() -> None:
    mention_themselves = {
        str(path.relative_to(PROJECT_DIR))
        for room in ("app", "loaders", "warehouse", "tools")
        for path in sorted((PROJECT_DIR / room).rglob("*.py"))
        if any(isinstance(n, ast.Name) and n.id == "__file__" for n in ast.walk(parsed(path)))
    }
    assert mention_themselves == {KNOWS_THE_WAY} | LOOK_BESIDE_THEMSELVES


@pytest.mark.parametrize("name", sorted(LOOK_BESIDE_THEMSELVES))
def test_who_looks_beside_itself_looks_no_further(name: str) -> None:
    climbs = [n for n in ast.walk(parsed(PROJECT_DIR / name)) if isinstance(n, ast.Attribute)]
    assert "parents" not in {n.attr for n in climbs}


def test_the_module_that_knows_the_way_needs_nothing_of_ours_and_nothing_installed() -> None:
    imported = [
        n for n in parsed(PROJECT_DIR / KNOWS_THE_WAY).body if isinstance(n, ast.ImportFrom)
    ]
    assert {n.module for n in imported} <= sys.stdlib_module_names


def test_the_way_leads_to_what_is_there() -> None:
    folders = [value for name, value in vars(project_files).items() if name.endswith("_DIR")]
    assert REFERENCE_DIR in folders
    assert all(folder.is_dir() for folder in folders)


def test_another_project_moves_all_seeds_or_none(tmp_path: Path) -> None:
    asked = (
        "from warehouse.ground.messages import MESSAGES_FILE;"
        "from loaders.judge.kinds.registries import Tools; print(Tools.seeds_dir, MESSAGES_FILE)"
    )
    for project, expected in ((tmp_path, PROJECT_DIR), (tmp_path / "with", tmp_path / "with")):
        (tmp_path / "with" / "seeds" / "reference").mkdir(parents=True, exist_ok=True)
        (tmp_path / "with" / "seeds" / "reference" / "messages.csv").touch()
        told = subprocess.run(
            [sys.executable, "-c", asked],
            env=environment(WAREHOUSE_PROJECT_DIR=str(project)),
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.split() == [
            str(expected / "seeds"),
            str(expected / "seeds" / "reference" / "messages.csv"),
        ]
