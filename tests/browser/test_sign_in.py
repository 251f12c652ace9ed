"""Signing in at the dashboard, with a provider on loopback: in, out, run out, lies, and back to the page."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from playwright.sync_api import Page, expect

from data_access.reading.viewer_list import FILE_SETTING, Person, write_people
from tests.browser.conftest import Watch
from tests.provider import Provider, provider
from tests.running_app import free_port, running_process, settled
from ui.access_log import SETTING as LOG_SETTING
from ui.modes import MODE_SETTING
from ui.signing_out import SETTING as SIGNED_OUT_SETTING
from wording import wording

COOKIE_SECRET = "of this test, and long enough to sign with"
LEADER, COUNTY = Person("leader", "", "city_leader"), Person("county", "", "county", ("C03",))


@dataclass
class SignedIn:
    """The dashboard in mode oidc, its provider, its list of viewers, and with what a process of it is started."""

    url: str
    provider: Provider
    list: Path
    settings: dict[str, str]

    def sign_in(self, browser: httpx.Client) -> None:
        """What a browser does when its reader presses the button."""
        claims = {"provider": "default", "exp": int(time.time()) + 60}
        token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(COOKIE_SECRET))
        browser.get(f"{self.url}/auth/login", params={"provider": token})

    def may_search(self, browser: httpx.Client) -> bool:
        return browser.get(f"{self.url}/search", params={"q": "C03"}).status_code == 200


@pytest.fixture(scope="module")
def dashboard(demo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignedIn]:
    folder, port = tmp_path_factory.mktemp("oidc"), free_port()
    viewers, secrets = folder / "viewers.toml", folder / "secrets.toml"
    with provider() as made:
        secrets.write_text(made.secrets(f"http://127.0.0.1:{port}", COOKIE_SECRET), "utf-8")
        settings = {MODE_SETTING: "oidc", FILE_SETTING: str(viewers), "STREAMLIT_SECRETS_FILES": str(secrets)}
        settings |= {LOG_SETTING: str(folder / "access"), SIGNED_OUT_SETTING: str(folder / "signed_out")}
        with running_process(demo_url, folder / "log", port=port, settings=settings) as (_process, url):
            yield SignedIn(url, made, viewers, settings)


@pytest.fixture
def signed(dashboard: SignedIn) -> SignedIn:
    """Everything as it should be again."""
    dashboard.provider.lies, dashboard.provider.subject = {}, "leader"
    write_people([LEADER, COUNTY], dashboard.list)
    return dashboard


@pytest.fixture
def browser_of_a_reader() -> Iterator[httpx.Client]:
    with httpx.Client(follow_redirects=True, timeout=30) as client:
        yield client


def test_who_signs_in_is_let_in_and_who_signs_out_is_not(signed: SignedIn, browser_of_a_reader: httpx.Client) -> None:
    reader = browser_of_a_reader
    assert not signed.may_search(reader)
    signed.sign_in(reader)
    assert signed.may_search(reader)
    reader.get(f"{signed.url}/auth/logout")
    assert not signed.may_search(reader)


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "http://127.0.0.1:1"},
        {"aud": "another client"},
        {"nonce": "another sign-in's"},
        {"exp": 1},
        {"key": RSAKey.generate_key(2048, {"kid": "one"})},
        {"sub": "stranger"},
        {"sub": 7},
    ],
    ids=lambda lies: next(iter(lies)),
)
def test_a_token_that_is_not_as_it_should_be_lets_nobody_in(
    signed: SignedIn, browser_of_a_reader: httpx.Client, lies: dict[str, Any]
) -> None:
    signed.provider.lies = lies
    signed.sign_in(browser_of_a_reader)
    assert not signed.may_search(browser_of_a_reader)


def test_an_answer_that_nobody_asked_for_lets_nobody_in(signed: SignedIn, browser_of_a_reader: httpx.Client) -> None:
    browser_of_a_reader.get(f"{signed.url}/oauth2callback", params={"code": "code-0", "state": "made up"})
    assert not signed.may_search(browser_of_a_reader)


def test_a_sign_in_runs_out(signed: SignedIn, browser_of_a_reader: httpx.Client) -> None:
    # It is accepted for some seconds more when it comes; then it is over.
    signed.provider.lies = {"exp": int(time.time()) - 1}
    signed.sign_in(browser_of_a_reader)
    assert not signed.may_search(browser_of_a_reader)


def test_a_role_that_changes_in_mid_session_counts_at_once(signed: SignedIn, browser_of_a_reader: httpx.Client) -> None:
    def finds_a_suit_of_another() -> bool:
        return "初658号" in browser_of_a_reader.get(f"{signed.url}/search", params={"q": "行初658"}).text

    signed.sign_in(browser_of_a_reader)
    assert finds_a_suit_of_another()
    write_people([Person("leader", "", "county", ("C03",))], signed.list)
    assert signed.may_search(browser_of_a_reader)
    assert not finds_a_suit_of_another()
    write_people([COUNTY], signed.list)
    assert not signed.may_search(browser_of_a_reader)


def test_a_reader_who_signs_in_is_back_at_the_page_that_was_asked_for(signed: SignedIn, page: Page) -> None:
    words = wording("zh")
    page.context.clear_cookies()
    page.goto(f"{signed.url}/disputes?period=2025&compare=none")
    expect(page.get_by_role("heading", name=words("access.unnamed.title"))).to_be_visible()
    page.get_by_role("button", name=words("access.sign_in")).click()
    page.wait_for_url("**/disputes?*period=2025*")
    settled(page, ".st-key-panel_loss_funnel")


@pytest.mark.long
def test_who_signs_out_in_one_tab_is_signed_out_in_the_others(signed: SignedIn, page: Page, watch: Watch) -> None:
    words, other = wording("zh"), page.context.new_page()
    stranger = words("access.unnamed.title")
    page.context.clear_cookies()
    page.goto(f"{signed.url}/disputes")
    page.get_by_role("button", name=words("access.sign_in"), exact=True).click()
    settled(page, ".st-key-panel_loss_funnel")
    other.goto(f"{signed.url}/rectification")
    settled(other, "h1")
    expect(other.get_by_role("heading", name=stranger)).to_have_count(0)

    page.get_by_role("button", name=words("access.sign_out")).click()
    expect(page.get_by_role("heading", name=stranger)).to_be_visible()
    other.get_by_role("link", name=words("page.overview")).first.click()
    expect(other.get_by_role("heading", name=stranger)).to_be_visible()
    # Until its next click the other tab may ask whether there are new data, and is told nothing.
    watch.forgive()


@pytest.mark.exhaustive
def test_a_copy_of_the_cookie_opens_no_other_process_once_its_reader_has_signed_out(
    signed: SignedIn, browser_of_a_reader: httpx.Client, demo_url: str, tmp_path: Path
) -> None:
    with running_process(demo_url, tmp_path / "log", settings=signed.settings) as (_process, url):
        another = SignedIn(url, signed.provider, signed.list, signed.settings)
        signed.sign_in(browser_of_a_reader)
        with httpx.Client(cookies=dict(browser_of_a_reader.cookies)) as copy:
            assert another.may_search(copy)
            browser_of_a_reader.get(f"{signed.url}/auth/logout")
            assert not another.may_search(copy)
