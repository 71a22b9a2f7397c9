"""How an open page learns that another build is published: by a token, and by nothing else."""

import os
import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.page_registry import modules
from app.site import newer_builds
from tests.app.test_access import explorer
from tests.app.test_entrance import get
from tests.app.test_pages import page
from warehouse.builds.published import published_build
from warehouse.ground.settings import Settings


def drawn(app: AppTest) -> str:
    """Answers the token that a page carries."""
    bodies = " ".join(str(element.proto.body) for element in app.get("html"))
    (token,) = re.findall(r'data-token="(.*?)"', bodies)
    return str(token)


def switch(home: Path, target: str) -> None:
    """Publishes another folder by one switch of the link."""
    following = home / "builds" / "next"
    following.symlink_to(target)
    following.replace(home / "builds" / "current")


def test_a_page_carries_the_token_that_is_answered(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "data")
    answer = get(f"/{newer_builds.PATH}")
    assert answer.text == drawn(app)
    assert re.fullmatch(r"[0-9a-f]{32}", answer.text)
    assert answer.headers["cache-control"] == "no-store"


def test_the_token_is_another_as_soon_as_another_build_is_published(
    published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(published_home, tmp_path / "home", symlinks=True)
    first = published_build(Settings(home=home)).build_id
    app = page(home, monkeypatch, "data")
    before = drawn(app)
    shutil.copytree(home / "builds" / first, home / "builds" / "20991231T000000Z")
    assert get(f"/{newer_builds.PATH}").text == before
    switch(home, "20991231T000000Z")
    after = get(f"/{newer_builds.PATH}").text
    assert after != before
    assert drawn(app.run(timeout=30)) == after
    switch(home, first)
    assert get(f"/{newer_builds.PATH}").text == before


def test_what_the_button_runs_keeps_what_was_chosen(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, region="330400")
    assert app.selectbox(key="bar_scope").value == "all_kinds"
    app.selectbox(key="bar_scope").set_value("production").run(timeout=30)
    app.button(key="renew").click().run(timeout=30)
    assert not app.exception
    assert app.selectbox(key="bar_scope").value == "production"


def test_a_home_without_a_build_has_a_token_too_and_a_mended_build_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(tmp_path))
    seen = [get(f"/{newer_builds.PATH}").text]
    folder = tmp_path / "builds" / "20991231T000000Z"
    folder.mkdir(parents=True)
    switch(tmp_path, folder.name)
    seen.append(get(f"/{newer_builds.PATH}").text)
    os.utime(folder, (0, 0))  # as a file put into it sets the time, only further apart
    seen.append(get(f"/{newer_builds.PATH}").text)
    assert all(re.fullmatch(r"[0-9a-f]{32}", each) for each in seen)
    assert len(set(seen)) == len(seen)


def test_who_has_not_logged_in_is_told_a_token_and_nothing_else(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = explorer(published_home, monkeypatch, {})
    assert drawn(app) == ""
    assert not [button for button in app.button if button.key == "renew"]
    answer = get(f"/{newer_builds.PATH}")
    build_id = published_build(Settings(home=published_home)).build_id
    assert build_id not in f"{answer.text} {answer.headers}"
    # The key is this process's own: what the builds of a home could be called tells nothing.
    monkeypatch.setattr(newer_builds, "KEY", b"another process")
    assert get(f"/{newer_builds.PATH}").text != answer.text


def test_no_page_has_the_address_that_is_asked() -> None:
    assert newer_builds.PATH not in modules()
