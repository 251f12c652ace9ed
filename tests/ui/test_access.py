"""Who sits before the screen: what each mode takes for an identity, what it may see, and what a stranger is told."""

import datetime as dt
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from data_access.reading.viewer import ALL_SEEING, NOBODY
from data_access.reading.viewer_list import FILE_SETTING, Person, write_people
from tests.cases import left_for_all
from tests.ui.app_page import charted, open_page, said
from ui import access, live, searching, signed_cookie
from ui.access import CLAIM_SETTING, HEADER_SETTING, Seat, seat_of
from ui.access_log import SETTING as LOG_SETTING
from ui.modes import MODE_SETTING, PROXIES_SETTING
from ui.no_access import CONTACT_SETTING
from ui.registry import BY_KEY, PAGES
from ui.signing_out import SETTING as SIGNED_OUT_SETTING
from ui.signing_out import SigningOut, folder
from wording import LANGUAGES, wording

SECRET = "a secret of this test, long enough to sign"
LISTED = (
    Person("leader", "", "city_leader"),
    Person("county", "", "county", ("C03",)),
    Person("past", "", "city_leader", (), None, dt.date(2020, 1, 1)),
    Person("auditor", "", "auditor"),
)


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "viewers.toml"
    monkeypatch.setenv(FILE_SETTING, str(file))
    monkeypatch.setenv(LOG_SETTING, str(tmp_path / "access"))
    write_people(LISTED)
    return file


@pytest.fixture
def gateway(people: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(MODE_SETTING, "gateway")
    monkeypatch.setenv(PROXIES_SETTING, "127.0.0.1")
    return people


@pytest.fixture
def oidc(people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(MODE_SETTING, "oidc")
    monkeypatch.setenv(SIGNED_OUT_SETTING, str(tmp_path / "signed_out"))
    monkeypatch.setattr(signed_cookie, "get_cookie_secret", lambda: SECRET)
    return people


def asked(path: str = "/search", query: str = "q=C03", **headers: str | list[str]) -> Request:
    pairs = [(name.replace("_", "-").lower().encode(), each.encode("latin-1"))
             for name, value in headers.items() for each in ([value] if isinstance(value, str) else value)]  # fmt: skip
    return Request({"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": pairs})


def cookie(claims: Any, secret: str = SECRET, name: str = USER_COOKIE_NAME) -> dict[str, str]:
    signed = create_signed_value(secret, name, json.dumps(claims))
    return {"cookie": f"{USER_COOKIE_NAME}={signed.decode()}"}


def claims(**own: Any) -> dict[str, Any]:
    return {"is_logged_in": True, "sub": "leader", "exp": time.time() + 60, **own}


def test_without_sign_in_this_machines_user_sees_all_whatever_he_is_called(people: Path) -> None:
    assert seat_of(asked(X_Remote_User="county")).viewer() == ALL_SEEING


@pytest.mark.parametrize(
    ("value", "identity"),
    [
        ("leader", "leader"),
        (" leader ", "leader"),
        ("张".encode().decode("latin-1"), "张"),
        ("", ""),
        (["leader", "county"], ""),
        (["county", "leader"], ""),
        (["leader", "leader"], ""),
        ("\xff\xfe", ""),
    ],
)
def test_a_gateways_header_names_one_identity_or_nobody(gateway: Path, value: Any, identity: str) -> None:
    assert seat_of(asked(X_Remote_User=value)).identity == identity


def test_the_header_has_the_name_of_the_setting(gateway: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HEADER_SETTING, "X-Staff")
    assert seat_of(asked(X_Remote_User="leader")).viewer() == NOBODY
    assert seat_of(asked(X_Staff="leader")).viewer().sees_unpublished


@pytest.mark.parametrize("identity", ["", "stranger", "past", "Leader", "leader\x00"])
def test_who_is_not_listed_or_not_valid_sees_nothing(gateway: Path, identity: str) -> None:
    seat = seat_of(asked(X_Remote_User=identity))
    assert (seat.is_known, seat.viewer()) == (False, NOBODY)


def test_a_wrong_list_lets_nobody_in(gateway: Path) -> None:
    seat = seat_of(asked(X_Remote_User="leader"))
    assert seat.is_known
    gateway.write_text(gateway.read_text("utf-8") + "\nslip = 1\n", "utf-8")
    assert (seat.is_known, seat.viewer()) == (False, NOBODY)


def test_a_sign_in_names_who_its_claim_says_until_it_runs_out(oidc: Path) -> None:
    assert seat_of(asked(**cookie(claims()))).viewer().sees_unpublished
    gone = seat_of(asked(**cookie(claims(exp=time.time() - 1))))
    assert (gone.has_run_out, gone.viewer()) == (True, NOBODY)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"cookie": ""},
        {"cookie": f"{USER_COOKIE_NAME}=leader"},
        {"x_remote_user": "leader"},
        cookie(claims(), secret="another secret, as long as it must be"),
        cookie(claims(), name="another cookie"),
        cookie(claims(is_logged_in=False)),
        cookie(claims(is_logged_in="yes")),
        cookie(claims(exp=None)),
        cookie(claims(exp="9999999999")),
        cookie(claims(exp=True)),
        cookie(claims(sub=1)),
        cookie(claims(sub=["leader"])),
        cookie(claims(sub="")),
        cookie([]),
        cookie("leader"),
    ],
)
def test_what_is_no_sign_in_names_nobody(oidc: Path, given: dict[str, str]) -> None:
    assert seat_of(asked(**given)).viewer() == NOBODY


