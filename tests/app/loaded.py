"""A home into which good, faulty and unreadable files have been loaded."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import Run

HEADINGS = "地区,时期,时期口径,指标,事故范围,数值,单位,数据版次,发布日期,来源标题,来源类型,备注"
GOOD_ROW = "海盐县,2021,全年,死亡人数,生产安全事故,9,人,最终核实数,2022-03-01,公报,官方发布,"
FAULTY_ROWS = (
    "台洲市,2021,全年,死亡人数,生产安全事故,14,人,最终核实数,2022-03-01,公报,官方发布,",
    "桐乡市,2021,全年,死亡人数,生产安全事故,-3,人,最终核实数,2022-03-01,公报,官方发布,=1+1",
    "嘉善县,2021年上办年,全年,死亡人数,生产安全事故,三四人,人,,2022-03-01,公报,官方发布,@x",
)
APPROXIMATE_ROW = (
    "平湖市,2021,全年,死亡人数,生产安全事故,约12,人,最终核实数,2022-03-01,公报,官方发布,"
)
MIXED = "\n".join([HEADINGS, GOOD_ROW, *FAULTY_ROWS, APPROXIMATE_ROW, ""])
ACROSS = """数据库：分省年度数据
指标：地区生产总值(亿元)
时间：最近2年
地区,2021年,2020年
北京市,40269.6,
台洲市,八千左右,五千左右
"""


def write_files(folder: Path) -> list[Path]:
    """Writes the files into a folder: one partly good, one with years across, one of no form."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "各县区报表.csv": MIXED,
        "各省.csv": ACROSS,
        "通知.csv": "关于开会的通知,\n三楼,两点\n",
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="gb18030")
    return [folder / name for name in files]


@pytest.fixture(scope="session")
def loaded_home(
    published_home: Path, warehouse: Run, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Answers a published home into which the files have been loaded."""
    folder = tmp_path_factory.mktemp("loaded")
    home = folder / "home"
    shutil.copytree(published_home, home, symlinks=True)
    files = [str(path) for path in write_files(folder / "files")]
    loaded = warehouse("load", *files, WAREHOUSE_HOME=str(home))
    assert loaded.returncode == 2, loaded.stderr  # the notice has no form
    built = warehouse("build", WAREHOUSE_HOME=str(home))
    assert built.returncode == 0, built.stderr
    return home
