"""The command `warehouse` as a user runs it: exit statuses, words, formats, and what it refuses."""

import ast
import csv
import errno
import io
import json
import re
import shutil
import signal
import socket
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from http.client import HTTPConnection
from pathlib import Path
from subprocess import CompletedProcess, Popen
from typing import TypeAlias

import polars as pl
import pytest

from warehouse.cli import main
from warehouse.errors import WarehouseError, from_operating_system
from warehouse.formats import json_text, plain_number, plain_text
from warehouse.messages import catalogue, language_from_environment, text
from warehouse.reading import published_build
from warehouse.settings import PROJECT_DIR, Settings

Run: TypeAlias = Callable[..., CompletedProcess[str]]
Start: TypeAlias = Callable[..., Popen[str]]
Speak: TypeAlias = Callable[..., tuple[int, str, str]]

MESSAGE_PREFIXES = ("cli_", "build_", "error_")
COMMANDS = ["build", "serve", "query", "status"]


@pytest.fixture
def built(tiny: Settings, tiny_published_home: Path) -> Settings:
    """Answers a tiny home in which something is published."""
    shutil.copytree(tiny_published_home, tiny.home, symlinks=True)
    return tiny


@pytest.fixture
def speak(
    tiny_variables: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Speak:
    """Answers a function that runs the command in this process, on the tiny project."""
    for name in ("WAREHOUSE_LANG", "WAREHOUSE_KEEP_BUILDS", "PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**tiny_variables, "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["warehouse", *arguments])
        status = main()
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def free_port() -> int:
    """Answers a port nothing listens on."""
    with socket.socket() as tried:
        tried.bind(("localhost", 0))
        return int(tried.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Answers a port something listens on."""
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        yield int(taken.getsockname()[1])


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


def test_help_and_status_import_nothing_heavy(tiny_variables: dict[str, str]) -> None:
    heavy = "'dbt', 'polars', 'streamlit', 'altair', 'pandas', 'pyarrow'"
    for arguments in ("'--help'", "'status'"):
        script = (
            f"import sys; sys.argv = ['warehouse', {arguments}]; from warehouse.cli import main;"
            f"main(); sys.exit(str([m for m in ({heavy},) if m in sys.modules]))"
        )
        ended = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=False,
            env={**tiny_variables, "LC_ALL": "C.UTF-8"},
        )
        assert ended.stderr.splitlines()[-1] == "[]"


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
    assert set(answer) == {"home", "published", "is_damaged", "previous_builds", "last_failed"}
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


# query


def test_query_of_an_empty_home_says_how_to_build(tiny_warehouse: Run) -> None:
    refused = tiny_warehouse("query", "select 1")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert "warehouse build" in refused.stderr


@pytest.mark.parametrize("damage", ["garbage", "truncated", "empty"])
def test_query_of_a_damaged_build_is_refused_in_a_sentence(
    speak: Speak, built: Settings, damage: str
) -> None:
    database = published_build(built).database
    whole = database.read_bytes()
    database.write_bytes({"garbage": b"x" * 9000, "truncated": whole[:5000], "empty": b""}[damage])
    status, out, err = speak("query", "from fct_observations")
    assert (status, out) == (2, "")
    assert "warehouse build" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{file}')",
        "select * from '{file}'",
        "from '{file}'",
        "select * from read_text('{file}')",
        "select * from read_blob('{file}')",
        "select * from read_json('{file}')",
        "select * from read_parquet('{file}')",
        "select * from glob('{folder}/*')",
        "select * from sniff_csv('{file}')",
        "select * from 'https://example.com/x.parquet'",
        "select (select content from read_text('{file}'))",
        "select * from query('from read_text(''{file}'')')",
        "attach '{file}' as other",
        "copy fct_observations to '{folder}/out.csv'",
        "copy fct_observations from '{file}'",
        "export database '{folder}/out'",
        "import database '{folder}'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "reset lock_configuration",
        "pragma database_list",
        "call enable_logging()",
        "create table t as select 1",
        "create temp table t as select 1",
        "insert into fct_observations values ('1', 1)",
        "with t as (delete from fct_observations returning *) select * from t",
        "drop table fct_observations",
        "checkpoint",
        "use memory",
        "select 1; select 2",
        "select 1; copy fct_observations to '{folder}/out.csv'",
        "prepare p as select 1",
        "",
        "-- nothing",
    ],
)
def test_query_only_reads_and_reaches_no_other_file(
    speak: Speak, built: Settings, tmp_path: Path, sql: str
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\nsecret,2\n", encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    status, out, err = speak("query", sql.format(file=secret, folder=tmp_path))
    assert (status, out) == (2, "")
    assert 1 <= len(err.splitlines()) <= 2
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert published_build(built).record.status == "published"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("selec 1", "syntax error"),
        ("select nowhere from fct_observations", '"nowhere" not found'),
        ("select cast('a' as integer)", "Could not convert"),
        ("select 1 // 0", "Division by zero"),
        ("from nowhere", "There are: deaths, fct_observations"),
    ],
)
def test_wrong_sql_is_answered_with_duckdbs_reason(speak: Speak, sql: str, said: str) -> None:
    status, out, err = speak("query", sql)
    assert (status, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) <= 2


@pytest.mark.usefixtures("built")
def test_a_python_variable_cannot_be_queried(speak: Speak) -> None:
    status, _, err = speak("query", "from settings")
    assert status == 2
    assert "no table settings" in err


VALUES = """
select 1e13 as large, 1e300 as huge, 0.000001 as small, 'nan'::double as nan,
  'infinity'::double as inf, null as nothing, 12.50::decimal(9, 2) as money,
  123456789012345678901234567890::hugeint as many, date '2020-01-31' as day,
  timestamp '2020-01-31 10:20:30' as moment, '中"文,\n' as words, true as yes,
  {'a': [1, 2.5]} as nested, interval 3 day as span, blob 'ab' as bytes
"""


@pytest.mark.usefixtures("built")
def test_json_is_an_array_of_objects_without_nan_or_exponents(speak: Speak) -> None:
    status, out, err = speak("query", VALUES, "--format", "json")
    assert (status, err) == (0, "")
    (row,) = json.loads(out, parse_float=Decimal)
    assert row["large"] == Decimal(10) ** 13
    assert row["huge"] == Decimal(10) ** 300
    assert row["nan"] is row["inf"] is row["nothing"] is None
    assert row["money"] == Decimal("12.50")
    assert row["many"] == 123456789012345678901234567890
    assert row["day"] == "2020-01-31"
    assert row["moment"] == "2020-01-31T10:20:30"
    assert row["words"] == '中"文,\n'
    assert row["yes"] is True
    assert row["nested"] == {"a": [Decimal("1.0"), Decimal("2.5")]}
    assert not re.search(r"\d[eE][+-]?\d", out)


@pytest.mark.usefixtures("built")
def test_csv_has_a_header_and_reads_back(speak: Speak) -> None:
    status, out, _ = speak("query", VALUES, "--format", "csv")
    header, row = csv.reader(io.StringIO(out))
    values = dict(zip(header, row, strict=True))
    assert status == 0
    assert values["large"] == "10000000000000.0"
    assert values["small"] == "0.000001"
    assert values["nothing"] == ""
    assert values["words"] == '中"文,\n'
    assert values["day"] == "2020-01-31"
    assert values["bytes"] == "6162"


@pytest.mark.usefixtures("built")
def test_parquet_goes_to_stdout_and_reads_back(tiny_variables: dict[str, str]) -> None:
    written = subprocess.run(
        [sys.executable, "-m", "warehouse.cli", "query", "from deaths", "--format", "parquet"],
        capture_output=True,
        check=False,
        env=tiny_variables,
    )
    assert written.returncode == 0
    frame = pl.read_parquet(written.stdout)
    assert frame.rows() == [(330400, 3), (330500, 8), (330600, 5)]


@pytest.mark.usefixtures("built")
def test_parquet_is_not_poured_onto_a_terminal(
    speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    status, out, err = speak("query", "select 1", "--format", "parquet")
    assert (status, out) == (2, "")
    assert "Send it to a file" in err


@pytest.mark.usefixtures("built")
def test_a_wide_table_is_not_cut_when_it_goes_to_a_file(speak: Speak) -> None:
    columns = ", ".join(f"repeat('{n % 10}', 90) as column_{n}" for n in range(20))
    status, out, err = speak("query", f"select {columns}")
    assert status == 0
    assert all(f"column_{n}" in out and str(n % 10) * 90 in out for n in range(20))
    assert err == "Rows: 1.\n"


@pytest.mark.usefixtures("built")
def test_a_terminal_too_narrow_for_a_table_is_given_one_line_per_value(
    speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    columns = ", ".join(f"'value {n}' as column_{n}" for n in range(12))
    status, out, _ = speak("query", f"select {columns}")
    shown = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert status == 0
    assert all(re.search(rf"column_{n}\s+value {n}$", shown, re.MULTILINE) for n in range(12))
    assert max(map(len, shown.splitlines())) <= 60


@pytest.mark.usefixtures("built")
def test_columns_of_one_name_are_told_apart(speak: Speak) -> None:
    _, out, _ = speak("query", "select 1 as a, 2 as a", "--format", "json")
    assert json.loads(out) == [{"a": 1, "a_1": 2}]


@pytest.mark.usefixtures("built")
def test_no_rows_are_still_a_result(speak: Speak) -> None:
    empty = "select * from fct_observations where false"
    assert json.loads(speak("query", empty, "--format", "json")[1]) == []
    assert speak("query", empty, "--format", "csv")[1] == "region_code,observed_value\n"
    assert "region_code" in speak("query", empty)[1]


@pytest.mark.usefixtures("built")
def test_sql_can_come_from_standard_input(tiny_warehouse: Run) -> None:
    answered = tiny_warehouse("query", "-", "--format", "csv", stdin="select 5 as x;\n")
    assert answered.stdout == "x\n5\n"


@pytest.mark.usefixtures("built")
def test_a_reader_that_has_enough_ends_the_query_quietly(start_tiny_warehouse: Start) -> None:
    query = start_tiny_warehouse("query", "from range(1000000)", "--format", "csv")
    assert query.stdout is not None
    assert query.stderr is not None
    assert query.stdout.readline() == "range\n"
    query.stdout.close()
    assert query.stderr.read() == ""


@pytest.mark.usefixtures("built")
def test_show_describe_explain_and_pivot_are_reading(speak: Speak) -> None:
    pivot = "pivot fct_observations on region_code using sum(observed_value)"
    for sql in ("show tables", "describe fct_observations", "explain select 1", pivot):
        assert speak("query", sql)[0] == 0


def test_the_published_warehouse_answers(warehouse: Run, published_home: Path) -> None:
    sql = "select count(*) > 0 as has_rows from fct_observations"
    answered = warehouse("query", sql, "--format", "json", WAREHOUSE_HOME=str(published_home))
    assert json.loads(answered.stdout) == [{"has_rows": True}]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1e13, "10000000000000.0"),
        (1e16, "10000000000000000.0"),
        (0.1, "0.1"),
        (1e-9, "0.000000001"),
        (Decimal("1E+3"), "1000"),
        (float("nan"), "nan"),
    ],
)
def test_a_number_is_written_in_digits(value: float | Decimal, shown: str) -> None:
    assert plain_number(value) == shown


def test_values_without_a_json_form_become_text() -> None:
    assert json_text({"a": (b"\x01", None)}) == '{"a": ["01", null]}'
    assert plain_text([1, "二"]) == '[1, "二"]'


# serve


def read_ready(process: Popen[str]) -> str:
    """Waits for the line that says the explorer is ready."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serve_says_when_it_is_ready_and_stops_when_told(
    start_tiny_warehouse: Start, free_port: int, stop: signal.Signals
) -> None:
    served = start_tiny_warehouse("serve", PORT=str(free_port))
    assert read_ready(served) == f"ready: http://localhost:{free_port}"
    connection = HTTPConnection("localhost", free_port)
    connection.request("GET", "/_stcore/health")
    assert connection.getresponse().status == 200
    connection.close()
    served.send_signal(stop)
    out, err = served.communicate()
    assert (served.returncode, out) == (0, "")
    assert "Traceback" not in err


def test_serve_is_ready_in_chinese(start_tiny_warehouse: Start, free_port: int) -> None:
    served = start_tiny_warehouse("serve", "--port", str(free_port), "--lang", "zh")
    assert read_ready(served) == f"已就绪：http://localhost:{free_port}"


def test_a_port_in_use_is_named_with_another_to_take(speak: Speak, taken_port: int) -> None:
    status, out, err = speak("serve", "--port", str(taken_port))
    assert (status, out) == (2, "")
    assert f"Port {taken_port} is in use" in err
    assert f"--port {taken_port + 1}" in err


@pytest.mark.parametrize("host", ["no such host", "192.0.2.1"])
def test_a_host_that_is_not_this_machine_is_refused(speak: Speak, host: str) -> None:
    status, _, err = speak("serve", "--host", host)
    assert status == 2
    assert "--host" in err


def test_an_explorer_that_does_not_start_says_why(tiny_warehouse: Run, tiny: Settings) -> None:
    (tiny.project_dir / "app/explorer.py").unlink()
    failed = tiny_warehouse("serve")
    assert failed.returncode == 1
    assert failed.stdout == ""
    assert "does not exist" in failed.stderr
    assert "Traceback" not in failed.stderr


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
    warehouse: Run, tmp_path: Path
) -> None:
    copy = tmp_path / "安全 生产 (副本)"
    left_out = shutil.ignore_patterns(".*", "data", "target", "logs", "__pycache__")
    shutil.copytree(PROJECT_DIR, copy, ignore=left_out)
    built = warehouse("build", cwd=copy, PYTHONPATH=str(copy))
    assert built.returncode == 0, built.stderr
    assert (copy / "data/builds/current/build.json").exists()
    answered = warehouse(
        "query", "select 1 as a", "--format", "csv", cwd=copy, PYTHONPATH=str(copy)
    )
    assert answered.stdout == "a\n1\n"
    assert str(copy) not in warehouse("status", cwd=copy, PYTHONPATH=str(copy)).stdout


