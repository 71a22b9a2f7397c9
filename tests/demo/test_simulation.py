"""The simulated city: the same for everyone, and as many accidents as are to be expected."""

import math
from collections import Counter
from datetime import date

import pytest

from warehouse.demo.accidents import Accident, simulate
from warehouse.demo.city import city, months
from warehouse.demo.inbox import inbox_files, key
from warehouse.demo.making import fingerprint_of
from warehouse.demo.reports import Report, counted, reports

# Of all files of the inbox, names and bytes. It changes when the simulation or xlsxwriter does.
FINGERPRINT = "abe3139c9156b1e2b42c07182cea57067d8ed89f53d5532ed9ea85917e51c8c7"


@pytest.fixture(scope="module")
def accidents() -> list[Accident]:
    """Answers all accidents of the city."""
    return simulate(city())


@pytest.fixture(scope="module")
def told(accidents: list[Accident]) -> list[Report]:
    """Answers all its reports."""
    return reports(city(), accidents, months())


def test_the_files_are_the_same_byte_for_byte() -> None:
    assert fingerprint_of(inbox_files()) == FINGERPRINT


def test_a_later_beginning_changes_no_accident(accidents: list[Accident]) -> None:
    later = simulate(city(), 2025)
    assert later == [each for each in accidents if each.at.year >= 2025]


def test_another_seed_makes_another_city(accidents: list[Accident]) -> None:
    assert simulate(city(), 2026, seed=1) != [each for each in accidents if each.at.year == 2026]


def test_what_is_expected_on_a_day_is_what_was_set() -> None:
    jiajiang, yishan = city().counties[:2]
    building = next(each for each in city().industries if each["code"] == "E")
    # 215 a year x 0.26 of the city / 365.25 days x 1.20 in July (the months' mean is 1): a Monday,
    # and the Sunday before, on which 0.85 is left.
    july = city().expected(jiajiang, building, date(2016, 7, 1))
    assert july[3] == pytest.approx(215 * 0.26 / 365.25 * 1.20)
    assert july[2] == pytest.approx(215 * 0.26 / 365.25 * 1.20 * 0.85)
    # New Year's day of 2016 was 8 February: 0.15 is left, of February's 0.55.
    assert city().expected(jiajiang, building, date(2016, 2, 1))[7] == pytest.approx(
        215 * 0.26 / 365.25 * 0.55 * 0.15
    )
    # Eight years later 0.95 ** 8 is left in Yishan; from May to July 2024 three times as many.
    assert city().expected(yishan, building, date(2024, 5, 1))[0] == pytest.approx(
        215 * 0.22 / 365.25 * 1.05 * 0.95**8 * 3
    )


def test_goods_vehicles_not_run_for_hire_are_no_longer_counted_from_2018() -> None:
    jiajiang = city().counties[0]
    transport = next(each for each in city().industries if each["code"] == "G")
    before = city().expected(jiajiang, transport, date(2017, 12, 1))[0]
    after = city().expected(jiajiang, transport, date(2018, 12, 1))[0]
    # 1 December was a Friday, then a Saturday; a year takes 6 % in Jiajiang.
    assert after / before == pytest.approx(0.62 * 0.94)


def test_as_many_accidents_are_drawn_as_are_expected(accidents: list[Accident]) -> None:
    drawn = Counter(
        (each.county["code"], each.industry["code"], each.at.year) for each in accidents
    )
    far = 0
    for county in city().counties:
        for industry in city().industries:
            for year in range(2016, 2026):
                mean = sum(
                    sum(city().expected(county, industry, date(year, month, 1)))
                    for month in range(1, 13)
                )
                distance = drawn[county["code"], industry["code"], year] - mean
                far += abs(distance) > 2.5 * math.sqrt(mean)
    # Of 540 Poisson numbers about 1.5 in 100 lie further off than 2.5 standard deviations.
    assert far <= 20
    everything = sum(
        sum(city().expected(county, industry, month))
        for county in city().counties
        for industry in city().industries
        for month in months()
    )
    assert abs(len(accidents) - everything) < 3 * math.sqrt(everything)


def test_deaths_are_as_grave_as_was_set(accidents: list[Accident]) -> None:
    building = [each for each in accidents if each.industry["code"] == "E"]
    # Of 1,000 accidents 430 have no death, 535 one, 24 two.
    for deaths, share in ((0, 0.430), (1, 0.535), (2, 0.024)):
        number = sum(each.deaths == deaths for each in building)
        spread = math.sqrt(len(building) * share * (1 - share))
        assert abs(number - share * len(building)) < 3 * spread
    assert all(each.serious + each.minor > 0 for each in building if each.deaths == 0)


def test_what_is_known_of_a_year_changes_later(told: list[Report]) -> None:
    first, last = counted(told, date(2024, 1, 20), 2023), counted(told, date(2026, 11, 8), 2023)
    assert first != last
    assert all(report.published > report.covers[1] for report in told)


def test_an_accident_is_told_again_under_its_number(told: list[Report]) -> None:
    tellings = Counter(
        (each.accident.at.year, each.accident.number) for report in told for each in report.tellings
    )
    again = sum(number > 1 for number in tellings.values())
    # 7 % of those with a serious injury, 1.2 % that are none of production, and the grave ones.
    assert 0.02 < again / len(tellings) < 0.08
    assert any(each.closed for report in told for each in report.tellings if each.accident.is_grave)


def test_the_key_names_what_is_planted() -> None:
    lines = key().decode().splitlines()
    assert len(lines) - 1 == len(city().outbreaks)
    counties = {county["code"] for county in city().counties}
    groups = {industry["group"] for industry in city().industries}
    for outbreak in city().outbreaks:
        assert outbreak.region_code in counties
        assert outbreak.scope_code in groups
        assert outbreak.factor > 1
