"""A figure that cannot be read: nothing is published, and the clerk is told which row and why."""

from pathlib import Path

from tests.checkouts import copy_what_a_build_is_made_of
from tests.conftest import Run, spare_compiling

FILE = "seeds/published/published_statistics.csv"


def damaged(project: Path, changes: dict[int, tuple[str, str]]) -> None:
    """Changes words in rows of the file, counted as a spreadsheet does."""
    path = project / FILE
    lines = path.read_text(encoding="utf-8").split("\n")
    for row, (old, new) in changes.items():
        assert old in lines[row - 1], lines[row - 1]
        lines[row - 1] = lines[row - 1].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")


def test_every_unreadable_figure_is_named_by_row_and_reason(
    warehouse: Run, published_home: Path, tmp_path: Path
) -> None:
    project = copy_what_a_build_is_made_of(tmp_path / "project")
    damaged(
        project,
        {
            3: (",413752,", ",四十万,"),
            4: (",起,", ",筐,"),
            5: ("000000,", "999999,"),
            6: ("2011,year,", "2011-13,single_month,"),
            7: (",fire,", ",flood,"),
            8: (",accidents,", ",incidents,"),
            9: (",final,", ",last,"),
        },
    )
    home = tmp_path / "home"
    spare_compiling(published_home, home)
    variables = {"WAREHOUSE_HOME": str(home), "WAREHOUSE_PROJECT_DIR": str(project)}
    built = warehouse("build", **variables)
    assert built.returncode == 1
    assert not (home / "builds" / "current").exists()
    assert "every_figure_can_be_read" in built.stderr
    for row, reason in {
        3: "value_not_a_number",
        4: "unit_unknown",
        5: "region_unknown",
        6: "period_not_recognised",
        7: "scope_unknown",
        8: "measure_unknown",
        9: "vintage_unknown",
    }.items():
        line = next(x for x in built.stderr.splitlines() if f"row_number={row}," in x)
        assert f"reason_code={reason}" in line
        assert f"source_file={FILE}" in line
