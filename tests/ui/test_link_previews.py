"""What a program shows of a link that somebody pasted: it asks for the page as nobody, and reads its head."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.types import Message

from ui import shell
from ui.registry import ALL_PAGES

QUERY = {"record": "C07~1", "officer": "ZF-C07-001", "unit": "C07-public_security", "sought": "magpie"}
# By these a page describes itself to who has not opened it.
DESCRIBES = re.compile(r"<meta[^>]+(?:og:|twitter:|description)|<title>(?!Streamlit</title>)|ld\+json", re.IGNORECASE)


def asked(path: str, program: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of the first answer to who asks for a page."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": urlencode(QUERY).encode(),
             "headers": [(b"user-agent", program.encode())]}  # fmt: skip
    # In a thread of its own: that of a browser's tests has a loop already.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(Starlette(routes=shell.routes())(scope, receive, send))).result()
    begun, *bodies = sent
    headers = {name.decode(): value.decode() for name, value in begun["headers"]}
    return begun["status"], headers, b"".join(each.get("body", b"") for each in bodies).decode()


@pytest.mark.parametrize("program", ["Slackbot-LinkExpanding 1.0", "MicroMessenger"])
def test_the_first_answer_is_one_for_all_pages_and_tells_nothing_of_what_they_show(program: str) -> None:
    paths = ("/", *(f"/{page.url_path}" for page in ALL_PAGES[1:]))
    answers = {path: asked(path, program) for path in paths}
    assert {status for status, _headers, _text in answers.values()} == {200}
    (text,) = {text for _status, _headers, text in answers.values()}
    assert not DESCRIBES.search(text)
    assert not [value for value in QUERY.values() if f">{value}<" in text or f'"{value}"' in text.partition("<body")[2]]
    assert {*answers["/"][1]} <= {"content-length", "content-type", "cache-control"}
