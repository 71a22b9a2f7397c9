"""What the explorer knows of Streamlit's insides, which a new version may change.

The HTML it begins with, where it looks for its server, what its server answers and takes for an
order, what it says in English only. The names of
its parts on a page, too, stand in one place for each language: streamlit.css beside this file, and
the head of page.js. What it remembers of a reader is asked in app/base/session.py.
"""

import json
import re
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope
from streamlit import config, file_util, net_util, runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from app.base.words import Words

OURS = Path(__file__).parent
STYLE, TEXT_STYLE, HEAD_STYLE, STEPS, PAGE, REACH = (
    (OURS / name).read_text(encoding="utf-8")
    for name in ("streamlit.css", "style.css", "head.css", "history.js", "page.js", "reach.js")
)
# Relative, as the addresses in Streamlit's HTML are: right below any path of a reverse proxy.
ADDRESS = '<script>window.__streamlit={BACKEND_BASE_URL:new URL(".",location.href).href}</script>'
# What of its server nobody here has need of: figures about the process, and doors for programs.
FOR_MACHINES = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
# What it answers itself at an address of one word.
ANSWERED = ("oauth2callback",)
SENT_FILE = re.compile(r"/_stcore/upload_file/([^/]*)/.*", re.DOTALL)
# Orders that a page of ours gives; others clear what is kept for all readers, or change the server.
ORDERS = {
    *("rerun_script", "stop_script", "app_heartbeat", "file_urls_request"),
    "backend_operation_request",
}
# What it says in English only: to screen readers and those who use the keyboard, in lists that
# find nothing, and in its few dialogs.
OWN_WORDS = (
    *("skip", "values", "clear", "clear_one", "open", "help", "help_for", "remove", "file"),
    *("close", "full", "full_of", "full_close", "no_results", "most"),
    *("no_page", "no_page_of", "no_page_there", "connection", "connecting"),
)
NO_SCRIPT = re.compile("<noscript>.*?</noscript>", re.DOTALL)


def first_html(words: Words) -> str:
    """Answers the HTML that every page begins with: Streamlit's, with our name and language.

    It says where the server is, too: Streamlit would look for it below the page's own address
    first and lose a tenth of a second there. Our styles are there before anything is drawn, so that
    nothing is drawn twice; they stand behind Streamlit's own, which a page gets later in its head.
    """
    own = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    for theirs, ours in (
        ('<html lang="en">', f'<html lang="{words("html_lang")}">'),
        ("<title>Streamlit</title>", f"<title>{escape(words('title'))}</title>"),
        ("</head>", f"{ADDRESS}<script>{STEPS}</script></head>"),
        (
            "</body>",
            f"<style>{STYLE}{TEXT_STYLE}{HEAD_STYLE}</style><script>{PAGE}{REACH}</script></body>",
        ),
    ):
        own = own.replace(theirs, ours, 1)
    return NO_SCRIPT.sub(f"<noscript><p>{escape(words('needs_script'))}</p></noscript>", own)


def files() -> dict[str, Path]:
    """Answers Streamlit's own scripts, styles and fonts by their address; each has a hashed name.

    Others might be changed under the same name, so only these are kept packed.
    """
    folder = Path(file_util.get_static_dir())
    return {
        f"/{path.relative_to(folder).as_posix()}": path
        for path in (folder / "static").rglob("*")
        if path.is_file()
    }


def trust_nobody_else() -> None:
    """Lets no other site steer a page that it shows in a frame: Streamlit trusts its own cloud."""
    config.set_option("client.allowedOrigins", [])


def address_below_root(scope: Scope) -> str:
    """Answers what a request asks for, without the path that the application is mounted at."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    path = path.removeprefix(root) if path.startswith(f"{root}/") else path
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return path.removeprefix(f"/{base}") if base and path.startswith(f"/{base}/") else path


def is_for_machines(path: str) -> bool:
    """Answers whether an address is one that no page asks for."""
    return any(path == each or path.startswith(f"{each}/") for each in FOR_MACHINES)


def sender_of_file(path: str) -> str | None:
    """Answers which reader a file is sent for; None for other addresses."""
    found = SENT_FILE.fullmatch(path)
    return found[1] if found else None


def most_bytes_of_file() -> int:
    """Answers how large a file may be that a reader sends."""
    return int(config.get_option("server.maxUploadSize")) << 20


def bytes_kept() -> int:
    """Answers how much of files that readers have sent is kept in memory."""
    if not runtime.exists():
        return 0
    manager = runtime.get_instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        return 0
    kept = list(manager.file_storage.values())
    return sum(len(file.data) for files in kept for file in list(files.values()))


def is_an_order_of_ours(sent: bytes) -> bool:
    """Answers whether a browser's message is one that a page of ours sends.

    What cannot be read is Streamlit's own to refuse.
    """
    order = BackMsg()
    try:
        order.ParseFromString(sent)
    except Exception:  # noqa: BLE001 - whatever protobuf says of it
        return True
    return order.WhichOneof("type") in ORDERS


def is_own_origin(headers: Headers) -> bool:
    """Answers whether a page that wants to talk is of this very server, or of one it was told of.

    Streamlit would ask a host on the internet for its own address before it refuses.
    """
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        asking = urlsplit(origin)
        name = asking.hostname
    except ValueError:
        return False
    if asking.netloc == headers.get("host"):
        return True
    told = [config.get_option("browser.serverAddress"), net_util.get_internal_ip()]
    told += [urlsplit(each).hostname for each in config.get_option("server.corsAllowedOrigins")]
    return name is not None and name in {"localhost", "127.0.0.1", *told}


def own_words(words: Words) -> str:
    """Answers Streamlit's own words, each with ours, as JSON for page.js."""
    english = Words("en")
    pairs = [[each(f"own_{code}", label="{}") for each in (english, words)] for code in OWN_WORDS]
    return json.dumps(pairs, ensure_ascii=False)
