"""What the server writes down: where, for how long, and without what is nobody's business.

A log outlives what it tells of and is read by others than the ledgers are: numbers of persons are covered in it, and of
what a database says the lines that quote rows are left out.
"""

import logging
import os
import re
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from streamlit import config

from data_access.privacy import masked

log = logging.getLogger("dashboard")
# An environment variable: the folder of the logs; without it they go to the standard error.
SETTING = "DASHBOARD_LOGS"
LARGEST_FILE, MOST_FILES = 5_000_000, 10
_FORMAT = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
# PostgreSQL quotes the row that it objects to in these lines of its message.
_QUOTED = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)


def keep_logs() -> None:
    """Write the logs of this process to a file of its own in the folder of the setting, else to the standard error."""
    hold_nothing_personal()
    logging.getLogger("streamlit.error_util").addFilter(_is_not_said_twice)
    handler = _handler()
    handler.setFormatter(_FORMAT)
    logging.getLogger().addHandler(handler)
    if not isinstance(handler, RotatingFileHandler):
        return
    for each in logging.root.manager.loggerDict.values():
        # Streamlit's and its server's hand nothing on.
        if isinstance(each, logging.Logger) and not each.propagate:
            each.addHandler(handler)


def _is_not_said_twice(record: logging.LogRecord) -> bool:
    """Streamlit writes down a failure of a page, too, without its number and address."""
    return record.msg != "Uncaught app execution"


def _handler() -> logging.Handler:
    folder = os.environ.get(SETTING, "")
    if not folder:
        return logging.StreamHandler()
    try:
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        file = Path(folder) / f"dashboard-{config.get_option('server.port')}.log"
        return _OwnFile(file, maxBytes=LARGEST_FILE, backupCount=MOST_FILES - 1, encoding="utf-8")
    except OSError as error:
        print(f"{SETTING}: {error}", file=sys.stderr)
        return logging.StreamHandler()


class _OwnFile(RotatingFileHandler):
    """A file that nobody else may read; a full disk costs the log, never the page."""

    def _open(self) -> Any:
        return open(self.baseFilename, "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - its name in the library
        """Say nothing: where there is no room for a line, there is none for why."""


def hold_nothing_personal() -> None:
    """Cover personal numbers in whatever is logged from now on, tracebacks included."""
    made = logging.getLogRecordFactory()

    def record_of(*about: Any, **more: Any) -> logging.LogRecord:
        record = made(*about, **more)
        record.msg, record.args = covered(_told(record)), ()
        if record.exc_info and record.exc_info[0]:
            # A formatter takes a traceback that is there already.
            record.exc_text = covered(_FORMAT.formatException(record.exc_info))
        return record

    logging.setLogRecordFactory(record_of)


def _told(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        # Whoever logged gave other values than the message asks for: the log itself must not fail of it.
        return f"{record.msg} {record.args}"


def covered(text: str) -> str:
    """A text of a log without personal numbers and without rows that a database quotes."""
    return _QUOTED.sub(r"\1: …", masked(text))
