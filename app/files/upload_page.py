"""Upload: what would come of this file, and shall it be stored?"""

from collections.abc import Sequence
from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.base import homes, numbers, reasons, sentences, session
from app.base.markdown import in_markdown, message
from app.base.selection import Selection, show_in_url
from app.base.words import Words
from app.figure import exhibits, tables
from app.files import (
    builds,
    files_to_mend,
    layout_titles,
    loads_page,
    own_form,
    rows_as_read,
    uploads,
)
from warehouse.builds.expected_time import expected_seconds
from warehouse.ground.errors import WarehouseError, from_operating_system

if TYPE_CHECKING:
    from loaders.lake.outcomes import Outcome

ROWS_SHOWN = 10
CELL_SHOWN = 60
RECOGNISE = ""
# Our words for the uploader's own, which streamlit.css puts in their place.
STYLE = """<style>:root {{
  --upload-choose: "{choose}"; --upload-drop: "{drop}"; --upload-too-large: "{too_large}";
}}</style>"""


def show(selection: Selection, words: Words) -> None:
    """Draws the page: choose files, see what would come of them, store them, build."""
    show_in_url(selection)
    top = st.empty()
    stored = session.remembered("upload_stored")
    if stored is not None:
        _draw_stored(stored, top, words)
        return
    top.html(sentences.first_line(words("upload_ask"), words))
    try:
        files, layout = _choose(words)
        if not files:
            st.markdown(words("upload_steps"))
            return
        own_form.draw_learnt(words)
        seen = _checked(files, layout, words)
        top.html(sentences.first_line(answer(seen, words), words))
        _draw_store(files, layout, seen, words)
        for place, each in enumerate(seen):
            is_open = len(seen) == 1 or not _is_clean(each)
            _draw_seen(each, place, words, _sent(files, each.name), is_open=is_open)
    except WarehouseError as error:
        st.error(in_markdown(error.sentence(words.language)))
    except OSError as error:
        st.error(in_markdown(from_operating_system(error).sentence(words.language)))


def answer(seen: Sequence[uploads.Seen], words: Words) -> str:
    """Answers in one sentence what would come of the files."""
    outcomes = [each.checked.outcome for each in seen]
    said = {
        "files": numbers.count(len(seen)),
        "accepted": numbers.count(sum(each.rows_accepted for each in outcomes)),
        "refused": numbers.count(sum(each.rows_refused for each in outcomes)),
        "unusable": numbers.count(sum(each.status == "refused" for each in outcomes)),
        "known": numbers.count(sum(each.status == "duplicate" for each in outcomes)),
    }
    further = [
        words(f"upload_answer_{name}", **said)
        for name in ("unusable", "known")
        if said[name] != "0"
    ]
    return words("upload_answer", further="".join(further), **said)


def _choose(words: Words) -> tuple[list[uploads.Sent], str | None]:
    size = int(st.get_option("server.maxUploadSize"))
    st.html(
        STYLE.format(
            choose=words("upload_choose"),
            drop=words("upload_drop"),
            too_large=words("upload_too_large", size=size),
        )
    )
    left, right = st.columns([6, 4])
    with left:
        files = st.file_uploader(
            words("upload_files", size=size),
            accept_multiple_files=True,
            key=f"upload_files_{session.remembered('upload_round', 0)}",
        )
    titles = {RECOGNISE: words("upload_recognise")} | layout_titles.titles(words)
    with right:
        layout = st.selectbox(
            words("upload_layout"),
            list(titles),
            format_func=titles.__getitem__,
            key="upload_layout",
            help=words("upload_layout_help"),
        )
    return list(files), layout or None


def _checked(files: Sequence[uploads.Sent], layout: str | None, words: Words) -> list[uploads.Seen]:
    """Answers what would come of the files; checked once, not at every click."""
    asked = (tuple(getattr(file, "file_id", file.name) for file in files), layout)
    known = session.remembered("upload_seen")
    if known and known[0] == asked:
        seen: list[uploads.Seen] = known[1]
        return seen
    with st.spinner(words("upload_checking")):
        line = st.empty()
        seen = uploads.check(homes.settings(), files, layout, _progress(line, words))
        line.empty()
    session.remember("upload_seen", (asked, seen))
    return seen


