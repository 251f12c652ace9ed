"""The settings that say how the dashboard is reached: what is understood, and what is refused with a sentence."""

import os
import re
import subprocess

import pytest

from tests.cases import left_for_all
from tests.running_app import ROOT, app_command, free_port
from ui.modes import (
    FRAMES_SETTING,
    HOSTS_SETTING,
    LOOPBACK_NAMES,
    MODE_SETTING,
    PROXIES_SETTING,
    SESSIONS_SETTING,
    SettingError,
    allowed_hosts,
    host_name,
    is_within,
    mode,
    refuse_to_start_wrong,
    trusted_proxies,
)

CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in (MODE_SETTING, HOSTS_SETTING, PROXIES_SETTING, FRAMES_SETTING, SESSIONS_SETTING):
        monkeypatch.delenv(setting, raising=False)


@pytest.mark.parametrize(
    ("given", "understood"),
    [(None, "open"), ("", "open"), (" ", "open"), ("open", "open"), ("Gateway ", "gateway"), ("OIDC", "oidc")],
)
def test_the_mode_is_what_is_set_and_open_when_nothing_is(
    given: str | None, understood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if given is not None:
        monkeypatch.setenv(MODE_SETTING, given)
    assert mode() == understood


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (MODE_SETTING, "opn"),
        (MODE_SETTING, "open,oidc"),
        (MODE_SETTING, "none"),
        (MODE_SETTING, "{value}"),
        (HOSTS_SETTING, "http://law.example"),
        (HOSTS_SETTING, "law.example:8501"),
        (HOSTS_SETTING, "*.example"),
        (HOSTS_SETTING, "*"),
        (HOSTS_SETTING, "law example/path"),
        (HOSTS_SETTING, "a..b"),
        (HOSTS_SETTING, "-"),
        (HOSTS_SETTING, "法.cn"),
        (PROXIES_SETTING, "*"),
        (PROXIES_SETTING, "gateway.example"),
        (PROXIES_SETTING, "10.0.0.5/24"),
        (PROXIES_SETTING, "10.0.0"),
        (PROXIES_SETTING, "10.0.0.1:80"),
        (PROXIES_SETTING, ""),
    ],
)
def test_what_is_not_understood_is_refused_in_both_languages(
    setting: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MODE_SETTING, "gateway")
    monkeypatch.setenv(PROXIES_SETTING, "127.0.0.1")
    monkeypatch.setenv(setting, value)
    with pytest.raises(SettingError) as refused:
        mode(), allowed_hosts(), trusted_proxies()
    chinese, english = refused.value.in_both_languages().splitlines()
    for said in (chinese, english):
        assert setting in said
        assert value.split(",")[0].split(" ")[-1] in said
    assert CHINESE.search(chinese)
    assert not CHINESE.search(english.replace(value, ""))


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("", set()),
        ("Law.Example.CN.", {"law.example.cn"}),
        ("a.cn, b.cn；c.cn\td", {"a.cn", "b.cn", "c.cn", "d"}),
        ("10.0.0.5", {"10.0.0.5"}),
        ("[FD00:0::1], fd00::2", {"fd00::1", "fd00::2"}),
        ("xn--jvr.cn", {"xn--jvr.cn"}),
    ],
)
def test_allowed_hosts_are_those_of_the_setting_and_this_machines_own(
    given: str, names: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOSTS_SETTING, given)
    assert allowed_hosts() == names | LOOPBACK_NAMES


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        ("10.0.0.5", True),
        ("::ffff:10.0.0.5", True),
        ("10.0.0.6", False),
        ("192.168.7.9", True),
        ("192.168.8.9", False),
        ("fd00::9", True),
        ("fd01::9", False),
        ("127.0.0.1", False),
        ("unix:", False),
        ("", False),
    ],
)
def test_a_proxy_is_trusted_by_its_address(address: str, trusted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MODE_SETTING, "gateway")
    monkeypatch.setenv(PROXIES_SETTING, "10.0.0.5, 192.168.7.0/24 fd00::/64")
    assert is_within(address, trusted_proxies()) is trusted


def test_an_open_dashboard_trusts_no_proxy_whatever_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROXIES_SETTING, "127.0.0.1")
    assert trusted_proxies() == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("LOCALHOST", "localhost"),
        ("localhost.", "localhost"),
        ("localhost..", None),
        ("[::1]", "::1"),
        ("[0:0:0:0:0:0:0:1]", "::1"),
        ("[127.0.0.1]", None),
        ("::1", None),
        ("", None),
        (".", None),
        ("a b", None),
        ("a@b", None),
        ("a/b", None),
        ("x" * 254, None),
    ],
)
def test_a_host_is_compared_by_its_plain_name(text: str, name: str | None) -> None:
    assert host_name(text) == name


# --- The start ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "localhost", "::1", "::ffff:127.0.0.1"])
def test_an_open_dashboard_starts_on_this_machines_own_addresses(address: str) -> None:
    refuse_to_start_wrong(address)


@pytest.mark.parametrize(
    "address",
    [None, "", "0.0.0.0", "::", "10.0.0.5", "192.168.1.1", "fe80::1", "127.1", "0", "localhost.evil.test", "unix://x"],
)
def test_an_open_dashboard_starts_on_no_other_address_and_says_what_to_do(
    address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingError) as refused:
        refuse_to_start_wrong(address)
    for said in refused.value.in_both_languages().splitlines():
        assert (address or "0.0.0.0") in said
        assert f"{MODE_SETTING}=gateway" in said
    monkeypatch.setenv(MODE_SETTING, "gateway")
    monkeypatch.setenv(PROXIES_SETTING, "10.0.0.1")
    refuse_to_start_wrong(address)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *(
            (FRAMES_SETTING, value)
            for value in ("*", "portal", "https://a.cn/x", "https://*.cn", "'self'", "https://a;b")
        ),
        *((SESSIONS_SETTING, value) for value in ("0", "-1", "1.5", "many", "٣", "³")),
        (HOSTS_SETTING, "*"),
    ],
)
def test_a_slip_in_any_setting_stops_the_start(setting: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting, value)
    with pytest.raises(SettingError) as refused:
        refuse_to_start_wrong("127.0.0.1")
    assert all(setting in said for said in refused.value.in_both_languages().splitlines())


@pytest.mark.long
@pytest.mark.parametrize(
    ("options", "settings"),
    [
        (("--server.address", "0.0.0.0"), {}),
        left_for_all((), {"STREAMLIT_SERVER_ADDRESS": "::"}),
        left_for_all((), {MODE_SETTING: "opne"}),
        left_for_all((), {MODE_SETTING: "gateway"}),
    ],
)
def test_the_program_ends_with_the_sentence_and_answers_nobody(
    options: tuple[str, ...], settings: dict[str, str]
) -> None:
    command = (*app_command(free_port()), *options)
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert "看板没有启动" in ended.stderr or "因此没有启动" in ended.stderr
    assert "not started" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "The dashboard is running" not in ended.stdout
