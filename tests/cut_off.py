"""Every page, in a network that holds nothing but this machine: ``unshare -rn python -m tests.cut_off DATABASE LOG``.

Prints one line a page. Ends with an error when there is a way out, or a page fails.
"""

import asyncio
import errno
import fcntl
import socket
import struct
import sys
from pathlib import Path

from tests.benchmarks.looks import Looks
from tests.benchmarks.session import session
from tests.databases import sqlite_url
from tests.running_app import running_app

# To bring a network interface up (linux/sockios.h, linux/if.h).
SET_FLAGS, UP = 0x8914, 0x1
# An address that is nobody's (RFC 5737).
OUTSIDE = ("192.0.2.1", 80)


def bring_loopback_up() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def assert_no_way_out() -> None:
    with socket.socket() as caller:
        reason = caller.connect_ex(OUTSIDE)
    assert reason == errno.ENETUNREACH, f"there is a way out of this network ({errno.errorcode.get(reason)})"


async def look_at_every_page(url: str, looks: Looks) -> None:
    async with session(url) as reader:
        for look in looks.every_page():
            answer = await reader.look(look)
            print(f"{answer.size} {look.address}")


def main(database: Path, log: Path) -> None:
    bring_loopback_up()
    assert_no_way_out()
    with running_app(sqlite_url(database), log) as url:
        asyncio.run(look_at_every_page(url, Looks(database)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
