"""Who may see what: all without a login; with one, readers read and keepers upload."""

from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app.site import access
from tests.app.test_pages import heading, text
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

PROVIDER = {
    "client_id": "explorer",
    "client_secret": "not a secret",
    "server_metadata_url": "https://login.example/.well-known/openid-configuration",
}
AUTH = {
    "redirect_uri": "http://localhost:8501/oauth2callback",
    "cookie_secret": "not a secret",
    **PROVIDER,
}
KEEPERS = " Keeper@Example.gov.cn，second@example.gov.cn,"


class User(dict[str, Any]):
    """Stands in for st.user."""

    @property
    def is_logged_in(self) -> bool:
        """Answers whether somebody has."""
        return bool(self["is_logged_in"])


class Secrets(dict[str, Any]):
    """Stands in for st.secrets."""

    def load_if_toml_exists(self) -> bool:
        """Answers whether there is a file."""
        return bool(self)


def explorer(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    user: dict[str, Any] | None,
    **query: str,
) -> AppTest:
    """Runs the explorer as somebody: None where there is no login, {} for nobody yet."""
    monkeypatch.setenv("WAREHOUSE_HOME", str(home))
    monkeypatch.setenv("WAREHOUSE_UPLOADS", "1")
    monkeypatch.setenv("WAREHOUSE_KEEPERS", KEEPERS)
    if user is not None:
        monkeypatch.setattr(st, "secrets", Secrets(auth=AUTH))
        monkeypatch.setattr(st, "user", User({"is_logged_in": bool(user), **user}))
    app = AppTest.from_file(PROJECT_DIR / "app" / "explorer.py")
    for key, value in query.items():
        app.query_params[key] = value
    return app.run(timeout=30)


def keys(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


def test_without_a_login_everybody_reads(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = explorer(published_home, monkeypatch, None, region="330400")
    assert not app.exception
    assert "嘉兴市" in heading(app)
    assert keys(app).isdisjoint({"login_", "logout"})
    assert not access.is_asked()


@pytest.mark.parametrize("said", [("zh", "请先登录。", "登录"), ("en", "Please log in.", "Log in")])
def test_who_has_not_logged_in_sees_no_figure(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, said: tuple[str, str, str]
) -> None:
    app = explorer(published_home, monkeypatch, {}, lang=said[0])
    assert not app.exception
    assert heading(app) == said[1]
    assert [button.label for button in app.button] == [said[2]]
    for word in ("嘉兴", "Jiaxing", "0.090", "318", "亿元", "yuan"):
        assert word not in text(app)
    for kind in (
        "selectbox",
        "multiselect",
        "dataframe",
        "download_button",
        "arrow_vega_lite_chart",
    ):
        assert not app.get(kind)


def test_the_button_asks_the_provider(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr(st, "login", asked.append)
    app = explorer(published_home, monkeypatch, {})
    next(each for each in app.button if each.key == "login_").click().run(timeout=30)
    assert asked == [None]


def test_each_named_provider_has_a_button(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = {"redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "x"}
    section = {**shared, "city": PROVIDER, "province": PROVIDER, "client_kwargs": {"prompt": "x"}}
    monkeypatch.setattr(st, "secrets", Secrets(auth=section))
    assert access.providers() == ["city", "province"]
    monkeypatch.setattr(st, "secrets", Secrets(auth=AUTH))
    assert access.providers() == [""]


def test_who_has_logged_in_reads_and_may_leave(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[bool] = []
    monkeypatch.setattr(st, "logout", lambda: left.append(True))
    app = explorer(published_home, monkeypatch, {"email": "reader@example.gov.cn"})
    assert not app.exception
    assert "全国" in heading(app)
    next(each for each in app.button if each.key == "logout").click().run(timeout=30)
    assert left == [True]


@pytest.mark.parametrize(
    ("user", "uploads", "may"),
    [
        (None, "1", True),  # no login: as the server was started
        (None, "", False),
        ({}, "1", False),
        ({"email": "reader@example.gov.cn"}, "1", False),
        ({"name": "keeper@example.gov.cn"}, "1", False),  # a name proves nothing
        ({"email": "keeper@example.gov.cn"}, "1", True),
        ({"email": "KEEPER@example.gov.cn", "email_verified": True}, "1", True),
        ({"email": "keeper@example.gov.cn", "email_verified": False}, "1", False),
        ({"email": "keeper@example.gov.cn"}, "", False),  # uploads are off for all
        ({"email": ""}, "1", False),
    ],
)
def test_only_keepers_upload(
    monkeypatch: pytest.MonkeyPatch, user: dict[str, Any] | None, uploads: str, *, may: bool
) -> None:
    monkeypatch.setenv("WAREHOUSE_UPLOADS", uploads)
    monkeypatch.setenv("WAREHOUSE_KEEPERS", KEEPERS)
    monkeypatch.setattr(st, "secrets", Secrets({} if user is None else {"auth": AUTH}))
    if user is not None:
        monkeypatch.setattr(st, "user", User({"is_logged_in": bool(user), **user}))
    assert access.may_upload() == may


def test_keepers_are_read_from_the_environment() -> None:
    assert Settings.from_environment({}).keepers == frozenset()
    given = Settings.from_environment({"WAREHOUSE_KEEPERS": KEEPERS}).keepers
    assert given == {"keeper@example.gov.cn", "second@example.gov.cn"}
