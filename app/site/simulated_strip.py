"""What says on every page that its data are simulated, and what leads there and back."""

from html import escape

from app.base import homes
from app.base.selection import Selection, address
from app.base.words import Words
from warehouse.ground.homes import simulation

FIRST_PAGE = "overview"


def said(selection: Selection, words: Words) -> str:
    """Answers the strip under the head of a page of simulated data, as HTML; else nothing.

    Args:
        selection: The selection of the page.
        words: The words of the page.
    """
    mark = homes.mark(words)
    if not mark:
        return ""
    back = _link("", "", words("simulated_back"), words) if selection.home else ""
    return f'<p class="simulated" role="note"><span>{escape(mark)}</span> {back}</p>'


def link(words: Words) -> str:
    """Answers the quiet link to the simulated city beside this home, as HTML; else nothing."""
    if homes.mark(words) or not homes.has_demo():
        return ""
    beside = simulation(homes.named(homes.DEMO).home) or {}
    region = str(beside.get("region_code", ""))
    leads = _link(homes.DEMO, region, words("simulated_see"), words)
    return f'<p class="small to-simulated">{leads}</p>'


def _link(home: str, region: str, said: str, words: Words) -> str:
    """Answers a link that loads everything anew: another home is another reader's session."""
    shown = Selection.read({"home": home, "region": region, "lang": words.language})
    to = escape(address(FIRST_PAGE, shown), quote=True)
    return f'<a href="{to}" target="_top">{escape(said)}</a>'
