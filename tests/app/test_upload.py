"""The upload page: off unless allowed, nothing stored before the button, names made safe."""

import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.base.words import Words
from app.files import builds, uploads
from app.files.builds import Moment
from app.files.upload_page import progress_of
from app.site import access
from tests.app.loaded import GOOD_ROW, HEADINGS, MIXED
from tests.app.test_loads import KEY
from tests.app.test_pages import CHINESE, heading, text
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

SCRIPT = """
from app.files import upload_page
from app.site import page_shell
from warehouse.ground.project_files import PROJECT_DIR

page_shell.open_page()
pages = {"group_data": [("upload", upload_page.show)]}
page_shell.run(page_shell.pages(pages, before_build={"upload"}))
"""
REGISTER = (
    "事故编号,发生时间,地区,事故范围,死亡人数,事故等级\n"
    "A1,2019-02-12 10:30,嘉兴市南湖区,生产安全事故,1,一般\n"
)


def open_page(home: Path, monkeypatch: pytest.MonkeyPatch, language: str = "zh") -> AppTest:
    monkeypatch.setenv("WAREHOUSE_HOME", str(home))
    monkeypatch.setenv("WAREHOUSE_UPLOADS", "1")
    app = AppTest.from_string(SCRIPT)
    app.query_params["lang"] = language
    return app.run(timeout=30)


def send(app: AppTest, *files: tuple[str, str | bytes]) -> AppTest:
    for name, content in files:
        data = content if isinstance(content, bytes) else content.encode()
        app.file_uploader[0].upload(name, data)
    return app.run(timeout=60)


def press(app: AppTest, key: str) -> AppTest:
    return next(each for each in app.button if each.key == key).click().run(timeout=60)


def keys(app: AppTest) -> list[str | None]:
    return [each.key for each in app.button if each.key != "renew"]


def stored(home: Path) -> list[str]:
    """Answers all files of a home, but for the folders a check may leave empty."""
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())


@pytest.mark.parametrize("value", [None, "", "0", "true"])
def test_the_page_is_absent_unless_uploads_are_allowed(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(published_home))
    monkeypatch.delenv("WAREHOUSE_UPLOADS", raising=False)
    if value is not None:
        monkeypatch.setenv("WAREHOUSE_UPLOADS", value)
    assert not access.uploads_are_allowed()
    app = AppTest.from_file(PROJECT_DIR / "app" / "explorer.py").run(timeout=30)
    assert not app.exception
    assert not app.file_uploader


@pytest.mark.parametrize("language", ["zh", "en"])
def test_before_any_build_the_page_asks_for_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    app = open_page(tmp_path, monkeypatch, language)
    assert not app.exception
    assert heading(app) == Words("en" if language == "en" else "zh")("upload_ask")
    assert "200 MB" in app.file_uploader[0].label
    assert keys(app) == []


def test_a_check_tells_all_and_stores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = send(open_page(tmp_path, monkeypatch), ("报表.csv", MIXED), ("通知.csv", "开会,三楼\n"))
    assert not app.exception
    assert heading(app) == "2 个文件：可接受 2 行，拒绝 3 行；1 个文件不能导入。尚未保存。"
    said = text(app)
    assert "数量不能为负；请核对：-3" in said
    assert "约12" in said
    assert "读取 5 行 = 接受 2 + 拒绝 3 + 重复 0 + 略过 0" in said
    assert "330424" in said  # the first rows as understood
    assert [each.label for each in app.expander] == [
        "◐ 可部分导入：报表.csv",
        "✕ 不能导入：通知.csv",
    ]
    assert stored(tmp_path) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("content", [MIXED, REGISTER])
def test_what_is_understood_stands_under_headings_and_names_without_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, content: str
) -> None:
    app = send(open_page(tmp_path, monkeypatch, language), ("x.csv", content))
    labels = [each.label for each in (*app.expander, *app.selectbox, *app.button)]
    said = " ".join([text(app), *labels])
    assert KEY.findall(said) == []
    if language == "en":
        assert [each for each in labels if CHINESE.search(each)] == []
        assert "Production-safety accidents" in said


def test_the_button_stores_what_can_be_stored_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = send(open_page(tmp_path, monkeypatch), ("报表.csv", MIXED), ("通知.csv", "开会,三楼\n"))
    app = press(app, "upload_store")
    assert not app.exception
    assert heading(app) == "已导入 1 个文件：接受 2 行，拒绝 3 行；建库后在各页显示。"
    assert len(list((tmp_path / "archive").iterdir())) == 1
    assert len(list((tmp_path / "lake").iterdir())) == 1
    assert keys(app) == ["upload_build", "upload_more"]
    app = press(app, "upload_more")
    assert heading(app) == "选择文件，先看检查结果，再决定是否导入。"


def test_a_file_loaded_before_is_told_and_not_offered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(send(open_page(tmp_path, monkeypatch), ("报表.csv", MIXED)), "upload_store")
    app = send(open_page(tmp_path, monkeypatch), ("又一份.csv", MIXED))
    assert "1 个文件此前已导入" in heading(app)
    assert "upload_store" not in keys(app)


def test_a_declaration_of_coverage_goes_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = 'covers_region = "330400"\ncovers_from = 2019-01-01\ncovers_to = 2019-12-31\n'
    files = [("台账.csv", REGISTER), ("台账.csv.meta.toml", declared)]
    app = press(send(open_page(tmp_path, monkeypatch), *files), "upload_store")
    assert not app.exception
    assert len(list((tmp_path / "lake").glob("*/coverage.parquet"))) == 1


def test_a_layout_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = send(open_page(tmp_path, monkeypatch), ("报表.csv", MIXED))
    assert "统计数据标准表" in app.selectbox[0].options
    app = app.selectbox[0].set_value("accidents").run(timeout=60)
    assert "1 个文件不能导入" in heading(app)


