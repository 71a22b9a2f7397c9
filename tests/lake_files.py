"""A lake as loads would leave it: a few files whose figures can be counted by hand."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeAlias

import polars as pl

from loaders.lake.schemas import LAKE, TARGET_WORDS

Row: TypeAlias = dict[str, object]
FIRST_LOAD = datetime.combine(date(2026, 3, 1), time(8, 30))
TOWN = "441900-shilong"
SHAOXING, YUECHENG, XINCHANG, ZHUJI = "330600", "330602", "330624", "330681"
JIAXING, JIASHAN, NANHU, TONGXIANG, HUZHOU = "330400", "330421", "330402", "330483", "330500"


def lay_file(
    lake: Path, number: int, kind: str, rows: list[Row], *, old: bool = False, **more: list[Row]
) -> None:
    """Lays a file into the lake as if it had been loaded, an hour after the one numbered before.

    Args:
        lake: The lake.
        number: Which one it is; its fingerprint and name follow from it.
        kind: statistics, accidents or targets.
        rows: The accepted rows; they are numbered from 2.
        old: Whether an earlier version wrote it, which knew fewer columns.
        **more: Rows of coverage, refused or warned.
    """
    sha256 = f"{number:064x}"
    folder = lake / sha256
    folder.mkdir(parents=True)
    refused = len(more.get("refused", []))
    outcome: Row = {
        "file_name": f"{kind} {number}.csv",
        "kind": kind,
        "layout": kind,
        "status": "partial" if refused else "accepted",
        "loaded_at": FIRST_LOAD + timedelta(hours=number),
        "rows_read": len(rows) + refused + 1,
        "rows_accepted": len(rows),
        "rows_refused": refused,
        "rows_duplicate": 0,
        "rows_ignored": 1,
        "records": len(rows),
    }
    files: dict[str, list[Row]] = {kind: rows, **more, "outcome": [outcome]}
    for name, its_rows in files.items():
        numbered: list[Row] = [
            {"file_sha256": sha256, "sheet_name": "", "row_number": place, **row}
            for place, row in enumerate(its_rows, start=2)
        ]
        schema = dict(LAKE[name])
        if old:
            for later in ("flags", "remarks", "sheet_name", *TARGET_WORDS):
                schema.pop(later, None)
        kept = [{key: value for key, value in row.items() if key in schema} for row in numbered]
        pl.DataFrame(kept, schema=schema).write_parquet(folder / f"{name}.parquet")


def accident(number: str, day: date, region: str, **said: object) -> Row:
    """An accident of production of which nobody was hurt and nothing lost, unless said."""
    nobody: Row = dict.fromkeys(("deaths", "missing", "serious_injuries", "minor_injuries"), 0)
    return {
        "accident_id": number,
        "occurred_at": datetime.combine(day, time(14, 5)),
        "region_code": region,
        "scope": "production",
        "direct_loss": 0.0,
        "published_date": date(2021, 3, 1),
        **nobody,
        **said,
    }


def figure(region: str, value: str, **said: object) -> Row:
    """A region's gross domestic product of 2019, unless said."""
    return {
        "region_code": region,
        "period": "2019",
        "measure": "gdp",
        "value": value,
        "unit": "亿元",
        **said,
    }


def refuse_whole(lake: Path, number: int) -> None:
    """Makes a laid file one that was refused as a whole after some of its rows were read."""
    path = lake / f"{number:064x}" / "outcome.parquet"
    counts = ("rows_read", "rows_accepted", "rows_ignored", "records")
    pl.read_parquet(path, glob=False).with_columns(
        pl.lit("file_damaged").alias("refusal"),
        pl.lit("refused").alias("status"),
        *(pl.lit(0, dtype=pl.Int64).alias(name) for name in counts),
    ).write_parquet(path)


def target(code: str, **said: object) -> Row:
    return {
        "plan_code": code[:-3],
        "target_code": code,
        "region_code": HUZHOU,
        "indicator_name_zh": "各类事故死亡人数",
        "indicator_code": "deaths",
        "target_kind": "relative_reduction",
        "base_period": "2020",
        "target_period": "2025",
        "target_value": 10.0,
        "unit": "%",
        **said,
    }


