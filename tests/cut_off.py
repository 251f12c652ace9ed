"""Pages in a network of this machine alone: ``unshare -rn python -m tests.cut_off ROUTE DATABASE FOLDER``.

``none``: there is no way out. ``caught``: everything has a way out, which ends in the capture. The addresses of the
pages are read from the standard input. Prints JSON: by page the text that it shows, and what left loopback or was
meant to.
"""

import ctypes
import errno
import fcntl
import json
import socket
import struct
import sys
import threading
from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import Watch
from tests.databases import sqlite_url
from tests.running_app import BROWSER_ARGUMENTS, browser_path, running_process, settled
from ui.access_log import SETTING as LOG_SETTING
from ui.load_jobs import FOLDER_SETTING, WRITER_SETTING

NO_ROUTE, CAUGHT = "none", "caught"
# To bring a network interface up, and to add a route (linux/sockios.h, linux/if.h, linux/route.h).
SET_FLAGS, ADD_ROUTE, UP = 0x8914, 0x890B, 0x1
# Packets of every kind, which of them are looked at, and how many were lost (linux/if_ether.h, filter.h, if_packet.h).
ALL_PACKETS, ATTACH_FILTER, OF_PACKETS, STATISTICS = 0x0003, 26, 263, 6
IP_4, IP_6 = 0x0800, 0x86DD
NAME_SERVER = 53
# The beginnings of all packets but those to 127/8 that are for no name server: the kernel leaves these out.
LOOKED_AT = (
    (0x28, 0, 0, 0xFFFFF000),  # the packet's kind
    (0x15, 0, 6, IP_4),
    (0x30, 0, 0, 16),  # the first byte of the address
    (0x15, 0, 4, 127),
    (0xB1, 0, 0, 0),  # behind the head of the packet
    (0x48, 0, 0, 2),  # the port
    (0x15, 1, 0, NAME_SERVER),
    (0x06, 0, 0, 0),
    (0x06, 0, 0, 128),
)
# What a browser asks its maker for belongs to no page; what a page asks for is noted before it is looked up.
NO_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
# Addresses that are nobody's (RFC 5737).
OUTSIDE, NOTED = ("192.0.2.1", 80), ("192.0.2.2", 9)


def bring_loopback_up() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def assert_no_way_out() -> None:
    with socket.socket() as caller:
        reason = caller.connect_ex(OUTSIDE)
    assert reason == errno.ENETUNREACH, f"there is a way out of this network ({errno.errorcode.get(reason)})"


def send_all_to_loopback() -> None:
    """What is for another machine is sent, and nobody gets it: as behind a wall that says nothing."""
    device = ctypes.create_string_buffer(b"lo")
    anywhere = struct.pack("H14x", socket.AF_INET)
    # struct rtentry: where to, through whom, of which network, flags, and the device.
    head = struct.pack("L", 0) + 3 * anywhere + struct.pack("HhLPh", UP, 0, 0, 0, 0)
    route = head.ljust(-(-len(head) // 8) * 8, b"\0") + struct.pack("PLLH", ctypes.addressof(device), 0, 0, 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, ADD_ROUTE, route)


class Capture:
    """Notes where packets go that are for another machine, or ask a name server."""

    def __init__(self) -> None:
        self.left: set[str] = set()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ALL_PACKETS))
        steps = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in LOOKED_AT))
        program = struct.pack("HP", len(LOOKED_AT), ctypes.addressof(steps))
        self._socket.setsockopt(socket.SOL_SOCKET, ATTACH_FILTER, program)
        self._socket.settimeout(30)
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def end(self) -> Sequence[str]:
        """All that was noted. Raises ``AssertionError`` when it misses what it must see, or has lost a packet."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as speaker:
            speaker.sendto(b"the last one", NOTED)
        self._thread.join()
        _packets, lost = struct.unpack("II", self._socket.getsockopt(OF_PACKETS, STATISTICS, 8))
        assert not lost, f"{lost} packets were not looked at"
        return sorted(self.left)

    def _listen(self) -> None:
        while True:
            packet, (_device, kind, *_rest) = self._socket.recvfrom(128)
            whither = _destination(packet, kind)
            if whither == NOTED:
                return
            if whither and not (ip_address(whither[0]).is_loopback and whither[1] != NAME_SERVER):
                self.left.add(f"{whither[0]} {whither[1]}")


def _destination(packet: bytes, kind: int) -> tuple[str, int] | None:
    """The address and port that a packet is for; None of what is no packet of the internet's."""
    if kind == IP_4:
        ports = 4 * (packet[0] & 0xF)
        return socket.inet_ntop(socket.AF_INET, packet[16:20]), int.from_bytes(packet[ports + 2 : ports + 4], "big")
    if kind == IP_6:
        return socket.inet_ntop(socket.AF_INET6, packet[24:40]), int.from_bytes(packet[42:44], "big")
    return None


def shown(url: str, addresses: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """By address the text of its page, once it is whole; and what the pages asked other machines for."""
    texts, watch = {}, Watch()
    with sync_playwright() as playwright:
        arguments = [*BROWSER_ARGUMENTS, NO_NAMES]
        browser = playwright.chromium.launch(executable_path=browser_path(), args=arguments)
        page = watch.over(browser.new_context(locale="zh-CN", reduced_motion="reduce")).new_page()
        for address in addresses:
            page.goto(url + address)
            settled(page, "h1")
            texts[address] = page.locator("[data-testid=stMain]").inner_text()
        browser.close()
    return texts, watch.outside


def main(route: str, database: Path, folder: Path, addresses: Sequence[str]) -> None:
    bring_loopback_up()
    assert_no_way_out()
    if route == CAUGHT:
        send_all_to_loopback()
        capture = Capture()
    # So that the pages for clerks and auditors are there, too.
    settings = {LOG_SETTING: str(folder / "access"), FOLDER_SETTING: str(folder / "intake")}
    settings |= {WRITER_SETTING: sqlite_url(database)}
    with running_process(sqlite_url(database), folder / "log", settings=settings) as (_process, url):
        texts, asked = shown(url, addresses)
    print(json.dumps({"texts": texts, "left": [*asked, *(capture.end() if route == CAUGHT else ())]}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.stdin.read().split())
