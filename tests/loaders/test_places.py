"""Names and codes of regions, at the time a row is about."""

import shutil
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.words.places import Places
from loaders.words.region_names import short_names
from warehouse.ground.project_files import SEEDS_DIR

END_OF_2015 = date(2015, 12, 31)
PLACES = Places.from_seeds(SEEDS_DIR)


def region(name: str, on: date = END_OF_2015) -> str | None:
    return PLACES.read_region(name, on=on).value


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("嘉兴", "330400"),
        ("嘉兴市", "330400"),
        ("浙江省嘉兴市", "330400"),
        ("浙江嘉兴", "330400"),
        ("嘉 兴 市", "330400"),
        ("嘉\u3000兴\u3000市", "330400"),
        ("浙江省嘉兴市平湖市", "330482"),
        ("浙江省平湖市", "330482"),
        ("嘉兴-平湖", "330482"),
        ("台州市（浙江）", "331000"),
        ("台州市", "331000"),
        ("泰州市", "321200"),
        ("东阳", "330783"),
        ("全国", "000000"),
        ("中国", "000000"),
        ("National", "000000"),
        ("内蒙古", "150000"),
        ("广西", "450000"),
        ("宁夏", "640000"),
        ("新疆", "650000"),
        ("西藏", "540000"),
        ("吉 林", "220000"),
        ("吉林市", "220200"),
        ("吉林省吉林", "220200"),
        ("恩施州", "422800"),
        ("黔东南", "522600"),
        ("德宏州", "533100"),
        ("鄂温克旗", "150724"),
        ("北京朝阳", "110105"),
        ("嘉兴经济技术开发区", "330400-jingkai"),
    ],
)
def test_a_region_is_read_in_all_its_forms(name: str, code: str) -> None:
    assert region(name) == code


def test_an_old_name_is_valid_in_its_time_only() -> None:
    assert region("姜堰市", date(2011, 12, 31)) == "321284"
    assert region("姜堰区") == "321204"
    reading = PLACES.read_region("姜堰市", on=END_OF_2015)
    assert reading.reason == "region_not_valid_then"
    assert reading.detail.endswith("→ 姜堰区（江苏省泰州市 321204）")
    assert PLACES.read_region("姜堰区", on=date(2010, 12, 31)).detail.endswith("321284）")


@pytest.mark.parametrize("name", ["朝阳区", "鼓楼区", "城关区", "朝阳", "西安", "恩施"])
def test_a_name_of_several_regions_is_refused_with_all_of_them(name: str) -> None:
    reading = PLACES.read_region(name, on=END_OF_2015)
    assert reading.reason == "region_ambiguous"
    assert reading.detail.count("（") > 1


def test_candidates_are_told_with_what_they_lie_in() -> None:
    reading = PLACES.read_region("朝阳区", on=END_OF_2015)
    assert reading.detail == "朝阳区（北京市 110105） / 朝阳区（吉林省长春市 220104）"


def test_a_hint_decides_between_regions_of_one_name() -> None:
    assert PLACES.read_region("朝阳区", on=END_OF_2015, within="110000").value == "110105"
    assert PLACES.read_region("西安", on=END_OF_2015, level="prefecture").value == "610100"
    assert PLACES.read_region("秀洲", on=END_OF_2015, within="330400").value == "330411"
    assert PLACES.read_region("全市", on=END_OF_2015, within="330400").value == "330400"
    assert PLACES.read_region("合计", on=END_OF_2015).reason == "region_unknown"


@pytest.mark.parametrize("name", ["江苏省台州市", "江苏台州", "台州市（江苏）"])
def test_a_name_whose_parts_do_not_fit_is_refused_with_both(name: str) -> None:
    reading = PLACES.read_region(name, on=END_OF_2015)
    assert reading.reason == "region_contradicts"
    assert reading.detail == "江苏省（320000） ≠ 台州市（浙江省 331000）"


