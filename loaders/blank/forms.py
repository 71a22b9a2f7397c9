"""Empty forms as workbooks: a sheet to fill in, a sheet that explains it, and the lists.

The sheet to fill in has its headings in the first row and an example in the second; both the
example row and the column that marks it are ignored when the form is loaded. Codes and figures
are typed as text, so that 000000 keeps its zeros and 0.090 its last digit.
"""

import io
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any, Final, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from loaders.blank.form_columns import Choice, Form, FormColumn
from warehouse.ground.messages import text

Properties: TypeAlias = dict[str, Any]

EXAMPLE_ROW: Final = 1
FIRST_ROW: Final = 2
PREPARED_ROWS: Final = 2_000
LAST_ROW: Final = FIRST_ROW + PREPARED_ROWS - 1
FIRST_DAY: Final = date(1949, 10, 1)
LAST_DAY: Final = date(2099, 12, 31)

A4: Final = 9
FONTS: Final = {"zh": "微软雅黑", "en": "Calibri"}
POINTS_A_LINE: Final = 17  # at 10.5 points
NARROWEST, WIDEST_CHOICE, WIDTH_OF_TEXT = 10, 30, 34
COMMENT_WIDTH: Final = 300  # pixels
LETTERS_A_COMMENT_LINE: Final = 40
GUIDE_WIDTHS: Final = (30, 10, 27, 74, 36)
LONGEST_LIST_EXPLAINED: Final = 60

