"""What a target means, worked out by hand."""

import pytest

from warehouse.planning.allocating import read_weights, shared_out
from warehouse.planning.prospects import Asked, Base, past_growth, prospect
from warehouse.planning.target_rows import first_year
from warehouse.planning.trends import Year

DONGGUAN = Base((Year(2025, 92, 1),), 1, is_rate=False)


def test_fifteen_per_cent_of_a_count() -> None:
    found = prospect(DONGGUAN, DONGGUAN.years, Asked(2030, reduction=0.15))
    # 92 x 0.85 = 78.2
    assert found.limit == pytest.approx(78.2)
    assert (found.allowed, found.before) == (78, 92)
    # the fifth root of 0.85, less one
    assert found.yearly_change == pytest.approx(-0.031981, abs=1e-6)
    # 92 x 0.85^(t/5): 89.05, 86.21, 83.45, 80.78, 78.2
    assert [each.events for each in found.steps] == [89, 86, 83, 80, 78]
    assert [each.year for each in found.steps] == [2026, 2027, 2028, 2029, 2030]
    assert found.by_trend is None
    assert found.trend is None
    assert found.by_growth is None
    # p = 2 x Bin(66; 158, 1/2) = 0.0464, of 67 0.0567 (scipy.stats.binomtest)
    assert found.beyond_chance is not None
    assert found.beyond_chance == pytest.approx((66, 1 - 66 / 92))


def test_a_whole_limit_is_not_cut_by_rounding() -> None:
    found = prospect(Base((Year(2025, 100, 1),), 1, is_rate=False), [], Asked(2030, reduction=0.07))
    assert found.allowed == 93


def test_thirty_per_cent_of_a_rate_with_growth() -> None:
    base = Base((Year(2024, 103, 1.2282e12),), 1e8, is_rate=True)
    found = prospect(base, base.years, Asked(2030, reduction=0.30, growth=0.05))
    # 103 / 12282 = 0.0083863; x 0.7
    assert found.limit == pytest.approx(0.00587038, abs=1e-8)
    # 103 x 0.7 x 1.05^6 = 96.62
    assert found.allowed == 96
    # 1 - 1.05^-6
    assert found.by_growth == pytest.approx(0.253785, abs=1e-6)
    # (0.7 x 1.05^6)^(1/6) - 1
    assert found.yearly_change_of_events == pytest.approx(-0.010595, abs=1e-5)
    # growth makes it likelier that the limit is kept than an unchanged risk does
    assert found.by_growth_and_chance is not None
    assert found.by_chance < found.by_growth_and_chance


def test_a_mean_of_years_counts_as_many_years() -> None:
    base = Base(tuple(Year(2021 + at, 18 + at, 1) for at in range(5)), 1, is_rate=False)
    found = prospect(base, base.years, Asked(2030, reduction=0.15))
    # mean 20, limit 17
    assert (found.before, found.allowed) == (20, 17)
    assert found.limit == pytest.approx(17)
    one = prospect(Base((Year(2025, 20, 1),), 1, is_rate=False), [], Asked(2030, reduction=0.15))
    # a better known base leaves less to chance
    assert found.by_chance < one.by_chance
    assert not found.is_few


def test_a_value_is_a_reduction_too() -> None:
    found = prospect(DONGGUAN, DONGGUAN.years, Asked(2030, value=80))
    assert found.reduction == pytest.approx(12 / 92)
    assert found.allowed == 80


def test_no_event_at_all_as_a_target() -> None:
    found = prospect(DONGGUAN, DONGGUAN.years, Asked(2030, value=0))
    assert (found.allowed, found.yearly_change) == (0, -1)
    assert found.is_few


@pytest.mark.parametrize("end", [2024, 2025])
def test_nothing_is_said_of_a_year_that_has_been(end: int) -> None:
    with pytest.raises(ValueError, match="no_events_or_no_time"):
        prospect(DONGGUAN, [], Asked(end, reduction=0.1))


def test_growth_of_the_years_before() -> None:
    # 100 to 121 in two years
    assert past_growth([Year(2020, 1, 100), Year(2022, 1, 121)]) == pytest.approx(0.1)
    assert past_growth([Year(2020, 1, 100)]) is None


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        # 78 x 30/92, 25/92, 37/92 = 25.43, 21.20, 31.37: two are left, to .43 and .37
        (78, [30, 25, 37], [26, 21, 31]),
        (10, [1, 1, 1], [4, 3, 3]),
        (5, [0, 1, 0], [0, 5, 0]),
        (0, [1, 2], [0, 0]),
        (7, [0.5, 0.25, 0.25], [3, 2, 2]),
    ],
)
def test_shares_are_whole_and_add_up(total: int, weights: list[float], expected: list[int]) -> None:
    found = shared_out(total, weights)
    assert found == expected
    assert sum(found) == total


@pytest.mark.parametrize("weights", [[0, 0], [-1, 2], []])
def test_weights_that_share_nothing_out_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights_not_usable"):
        shared_out(5, weights)


def test_weights_are_read_as_people_write_and_paste_them() -> None:
    assert read_weights("南湖区 12\n海盐县\t7.5\n\n经开区：３\nNew East 4\n没有数\n12\n") == (
        [("南湖区", 12), ("海盐县", 7.5), ("经开区", 3), ("New East", 4)],
        [6, 7],
    )


def test_a_plan_to_2030_begins_in_2026_and_after_its_base() -> None:
    assert first_year(2030, 2024) == 2026
    assert first_year(2030, 2027) == 2028
    assert first_year(2028, 2025) == 2026
