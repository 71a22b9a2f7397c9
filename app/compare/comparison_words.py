"""What a comparison comes to, in words: the answer, each region asked about, what to beware of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from app.base import numbers
from app.base.words import Words
from app.compare import comparison_questions, positions, tiles
from app.compare.comparison_questions import Group
from warehouse.ask.ratios import Ratio, ratio_of_rates

FEWEST_TO_COUNT = 3  # of two regions their ratio is told
FEWEST_FOR_FUNNEL = 10


@dataclass(frozen=True)
class Subject:
    """What the page compares.

    Attributes:
        group: Indicator, scope, period basis, peers and period.
        compared: The regions of the group, the highest rate first.
        indicator: The indicator's row of dim_indicators.
        scope: The scope as people call it.
        benchmark: Code of what the regions are held against; empty for nothing.
        benchmark_name: What that is called.
        asked: Codes of the regions asked about.
    """

    group: Group
    compared: pl.DataFrame
    indicator: dict[str, Any]
    scope: str
    benchmark: str
    benchmark_name: str
    asked: tuple[str, ...]

    @property
    def level(self) -> str:
        """Answers the level of the regions."""
        return self.group[3].partition(".")[0]

    @property
    def decimals(self) -> int:
        """Answers the digits of the rates after the point."""
        return int(self.indicator["decimals"])

    @property
    def peers(self) -> int:
        """Answers how many regions compare with each other."""
        known = self.compared["peer_count"].drop_nulls()
        return int(known[0]) if len(known) else self.computed.height

    @property
    def computed(self) -> pl.DataFrame:
        """Answers the regions whose count and denominator are known and that compare."""
        is_apart = pl.col("position") == positions.NOT_COMPARABLE
        return self.compared.filter(pl.col("computed_rate").is_not_null() & ~is_apart)

    @property
    def is_pair(self) -> bool:
        """Answers whether two regions are held against each other, and nothing else."""
        return self.benchmark == "peers" and self.computed.height == FEWEST_TO_COUNT - 1

    @property
    def has_funnel(self) -> bool:
        """Answers whether there are regions enough to tell a spread."""
        return self.peers >= FEWEST_FOR_FUNNEL

    def one_rate(self) -> float | None:
        """Answers the benchmark's rate if it is the same for all; peers leave each region out."""
        rates = self.compared["benchmark_rate"].drop_nulls().unique()
        return float(rates[0]) if len(rates) == 1 and self.benchmark != "peers" else None

    def number(self, rate: float | None) -> str:
        """Answers a rate with the digits of its indicator."""
        return numbers.number(rate, self.decimals)

    def said(self, words: Words) -> dict[str, str]:
        """Answers what every sentence names: when, what, of which accidents, in which unit."""
        return {
            "period": numbers.period(self.compared.row(0, named=True), words),
            "indicator": self.indicator[words.column("indicator_name")],
            "scope": words.within(self.scope),
            "unit": self.indicator[words.column("unit")],
            "level": words(f"level_{self.level}"),
            "benchmark": self.benchmark_name,
        }


def answer(subject: Subject, words: Words) -> str:
    """Answers the page's question in one sentence."""
    computed, said = subject.computed, subject.said(words)
    if computed.height >= FEWEST_TO_COUNT:
        return _counted(subject, said, words)
    if computed.height == FEWEST_TO_COUNT - 1:
        return _paired(subject, said, words)
    if computed.height == 1:
        return _single(subject, said, words)
    rows = subject.compared.rows(named=True)
    listed = _rates(subject, rows, words)
    code = "compare_answer_published" if len(rows) > 1 else "compare_answer_published_one"
    return words(code, regions=len(rows), rates=listed, **said)


def _counted(subject: Subject, said: Mapping[str, str], words: Words) -> str:
    computed = subject.computed
    judged = computed.filter(pl.col("position").is_in(positions.JUDGED))
    above = judged["position"].is_in(positions.ABOVE).sum()
    below = judged["position"].is_in(positions.BELOW).sum()
    found = {**said, "regions": computed.height, "above": above, "below": below}
    places = _places(subject, words)
    if not judged.height:
        return words("compare_answer_unjudged", places=places, **found)
    rate = subject.one_rate()
    against = "" if rate is None else words("compare_at", rate=subject.number(rate), **said)
    kind = "" if above or below else "_alike"
    return words(f"compare_answer{kind}", at=against, places=places, **found)


