"""Everything the simulated city sends, file by file, and the key of what was planted."""

from warehouse.demo.accidents import simulate
from warehouse.demo.city import FIRST_YEAR, WORDS, city, months, rows
from warehouse.demo.figures import figures
from warehouse.demo.registers import Files, registers
from warehouse.demo.reports import reports
from warehouse.demo.sheets import Table, as_text, as_workbook

LAYOUT = "shili_yearbook.toml"
KEY = "planted.csv"


def inbox_files(first_year: int = FIRST_YEAR) -> Files:
    """Answers the files of the inbox by their names in it.

    Args:
        first_year: The year the simulation begins with; later years stay the same.
    """
    simulated = city()
    told = reports(simulated, simulate(simulated, first_year), months(first_year))
    return {**_registries(), **figures(simulated, told), **registers(simulated, told)}


def key() -> bytes:
    """Answers the key: which outbreaks were planted."""
    return (WORDS / KEY).read_bytes()


def _registries() -> Files:
    words = city().words
    names, titles = words["files"], words["titles"]
    files = {
        names["regions"]: as_text(_table("regions")),
        names["breaks"]: as_workbook([_table("breaks")]),
        names["plans"]: as_text(_table("plans"), "gb18030"),
    }
    for year, period in titles["periods"].items():
        table = _table(f"targets_{year}", titles["simulated"])
        name = names["targets"].format(period=period)
        is_last = int(year) == max(map(int, titles["periods"]))
        if is_last:
            files[f"{name}.csv"] = as_text(table, "gb18030")
        else:
            files[f"{name}.xlsx"] = as_workbook([table])
    return files


def _table(name: str, *above: str) -> Table:
    found = rows(name)
    return Table("Sheet1", list(found[0]), [list(row.values()) for row in found], above)
