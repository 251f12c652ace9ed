"""What really goes over the wire: every byte of a websocket, for a reader of one county, has no other's canary."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection
from websockets.typing import Subprotocol

from data_access.asked.page_keys import LISTED_LEDGERS
from data_access.reading.roles import viewer_of
from data_access.reading.viewer_list import FILE_SETTING, Person, write_people
from data_access.store.engine import reader_engine
from tests.benchmarks.looks import Look
from tests.benchmarks.session import MOST_BYTES, Session
from tests.canaries import OF_A_ROW, heard, ids_of, may_be_heard
from tests.cases import left_for_all
from tests.running_app import free_port, running_process
from ui.access_log import SETTING as LOG_SETTING
from ui.modes import MODE_SETTING, PROXIES_SETTING
from ui.registry import ALL_PAGES

COUNTY = ("C03",)
OF_ANOTHER = "C07-public_security~ZG-2026-0701-006"
LOOKS = (
    Look("a list", "cases", {"ledger": "litigation"}),
    Look("items", "rectification", {}),
    Look("another's item", "item", {"record": OF_ANOTHER}),
    Look("another's archive", "unit", {"unit": "C07"}),
    Look("its own list before another county", "cases", {"audience": "C07"}),
)


# Each page of the registry, about another's unit, officer or record where it is about one, and the list of each ledger.
OTHERS = {"unit": "C07", "officer": "ZF-C07-public_security-001", "record": OF_ANOTHER}
# Of the later pages most panels are drawn from declarations of their own.
IN_EVERY_RUN = ("enforcement", "file_reviews", "decisions", "capacity", "bulletins", "officer")
EVERY_PAGE = (
    *(Look(page.key, page.key, {key: OTHERS[key] for key in page.own_keys if key in OTHERS}) for page in ALL_PAGES),
    *(Look(ledger, "cases", {"ledger": ledger}) for ledger in LISTED_LEDGERS),
)


@pytest.mark.long
@pytest.mark.parametrize(
    "looks",
    [
        pytest.param((*LOOKS, *(look for look in EVERY_PAGE if look.page in IN_EVERY_RUN)), id="usual"),
        left_for_all(EVERY_PAGE, name="every page"),
    ],
)
def test_no_byte_of_a_websocket_has_a_word_of_a_row_outside_the_scope(
    planted_url: str, tmp_path: Path, looks: Sequence[Look]
) -> None:
    viewers = tmp_path / "viewers.toml"
    write_people([Person("county", "", "county", COUNTY), Person("leader", "", "city_leader")], viewers)
    settings = {MODE_SETTING: "gateway", PROXIES_SETTING: "127.0.0.1", FILE_SETTING: str(viewers)}
    settings |= {LOG_SETTING: str(tmp_path / "access")}
    # In a thread of its own, for a browser of the tests before may have left a loop in this one.
    with (
        running_process(planted_url, tmp_path / "log", port=free_port(), settings=settings) as (_process, url),
        ThreadPoolExecutor(1) as apart,
    ):
        text = apart.submit(lambda: asyncio.run(received(url, looks))).result()
        resumed = apart.submit(lambda: asyncio.run(resumed_by_another(url))).result()
    engine = reader_engine(planted_url)
    may = may_be_heard(engine, viewer_of("county", "county", frozenset(COUNTY)))
    sent, after, before = (heard(each, ids_of(engine)) for each in (text, *resumed))
    engine.dispose()
    assert sent[OF_A_ROW], "it sees its own"
    assert before[OF_A_ROW] - may[OF_A_ROW], "the leader sees others'"
    for found in (sent, after):
        assert {canary: codes - may[canary] for canary, codes in found.items() if codes - may[canary]} == {}


async def received(url: str, looks: Sequence[Look]) -> str:
    """All that the server sends to a reader of one county who looks at what is his and what is not."""
    async with connected(url, "county") as connection:
        reader = Session(connection, url)
        answers = [(look, await answer(connection, reader._asking(look))) for look in looks]
    return "".join(without_link(text, look) for look, (text, _) in answers)


def without_link(text: str, look: Look) -> str:
    """An answer without the link that was asked for: the server writes back what it was sent."""
    for key, value in look.query.items():
        text = text.replace(f"{key}={value}", "")
    return text


async def resumed_by_another(url: str) -> tuple[str, str]:
    """What a county hears that goes on with a leader's session, as when a browser's reader changes behind a gateway and
    asks for a part of the page that runs alone; and what the leader heard.
    """
    async with connected(url, "leader") as connection:
        asking = Session(connection, url)._asking(LOOKS[0])
        before, messages = await answer(connection, asking)
    sessions = [each.new_session.initialize.session_id for each in messages if each.HasField("new_session")]
    parts = sorted({each.delta.fragment_id for each in messages if each.HasField("delta")} - {""})
    again = BackMsg.FromString(asking)
    again.rerun_script.fragment_id = parts[0]
    async with connected(url, "county", "streamlit", "-", sessions[0]) as connection:
        after, _ = await answer(connection, again.SerializeToString())
    return after, before


def connected(url: str, who: str, *protocols: str) -> websockets.connect:
    address, headers = url.replace("http://", "ws://") + "/_stcore/stream", {"X-Remote-User": who}
    spoken = [Subprotocol(each) for each in protocols] or None
    return websockets.connect(address, max_size=MOST_BYTES, additional_headers=headers, subprotocols=spoken)


async def answer(connection: ClientConnection, asking: bytes) -> tuple[str, list[ForwardMsg]]:
    """All that comes until the script has finished, letter for letter and as messages."""
    await connection.send(asking)
    text, messages = b"", []
    while True:
        data = await connection.recv(decode=False)
        text += data
        messages.append(told := ForwardMsg.FromString(data))
        ended = told.WhichOneof("type") == "script_finished"
        if ended and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return text.decode("utf-8", "ignore"), messages
