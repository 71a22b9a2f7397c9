"""How many times one rate is another, and how far chance may take that ratio."""

from dataclasses import dataclass
from math import sqrt

DEVIATE = 1.959963984540054  # of a standard normal, two-sided 95 %


@dataclass(frozen=True)
class Ratio:
    """One rate over another.

    Attributes:
        ratio: The ratio; None where the other rate is zero.
        lower: Lower end of its 95 % interval; None where nothing happened in either.
        upper: Upper end; None where there is none.
    """

    ratio: float | None
    lower: float | None
    upper: float | None

    @property
    def is_beyond_chance(self) -> bool:
        """Answers whether the interval leaves out one, so that the rates differ."""
        above = self.lower is not None and self.lower > 1
        below = self.upper is not None and self.upper < 1
        return above or below


def ratio_of_rates(
    count: float, denominator: float, other_count: float, other_denominator: float
) -> Ratio:
    """Answers the ratio of the rates of two regions that share no event.

    Given both counts together, the first is binomial if the rates are equal (Przyborowski &
    Wilenski, Biometrika 1940). Wilson's interval of its share (Journal of the American Statistical
    Association 1927) is turned into one of the ratio (Price & Bonett, Computational Statistics &
    Data Analysis 2000), as in fct_benchmark_comparisons.

    Args:
        count: Events of the one.
        denominator: What they are divided by, above zero.
        other_count: Events of the other.
        other_denominator: In the same unit, above zero.
    """
    weight = other_denominator / denominator
    both = count + other_count
    if not both:
        return Ratio(None, None, None)
    share, square = count / both, DEVIATE**2
    middle = (share + square / (2 * both)) / (1 + square / both)
    half = DEVIATE / (1 + square / both) * sqrt(share * (1 - share) / both + square / (4 * both**2))
    low = middle - half if count else 0.0
    high = middle + half
    return Ratio(
        ratio=count / other_count * weight if other_count else None,
        lower=low / (1 - low) * weight,
        upper=high / (1 - high) * weight if other_count else None,
    )
