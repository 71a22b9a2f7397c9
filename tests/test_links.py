"""Links, pipes and devices among what is sent: told in a sentence, never read."""

import os
import socket
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from loaders.bytes.unreadable import UnreadableFileError
from loaders.form.layouts import read_layout
from loaders.form.refusals import LayoutFaultyError
from loaders.lake.originals import keep_original
from loaders.loading import check_file, load_file
from loaders.readers import read_document
from warehouse.ground import private
from warehouse.ground.inbox import look_through, unseen
from warehouse.ground.journal import journal_file
from warehouse.ground.links import copy_within, leads_out, open_within
from warehouse.ground.settings import Settings

GOOD = "region_code,period,measure,scope,value,unit\n330400,2015,gdp,,3517.81,亿元\n"
KEPT = "root:secret\n"
Lay: TypeAlias = Callable[[Path, Path], Path]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Answers a file outside of every folder that files are sent to."""
    path = tmp_path / "elsewhere" / "secret.csv"
    path.parent.mkdir()
    path.write_text(GOOD + KEPT, encoding="utf-8")
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Answers an empty home with an inbox."""
    made = Settings(home=tmp_path / "home")
    made.inbox.mkdir(parents=True)
    return made


def link(folder: Path, secret: Path) -> Path:
    path = folder / "a.csv"
    path.symlink_to(secret)
    return path


def relative_link(folder: Path, secret: Path) -> Path:
    path = folder / "a.csv"
    path.symlink_to(os.path.relpath(secret, folder))
    return path


def chain(folder: Path, secret: Path) -> Path:
    (folder / ".b").symlink_to(secret)
    path = folder / "a.csv"
    path.symlink_to(".b")
    return path


def sidecar(folder: Path, secret: Path) -> Path:
    path = folder / "a.csv"
    path.write_text(GOOD, encoding="utf-8")
    (folder / "a.csv.meta.toml").symlink_to(secret)
    return path


LEADING_OUT = [link, relative_link, chain, sidecar]


def pipe(folder: Path, _secret: Path) -> Path:
    path = folder / "a.csv"
    os.mkfifo(path)
    return path


def to_device(folder: Path, _secret: Path) -> Path:
    path = folder / "a.csv"
    path.symlink_to("/dev/zero")
    return path


def door(folder: Path, _secret: Path) -> Path:
    path = folder / "a.csv"
    here = os.getcwd()  # noqa: PTH109 - a socket's address must be short
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("a.csv")
    os.chdir(here)
    return path


@pytest.mark.parametrize("lay", [*LEADING_OUT, to_device])
def test_a_link_out_of_its_folder_is_refused_and_nothing_kept(
    settings: Settings, tmp_path: Path, secret: Path, lay: Lay
) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    path = lay(folder, secret)
    for outcome in (load_file(settings, path), check_file(settings, path).outcome):
        assert (outcome.status, outcome.refusal) == ("refused", "file_leads_out")
        assert "secret" not in str(outcome)
    assert not settings.archive.exists()


@pytest.mark.parametrize("lay", [*LEADING_OUT, to_device])
def test_a_link_out_of_the_inbox_is_told_and_not_read(
    settings: Settings, secret: Path, lay: Lay
) -> None:
    for folder in (settings.inbox, settings.inbox / "sub"):
        folder.mkdir(exist_ok=True)
        lay(folder, secret)
    found = look_through(settings, 0)
    assert [(each.name, each.reason) for each in found.waiting] == [
        ("a.csv", "leads_out"),
        ("sub/a.csv", "leads_out"),
    ]
    assert found.files == []
    assert unseen(settings) == ["a.csv", "sub/a.csv"]


def test_a_folder_that_is_a_link_out_of_the_inbox_is_told(settings: Settings, secret: Path) -> None:
    (settings.inbox / "sub").symlink_to(secret.parent)
    found = look_through(settings, 0)
    assert [(each.name, each.reason) for each in found.waiting] == [("sub", "leads_out")]


@pytest.mark.parametrize("lay", [pipe, door])
def test_a_pipe_or_a_socket_is_told_and_not_waited_for(
    settings: Settings, secret: Path, lay: Lay
) -> None:
    path = lay(settings.inbox, secret)
    assert look_through(settings, 0).waiting[0].reason == "not_a_file"
    assert load_file(settings, path).refusal == "file_not_regular"
    beside = settings.inbox / "b.csv"
    beside.write_text(GOOD, encoding="utf-8")
    os.mkfifo(settings.inbox / "b.csv.meta.toml")
    assert check_file(settings, beside).outcome.status == "accepted"


