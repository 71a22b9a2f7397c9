"""The command `warehouse` as a user runs it: help, settings, build, status, files."""

import errno
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.conftest import Run, Speak
from warehouse.builds.published import published_build
from warehouse.command import cli
from warehouse.ground.errors import from_operating_system
from warehouse.ground.messages import language_from_environment
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

COMMANDS = ["build", "refresh", "serve", "query", "status", "rollback"]

# Help and usage


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(
    speak: Speak, command: str, language: str
) -> None:
    status, out, err = speak(command, "--help", "--lang", language)
    assert (status, err) == (0, "")
    assert out.count(f"warehouse {command}") >= 2
    assert ("示例" in out) == (language == "zh")
    assert ("Examples" in out) == (language == "en")


def test_the_command_alone_prints_its_help(speak: Speak) -> None:
    status, out, err = speak()
    assert (status, err) == (0, "")
    assert all(command in out for command in COMMANDS)


def test_the_version_is_that_of_the_project(speak: Speak) -> None:
    status, out, _ = speak("--version")
    assert status == 0
    assert f'version = "{out.split()[1]}"' in (PROJECT_DIR / "pyproject.toml").read_text("utf-8")


def test_an_unknown_option_is_answered_with_the_likely_one(warehouse: Run) -> None:
    refused = warehouse("build", "--if-chaned")
    assert refused.returncode == 2
    assert "--if-changed" in refused.stderr
    assert "warehouse build --help" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "arguments",
    [("buld",), ("query",), ("query", "select 1", "--format", "xml"), ("serve", "--port", "0")],
)
def test_wrong_usage_ends_with_status_2_and_one_line(
    speak: Speak, arguments: tuple[str, ...]
) -> None:
    status, out, err = speak(*arguments)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "--help" in err


def test_no_command_imports_what_it_does_not_use(tiny_variables: dict[str, str]) -> None:
    heavy = "'dbt', 'polars', 'streamlit', 'altair', 'pandas', 'pyarrow'"
    of_other_commands = (
        ", 'duckdb', 'warehouse.command.commands.explain', 'warehouse.command.commands.serve'"
    )
    of_any_command = "".join(f", 'warehouse.command.commands.{each}'" for each in cli.COMMANDS)
    for arguments, unwanted in (
        ("'--help'", f"{of_any_command}, 'duckdb', 'loaders', 'rich.progress'"),
        ("'--lang', 'zh'", f"{of_any_command}, 'duckdb', 'loaders'"),
        ("'--version'", f"{of_any_command}, 'duckdb', 'loaders'"),
        ("'status'", ""),
        ("'load', '--lang', 'zh', '--help'", of_other_commands),
        ("'template', '--help'", of_other_commands),
    ):
        script = (
            f"import sys; sys.argv = ['warehouse', {arguments}];"
            "from warehouse.command.cli import main;"
            f"main(); sys.exit(str([m for m in ({heavy}{unwanted},) if m in sys.modules]))"
        )
        ended = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=False,
            env={**tiny_variables, "LC_ALL": "C.UTF-8"},
        )
        assert ended.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_the_help_of_the_root_says_of_a_command_what_its_own_help_says(command: str) -> None:
    commands = [typer.main.get_command(cli.create_app("zh", wanted)) for wanted in ((), [command])]
    told, real = (each.commands[command] for each in commands if hasattr(each, "commands"))
    assert (told.name, told.help) == (real.name, real.help)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_unknown_command_is_answered_with_the_likely_one(speak: Speak, language: str) -> None:
    status, out, err = speak("--lang", language, "refrehs")
    assert (status, out) == (2, "")
    assert "'refresh'" in err


@pytest.mark.parametrize(
    "before", [[], ["--lang", "en"], ["--lang=en"], ["--lang", "zh", "--lang=en"], ["--"]]
)
def test_a_command_is_run_behind_any_options_of_the_root(speak: Speak, before: list[str]) -> None:
    status, out, _ = speak(*before, "status", "--json")
    assert status == 0
    assert json.loads(out)["published"] is None


