"""The settings that say how the dashboard is reached: what is understood, and what is refused with a sentence."""

import re

import pytest

from ui.modes import (
    HOSTS_SETTING,
    LOOPBACK_NAMES,
    MODE_SETTING,
    PROXIES_SETTING,
    SettingError,
    allowed_hosts,
    host_name,
    is_within,
    mode,
    trusted_proxies,
)

CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in (MODE_SETTING, HOSTS_SETTING, PROXIES_SETTING):
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