def lay_accidents(lake: Path) -> None:
    crane = date(2021, 1, 15)
    lay_file(
        lake,
        1,
        "accidents",
        [
            accident(
                "fall",
                date(2020, 2, 10),
                JIASHAN,
                deaths=1,
                minor_injuries=2,
                direct_loss=50.0,
                direct_loss_unit="万元",
            ),
            accident(
                "boat",
                date(2020, 2, 20),
                NANHU,
                deaths=2,
                missing=1,
                serious_injuries=1,
                direct_loss=1000.0,
                direct_loss_unit="万元",
                severity="ordinary",
            ),
            accident(
                "blast",
                date(2020, 7, 1),
                JIAXING,
                deaths=10,
                minor_injuries=3,
                direct_loss=None,
                industry="C",
                accident_type="18",
            ),
            accident("crane", crane, TONGXIANG, deaths=1),
        ],
        coverage=[
            {
                "covers_region": JIAXING,
                "covers_from": date(2020, 1, 1),
                "covers_to": date(2021, 6, 30),
                "published_date": date(2021, 7, 5),
                "source_title": "嘉兴市事故台账",
            }
        ],
    )
    # A later publication of the crane supersedes, an earlier one of the fall does not.
    lay_file(
        lake,
        2,
        "accidents",
        [
            accident("crane", crane, TONGXIANG, deaths=2, published_date=date(2021, 5, 1)),
            accident("fall", date(2020, 2, 10), JIASHAN, deaths=5, published_date=date(2020, 3, 1)),
        ],
        refused=[
            {
                "original_text": '["2019年2月30日","坍塌"]',
                "reason_codes": "date_does_not_exist",
                "detail": "2019-02-30",
            }
        ],
    )
    # Half of May is not covered; a group of bulletins is production, this road accident is not.
    lay_file(
        lake,
        3,
        "accidents",
        [
            accident("trench", date(2019, 2, 3), HUZHOU, deaths=1, scope="construction"),
            accident(
                "bus", date(2019, 2, 4), HUZHOU, deaths=3, scope="road_traffic", is_production=False
            ),
        ],
        coverage=[
            {
                "covers_region": HUZHOU,
                "covers_scope": "production",
                "row_number": 0,
                "covers_from": date(2019, 2, 1),
                "covers_to": date(2019, 5, 15),
            },
            # Declared to the end of a year that was not over when the file was loaded.
            {
                "covers_region": HUZHOU,
                "covers_scope": "fire",
                "row_number": 0,
                "covers_from": date(2026, 1, 1),
                "covers_to": date(2026, 12, 31),
            },
        ],
    )
    # The code of a county-level city that became a district, in its time and still used after it.
    lay_file(
        lake,
        4,
        "accidents",
        [
            accident("then", date(2012, 11, 3), "321284", deaths=1),
            accident("later", date(2013, 1, 4), "321284", deaths=2),
            accident("now", date(2013, 1, 5), "321204", deaths=4),
        ],
        coverage=[
            {
                "covers_region": "321200",
                "covers_from": date(2012, 11, 1),
                "covers_to": date(2013, 1, 31),
            }
        ],
    )


def lay_register(lake: Path) -> None:
    """Lays a register of Shaoxing that is complete for 2019, and what was published beside it."""
    january = date(2019, 1, 10)
    lay_file(
        lake,
        41,
        "accidents",
        [
            accident("kiln", january, ZHUJI, deaths=3, industry="C", accident_type="03"),
            accident("roof", january, YUECHENG, deaths=1, industry="E", accident_type="09"),
            accident("cart", date(2019, 2, 3), YUECHENG, deaths=1),
            accident("site", date(2019, 3, 4), SHAOXING, deaths=1, industry="E"),
        ],
        coverage=[
            {
                "covers_region": SHAOXING,
                "covers_scope": "production",
                "covers_from": date(2019, 1, 1),
                "covers_to": date(2019, 12, 31),
            }
        ],
    )
    deaths: Row = {"measure": "deaths", "scope": "production", "unit": "人"}
    lay_file(
        lake,
        42,
        "statistics",
        [
            figure(ZHUJI, "2", period="2019-01", **deaths),
            figure(SHAOXING, "6", period="2019", **deaths),
        ],
    )