def _progress(line: DeltaGenerator, words: Words) -> uploads.Progress:
    def report(name: str, rows: int) -> None:
        line.caption(message(words, "upload_progress", file=name, rows=numbers.count(rows)))

    return report


def _draw_store(
    files: Sequence[uploads.Sent], layout: str | None, seen: Sequence[uploads.Seen], words: Words
) -> None:
    names = [each.name for each in seen if each.can_be_stored]
    if not names:
        st.markdown(words("upload_nothing_to_store"))
        return
    st.markdown(words("upload_store_hint"))
    label = words("upload_store", files=len(names))
    if st.button(label, type="primary", key="upload_store"):
        with st.spinner(words("upload_storing")):
            line = st.empty()
            report = _progress(line, words)
            reader = str(st.user.get("email") or st.user.get("name") or "") or None
            home = homes.settings()
            outcomes = uploads.store(home, files, layout, names, report, reader)
        # A new key empties the choice of files.
        session.remember("upload_round", session.remembered("upload_round", 0) + 1)
        session.remember("upload_seen", None)
        session.remember("upload_stored", outcomes)
        session.remember("upload_built", value=False)
        st.rerun()


def _is_clean(seen: uploads.Seen) -> bool:
    return seen.checked.outcome.status in {"accepted", "duplicate"}


def _sent(files: Sequence[uploads.Sent], name: str) -> uploads.Sent | None:
    """Answers the file that is called so after its name was made safe; None of several alike."""
    found = [file for file in files if uploads.safe_name(file.name) == name]
    return found[0] if len(found) == 1 else None


def _draw_seen(
    seen: uploads.Seen, place: int, words: Words, file: uploads.Sent | None, *, is_open: bool
) -> None:
    outcome = seen.checked.outcome
    counts = {name: numbers.count(getattr(outcome, name)) for name in loads_page.COUNTS}
    title = message(
        words,
        "upload_file",
        sign=loads_page.SIGNS[outcome.status],
        status=words(f"check_{outcome.status}"),
        file=seen.name,
    )
    with st.expander(title, expanded=is_open):
        if outcome.refusal:
            why = reasons.reason(outcome.refusal, words, outcome.refusal_detail)
            st.markdown(in_markdown(why))
            if file is not None and own_form.is_offered(seen):
                own_form.draw(seen, file, place, words)
            return
        st.html(f'<p class="source-line">{escape(words("upload_counts", **counts))}</p>')
        if outcome.status == "duplicate":
            st.markdown(words("upload_known"))
            return
        st.html(f'<p class="source-line">{escape(_read_as(seen, words))}</p>')
        if file is not None and own_form.is_offered(seen):
            own_form.draw(seen, file, place, words)
        _draw_judged(seen, "refused", place, words)
        _draw_judged(seen, "warned", place, words)
        _draw_understood(seen, place, words)


def _read_as(seen: uploads.Seen, words: Words) -> str:
    outcome = seen.checked.outcome
    titles = layout_titles.known_titles(words)
    said = [words("read_as", layout=titles.get(outcome.layout or "", outcome.layout))]
    for code, names in outcome.remarks.items():
        said.append(words(f"remark_{code}", names=loads_page.listed(names, words)))
    return words.sentences(*said)


def _draw_judged(seen: uploads.Seen, kind: str, place: int, words: Words) -> None:
    rows = seen.checked.refused if kind == "refused" else seen.checked.warned
    if not rows.height:
        return
    st.html(f"<h2>{escape(words(f'rows_{kind}_title'))}</h2>")
    outcome = seen.checked.outcome
    found = max(rows.height, outcome.rows_refused if kind == "refused" else 0)
    judged = loads_page.judged_table(rows, found, seen.name, words)
    exhibits.draw_unbuilt_table(f"{kind}_{place}", *judged, words)
    name = words(f"download_{kind}_name", file=PurePath(seen.name).stem)
    loads_page.draw_downloads(
        lambda: files_to_mend.mendable(kind, rows, seen.above, words),
        name,
        loads_page.download_hint(found, rows.height, words),
        words,
        f"{kind}-{seen.name}",
    )