def test_links_that_stay_in_the_inbox_are_followed(settings: Settings, tmp_path: Path) -> None:
    real = tmp_path / "real"
    settings.inbox.rename(real)
    settings.inbox.symlink_to(real)  # the inbox itself may be a link: its owner laid it
    (real / "kept").mkdir()
    (real / "kept" / "a.csv").write_text(GOOD, encoding="utf-8")
    (real / "sub").mkdir()
    (real / "sub" / "b.csv").symlink_to("../kept/a.csv")
    (real / "nowhere.csv").symlink_to("gone")
    found = look_through(settings, 0)
    assert [each.name for each in found.files] == ["kept/a.csv", "sub/b.csv"]
    assert found.waiting == []
    assert load_file(settings, found.files[1].path).status == "accepted"


def test_what_is_exchanged_for_a_link_is_not_followed(
    settings: Settings, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = settings.inbox / "a.csv"
    path.write_text(GOOD, encoding="utf-8")
    real = os.path.realpath(path)
    path.unlink()
    path.symlink_to(secret)
    given = os.path.realpath
    monkeypatch.setattr(os.path, "realpath", lambda each: real if each == path else given(each))
    with pytest.raises(OSError, match="symbolic links"):
        open_within(path, settings.inbox)
    with pytest.raises(OSError, match="symbolic links"):
        keep_original(settings, path, "0" * 64, settings.home)
    assert not any(settings.archive.glob("0*"))


def test_a_copy_is_for_owner_and_group_and_known_by_its_own_bytes(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"abc")
    digest = copy_within(source, tmp_path, target)
    assert digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert not leads_out(tmp_path / "nowhere", tmp_path)


@pytest.mark.parametrize("name", ["../a.csv", "/etc/passwd.csv", "a/../../b", "C:\\x.csv", "..\\x"])
def test_a_packed_file_named_as_one_outside_is_refused(tmp_path: Path, name: str) -> None:
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr(name, GOOD)
    assert refusal(packed, tmp_path) == "archive_leads_out"


def test_a_packed_link_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "packed.zip"
    member = zipfile.ZipInfo("a.csv")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr(member, "/etc/passwd")
    assert refusal(packed, tmp_path) == "archive_leads_out"


def refusal(path: Path, folder: Path) -> str:
    """Answers why a file is refused."""
    scratch = folder / "scratch"
    scratch.mkdir()
    with pytest.raises(UnreadableFileError) as caught:
        read_document(path, scratch)
    assert sorted(each.name for each in folder.iterdir()) == ["packed.zip", "scratch"]
    return caught.value.reason


LAYOUT = """
name = "own"
kind = "statistics"
title = "自用"
[columns]
region_name = "地区"
period = "时期"
measure = "指标"
value = "数值"
[companion]
file = '{file}'
key = "地区"
headings = ["单位"]
"""


@pytest.mark.parametrize("file", ["/etc/passwd", "../b.csv", "sub/b.csv", "..", ".", "a\\b.csv"])
def test_a_companion_elsewhere_is_no_companion(tmp_path: Path, file: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(LAYOUT.format(file=file), encoding="utf-8")
    with pytest.raises(LayoutFaultyError, match="companion"):
        read_layout(path)


def test_a_companion_that_is_a_link_out_is_refused(settings: Settings, secret: Path) -> None:
    (settings.home / "layouts").mkdir()
    (settings.home / "layouts" / "own.toml").write_text(
        LAYOUT.format(file="b.csv"), encoding="utf-8"
    )
    first = settings.inbox / "a.csv"
    first.write_text("地区,时期,指标,数值\n嘉兴市,2015,生产总值,3517.81\n", encoding="utf-8")
    (settings.inbox / "b.csv").symlink_to(secret)
    outcome = load_file(settings, first)
    assert (outcome.refusal, outcome.refusal_detail) == ("file_leads_out", "b.csv")
    assert not settings.archive.exists() or not list(settings.archive.glob("*/b.csv"))


def test_archive_and_lake_are_for_owner_and_group(settings: Settings) -> None:
    path = settings.inbox / "a.csv"
    path.write_text(GOOD, encoding="utf-8")
    (settings.inbox / "a.csv.meta.toml").write_text("", encoding="utf-8")
    before = os.umask(0)
    try:
        assert load_file(settings, path).status == "accepted"
    finally:
        os.umask(before)
    for folder in (settings.archive, settings.lake):
        for each in (folder, *folder.rglob("*")):
            wanted = private.FOLDER_MODE if each.is_dir() else private.FILE_MODE
            assert stat.S_IMODE(each.stat().st_mode) == wanted, each
    assert stat.S_IMODE(journal_file(settings).stat().st_mode) == private.FILE_MODE
