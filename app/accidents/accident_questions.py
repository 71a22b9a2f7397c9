"""What is asked of the accidents of a region, a scope and a year, and of part of them."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

import polars as pl

from app.base import database
from app.base.words import Words

# All complete years together, and accidents that do not state their type or industry.
ALL_YEARS: Final = "all"
NOT_STATED: Final = "not_stated"
MONTHS: Final = 12

OFFERED = """
select
    scope_code,
    scope_name,
    scope_name_en,
    period as year,
    sum(accidents) as accidents,
    max(scope_sort_order) as scope_sort_order
from fct_accident_profiles
where region_code = ? and profile_code = 'severity'
group by all
order by scope_sort_order, year desc
"""

ELSEWHERE = """
select
    region_code,
    region_name,
    region_name_en,
    max(accidents) as accidents
from (
    select
        region_code, region_name, region_name_en, scope_code, sum(accidents) as accidents
    from fct_accident_profiles
    where profile_code = 'severity' and period != 'all'
    group by all
)
group by all
order by accidents desc, region_code
limit 8
"""

PROFILES = """
select profile_code, profile_value, profile_second, accidents, deaths
from fct_accident_profiles
where region_code = ? and scope_code = ? and period = ?
order by profile_code, profile_value, profile_second
"""

# The accidents that count to a region and scope, of one year or of all complete ones, and whether
# each is of the type and of the industry that are chosen.
CHOSEN = """
with chosen as (
    select
        accidents.*,
        coalesce(accidents.accident_type_code, 'not_stated') as type_told,
        coalesce(accidents.industry_code, 'not_stated') as industry_told,
        ? in ('', coalesce(accidents.accident_type_code, 'not_stated')) as is_of_type,
        ? in ('', coalesce(accidents.industry_code, 'not_stated')) as is_of_industry
    from fct_accidents as accidents
    inner join dim_region_members as regions
        on
            accidents.region_code = regions.member_code
            and accidents.occurred_date >= regions.valid_from
            and accidents.occurred_date < regions.valid_to
    inner join dim_scope_members as scopes
        on
            accidents.scope_code = scopes.member_scope_code
            and coalesce(accidents.is_production, false) = scopes.is_production
            and coalesce(accidents.industry_code, '') = scopes.industry_code
    where
        regions.region_code = ?
        and scopes.scope_code = ?
        and extract(year from accidents.occurred_date) in (select unnest(?))
)
"""

COUNT = """
select
    '{code}' as profile_code,
    {value} as profile_value,
    {second} as profile_second,
    count(*) as accidents,
    sum(deaths_with_missing) as deaths
from chosen
where {of}
group by all
"""
OF_BOTH = "is_of_type and is_of_industry"
# A day alone is midnight: its hour is not stated.
HOUR = """
    case
        when occurred_at != cast(occurred_date as timestamp)
            then lpad(cast(extract(hour from occurred_at) as varchar), 2, '0')
        else 'not_stated'
    end"""
# Each profile leaves out the choice that it shows itself.
COUNTED = CHOSEN + "union all".join(
    COUNT.format(code=code, value=value, second=second, of=of)
    for code, value, second, of in (
        ("accident_type", "type_told", "''", "is_of_industry"),
        ("industry", "industry_told", "''", "is_of_type"),
        ("severity", "severity_code", "''", OF_BOTH),
        (
            "month_hour",
            "lpad(cast(extract(month from occurred_date) as varchar), 2, '0')",
            HOUR,
            OF_BOTH,
        ),
        (
            "weekday_hour",
            "cast(extract(isodow from occurred_date) as varchar)",
            HOUR,
            OF_BOTH,
        ),
    )
)

# More than these no page can hold; the command takes all of them away.
LISTED = (
    CHOSEN
    + """
select
    chosen.*,
    types.accident_type_name,
    types.accident_type_name_en,
    industries.industry_name,
    industries.industry_name_en,
    severities.severity_name,
    severities.severity_name_en,
    regions.region_name_en,
    count(*) over () as found
from chosen
left join dim_accident_types as types using (accident_type_code)
left join dim_industries as industries using (industry_code)
left join dim_severities as severities using (severity_code)
left join dim_regions as regions
    on chosen.region_code = regions.region_code and regions.is_latest_entry
where is_of_type and is_of_industry
order by chosen.occurred_at desc, chosen.accident_id
limit 2000
"""
)

# Months for which the register is complete, so that none means none.
COMPLETE = """
select distinct period
from fct_observations
where
    region_code = ?
    and scope_code = ?
    and measure_code = 'accidents'
    and basis_code = 'records'
    and period_grain = 'month'
order by period
"""

REPEATED = """
select *
from fct_repeat_places
where region_code = ? and scope_code = ?
order by accidents desc, deaths desc, last_date desc, place_name
"""

SEVERE = (
    CHOSEN
    + """