def _draw_understood(seen: uploads.Seen, place: int, words: Words) -> None:
    rows = seen.checked.accepted
    if not rows.height:
        return
    shown = rows.head(ROWS_SHOWN)
    names = rows_as_read.filled_columns(rows)
    columns = [tables.Column(rows_as_read.heading(name, words), "nowrap") for name in names]
    cells: list[list[tables.Cell]] = [
        [tables.short(rows_as_read.cell(name, row[name], words), CELL_SHOWN) for name in names]
        for row in shown.iter_rows(named=True)
    ]
    st.html(f"<h2>{escape(words('upload_understood_title'))}</h2>")
    caption = words("upload_understood", file=seen.name, rows=shown.height)
    exhibits.draw_unbuilt_table(f"understood_{place}", caption, columns, cells, words)


def _draw_stored(outcomes: "Sequence[Outcome]", top: DeltaGenerator, words: Words) -> None:
    said = {
        "files": numbers.count(len(outcomes)),
        "accepted": numbers.count(sum(each.rows_accepted for each in outcomes)),
        "refused": numbers.count(sum(each.rows_refused for each in outcomes)),
    }
    is_built = bool(session.remembered("upload_built"))
    code = "upload_built" if is_built else "upload_stored"
    top.html(sentences.first_line(words(code, **said), words))
    columns = [
        tables.Column(words("column_file"), "file"),
        tables.Column(words("column_status"), "nowrap"),
        *(tables.Column(words(f"column_{name}"), "number") for name in loads_page.COUNTS),
    ]
    rows: list[list[tables.Cell]] = [
        [
            tables.short(each.file, loads_page.NAME_SHOWN),
            loads_page.status(each.status, words),
            *(numbers.count(getattr(each, name)) for name in loads_page.COUNTS),
        ]
        for each in outcomes
    ]
    caption = words("upload_stored_caption")
    exhibits.draw_unbuilt_table("stored", caption, columns, rows, words)
    _draw_next(words, is_built=is_built)


def _draw_next(words: Words, *, is_built: bool) -> None:
    """Draws what can be done now: build, unless that is done, or upload something else."""
    is_running = bool(session.remembered("upload_building"))
    if is_built:
        st.html(f'<p class="source-line">{loads_page.link(words)}</p>')
    else:
        st.markdown(message(words, "upload_build_hint", time=_time_it_takes(words)))
    with st.container(horizontal=True):
        if not is_built:
            st.button(
                words("upload_build"),
                type="primary",
                key="upload_build",
                disabled=is_running,
                on_click=session.remember,
                args=("upload_building", True),
            )
        if st.button(words("upload_more"), key="upload_more", disabled=is_running):
            session.remember("upload_stored", None)
            st.rerun()
    if is_running:
        # a reader who leaves and comes back may press the button again
        session.remember("upload_building", value=False)
        _build(words)
    faults = session.remembered("upload_faults")
    if faults is not None:
        session.remember("upload_faults", None)
        st.error(words("upload_not_built"))
        lines = "".join(f"<li>{escape(line)}</li>" for line in faults)
        st.html(f'<ul class="source-line">{lines}</ul>')


def _build(words: Words) -> None:
    with st.container(key="building"):
        bar = st.progress(0.0)

        def watch(moment: builds.Moment) -> None:
            bar.progress(moment.share, text=progress_of(moment, words))

        is_well, said = builds.build(words.language, watch)
    if is_well:
        session.remember("upload_built", value=True)
    else:
        session.remember("upload_faults", said)
    st.rerun()


def progress_of(moment: builds.Moment, words: Words) -> str:
    """Answers how far a build is, in words: the step, and how long it is likely to take."""
    step = (
        words("building_step", done=moment.done, all=moment.all)
        if moment.all
        else words("building_begins")
    )
    if moment.expected is None:
        return words("building_unknown", step=step, seconds=round(moment.seconds))
    if moment.left is None:
        usual = round(moment.expected)
        return words("building_longer", step=step, seconds=round(moment.seconds), usual=usual)
    return words("building_left", step=step, left=max(1, round(moment.left)))


def _time_it_takes(words: Words) -> str:
    seconds = expected_seconds(homes.settings())
    return (
        words("building_first")
        if seconds is None
        else words("building_usual", seconds=round(seconds))
    )
