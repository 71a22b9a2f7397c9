"""Names, identity and telephone numbers of people: refused, and kept nowhere in the lake."""

import json
from dataclasses import replace

import pytest

from loaders.judge.personal import MASK, without_personal_numbers
from loaders.loading import load_file
from tests.loaders.conftest import Load, Look, Write
from warehouse.ground.errors import BadPersonalDataError, BadSummariesError, WarehouseError
from warehouse.ground.settings import Settings

# Both are the examples of GB 11643-1999.
IDENTITIES = ("11010519491231002X", "440524188001010014")
HEADING = "事故编号,发生时间,地区,死亡人数"
ROW = "A1,2015-03-01,嘉兴市,1"


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("死者姓名", "张三", "personal_name"),
        ("姓名", "张三、李四", "personal_name"),
        ("伤者1", "王五", "personal_name"),
        ("联系人", "赵六", "personal_name"),
        ("name", "John Smith", "personal_name"),
        ("Victim Name", "John Smith", "personal_name"),
        ("身份证号码", IDENTITIES[0], "personal_identity_number"),
        ("联系电话", "0573-82521234", "personal_phone_number"),
        ("手机", "１３８１２３４５６７８", "personal_phone_number"),
        ("备注", "家属电话 138 1234 5678", "personal_phone_number"),
        ("备注", f"（{IDENTITIES[1]}）", "personal_identity_number"),
        ("事故概况", "工人张某（11010519491231002x）坠落", "personal_identity_number"),
        ("事故地点", "城南路，联系13812345678", "personal_phone_number"),
        ("单位名称", "某机械厂13812345678", "personal_phone_number"),
    ],
)
def test_a_row_with_personal_data_is_refused_and_kept_without_it(
    load: Load, look: Look, heading: str, cell: str, reason: str
) -> None:
    text = f"{HEADING},{heading}\n{ROW},{cell}\nA2,2015-03-02,嘉兴市,0,\n"
    outcome = load("register.csv", text)
    assert (outcome.reasons, outcome.rows_accepted) == ({reason: 1}, 1)
    row = look("refused").row(0, named=True)
    assert row["detail"] == heading
    kept = json.loads(row["original_text"])
    assert kept[:4] == ["A1", "2015-03-01", "嘉兴市", "1"]
    assert MASK in kept[4]
    whole = look("refused").write_json() + look("accidents").write_json()
    for secret in ("张三", "John", "王五", "赵六", "12345678", "1234 5678", "19491231", "18800101"):
        assert secret not in whole


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("死者姓名", "无"),
        ("死者姓名", "—"),
        ("死者人数", "1"),
        ("伤者年龄", "45"),
        ("单位名称", "嘉兴某建设有限公司"),
        ("联系电话", "无"),
        ("统一社会信用代码", "91330400MA2B8XXX1Q"),
        ("统一社会信用代码", "913304007227654321"),
        ("备注", "913304007227654321"),
        # one digit off: no identity number
        ("备注", "110105194912310021"),
        ("备注", "浙安委[2023]12号，损失13800000000元"),
        ("文号", "13812345678"),
        ("立案编号", "110105194912310029"),
        ("事故概况", "一人从15.5米高处坠落，2015年3月1日13时30分死亡"),
    ],
)
def test_what_is_no_personal_data_raises_no_alarm(load: Load, heading: str, cell: str) -> None:
    outcome = load("register.csv", f"{HEADING},{heading}\n{ROW},{cell}\n")
    assert (outcome.reasons, outcome.rows_accepted) == ({}, 1)


def test_the_number_of_an_accident_may_look_like_one_of_a_person(load: Load) -> None:
    text = f"{HEADING}\n13812345678,2015-03-01,嘉兴市,1\n{IDENTITIES[1]},2015-03-02,嘉兴市,1\n"
    assert load("register.csv", text).rows_accepted == 2


def test_a_row_refused_for_something_else_is_kept_without_personal_data(
    load: Load, look: Look
) -> None:
    text = f"{HEADING},死者姓名,事故概况\nA1,2015-02-30,嘉兴市,1,张三,电话13812345678\n"
    outcome = load("register.csv", text)
    assert outcome.reasons == {
        "date_does_not_exist": 1,
        "personal_name": 1,
        "personal_phone_number": 1,
    }
    kept = look("refused")["original_text"].item()
    assert json.loads(kept) == ["A1", "2015-02-30", "嘉兴市", "1", MASK, f"电话{MASK}"]


def test_a_home_may_allow_it(home: Settings, write: Write, look: Look) -> None:
    text = f"{HEADING},死者姓名,事故概况\n{ROW},张三,电话13812345678\n"
    allowing = replace(home, is_personal_allowed=True)
    assert load_file(allowing, write("register.csv", text)).rows_accepted == 1
    assert look("accidents")["summary"].item() == "电话13812345678"


@pytest.mark.parametrize(
    ("variable", "word", "error"),
    [
        ("WAREHOUSE_PERSONAL_DATA", "yes", BadPersonalDataError),
        ("WAREHOUSE_SUMMARIES", "1", BadSummariesError),
    ],
)
def test_a_setting_that_says_neither_is_told(
    variable: str, word: str, error: type[WarehouseError]
) -> None:
    with pytest.raises(error):
        Settings.from_environment({variable: word})


def test_nothing_is_allowed_or_shown_unless_it_is_said() -> None:
    silent = Settings.from_environment({"WAREHOUSE_SUMMARIES": ""})
    assert (silent.is_personal_allowed, silent.are_summaries_shown) == (False, False)
    said = {"WAREHOUSE_PERSONAL_DATA": "allowed", "WAREHOUSE_SUMMARIES": "Shown "}
    speaking = Settings.from_environment(said)
    assert (speaking.is_personal_allowed, speaking.are_summaries_shown) == (True, True)


def test_only_the_numbers_are_taken_out_of_a_text() -> None:
    text = f"甲{IDENTITIES[0]}，乙 +86 138-1234-5678；编号20150301000123"
    assert without_personal_numbers(text) == f"甲{MASK}，乙 {MASK}；编号20150301000123"
