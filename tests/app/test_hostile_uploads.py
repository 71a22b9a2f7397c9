"""Forty uploads that nobody sends by chance: each ends in rows or one sentence, and no harm.

What the files hold is told in tests/loaders/hostile.py; here they come through the upload page's
own door, under the names a browser may give.
"""

import socket
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

import pytest

from app.base import reasons
from app.base.markdown import in_markdown
from app.base.words import Words
from app.files import uploads
from tests.loaders import hostile
from warehouse.ground.settings import Settings

GOOD: Final = f"{hostile.HEADINGS}\n{hostile.FIGURE}\n".encode()
GROUPS: Final = (
    *(hostile.TEXTS, hostile.ARCHIVES, hostile.WORKBOOKS, hostile.PAGES, hostile.FOREIGN),
)
MADE: Final[dict[str, Callable[[], bytes]]] = {
    name: make
    for group in (
        hostile.TEXTS,
        hostile.ARCHIVES,
        hostile.WORKBOOKS,
        hostile.PAGES,
        hostile.FOREIGN,
    )
    for name, make in group.items()
}

# Forty files by their content: bombs, entities, links out of an archive, false kinds and sizes.
CONTENTS: Final = (
    *("empty.csv", "one byte.csv", "only a mark.csv", "lone surrogates.csv", "zeros between.csv"),
    *("quotes.csv", "never closed.csv", "5,000 columns.csv", "headings of a kilobyte.csv"),
    *("from right to left.csv", "formulas.csv", "own columns.csv", "long number.csv"),
    *("power of ten.csv", "wider and wider.csv", "random.csv"),
    *("ten in one another.zip", "two.zip", "outside.zip", "root.zip", "promises little.zip"),
    *("promises much.zip", "locked.zip", "end only.zip", "head only.gz", "rubbish behind.gz"),
    *("10 GB it says.xlsx", "entities.xlsx", "entity from outside.xlsx", "macros.xlsm"),
    *("formula without a value.xlsx", "locked.xlsx", "mark of a compound file.xls"),
    *("wide.html", "script.html", "entities.html", "image.xlsx", "letter.xlsx", "program.csv"),
    "object.json",
)

# What a browser may say that a file is called; what it holds is good.
NAMES: Final = (
    *("../../../etc/cron.d/x.csv", "/etc/passwd.csv", "C:\\Windows\\x.csv", "..", ".", ""),
    *("a\x00b.csv", "a\nb.csv", "\x1b[2J\u202ecsv.exe", "![](http://127.0.0.1:9/x.png).csv"),
    *("<img src=x onerror=alert(1)>.csv", "$x$ :red[y] www.example.com.csv", "a.csv.meta.toml.csv"),
    *("年" * 300 + ".csv", "-rf.csv", "{file} %s.csv", "con.csv", "~$a.csv", ".bashrc"),
)


class Sent:
    """A file as a browser sends it."""

    def __init__(self, name: str, content: bytes) -> None:
        """Keeps what the browser would send."""
        self.name = name
        self.content = content

    def getbuffer(self) -> memoryview:
        """Answers the bytes."""
        return memoryview(self.content)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Answers an empty home, on a machine that can call nobody."""

    def refuse(*_: object) -> NoReturn:
        message = "somebody was called"
        raise AssertionError(message)

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return Settings(home=tmp_path / "home")


def taken(settings: Settings, sent: Sent) -> uploads.Seen:
    """Answers what came of a file that was checked and then stored, and that nothing else did."""

    def quiet(_name: str, _rows: int) -> None:
        pass

    (seen,) = uploads.check(settings, [sent], None, quiet)
    assert not settings.archive.exists()
    outcome = seen.checked.outcome
    counts = (outcome.rows_accepted, outcome.rows_refused, outcome.rows_duplicate)
    assert outcome.rows_read == sum(counts) + outcome.rows_ignored
    if outcome.refusal:
        for words in (Words("zh"), Words("en")):
            said = reasons.reason(outcome.refusal, words, outcome.refusal_detail)
            assert len(in_markdown(said).splitlines()) == 1
            assert said.isprintable()
            assert "root:" not in said
    stored = uploads.store(settings, [sent], None, [seen.name], quiet)
    assert [each.refusal for each in stored] == [outcome.refusal]
    folder = settings.home.parent
    assert sorted(each.name for each in folder.iterdir()) == ["home", "temporary"]
    assert list((folder / "temporary").iterdir()) == []
    for path in settings.archive.glob("*"):
        assert path.name.startswith(outcome.sha256)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        assert path.read_bytes() == sent.content
    return seen


@pytest.mark.parametrize("name", CONTENTS)
def test_a_hostile_file_ends_in_rows_or_one_sentence(settings: Settings, name: str) -> None:
    seen = taken(settings, Sent(name, MADE[name]()))
    assert seen.checked.outcome.refusal or seen.checked.outcome.rows_read


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_a_name(settings: Settings, name: str) -> None:
    seen = taken(settings, Sent(name, GOOD))
    assert (seen.checked.outcome.status, seen.checked.outcome.rows_accepted) == ("accepted", 1)
    assert seen.name.isprintable()
    assert not {"/", "\\", "<", ">", ":"} & set(seen.name)


def test_there_are_forty() -> None:
    assert len(set(CONTENTS)) >= 40
