"""The number that the cell of a target asks for, as plans and clerks write it."""

from decimal import Decimal

import pytest

from loaders.words.target_values import TargetValue, read_target_value


def value(number: str, unit: str | None = None, **other: object) -> TargetValue:
    return TargetValue(Decimal(number), unit, **other)  # type: ignore[arg-type]


VALUES = {
    "30": value("30"),
    "30%": value("30", "%", holds_per_cent=True),
    "30\uff05": value("30", "%", holds_per_cent=True),
    "百分之三十": value("30", "%", holds_per_cent=True),
    "三成": value("3", "成"),
    "-30": value("30", direction=-1, is_negative=True),
    "\u221230%": value("30", "%", direction=-1, holds_per_cent=True, is_negative=True),
    "下降30%": value("30", "%", direction=-1, holds_per_cent=True),
    "下降了30%": None,
    "增长5%": value("5", "%", direction=1, holds_per_cent=True),
    "3个百分点": value("3", "个百分点", holds_per_cent=True),
    "控制在0.063以内": value("0.063", bound="at_most"),
    "不超过50人": value("50", "人", bound="at_most"),
    "<1": value("1", bound="at_most", is_strict=True),
    "低于1": value("1", bound="at_most", is_strict=True),
    "≤1": value("1", bound="at_most"),
    "85%以上": value("85", "%", bound="at_least", holds_per_cent=True),
    "0.5亿元": value("0.5", "亿元"),
    "零增长": value("0", "%"),
    "杜绝": value("0"),
    "不发生": value("0"),
    "0": value("0"),
}


@pytest.mark.parametrize("text", VALUES)
def test_what_a_cell_asks_for(text: str) -> None:
    assert read_target_value(text).value == VALUES[text]


@pytest.mark.parametrize("text", ["30-40", "约莫", "(30)", "30/40"])
def test_what_is_no_number_is_refused(text: str) -> None:
    reading = read_target_value(text)
    assert reading.value is None
    assert reading.reason in ("value_has_two_numbers", "value_not_a_number")
