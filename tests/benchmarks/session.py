"""A reader without a browser: one connection to the server, as Streamlit's own page holds it.

A look is a rerun that is asked for with a page and a query, as a link or a step of the browser's history asks for it;
it is over when the server says that the script has finished. What the browser does afterwards is left out.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection

from tests.benchmarks.looks import Look

# Larger answers than the library's usual limit are sent: a page of many charts.
MOST_BYTES = 64_000_000


@dataclass(frozen=True)
class Answer:
    """What a look cost: milliseconds, and the messages and bytes that came. ``again``: its address was asked before."""

    look: Look
    milliseconds: float
    messages: int
    size: int
    again: bool = False


@dataclass(frozen=True)
class Session:
    """One reader's connection."""

    connection: ClientConnection
    url: str

    async def look(self, look: Look) -> Answer:
        """Ask for a page and wait for the end of the script. Raises ``RuntimeError`` when the script failed."""
        began, messages, size = perf_counter(), 0, 0
        await self.connection.send(self._asking(look))
        while True:
            data = await self.connection.recv(decode=False)
            messages, size = messages + 1, size + len(data)
            told = ForwardMsg.FromString(data)
            kind = told.WhichOneof("type")
            if kind == "delta" and told.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(f"{look.address}: {told.delta.new_element.exception.message}")
            if kind == "script_finished":
                # A script that was interrupted to begin anew has not shown the page yet.
                if told.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                if told.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise RuntimeError(f"{look.address}: the script ended as {told.script_finished}")
                return Answer(look, 1000 * (perf_counter() - began), messages, size)

    def _asking(self, look: Look) -> bytes:
        asking = BackMsg()
        state = asking.rerun_script
        state.query_string = look.text
        state.page_name = look.path
        state.context_info.url = f"{self.url}/{look.path}"
        state.context_info.locale, state.context_info.timezone = "zh-CN", "Asia/Shanghai"
        state.context_info.color_scheme = "light"
        return bytes(asking.SerializeToString())


@asynccontextmanager
async def session(url: str) -> AsyncIterator[Session]:
    """A connection to the server at an address ``http://…``; the reader leaves at the end."""
    address = url.replace("http://", "ws://") + "/_stcore/stream"
    async with websockets.connect(address, max_size=MOST_BYTES) as connection:
        yield Session(connection, url)
