"""A home that has a file of targets made by the page Set targets, and two reports of projects."""

import csv
import shutil
from pathlib import Path

import pytest

from tests.conftest import Run
from warehouse.planning import target_rows

PLAN = "441900-2026-2030"
SUBJECT = target_rows.Subject(
    region_code="441900",
    region_name="东莞市",
    indicator_name="死亡人数",
    indicator_code="deaths",
    scope_code="production",
    unit="人",
    plan_name="东莞市2026—2030年安全生产目标测算（草案）",
    quote="到2030年，死亡人数（生产安全事故）比2025年下降15%",
    notes="",
)
# Two projects as of two days; the second is late, then done late.
HEADINGS = (
    "规划代码,项目编号,项目名称,进展情况,牵头单位,完成时限,实际完成时间,总投资（万元）,填报日期"
)
PROJECTS = f"""{HEADINGS}
{PLAN},P1,监控平台（虚构）,在建,市应急管理局（虚构）,2026年底前,,1200,2026-06-30
{PLAN},P2,培训基地（虚构）,在建,市住建局（虚构）,2026年3月,,300,2026-06-30
{PLAN},P1,监控平台（虚构）,在建,市应急管理局（虚构）,2026年底前,,1200,2026-09-30
{PLAN},P2,培训基地（虚构）,已完工,市住建局（虚构）,2026年3月,2026-08-15,300,2026-09-30
{PLAN},P3,救援队（虚构）,未开工,,2026-09-01,,,2026-09-30
{PLAN},P4,写错（虚构）,已完工,,2026-09-01,2026-12-01,,2026-09-30
"""


@pytest.fixture(scope="session")
def planned_home(
    published_home: Path, warehouse: Run, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Answers a published home into which targets and projects have been loaded."""
    folder = tmp_path_factory.mktemp("planned")
    home = folder / "home"
    shutil.copytree(published_home, home, symlinks=True)
    targets, projects = folder / "目标.csv", folder / "重点工程.csv"
    row = target_rows.row(SUBJECT, (2025, 2025), 2030, reduction_pct=15)
    with targets.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(target_rows.lines([row], "zh"))
    projects.write_text(PROJECTS, encoding="gb18030")
    loaded = warehouse("load", str(targets), str(projects), WAREHOUSE_HOME=str(home))
    assert loaded.returncode == 3, loaded.stderr  # one project is refused
    built = warehouse("build", WAREHOUSE_HOME=str(home))
    assert built.returncode == 0, built.stderr
    return home
