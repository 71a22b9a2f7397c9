"""A table under headings of its own: the reader says what each unknown column is, once."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.base import homes, reasons, session
from app.base.markdown import in_markdown, message
from app.base.words import Words
from app.files import uploads
from loaders.form.own_layouts import KINDS, Unread
from warehouse.ground.settings import Settings

NOT_READ = ""
BOX_WIDTH = 480
# Of a table whose headings are told, one way or the other.
REFUSALS = ("layout_not_recognised",)
REMARK = "headings_without_meaning"


def is_offered(seen: uploads.Seen) -> bool:
    """Answers whether a file has headings that a reader could give a meaning."""
    outcome = seen.checked.outcome
    return outcome.refusal in REFUSALS or REMARK in outcome.remarks


def draw(seen: uploads.Seen, file: uploads.Sent, place: int, words: Words) -> None:
    """Draws a choice for each unknown column, what is still missing, and the button that keeps it.

    Args:
        seen: What would come of the file.
        file: The file.
        place: Its place among the files.
        words: The words of the page.
    """
    if seen.checked.outcome.refusal is None and not st.toggle(
        words("form_take_open"), key=f"take_open_{place}"
    ):
        return
    st.markdown(words("form_take_hint"))
    home = homes.settings()
    kind = _choose_kind(file, seen, place, words)
    found = uploads.unread(file, kind)
    if found is None:
        return
    chosen = _choose_columns(found, place, words)
    lacks = found.lacks(chosen)
    if lacks:
        named = words("list_comma").join(lacks)
        st.caption(message(words, "form_take_lacks", columns=named))
    is_ready = bool(chosen) and not lacks
    if st.button(
        words("form_take_keep"), key=f"take_keep_{place}", type="primary", disabled=not is_ready
    ):
        _keep(home, file, found, chosen, words)


def _choose_kind(file: uploads.Sent, seen: uploads.Seen, place: int, words: Words) -> str:
    nearest = seen.checked.outcome.kind or ""
    if nearest not in KINDS:
        found = uploads.unread(file)
        nearest = found.kind if found else KINDS[0]
    return str(
        st.selectbox(
            words("form_take_kind"),
            KINDS,
            index=KINDS.index(nearest),
            format_func=lambda code: words(f"kind_{code}"),
            key=f"take_kind_{place}",
            width=BOX_WIDTH,
        )
    )


def _choose_columns(found: Unread, place: int, words: Words) -> dict[str, str]:
    """Answers the canonical column that each heading stands for, as chosen so far."""
    named = found.open_columns()
    asked: dict[str, str] = {}
    for number, (heading, samples) in enumerate(found.unknown.items()):
        free = {code: name for code, name in named.items() if code not in asked.values()}
        label = _label(heading, samples, words)
        column = st.selectbox(
            label,
            [NOT_READ, *free],
            format_func=lambda code: _column(code, named, words),
            key=f"take_{place}_{found.kind}_{number}",
            width=BOX_WIDTH,
        )
        if column:
            asked[heading] = str(column)
    return asked


def _label(heading: str, samples: Sequence[str], words: Words) -> str:
    if not samples:
        return message(words, "form_take_column", heading=heading)
    told = words("list_comma").join(samples)
    return message(words, "form_take_column_samples", heading=heading, samples=told)


def _column(code: str, named: Mapping[str, str], words: Words) -> str:
    if not code:
        return words("form_take_not_read")
    return code if words.language == "en" else named.get(code, code)


def _keep(
    home: Settings, file: uploads.Sent, found: Unread, chosen: Mapping[str, str], words: Words
) -> None:
    learnt = uploads.learn(home, file, found.kind, chosen)
    if learnt.is_kept:
        session.remember("upload_learnt", learnt.name)
        session.remember("upload_seen", None)
        st.rerun()
    st.error(words("form_take_failed"))
    for code, (_count, detail) in _why(learnt).items():
        st.caption(in_markdown(reasons.reason(code, words, detail)))


def _why(learnt: uploads.Learnt) -> dict[str, tuple[int, str]]:
    outcome = learnt.outcome
    if outcome.refusal:
        return {outcome.refusal: (1, outcome.refusal_detail or "")}
    return {code: (number, "") for code, number in outcome.reasons.items()}


def draw_learnt(words: Words) -> None:
    """Says which form has just been learnt, once."""
    name = session.remembered("upload_learnt")
    if name:
        session.remember("upload_learnt", None)
        st.success(message(words, "form_take_kept", name=str(name)))
