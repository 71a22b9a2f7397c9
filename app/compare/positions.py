"""Where a region lies against what it is compared with: its sign, its colours, its words."""

from app.base.words import Words

NOT_COMPARABLE = "not_comparable"
PUBLISHED_ONLY = "published_only"
NOT_JUDGED = "not_judged"
# In the order in which readers look: the worst first.
SIGNS = {
    "far_above": "▲",
    "above": "△",
    "within": "●",
    "below": "▽",
    "far_below": "▼",
    PUBLISHED_ONLY: "○",
    NOT_JUDGED: "◇",
    NOT_COMPARABLE: "⊘",
}
ABOVE = ("far_above", "above")
BELOW = ("below", "far_below")
JUDGED = (*ABOVE, "within", *BELOW)
# Vermilion and blue of Okabe & Ito (2008), told apart by every eye; the darker, the farther.
FILLS = {
    "far_above": "#b34a00",
    "above": "#f3b48a",
    "within": "#cbd2d9",
    "below": "#9ccbe8",
    "far_below": "#0072B2",
    PUBLISHED_ONLY: "white",
    NOT_JUDGED: "white",
    NOT_COMPARABLE: "white",
}
DARK = ("far_above", "far_below")
# A circle crossed out, beside the shapes Vega knows.
CROSSED = "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0M-0.7,0.7L0.7,-0.7"
SHAPES = {
    "far_above": "triangle-up",
    "above": "triangle-up",
    "within": "circle",
    "below": "triangle-down",
    "far_below": "triangle-down",
    PUBLISHED_ONLY: "circle",
    NOT_JUDGED: "diamond",
    NOT_COMPARABLE: CROSSED,
}


def said(code: str, words: Words) -> str:
    """Answers a position as a sign and a word."""
    return f"{SIGNS[code]} {words(f'position_{code}')}"