def test_a_region_outside_the_hint_is_refused() -> None:
    reading = PLACES.read_region("泰州市", on=END_OF_2015, within="330000")
    assert reading.reason == "region_contradicts"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("嘉心市", "嘉兴市"), ("浙江省嘉心市", "嘉兴市"), ("秦州", "秦州区"), ("秦州市", "秦州区")],
)
def test_an_unknown_name_is_refused_with_the_nearest(name: str, nearest: str) -> None:
    reading = PLACES.read_region(name, on=END_OF_2015)
    assert reading.reason == "region_unknown"
    assert reading.detail.startswith(f"{name} → {nearest}（")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("330400", "330400"),
        ("\uff13\uff13\uff10\uff14\uff10\uff10", "330400"),
        ("330400.0", "330400"),
        ("330400000000", "330400"),
        ("330400-jingkai", "330400-jingkai"),
        ("000000", "000000"),
        ("US", "US"),
    ],
)
def test_a_code_is_read_in_all_its_forms(text: str, code: str) -> None:
    assert PLACES.check_code(text, on=END_OF_2015).value == code


@pytest.mark.parametrize("text", ["330499", "3304", "0", "999999", "嘉兴市", "330400123", ""])
def test_a_code_of_no_region_is_refused(text: str) -> None:
    assert PLACES.check_code(text, on=END_OF_2015).reason == "region_unknown"


def test_a_code_not_valid_then_is_refused() -> None:
    assert PLACES.check_code("321284", on=END_OF_2015).reason == "region_not_valid_then"
    assert PLACES.check_code("321284", on=date(2011, 12, 31)).value == "321284"


def test_a_code_decides_what_a_name_leaves_open() -> None:
    for name in ("朝阳区", "姜堰市", "某地"):
        code = {"朝阳区": "110105", "姜堰市": "321204"}.get(name, "330400")
        assert PLACES.check(name, code, on=END_OF_2015).value == code
    assert PLACES.check("某地", "330400", on=END_OF_2015).flags == ("region_name_unknown",)


@pytest.mark.parametrize(
    ("name", "code"), [("泰州市", "331000"), ("台州", "321200"), ("嘉善", "330400")]
)
def test_name_and_code_of_different_regions_are_refused(name: str, code: str) -> None:
    reading = PLACES.check(name, code, on=END_OF_2015)
    assert reading.reason == "region_contradicts"
    assert "≠" in reading.detail


def test_a_row_without_name_and_code_is_refused() -> None:
    assert PLACES.check(None, None, on=END_OF_2015).reason == "region_missing"


@pytest.mark.parametrize(
    ("name", "level", "shorts"),
    [
        ("浙江省", "province", {"浙江"}),
        ("广西壮族自治区", "province", {"广西", "广西自治区"}),
        ("克孜勒苏柯尔克孜自治州", "prefecture", {"克孜勒苏", "克孜勒苏州", "克孜勒苏自治州"}),
        ("东乡族自治县", "county", {"东乡", "东乡县", "东乡自治县"}),
        ("赵县", "county", set()),
        ("嘉兴经济技术开发区", "other", set()),
    ],
)
def test_short_names_leave_out_peoples_and_generics(
    name: str, level: str, shorts: set[str]
) -> None:
    assert short_names(name, level) == shorts


@given(st.text() | st.text(alphabet="浙江省嘉兴市平湖县区台泰州吉林朝阳 （）-", max_size=45))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    for reading in (
        PLACES.read_region(text, on=END_OF_2015),
        PLACES.check_code(text, on=END_OF_2015),
    ):
        assert (reading.value is None) == (reading.reason is not None)


def test_a_name_repeated_without_end_is_unknown() -> None:
    for name in ("嘉兴" * 10_000, "朝阳" * 20, "（" * 200, "浙江省嘉兴市" * 6):
        assert PLACES.read_region(name, on=END_OF_2015).value is None
        assert PLACES.check(name, "330400", on=END_OF_2015).value == "330400"


