"""The server as ``make run`` starts it, which notes every address that it looks up or connects to.

One line an address, in the file that the setting below names; ``python -m tests.audited_server run app.py …``.
"""

import os
import runpy
import sys
from pathlib import Path
from typing import Any

NOTES_SETTING = "TEST_NOTES"
# Where each of Python's own events says an address.
AT = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}


def note_addresses() -> None:
    notes = Path(os.environ[NOTES_SETTING]).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115

    def note(event: str, values: tuple[Any, ...]) -> None:
        if event in AT:
            notes.write(f"{event} {values[AT[event]]!r}\n")

    sys.addaudithook(note)


if __name__ == "__main__":
    note_addresses()
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
