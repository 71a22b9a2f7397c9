"""Search over everything there is to look at: pages, regions, indicators, plans, targets, terms.

Made once for each build, when somebody first searches or a page is first named. A page carries a
pass (pass_for_readers) without which nothing is answered: who may not see figures may not search.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from app.base import database, homes
from app.base.words import Words
from app.page_registry import FOR_KEEPERS, modules
from warehouse.builds.published import published_build
from warehouse.ground.errors import WarehouseError
from warehouse.ground.messages import Language

PATH: Final = "search"
KEY: Final = secrets.token_bytes(32)
MOST: Final = 12
LONGEST: Final = 80
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
# Where each kind leads to, and what of the address it is.
LEADS: Final = {
    "region": ("overview", "region"),
    "indicator": ("trends", "indicator"),
    "measure": ("data", "measure"),
    "plan": ("plan", "plan"),
    "target": ("target", "target"),
    "term": ("method", "term"),
}

# Names in both languages, what else it is found by, and where it belongs; the best known first.
ENTRIES = """
select
    'region' as kind,
    regions.region_code as code,
    regions.region_name as name,
    coalesce(regions.region_name_en, regions.region_name) as name_en,
    concat_ws(' ', regions.region_code, regions.pinyin, regions.pinyin_initials) as keys,
    coalesce(parents.region_name, '') as place,
    coalesce(parents.region_name_en, '') as place_en,
    regions.region_code in (select plans.region_code from dim_plans as plans)
    or regions.region_code in (
        select observations.region_code from fct_observations as observations
    ) as is_known,
    1 as kind_order,
    0 as sort_order
from dim_regions as regions
left join dim_regions as parents
    on regions.parent_code = parents.region_code and parents.is_latest_entry
where regions.is_latest_entry

union all by name

select
    'indicator' as kind,
    indicator_code as code,
    indicator_name as name,
    indicator_name_en as name_en,
    indicator_code as keys,
    '' as place,
    '' as place_en,
    indicator_code in (select v.indicator_code from fct_indicator_values as v) as is_known,
    2 as kind_order,
    sort_order
from dim_indicators

union all by name

select
    'plan' as kind,
    plans.plan_code as code,
    plans.plan_name as name,
    coalesce(plans.plan_name_en, plans.plan_name) as name_en,
    concat_ws(
        ' ', plans.plan_code, plans.document_number, plans.region_name, plans.region_name_en,
        regions.pinyin, regions.pinyin_initials
    ) as keys,
    plans.region_name as place,
    plans.region_name_en as place_en,
    true as is_known,
    3 as kind_order,
    -plans.period_to as sort_order
from dim_plans as plans
left join dim_regions as regions
    on plans.region_code = regions.region_code and regions.is_latest_entry

union all by name

select
    'target' as kind,
    targets.target_code as code,
    targets.indicator_name as name,
    targets.indicator_name_en as name_en,
    concat_ws(
        ' ', targets.target_code, targets.quote, targets.region_name, regions.region_name_en,
        regions.pinyin, regions.pinyin_initials
    ) as keys,
    concat_ws(
        ' ', coalesce(plans.plan_name, targets.region_name), targets.target_period
    ) as place,
    concat_ws(
        ' ', coalesce(plans.plan_name_en, plans.plan_name, targets.region_name),
        targets.target_period
    ) as place_en,
    true as is_known,
    5 as kind_order,
    0 as sort_order
from dim_targets as targets
left join dim_plans as plans on targets.plan_code = plans.plan_code
left join dim_regions as regions
    on targets.region_code = regions.region_code and regions.is_latest_entry

union all by name

select
    'measure' as kind,
    measure_code as code,
    measure_name as name,
    measure_name_en as name_en,
    measure_code as keys,
    '' as place,
    '' as place_en,
    measure_code in (select coverage.measure_code from fct_data_coverage as coverage) as is_known,
    6 as kind_order,
    sort_order
from dim_measures

union all by name

select
    'term' as kind,
    term_code as code,
    term as name,
    term_en as name_en,
    term_code as keys,
    '' as place,
    '' as place_en,
    term_kind = 'word' as is_known,
    4 as kind_order,
    sort_order
from dim_terms

