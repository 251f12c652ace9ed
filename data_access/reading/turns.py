"""Whose turn it is to compute: one run of a page after the other, the earliest first.

Readers who compute at the same time in one process hinder each other: SQLite lets go of the interpreter at every row,
and whoever computes takes it, so that each of them needs more of the processor and a page that is at hand waits with
the others. In turns a page that is kept waits for one at most.
"""

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from time import monotonic

# What is made for nobody who waits: after all who do.
LAST = float("inf")
# A turn that takes longer, in seconds, holds nobody up any more: its statement may be a slow one.
LONGEST = 2.0


class Turns:
    """Lets so many compute at a time; the others wait in the order of ``since``, a moment of ``time.monotonic``."""

    def __init__(self, at_a_time: int, longest: float = LONGEST) -> None:
        self._at_a_time, self._longest = at_a_time, longest
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        # By since and number of whoever waits what wakes it: one alone, for each that wakes takes the interpreter.
        self._waiting: list[tuple[float, int, threading.Event]] = []
        # By the number of whoever computes when its turn has taken too long.
        self._ends: dict[int, float] = {}
        self._mine = threading.local()

    @property
    def mine(self) -> bool:
        """Whether it is this thread's turn."""
        return getattr(self._mine, "turn", False)

    @contextmanager
    def turn(self, since: float) -> Iterator[None]:
        """Wait for a turn and hold it. A thread that has one does not ask for another."""
        number, woken = next(self._numbers), threading.Event()
        with self._lock:
            heappush(self._waiting, (since, number, woken))
            self._let_in()
        while not woken.wait(self._longest):
            # Perhaps a turn has taken too long meanwhile.
            with self._lock:
                self._let_in()
        self._mine.turn = True
        try:
            yield
        finally:
            self._mine.turn = False
            with self._lock:
                del self._ends[number]
                self._let_in()

    def _let_in(self) -> None:
        """Give the first of those who wait a turn while there is room."""
        now = monotonic()
        while self._waiting and sum(end > now for end in self._ends.values()) < self._at_a_time:
            _, number, woken = heappop(self._waiting)
            self._ends[number] = now + self._longest
            woken.set()