def lay_registries(lake: Path) -> None:
    """Lays what a home brings of the registries, and a code that ships among it."""
    lay_file(
        lake,
        51,
        "regions",
        [
            {
                "region_code": TOWN,
                "region_name": "石龙镇",
                "region_level": "county",
                "parent_code": "441900",
                "valid_from": date(1949, 10, 1),
            }
        ],
    )
    measure: Row = {"measure_family": "work", "sort_order": 1000}
    share: Row = {"measure_kind": "share", "base_unit": "%", "display_unit": "%"}
    places: Row = {"measure_kind": "amount", "base_unit": "处", "display_unit": "处"}
    lay_file(
        lake,
        52,
        "measures",
        [
            {"measure_code": "mending", "measure_name": "隐患整改率", **share, **measure},
            {"measure_code": "found", "measure_name": "隐患数", **places, **measure},
            {"measure_code": "mended", "measure_name": "整改数", **places, **measure},
            {"measure_code": "deaths", "measure_name": "别的死亡人数", **share, **measure},
        ],
    )
    indicator: Row = {
        "indicator_kind": "rate",
        "decimals": 1,
        "is_poisson_count": False,
        "allows_any_scope": False,
        "sort_order": 1000,
    }
    lay_file(
        lake,
        53,
        "indicators",
        [
            {
                "indicator_code": "mended_share",
                "indicator_name": "整改完成率",
                "numerator_measure": "mended",
                "denominator_measure": "found",
                "scope": "none",
                "multiplier": 100.0,
                "unit": "%",
                "lower_is_better": False,
                **indicator,
            },
            {
                "indicator_code": "deaths_per_million",
                "indicator_name": "百万人口死亡率",
                "numerator_measure": "deaths",
                "denominator_measure": "population_resident",
                "multiplier": 1_000_000.0,
                "unit": "人/百万人",
                "lower_is_better": True,
                **indicator,
            },
        ],
    )
    town: Row = {"period": "2022"}
    lay_file(
        lake,
        54,
        "statistics",
        [
            figure(TOWN, "97.5", measure="mending", unit="%", **town),
            figure(TOWN, "2000", measure="found", unit="处", **town),
            figure(TOWN, "1900", measure="mended", unit="处", **town),
            figure(TOWN, "3", measure="deaths", scope="production", unit="人", **town),
            figure(TOWN, "150000", measure="population_resident", unit="人", **town),
        ],
    )
    lay_file(
        lake,
        55,
        "plans",
        [
            {
                "plan_code": "dongguan-2021-2025",
                "plan_name": "东莞某规划",
                "region_code": "441900",
                "period_from": 2021,
                "period_to": 2025,
                "document_number": "东府2021-9",
                "issuer": "东莞市人民政府",
                "issued_date": date(2021, 9, 30),
                "is_draft": False,
            }
        ],
    )


def lay_statistics(lake: Path) -> None:
    stated = {"source_title": "统计公报", "source_publisher": "统计局", "source_kind": "official"}
    lay_file(
        lake,
        11,
        "statistics",
        [
            figure(JIASHAN, "110", published_date=date(2020, 6, 1), **stated),
            figure(NANHU, "70.5"),
        ],
    )
    lay_file(
        lake,
        12,
        "statistics",
        [
            figure(JIASHAN, "100", published_date=date(2020, 2, 1), **stated),
            figure(NANHU, "70.6"),
        ],
        old=True,
    )
    lay_file(
        lake,
        13,
        "statistics",
        [
            figure(TONGXIANG, "960.5", flags="value:approximate", sheet_name="表1", cell="C3"),
            figure("000000", "100000000000000", unit="元", period="2035", vintage="forecast"),
            figure(
                JIAXING,
                "9",
                period="2020-01",
                period_basis="single_month",
                measure="deaths",
                scope="production",
                unit="人",
                vintage="forecast",
            ),
        ],
        warned=[{"row_number": 3, "original_text": "[]", "reason_codes": "ten_times_last_vintage"}],
    )
    lay_file(lake, 14, "statistics", [figure(NANHU, "999", published_date=date(2026, 1, 1))])
    refuse_whole(lake, 14)


def lay_targets(lake: Path) -> None:
    lay_file(
        lake,
        21,
        "targets",
        [
            target(
                "dongyang-2016-2020-02",
                target_value=16.0,
                region_code="330783",
                base_period="2015",
                target_period="2020",
            )
        ],
        old=True,
    )
    lay_file(
        lake,
        22,
        "targets",
        [
            target("huzhou-2021-2025-01", base_is_stated="no", quote="下降10%"),
            target("huzhou-2021-2025-02", target_period="2023-12", strength="intention"),
            target(
                "huzhou-outlook-01",
                target_kind="zero",
                target_value=0.0,
                base_period=None,
                unit=None,
                target_period="2021-2035",
            ),
        ],
    )
