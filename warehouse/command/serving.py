"""Running the explorer as a child process: started, waited for, told to stop."""

import asyncio
import errno
import ipaddress
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import typer

from warehouse.ground.errors import (
    AddressUnusableError,
    ExplorerFailedError,
    ExplorerSilentError,
    PortInUseError,
)
from warehouse.ground.settings import Settings
from warehouse.ground.visible import visible

POLL_SECONDS = 0.1
START_SECONDS = 120
STOP_SECONDS = 10
LONGEST_LINE = 1024 * 1024
# Where Streamlit answers whether it is well.
HEALTH = "/_stcore/health"


def serve(
    settings: Settings,
    host: str,
    port: int,
    ready: Callable[[str], None],
    environment: Mapping[str, str],
) -> None:
    """Serves the explorer until SIGINT or SIGTERM tells it to stop.

    Args:
        settings: The home to show, and the project the explorer is part of.
        host: The address to listen on.
        port: The port to listen on.
        ready: Called with the explorer's address once it answers.
        environment: Variables for the explorer, beside this process's own.

    Raises:
        PortInUseError: Another program listens there.
        AddressUnusableError: The host cannot be listened on.
        ExplorerFailedError: The explorer stopped of itself.
        ExplorerSilentError: The explorer does not answer.
    """
    _check_free(host, port)
    variables = {**os.environ, **environment, "WAREHOUSE_HOME": str(settings.home)}
    variables["WAREHOUSE_SERVER_IS_HELD"] = "1"
    if settings.boundaries:
        variables["WAREHOUSE_BOUNDARIES"] = str(settings.boundaries)
    asyncio.run(_serve(settings, host, port, ready, variables))


@dataclass
class _Said:
    """What the explorer has said so far.

    Attributes:
        address: What it names once it listens.
        last: Its last lines on stderr.
        listens: Set once it has named its address.
        is_shown: Whether what it says goes straight to this process's stderr.
    """

    address: str
    last: deque[str] = field(default_factory=lambda: deque(maxlen=10))
    listens: asyncio.Event = field(default_factory=asyncio.Event)
    is_shown: bool = False

    async def hear(self, stream: asyncio.StreamReader | None, *, is_error: bool) -> None:
        """Takes in a stream of the explorer until it ends."""
        while stream is not None and (line := await stream.readline()):
            words = line.decode(errors="replace").rstrip()
            if self.address in words:
                self.listens.set()
            if is_error and words:
                self.last.append(words)
            if self.is_shown and is_error:
                typer.echo(visible(words), err=True)


async def _serve(
    settings: Settings,
    host: str,
    port: int,
    ready: Callable[[str], None],
    variables: Mapping[str, str],
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    explorer = await _start(settings, host, port, variables)
    said = _Said(address=f":{port}")
    reachable = _reachable(host)
    hearing = [
        asyncio.create_task(said.hear(explorer.stdout, is_error=False)),
        asyncio.create_task(said.hear(explorer.stderr, is_error=True)),
    ]
    ended = asyncio.create_task(explorer.wait())
    stopped = asyncio.create_task(stop.wait())
    answers = asyncio.create_task(_until_answers(said, reachable, port))
    try:
        await _first(ended, stopped, answers, seconds=START_SECONDS)
        is_silent = not (ended.done() or stopped.done() or answers.done())
        if answers.done() and not ended.done():
            said.is_shown = True
            ready(_address(reachable, port))
            await _first(ended, stopped)
    finally:
        await _end(explorer)
        await asyncio.gather(*hearing)
        stopped.cancel()
        answers.cancel()
    if is_silent:
        raise ExplorerSilentError(seconds=START_SECONDS, port=port)
    if not stop.is_set():
        raise ExplorerFailedError(status=explorer.returncode, said="\n".join(said.last))


async def _first(*tasks: asyncio.Task[object], seconds: float | None = None) -> None:
    """Waits until one of the tasks is done."""
    await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)


async def _start(settings: Settings, host: str, port: int, variables: Mapping[str, str]) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.site.server",
        "run",
        str(settings.project_dir / "app" / "site" / "entrance.py"),
        f"--server.address={host}",
        f"--server.port={port}",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
        "--logger.hideWelcomeMessage=false",  # it names the address once the port is held
        cwd=settings.project_dir,
        env=variables,
        stdin=PIPE,  # it ends with this process, should that be killed: app/site/server.py
        stdout=PIPE,
        stderr=PIPE,
        limit=LONGEST_LINE,
    )


async def _end(explorer: Process) -> None:
    """Stops the explorer if it still runs; first by asking."""
    if explorer.returncode is None:
        with suppress(ProcessLookupError):
            explorer.terminate()
        try:
            await asyncio.wait_for(explorer.wait(), STOP_SECONDS)
        except TimeoutError:
            with suppress(ProcessLookupError):
                explorer.kill()
            await explorer.wait()


async def _until_answers(said: _Said, host: str, port: int) -> None:
    """Waits until our explorer holds the port, and answers that it is well."""
    await said.listens.wait()
    while True:
        if await _is_well(host, port):
            return
        await asyncio.sleep(POLL_SECONDS)


async def _is_well(host: str, port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    try:
        writer.write(f"GET {HEALTH} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        answer = await reader.readline()
    except OSError:
        return False
    finally:
        writer.close()
    return b" 200 " in answer


def _reachable(host: str) -> str:
    """Answers the host under which this machine reaches what listens on a host."""
    try:
        return "localhost" if ipaddress.ip_address(host).is_unspecified else host
    except ValueError:
        return host


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _check_free(host: str, port: int) -> None:
    """Tries to listen, so that the reason is known before the explorer is started."""
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise AddressUnusableError(host=host, port=port, reason=error.strerror) from None
    reason = None
    usable = 0
    for family, kind, protocol, _, address in addresses:
        try:
            with socket.socket(family, kind, protocol) as tried:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(address)
                tried.listen()
            usable += 1
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUseError(port=port, other=port + 1) from None
            reason = error.strerror
    if not usable:
        raise AddressUnusableError(host=host, port=port, reason=reason)
