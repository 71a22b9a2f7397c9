"""What the rest of a year may bring, as docs/method.md says it, worked out with scipy."""

from scipy import stats

BETWEEN_YEARS, WITHIN_YEAR, ASSUMED, DISCOUNT = 0.35, 0.2, 0.25, 0.6


def rest(used: float, share: float, years: float, events: float) -> tuple[float, float]:
    """Answers size and success probability of the negative binomial rest of a year.

    Args:
        used: Events so far.
        share: The share of the year gone by, below 1.
        years: How many earlier years count, discounted.
        events: What they counted, discounted alike.
    """
    earlier = 1 + BETWEEN_YEARS**2 * events
    now = 1 + WITHIN_YEAR**2 * used
    size = events / earlier + used / now + ASSUMED
    known = years / earlier + share / now
    return size, known / (known + 1 - share)


def exceeded(most: float, used: float, share: float, years: float, events: float) -> float:
    """Answers the chance of more than so many in the whole year."""
    if used > most or share == 1:
        return float(used > most)
    return float(stats.nbinom.sf(most - used, *rest(used, share, years, events)))


def discounted(years: list[float]) -> tuple[float, float]:
    """Answers years and what they counted, each worth 0.6 of the one after; the last first."""
    weights = [DISCOUNT ** (age + 1) for age in range(len(years))]
    return sum(weights), sum(weight * count for weight, count in zip(weights, years, strict=True))
