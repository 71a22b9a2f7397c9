"""`warehouse serve`: ready when it answers, gone when told, plain when it cannot."""

import signal
from http.client import HTTPConnection
from subprocess import Popen

import pytest

from tests.conftest import Run, Speak, Start
from warehouse.command.serving import HEALTH
from warehouse.ground.settings import Settings


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