def test_an_address_counts_only_where_it_was_verified(oidc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CLAIM_SETTING, "email")
    verified = [
        seat_of(asked(**cookie(claims(email="leader", **more)))).is_known
        for more in ({}, {"email_verified": False}, {"email_verified": "true"}, {"email_verified": True})
    ]
    assert verified == [False, False, False, True]


def sign_out(given: dict[str, str]) -> None:
    """What the browser asks for after the button; an answer is not waited for."""

    async def nothing(*_: object) -> None:
        return

    with suppress(StopIteration):
        SigningOut(nothing)(asked("/auth/logout", **given).scope, None, None).send(None)


def test_a_sign_in_that_was_ended_in_one_tab_is_ended_in_all_and_the_next_one_is_not(
    oidc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, next_one = cookie(given := claims(iat=1)), cookie({**given, "iat": 2})

    sign_out(ended)
    assert seat_of(asked(**ended)).viewer() == NOBODY
    assert seat_of(asked(**next_one)).is_known
    # What a page that is open elsewhere began with.
    assert not access._signed_in(given).is_known
    assert access._signed_in({**given, "iat": 2}).is_known


def test_what_was_ended_is_forgotten_when_it_has_run_out_and_nothing_else_is(oidc: Path) -> None:
    sign_out(short := cookie(claims(iat=1, exp=time.time() + 60)))
    [mark] = folder().iterdir()
    os.utime(mark, (1, 1))
    foreign = folder() / "notes.txt"
    foreign.touch()
    os.utime(foreign, (1, 1))
    sign_out(endless := cookie(claims(iat=2, exp=1e300)))
    assert len([each for each in folder().iterdir() if each != foreign]) == 1
    assert foreign.exists()
    assert seat_of(asked(**short)).is_known
    assert not seat_of(asked(**endless)).is_known


def test_where_nothing_can_be_written_a_sign_in_ends_here_at_least(oidc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SIGNED_OUT_SETTING, str(oidc / "below a file"))
    sign_out(ended := cookie(claims(iat=7)))
    assert not seat_of(asked(**ended)).is_known


def test_who_only_asks_to_sign_out_without_a_sign_in_ends_nobodys(oidc: Path) -> None:
    forged = cookie(given := claims(iat=3), secret="another secret, as long as it must be")
    sign_out(forged)
    assert seat_of(asked(**cookie(given))).is_known


# --- Routes and pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", [searching.answer, live.data_version])
def test_a_route_answers_nobody_it_does_not_know(
    gateway: Path, demo: str, route: Callable[[Request], Response]
) -> None:
    statuses = [route(asked(X_Remote_User=who)).status_code for who in ("", "stranger", "past", "county", "leader")]
    assert statuses == [403, 403, 403, 200, 200]


def test_the_search_finds_records_of_the_own_units_alone_and_denies_no_others(gateway: Path, demo: str) -> None:
    found = {
        who: bytes(searching.answer(asked(query="q=658", X_Remote_User=who)).body).decode()
        for who in ("leader", "county", "auditor")
    }
    assert "初658号" in found["leader"]
    assert "658" not in found["auditor"].replace("“658”", "")
    assert wording("zh")("search.nothing_seen", text="658") in found["auditor"]


@pytest.fixture
def sit(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the next page be of somebody: what the gateway says of him, for there is no websocket here."""

    def sit(identity: str) -> None:
        monkeypatch.setattr(access, "_seat", lambda *_: Seat(identity))

    return sit


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("identity", ["", "stranger", "past", "[a](http://x) :red[b] $x$"])
def test_a_stranger_is_told_whom_to_ask_and_sees_nothing_else(
    gateway: Path,
    demo: str,
    sit: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    identity: str,
) -> None:
    monkeypatch.setenv(CONTACT_SETTING, "*office* 8-123")
    sit(identity)
    app = open_page(BY_KEY["overview"], lang=language)
    texts = said(app)
    assert [text for text in texts if "*office* 8-123" in text]
    assert identity in " ".join(texts)
    assert len(texts) == 3
    assert not charted(app)
    assert not app.exception


PAGES_AND_ROLES = [
    pytest.param(page, who) if (place + number) % 4 == 0 else left_for_all(page, who, name=f"{page.key}-{who}")
    for place, page in enumerate(PAGES)
    for number, who in enumerate(("leader", "county", "auditor", "past"))
]


@pytest.mark.parametrize(("page", "who"), PAGES_AND_ROLES, ids=lambda each: getattr(each, "key", each))
@pytest.mark.one_in(6)
def test_a_page_shows_each_role_what_it_may_see(
    gateway: Path, demo: str, sit: Callable[[str], None], page: Any, who: str
) -> None:
    sit(who)
    app = open_page(page, record="C07~ZG-2026-0200-008")
    assert not app.exception
    assert not [text for text in said(app) if text == wording("zh")("wrong.rest_holds")]
    downloads = len(app.get("download_button"))
    # A page may also have nothing to download: it shows a record of another county, say.
    assert not downloads or who in ("leader", "county")
    assert downloads or who != "leader" or page.group != "overview"


def test_who_is_taken_from_the_list_sees_nothing_from_the_next_run_on(
    gateway: Path, demo: str, sit: Callable[[str], None]
) -> None:
    sit("leader")
    app: AppTest = open_page(BY_KEY["rankings"])
    before = said(app)
    write_people([person for person in LISTED if person.identity != "leader"])
    after = said(app.run())
    assert len(before) > 20 > len(after)
    assert wording("zh")("access.unlisted.title") in after
