"""Days and moments as files write them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.words.dates import EARLIEST_YEAR, LATEST_YEAR, read_date, read_moment

days = st.dates(date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2015-03-01",
        "2015/3/1",
        "2015.3.1",
        "20150301",
        "20150301.0",
        "2015年3月1日",
        "2015 年 3 月 1 日",
        "2015年3月1号",
        "２０１５年３月１日",
        "二〇一五年三月一日",
        "2015年3月1日（星期日）",
        "2015-03-01 00:00:00",
        "2015-03-01T10:20",
    ],
)
def test_a_day_is_read_in_all_its_forms(text: str) -> None:
    assert read_date(text).value == date(2015, 3, 1)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2015-03-01T14:30", "2015-03-01T14:30:00"),
        ("2015-03-01 14:30:05.963944", "2015-03-01T14:30:05.963944"),
        ("2015-03-01 14:30:05.963944123", "2015-03-01T14:30:05.963944"),
        ("2015-03-01T14:30:00+08:00", "2015-03-01T14:30:00"),
        ("2015年3月1日14时", "2015-03-01T14:00:00"),
        ("2015年3月1日14时30分", "2015-03-01T14:30:00"),
        ("2015年3月1日十四时三十分", "2015-03-01T14:30:00"),
        ("2015年3月1日 14:30", "2015-03-01T14:30:00"),
        ("2015年3月1日晚8点半", "2015-03-01T20:30:00"),
        ("2015年3月1日中午12时", "2015-03-01T12:00:00"),
        ("2015年3月1日凌晨2时", "2015-03-01T02:00:00"),
    ],
)
def test_a_moment_is_read_in_all_its_forms(text: str, moment: str) -> None:
    assert read_moment(text).value == datetime.fromisoformat(moment)
    assert read_moment(text).flags == ()


@pytest.mark.parametrize(
    "text", ["2015年3月1日下午2时许", "2015年3月1日约14时", "2015年3月1日14时左右"]
)
def test_a_hedged_time_keeps_a_flag(text: str) -> None:
    assert read_moment(text).value == datetime.fromisoformat("2015-03-01T14:00")
    assert read_moment(text).flags == ("approximate",)


@pytest.mark.parametrize("text", ["2015-03-01", "2015年3月1日凌晨"])
def test_a_moment_without_a_time_says_so(text: str) -> None:
    assert read_moment(text).flags == ("time_not_stated",)


@pytest.mark.parametrize("text", ["2015-02-30", "2015-13-01", "20150230", "2015年2月30日"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    assert read_date(text).reason == "date_does_not_exist"


@pytest.mark.parametrize("text", ["2015-03-01 24:00", "2015-03-01 25:10", "2015-03-01 10:61"])
def test_a_time_that_does_not_exist_is_refused(text: str) -> None:
    assert read_moment(text).reason == "date_does_not_exist"


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("42064", "42064 → 2015-03-01 ?"),
        ("42064.604", "42064.604 → 2015-03-01 ?"),
        ("03/04/2015", "03/04/2015 → 2015-03-04 / 2015-04-03 ?"),
        ("民國104年3月1日", "民國104年3月1日 → 2015"),
        ("中華民國一百零四年", "中華民國一百零四年 → 2015"),
        ("104/3/1", "104/3/1 → 2015"),
        ("15-03-01", "15-03-01"),
        ("2015年3月", "2015年3月"),
        ("2015-03/01", "2015-03/01"),
        ("201503", "201503"),
    ],
)
def test_what_may_be_another_day_is_refused_with_what_it_may_mean(text: str, detail: str) -> None:
    reading = read_date(text)
    assert (reading.reason, reading.detail) == ("date_not_recognised", detail)


@given(days)
def test_every_day_is_read_back(day: date) -> None:
    for form in (f"{day}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert read_date(form).value == day


@given(st.datetimes(*(datetime.fromisoformat(d) for d in ("1900-01-01", "2199-12-31"))))
def test_every_moment_is_read_back(moment: datetime) -> None:
    assert read_moment(moment.isoformat(" ")).value == moment


@given(st.text() | st.text(alphabet="0123456789年月日时分-/.: T民国上午", max_size=20))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    for reading in (read_date(text), read_moment(text)):
        assert (reading.value is None) == (reading.reason is not None)