def _places(subject: Subject, words: Words) -> str:
    """Answers the place of the first region asked about, or of the one that it lies in."""
    for row in own_rows(subject, words):
        if row["rate_rank"] is not None:
            place = ordinal(subject.peers + 1 - row["rate_rank"], words)
            return words("compare_place", region=row["name"], place=place)
    return ""


def ordinal(number: int, words: Words) -> str:
    """Answers a place: 第7, 7th."""
    last = number % 10 if number % 100 not in (11, 12, 13) else 0
    ending = {1: "st", 2: "nd", 3: "rd"}.get(last, "th")
    return words(f"ordinal_{ending}", number=number)


def _paired(subject: Subject, said: Mapping[str, str], words: Words) -> str:
    first, second = subject.computed.rows(named=True)
    if second["region_code"] in subject.asked and first["region_code"] not in subject.asked:
        first, second = second, first
    return words("compare_answer_two", said_ratio=ratio(subject, first, second, words), **said)


def ratio(subject: Subject, one: Mapping[str, Any], other: Mapping[str, Any], words: Words) -> str:
    """Answers how many times one region's rate is another's, and whether that may be chance."""
    found = ratio_of_rates(
        one["numerator"], one["denominator"], other["numerator"], other["denominator"]
    )
    said = {
        "region": one["name"],
        "other": other["name"],
        "rate": subject.number(one["computed_rate"]),
        "other_rate": subject.number(other["computed_rate"]),
        "unit": subject.indicator[words.column("unit")],
    }
    if found.ratio is None or found.upper is None:
        return words("compare_ratio_none", **said)
    chance = "beyond" if found.is_beyond_chance else "within"
    return words(
        "compare_ratio",
        ratio=numbers.number(found.ratio, 2),
        interval=_ends(found, words),
        chance=words(f"compare_{chance}"),
        **said,
    )


def _ends(found: Ratio, words: Words) -> str:
    return words(
        "interval", lower=numbers.number(found.lower, 2), upper=numbers.number(found.upper, 2)
    )


def _single(subject: Subject, said: Mapping[str, str], words: Words) -> str:
    row = subject.computed.row(0, named=True)
    found = {"region": row["name"], "rate": subject.number(row["computed_rate"]), **said}
    if row["position"] not in positions.JUDGED:
        return words("compare_answer_one_alone", **found)
    return words("compare_answer_one", against=against(subject, row, words), **found)


def against(subject: Subject, row: Mapping[str, Any], words: Words) -> str:
    """Answers where a region lies against the benchmark, with their ratio and its interval."""
    interval = words(
        "interval",
        lower=numbers.number(row["ratio_lower_95"], 2),
        upper=numbers.number(row["ratio_upper_95"], 2),
    )
    side = "within"
    if row["position"] in positions.ABOVE:
        side = "above"
    elif row["position"] in positions.BELOW:
        side = "below"
    return words(
        f"compare_against_{side}",
        benchmark=subject.benchmark_name,
        rate=subject.number(row["benchmark_rate"]),
        ratio=numbers.number(row["rate_ratio"], 2),
        interval=interval,
    )


def own_rows(subject: Subject, words: Words) -> list[dict[str, Any]]:
    """Answers the rows of the regions asked about; of those of another level, of where they lie."""
    shown = {row["region_code"]: row for row in subject.compared.iter_rows(named=True)}
    found: dict[str, dict[str, Any]] = {}
    for row in comparison_questions.kin(subject.asked).iter_rows(named=True):
        if row["region_code"] in shown and row["asked_code"] not in found:
            name = row[words.column("region_name")]
            own = shown[row["region_code"]]
            named = own["name"] if not row["steps"] else _of(own["name"], name, words)
            found[row["asked_code"]] = {**own, "name": own["name"], "told": named}
    in_order = [found[code] for code in subject.asked if code in found]
    return list({row["region_code"]: row for row in in_order}.values())


def _of(region: str, part: str, words: Words) -> str:
    return words("compare_of", region=region, part=part)