select severe.*
from fct_severe_accidents as severe
inner join chosen using (accident_id)
where is_of_type and is_of_industry
order by severe.occurred_at desc, severe.accident_id
"""
)

# What the parts of each profile are called, in the order in which they stand.
NAMES = """
select
    'accident_type' as profile_code,
    accident_type_code as profile_value,
    accident_type_name as name,
    accident_type_name_en as name_en,
    sort_order
from dim_accident_types

union all

select
    'industry' as profile_code,
    industry_code as profile_value,
    industry_name as name,
    industry_name_en as name_en,
    sort_order
from dim_industries

union all

select
    'severity' as profile_code,
    severity_code as profile_value,
    severity_name as name,
    severity_name_en as name_en,
    sort_order
from dim_severities

order by profile_code, sort_order
"""

SOURCES = (
    CHOSEN
    + """
select
    source_file as publisher,
    source_title as title,
    count(*) as figures,
    1 as preference
from chosen
where is_of_type and is_of_industry
group by all
order by figures desc, publisher, title
"""
)


@dataclass(frozen=True)
class Offer:
    """What a region's accidents can be narrowed by.

    Attributes:
        scopes: What each scope that has accidents is called, the one with most first.
        years: Of each scope its years, the latest first, with the number of accidents.
    """

    scopes: dict[str, str]
    years: dict[str, dict[str, int]]

    @classmethod
    def of(cls, region: str, words: Words) -> "Offer":
        """Answers what there is of a region; nothing where it has no accidents."""
        found = database.ask(OFFERED, (region,))
        scopes = dict(found.select("scope_code", words.column("scope_name")).iter_rows())
        years: dict[str, dict[str, int]] = {scope: {} for scope in scopes}
        for scope, year, accidents in found.select("scope_code", "year", "accidents").iter_rows():
            years[scope][year] = int(accidents)
        return cls(scopes, years)


@dataclass(frozen=True)
class Asked:
    """Which accidents a page shows.

    Attributes:
        region: Code of the region; those of what lies in it are among them.
        scope: Code of the scope.
        year: The year, or ALL_YEARS for all complete ones.
        complete: Months of which the register is complete, in order.
        accident_type: Code of the type; empty for all, NOT_STATED for those without.
        industry: Code of the industry, likewise.
    """

    region: str
    scope: str
    year: str
    complete: tuple[str, ...]
    accident_type: str
    industry: str

    @property
    def is_narrowed(self) -> bool:
        """Answers whether a type or an industry is chosen."""
        return bool(self.accident_type or self.industry)

    @property
    def years(self) -> tuple[int, ...]:
        """Answers the years that are meant."""
        if self.year != ALL_YEARS:
            return (int(self.year),)
        counted = Counter(period[:4] for period in self.complete)
        return tuple(int(year) for year, months in counted.items() if months == MONTHS)

    @property
    def months(self) -> tuple[str, ...]:
        """Answers the complete months of the years that are meant, in order."""
        return tuple(each for each in self.complete if int(each[:4]) in self.years)

    def profiles(self, words: Words) -> pl.DataFrame:
        """Answers how many accidents each type, industry, severity, month and hour has.

        Returns:
            profile_code, profile_value, profile_second, accidents, deaths, name, and is_set: the
            choice of this part is the reader's.
        """
        if self.is_narrowed:
            found = self.ask(COUNTED)
        else:
            found = database.ask(PROFILES, (self.region, self.scope, self.year))
        names = database.ask(NAMES).select(
            "profile_code", "profile_value", "sort_order", name=words.column("name")
        )
        set_to = {"accident_type": self.accident_type, "industry": self.industry}
        return found.join(names, on=["profile_code", "profile_value"], how="left").with_columns(
            pl.col("name").fill_null(words("accidents_not_stated")),
            is_set=pl.col("profile_code").replace_strict(set_to, default="") != "",
            is_chosen=pl.col("profile_value")
            == pl.col("profile_code").replace_strict(set_to, default=""),
        )

    def on_offer(self, profile: str, words: Words) -> dict[str, str]:
        """Answers the types, or the industries, that these accidents have, in their order."""
        found = self.profiles(words).filter(pl.col("profile_code") == profile)
        ordered = found.sort("sort_order", nulls_last=True)
        return dict(ordered.select("profile_value", "name").iter_rows())

    def ask(self, sql: str) -> pl.DataFrame:
        """Answers one of the questions above about these accidents."""
        chosen = (self.accident_type, self.industry, self.region, self.scope, self.years)
        return database.ask(sql, chosen)


def complete(region: str, scope: str) -> tuple[str, ...]:
    """Answers the months of which a region's register is complete, in order."""
    return tuple(database.ask(COMPLETE, (region, scope))["period"])
