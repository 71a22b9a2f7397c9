"""Forms: they open, they say what may be filled in, and filled in they load."""

import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO

import fastexcel
import pytest
from lxml import etree
from xlsxwriter.utility import xl_col_to_name

from loaders.blank.form_columns import Form, RegionNotListedError, describe_form, region_choices
from loaders.blank.forms import EXAMPLE_ROW, FIRST_ROW, LAST_ROW, workbook_of
from loaders.form.layouts import REQUIRED, read_layouts
from loaders.judge.kinds.registries import Tools
from loaders.words.reading import Reading, read_truth
from warehouse.ground.messages import Language

REGISTRIES = ("plans", "regions", "measures", "indicators", "scopes", "breaks")
KINDS = ("statistics", "accidents", "targets", "projects", *REGISTRIES)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
FORMS = [(kind, language) for kind in KINDS for language in LANGUAGES]
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TODAY = date(2026, 1, 1)
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255  # more, and a spreadsheet program calls it damaged

every_form = pytest.mark.parametrize(("kind", "language"), FORMS)


@cache
def form(kind: str, language: Language) -> Form:
    return describe_form(kind, language)


@cache
def workbook(kind: str, language: Language) -> bytes:
    return workbook_of(form(kind, language), "1.2.3")


@cache
def tools() -> Tools:
    return Tools.from_seeds(TODAY)


def cells(content: bytes, sheet: int = 0) -> list[list[str]]:
    """Answers the cells of a sheet as text, an empty one as an empty text."""
    opened = fastexcel.read_excel(content).load_sheet(sheet, header_row=None, dtypes="string")
    return [[cell or "" for cell in row] for row in opened.to_polars().rows()]


def elements(content: bytes, part: str, name: str) -> list[dict[str, str]]:
    """Answers the elements of one name in a part of a workbook: attributes and texts within."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        root = etree.fromstring(archive.read(f"xl/{part}.xml"))
    return [
        dict(element.attrib)
        | {child.tag.removeprefix(SPREADSHEET): child.text or "" for child in element}
        | {"text": element.text or ""}
        for element in root.iter(SPREADSHEET + name)
    ]


def validations(kind: str, language: Language) -> dict[str, dict[str, str]]:
    """Answers the rule of each column's cells."""
    columns = form(kind, language).columns
    rules = elements(workbook(kind, language), "worksheets/sheet1", "dataValidation")
    assert len(rules) == len(columns)
    return {column.name: rule for column, rule in zip(columns, rules, strict=True)}


def readers() -> dict[str, Callable[[str], Reading[str]]]:
    """Answers what the loader reads each list with."""
    words = tools().vocabulary
    return {
        "accident_types": words.read_accident_type,
        "data_qualities": words.read_quality,
        "industries": words.read_industry,
        "loss_units": lambda text: words.read_unit(text, "元"),
        "measures": read_measure_code,
        "period_bases": words.read_basis,
        "scopes": words.read_scope,
        "severities": words.read_severity,
        "source_kinds": words.read_source_kind,
        "target_kinds": words.read_target_kind,
        "target_strengths": words.read_strength,
        "units": read_any_unit,
        "value_bases": words.read_value_basis,
        "vintages": words.read_vintage,
        **{
            f"{kind.removesuffix('y')}{'ies' if kind.endswith('y') else 's'}": reader_of(kind)
            for kind in (
                *("region_level", "measure_kind", "measure_family"),
                *("indicator_kind", "break_kind"),
            )
        },
    }


def reader_of(kind: str) -> Callable[[str], Reading[str]]:
    """Answers what reads a word of a registry's list."""
    return lambda text: tools().registry_words.read(kind, text)


def read_measure_code(text: str) -> Reading[str]:
    reading = tools().vocabulary.read_measure(text)
    return Reading(reading.value.code if reading.value else None, reading.flags, reading.reason)


def read_any_unit(text: str) -> Reading[str]:
    """Reads a unit as that of a measure that is counted in it."""
    registry = tools().registry("reference/units.csv", "unit_code")
    return tools().vocabulary.read_unit(text, registry[text]["base_unit"])


@every_form
def test_a_form_opens_with_the_headings_its_layout_reads(kind: str, language: Language) -> None:
    headings = cells(workbook(kind, language))[0][1:]
    columns = read_layouts()[kind].columns
    wanted = [source.headings[0 if language == "zh" else -1] for source in columns.values()]
    assert headings == wanted