HEADING: Final = {"bold": True, "border": 1, "align": "center", "valign": "vcenter"}
FILLS: Final = {
    "required": {"bg_color": "#C0392B", "font_color": "#FFFFFF"},
    "one_of": {"bg_color": "#E59866", "font_color": "#000000"},
    "depends": {"bg_color": "#F9E79F", "font_color": "#000000"},
    "optional": {"bg_color": "#D6DBDF", "font_color": "#000000"},
}
EXAMPLE: Final = {"italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"}
LACKING: Final = {"bg_color": "#FADBD8"}
NUMBER_FORMATS: Final = {
    "whole": "0",
    "amount": "General",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
WIDTHS: Final = {"date": 13, "moment": 19, "long": WIDTH_OF_TEXT}

OF_A_REGISTRY: Final = (
    "form_rule_form",
    "form_rule_example",
    "form_rule_code",
    "form_rule_registry_first",
)
# What each kind's explanations say after the columns, in this order; messages.
RULES: Final = {
    "statistics": (
        "form_rule_form",
        "form_rule_example",
        "form_rule_blank",
        "form_rule_as_printed",
        "form_rule_period",
        "form_rule_scope",
        "form_rule_window",
        "form_rule_inclusive",
        "form_rule_vintage",
        "form_rule_region",
    ),
    "accidents": (
        "form_rule_form",
        "form_rule_example",
        "form_rule_blank",
        "form_rule_inclusive",
        "form_rule_severity",
        "form_rule_window",
        "form_rule_missing",
        "form_rule_correction",
        "form_rule_coverage",
        "form_rule_region",
    ),
    "targets": (
        "form_rule_form",
        "form_rule_example",
        "form_rule_blank",
        "form_rule_as_printed",
        "form_rule_two_conditions",
        "form_rule_base",
        "form_rule_quota",
        "form_rule_inclusive",
        "form_rule_region",
    ),
    "projects": (
        "form_rule_form",
        "form_rule_example",
        "form_rule_blank",
        "form_rule_project_report",
    ),
    "plans": (*OF_A_REGISTRY, "form_rule_region"),
    "regions": (*OF_A_REGISTRY, "form_rule_towns"),
    "measures": (*OF_A_REGISTRY, "form_rule_measure_row"),
    "indicators": (*OF_A_REGISTRY, "form_rule_indicator_row"),
    "scopes": OF_A_REGISTRY,
    "breaks": (*OF_A_REGISTRY, "form_rule_measures_of_breaks"),
}


def workbook_of(form: Form, version: str, rows: Sequence[Mapping[str, str]] = ()) -> bytes:
    """Answers a form as the bytes of an .xlsx file.

    Args:
        form: What the form says.
        version: The version of this program, named in the explanations.
        rows: What is filled in already: for each row the text of some columns, by their name; a
            code of a list is written as the list shows it.
    """
    file = io.BytesIO()
    font = {"font_name": FONTS[form.language], "font_size": 10.5}
    with Workbook(file, {"in_memory": True, "default_format_properties": font}) as workbook:
        workbook.set_properties(
            {"title": form.title, "comments": text("form_made_by", form.language, version=version)}
        )
        sheet = workbook.add_worksheet(text("form_sheet_form", form.language))
        guide = workbook.add_worksheet(text("form_sheet_guide", form.language))
        lists = workbook.add_worksheet(text("form_sheet_lists", form.language))
        _write_lists(workbook, lists, form)
        _write_form(workbook, sheet, form)
        _fill_in(sheet, form, rows)
        _write_guide(workbook, guide, form, version)
        sheet.activate()
    return file.getvalue()


def _write_lists(workbook: Workbook, sheet: Worksheet, form: Form) -> None:
    """Writes each list and what its entries mean side by side, and names the range."""
    sheet.hide()
    plain = workbook.add_format({"num_format": "@"})
    for number, (name, choices) in enumerate(form.lists.items()):
        column = 2 * number
        sheet.set_column(column, column, _widest(choices), plain)
        sheet.write_string(0, column, name, plain)
        for row, choice in enumerate(choices, start=1):
            sheet.write_string(row, column, choice.shown, plain)
            sheet.write_string(row, column + 1, choice.meaning, plain)
        letter = xl_col_to_name(column, col_abs=True)
        reference = f"='{sheet.get_name()}'!{letter}$2:{letter}${len(choices) + 1}"
        workbook.define_name(_range_name(name), reference)


def _range_name(choices: str) -> str:
    return f"list_{choices}"


def _write_form(workbook: Workbook, sheet: Worksheet, form: Form) -> None:
    """Writes the sheet to fill in: headings, example, and what each cell takes."""
    mark = text("form_example_heading", form.language)
    marked = text("form_example_mark", form.language)
    marking = workbook.add_format(EXAMPLE | {"text_wrap": True, "valign": "vcenter"})
    optional = workbook.add_format(HEADING | FILLS["optional"])
    sheet.set_column(0, 0, _width(marked) / 2 + 2, workbook.add_format({"num_format": "@"}))
    sheet.write_string(0, 0, mark, optional)
    sheet.write_string(EXAMPLE_ROW, 0, marked, marking)
    sheet.write_comment(0, 0, text("form_example_comment", form.language), _comment(marked))
    for number, column in enumerate(form.columns, start=1):
        _write_column(workbook, sheet, form, number, column)
    _mark_what_lacks(workbook, sheet, form)
    sheet.ignore_errors({"number_stored_as_text": _area(1, len(form.columns), EXAMPLE_ROW)})
    sheet.set_row(0, 26)
    sheet.set_row(EXAMPLE_ROW, 2 * POINTS_A_LINE)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.hide_gridlines(0)
    _set_page(sheet)


def _fill_in(sheet: Worksheet, form: Form, rows: Sequence[Mapping[str, str]]) -> None:
    """Writes what is known before anybody fills in the rest."""
    for at, row in enumerate(rows, start=FIRST_ROW):
        for number, column in enumerate(form.columns, start=1):
            code = row.get(column.name, "")
            shown = {each.code: each.shown for each in form.lists.get(column.choices, ())}
            if code:
                sheet.write_string(at, number, shown.get(code, code))


def _write_column(
    workbook: Workbook, sheet: Worksheet, form: Form, number: int, column: FormColumn
) -> None:
    kept = {"num_format": NUMBER_FORMATS.get(column.cell_type, "@")}
    long = {"text_wrap": True} if column.cell_type == "long" else {}
    sheet.set_column(number, number, _column_width(form, column), workbook.add_format(kept | long))
    sheet.write_string(0, number, column.heading, workbook.add_format(HEADING | FILLS[column.need]))
    said = f"{_need(form, column)} {column.explanation}"
    sheet.write_comment(0, number, said, _comment(said))
    _write_example(
        sheet, number, column, workbook.add_format(kept | EXAMPLE | {"valign": "vcenter"})
    )
    validation = {
        "input_title": column.heading,
        "input_message": said,
        "ignore_blank": True,
        **_validation(form, number, column),
    }
    sheet.data_validation(FIRST_ROW, number, LAST_ROW, number, validation)


def _write_example(sheet: Worksheet, number: int, column: FormColumn, cell: Format) -> None:
    """Writes the example as what its type says: a day as a day, a code as text."""
    if not column.example:
        sheet.write_blank(EXAMPLE_ROW, number, None, cell)
    elif column.cell_type in {"date", "moment"}:
        when = datetime.fromisoformat(column.example)
        sheet.write_datetime(EXAMPLE_ROW, number, when, cell)
    elif column.cell_type in {"whole", "amount"}:
        sheet.write_number(EXAMPLE_ROW, number, float(column.example), cell)
    else:
        sheet.write_string(EXAMPLE_ROW, number, column.example, cell)


def _validation(form: Form, number: int, column: FormColumn) -> Properties:
    """Answers what a cell may hold; a warning where the loader can read more than that."""
    match column.cell_type:
        case "choice":
            rule: Properties = {"validate": "list", "source": f"={_range_name(column.choices)}"}
            said = "form_error_free_choice" if column.is_free else "form_error_choice"
        case "whole":
            rule = {"validate": "integer", "criteria": ">=", "value": 0}
            said = "form_error_whole"
        case "amount":
            rule = {"validate": "decimal", "criteria": ">=", "value": 0}
            said = "form_error_amount"
        case "date" | "moment":
            limits = {"minimum": FIRST_DAY, "maximum": LAST_DAY}
            rule = {"validate": "date", "criteria": "between", **limits}
            said = "form_error_date"
        case "figure":
            cell = xl_rowcol_to_cell(FIRST_ROW, number)
            formula = f'=ISNUMBER(VALUE(SUBSTITUTE({cell},",","")))'
            rule = {"validate": "custom", "value": formula}
            said = "form_error_figure"
        case _:
            return {"validate": "any"}
    is_warning = column.is_free or column.cell_type in {"date", "moment", "figure"}
    return rule | {
        "error_title": column.heading,
        "error_message": text(said, form.language),
        "error_type": "warning" if is_warning else "stop",
    }


def _mark_what_lacks(workbook: Workbook, sheet: Worksheet, form: Form) -> None:
    """Colours a required cell while it is empty in a row that has something in it."""
    colour = workbook.add_format(LACKING)
    either = [n for n, column in enumerate(form.columns, start=1) if column.need == "one_of"]
    last = xl_col_to_name(len(form.columns))
    for number, column in enumerate(form.columns, start=1):
        asked = either if column.need == "one_of" else [number]
        if column.need not in {"required", "one_of"}:
            continue
        row = FIRST_ROW + 1
        empty = [f"LEN(TRIM(${xl_col_to_name(each)}{row}))=0" for each in asked]
        rule = f"=AND(COUNTA($B{row}:${last}{row})>0,{','.join(empty)})"
        sheet.conditional_format(
            _area(number, number, FIRST_ROW),
            {"type": "formula", "criteria": rule, "format": colour},
        )


def _area(first_column: int, last_column: int, first_row: int) -> str:
    first, last = xl_col_to_name(first_column), xl_col_to_name(last_column)
    return f"{first}{first_row + 1}:{last}{LAST_ROW + 1}"


def _write_guide(workbook: Workbook, sheet: Worksheet, form: Form, version: str) -> None:
    """Writes the explanations: each column, the rules, what choices mean, where to send it."""
    page = _Page(workbook, sheet)
    for number, width in enumerate(GUIDE_WIDTHS):
        sheet.set_column(number, number, width)
    page.heading(text("form_guide_title", form.language, title=form.title), size=16)
    page.paragraph(text("form_where_to_send", form.language))
    page.heading(text("form_guide_columns", form.language))
    titles = ("column", "need", "type", "explanation", "example")
    page.cells([text(f"form_guide_{each}", form.language) for each in titles], HEADING)
    for column in form.columns:
        cells = [
            column.heading,
            text(f"form_need_{column.need}", form.language),
            text(_type_code(column), form.language),
            column.explanation,
            column.example,
        ]
        page.cells(cells, {"border": 1}, first=FILLS[column.need])
    page.heading(text("form_guide_rules", form.language))
    for number, code in enumerate(RULES[form.kind], start=1):
        page.paragraph(f"{number}. {text(code, form.language)}")
    _write_meanings(page, form)
    page.paragraph(text("form_made_by", form.language, version=version))
    _set_page(sheet)


def _write_meanings(page: "_Page", form: Form) -> None:
    """Writes what the entries of the short lists mean, where the entry does not say it all."""
    page.heading(text("form_guide_meanings", form.language))
    for column in form.columns:
        choices = form.lists.get(column.choices, ())
        if len(choices) > LONGEST_LIST_EXPLAINED or not any(each.meaning for each in choices):
            continue
        page.heading(column.heading, size=11)
        for choice in choices:
            page.pair(choice.shown, choice.meaning)


def _type_code(column: FormColumn) -> str:
    """Answers the message that says how a cell is typed."""
    if column.cell_type == "choice" and column.is_free:
        return "form_type_free_choice"
    return f"form_type_{column.cell_type}"


class _Page:
    """A sheet written from top to bottom, every row as high as its text."""

    def __init__(self, workbook: Workbook, sheet: Worksheet) -> None:
        self.workbook = workbook
        self.sheet = sheet
        self.row = 0

    def heading(self, words: str, size: int = 13) -> None:
        """Writes a heading."""
        self.sheet.set_row(self.row, 2.2 * size)
        cell = self.workbook.add_format({"bold": True, "font_size": size, "valign": "bottom"})
        self.sheet.write_string(self.row, 0, words, cell)
        self.row += 1

    def paragraph(self, words: str) -> None:
        """Writes a paragraph over the whole width."""
        self._span(0, words, sum(GUIDE_WIDTHS))
        self.row += 1

    def pair(self, word: str, meaning: str) -> None:
        """Writes a word and what it means."""
        cell = self.workbook.add_format({"text_wrap": True, "valign": "top"})
        self.sheet.write_string(self.row, 0, word, cell)
        self._span(1, meaning, sum(GUIDE_WIDTHS[1:]))
        lines = max(_lines(word, GUIDE_WIDTHS[0]), _lines(meaning, sum(GUIDE_WIDTHS[1:])))
        self.sheet.set_row(self.row, lines * POINTS_A_LINE)
        self.row += 1

    def cells(self, words: list[str], look: Properties, first: Properties | None = None) -> None:
        """Writes a row of the table of columns; its first cell may look otherwise."""
        common = {"text_wrap": True, "valign": "vcenter", "num_format": "@"} | look
        for number, each in enumerate(words):
            cell = self.workbook.add_format(common | ((first or {}) if number == 0 else {}))
            self.sheet.write_string(self.row, number, each, cell)
        lines = max(_lines(each, width) for each, width in zip(words, GUIDE_WIDTHS, strict=True))
        self.sheet.set_row(self.row, lines * POINTS_A_LINE + 4)
        self.row += 1

    def _span(self, column: int, words: str, width: int) -> None:
        cell = self.workbook.add_format({"text_wrap": True, "valign": "top"})
        self.sheet.merge_range(self.row, column, self.row, len(GUIDE_WIDTHS) - 1, words, cell)
        self.sheet.set_row(self.row, _lines(words, width) * POINTS_A_LINE + 2)


def _set_page(sheet: Worksheet) -> None:
    """Sets the print: A4 across, one page wide, numbered."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N")


def _need(form: Form, column: FormColumn) -> str:
    return text(
        "form_need_said", form.language, need=text(f"form_need_{column.need}", form.language)
    )


def _comment(words: str) -> Properties:
    lines = ceil(_width(words) / LETTERS_A_COMMENT_LINE) + 1
    return {"author": "", "font_size": 9, "width": COMMENT_WIDTH, "height": 20 * lines}


def _column_width(form: Form, column: FormColumn) -> float:
    """Answers a width that shows the heading and what will be filled in."""
    entries = form.lists.get(column.choices, ())
    filled = min(_widest(entries), WIDEST_CHOICE) if entries else WIDTHS.get(column.cell_type, 0)
    example = 0 if column.cell_type == "long" else _width(column.example) + 2
    return max(NARROWEST, _width(column.heading) + 4, filled, example)


def _widest(choices: tuple[Choice, ...]) -> int:
    # Three more for the arrow that opens the list.
    return max(_width(choice.shown) for choice in choices) + 3


def _lines(words: str, width: float) -> int:
    return max(1, ceil(_width(words) / (width * 0.95)))


def _width(words: str) -> int:
    """Answers how wide a text is in digits: a Chinese character is two digits wide."""
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in words)
