"""What a ledger's sheets need of each other, and of what stands, before their rows can be compared by their keys."""

from collections.abc import Sequence

from sqlalchemy import Connection

from data_access.checking.known_numbers import write_as_known
from data_access.checking.spoken_words import understand
from data_access.checking.validation import Checked


def settle(connection: Connection, parts: Sequence[Checked]) -> None:
    """Write numbers as their records are known, then read the words whose sense depends on the row or on its suit."""
    write_as_known(connection, parts)
    understand(connection, parts)
