"""The indicator that is asked about, and where: chosen alike on the pages of trends and drivers."""

from dataclasses import dataclass
from typing import Any

from app.base import choices, database, regions
from app.base.selection import Selection
from app.base.words import Words


@dataclass(frozen=True)
class Asked:
    """An indicator of some regions, with what else is on offer.

    Attributes:
        names: What each region that has values is called, by its code.
        indicators: The row of each indicator by its code.
        code: Code of the one asked about.
        regions: Codes of the regions asked about that have values.
    """

    names: dict[str, str]
    indicators: dict[str, dict[str, Any]]
    code: str
    regions: tuple[str, ...]

    @classmethod
    def of(cls, selection: Selection, offered: str, words: Words) -> "Asked | None":
        """Answers what a selection asks about; None where nothing is on offer.

        Args:
            selection: The selection of the page.
            offered: The query of the indicators on offer.
            words: The words of the page.
        """
        found = {row["indicator_code"]: row for row in database.ask(offered).iter_rows(named=True)}
        if not found:
            return None
        names = regions.with_values(words)
        return cls(
            names=names,
            indicators=found,
            code=choices.first_offered(selection.indicator, list(found)),
            regions=tuple(region for region in selection.regions if region in names),
        )

    @property
    def indicator(self) -> dict[str, Any]:
        """Answers the row of the indicator asked about."""
        return self.indicators[self.code]

    def draw_regions(self, selection: Selection, words: Words) -> None:
        """Draws the choice of regions."""
        choices.choose_regions(selection, regions.searchable(self.names, words), words)

    def draw_indicators(self, words: Words) -> None:
        """Draws the choice of the indicator, explained by its definition."""
        named = words.column("indicator_name")
        titles = {code: row[named] for code, row in self.indicators.items()}
        definition = self.indicator[words.column("definition")]
        choices.choose_one("indicator", self.code, titles, words, definition)
