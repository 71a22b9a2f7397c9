"""Plans and their targets: what the marts hold of them, selected for the pages."""

import polars as pl

from app.base import database

# So many years before a plan are drawn with it.
YEARS_BEFORE = 6

PLANS = """
select *
from dim_plans
where plan_code in (select progress.plan_code from fct_target_progress as progress)
order by region_code, period_to desc, period_from desc
"""

# Each as-of period of a plan, and whether anything but words and gaps is known of it.
PERIODS = """
select distinct as_of_period, as_of_year, period_is_judged as is_judged
from fct_target_progress
where plan_code = ?
order by as_of_year, length(as_of_period), as_of_period
"""

SCORES = """
select
    *,
    indicator_name_en as target_name_en,
    status_sort_order as status_order,
    plan_from_year as period_from,
    plan_to_year as period_to
from fct_target_progress
"""

# Each target as of its own latest period.
SCORES_NOW = f"""{SCORES}
where plan_code = ? and is_own_latest
order by is_outcome desc, target_code
"""

# Each target as of a period; one that has none there, as of the last before it, else its first.
SCORES_OF_PERIOD = """
select * exclude (place) from (
    select
        *,
        indicator_name_en as target_name_en,
        status_sort_order as status_order,
        plan_from_year as period_from,
        plan_to_year as period_to,
        row_number() over (
            partition by target_code
            order by
                case when as_of_period = ? then 0 when as_of_year <= ? then 1 else 2 end,
                case when as_of_year <= ? then -as_of_year else as_of_year end
        ) as place
    from fct_target_progress
    where plan_code = ?
)
where place = 1
order by is_outcome desc, target_code
"""

# A milestone of another year does not hide the target that it leads to.
SCORES_OF_INDICATOR = f"""{SCORES}
where
    indicator_code = ?
    and as_of_period = cast(target_year as varchar)
order by plan_code, target_year, target_code
"""

COMPARED = """
select
    indicator_code,
    min(indicator_name) as indicator_name,
    min(indicator_name_en) as indicator_name_en,
    count(distinct plan_code) as plans
from dim_targets
group by indicator_code
order by min(indicator_sort_order) nulls last, plans desc, indicator_code
"""

# The yearly values in the scopes that a target's words mean, each unbroken stretch a line.
SERIES = """
select
    region_code,
    indicator_code,
    period_year as year,
    scope_code,
    scope_name,
    scope_name_en,
    coalesce(computed_rate, published_rate) as value,
    computed_rate is null as is_printed,
    lower_95 as lower,
    upper_95 as upper,
    is_provisional,
    period_end_date,
    continues_series as continues,
    scope_code || ' ' || stretch_number as stretch
from fct_indicator_values
where
    region_code = ?
    and period_basis = 'year'
    and is_official_scope
    and coalesce(computed_rate, published_rate) is not null
    and period_year between ? and ?
order by indicator_code, period_year, scope_sort_order
"""

BREAKS = """
select *, break_year as year
from dim_series_breaks
where break_code in (
    select progress.crossed_break_code
    from fct_target_progress as progress
    where progress.target_code = ?
)
order by breaks_at
"""

ALLOWANCES = """
select *
from fct_target_allowances
where target_code = ? and as_of_period = ?
order by assumed_growth_pct
"""

SLACK = """
select * from fct_target_slack where target_code = ?
"""

EVIDENCE = """
select
    * replace (
        case when scope_code != 'none' and input_role != 'denominator' then scope_name end
            as scope_name,
        case when scope_code != 'none' and input_role != 'denominator' then scope_name_en end
            as scope_name_en
    )
from fct_target_evidence
where target_code in (select targets.target_code from dim_targets as targets where plan_code = ?)
order by
    target_code,
    case evidence_role when 'base' then 1 else 2 end,
    period,
    case input_role when 'numerator' then 1 when 'denominator' then 2 else 3 end,
    measure_sort_order
"""

# What is missing of the targets that cannot be judged; what is known is never listed.
GAPS = """
select *
from fct_target_gaps
where plan_code = ?
order by missing_holder, target_code, gap_role desc, period
"""

READINGS = """
select *
from fct_target_readings
where target_code = ? and as_of_period = ?
order by reading_order
"""

# What was done, as against what came of it: hazards rectified, firms standardised, inspections.
WORK = """
select *
from fct_observations
where
    region_code = ?
    and measure_code in (
        select measures.measure_code from dim_measures as measures
        where measures.measure_family = 'work'
    )
    and is_latest_vintage
order by measure_sort_order, period desc, source_title
"""


def plans() -> pl.DataFrame:
    """Answers the plans that have targets, a region's latest first."""
    return database.ask(PLANS)


def plan_of(target: str) -> str:
    """Answers the code of the plan that has a target, or nothing."""
    found = database.ask("select plan_code from dim_targets where target_code = ?", (target,))
    return str(found["plan_code"][0]) if found.height else ""


def periods(plan: str) -> pl.DataFrame:
    """Answers the as-of periods of a plan in their order, with whether anything is judged."""
    return database.ask(PERIODS, (plan,))


def scores(plan: str, as_of: str = "") -> pl.DataFrame:
    """Answers all targets of a plan with their verdicts, outcomes first.

    Args:
        plan: Code of the plan.
        as_of: Period as of which they are judged, 2018 or 2018-06; empty for each target's own
            latest. A target that has no verdict of then stands as of the last before.
    """
    if not as_of:
        return database.ask(SCORES_NOW, (plan,))
    year = int(as_of[:4])
    return database.ask(SCORES_OF_PERIOD, (as_of, year, year, plan))


def gaps(plan: str) -> pl.DataFrame:
    """Answers the figures that are missing of a plan's targets, by who would have them."""
    return database.ask(GAPS, (plan,))


def series(region: str, first: int, last: int) -> pl.DataFrame:
    """Answers a region's yearly indicator values within years, lines by stretch."""
    return database.ask(SERIES, (region, first, last))


def evidence(scores: pl.DataFrame) -> pl.DataFrame:
    """Answers the figures behind the verdicts of one plan's targets.

    Args:
        scores: The targets with their verdicts, as scores() answers them.
    """
    if not scores.height:
        return database.ask(EVIDENCE, ("",))
    key = ["target_code", "as_of_period"]
    found = database.ask(EVIDENCE, (scores["plan_code"][0],))
    return found.join(scores.select(key), on=key, how="semi", maintain_order="left")
