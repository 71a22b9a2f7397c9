"""Serving an explorer for as long as it is measured."""

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clock import SCRIPTS, environment
from warehouse.settings import PROJECT_DIR

HOST = "localhost"
START_SECONDS = 60
STOP_SECONDS = 15
POLL_SECONDS = 0.02
EMPTY_PAGE = Path(__file__).with_name("empty_page.py")


class SilentServerError(RuntimeError):
    """A server that was to be measured does not answer."""


@dataclass(frozen=True)
class Server:
    """A server that answers.

    Attributes:
        address: Its root.
        seconds: How long it took from its start until it answered.
    """

    address: str
    seconds: float


@contextmanager
def serving(home: Path, project: Path = PROJECT_DIR) -> Iterator[Server]:
    """Serves a project's explorer with `warehouse serve` while the block runs.

    Args:
        home: The home to show.
        project: Where app/explorer.py and .streamlit are.

    Raises:
        SilentServerError: It does not answer in time.
    """
    port = free_port()
    variables = environment(WAREHOUSE_HOME=str(home), WAREHOUSE_PROJECT_DIR=str(project))
    command = [str(SCRIPTS / "warehouse"), "serve", "--port", str(port)]
    quiet = subprocess.DEVNULL
    started = time.perf_counter()
    process = subprocess.Popen(command, env=variables, cwd=project, stdout=quiet, stderr=quiet)
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - started > START_SECONDS:
                reason = f"{' '.join(command)} does not answer"
                raise SilentServerError(reason)
            time.sleep(POLL_SECONDS)
        yield Server(f"http://{HOST}:{port}", time.perf_counter() - started)
    finally:
        _stop(process)


def lay_empty_project(folder: Path) -> Path:
    """Lays out a project whose explorer is the empty page, under the same configuration."""
    (folder / "app").mkdir(parents=True)
    shutil.copy(EMPTY_PAGE, folder / "app" / "explorer.py")
    shutil.copytree(PROJECT_DIR / ".streamlit", folder / ".streamlit")
    return folder


def free_port() -> int:
    """Answers a port that nothing listens on."""
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
