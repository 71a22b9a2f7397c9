"""Take this column as …: a form with unknown headings is told once and recognised from then on."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from app.files import uploads
from loaders.form.layouts import read_layout
from loaders.form.own_layouts import KINDS, Unread, keep
from loaders.loading import load_file
from tests.app.test_pages import text
from tests.app.test_upload import keys, open_page, press, send
from warehouse.ground.settings import Settings


@dataclass(frozen=True)
class Sent:
    """A file as a browser sends it."""

    name: str
    content: bytes

    def getbuffer(self) -> memoryview:
        """Its bytes."""
        return memoryview(self.content)


TABLE = (
    "统计台账,,,,,\n"
    "年份,单位名称,项目内容,本期,计量,经办\n"
    "2023,嘉兴市,常住人口,558.4,万人,张三\n"
    "2023,海盐县,常住人口,46.4,万人,李四\n"
)
CHOSEN = {"单位名称": "region_name", "项目内容": "measure", "本期": "value", "计量": "unit"}


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """Answers an empty home."""
    return Settings(home=tmp_path / "home")


def unread(table: str = TABLE, kind: str = "") -> Unread:
    """The headings of a table that nobody knows."""
    found = uploads.unread(Sent("台账.csv", table.encode()), kind)
    assert found is not None
    return found


def test_unknown_headings_are_told_with_what_stands_below() -> None:
    found = unread()
    assert found.kind == "statistics"
    assert found.unknown == {
        "单位名称": ("嘉兴市", "海盐县"),
        "项目内容": ("常住人口",),
        "本期": ("558.4", "46.4"),
        "计量": ("万人",),
        "经办": ("张三", "李四"),
    }
    columns = found.open_columns()
    # the year stands for the period
    assert "period" not in columns
    assert columns["value"] == "数值"


def test_what_is_still_missing_is_told() -> None:
    found = unread()
    assert found.lacks({}) == ("地区", "指标", "数值")
    assert found.lacks({"单位名称": "region_name", "项目内容": "measure"}) == ("数值",)
    assert found.lacks(CHOSEN) == ()


def test_another_kind_is_read_by_its_own_columns() -> None:
    found = unread(kind="accidents")
    assert (found.kind, "年份" in found.unknown) == ("accidents", True)


def test_a_choice_is_kept_and_the_form_recognised_from_then_on(home: Settings) -> None:
    learnt = uploads.learn(home, Sent("台账.csv", TABLE.encode()), "statistics", CHOSEN)
    assert (learnt.is_kept, learnt.name, learnt.outcome.rows_accepted) == (
        True,
        "own_statistics_1",
        2,
    )
    path = home.home.parent / "next.csv"
    path.write_text(TABLE.replace("2023", "2024"), encoding="gb18030")
    outcome = load_file(home, path)
    assert (outcome.status, outcome.layout, outcome.rows_accepted) == (
        "accepted",
        "own_statistics_1",
        2,
    )


def test_a_choice_by_which_nothing_can_be_read_is_not_kept(home: Settings) -> None:
    wrong = {"经办": "region_name", "项目内容": "measure", "本期": "value", "计量": "unit"}
    learnt = uploads.learn(home, Sent("台账.csv", TABLE.encode()), "statistics", wrong)
    assert not learnt.is_kept
    assert learnt.outcome.reasons == {"region_unknown": 2}
    assert not (home.home / "layouts").exists()


def test_the_canonical_form_is_still_itself_beside_a_form_of_ones_own(home: Settings) -> None:
    keep(home.home / "layouts", "statistics", {"备注2": "notes"})
    text = "年份,地区,指标,数值,单位\n2023,嘉兴市,常住人口,558.4,万人\n"
    path = home.home / "plain.csv"
    path.write_text(text, encoding="utf-8")
    assert load_file(home, path).layout == "statistics"


def test_the_same_choice_is_kept_once_and_another_beside_it(tmp_path: Path) -> None:
    first = keep(tmp_path, "statistics", CHOSEN)
    assert keep(tmp_path, "statistics", CHOSEN) == first
    assert keep(tmp_path, "statistics", {"本期": "value"}).stem == "own_statistics_2"


@pytest.mark.parametrize("kind", KINDS)
def test_headings_with_signs_of_their_own_are_written_as_they_are(
    tmp_path: Path, kind: str
) -> None:
    odd = {'引号"与\\反斜': "notes"} if kind != "accidents" else {'引号"与\\反斜': "summary"}
    layout = read_layout(keep(tmp_path, kind, odd))
    assert layout.headings == tuple(odd)
    assert layout.kind == kind


def test_the_page_asks_what_each_unknown_column_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    app = send(open_page(home, monkeypatch), ("台账.csv", TABLE))
    assert not app.exception
    assert "请在上传页指明各列的含义" in text(app)
    assert "还缺：地区、指标、数值" in text(app)
    keep_button = next(each for each in app.button if each.key == "take_keep_0")
    assert keep_button.disabled
    chosen = list(CHOSEN.values())
    asked = [each for each in app.selectbox if str(each.key).startswith("take_0_statistics_")]
    assert [each.options[0] for each in asked] == ["不读取"] * 5
    for number, column in enumerate(chosen):
        app.selectbox(key=f"take_0_statistics_{number}").set_value(column).run(timeout=60)
    app = press(app, "take_keep_0")
    assert not app.exception
    assert (home / "layouts" / "own_statistics_1.toml").is_file()
    assert "已记住这种表头" in " ".join(each.value for each in app.success)
    assert "upload_store" in keys(app)
