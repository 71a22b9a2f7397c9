"""What was loaded and refused, as a clerk reads it and takes it home to mend."""

import csv
import io
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from app.base import reasons
from app.base.words import Words
from app.files import files_to_mend, originals
from loaders.loading import check_file
from tests.app.loaded import ACROSS, MIXED
from tests.app.test_pages import CHINESE, heading, page, text
from warehouse.ask.spreadsheets import safe
from warehouse.ground.messages import catalogue
from warehouse.ground.settings import Settings

ZH, EN = Words("zh"), Words("en")
KEY = re.compile(r"\b[a-z]+_[a-z_]+\b")


def labels(app: AppTest) -> list[str]:
    return [widget.label for widget in (*app.selectbox, *app.button)]


def test_the_first_line_tells_files_and_rows(
    loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(loaded_home, monkeypatch, "loads")
    assert not app.exception
    assert heading(app) == (
        "收到 3 个文件：全部导入 0 个，部分导入 2 个，未导入 1 个；接受 3 行，拒绝 5 行。"
    )


def test_a_result_is_a_sign_and_a_word(loaded_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = text(page(loaded_home, monkeypatch, "loads"))
    assert "◐ 部分导入" in said
    assert "✕ 未导入" in said
    assert "未能识别表头" in said


def test_refused_rows_are_told_by_file_and_reason_in_words(
    loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(loaded_home, monkeypatch, "loads", file=digest(loaded_home, "各县区报表.csv"))
    said = text(app)
    assert "数量不能为负；请核对：-3" in said
    assert "台洲市 | 2021 | 全年" in said
    assert "看不懂这个时期" in said
    assert "三四人" in said


def test_one_reason_can_be_looked_at_alone(
    loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = digest(loaded_home, "各县区报表.csv")
    said = text(page(loaded_home, monkeypatch, "loads", file=file, reason="negative_count"))
    assert "各县区报表.csv：1 处" in said
    assert "台洲市 | 2021" not in said


def test_rows_to_check_are_told_too(loaded_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = digest(loaded_home, "各县区报表.csv")
    said = text(page(loaded_home, monkeypatch, "loads", file=file, rows="warned"))
    assert "数值为约数" in said
    assert "约12" in said


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rows", ["refused", "warned"])
def test_no_code_is_shown_to_a_reader(
    loaded_home: Path, monkeypatch: pytest.MonkeyPatch, language: str, rows: str
) -> None:
    app = page(loaded_home, monkeypatch, "loads", lang=language, rows=rows)
    assert not app.exception
    assert KEY.findall(" ".join([text(app), *labels(app)])) == []
    if language == "en":
        assert [each for each in labels(app) if CHINESE.search(each)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_lake_says_how_files_are_loaded(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    app = page(published_home, monkeypatch, "loads", lang=language)
    assert not app.exception
    assert heading(app) == (ZH if language == "zh" else EN)("loads_none")
    assert "warehouse template" in text(app)
    assert "warehouse load" in text(app)


def test_data_tells_files_and_refused_rows_in_its_first_line(
    loaded_home: Path, published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "已导入 3 个文件，5 行被拒绝。" in heading(page(loaded_home, monkeypatch, "data"))
    assert "尚未导入文件。" in heading(page(published_home, monkeypatch, "data"))


def test_unknown_choices_of_rows_fall_back_without_an_error(
    loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(loaded_home, monkeypatch, "loads", rows="x", file="'; --", reason="<b>\x00")
    assert not app.exception
    assert heading(app)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_reads_whole_without_what_was_found(language: str) -> None:
    words = ZH if language == "zh" else EN
    # reasons for which a printed rate or statement differs are told with their figures, in SQL
    with_figures = ("reason_reconciled_", "reason_statement_", "reason_verdict_")
    for code in catalogue():
        if code.startswith("reason_") and not code.startswith(with_figures):
            said = reasons.reason(code.removeprefix("reason_"), words)
            assert "{" not in said
            assert not re.search(r"[：:（(、]\s*[。.]?$|[（(]\s*[）)]", said), said


def test_each_reason_of_a_row_is_told_with_what_was_found_for_it() -> None:
    said = reasons.reasons("negative_count|scope_missing|value_not_a_number", ZH, "-3\n\n三人")
    assert said[0].endswith("-3")
    assert "{" not in said[1]
    assert said[2].endswith("三人")


def test_a_reason_of_another_version_is_still_told() -> None:
    assert reasons.reason("not_of_this_version", EN, "x") == (
        "Another reason (code not_of_this_version)"
    )


def mended(home: Path, name: str) -> list[files_to_mend.Mendable]:
    """Answers a loaded file's refused rows as the page gives them to be mended."""
    settings = Settings(home=home)
    file = judged_file(home, name)
    with_codes = judgements_of(home, str(file["sha256"]))
    above = originals.above_archived_rows(settings, str(file["sha256"]), name, str(file["layout"]))
    return files_to_mend.mendable("refused", with_codes, above, ZH)


def test_the_csv_keeps_headings_and_cells_and_adds_the_reasons(
    loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(loaded_home))
    content = files_to_mend.as_csv(mended(loaded_home, "各县区报表.csv"), ZH)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert ",".join(lines[0]).startswith(MIXED.splitlines()[0])
    assert lines[0][-3:] == ["行号", "拒绝原因", "发现的内容"]
    assert [line[-3] for line in lines[1:]] == ["3", "4", "5"]
    assert lines[2][:6] == ["桐乡市", "2021", "全年", "死亡人数", "生产安全事故", "-3"]
    assert lines[2][-2:] == ["数量不能为负；请核对：-3", "-3"]


def test_nothing_in_the_csv_is_a_formula(
    loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(loaded_home))
    content = files_to_mend.as_csv(mended(loaded_home, "各县区报表.csv"), ZH).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(content)) for cell in line]
    assert "'=1+1" in cells
    assert "'@x" in cells
    assert "-3" in cells  # a number is no formula


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("=1", "'=1"),
        ("+86 573", "'+86 573"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\uff1d1", "'\uff1d1"),
        ("-1,234.5", "-1,234.5"),
        ("+3%", "+3%"),
        ("-", "-"),
        ("—", "—"),
        ("嘉兴市", "嘉兴市"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_calculate_is_made_text(given: str, expected: str) -> None:
    assert safe(given) == expected


def test_the_workbook_holds_texts_only(loaded_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(loaded_home))
    content = files_to_mend.as_workbook(mended(loaded_home, "各县区报表.csv"), ZH)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        texts = parts.read("xl/sharedStrings.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
    assert set(re.findall(r"<c [^>]*t=\"(\w+)\"", sheet)) == {"s"}
    assert "<f>" not in sheet
    assert ">=1+1<" in texts
    assert 'quotePrefix="1"' in styles


def test_titles_above_the_table_come_along_and_cells_judged_alike_stand_together(
    loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(loaded_home))
    sheets = mended(loaded_home, "各省.csv")
    lines = sheets[0].lines(ZH)
    assert [line[0] for line in lines[:4]] == [
        line.split(",")[0] for line in ACROSS.splitlines()[:4]
    ]
    assert lines[4][:3] == ["台洲市", "八千左右", "五千左右"]
    assert lines[4][3] == "6"
    assert len(lines) == 5


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["各县区报表.csv", "各省.csv"])
def test_a_download_is_recognised_again_as_it_is(
    loaded_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, form: str
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(loaded_home))
    write = files_to_mend.as_csv if form == "csv" else files_to_mend.as_workbook
    path = tmp_path / f"待改正.{form}"
    path.write_bytes(write(mended(loaded_home, name), ZH))
    outcome = check_file(Settings(home=tmp_path / "home"), path).outcome
    assert outcome.refusal is None
    assert outcome.layout == judged_file(loaded_home, name)["layout"]
    assert outcome.rows_refused == judged_file(loaded_home, name)["rows_refused"]


def test_without_the_original_the_rows_can_still_be_downloaded(
    loaded_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert originals.above_archived_rows(Settings(home=tmp_path), "0" * 64, "x.csv", None) == {}
    monkeypatch.setenv("WAREHOUSE_HOME", str(loaded_home))
    file = judged_file(loaded_home, "各县区报表.csv")
    rows = judgements_of(loaded_home, str(file["sha256"]))
    lines = files_to_mend.mendable("refused", rows, {}, ZH)[0].lines(ZH)
    assert lines[0][-3:] == ["行号", "拒绝原因", "发现的内容"]
    assert lines[1][0] == "台洲市"


def judged_file(home: Path, name: str) -> dict[str, object]:
    """Answers a loaded file's outcome as the lake keeps it."""
    row = outcomes_of(home).filter(pl.col("file_name") == name).row(0, named=True)
    return {"sha256": row["file_sha256"], **row}


def outcomes_of(home: Path) -> pl.DataFrame:
    return pl.read_parquet(home / "lake" / "*" / "outcome.parquet")


def judgements_of(home: Path, sha256: str) -> pl.DataFrame:
    return pl.read_parquet(home / "lake" / sha256 / "refused.parquet").sort("row_number")


def digest(home: Path, name: str) -> str:
    return str(judged_file(home, name)["sha256"])[:12]