def test_each_list_of_regions_is_read_once_however_many_files_and_names_ask(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    shutil.copytree(SEEDS_DIR, seeds)
    with patch.object(Path, "open", autospec=True, side_effect=Path.open) as opened:
        for places in (Places.from_seeds(seeds), Places.from_seeds(seeds)):
            for name in ("嘉兴", "平湖", "朝阳", "嘉星"):
                places.read_region(name, on=END_OF_2015)
                places.check(name, "330400", on=END_OF_2015)
    read = sorted(call.args[0].stem for call in opened.call_args_list)
    assert read == ["own_regions", "region_aliases", "regions"]


def test_a_region_of_one_home_is_unknown_in_another() -> None:
    zone = {
        **dict.fromkeys(("region_code", "region_name", "region_level", "parent_code"), ""),
        **dict.fromkeys(("valid_from", "valid_to", "successor_code", "other_names"), ""),
    } | {"region_code": "330400-port", "region_name": "嘉兴港区", "parent_code": "330400"}
    assert Places.from_seeds(SEEDS_DIR, [zone]).is_known("330400-port")
    assert not Places.from_seeds(SEEDS_DIR).is_known("330400-port")


def test_a_file_of_unknown_names_is_unknown_name_by_name() -> None:
    places = Places.from_seeds(SEEDS_DIR)
    names = [f"嘉{chr(0x4E00 + number)}市" for number in range(20_000)]
    found = [name for name in names if places.read_region(name, on=END_OF_2015).value]
    assert found == ["嘉兴市"]


@pytest.mark.parametrize(
    ("name", "year", "level", "code"),
    [
        ("嘉兴市", 2010, "prefecture", "330400"),
        ("毕节", 2010, "prefecture", "522400"),  # 毕节地区, not the county-level 毕节市
        ("北京市", 2010, "prefecture", "110000"),  # a municipality is a city
        ("南宁", 2001, "prefecture", "450100"),  # beside 南宁地区
        ("柳州", 2001, "prefecture", "450200"),
        ("桂林", 1997, "prefecture", "450300"),
        ("阜阳", 1995, "prefecture", "342100"),  # its 阜阳市 was county-level until 1996
        ("百色", 2001, "prefecture", "452600"),
        ("毕节市", 2010, "county", "522401"),
        ("吉林", 2010, "province", "220000"),
        ("吉林", 2010, "prefecture", "220200"),
    ],
)
def test_a_level_decides_between_regions_of_one_name(
    name: str, year: int, level: str, code: str
) -> None:
    assert PLACES.read_region(name, on=date(year, 12, 31), level=level).value == code


@pytest.mark.parametrize(
    ("name", "year", "level", "named"),
    [
        ("毕节市", 2010, "prefecture", "522400"),
        ("铜仁市", 2010, "prefecture", "522200"),
        ("嘉兴市", 2010, "county", "330400"),
        ("济源市", 2010, "prefecture", "419001"),
        ("海南", 1987, "province", "632500"),  # the province was made in 1988
    ],
)
def test_no_region_of_another_level_is_answered(
    name: str, year: int, level: str, named: str
) -> None:
    reading = PLACES.read_region(name, on=date(year, 12, 31), level=level)
    assert reading.value is None
    assert reading.reason in {"region_not_of_level", "region_not_valid_then"}
    assert named in reading.detail


def test_a_code_is_held_to_the_level_too() -> None:
    on = date(2010, 12, 31)
    assert PLACES.hold_to("prefecture", "522401", "毕节市", on=on).reason == "region_not_of_level"
    assert PLACES.hold_to("county", "522401", None, on=on).value == "522401"


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("揭东县", date(2012, 12, 31), "445203"),  # renamed in that year
        ("姜堰市", date(2012, 12, 31), "321204"),
        ("姜堰区", date(2012, 6, 30), "321284"),  # the new name, for a month before it
        ("华亭县", date(2018, 12, 31), "620881"),
        ("平果县", date(2019, 12, 31), "451082"),
    ],
)
def test_in_the_year_of_its_change_a_region_goes_by_both_names(
    name: str, on: date, code: str
) -> None:
    assert PLACES.read_region(name, on=on).value == code


def test_a_code_of_the_year_of_its_change_is_the_one_of_the_day() -> None:
    assert PLACES.check_code("321284", on=date(2012, 12, 31)).value == "321204"
    assert PLACES.check_code("321284", on=date(2013, 12, 31)).value is None


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [("姜堰区", 2010, "321284"), ("毕节市", 2010, "522400"), ("嘉兴市", 2010, "330400")],
)
def test_today_s_names_are_traced_back_where_the_file_uses_them(
    name: str, year: int, code: str
) -> None:
    on, today = date(year, 12, 31), date(2023, 12, 31)
    assert PLACES.read_region(name, on=on, as_of=today).value == code
    assert PLACES.read_region(name, on=on, as_of=today, level="county").value in {code, None}
