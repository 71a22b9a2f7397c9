"""Readers at the server, without browsers: how soon it has answered a change of filter.

Each speaks Streamlit's own protocol over a web socket, as a browser does; twenty browsers on the
machine that is measured would measure themselves.
"""

import asyncio
import time
from collections.abc import Sequence
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.clock import Timings
from benchmarks.report import Table, number, ratio

PAGE = "trends"
READERS = 20
ALONE_CHANGES = 40
CHANGES = 6
# A reader looks at an answer before asking again.
LOOK_SECONDS = (3.0, 7.0)
PATIENCE_SECONDS = 60
LARGEST_MESSAGE = 64 * 1024**2


def measure(address: str, queries: Sequence[dict[str, str]]) -> Table:
    """Lets one reader change filters of Trends, then twenty at once, each at a pace of its own.

    Args:
        address: Root of the explorer.
        queries: Selections, each as parameters of the address.
    """
    told = [urlencode(query) for query in queries]
    alone = Timings("one reader", tuple(asyncio.run(_read(address, told, ALONE_CHANGES))))
    together = Timings(f"{READERS} readers", tuple(asyncio.run(_read_together(address, told))))
    said = (
        f"95 of 100 answers are whole within {number(alone.p95)} s for one reader and "
        f"{number(together.p95)} s for {READERS}: {ratio(together.p95, alone.p95)}."
    )
    return Table(
        title="Explorer: a change of filter, at the server",
        against=alone,
        rows=(alone, together),
        remarks=(said,),
    )


async def _read_together(address: str, queries: Sequence[str]) -> list[float]:
    readers = [_read(address, queries, CHANGES, reader) for reader in range(READERS)]
    return [seconds for taken in await asyncio.gather(*readers) for seconds in taken]


async def _read(
    address: str, queries: Sequence[str], changes: int, reader: int | None = None
) -> list[float]:
    """Answers how long each change took; the first page does not count.

    Args:
        address: Root of the explorer.
        queries: Query strings to go through.
        changes: How many changes to make.
        reader: Which of many this is: each begins elsewhere and pauses at a pace of its own. One
            who is alone does not pause.
    """
    start = reader or 0
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    taken = []
    protocols = [Subprotocol("streamlit")]
    async with connect(stream, subprotocols=protocols, max_size=LARGEST_MESSAGE) as socket:
        await _ask(socket, queries[start % len(queries)])
        for place in range(1, changes + 1):
            if reader is not None:
                await asyncio.sleep(_pause(reader, place))
            started = time.perf_counter()
            await _ask(socket, queries[(start + place) % len(queries)])
            taken.append(time.perf_counter() - started)
    return taken


def _pause(reader: int, place: int) -> float:
    """Answers a pause, spread evenly, that is the same in every run."""
    shortest, longest = LOOK_SECONDS
    return shortest + (longest - shortest) * ((reader * 7 + place * 13) % READERS / READERS)


async def _ask(socket: ClientConnection, query: str) -> None:
    """Asks for a selection and waits until the page is whole."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = PAGE
    await socket.send(message.SerializeToString())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            answer = ForwardMsg.FromString(bytes(await socket.recv(decode=False)))
            if answer.WhichOneof("type") != "script_finished":
                continue
            if answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return
