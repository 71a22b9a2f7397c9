"""Regions as tiles and as a list, in the same colours; each leads to its own page."""

from collections.abc import Mapping, Sequence
from html import escape

import polars as pl

from app.base.words import Words
from app.compare import positions

NAMED = 40  # so many names of one kind are listed
# What a tile leaves out of a name, the longest first.
GENERIC = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "地区", "省", "市")


def tiles(regions: pl.DataFrame, addresses: Mapping[str, str], words: Words) -> str:
    """Answers a schematic tile map as HTML: at their places where all have one, else by code.

    Args:
        regions: region_code, name, position, rate (as text), tile_row and tile_column (or null).
        addresses: Where the tile of each region code leads.
        words: The words of the page.
    """
    placed = not regions.select(pl.col("tile_row", "tile_column").null_count().sum()).row(0)[0]
    drawn = "".join(
        _tile(row, addresses[row["region_code"]], words, placed=placed)
        for row in regions.sort("region_code").iter_rows(named=True)
    )
    kind = "placed" if placed else "flowing"
    return f'<div class="tiles {kind}" role="group">{drawn}</div>'


def listed(regions: pl.DataFrame, addresses: Mapping[str, str], words: Words) -> str:
    """Answers the regions by where they lie, as an HTML list that explains signs and colours.

    Args:
        regions: region_code, name and position, in the order in which they are to be named.
        addresses: Where each region code leads.
        words: The words of the page.
    """
    items = ""
    for code in positions.SIGNS:
        members = regions.filter(pl.col("position") == code)
        if members.height:
            names = _names(members.rows(named=True), addresses, words)
            items += (
                f'<dt><span class="swatch {code.replace("_", "-")}">{positions.SIGNS[code]}</span> '
                f"{escape(words(f'position_{code}'))}</dt><dd>{names}</dd>"
            )
    return f'<dl class="listed">{items}</dl>'


def _tile(row: Mapping[str, object], address: str, words: Words, *, placed: bool) -> str:
    code, name = str(row["position"]), str(row["name"])
    place = f' style="grid-area: {row["tile_row"]} / {row["tile_column"]}"' if placed else ""
    said = words("tile", region=name, rate=row["rate"], position=words(f"position_{code}"))
    kind = code.replace("_", "-")
    return (
        f'<a class="tile {kind}" href="{escape(address, quote=True)}" target="_self"{place} '
        f'title="{escape(said, quote=True)}" aria-label="{escape(said, quote=True)}">'
        f"<span>{positions.SIGNS[code]}</span>{escape(_short(name))}</a>"
    )


def _names(
    members: Sequence[Mapping[str, object]], addresses: Mapping[str, str], words: Words
) -> str:
    links = words("list_comma").join(
        f'<a href="{escape(addresses[str(row["region_code"])], quote=True)}" target="_self">'
        f"{escape(str(row['name']))}</a>"
        for row in members[:NAMED]
    )
    if len(members) <= NAMED:
        return links
    return links + escape(words("and_more_regions", all=len(members)))


def _short(name: str) -> str:
    for generic in GENERIC:
        if name.endswith(generic) and len(name) - len(generic) > 1:
            return name.removesuffix(generic)
    return name
