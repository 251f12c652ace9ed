"""Why a database did not do what it was asked, as one of a few words; the sentence is said at the edge."""

import sqlite3

from sqlalchemy.exc import DataError, DBAPIError

from wording import Wording

BUSY, FULL, TOO_SLOW, FORBIDDEN = "busy", "full", "too_slow", "forbidden"
UNFIT, UNREADABLE, MISTAKEN, AWAY, CLOSED = "unfit", "unreadable", "mistaken", "away", "closed"
# The failures that a page reports and can wait out; the others are faults of a load or of this code.
UNUSABLE = frozenset({BUSY, FULL, TOO_SLOW, FORBIDDEN, UNREADABLE, AWAY, CLOSED})

_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_INTERRUPT: TOO_SLOW,
    sqlite3.SQLITE_READONLY: FORBIDDEN,
    # The file, its folder, or what readers need beside it is another user's.
    sqlite3.SQLITE_CANTOPEN: CLOSED,
    sqlite3.SQLITE_PERM: CLOSED,
    sqlite3.SQLITE_READONLY_DIRECTORY: CLOSED,
    sqlite3.SQLITE_NOTADB: UNREADABLE,
    sqlite3.SQLITE_CORRUPT: UNREADABLE,
    sqlite3.SQLITE_ERROR: MISTAKEN,
}
# SQLSTATE codes of PostgreSQL, appendix A of its manual.
_OF_POSTGRESQL = {
    "55P03": BUSY,
    "40P01": BUSY,
    "53100": FULL,
    "57014": TOO_SLOW,
    "25006": FORBIDDEN,
    "42501": FORBIDDEN,
    "XX001": UNREADABLE,
    "XX002": UNREADABLE,
}
# SQLSTATE class 42: the statement has a syntax error or names a table or column that does not exist.
_MISTAKEN_CLASS = "42"
_SENTENCES = {
    BUSY: "failure.busy",
    FULL: "failure.full",
    TOO_SLOW: "failure.too_slow",
    FORBIDDEN: "failure.forbidden",
    UNFIT: "failure.unfit",
    UNREADABLE: "command.database_away",
    MISTAKEN: "failure.mistaken",
    AWAY: "command.database_away",
    CLOSED: "failure.closed",
}
# SQLite's extended codes hold the plain one in their lowest byte.
_PLAIN = 0xFF


def failure_of(error: DBAPIError) -> str:
    """One of the words above.

    busy: another load holds the lock; full: no room on the disk; too_slow: the time limit of a statement;
    forbidden: this user or connection may not do that; unfit: a value that this database cannot hold; unreadable:
    not a database, or a damaged one; closed: its file or folder is not this user's; mistaken: the statement asks
    for a table or column that is not there; away: anything else, mostly a server that does not answer.
    """
    if isinstance(error, DataError):
        return UNFIT
    number = getattr(error.orig, "sqlite_errorcode", None)
    if number is not None:
        return _OF_SQLITE.get(number, _OF_SQLITE.get(number & _PLAIN, AWAY))
    state = getattr(error.orig, "sqlstate", None) or ""
    return _OF_POSTGRESQL.get(state, MISTAKEN if state.startswith(_MISTAKEN_CLASS) else AWAY)


def failure_in_words(error: DBAPIError, words: Wording) -> str:
    """One sentence: what happened, that nothing was stored, what to do."""
    lines = str(error.orig).splitlines()
    return words(_SENTENCES[failure_of(error)], value=lines[0] if lines else "")
