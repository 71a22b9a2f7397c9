"""Periods as files write them, in their canonical form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.words.periods import (
    BASES,
    EARLIEST_YEAR,
    LATEST_YEAR,
    Period,
    first_day_of,
    form_of,
    last_day_of,
    read_period,
    settle_basis,
)

CUMULATIVE = "cumulative_from_january"

years = st.integers(EARLIEST_YEAR, LATEST_YEAR - 4)
canonical = st.one_of(
    years.map(str),
    st.builds("{}-Q{}".format, years, st.integers(1, 4)),
    st.builds("{}-{:02}".format, years, st.integers(1, 12)),
    years.map(lambda year: f"{year}-{year + 4}"),
)


@given(canonical)
def test_every_canonical_period_reads_as_itself(period: str) -> None:
    assert read_period(period).value == Period(period)


@pytest.mark.parametrize(
    ("text", "period", "basis"),
    [
        ("2015年", "2015", None),
        ("２０１５年", "2015", None),
        ("二〇一五年", "2015", None),
        ("2015年度", "2015", None),
        ("2015.0", "2015", None),
        ("2015.000000000", "2015", None),
        ("2015年全年", "2015", "year"),
        ("2015年末", "2015", "stock_at_period_end"),
        ("截至2015年底", "2015", "stock_at_period_end"),
        ("2015年6月末", "2015-06", "stock_at_period_end"),
        ("2015年6月", "2015-06", None),
        ("2015 年 06 月份", "2015-06", None),
        ("2015-6", "2015-06", None),
        ("2015/6", "2015-06", None),
        ("201506", "2015-06", None),
        ("20156月", "2015-06", None),
        ("2015年6", "2015-06", None),
        ("2015.10", "2015-10", None),
        ("二〇一五年十月", "2015-10", None),
        ("2015年6月当月", "2015-06", "single_month"),
        ("2015年1-10月", "2015-10", CUMULATIVE),
        ("2015年1—10月", "2015-10", CUMULATIVE),
        ("2015年1～10月份", "2015-10", CUMULATIVE),
        ("2015年1至10月", "2015-10", CUMULATIVE),
        ("2015年1月至10月", "2015-10", CUMULATIVE),
        ("2015年1-12月", "2015-12", CUMULATIVE),
        ("2015年10月累计", "2015-10", CUMULATIVE),
        ("2015年前10个月", "2015-10", CUMULATIVE),
        ("2015年上半年", "2015-06", CUMULATIVE),
        ("2015年前三季度", "2015-09", CUMULATIVE),
        ("2015年1-3季度", "2015-09", CUMULATIVE),
        ("2015年一季度", "2015-Q1", "single_period"),
        ("2015年第一季度", "2015-Q1", "single_period"),
        ("2015年1季度", "2015-Q1", "single_period"),
        ("2015Q1", "2015-Q1", "single_period"),
        ("十二五", "2011-2015", "five_year_total"),
        ("十二五期间", "2011-2015", "five_year_total"),
        ("“十三五”时期", "2016-2020", "five_year_total"),
        ("第十二个五年规划", "2011-2015", "five_year_total"),
        ("“十二五”期间（2011-2015年）", "2011-2015", "five_year_total"),
        ("“十五”期间", "2001-2005", "five_year_total"),
        ("十五五", "2026-2030", "five_year_total"),
        ("2011-2015年", "2011-2015", "five_year_total"),
        ("2011—2015", "2011-2015", "five_year_total"),
    ],
)
def test_a_period_is_read_in_all_its_forms(text: str, period: str, basis: str | None) -> None:
    assert read_period(text).value == Period(period, basis)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("2015年下半年", "2015年下半年 → 2015-Q3 / 2015-Q4 ?"),
        ("1-10月", "1-10月 → YYYY-10 ?"),
        ("2015-2011", "2015-2011 → 2011-2015 ?"),
        ("2015.1", "2015.1 → 2015-01 / 2015-10 ?"),
        ("2015-06-01 00:00:00", "2015-06-01 00:00:00 → 2015-06 / 2015 ?"),
        ("15年", "15年 → 2015 / 1915 ?"),
        ("20244", "20244 → 2024 / 2024-04 / 2024-Q4 ?"),
        ("20247", "20247 → 2024 / 2024-07 ?"),
        ("20240", "20240"),
        ("20241年", "20241年"),
        ("2015-2016", "2015-2016"),
        ("2015年2-5月", "2015年2-5月"),
        ("2015-13", "2015-13"),
        ("2015年第5季度", "2015年第5季度"),
        ("十二五（2016-2020年）", "十二五(2016-2020年)"),
        ("1840", "1840"),
        ("十二五末", "十二五末"),
        ("近年", "近年"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_what_may_be_meant(
    text: str, detail: str
) -> None:
    reading = read_period(text)
    assert (reading.reason, reading.detail) == ("period_not_recognised", detail)


@pytest.mark.parametrize("text", ["民国104年", "民國一〇四年", "104年", "104", "104年度"])
def test_a_year_of_the_republic_of_china_is_refused_with_the_western_year(text: str) -> None:
    reading = read_period(text)
    assert reading.reason == "period_roc_year"
    assert reading.detail.endswith("→ 2015")


@given(st.text() | st.text(alphabet="0123456789年月季度上半前十二五一至-Q.末累计", max_size=14))
def test_any_text_is_read_in_canonical_form_or_refused(text: str) -> None:
    reading = read_period(text)
    assert (reading.value is None) == (reading.reason is not None)
    if reading.value:
        assert read_period(reading.value.period).value == Period(reading.value.period)
        assert reading.value.basis in (None, *BASES[form_of(reading.value.period)])


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2015", "2015-01-01", "2015-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015-Q3", "2015-07-01", "2015-09-30"),
        ("2011-2015", "2011-01-01", "2015-12-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str, first: str, last: str) -> None:
    assert (str(first_day_of(period)), str(last_day_of(period))) == (first, last)


@pytest.mark.parametrize(
    ("text", "stated", "basis"),
    [
        ("2015", None, "year"),
        ("2015", "stock_at_period_end", "stock_at_period_end"),
        ("2015-06", None, "single_month"),
        ("2015-06", CUMULATIVE, CUMULATIVE),
        ("2015年1-6月", None, CUMULATIVE),
        ("2015-Q3", None, "single_period"),
        ("2015年一季度", CUMULATIVE, CUMULATIVE),
        ("2011-2015", None, "five_year_total"),
    ],
)
def test_the_basis_is_the_stated_one_or_follows_from_the_period(
    text: str, stated: str | None, basis: str
) -> None:
    period = read_period(text).value
    assert period
    assert settle_basis(period, stated).value == basis


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("2015", CUMULATIVE),
        ("2015-06", "year"),
        ("2015年1-6月", "single_month"),
        ("2011-2015", "year"),
        ("2015年三季度", CUMULATIVE),
    ],
)
def test_a_basis_that_does_not_fit_the_period_is_refused(text: str, stated: str) -> None:
    period = read_period(text).value
    assert period
    assert settle_basis(period, stated).reason == "period_basis_contradicts"


@pytest.mark.parametrize(
    ("text", "stated", "basis"),
    [
        ("2024-Q3", None, CUMULATIVE),
        ("2024年三季度", None, CUMULATIVE),  # of GDP a third quarter is January to September
        ("2024-09", None, CUMULATIVE),
        ("2024年9月当月", None, "single_month"),
        ("2024-Q3", "single_period", "single_period"),
        ("2024", None, "year"),
        ("2024年末", None, "stock_at_period_end"),
        ("2020-2024", None, "five_year_total"),
    ],
)
def test_a_quarter_of_gdp_counts_from_january_unless_something_else_is_said(
    text: str, stated: str | None, basis: str
) -> None:
    period = read_period(text).value
    assert period
    assert settle_basis(period, stated, is_told_cumulated=True).value == basis


@pytest.mark.parametrize(
    ("text", "stated", "flags"),
    [
        ("2024-Q3", None, ("basis_assumed",)),
        ("2024-09", None, ("basis_assumed",)),
        ("2024-09", "single_month", ()),
        ("2024年9月当月", None, ()),
        ("2024年三季度", None, ()),
        ("2024", None, ()),
        ("2016-2020", None, ()),
    ],
)
def test_what_a_month_covers_is_assumed_where_nothing_says_it(
    text: str, stated: str | None, flags: tuple[str, ...]
) -> None:
    period = read_period(text).value
    assert period
    assert settle_basis(period, stated).flags == flags
