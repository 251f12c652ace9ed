"""What really goes over the wire: every byte of a websocket, for a reader of one county, has no other's canary."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import websockets
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data_access.reading.roles import viewer_of
from data_access.reading.viewer_list import FILE_SETTING, Person, write_people
from data_access.store.engine import reader_engine
from tests.benchmarks.looks import Look
from tests.benchmarks.session import MOST_BYTES, Session
from tests.canaries import OF_A_ROW, heard, ids_of, may_be_heard
from tests.running_app import free_port, running_process
from ui.access_log import SETTING as LOG_SETTING
from ui.modes import MODE_SETTING, PROXIES_SETTING

COUNTY = ("C03",)
OF_ANOTHER = "C07-public_security~ZG-2026-0701-006"
LOOKS = (
    Look("a list", "cases", {"ledger": "litigation"}),
    Look("items", "rectification", {}),
    Look("another's item", "item", {"record": OF_ANOTHER}),
    Look("another's archive", "unit", {"unit": "C07"}),
    Look("its own list before another county", "cases", {"audience": "C07"}),
)


def test_no_byte_of_a_websocket_has_a_word_of_a_row_outside_the_scope(planted_url: str, tmp_path: Path) -> None:
    viewers = tmp_path / "viewers.toml"
    write_people([Person("county", "", "county", COUNTY)], viewers)
    settings = {MODE_SETTING: "gateway", PROXIES_SETTING: "127.0.0.1", FILE_SETTING: str(viewers)}
    settings |= {LOG_SETTING: str(tmp_path / "access")}
    # In a thread of its own, for a browser of the tests before may have left a loop in this one.
    with (
        running_process(planted_url, tmp_path / "log", port=free_port(), settings=settings) as (_process, url),
        ThreadPoolExecutor(1) as apart,
    ):
        text = apart.submit(lambda: asyncio.run(received(url))).result()
    engine = reader_engine(planted_url)
    may, found = may_be_heard(engine, viewer_of("county", "county", frozenset(COUNTY))), heard(text, ids_of(engine))
    engine.dispose()
    assert found[OF_A_ROW], "it sees its own"
    assert {canary: codes - may[canary] for canary, codes in found.items() if codes - may[canary]} == {}


async def received(url: str) -> str:
    """All that the server sends to a reader of one county who looks at what is his and what is not."""
    bytes_of_all = b""
    address, headers = url.replace("http://", "ws://") + "/_stcore/stream", {"X-Remote-User": "county"}
    async with websockets.connect(address, max_size=MOST_BYTES, additional_headers=headers) as connection:
        reader = Session(connection, url)
        for look in LOOKS:
            await connection.send(reader._asking(look))
            while True:
                data = await connection.recv(decode=False)
                bytes_of_all += data
                told = ForwardMsg.FromString(data)
                if (
                    told.WhichOneof("type") == "script_finished"
                    and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
                ):
                    break
    return bytes_of_all.decode("utf-8", "ignore")
