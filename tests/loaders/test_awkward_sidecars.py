"""Declarations beside a file that are none: the file is refused with a reason, or read as it is."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.loaders.conftest import ACCIDENTS, Load, Look

ONE = "A1,2015-03-01 14:30,330400,production,3,2015-04-01\n"


@pytest.fixture
def declare(tmp_path: Path) -> Callable[[bytes], Path]:
    """Answers a function that writes a register and, beside it, what it declares."""

    def write(declaration: bytes) -> Path:
        path = tmp_path / "register.csv"
        path.write_text(ACCIDENTS + ONE, encoding="utf-8")
        path.with_name("register.csv.meta.toml").write_bytes(declaration)
        return path

    return write


@pytest.mark.parametrize(
    "declaration",
    [
        b"\xff\xfe",
        b"\0",
        b"covers_region",
        b"x = " + b"[" * 5_000,
        "覆盖地区 = 1".encode("gb18030"),
    ],
)
def test_a_declaration_that_is_no_toml_refuses_the_file(
    load: Load, declare: Callable[[bytes], Path], declaration: bytes
) -> None:
    assert load(declare(declaration)).refusal == "sidecar_not_recognised"


@pytest.mark.parametrize(
    "declaration",
    [
        b"covers_region = 5\ncovers_from = [1, 2]\ncovers_to = { a = 1 }\n",
        b'covers_region = "330400"\ncovers_from = 2015-02-29x\ncovers_to = 2015-12-31\n',
        b'covers_region = "\\u001f"\ncovers_from = 2015-01-01\ncovers_to = 2015-12-31\n',
    ],
)
def test_a_declaration_of_no_span_refuses_the_file(
    load: Load, declare: Callable[[bytes], Path], declaration: bytes
) -> None:
    outcome = load(declare(declaration))
    assert outcome.refusal in {"coverage_not_recognised", "sidecar_not_recognised"}


def test_a_declaration_cannot_change_where_a_row_stands(
    load: Load, look: Look, declare: Callable[[bytes], Path]
) -> None:
    load(declare(b'row_number = "7"\ncell = "B7"\nreason_codes = "x"\nfile_sha256 = "y"\n'))
    rows = look("accidents")
    if rows.height:
        assert rows.select("row_number", "cell").rows() == [(2, None)]


SPAN = 'covers_region = "330400"\ncovers_from = 2015-{}-01\ncovers_to = 2015-06-30\n'


def test_a_declaration_with_a_slip_takes_away_nothing_that_was_loaded_before(
    load: Load, look: Look, declare: Callable[[bytes], Path]
) -> None:
    assert load(declare(SPAN.format("01").encode())).status == "accepted"
    assert load(declare(SPAN.format("07").encode())).refusal == "coverage_not_recognised"
    assert look("accidents").height == 1
    assert look("coverage").height == 1
    assert load(declare(SPAN.format("02").encode())).status == "accepted"
    assert look("coverage")["covers_from"].to_list() == [date(2015, 2, 1)]


def test_a_span_that_ends_before_it_begins_is_shown_as_it_was_written(
    load: Load, declare: Callable[[bytes], Path]
) -> None:
    outcome = load(declare(SPAN.format("07").encode()))
    assert outcome.refusal_detail == "0: 2015-07-01 – 2015-06-30"


def test_a_declaration_saved_by_notepad_is_read(
    load: Load, look: Look, declare: Callable[[bytes], Path]
) -> None:
    assert load(declare(SPAN.format("01").encode("utf-8-sig"))).status == "accepted"
    assert look("coverage").height == 1
