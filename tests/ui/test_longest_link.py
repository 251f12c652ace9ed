"""No link is longer than the pages write them: a longer one is refused with a sentence before any of it is read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.test_gate import STREAM, UPGRADE, Server, running
from ui.gate import LONGEST_LINK
from wording import LANGUAGES, wording

HOST = "Host: 127.0.0.1:{p}"


@pytest.fixture(scope="module")
def server(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from running(migrated_file, tmp_path_factory.mktemp("longest"), DASHBOARD_WARM_UP="off")


@pytest.mark.one_in(10)
@pytest.mark.parametrize("length", [LONGEST_LINK + 1, 60_000])
@pytest.mark.parametrize("path", ["/", "/rankings", "/search", "/data-version", "/_stcore/health"])
def test_a_longer_link_is_refused_with_a_sentence(server: Server, path: str, length: int) -> None:
    status, text = server.ask(HOST, path=f"{path}?{'x' * (length - len(path))}")
    assert status == 414
    for language in LANGUAGES:
        assert wording(language)("modes.link_too_long", value=f"{length:,}", most=f"{LONGEST_LINK:,}") in text


def test_what_no_browser_sends_is_refused_before_it_is_a_request(server: Server) -> None:
    """By the server's own limit for what it reads of a request, which has no sentence of ours.

    It may end the connection while the rest is still being sent.
    """
    try:
        status = server.ask(HOST, path="/?" + "x" * 400_000)[0]
    except ConnectionError:
        status = 0
    assert status in (0, 400)
    assert server.ask(HOST)[0] == 200


def test_so_is_a_longer_path_and_a_longer_query_of_a_websocket(server: Server) -> None:
    assert server.ask(HOST, path="/" + "x" * LONGEST_LINK)[0] == 414
    assert server.ask(HOST, *UPGRADE, path=f"{STREAM}?{'x' * LONGEST_LINK}")[0] == 403


def test_the_longest_link_is_answered(server: Server) -> None:
    assert server.ask(HOST, path="/rankings?" + "x" * (LONGEST_LINK - len("/rankings")))[0] == 200
