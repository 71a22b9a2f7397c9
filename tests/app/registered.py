"""A home with a register of four made-up accidents, laid into the marts of the published one."""

import shutil
from pathlib import Path

import duckdb
import pytest

from warehouse.builds.published import published_build
from warehouse.ground.settings import Settings

ACCIDENTS = """
insert into fct_accidents by name
select
    accident_id,
    occurred_at,
    cast(occurred_at as date) as occurred_date,
    strftime(occurred_at, '%Y-%m') as period,
    region_code,
    region_name,
    'production' as scope_code,
    industry_code,
    accident_type_code,
    deaths,
    deaths as deaths_with_missing,
    0 as serious_injuries,
    true as is_production,
    severity_code,
    false as severity_differs,
    false as has_summary,
    true as is_covered,
    '台账' as source_title,
    'register.xlsx' as source_file,
    repeat('a', 64) as file_sha256,
    '' as sheet_name,
    row_number,
    timestamp '2026-01-10 08:00:00' as loaded_at,
    1 as reading_count
from (
    values
    ('A1', timestamp '2025-03-04 09:30:00', '330424', '海盐县', 'E', '09', 1, 'ordinary', 2),
    ('A2', timestamp '2025-10-01 10:00:00', '330424', '海盐县', 'E', '09', 3, 'larger', 3),
    ('A3', timestamp '2025-10-02 15:00:00', '330402', '南湖区', 'C', '01', 0, 'ordinary', 4),
    ('A4', timestamp '2025-10-03 00:00:00', '330402', '南湖区', 'C', null, 0, 'ordinary', 5)
) as accidents (
    accident_id, occurred_at, region_code, region_name, industry_code, accident_type_code,
    deaths, severity_code, row_number
)
"""
PROFILES = """
insert into fct_accident_profiles by name
select
    '330400' as region_code,
    '嘉兴市' as region_name,
    'Jiaxing' as region_name_en,
    'production' as scope_code,
    '生产安全事故' as scope_name,
    'Production-safety accidents' as scope_name_en,
    1 as scope_sort_order,
    '2025' as period,
    2025 as first_year,
    2025 as last_year,
    false as is_complete,
    profile_code,
    profile_value,
    profile_second,
    accidents,
    deaths,
    accidents / 4.0 as share_of_accidents
from (
    values
    ('severity', 'ordinary', '', 3, 1),
    ('severity', 'larger', '', 1, 3),
    ('accident_type', '09', '', 2, 4),
    ('accident_type', '01', '', 1, 0),
    ('accident_type', 'not_stated', '', 1, 0),
    ('industry', 'E', '', 2, 4),
    ('industry', 'C', '', 2, 0),
    ('month_hour', '03', '09', 1, 1),
    ('month_hour', '10', '10', 1, 3),
    ('month_hour', '10', '15', 1, 0),
    ('month_hour', '10', 'not_stated', 1, 0),
    ('weekday_hour', '2', '09', 1, 1),
    ('weekday_hour', '3', '10', 1, 3),
    ('weekday_hour', '4', '15', 1, 0),
    ('weekday_hour', '5', 'not_stated', 1, 0)
) as profiles (profile_code, profile_value, profile_second, accidents, deaths)
"""
SEVERE = """
insert into fct_severe_accidents by name
select
    accident_id,
    occurred_at,
    occurred_date,
    period,
    2025 as period_year,
    region_code,
    region_name,
    'Haiyan County' as region_name_en,
    scope_code,
    industry_code,
    '建筑业' as industry_name,
    'Construction' as industry_name_en,
    accident_type_code,
    '高处坠落' as accident_type_name,
    'Fall from height' as accident_type_name_en,
    severity_code,
    '较大' as severity_name,
    'Relatively serious' as severity_name_en,
    deaths,
    deaths_with_missing,
    serious_injuries,
    true as has_summary,
    '港区一号码头' as place,
    '甲建筑公司' as enterprise,
    date '2025-10-05' as handling_opened_date,
    5 as measures_ordered,
    3 as measures_done,
    2 as measures_left,
    'open' as handling_code,
    source_title,
    source_file,
    file_sha256,
    sheet_name,
    row_number,
    loaded_at
from fct_accidents
where severity_code = 'larger'
"""
PLACES = """
insert into fct_repeat_places by name
select
    '330400' as region_code,
    'production' as scope_code,
    'enterprise' as place_kind,
    '甲建筑公司' as place_name,
    '330424' as place_region_code,
    2 as accidents,
    4 as deaths,
    date '2025-03-04' as first_date,
    date '2025-10-01' as last_date
"""


@pytest.fixture(scope="session")
def register_home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answers a published home whose marts have the register."""
    home = tmp_path_factory.mktemp("registered") / "home"
    shutil.copytree(published_home / "builds", home / "builds", symlinks=True)
    database = published_build(Settings(home=home)).database
    database.chmod(0o644)
    with duckdb.connect(database) as connection:
        for statement in (ACCIDENTS, PROFILES, SEVERE, PLACES):
            connection.execute(statement)
    return home
