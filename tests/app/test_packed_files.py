"""Files that go out packed: to whom, with what headers, and packed only once."""

import asyncio
import gzip
import re
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from app.site.packed_files import PackedFiles
from app.site.streamlit_insides import files

SCRIPT = "const figures = [1, 2, 3];\n" * 500
GZIP = {"Accept-Encoding": "br, gzip"}
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def served(tmp_path: Path) -> PackedFiles:
    """Answers a server of a script, a font and one file that is not told of."""
    (tmp_path / "a.1234.js").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "b.1234.woff2").write_bytes(b"font" * 500)
    (tmp_path / "other.js").write_text(SCRIPT, encoding="utf-8")
    told = {f"/static/{name}": tmp_path / name for name in ("a.1234.js", "b.1234.woff2")}
    return PackedFiles(Starlette(routes=[Mount("/static", StaticFiles(directory=tmp_path))]), told)


def ask(
    served: PackedFiles, *asked: dict[str, str], name: str = "a.1234.js", method: str = "GET"
) -> list[Response]:
    """Answers what comes for requests that are made at once, each with its headers."""

    async def all_of_them() -> list[Response]:
        transport = ASGITransport(served)
        async with AsyncClient(transport=transport, base_url="http://localhost") as client:
            requests = [client.request(method, f"/static/{name}", headers=each) for each in asked]
            return list(await asyncio.gather(*requests))

    return asyncio.run(all_of_them())


def test_a_script_comes_packed_and_is_the_same(served: PackedFiles) -> None:
    (answer,) = ask(served, GZIP)
    assert answer.status_code == 200
    assert answer.text == SCRIPT  # the client unpacks it
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(SCRIPT) / 10
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "gzip; q=0.000", "x-gzip", ""])
def test_who_does_not_take_gzip_gets_it_as_it_is(served: PackedFiles, accepted: str) -> None:
    (answer,) = ask(served, {"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert answer.text == SCRIPT
    assert int(answer.headers["content-length"]) == len(SCRIPT)
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["gzip", "deflate, GZIP;q=0.5", "gzip;q=1.0, *;q=0"])
def test_who_names_gzip_gets_it_packed(served: PackedFiles, accepted: str) -> None:
    (answer,) = ask(served, {"Accept-Encoding": accepted})
    assert answer.headers["content-encoding"] == "gzip"


def test_what_is_known_is_not_sent_again_and_both_forms_have_marks_of_their_own(
    served: PackedFiles,
) -> None:
    packed, plain = (ask(served, each)[0].headers["etag"] for each in (GZIP, PLAIN))
    assert packed != plain
    (same,) = ask(served, {**GZIP, "If-None-Match": f'"x", W/{packed}'})
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == packed
    assert same.headers["vary"] == "Accept-Encoding"
    (other,) = ask(served, {**GZIP, "If-None-Match": plain})
    assert other.status_code == 200


def test_head_answers_the_headers_of_get_and_nothing_else(served: PackedFiles) -> None:
    (whole,), (head,) = ask(served, GZIP), ask(served, GZIP, method="HEAD")
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)


def test_a_range_is_one_of_the_file_as_it_is(served: PackedFiles) -> None:
    (answer,) = ask(served, {**GZIP, "Range": "bytes=6-12"})
    assert (answer.status_code, answer.text) == (206, "figures")
    assert "content-encoding" not in answer.headers


def test_fonts_and_what_is_not_told_of_are_left_alone(served: PackedFiles) -> None:
    for name in ("b.1234.woff2", "other.js"):
        (answer,) = ask(served, GZIP, name=name)
        assert answer.status_code == 200
        assert "content-encoding" not in answer.headers
        assert "vary" not in answer.headers
    (gone,) = ask(served, GZIP, name="none.js")
    assert gone.status_code == 404


def test_a_file_is_packed_once_for_all(
    served: PackedFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[int] = []
    real = gzip.compress

    def compress(content: bytes, *, mtime: int) -> bytes:
        packed.append(len(content))
        return real(content, mtime=mtime)

    monkeypatch.setattr(gzip, "compress", compress)
    answers = ask(served, *[GZIP] * 20)
    assert {answer.text for answer in answers} == {SCRIPT}
    assert packed == [len(SCRIPT)]


def test_a_file_that_could_not_be_read_is_tried_again(served: PackedFiles, tmp_path: Path) -> None:
    path = tmp_path / "a.1234.js"
    path.rename(tmp_path / "away")
    with pytest.raises(FileNotFoundError):
        ask(served, GZIP)
    (tmp_path / "away").rename(path)
    (answer,) = ask(served, GZIP)
    assert answer.text == SCRIPT


def test_the_files_are_those_that_streamlit_names_by_their_content() -> None:
    told = files()
    assert all(re.fullmatch(r"/static/\w+/.+\.[\w-]{8}\.\w+", name) for name in told)
    assert sum(name.endswith(".js") for name in told) > 50