def test_a_faulty_layout_of_the_home_is_said_and_not_thrown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "own.toml").write_text("name = ", encoding="utf-8")
    app = open_page(tmp_path, monkeypatch)
    assert not app.exception
    assert "own.toml" in app.error[0].value


def test_a_home_that_cannot_be_written_is_said_and_not_thrown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.write_text("a file", encoding="utf-8")
    app = send(open_page(home, monkeypatch), ("报表.csv", MIXED))
    assert not app.exception
    assert str(home) in app.error[0].value


def test_a_build_that_cannot_run_says_why_and_the_pages_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builds, "build", lambda _language, _watch: (False, ["另一个用户正在建库"]))
    app = press(send(open_page(tmp_path, monkeypatch), ("报表.csv", MIXED)), "upload_store")
    app = press(app, "upload_build")
    assert not app.exception
    assert app.error[0].value == "没有发布新的数据，各页保持原样。"
    assert "另一个用户正在建库" in text(app)


def test_a_build_that_went_well_is_told_in_the_first_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builds, "build", lambda _language, _watch: (True, []))
    app = press(send(open_page(tmp_path, monkeypatch), ("报表.csv", MIXED)), "upload_store")
    app = press(app, "upload_build")
    assert heading(app).endswith("已建库并发布，各页已是最新数据。")
    assert keys(app) == ["upload_more"]


@pytest.mark.parametrize(
    ("moment", "said", "share"),
    [
        # no build before: steps alone
        (Moment(4, None, 0, 0), "正在准备；已用4秒", 0),
        (Moment(9, None, 50, 200), "第 50 步，共 200 步；已用9秒", 0.25),
        # the last took 40 seconds
        (Moment(10, 40, 0, 0), "正在准备；预计还需30秒", 0.25),
        (Moment(30, 40, 150, 200), "第 150 步，共 200 步；预计还需10秒", 0.75),
        (
            Moment(55, 40, 199, 200),
            "第 199 步，共 200 步；已用55秒，比平常（40秒）久，请稍候",
            0.97,
        ),
    ],
)
def test_a_build_says_its_step_and_how_long_it_is_likely_to_take(
    moment: Moment, said: str, share: float
) -> None:
    assert progress_of(moment, Words("zh")) == said
    assert moment.share == pytest.approx(share)


def test_while_a_build_runs_its_button_cannot_be_pressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def built(_language: str, watch: Callable[[Moment], None]) -> tuple[bool, list[str]]:
        watch(Moment(1, 30, 3, 100))
        seen.append(True)
        return False, []

    monkeypatch.setattr(builds, "build", built)
    app = press(send(open_page(tmp_path, monkeypatch), ("报表.csv", MIXED)), "upload_store")
    app = press(app, "upload_build")
    assert not app.exception
    assert seen == [True]
    # it may be pressed again
    assert not next(each for each in app.button if each.key == "upload_build").disabled


def test_what_the_command_counts_is_told_from_what_it_says() -> None:
    assert builds.is_step("12/193")
    assert not builds.is_step("Published 20261128T212224Z: 193 tables")
    assert not builds.is_step("models/a/b.sql")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("报表.csv", "报表.csv"),
        ("../../etc/passwd", "passwd"),
        ("/etc/shadow.csv", "shadow.csv"),
        ("C:\\Users\\x\\表 一.xlsx", "表 一.xlsx"),
        (".hidden.csv", "hidden.csv"),
        ("..", "upload"),
        ("", "upload"),
        ("a/", "upload"),
        ("a\x00b\nc.csv", "abc.csv"),
        ("无\u202efdp.exe\u200b", "无fdp.exe"),
        ('<b>"x"|?*.csv', "b x.csv"),
        ("e\u0301.csv", "\u00e9.csv"),
        ("台账.csv.meta.toml", "台账.csv.meta.toml"),
        ("年" * 300 + ".xlsx", "年" * 58 + ".xlsx"),
        ("x" * 300, "x" * 180),
    ],
)
def test_a_name_from_a_browser_is_made_safe(given: str, expected: str) -> None:
    name = uploads.safe_name(given)
    assert name == expected
    assert len(name.encode()) <= uploads.MOST_NAME_BYTES


class Sent:
    """A file as a browser sends it."""

    def __init__(self, name: str, content: str) -> None:
        """Keeps what the browser would send."""
        self.name = name
        self.content = content.encode()

    def getbuffer(self) -> memoryview:
        """Answers the bytes."""
        return memoryview(self.content)


def test_files_lie_in_a_private_folder_that_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    seen: list[tuple[int, list[str]]] = []

    def look(_name: str, _rows: int) -> None:
        folder = next((tmp_path / "temporary").glob("warehouse-upload-*"))
        names = sorted(path.name for path in folder.iterdir())
        seen.append((stat.S_IMODE(folder.stat().st_mode), names))

    good = f"{HEADINGS}\n{GOOD_ROW}\n"
    files = [Sent("../a.csv", good), Sent("/x/a.csv", good), Sent(".a.csv", MIXED)]
    settings = Settings(home=tmp_path / "home")
    checked = uploads.check(settings, files, None, look)
    assert [each.name for each in checked] == ["a.csv", "a (2).csv", "a (3).csv"]
    assert seen[0] == (0o700, ["a (2).csv", "a (3).csv", "a.csv"])
    uploads.store(settings, files, None, ["a (3).csv"], look)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_building_says_what_the_command_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WAREHOUSE_PROJECT_DIR", str(tmp_path / "nowhere"))
    is_well, said = builds.build("zh", lambda _moment: None)
    assert not is_well
    assert any("建库" in line for line in said)
