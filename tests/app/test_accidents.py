"""The page of accidents: what it says of a register, of part of it, and where there is none."""

from pathlib import Path

import polars as pl
import pytest

from app.accidents import accident_charts, accident_words
from app.base.words import Words
from app.figure import layering
from app.figure.theme import INK_ON_TILE
from tests.app.test_monthly import labels
from tests.app.test_pages import heading, page, text

ZH, EN = Words("zh"), Words("en")


def test_the_answer_counts_the_accidents_and_says_of_what_and_when(
    register_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(register_home, monkeypatch, "accidents", region="330400")
    assert not app.exception
    assert heading(app) == (
        "2025年嘉兴市发生事故4起，死亡4人（生产安全事故）：高处坠落占50%；10月最多。"
    )
    said = text(app)
    # no declaration says for which months the register is complete
    assert "台账没有申明生产安全事故登记完整的时段" in said
    for told in (
        "较大及以上事故",
        "港区一号码头\n甲建筑公司",
        "督办中\n2025-10-05挂牌\n措施完成3/5",
    ):
        assert told in said
    assert "按本仓库设置，事故概况原文不显示。" in said
    assert "register.xlsx" in said
    english = page(register_home, monkeypatch, "accidents", region="330400", lang="en")
    assert heading(english) == (
        "Jiaxing had 4 accidents and 4 deaths in 2025 (production-safety accidents): "
        "50% fall from height; most in October."
    )


def test_a_type_and_an_industry_narrow_what_is_shown(
    register_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = {"region": "330400", "year": "2025", "type": "09"}
    app = page(register_home, monkeypatch, "accidents", **choice)
    # of both falls one was in March and one in October
    assert heading(app) == "2025年嘉兴市发生事故2起，死亡4人（生产安全事故、高处坠落）。"
    assert app.query_params["type"] == "09"
    none = page(register_home, monkeypatch, "accidents", **choice, industry="C")
    assert heading(none) == "2025年嘉兴市没有事故记录（生产安全事故、制造业、高处坠落）。"
    unstated = page(register_home, monkeypatch, "accidents", region="330400", type="not_stated")
    assert "A4" in text(unstated)
    assert "A3" not in text(unstated)


def test_what_an_address_asks_for_in_vain_is_said(
    register_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(register_home, monkeypatch, "accidents", region="330400", year="1999", type="<b>")
    assert not app.exception
    assert "地址中的“1999、<b>”没有事故记录，未采用。" in text(app)
    assert heading(app).startswith("2025年嘉兴市")


def test_a_region_without_accidents_says_which_have_some(
    register_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(register_home, monkeypatch, "accidents", region="440300")
    assert heading(app) == "深圳市没有事故记录。"
    assert "有事故记录的地区： 嘉兴市" in " ".join(text(app).split())


@pytest.mark.parametrize(
    ("language", "said", "form"),
    [
        ("zh", "还没有事故记录。", "下载空白事故表"),
        ("en", "There is no accident on record yet.", "Blank form for accidents"),
    ],
)
def test_without_a_register_the_form_is_a_click_away_and_nothing_else(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str, form: str
) -> None:
    app = page(published_home, monkeypatch, "accidents", region="330400", lang=language)
    assert heading(app) == said
    assert labels(app) == [form]
    assert not app.selectbox


def test_months_stand_as_spans() -> None:
    months = ("2024-11", "2024-12", "2025-01", "2025-03")
    assert accident_words.spans(months, ZH) == "2024年11月至2025年1月、2025年3月"
    assert accident_words.spans((), ZH) == ""


def test_numbers_of_hours_are_read_on_every_tile() -> None:
    cells = pl.DataFrame(
        {"row": ["1月", "1月"], "order": [1, 1], "column": ["0–3", "3–6"], "accidents": [0, 9]}
    )
    chart = accident_charts.tiles(cells, columns=["0–3", "3–6"], titles=("时段", "月份"), words=ZH)
    spec, _ = layering.bare(chart)
    digits = spec["layer"][1]["mark"]
    assert digits["color"] == INK_ON_TILE
    # relative luminance as WCAG 2 has it: 4.5 to 1 on the palest and on the fullest tile
    for tile in (accident_charts.PALEST, accident_charts.FULLEST):
        assert (luminance(tile) + 0.05) / (luminance(INK_ON_TILE) + 0.05) >= 4.5


def test_a_bar_leads_to_the_accidents_of_its_part() -> None:
    parts = pl.DataFrame(
        {
            "part": ["高处坠落", "触电"],
            "accidents": [2, 1],
            "deaths": [4, 0],
            "said": ["2", "1"],
            "is_chosen": [True, False],
            "opens": ["./accidents", "./accidents?type=05"],
        }
    )
    spec, frames = layering.bare(accident_charts.bars(parts, title="起", words=ZH))
    bars = [layer for layer in spec["layer"] if layer["mark"]["type"] == "bar"]
    assert [layer["encoding"]["href"]["field"] for layer in bars] == ["opens", "opens"]
    assert [frames[bar["data"]["name"]]["part"][0] for bar in bars] == ["高处坠落", "触电"]
    assert [bar["mark"]["color"] for bar in bars] == [
        accident_charts.ACCENT,
        accident_charts.OTHERS,
    ]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
