"""What the newest build has brought, in one strip under the answer."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from app.base import numbers
from app.base.selection import Selection, address
from app.base.words import Words
from app.figure import tables
from app.plans import since_last_build
from warehouse.ground.errors import DamagedBuildError

Row = Mapping[str, Any]
FILES_SHOWN = 5
CHANGES_SHOWN = 2


def strip(selection: Selection, standing: Row | None, words: Words) -> str:
    """Answers the strip in HTML: what has changed, else when the data are of.

    Args:
        selection: The selection of the page.
        standing: The standing of the plan shown, if there is one.
        words: The words of the page.
    """
    found = since_last_build.latest()
    said = [_changes(found.earlier, selection, standing, words)] if found.earlier else []
    built = words("overview_built", built=_local(found.built_at))
    files = "".join(
        f"<li>{escape(_loaded(row, words))}</li>"
        for row in found.files.head(FILES_SHOWN).iter_rows(named=True)
    )
    if files:
        shown = Selection.read({"lang": words.language, "home": selection.home})
        of_loads = address("loads", shown)
        link = tables.anchor(tables.PageLink(words("page_loads"), of_loads))
        loaded = escape(words("overview_loads", files=found.files.height))
        said.append(f"<details><summary>{loaded}</summary><ul>{files}</ul><p>{link}</p></details>")
    return (
        f'<section class="strip"><h2>{escape(words("overview_news"))}</h2>'
        f'<div><p class="small">{escape(built)}</p>{"".join(said)}</div></section>'
    )


def _changes(earlier: Path, selection: Selection, standing: Row | None, words: Words) -> str:
    """Answers what the figures say otherwise than in the build before, the first in sight."""
    try:
        told = since_last_build.told(earlier, selection, standing, words)
    except DamagedBuildError:
        return f"<p>{escape(words('overview_changes_unknown'))}</p>"
    if not told:
        code = "overview_changes" if standing is not None else "overview_changes_of_values"
        return f"<p>{escape(words(f'{code}_none'))}</p>"
    items = [f"<li>{tables.anchor(each)}</li>" for each in told]
    said = f"<ul>{''.join(items[:CHANGES_SHOWN])}</ul>"
    if len(items) <= CHANGES_SHOWN:
        return said
    more = escape(words("overview_changes_more", number=len(items)))
    rest = "".join(items[CHANGES_SHOWN:])
    return f"{said}<details><summary>{more}</summary><ul>{rest}</ul></details>"


def _loaded(row: Row, words: Words) -> str:
    return words(
        "overview_loaded",
        file=row["file"],
        accepted=numbers.count(row["rows_accepted"]),
        refused=numbers.count(row["rows_refused"]),
    )


def _local(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
