"""Statements that would write, reach out, or never end: each ends in one sentence, none is run.

Expected: what a reader of one published file may do, which is to read it (docs/security.md).
"""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.ask.formats import BYTES_FORMS, WRITERS, write
from warehouse.ask.limits import Limits
from warehouse.ask.queries import open_query
from warehouse.builds.published import published_build
from warehouse.ground.errors import (
    FileRefusedError,
    NestedTooDeepError,
    NotOneStatementError,
    QueryTooLargeError,
    QueryTooLongError,
    SqlError,
    SqlNotTextError,
    StatementRefusedError,
    UnknownTableError,
    WarehouseError,
)
from warehouse.ground.settings import Settings

# Kinds of statements that change something or prepare to: said to be refused, by their name.
CHANGING = """
update extensions
update extensions (httpfs)
/* a remark */ update -- another
  extensions
attach '{file}' as other
attach ':memory:' as other
detach warehouse
copy fct_observations to '{folder}/out.csv'
copy fct_observations from '{file}'
copy (select 1) to '/dev/stdout'
copy from database warehouse to other
export database '{folder}/out'
import database '{folder}'
install httpfs
install httpfs from community
load httpfs
set enable_external_access = true
set memory_limit = '100GB'
set variable x = 1
reset lock_configuration
use memory
pragma database_list
pragma memory_limit = '100GB'
call pragma_version()
call enable_logging()
checkpoint
force checkpoint
vacuum
analyze
prepare p as select 1
execute p
deallocate p
begin transaction
commit
rollback
create table t as select 1
create temp table t as select 1
create table t as pivot fct_observations on region_code using count(*)
create view v as select 1
create schema s
create macro m() as 1
create type t as enum ('a')
create sequence s
create secret s (type s3, key_id 'a', secret 'b')
drop table fct_observations
drop persistent secret s
alter table fct_observations rename to x
comment on table fct_observations is 'x'
insert into fct_observations values ('1', 1)
update fct_observations set region_code = '1'
delete from fct_observations
truncate fct_observations
with t as (delete from fct_observations returning *) select * from t
explain analyze delete from fct_observations
explain create table x as select 1
"""

# What reads, but not the published build.
REACHING = """
select * from read_csv('{file}')
select * from '{file}'
from '{file}'
select * from read_text('{file}')
select * from read_blob('/dev/zero')
select * from read_json('{file}')
select * from read_parquet('{file}')
select * from parquet_metadata('{file}')
select * from read_duckdb('{file}')
select * from glob('{folder}/*')
select * from sniff_csv('{file}')
select * from query_table('{file}')
select * from 'https://example.com/x.parquet'
select * from read_text('https://example.com/x')
select (select content from read_text('{file}'))
select * from query('from read_text(''{file}'')')
select * from duckdb_secrets()
select * from which_secret('a', 'b')
select * from duckdb_extensions()
explain copy fct_observations to '{folder}/out.csv'
explain analyze copy fct_observations to '{folder}/out.csv'
"""

# What DuckDB itself does not accept; the sentence tells why.
WRONG = """
select getenv('HOME')
select * from sqlite_scan('{file}', 'a')
select * from query('copy (select 1) to ''{folder}/out.csv''')
select * from enable_logging()
select 1 into outfile '{folder}/out.csv'
.read {file}
select error('\x1b[2J\x1b]0;title\x07')
"""


def lines(statements: str) -> list[str]:
    """Answers the statements of a text; an indented line belongs to the one before."""
    found: list[str] = []
    for line in statements.strip().splitlines():
        if line.startswith(" "):
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


@pytest.fixture
def home(tiny_published_home: Path) -> Iterator[Settings]:
    """Answers a published home that must be the same afterwards."""
    settings = Settings(home=tiny_published_home)
    database = published_build(settings).database
    before = database.read_bytes()
    listed = sorted(tiny_published_home.rglob("*"))
    yield settings
    assert database.read_bytes() == before
    assert sorted(tiny_published_home.rglob("*")) == listed


