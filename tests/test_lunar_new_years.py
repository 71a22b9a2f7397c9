"""The days of the Lunar New Year that ship are those of an independent calendar."""

import csv

from lunar_python import Lunar

from warehouse.ground.project_files import REFERENCE_DIR


def test_every_lunar_new_year_is_that_of_the_calendar() -> None:
    with (REFERENCE_DIR / "lunar_new_years.csv").open(encoding="utf-8", newline="") as file:
        shipped = {int(row["period_year"]): row["new_year_date"] for row in csv.DictReader(file)}
    assert list(shipped) == list(range(1990, 2051))
    assert shipped == {year: Lunar.fromYmd(year, 1, 1).getSolar().toYmd() for year in shipped}
    # printed in calendars
    assert (shipped[2024], shipped[2025], shipped[2026]) == (
        "2024-02-10",
        "2025-01-29",
        "2026-02-17",
    )
