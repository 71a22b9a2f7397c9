"""The units and the crontab line are ready to install: what they start exists and works."""

import configparser
import re
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer

from tests.conftest import environment
from warehouse.command.cli import create_app
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

FOLDER = PROJECT_DIR / "docs" / "schedule"
SERVICE = FOLDER / "work-safety-warehouse.service"
TIMER = FOLDER / "work-safety-warehouse.timer"
CRONTAB = FOLDER / "work-safety-warehouse.crontab"
DOCUMENTS = [PROJECT_DIR / "docs" / name for name in ("schedule.md", "schedule.zh-CN.md")]
PLACE = "/opt/work-safety-warehouse"


class Unit(configparser.RawConfigParser):
    """A unit file: names keep their case, and a name given again adds a value."""

    def optionxform(self, optionstr: str) -> str:
        """Keeps a name as it is written."""
        return optionstr


def unit(path: Path) -> Unit:
    """Answers a unit file, read."""
    parsed = Unit(strict=False, delimiters=("=",), comment_prefixes=("#",))
    parsed.read(path, encoding="utf-8")
    return parsed


def cron_command() -> str:
    """Answers what the crontab line runs."""
    (line,) = [
        line
        for line in CRONTAB.read_text(encoding="utf-8").splitlines()
        if re.match(r"^[\d*]", line)
    ]
    *when, command = line.split(maxsplit=5)
    assert when == ["30", "6", "*", "*", "*"]
    assert "%" not in command  # cron would end the line there
    return command


def command_names() -> set[str]:
    """Answers the names of all commands."""
    commands = typer.main.get_command(create_app("en"))
    return set(getattr(commands, "commands", {}))


def test_the_service_starts_a_command_that_exists() -> None:
    service = unit(SERVICE)["Service"]
    program, command = service["ExecStart"].split()
    scripts = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text("utf-8"))["project"][
        "scripts"
    ]
    assert program.removeprefix(f"{PLACE}/.venv/bin/") in scripts
    assert command in command_names()


def test_the_service_is_a_job_that_may_write_its_data_and_nothing_else() -> None:
    service = unit(SERVICE)["Service"]
    assert service["Type"] == "oneshot"
    assert service["WorkingDirectory"] == PLACE
    assert service["SuccessExitStatus"] == "3"
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == f"{PLACE}/data"
    assert f"Environment=WAREHOUSE_HOME={PLACE}/data" in SERVICE.read_text("utf-8")


def test_every_variable_of_the_service_is_one_the_warehouse_reads() -> None:
    given = dict(re.findall(r"^Environment=(\w+)=(.*)$", SERVICE.read_text("utf-8"), re.MULTILINE))
    assert set(given) == {"WAREHOUSE_HOME", "WAREHOUSE_LANG", "WAREHOUSE_KEEP_BUILDS"}
    settings = Settings.from_environment(given)
    assert settings.keep_builds == 5
    assert settings.home == Path(PLACE) / "data"


def test_the_timer_starts_the_service_each_day_and_makes_up_for_a_missed_one() -> None:
    timer = unit(TIMER)
    assert timer["Timer"]["Unit"] == SERVICE.name
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Timer"]["OnCalendar"].startswith("*-*-* ")
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.parametrize(("status", "said"), [(0, ""), (1, "told\n"), (3, "told\n")])
def test_the_crontab_line_mails_what_was_said_unless_all_is_well(
    tmp_path: Path, status: int, said: str
) -> None:
    program = tmp_path / ".venv/bin/warehouse"
    program.parent.mkdir(parents=True)
    program.write_text(
        f'#!/bin/sh\n[ "$*" = refresh ] || exit 9\necho told >&2\nexit {status}\n', encoding="utf-8"
    )
    program.chmod(stat.S_IRWXU)
    shell = shutil.which("sh")
    assert shell
    done = subprocess.run(
        [shell, "-c", cron_command().replace(PLACE, str(tmp_path))],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert (done.stdout, done.stderr) == (said, "")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_guide_names_commands_files_and_statuses_that_exist(document: Path) -> None:
    told = document.read_text(encoding="utf-8")
    named = set(re.findall(r"\bwarehouse ([a-z]+)\b", told)) - {"load", "reload"}
    assert named <= command_names()
    assert {"refresh", "rollback", "status", "build"} <= named
    assert all(f"| {status} |" in told for status in (0, 1, 2, 3))
    for path in (SERVICE, TIMER, CRONTAB):
        assert path.stem in told


def test_both_guides_show_the_same_commands() -> None:
    blocks = [
        re.findall(r"^```sh\n(.*?)^```", each.read_text("utf-8"), re.MULTILINE | re.DOTALL)
        for each in DOCUMENTS
    ]
    assert blocks[0] == blocks[1]
    assert len(blocks[0]) == 4  # units, once a week, going back


def test_the_line_that_installs_the_units_puts_in_this_folder_and_user(tmp_path: Path) -> None:
    shell = shutil.which("sh")
    assert shell
    line = next(
        line for line in DOCUMENTS[0].read_text("utf-8").splitlines() if line.startswith("for unit")
    )
    local = line.replace("sudo tee /etc/systemd/system/", f"tee {tmp_path}/")
    subprocess.run(
        [shell, "-c", local],
        cwd=PROJECT_DIR,
        capture_output=True,
        check=True,
        env=environment(USER="li", PWD=str(PROJECT_DIR)),
    )
    service = unit(tmp_path / SERVICE.name)["Service"]
    assert service["User"] == "li"
    assert service["ExecStart"] == f"{PROJECT_DIR}/.venv/bin/warehouse refresh"
    assert PLACE not in (tmp_path / SERVICE.name).read_text("utf-8")
    assert (tmp_path / TIMER.name).is_file()