order by is_known desc, kind_order, sort_order, code
"""


@dataclass(frozen=True)
class Entry:
    """Something that can be found.

    Attributes:
        kind: What it is: one of LEADS, or page.
        code: Its code.
        names: Its name by language.
        places: Where it belongs, by language; may be empty.
        keys: All it is found by, in small letters: its names first.
    """

    kind: str
    code: str
    names: Mapping[str, str]
    places: Mapping[str, str]
    keys: tuple[str, ...]


# Of our own home and of the simulated city.
@lru_cache(maxsize=4)
def entries(built: Path) -> tuple[Entry, ...]:
    """Answers all there is to find in a build, the best known first.

    Args:
        built: The file of the build, which never changes.

    Raises:
        WarehouseError: The build cannot be read.
    """
    return tuple(
        Entry(
            row["kind"],
            row["code"],
            {"zh": row["name"], "en": row["name_en"] or row["name"]},
            {"zh": row["place"] or "", "en": row["place_en"] or row["place"] or ""},
            _keys(row["name"], row["name_en"], row["keys"]),
        )
        for row in database.ask_build(built, ENTRIES).iter_rows(named=True)
    )


@lru_cache(maxsize=8)
def names(built: Path, language: Language) -> dict[tuple[str, str], str]:
    """Answers what everything is called, by kind and code.

    Args:
        built: The file of the build.
        language: zh or en.

    Raises:
        WarehouseError: The build cannot be read.
    """
    return {(each.kind, each.code): each.names[language] for each in entries(built)}


def of_pages(codes: Sequence[str]) -> tuple[Entry, ...]:
    """Answers the pages themselves as what can be found."""
    found = []
    for code in codes:
        said = {str(language): Words(language)(f"page_{code}") for language in LANGUAGES}
        keys = _keys(said["zh"], said["en"], code)
        found.append(Entry("page", code, said, {"zh": "", "en": ""}, keys))
    return tuple(found)


def found_by(known: Sequence[Entry], asked: str) -> list[Entry]:
    """Answers what is found by some words, the best first.

    All words must be found. What is called so comes before what begins so, and that before what
    has it somewhere; among equals the order of what is known holds.

    Args:
        known: What can be found.
        asked: What a reader has typed: parts of names, pinyin, initials, codes.
    """
    wanted = asked[:LONGEST].casefold().split()
    if not wanted:
        return []
    scored = []
    for place, entry in enumerate(known):
        scores = [_score(entry.keys, word) for word in wanted]
        if None not in scores:
            scored.append((sum(filter(None, scores)), place, entry))
    return [entry for _, _, entry in sorted(scored, key=lambda each: each[:2])[:MOST]]


def pass_for_readers() -> str:
    """Answers what a page shows to be let in here; it says nothing else."""
    return hashlib.blake2b(b"reader", key=KEY, digest_size=16).hexdigest()


def _score(keys: Sequence[str], word: str) -> int | None:
    """Answers how far a word is from what something is found by; None where it is not there."""
    best: int | None = None
    for at, key in enumerate(keys):
        is_other = at > 1
        if key == word:
            score = 0 + is_other
        elif key.startswith(word):
            score = 2 + is_other
        elif word in key:
            score = 4 + 2 * is_other
        else:
            continue
        best = score if best is None else min(best, score)
    return best


def _keys(name: str, name_en: str | None, others: str) -> tuple[str, ...]:
    """Answers both names first, then all else, in small letters."""
    said = (name, name_en or name, *others.split())
    return tuple(each.casefold() for each in said)


def _answer(request: Request) -> JSONResponse:
    asked = request.query_params
    if not secrets.compare_digest(asked.get("pass", "").encode(), pass_for_readers().encode()):
        return JSONResponse([], status_code=403)
    language: Language = "en" if asked.get("lang") == "en" else "zh"
    words = Words(language)
    codes = [code for code in modules() if code not in FOR_KEEPERS]
    known = of_pages(codes)
    with suppress(WarehouseError):
        known += entries(published_build(homes.named(asked.get("home", ""))).database)
    first = next(iter(codes))
    listed = [
        {
            "page": "" if page == first else page,
            "chosen": {parameter: entry.code} if parameter else {},
            "name": entry.names[language],
            "kind": words(f"search_{entry.kind}"),
            "place": entry.places[language],
        }
        for entry in found_by(known, asked.get("q", ""))
        for page, parameter in [LEADS.get(entry.kind, (entry.code, ""))]
    ]
    return JSONResponse(listed, headers={"Cache-Control": "no-store"})


ROUTE = Route(f"/{PATH}", _answer)
