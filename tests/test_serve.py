"""`warehouse serve`: ready when it answers, gone when told, plain when it cannot."""

import signal
import socket
import time
from http.client import HTTPConnection
from pathlib import Path
from subprocess import Popen

import pytest

from tests.conftest import Run, Speak, Start
from warehouse.command.serving import HEALTH
from warehouse.ground.settings import Settings

GONE_SECONDS = 20


def read_ready(process: Popen[str]) -> str:
    """Waits for the line that says the explorer is ready."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serve_says_when_it_is_ready_and_stops_when_told(
    start_tiny_warehouse: Start, free_port: int, stop: signal.Signals
) -> None:
    served = start_tiny_warehouse("serve", PORT=str(free_port))
    assert read_ready(served) == f"ready: http://localhost:{free_port}"
    connection = HTTPConnection("localhost", free_port)
    connection.request("GET", HEALTH)
    assert connection.getresponse().status == 200
    connection.close()
    served.send_signal(stop)
    out, err = served.communicate()
    assert (served.returncode, out) == (0, "")
    assert "Traceback" not in err


def test_serve_is_ready_in_chinese(start_tiny_warehouse: Start, free_port: int) -> None:
    served = start_tiny_warehouse("serve", "--port", str(free_port), "--lang", "zh")
    assert read_ready(served) == f"已就绪：http://localhost:{free_port}"


def test_a_port_in_use_is_named_with_another_to_take(speak: Speak, taken_port: int) -> None:
    status, out, err = speak("serve", "--port", str(taken_port))
    assert (status, out) == (2, "")
    assert f"Port {taken_port} is in use" in err
    assert f"--port {taken_port + 1}" in err


def children(process: int) -> set[str]:
    """Answers the processes that a process has started and that run."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return set(found.split())


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are listed otherwise here")
def test_a_server_that_is_killed_leaves_no_child(
    start_tiny_warehouse: Start, free_port: int
) -> None:
    served = start_tiny_warehouse("serve", "--port", str(free_port))
    read_ready(served)
    started = children(served.pid)
    assert len(started) == 1
    served.kill()
    served.wait()
    deadline = time.monotonic() + GONE_SECONDS
    while time.monotonic() < deadline and any(Path(f"/proc/{each}").exists() for each in started):
        time.sleep(0.1)
    assert not any(Path(f"/proc/{each}").exists() for each in started)
    with socket.socket() as tried:
        assert tried.connect_ex(("localhost", free_port)) != 0


@pytest.mark.parametrize("host", ["no such host", "192.0.2.1"])
def test_a_host_that_is_not_this_machine_is_refused(speak: Speak, host: str) -> None:
    status, _, err = speak("serve", "--host", host)
    assert status == 2
    assert "--host" in err


def test_an_explorer_that_does_not_start_says_why(tiny_warehouse: Run, tiny: Settings) -> None:
    (tiny.project_dir / "app/site/entrance.py").unlink()
    failed = tiny_warehouse("serve")
    assert failed.returncode == 1
    assert failed.stdout == ""
    assert "does not exist" in failed.stderr
    assert "Traceback" not in failed.stderr