# Messages


def sources(*folders: str) -> Iterator[ast.AST]:
    """Yields every node of every Python file in some folders of the project."""
    for folder in folders:
        for path in sorted((PROJECT_DIR / folder).rglob("*.py")):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def spoken_codes(*folders: str) -> set[str]:
    """Answers the codes that Python sources pass to text() and note(), or name as `code`."""
    codes: set[str] = set()
    for node in sources(*folders):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="text" | "note") | ast.Name(id="text"),
                args=[ast.Constant(value=str(code)), *_],
            ):
                codes.add(code)
            case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))):
                codes.add(code)
    return codes


def placeholders(words: str) -> set[str | None]:
    """Answers the names of the placeholders in a message."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def test_every_code_the_command_speaks_is_in_the_seed() -> None:
    codes = spoken_codes("warehouse")
    assert codes
    assert codes <= set(catalogue())


def test_every_message_of_the_command_is_spoken_somewhere() -> None:
    constants = {
        node.value
        for node in sources("warehouse", "app", "loaders")
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    ours = {code for code in catalogue() if code.startswith(MESSAGE_PREFIXES)}
    assert ours - constants == set()


def test_chinese_and_english_name_the_same_values_and_neither_is_empty() -> None:
    for code, words in catalogue().items():
        assert words["zh"], code
        assert words["en"], code
        chinese, english = placeholders(words["zh"]), placeholders(words["en"])
        # English may leave out what only Chinese says, such as a measure word.
        assert english <= chinese, code
        assert english == chinese or not code.startswith(MESSAGE_PREFIXES), code


def test_messages_are_sorted_by_code_and_each_code_is_there_once() -> None:
    with (PROJECT_DIR / "seeds/reference/messages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [row["message_code"] for row in rows]
    assert codes == sorted(set(codes))
    assert {row["message_kind"] for row in rows} <= {"word", "sentence", "reason", "status"}


def test_an_unknown_code_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        text("cli_no_such_message", "en")


def test_every_error_has_a_status_a_user_can_rely_on() -> None:
    kinds = WarehouseError.__subclasses__()
    assert kinds
    assert {kind.exit_status for kind in kinds} == {1, 2}
