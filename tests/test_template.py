"""The command that writes an empty form."""

import subprocess
import sys
from pathlib import Path

import fastexcel
import pytest

from tests.conftest import Run


def first_rows(path: Path) -> list[tuple[str, ...]]:
    """Answers the headings and the example of a form."""
    return (
        fastexcel.read_excel(path)
        .load_sheet(0, header_row=None, dtypes="string")
        .to_polars()
        .rows()
    )


def test_the_command_writes_the_chinese_form_whatever_the_locale(
    warehouse: Run, tmp_path: Path
) -> None:
    done = warehouse("template", "statistics", "form.xlsx", cwd=tmp_path, LC_ALL="en_US.UTF-8")
    assert done.returncode == 0, done.stderr
    assert "form.xlsx" in done.stderr
    assert first_rows(tmp_path / "form.xlsx")[0][:3] == ("说明", "地区代码", "地区")


def test_the_command_writes_the_english_form_when_asked(warehouse: Run, tmp_path: Path) -> None:
    done = warehouse("template", "targets", "form.xlsx", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert first_rows(tmp_path / "form.xlsx")[0][1] == "plan_code"


def test_the_command_never_overwrites_a_file_unless_told_to(warehouse: Run, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"three days of typing")
    refused = warehouse("template", "accidents", str(path), LC_ALL="zh_CN.UTF-8")
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert path.read_bytes() == b"three days of typing"
    forced = warehouse("template", "accidents", str(path), "--force", "--region", "330400")
    assert forced.returncode == 0, forced.stderr
    assert first_rows(path)[1][0].startswith("示例")


@pytest.mark.parametrize(
    "arguments",
    [
        ("deaths", "form.xlsx"),
        ("statistics", "form.csv"),
        ("statistics", "form"),
        ("statistics", "no/such/folder/form.xlsx"),
        ("statistics", "folder.xlsx", "--force"),
        ("statistics", "form.xlsx", "--region", "999999"),
        ("statistics",),
    ],
)
def test_the_command_refuses_what_it_cannot_do_in_a_sentence(
    warehouse: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    done = warehouse("template", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


def test_help_does_not_wait_for_polars() -> None:
    asked = "import sys, warehouse.command.commands.template; print('polars' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
