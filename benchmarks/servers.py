"""Serving an explorer for as long as it is measured."""

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clock import SCRIPTS, environment
from warehouse.command.serving import HEALTH
from warehouse.ground.project_files import PROJECT_DIR

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
        process: The id of the process that was started.
    """

    address: str
    seconds: float
    process: int


def serving(home: Path) -> AbstractContextManager[Server]:
    """Serves the explorer with `warehouse serve` while the block runs.

    Args:
        home: The home to show.

    Raises:
        SilentServerError: It does not answer in time.
    """
    command = [str(SCRIPTS / "warehouse"), "serve", "--port"]
    return _serving(command, PROJECT_DIR, environment(WAREHOUSE_HOME=str(home)))


def serving_empty_page(folder: Path) -> AbstractContextManager[Server]:
    """Serves the empty page with `streamlit run`, in the explorer's configuration.

    Args:
        folder: An empty folder to work in.

    Raises:
        SilentServerError: It does not answer in time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(PROJECT_DIR / ".streamlit", folder / ".streamlit")
    command = [str(SCRIPTS / "streamlit"), "run", str(EMPTY_PAGE), "--server.port"]
    return _serving(command, folder, environment())


@contextmanager
def _serving(command: Sequence[str], folder: Path, variables: dict[str, str]) -> Iterator[Server]:
    port = free_port()
    quiet = subprocess.DEVNULL
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, str(port)], env=variables, cwd=folder, stdout=quiet, stderr=quiet
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - started > START_SECONDS:
                reason = f"{' '.join(command)} {port} does not answer"
                raise SilentServerError(reason)
            time.sleep(POLL_SECONDS)
        yield Server(f"http://{HOST}:{port}", time.perf_counter() - started, process.pid)
    finally:
        _stop(process)


def free_port() -> int:
    """Answers a port that nothing listens on."""
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)
    try:
        connection.request("GET", HEALTH)
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
