"""Seeds: what ships is what was compiled, and every column is typed and described."""

import csv
import gzip
import hashlib
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from loaders.judge.known_figures import SHIPPED
from tests.originals import DATA, ORIGINALS, RECORDS, reads_originals
from tests.shipped import STATISTICS
from tools.read_plan_seeds import history_units, read, target_words
from warehouse.builds.published import connect, published_build
from warehouse.ground.packs import pack_file
from warehouse.ground.project_files import PROJECT_DIR, SEEDS_DIR
from warehouse.ground.settings import Settings

FILES = sorted(SEEDS_DIR.rglob("*.csv"))
DESCRIBED: dict[str, Any] = {
    seed["name"]: seed
    for seed in yaml.safe_load((SEEDS_DIR / "_seeds.yml").read_text(encoding="utf-8"))["seeds"]
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_seed_is_described_and_every_description_has_a_seed() -> None:
    assert sorted(DESCRIBED) == sorted(path.stem for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_column_of_a_seed_has_a_type_and_a_description(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    seed = DESCRIBED[path.stem]
    assert list(seed["config"]["column_types"]) == columns
    assert {column["name"] for column in seed["columns"]} == set(columns)
    assert all(column["description"].strip() for column in seed["columns"])
    assert seed["description"].startswith("One row per ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_seed_is_utf8_with_unix_line_ends_and_no_stray_blanks(path: Path) -> None:
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    if path.stem == "messages":  # a message may begin with the blank that joins it to another
        return
    for row in rows(path):
        assert all(cell == cell.strip() for cell in row.values()), row


def test_a_build_gives_each_shipped_file_the_fingerprint_of_its_bytes(published_home: Path) -> None:
    shipped = rows(SEEDS_DIR / "published" / "shipped_files.csv")
    with connect(published_build(Settings(home=published_home)).database) as connection:
        built = connection.execute(
            "select seed_name, file_name, file_sha256 from staging.stg_shipped_files"
        ).fetchall()
    assert sorted(built) == sorted(
        (file["seed_name"], name, hashlib.sha256((PROJECT_DIR / name).read_bytes()).hexdigest())
        for file in shipped
        for name in [file["file_name"]]
    )


def test_no_fingerprint_of_a_shipped_file_is_written_down() -> None:
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES}
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert not [digest for digest in digests if digest in text], path.name


@reads_originals
@pytest.mark.parametrize("name", [name for name in STATISTICS if "1978" not in name])
def test_shipped_statistics_are_the_compiled_ones_numbered_as_in_a_spreadsheet(name: str) -> None:
    shipped = rows(SEEDS_DIR / "published" / f"{name}.csv")
    assert [row.pop("row_number") for row in shipped] == [
        str(number) for number in range(2, len(shipped) + 2)
    ]
    assert shipped == rows(DATA / f"{name}.csv")


@reads_originals
def test_the_shipped_index_on_a_fixed_year_is_the_compiled_one() -> None:
    name = "more_gdp_index_1978_nation"
    columns = ("region_code", "period", "measure", "value", "unit")
    shipped, compiled = (
        [tuple(row[column] for column in columns) for row in rows(folder / f"{name}.csv")]
        for folder in (SEEDS_DIR / "published", DATA)
    )
    assert shipped == compiled


@reads_originals
def test_the_pack_of_cities_holds_the_compiled_bytes() -> None:
    with gzip.open(pack_file("cities")) as file:
        assert file.read() == (DATA / "panel_figures_cities.csv").read_bytes()


def test_every_compiled_file_of_figures_is_known_to_models_and_loaders() -> None:
    columns = {"value", "source_quote", "vintage"}
    compiled = {
        path.stem
        for path in (SEEDS_DIR / "published").glob("*.csv")
        if columns <= set(rows(path)[0])
    }
    listed = {file["seed_name"] for file in rows(SEEDS_DIR / "published" / "shipped_files.csv")}
    staged = (PROJECT_DIR / "models" / "staging" / "stg_statistics.sql").read_text("utf-8")
    assert compiled == set(STATISTICS) == set(SHIPPED) <= listed
    assert all(f"'{name}'" in staged for name in compiled)


@reads_originals
def test_the_shipped_history_of_the_plans_is_the_compiled_one() -> None:
    shipped = rows(SEEDS_DIR / "plans" / "plan_history.csv")
    assert [row.pop("row_number") for row in shipped] == [
        str(place) for place in range(2, len(shipped) + 2)
    ]
    assert shipped == rows(DATA / "plan_history.csv")


# Mended after comparing with the plans' texts, and rows that were missing: row and columns.
MENDED = {
    "dongguan-2016-2020-17": {"base_period", "base_is_stated", "notes"},
    "dongyang-2016-2020-11": {"notes"},
    "dongyang-2016-2020-14": {"quote", "notes"},
    "dongyang-2016-2020-18": {"quote", "notes"},
    "taizhou-2016-2020-30": {"base_is_stated", "notes"},
    "yangjiang-2016-2020-09": {"indicator_code", "notes"},
    # measures of 重大 alone and 特别重大 alone, which the compiler lacked
    "nation-2011-2015-09": {"indicator_code", "notes"},
    "nation-2011-2015-10": {"indicator_code", "notes"},
}


@reads_originals
def test_shipped_targets_are_the_compiled_ones_but_for_what_was_mended() -> None:
    compiled = {
        row["target_code"]: row
        for name in ("plan_targets", "more_targets")
        for row in rows(DATA / f"{name}.csv")
    }
    shipped = {row["target_code"]: row for row in rows(SEEDS_DIR / "plans" / "plan_targets.csv")}
    assert not set(compiled) - set(shipped)
    # what the compiler took for the strength is printed in none of the plans
    assert {row["strength"] for row in shipped.values()} == {""}
    differing = {
        code: {name for name in row if name != "strength" and row[name] != shipped[code][name]}
        for code, row in compiled.items()
    }
    assert {code: names for code, names in differing.items() if names} == MENDED


def test_what_the_words_of_the_plans_say_is_what_the_readers_read_today() -> None:
    words = read("plan_target_words").rows()
    assert words == texts(target_words(read("plan_targets")))
    assert read("plan_history_units").rows() == texts(history_units(read("plan_history")))


def texts(rows: pl.DataFrame) -> list[tuple[str | None, ...]]:
    """Answers rows as a seed writes them."""
    return rows.cast(pl.String).rows()


@reads_originals
def test_every_quote_of_a_target_stands_in_its_plan_word_for_word() -> None:
    for target in rows(SEEDS_DIR / "plans" / "plan_targets.csv"):
        if not (ORIGINALS / target["plan_file"]).is_file():  # known from the press
            continue
        text = re.sub(r"\s", "", (ORIGINALS / target["plan_file"]).read_text(encoding="utf-8"))
        for part in target["quote"].split(" | "):
            assert re.sub(r"\s", "", part) in text, target["target_code"]


def test_every_plan_of_a_target_is_listed() -> None:
    plans = {plan["plan_code"] for plan in rows(SEEDS_DIR / "plans" / "plans.csv")}
    targets = rows(SEEDS_DIR / "plans" / "plan_targets.csv")
    assert {target["plan_code"] for target in targets} == plans


@reads_originals
def test_every_shipped_target_has_a_name_in_english() -> None:
    names = {row["indicator_name"]: row for row in rows(SEEDS_DIR / "plans" / "target_names.csv")}
    targets = rows(SEEDS_DIR / "plans" / "plan_targets.csv")
    words = rows(SEEDS_DIR / "plans" / "plan_target_words.csv")
    indicators = {row["indicator_code"] for row in rows(SEEDS_DIR / "reference" / "indicators.csv")}
    measured = {row["target_code"] for row in words if row["indicator_code"] in indicators}
    asked = {row["indicator_name_zh"] for row in targets if row["target_code"] not in measured}
    assert asked == set(names)
    for row in names.values():
        assert not re.search("[\u4e00-\u9fff]", row["indicator_name_en"])


def test_figures_of_the_records_to_test_against_are_not_shipped() -> None:
    names = {path.name for path in RECORDS.rglob("*") if path.is_file()}
    assert names.isdisjoint(path.name for path in SEEDS_DIR.rglob("*"))
