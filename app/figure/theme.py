"""How every chart looks: fonts, colours, axes. Registered once, when this module is imported."""

from typing import Any

import altair as alt

from app.figure.altair_insides import leave_unchecked

# The first that a reader's machine has; all are sans-serif and hold Chinese.
FONT = (
    "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, "
    "sans-serif"
)
# Okabe & Ito (2008), safe for colour-blind eyes; the region asked about is blue, the next grey.
HUES = ["#0072B2", "#6b7280", "#D55E00", "#009E73", "#CC79A7"]
INK = "#1f2933"
INK_ON_TILE = "#111827"  # stays dark on a dark page, where streamlit.css turns INK
QUIET = "#52606d"
PALE = "#9aa5b1"
GRID = "#e4e7eb"

leave_unchecked()


@alt.theme.register("warehouse", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Answers the configuration that all charts share."""
    return {
        "config": {
            "background": "white",
            "font": FONT,
            "view": {"stroke": None},
            "title": {"font": FONT, "subtitleFont": FONT, "color": INK, "subtitleColor": QUIET},
            "axis": {
                "labelFont": FONT,
                "titleFont": FONT,
                "labelFontSize": 13,
                "titleFontSize": 13,
                "titleFontWeight": "normal",
                "labelColor": INK,
                "titleColor": INK,
                "gridColor": GRID,
                "domainColor": PALE,
                "tickColor": PALE,
            },
            "text": {"font": FONT, "fontSize": 13, "color": INK},
            "legend": {
                "labelFont": FONT,
                "titleFont": FONT,
                "labelFontSize": 13,
                "labelColor": INK,
            },
        }
    }


def on_page() -> dict[str, Any]:
    """Answers the same for a chart on a page: it lies on the page's ground, light or dark.

    A picture that is taken away keeps the ground of paper.
    """
    return {"config": {**theme()["config"], "background": None}}
