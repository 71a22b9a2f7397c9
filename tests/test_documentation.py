"""Documents stay true: commands run, links lead somewhere, the dictionary is today's."""

import re
import shutil
from pathlib import Path

import pytest

from tests.checkouts import DBT, READMES, commands, run_as_a_reader
from tests.shipped import figures
from tools.write_data_dictionary import FILE, written_from
from warehouse.builds.published import published_build
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

PAGES = sorted((PROJECT_DIR / "docs").glob("*.md"))
DOCUMENTS = [*READMES, PROJECT_DIR / "CHANGELOG.md", PROJECT_DIR / "CONTRIBUTING.md", *PAGES]
# What those read who build the warehouse is in English only.
FOR_BUILDERS = {"house.md", "decisions.md", "data-dictionary.md"}
# They do not end by themselves: tests/test_fresh_checkout.py runs `make run`, tests/demo what
# `make demo` is made of.
TRIED_ELSEWHERE = {"make run", "make demo"}
# dbt's are tried in tests/test_plan_by_dbt.py, where what they build is compared.


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, published_home: Path) -> Path:
    """Answers a copy of the project, its environment linked, its data published."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("app", "loaders", "macros", "models", "seeds", "tests", "warehouse"):
        shutil.copytree(PROJECT_DIR / name, folder / name)
    shutil.copytree(PROJECT_DIR / "docs" / "examples", folder / "docs" / "examples")
    for name in ("dbt_project.yml", "profiles.yml", "pyproject.toml", "requirements.lock"):
        shutil.copy(PROJECT_DIR / name, folder / name)
    (folder / ".venv").symlink_to(PROJECT_DIR / ".venv")
    shutil.copytree(published_home, folder / "data", symlinks=True)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        command
        for command in commands(READMES[0])
        if command not in TRIED_ELSEWHERE and not command.startswith(DBT)
    ],
)
def test_a_command_of_the_readme_works(checkout: Path, command: str) -> None:
    done = run_as_a_reader(command, checkout)
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_readmes_show_the_same_commands() -> None:
    assert commands(READMES[0]) == commands(READMES[1])
    assert len(commands(READMES[0])) > 5


def test_what_users_read_is_there_in_both_languages() -> None:
    names = {path.name for path in PAGES} - FOR_BUILDERS
    chinese = {name for name in names if name.endswith(".zh-CN.md")}
    assert {name.replace(".zh-CN.md", ".md") for name in chinese} == names - chinese
    for path in PAGES:
        if path.name in names:
            other, name = (
                ("English", path.name.replace(".zh-CN.md", ".md"))
                if path.name in chinese
                else ("中文", path.name.replace(".md", ".zh-CN.md"))
            )
            assert f"[{other}]({name})" in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_of_a_document_leads_to_a_file(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_counts_what_ships(document: Path) -> None:
    counted = len(figures())
    assert not re.search(rf"\b({counted}|{counted:,})\b", document.read_text(encoding="utf-8"))


def test_the_data_dictionary_is_that_of_the_build(published_home: Path) -> None:
    database = published_build(Settings(home=published_home)).database
    assert FILE.read_text(encoding="utf-8") == written_from(database), (
        "run `python -m tools.write_data_dictionary` after a build"
    )


def test_every_claim_of_security_names_tests_that_are_there() -> None:
    for name in ("security.md", "security.zh-CN.md"):
        said = (PROJECT_DIR / "docs" / name).read_text(encoding="utf-8")
        claims = [line for line in said.splitlines() if line.startswith("| ")][1:]
        assert len(claims) > 10
        for claim in claims:
            tried = re.findall(r"`(tests/[\w/]+\.py)`", claim)
            assert tried, claim
            assert all((PROJECT_DIR / each).is_file() for each in tried), claim
