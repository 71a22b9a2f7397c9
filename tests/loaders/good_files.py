"""Good files of the three canonical kinds, in every form a bureau sends."""

import bz2
import csv
import gzip
import html
import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

import xlsxwriter

from loaders.lake.schemas import PLACE
from tests.originals import RECORDS
from warehouse.ground.project_files import SEEDS_DIR

KINDS: Final = ("statistics", "accidents", "targets")
ROWS: Final = 30

Table: TypeAlias = list[list[str]]


@cache
def tables() -> dict[str, Table]:
    """Answers a table of each kind, the headings first."""
    return {
        "statistics": _first_rows(SEEDS_DIR / "published" / "published_statistics.csv"),
        "targets": _first_rows(SEEDS_DIR / "plans" / "plan_targets.csv"),
        "accidents": _accidents(),
    }


def as_csv(table: Table, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Answers a table as separated text."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode(encoding)


def as_workbook(table: Table) -> bytes:
    """Answers a table as an XLSX workbook in which all cells are text."""
    content = io.BytesIO()
    # A text may look like a formula or an address; here it is a text.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, {**plain, "in_memory": True}) as book:
        sheet = book.add_worksheet("表一")
        for at, row in enumerate(table):
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(at, column, text)
    return content.getvalue()


def as_page(table: Table, encoding: str = "utf-8") -> bytes:
    """Answers a table as an HTML page, as web sites save them under the name of a workbook."""
    rows = "".join(
        f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>\n" for row in table
    )
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
    page = f"<html><head>{head}</head><body><table>{rows}</table></body></html>"
    return page.encode(encoding)


def as_zip(content: bytes, name: str = "data.csv") -> bytes:
    """Answers a zip archive of one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2016, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()


# By the ending a name would have. The encodings that hold Chinese text, and the packings.
FORMS: Final[dict[str, Callable[[Table], bytes]]] = {
    "csv": as_csv,
    "bom.csv": lambda table: as_csv(table, "utf-8-sig"),
    "gb.csv": lambda table: as_csv(table, "gb18030"),
    "utf16.csv": lambda table: as_csv(table, "utf-16"),
    "tsv": lambda table: as_csv(table, separator="\t"),
    "xlsx": as_workbook,
    "html": as_page,
    "gb.xls": lambda table: as_page(table, "gb18030"),
    "csv.gz": lambda table: gzip.compress(as_csv(table), mtime=0),
    "csv.bz2": lambda table: bz2.compress(as_csv(table, "gb18030")),
    "zip": lambda table: as_zip(as_csv(table)),
}


@cache
def rendered(kind: str, form: str) -> bytes:
    """Answers the good table of a kind in one of the forms."""
    return FORMS[form](tables()[kind])


@cache
def old_workbooks() -> dict[str, bytes]:
    """Answers workbooks of the form before 2007, by name; none where the records are absent."""
    found = sorted((RECORDS / "cn_nbs_exports").glob("*.xls"))
    return {path.name: path.read_bytes() for path in found}


def _first_rows(path: Path) -> Table:
    """Answers a seed's first rows without the columns that only a seed has."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[: ROWS + 1]
    kept = [at for at, heading in enumerate(rows[0]) if heading not in PLACE]
    return [[row[at] for at in kept] for row in rows]


def _accidents() -> Table:
    headings = (
        "事故编号,发生时间,地区代码,事故范围,行业,事故类型,死亡人数,失踪人数,重伤人数,"
        "直接经济损失,损失单位,是否生产安全事故,事故概况,发布日期"
    )
    rows = [
        f"嘉2015-{number:03},2015-{number % 12 + 1:02}-{number % 28 + 1:02} 14:30,330402,"
        f"生产安全事故,制造业,高处坠落,{number % 3},0,{number % 4},{number * 7.5},万元,是,"
        f"某企业作业人员不慎坠落,2016-01-{number % 28 + 1:02}"
        for number in range(ROWS)
    ]
    return [line.split(",") for line in [headings, *rows]]
