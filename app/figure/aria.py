"""What marks of charts say to a screen reader: the words of their tooltips, no names of columns."""

import json
from collections.abc import Mapping
from typing import Any

Spec = dict[str, Any]
INNER = ("layer", "concat", "hconcat", "vconcat")


def spoken(spec: Spec) -> Spec:
    """Answers a chart in whose parts each mark says what its tooltip says, or nothing.

    Vega names marks by the columns they are drawn from (`year: 2010; position: far_above`); a mark
    without a tooltip only repeats what another says. Texts say themselves.

    Args:
        spec: Vega-Lite, with or without rows; it is left as it is.
    """
    told = dict(spec)
    for name in INNER:
        if name in told:
            told[name] = [spoken(each) for each in told[name]]
    if isinstance(told.get("spec"), dict):
        told["spec"] = spoken(told["spec"])
    return _told(told) if "mark" in told else told


def _told(unit: Spec) -> Spec:
    mark = unit["mark"] if isinstance(unit["mark"], dict) else {"type": unit["mark"]}
    if mark.get("aria") is False:
        return unit
    said = _said(mark["type"], unit.get("encoding", {}))
    if not said:
        return {**unit, "mark": {**mark, "aria": False}}
    return {**unit, "encoding": {**unit["encoding"], "description": {"value": {"expr": said}}}}


def _said(mark: str, encoding: Mapping[str, Any]) -> str:
    """Answers the expression of what a mark says; empty where it has nothing of its own."""
    if mark == "text":
        field = encoding.get("text", {}).get("field")
        return f"'' + {_of(field)}" if field else ""
    tips = encoding.get("tooltip", [])
    parts = [
        _part(each) for each in (tips if isinstance(tips, list) else [tips]) if "field" in each
    ]
    return " + ".join(parts)


def _part(tip: Mapping[str, Any]) -> str:
    value = _of(tip["field"])
    title = json.dumps(f"{tip.get('title', '')} ", ensure_ascii=False)
    shown = f"format({value}, {json.dumps(tip['format'])})" if "format" in tip else value
    return f"(isValid({value}) ? {title} + {shown} + '; ' : '')"


def _of(field: str) -> str:
    return f"datum[{json.dumps(field, ensure_ascii=False)}]"
