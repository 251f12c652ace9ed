"""How long a database is waited for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """After ``silence_s`` seconds without a word a server is asked whether it is there.

    A statement that takes longer than ``longest_s`` is given up though the server is there; None: never.
    """

    silence_s: float
    longest_s: float | None = None