def lines(subject: Subject, words: Words) -> list[str]:
    """Answers what is said of the regions asked about and of the benchmark, below the answer."""
    said = [_own(subject, row, words) for row in own_rows(subject, words)]
    computed = {row["region_code"]: row for row in subject.computed.iter_rows(named=True)}
    pair = [row for row in own_rows(subject, words) if row["region_code"] in computed]
    if subject.computed.height >= FEWEST_TO_COUNT and len(pair) > 1:
        said.append(ratio(subject, pair[0], pair[1], words) + words("full_stop"))
    return [line for line in [*said, *_of_benchmark(subject, words)] if line]


def _own(subject: Subject, row: Mapping[str, Any], words: Words) -> str:
    found = {
        "region": row["told"],
        "rate": subject.number(row["shown_rate"]),
        "unit": subject.indicator[words.column("unit")],
    }
    if row["position"] == positions.PUBLISHED_ONLY:
        return words("compare_own_published", **found)
    if row["position"] not in positions.JUDGED or subject.computed.height == 1:
        return ""
    if subject.is_pair:
        return ""  # the answer is just that
    return words("compare_own", against=against(subject, row, words), **found)


def _of_benchmark(subject: Subject, words: Words) -> list[str]:
    compared = subject.compared
    benchmark, level = subject.benchmark_name, words(f"level_{subject.level}")
    reasons = set(compared["benchmark_reason_code"].drop_nulls())
    said = []
    published = compared.filter(pl.col("benchmark_basis_code") == "published")
    if published.height:
        rate = subject.number(published["benchmark_rate"][0])
        said.append(words("compare_benchmark_published", benchmark=benchmark, rate=rate))
    if "parts_do_not_add_up" in reasons:
        said.append(words("compare_benchmark_differs", benchmark=benchmark, level=level))
    if "denominator_differs" in reasons:
        said.append(words("compare_benchmark_denominator", benchmark=benchmark))
    if subject.benchmark == "peers" and subject.computed.height >= FEWEST_TO_COUNT:
        said.append(words("compare_peers", benchmark=benchmark))
    return said


def hints(subject: Subject, words: Words) -> list[str]:
    """Answers what a reader must know before the comparison is believed."""
    compared = subject.compared
    said = []
    if compared["is_proxy_denominator"].any():
        measure = compared[words.column("measure_name")][0]
        said.append(words("compare_proxy", measure=words.within(measure)))
    differing = compared.filter(pl.col("position") == positions.NOT_COMPARABLE)
    if differing.height:
        said.append(words("compare_differing", regions=listed(differing["name"], words)))
    printed = compared.filter(pl.col("position") == positions.PUBLISHED_ONLY)
    if printed.height and subject.computed.height:
        rates = _rates(subject, printed.rows(named=True), words)
        said.append(words("compare_published", rates=rates))
    left_out = comparison_questions.left_out(subject.group, compared)
    for reason in sorted(set(left_out["reason"])):
        members = left_out.filter(pl.col("reason") == reason)
        names = listed(members[words.column("region_name")], words)
        said.append(words(f"compare_left_out_{reason[2:]}", regions=names))
    absent = _absent(subject, left_out, words)
    if absent:
        said.append(words("compare_absent_regions", regions=listed(absent, words)))
    if compared["is_small_count"].any():
        said.append(words("compare_few"))
    return said


def _absent(subject: Subject, left_out: pl.DataFrame, words: Words) -> list[str]:
    """Answers the names of regions asked about, of this level, of which nothing is known."""
    known = {*subject.compared["region_code"], *left_out["region_code"]}
    asked = comparison_questions.kin(subject.asked).filter(
        (pl.col("steps") == 0)
        & (pl.col("region_level") == subject.level)
        & ~pl.col("region_code").is_in(list(known))
    )
    return list(asked[words.column("region_name")])


def _rates(subject: Subject, rows: Sequence[Mapping[str, Any]], words: Words) -> str:
    told = [
        words("compare_rate", region=row["name"], rate=subject.number(row["shown_rate"]))
        for row in rows
    ]
    return listed(told, words)


def listed(names: Sequence[str] | pl.Series, words: Words) -> str:
    """Answers names in a row, of many the first and how many there are."""
    told = list(names)
    said = words("list_comma").join(told[: tiles.NAMED])
    if len(told) > tiles.NAMED:
        said += words("and_more_regions", all=len(told))
    return said
