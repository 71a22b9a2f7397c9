"""Forms that were filled in: each loads without a layout, and nothing typed is lost."""

import zipfile
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import polars as pl
import pytest
from lxml import etree
from xlsxwriter.utility import xl_col_to_name

from loaders.blank.form_columns import Form, FormColumn, describe_form
from loaders.blank.forms import FIRST_ROW, workbook_of
from loaders.lake.schemas import LAKE
from loaders.loading import check_file, load_file
from warehouse.ground.messages import Language
from warehouse.ground.settings import Settings

Cell: TypeAlias = str | int | float | date
Row: TypeAlias = dict[str, Cell]

LANGUAGES: tuple[Language, ...] = ("zh", "en")
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FIRST_DAY_OF_EXCEL = date(1899, 12, 30)

# What is typed; a code where the form has a list, for which its entry is chosen.
TYPED: dict[str, list[Row]] = {
    "statistics": [
        {
            "region_code": "000000",
            "period": "2015-06",
            "period_basis": "cumulative_from_january",
            "measure": "deaths",
            "scope": "all_kinds",
            "value": "26000",
            "unit": "人",
            "vintage": "preliminary",
            "published_date": date(2015, 7, 10),
            "source_kind": "official",
            "quality": "stated",
        },
        {
            "region_name": "220104",
            "period": "2015",
            "measure": "deaths_per_100m_yuan_gdp",
            "scope": "all_kinds",
            "value": "0.090",
            "unit": "人/亿元",
        },
    ],
    "accidents": [
        {
            "accident_id": "0001",
            "occurred_at": date(2023, 5, 16),
            "region_name": "330402",
            "scope": "production",
            "accident_type": "09",
            "industry": "E",
            "deaths": 1,
            "missing": 0,
            "direct_loss": 120.5,
            "direct_loss_unit": "万元",
            "is_production": "yes",
            "severity": "ordinary",
            "published_date": date(2023, 6, 1),
            "covers_region": "330400",
            "covers_from": date(2023, 5, 1),
            "covers_to": date(2023, 5, 31),
        },
    ],
    "targets": [
        {
            "plan_code": "jiaxing-2021-2025",
            "target_code": "jiaxing-2021-2025-01",
            "region_name": "330400",
            "indicator_code": "deaths_per_100m_yuan_gdp",
            "target_kind": "relative_reduction",
            "strength": "expected",
            "base_period": "2020",
            "base_is_stated": "yes",
            "target_period": "2025",
            "target_value": "33",
            "unit": "%",
        },
        {
            "plan_code": "jiaxing-quotas-2021",
            "target_code": "jiaxing-quotas-2021-01",
            "region_name": "330400",
            "indicator_code": "deaths",
            "scope": "road_traffic",
            "target_kind": "external",
            "target_period": "2021",
            "target_value": "120",
            "unit": "人",
        },
    ],
}

every_form = pytest.mark.parametrize(
    ("kind", "language"), [(kind, language) for kind in TYPED for language in LANGUAGES]
)


@cache
def form(kind: str, language: Language) -> Form:
    return describe_form(kind, language)


def typed(form: Form, column: FormColumn, value: Cell) -> str | float:
    """Answers what a cell then holds: text, or a number, which a day is too."""
    if isinstance(value, date):
        return (value - FIRST_DAY_OF_EXCEL).days
    if isinstance(value, str):
        shown = {choice.code: choice.shown for choice in form.lists.get(column.choices, ())}
        return shown.get(value, value)
    return value


def filled(path: Path, form: Form, rows: list[Row]) -> Path:
    """Writes a form with rows typed below the example, as a spreadsheet program saves it."""
    with zipfile.ZipFile(BytesIO(workbook_of(form, "1.2.3"))) as empty:
        parts = {name: empty.read(name) for name in empty.namelist()}
    name = "xl/worksheets/sheet1.xml"
    root = etree.fromstring(parts[name])
    styles = [column.get("style") for column in root.iter(f"{SPREADSHEET}col")]
    table = root.find(f"{SPREADSHEET}sheetData")
    for number, row in enumerate(rows, start=FIRST_ROW + 1):
        line = etree.SubElement(table, f"{SPREADSHEET}row", r=str(number))
        for place, column in enumerate(form.columns, start=1):
            if column.name not in row:
                continue
            held = typed(form, column, row[column.name])
            where = {"r": f"{xl_col_to_name(place)}{number}", "s": styles[place]}
            if isinstance(held, str):
                cell = etree.SubElement(line, f"{SPREADSHEET}c", **where, t="inlineStr")
                text = etree.SubElement(cell, f"{SPREADSHEET}is")
                etree.SubElement(text, f"{SPREADSHEET}t").text = held
            else:
                cell = etree.SubElement(line, f"{SPREADSHEET}c", **where)
                etree.SubElement(cell, f"{SPREADSHEET}v").text = str(held)
    parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(path, "w") as saved:
        for part, content in parts.items():
            saved.writestr(part, content)
    return path


def loaded(tmp_path: Path, kind: str, language: Language, table: str) -> pl.DataFrame:
    """Answers what the lake holds of a form filled in and loaded."""
    settings = Settings(home=tmp_path / "home")
    outcome = load_file(
        settings, filled(tmp_path / "filled.xlsx", form(kind, language), TYPED[kind])
    )
    assert outcome.refusal is None, outcome.refusal_detail
    assert outcome.reasons == {}
    assert (outcome.status, outcome.kind, outcome.layout) == ("accepted", kind, kind)
    assert outcome.rows_accepted == len(TYPED[kind])
    assert outcome.rows_ignored == 1
    return pl.read_parquet(settings.home / "lake" / outcome.sha256 / f"{table}.parquet")


@every_form
def test_an_empty_form_has_no_rows_to_load(kind: str, language: Language, tmp_path: Path) -> None:
    path = filled(tmp_path / "empty.xlsx", form(kind, language), [])
    outcome = check_file(Settings(home=tmp_path / "home"), path).outcome
    assert outcome.refusal == "no_rows", outcome
    assert (outcome.rows_accepted, outcome.rows_refused) == (0, 0)


@every_form
def test_a_filled_form_loads_without_a_layout(
    kind: str, language: Language, tmp_path: Path
) -> None:
    rows = loaded(tmp_path, kind, language, kind).to_dicts()
    for row, asked in zip(rows, TYPED[kind], strict=True):
        for name in set(asked) & set(LAKE[kind]) - {"region_name", "occurred_at", "is_production"}:
            assert str(row[name]).removesuffix(".0") == str(asked[name]), name


def test_codes_keep_their_zeros_and_figures_their_last_digit(tmp_path: Path) -> None:
    rows = loaded(tmp_path, "statistics", "zh", "statistics")
    assert rows["region_code"].to_list() == ["000000", "220104"]
    assert rows["value"].to_list() == ["26000", "0.090"]


def test_an_accident_of_a_form_is_kept_as_it_was_typed(tmp_path: Path) -> None:
    (row,) = loaded(tmp_path, "accidents", "zh", "accidents").to_dicts()
    assert row["occurred_at"].date() == date(2023, 5, 16)
    assert row["region_code"] == "330402"
    assert row["is_production"] is True


def test_the_coverage_declared_in_a_form_is_kept(tmp_path: Path) -> None:
    rows = loaded(tmp_path, "accidents", "zh", "coverage")
    assert rows.select("covers_region", "covers_from", "covers_to").rows() == [
        ("330400", date(2023, 5, 1), date(2023, 5, 31))
    ]