# Settings and language


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["--lang", "zh"], {"WAREHOUSE_LANG": "en"}, "zh"),
        (["status", "--lang=en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"WAREHOUSE_LANG": "zh", "LC_ALL": "C"}, "zh"),
        ([], {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"LC_MESSAGES": "zh_CN", "LANG": "en_GB.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.GB18030"}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {}, "en"),
        (["query", "--", "--lang", "zh"], {}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert language_from_environment(arguments, environment) == language


@pytest.mark.parametrize(
    "variable",
    [
        {"WAREHOUSE_KEEP_BUILDS": "0"},
        {"WAREHOUSE_KEEP_BUILDS": "many"},
        {"WAREHOUSE_LANG": "fr"},
        {"WAREHOUSE_REGION": "嘉兴市"},
    ],
)
def test_a_bad_value_in_the_environment_is_one_sentence(
    tiny_warehouse: Run, variable: dict[str, str]
) -> None:
    refused = tiny_warehouse("status", **variable)
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert next(iter(variable)) in refused.stderr


def test_the_home_is_data_in_the_checkout_unless_given(tmp_path: Path) -> None:
    assert Settings.from_environment({}).home == PROJECT_DIR / "data"
    given = Settings.from_environment({"WAREHOUSE_HOME": str(tmp_path / "家 (1)")})
    assert given.home == tmp_path / "家 (1)"
    assert given.inbox.parent == given.archive.parent == given.lake.parent == given.home


def test_a_relative_home_is_shown_as_given_and_kept_absolute() -> None:
    settings = Settings.from_environment({"WAREHOUSE_HOME": "here"})
    assert settings.home_given == "here"
    assert settings.home.is_absolute()


def test_boundaries_are_those_given_and_none_unless_given() -> None:
    assert Settings.from_environment({}).boundaries is None
    assert Settings.from_environment({"WAREHOUSE_BOUNDARIES": ""}).boundaries is None
    given = Settings.from_environment({"WAREHOUSE_BOUNDARIES": "市界.geojson"}).boundaries
    assert given == Path.cwd() / "市界.geojson"


# build


def test_build_tells_how_it_ended_and_then_has_nothing_to_do(speak: Speak) -> None:
    status, out, err = speak("build")
    assert (status, out) == (0, "")
    assert "Published" in err
    assert "deaths_are_few" in err
    status, out, err = speak("build", "--if-changed", "--json")
    assert status == 0
    assert json.loads(out)["status"] == "unchanged"
    assert "Nothing has changed" in err


def test_build_says_in_chinese_what_failed_and_prints_its_record(
    speak: Speak, tiny: Settings
) -> None:
    (tiny.project_dir / "seeds/deaths.csv").write_text("region_code,deaths\n330400,-3\n", "utf-8")
    status, out, err = speak("build", "--json", "--lang", "zh")
    assert status == 1
    assert "未发布任何内容" in err
    assert "deaths_are_not_negative（fct_observations）：1 行不符合要求" in err
    record = json.loads(out)
    assert record["status"] == "failed"
    assert record["failures"][0]["rows"] == [{"region_code": "330400", "observed_value": -3}]


# status


def test_status_of_an_empty_home_says_how_to_build(speak: Speak) -> None:
    status, out, _ = speak("status")
    assert status == 0
    assert "warehouse build" in out
    status, out, _ = speak("status", "--json")
    assert status == 0
    assert json.loads(out)["published"] is None


def test_status_tells_what_is_published_and_what_failed_last(speak: Speak, built: Settings) -> None:
    published = published_build(built).build_id
    (built.project_dir / "models/fct_observations.sql").write_text("select x", "utf-8")
    speak("build")
    status, out, _ = speak("status")
    assert status == 0
    assert f"Published: {published}" in out
    assert "Tests: 3 passed, 1 warned" in out
    assert "fct_observations: 3 rows" in out
    assert "Last build that failed" in out
    assert "models/fct_observations.sql" in out


def test_status_as_json_has_stable_keys(speak: Speak, built: Settings) -> None:
    status, out, _ = speak("status", "--json")
    answer = json.loads(out)
    assert status == 0
    assert set(answer) == {
        "home",
        "simulated",
        "published",
        "is_damaged",
        "previous_builds",
        "last_failed",
        "rolled_back",
        "loads",
        "is_lake_damaged",
        "inbox",
        "last_refresh",
    }
    assert answer["published"]["build_id"] == published_build(built).build_id
    assert answer["published"]["tests_passed"] == 3
    assert answer["published"]["tests_warned"] == 1
    assert answer["published"]["mart_rows"] == {"fct_observations": 3}


def test_status_reports_a_damaged_build(speak: Speak, built: Settings) -> None:
    published_build(built).database.write_bytes(b"garbage")
    status, out, err = speak("status", "--json")
    assert status == 2
    assert json.loads(out)["is_damaged"]
    assert "warehouse build" in err


# Files and folders


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EIO])
def test_what_the_operating_system_refuses_is_a_sentence(
    speak: Speak, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(self: Path, **_: object) -> None:
        raise OSError(number, "refused", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    status, out, err = speak("build")
    assert (status, out) == (2, "")
    assert "builds" in err.splitlines()[-1]
    assert "Traceback" not in err


def test_a_file_problem_without_a_name_is_still_a_sentence() -> None:
    error = from_operating_system(OSError(errno.EIO, "Input/output error"))
    assert "Input/output error" in error.sentence("en")


def test_the_command_works_from_a_path_with_spaces_and_chinese(
    warehouse: Run, published_home: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "安全 生产 (副本)"
    left_out = shutil.ignore_patterns(".*", "data", "target", "logs", "__pycache__")
    shutil.copytree(PROJECT_DIR, copy, ignore=left_out)
    # Built in such a folder is in tests/test_fresh_checkout.py.
    shutil.copytree(published_home, copy / "data", symlinks=True)
    answered = warehouse(
        "query", "select 1 as a", "--format", "csv-plain", cwd=copy, PYTHONPATH=str(copy)
    )
    assert answered.stdout == "a\n1\n"
    assert str(copy) not in warehouse("status", cwd=copy, PYTHONPATH=str(copy)).stdout


def test_what_an_encoding_has_no_code_for_is_written_as_its_number(warehouse: Run) -> None:
    done = warehouse("journal", "--help", "--lang", "zh", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\u65e5\\u5fd7" in done.stdout  # 日志


def test_a_closed_output_takes_what_is_said_nowhere() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"'{sys.executable}' -m warehouse.command.cli journal --help >&- 2>&-"],
        check=False,
    )
    assert done.returncode == 0
