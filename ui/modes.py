"""How the dashboard is reached, and by whom: one setting says it, others what that way needs.

``open`` serves this machine alone and signs nobody in; ``gateway`` believes a proxy that has signed its reader in;
``oidc`` signs readers in itself. What is not understood is refused at the start, with a sentence.
"""

import ipaddress
import os
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from wording import LANGUAGES, wording

# Environment variables.
MODE_SETTING = "DASHBOARD_ACCESS"
HOSTS_SETTING = "DASHBOARD_HOSTS"
PROXIES_SETTING = "DASHBOARD_PROXIES"
FRAMES_SETTING = "DASHBOARD_FRAMED_BY"
SESSIONS_SETTING = "DASHBOARD_SESSIONS"

OPEN, GATEWAY, OIDC = "open", "gateway", "oidc"
MODES = (OPEN, GATEWAY, OIDC)
# What this machine calls itself; it may always ask by these names.
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
LONGEST_NAME = 253
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
# Where Streamlit listens when it is told nothing.
EVERYWHERE = "0.0.0.0"
# Pages open at the same time; more than one process can answer well.
USUAL_SESSIONS = 300
_ORIGIN = re.compile(r"https?://([^/:@\s]+|\[[0-9a-f:]+\])(:\d{1,5})?", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingError(Exception):
    """A setting that cannot be followed: the key of the sentence that says so, and its values."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key, values)
        self.key, self.values = key, values

    def in_words(self, language: str) -> str:
        return wording(language)(self.key, **self.values)

    def in_both_languages(self) -> str:
        """For a log or a terminal, where nobody has chosen one."""
        return "\n".join(self.in_words(language) for language in LANGUAGES)


def mode() -> str:
    """How readers come in: ``open`` (when nothing is set), ``gateway`` or ``oidc``.

    Raises ``SettingError`` for another word, so that a slip never opens a door.
    """
    given = os.environ.get(MODE_SETTING, "").strip().lower()
    if given and given not in MODES:
        raise SettingError("modes.unknown", setting=MODE_SETTING, expected=", ".join(MODES), value=given)
    return given or OPEN


def allowed_hosts() -> frozenset[str]:
    """The names by which the dashboard may be asked for, on any port: this machine's own and those of the setting.

    In lower case, an IPv6 address without its brackets. Raises ``SettingError`` for what is no name.
    """
    return LOOPBACK_NAMES | _hosts(os.environ.get(HOSTS_SETTING, ""))


def trusted_proxies() -> tuple[Network, ...]:
    """The addresses that may pass on a reader's request and say whose it is; in mode ``open`` none.

    Raises ``SettingError`` for what is no address, and where a gateway is to be believed but none is named.
    """
    if mode() == OPEN:
        return ()
    proxies = _networks(os.environ.get(PROXIES_SETTING, ""))
    if not proxies and mode() == GATEWAY:
        raise SettingError("modes.no_proxy", setting=PROXIES_SETTING, mode=f"{MODE_SETTING}={GATEWAY}")
    return proxies


def framed_by() -> tuple[str, ...]:
    """The origins whose pages may show the dashboard in a frame (``https://portal.example.cn``); none when not set.

    Raises ``SettingError`` for what is no origin.
    """
    origins = tuple(each.lower() for each in _listed(os.environ.get(FRAMES_SETTING, "")))
    for origin in origins:
        found = _ORIGIN.fullmatch(origin)
        if found is None or host_name(found[1]) is None:
            raise SettingError("modes.no_origin", setting=FRAMES_SETTING, value=origin)
    return origins


def most_sessions() -> int:
    """How many pages of this process may be open at the same time. Raises ``SettingError`` for no whole number."""
    given = os.environ.get(SESSIONS_SETTING, "").strip() or str(USUAL_SESSIONS)
    if not (given.isascii() and given.isdigit() and int(given[:9])):
        raise SettingError("modes.no_number", setting=SESSIONS_SETTING, value=given)
    return int(given[:9])


def is_loopback(address: str) -> bool:
    """Whether an address reaches no further than this machine; a name other than ``localhost`` may reach anywhere."""
    return address == "localhost" or is_within(address, LOOPBACK)


def refuse_to_start_wrong(address: str | None) -> None:
    """Check every setting, and that an open dashboard listens on this machine alone: ``address`` is where it listens.

    Raises ``SettingError``.
    """
    way = mode()
    allowed_hosts(), trusted_proxies(), framed_by(), most_sessions()
    if way == OPEN and not is_loopback(address or EVERYWHERE):
        raise SettingError("modes.address", setting=f"{MODE_SETTING}={OPEN}", value=address or EVERYWHERE)


def is_within(address: str, networks: Iterable[Network]) -> bool:
    """Whether an address lies in one of the networks; an IPv4 address may be written as IPv6 (::ffff:10.0.0.1)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in networks)


def host_name(text: str) -> str | None:
    """A host's name as it is compared: lower case, without a last dot or brackets; None when it is no name."""
    name = text.lower().removesuffix(".")
    if len(name) > LONGEST_NAME:
        return None
    if name.startswith("[") and name.endswith("]"):
        name = name[1:-1]
        return _address(name) if ":" in name else None
    return name if _NAME.fullmatch(name) else None


def _address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def _listed(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[,，;；\s]", text) if each.strip()]


@cache
def _hosts(text: str) -> frozenset[str]:
    names = {each: _address(each) or host_name(each) for each in _listed(text)}
    for given, name in names.items():
        if name is None:
            raise SettingError("modes.no_host", setting=HOSTS_SETTING, value=given)
    return frozenset(name for name in names.values() if name)


@cache
def _networks(text: str) -> tuple[Network, ...]:
    return tuple(_network(each) for each in _listed(text))


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as reason:
        raise SettingError("modes.no_address", setting=PROXIES_SETTING, value=text) from reason
