"""What a page opens with where its address says nothing: region and language.

The region is the one of WAREHOUSE_REGION, or the simulated city in a home of its own; else the
reader's last, else one whose files were loaded, else the one with most targets that can be judged.
Which regions a reader had last only the browser keeps (page.js); the server keeps nothing of it.
"""

from typing import Final

from app.base import database, homes, session
from warehouse.ground.errors import WarehouseError
from warehouse.ground.homes import simulation
from warehouse.ground.messages import Language

COOKIE: Final = "warehouse_regions"
MOST_RECENT: Final = 8

KNOWN = """
select region_code
from dim_regions
where is_latest_entry and region_code in (select unnest(?))
"""

# Of regions with loaded files, or of all where nothing is loaded, the one that is known best.
BEST_KNOWN = """
with loaded as (
    select
        region_code,
        count(*) as figures
    from fct_observations
    where loaded_at is not null
    group by region_code
),

judged as (
    select
        region_code,
        count(distinct target_code) as targets
    from fct_target_progress
    inner join dim_target_statuses using (status_code)
    where is_verdict
    group by region_code
)

select region_code
from loaded
full outer join judged using (region_code)
order by
    loaded.figures is null,
    coalesce(judged.targets, 0) desc,
    coalesce(loaded.figures, 0) desc,
    region_code
limit 1
"""


def region() -> str:
    """Answers the code of the region that a page opens with; nothing where there is none."""
    settings = homes.settings()
    own = simulation(settings.home) or {}
    asked = settings.region or str(own.get("region_code", ""))
    try:
        if asked and known((asked,)):
            return asked
        recent = recent_regions()
        if recent:
            return recent[0]
        found = database.ask(BEST_KNOWN)
    except WarehouseError:
        return ""
    return str(found["region_code"][0]) if found.height else ""


def recent_regions() -> list[str]:
    """Answers the regions that this reader asked about before, the last first.

    Raises:
        WarehouseError: Nothing is published, or it cannot be read.
    """
    kept = session.remembered("recent_regions")
    if kept is None:
        said = session.cookies().get(COOKIE, "")
        kept = tuple(dict.fromkeys(part for part in said.split(".") if part))[:MOST_RECENT]
    there = known(kept) if kept else frozenset()
    return [code for code in kept if code in there]


def note_region(code: str) -> None:
    """Puts a region before all others that this reader asked about.

    Raises:
        WarehouseError: Nothing is published, or it cannot be read.
    """
    others = [other for other in recent_regions() if other != code]
    session.remember("recent_regions", tuple([code, *others][:MOST_RECENT]))


def known(codes: tuple[str, ...]) -> frozenset[str]:
    """Answers which of some codes are those of a region.

    Raises:
        WarehouseError: Nothing is published, or it cannot be read.
    """
    return frozenset(database.ask(KNOWN, (codes,))["region_code"])


def language() -> Language:
    """Answers the language that the reader's browser asks for; Chinese where it does not say."""
    return preferred(session.preferred_languages())


def preferred(languages: str) -> Language:
    """Answers which of our languages suits the browser's best.

    Args:
        languages: The header Accept-Language, such as `de;q=0.5, zh-CN, zh;q=0.9`. Who reads
            neither Chinese nor English, and says so, is thought to read English sooner.
    """
    weighed = []
    for place, part in enumerate(languages.lower().split(",")):
        name, *parameters = (each.strip() for each in part.split(";"))
        weight = next((_number(each[2:]) for each in parameters if each.startswith("q=")), 1.0)
        if name and weight > 0:
            weighed.append((-weight, place, name.split("-")[0]))
    names = [name for _, _, name in sorted(weighed)]
    if not names:
        return "zh"
    return "zh" if next((name for name in names if name in {"zh", "en"}), "") == "zh" else "en"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
