"""Adding an indicator is adding rows to seeds, nothing else."""

from pathlib import Path

from tests.checkouts import copy_what_a_build_is_made_of
from tests.conftest import Run, spare_compiling
from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings


def append(path: Path, *lines: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def test_an_indicator_is_added_by_rows_of_seeds_alone(
    warehouse: Run, published_home: Path, tmp_path: Path
) -> None:
    project = copy_what_a_build_is_made_of(tmp_path / "项目 with blanks")
    reference = project / "seeds" / "reference"
    append(
        reference / "indicators.csv",
        "deaths_per_million_residents,百万常住人口事故死亡率,Deaths per million residents,rate,"
        "deaths,population_resident,1000000,人/百万人,deaths per million residents,1,true,true,"
        "false,"
        "各类事故死亡人数 ÷ 常住人口 × 100万。,Deaths ÷ residents × 1 million.,"
        "test,90",
    )
    append(reference / "indicator_scopes.csv", "deaths_per_million_residents,all_kinds,,,")
    append(
        reference / "indicator_denominators.csv",
        "deaths_per_million_residents,population_resident,1,false,",
    )
    home = tmp_path / "home"
    spare_compiling(published_home, home)
    variables = {"WAREHOUSE_HOME": str(home), "WAREHOUSE_PROJECT_DIR": str(project)}
    built = warehouse("build", **variables)
    assert built.returncode == 0, built.stderr
    database = published_build(Settings(home=home)).database
    with connect(database) as connection:
        rows = connection.execute(
            "select computed_rate, lower_95 < computed_rate, denominator_measure "
            "from fct_indicator_values where region_code = '330400' and period = '2010' "
            "and indicator_code = 'deaths_per_million_residents'"
        ).fetchall()
    # Jiaxing 2010: 403 deaths, 450.17 万 residents: 403 / 4.5017 = 89.52 a million.
    assert len(rows) == 1
    assert round(rows[0][0], 2) == 89.52
    assert rows[0][1:] == (True, "population_resident")