def answered(
    settings: Settings, sql: str, form: str = "json", limits: Limits | None = None
) -> tuple[WarehouseError | None, str]:
    """Answers the error that a statement ends in, if it does, and what was written."""
    written = io.BytesIO()
    out = io.TextIOWrapper(written, encoding="utf-8")
    try:
        with open_query(settings, sql, limits=limits or Limits(seconds=20)) as connection:
            write(connection, sql, form, out)
            out.flush()
    except WarehouseError as error:
        for said in (error.sentence("zh"), error.sentence("en")):
            assert len(said.splitlines()) == 1
            assert "\x1b" not in said
        return error, written.getvalue().decode(errors="replace")
    return None, written.getvalue().decode(errors="replace")


def refused(settings: Settings, sql: str, folder: Path) -> WarehouseError:
    """Answers the error of a statement that neither answers nor writes anything."""
    secret = folder / "secret.csv"
    secret.write_text("a,b\nsecret,2\n", encoding="utf-8")
    sql = sql.replace("{file}", str(secret)).replace("{folder}", str(folder))
    error, out = answered(settings, sql)
    assert error is not None
    assert "secret,2" not in error.sentence("en") + out
    assert [path.name for path in folder.iterdir()] == ["secret.csv"]
    return error


@pytest.mark.parametrize("sql", lines(CHANGING))
def test_a_statement_that_changes_anything_is_refused_by_name(
    home: Settings, tmp_path: Path, sql: str
) -> None:
    error = refused(home, sql, tmp_path)
    assert isinstance(error, StatementRefusedError)
    assert error.values["statement"]


@pytest.mark.parametrize("sql", lines(REACHING))
def test_a_statement_that_reads_anything_else_is_refused(
    home: Settings, tmp_path: Path, sql: str
) -> None:
    assert isinstance(refused(home, sql, tmp_path), FileRefusedError)


@pytest.mark.parametrize("sql", lines(WRONG))
def test_a_statement_that_duckdb_does_not_accept_is_told_so(
    home: Settings, tmp_path: Path, sql: str
) -> None:
    assert isinstance(refused(home, sql, tmp_path), SqlError)


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("", NotOneStatementError),
        ("-- nothing", NotOneStatementError),
        (";", NotOneStatementError),
        ("select 1; select 2", NotOneStatementError),
        ("select 1; copy fct_observations to '{folder}/out.csv'", NotOneStatementError),
        ("select '\udcff'", SqlNotTextError),
        ("from settings", UnknownTableError),
        ('from "a\x1b[2Jb\u202ec"', UnknownTableError),
        (f"select {'(' * 50_000}1{')' * 50_000}", SqlError),
        (f"select {'[' * 600}1{']' * 600}", NestedTooDeepError),
        (f"select {'x' * 100_000}", SqlError),
        ("select 1 // 0", SqlError),
        ("select cast('\x9b31m' as integer)", SqlError),
    ],
)
def test_what_is_no_statement_is_told_in_one_line(
    home: Settings, tmp_path: Path, sql: str, kind: type[WarehouseError]
) -> None:
    error = refused(home, sql, tmp_path)
    assert isinstance(error, kind)
    assert len(error.sentence("en")) < 1000


# None of these ends by itself before long.
ENDLESS = [
    "from range(1000000000000)",
    "select count(*) from range(1000000000) as a, range(1000000) as b",
    "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
    "select sleep_ms(60000)",
]


@pytest.mark.parametrize("sql", ENDLESS)
def test_a_statement_that_does_not_end_is_stopped(home: Settings, sql: str) -> None:
    error, _ = answered(home, sql, "csv", Limits(seconds=0.2))
    assert isinstance(error, QueryTooLongError)
    assert error.exit_status == 1


def test_a_statement_that_needs_too_much_memory_is_stopped(home: Settings) -> None:
    limits = Limits(seconds=20, gibibytes=0.1)
    error, _ = answered(home, "select list(range) from range(100000000)", "csv", limits)
    assert isinstance(error, QueryTooLargeError)
    assert error.values["memory"] == "102 MiB"


@pytest.mark.parametrize("form", [*WRITERS, *BYTES_FORMS])
@pytest.mark.parametrize(
    "sql",
    [
        "from test_all_types()",
        "select 'infinity'::date, '290000-01-01'::timestamp, interval 1000000 years as i",
        "select union_value(a := 1), map([1], [2]), bitstring '0101', time '24:00:00'",
        f"select {'[' * 150}1{']' * 150}",
        'select 1 as "a\x1b[2J", 2 as "a\x1b[2J"',
    ],
)
def test_no_type_ends_in_a_traceback(home: Settings, sql: str, form: str) -> None:
    answered(home, sql, form)