@every_form
def test_the_example_row_is_marked_as_one_and_fits_its_own_form(
    kind: str, language: Language
) -> None:
    example = cells(workbook(kind, language))[EXAMPLE_ROW]
    assert example[0].startswith("示例")
    for column, shown in zip(form(kind, language).columns, example[1:], strict=True):
        assert bool(shown) == bool(column.example), column.name
        assert shown or column.need not in {"required", "one_of"}, column.name
        if column.choices and not column.is_free:
            entries = {choice.shown for choice in form(kind, language).lists[column.choices]}
            assert not shown or shown in entries


@every_form
def test_nothing_is_in_the_rows_to_be_filled_in(kind: str, language: Language) -> None:
    assert len(cells(workbook(kind, language))) == FIRST_ROW


@every_form
def test_what_the_loader_demands_is_marked_as_required(kind: str, language: Language) -> None:
    needs = {column.name: column.need for column in form(kind, language).columns}
    for names in REQUIRED[kind]:
        alternatives = names.split("|")
        wanted = "required" if len(alternatives) == 1 else "one_of"
        assert {needs[name] for name in alternatives} == {wanted}


@every_form
def test_a_heading_shows_by_its_colour_whether_it_is_needed(kind: str, language: Language) -> None:
    headings = elements(workbook(kind, language), "worksheets/sheet1", "c")[1:]
    columns = form(kind, language).columns
    colours = {
        (column.need, cell["s"])
        for column, cell in zip(columns, headings[: len(columns)], strict=True)
    }
    needs = {column.need for column in columns}
    assert len(colours) == len(needs) == len({colour for _, colour in colours})


@every_form
def test_every_cell_to_be_filled_in_says_what_it_takes(kind: str, language: Language) -> None:
    for column in form(kind, language).columns:
        rule = validations(kind, language)[column.name]
        assert rule["promptTitle"] == column.heading
        assert column.explanation in rule["prompt"]
        assert len(rule["promptTitle"]) <= LONGEST_TITLE
        assert len(rule["prompt"]) <= LONGEST_MESSAGE
        assert len(rule.get("error", "")) <= LONGEST_MESSAGE


@every_form
def test_the_rules_hold_from_the_row_below_the_example_for_two_thousand_rows(
    kind: str, language: Language
) -> None:
    areas = [rule["sqref"] for rule in validations(kind, language).values()]
    assert areas == [
        f"{(letter := xl_col_to_name(number))}{FIRST_ROW + 1}:{letter}{LAST_ROW + 1}"
        for number in range(1, len(areas) + 1)
    ]
    assert LAST_ROW + 1 - FIRST_ROW == 2_000


@every_form
def test_a_list_is_on_the_hidden_sheet_under_its_name(kind: str, language: Language) -> None:
    content = workbook(kind, language)
    sheets = elements(content, "workbook", "sheet")
    assert [sheet.get("state", "visible") for sheet in sheets] == ["visible", "visible", "hidden"]
    names = {each["name"]: each["text"] for each in elements(content, "workbook", "definedName")}
    for column in form(kind, language).columns:
        rule = validations(kind, language)[column.name]
        assert (rule.get("type") == "list") == bool(column.choices), column.name
        if column.choices:
            entries = form(kind, language).lists[column.choices]
            assert names[rule["formula1"]].startswith(f"'{sheets[2]['name']}'!$")
            assert names[rule["formula1"]].endswith(f"${len(entries) + 1}")
            assert rule.get("errorStyle", "stop") == ("warning" if column.is_free else "stop")


@every_form
def test_a_list_has_every_entry_once_and_none_is_empty(kind: str, language: Language) -> None:
    for name, choices in form(kind, language).lists.items():
        entries = [choice.shown for choice in choices]
        assert entries, name
        assert all(entries), name
        assert len(set(entries)) == len(entries), name


@every_form
def test_the_loader_reads_every_entry_of_every_list(kind: str, language: Language) -> None:
    lists = form(kind, language).lists
    for name in set(lists) - {"regions", "truths", "indicators"}:
        for choice in lists[name]:
            assert readers()[name](choice.shown) == Reading(choice.code), (name, choice)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_loader_reads_yes_and_no(language: Language) -> None:
    yes, no = form("accidents", language).lists["truths"]
    assert read_truth(yes.shown) == Reading(value=True)
    assert read_truth(no.shown) == Reading(value=False)


def test_every_region_of_the_list_is_that_region_and_no_other() -> None:
    regions = region_choices("zh")
    assert len(regions) > 3_200
    for region in regions:
        assert tools().places.read_region(region.shown, on=TODAY) == Reading(region.code)


@pytest.mark.parametrize("day", [date(2005, 12, 31), date(2010, 12, 31), date(2015, 12, 31)])
def test_a_region_of_the_list_was_never_another_region_of_the_same_name(day: date) -> None:
    for region in region_choices("zh"):
        reading = tools().places.read_region(region.shown, on=day)
        assert reading.reason in {None, "region_not_valid_then"}, region


def test_a_name_that_two_regions_bear_has_the_city_before_it() -> None:
    names = {region.code: region.shown for region in region_choices("zh")}
    assert names["110105"] == "北京市朝阳区"
    assert names["220104"] == "长春市朝阳区"
    assert names["330402"] == "南湖区"
    # 双桥区 was also a district of Chongqing until 2011.
    assert names["130802"] == "承德市双桥区"


def test_a_form_for_a_region_lists_it_and_its_parts_only() -> None:
    listed = [
        choice.shown for choice in describe_form("accidents", "zh", "330400").lists["regions"]
    ]
    assert listed[0] == "嘉兴市"
    assert {"南湖区", "海宁市", "嘉兴港区"} <= set(listed)
    assert len(listed) < 20
    assert "杭州市" in [
        choice.shown for choice in describe_form("accidents", "zh", "330000").lists["regions"]
    ]


@pytest.mark.parametrize("code", ["999999", "嘉兴", "330483x", "321284"])
def test_a_form_for_a_region_that_is_none_today_is_refused(code: str) -> None:
    with pytest.raises(RegionNotListedError):
        describe_form("accidents", "zh", code)


@every_form
def test_codes_and_figures_are_typed_as_text_counts_as_numbers_and_days_as_days(
    kind: str, language: Language
) -> None:
    content = workbook(kind, language)
    kinds = {each.get("numFmtId", "0"): each for each in elements(content, "styles", "numFmt")}
    looks = elements(content, "styles", "cellXfs")
    assert looks
    formats = [each["numFmtId"] for each in elements(content, "styles", "xf")[1:]]
    wanted = {"whole": "0", "amount": "General", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}
    built_in = {"0": "General", "1": "0", "49": "@"}
    stated = elements(content, "worksheets/sheet1", "col")[1:]
    for column, style in zip(form(kind, language).columns, stated, strict=True):
        number = formats[int(style["style"])]
        name = built_in.get(number) or kinds[number]["formatCode"]
        assert name == wanted.get(column.cell_type, "@"), column.name


@every_form
def test_a_column_is_as_wide_as_its_heading(kind: str, language: Language) -> None:
    stated = elements(workbook(kind, language), "worksheets/sheet1", "col")[1:]
    for column, style in zip(form(kind, language).columns, stated, strict=True):
        wide = sum(1 if letter.isascii() else 2 for letter in column.heading)
        assert wide + 2 < float(style["width"]) < 60, column.name


@every_form
def test_the_explanations_name_every_column_and_the_version(kind: str, language: Language) -> None:
    guide = cells(workbook(kind, language), 1)
    explained = {row[0]: row for row in reversed(guide)}
    for column in form(kind, language).columns:
        assert explained[column.heading][3] == column.explanation
        assert explained[column.heading][4] == column.example
    assert "1.2.3" in guide[-1][0]


def test_the_explanations_state_the_rules_that_decide_what_is_counted() -> None:
    said = "".join(row[0] for row in cells(workbook("accidents", "zh"), 1))
    for rule in (
        "“以上”包括本数",
        "30日内",
        "7日内",
        "失踪人员计入死亡",
        "空白表示不知道",
        "覆盖范围",
    ):
        assert rule in said


@every_form
def test_a_form_prints_across_one_page_wide_with_its_headings_on_each(
    kind: str, language: Language
) -> None:
    content = workbook(kind, language)
    (setup,) = elements(content, "worksheets/sheet1", "pageSetup")
    assert (setup["orientation"], setup["fitToHeight"]) == ("landscape", "0")
    printed = [each["name"] for each in elements(content, "workbook", "definedName")]
    assert "_xlnm.Print_Titles" in printed
    (pane,) = elements(content, "worksheets/sheet1", "pane")
    assert (pane["ySplit"], pane["state"]) == ("1", "frozen")
