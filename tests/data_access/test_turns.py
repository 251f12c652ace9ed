"""Turns: who computes when several want to, and that nobody waits for ever."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from data_access.reading.turns import LAST, Turns

# Seconds after which a test fails; nothing here takes as long.
SOON = 20.0


class Room:
    """Those who want a turn, each a thread, and the order in which they got one."""

    def __init__(self, at_a_time: int = 1, longest: float = 10 * SOON) -> None:
        self.turns = Turns(at_a_time, longest)
        self.order: list[str] = []
        self.threads: list[Thread] = []

    def comes(self, name: str, since: float, until: Event | None = None) -> Event:
        """Somebody asks for a turn and holds it until the event; returns what says that it has begun."""
        begun, asks = Event(), Event()

        def run() -> None:
            asks.set()
            with self.turns.turn(since):
                self.order.append(name)
                begun.set()
                if until is not None:
                    until.wait()

        thread = Thread(target=run, daemon=True)
        self.threads.append(thread)
        thread.start()
        assert asks.wait(SOON)
        return begun

    def waiting(self, number: int) -> None:
        """Return once so many stand in line."""
        while len(self.turns._waiting) < number:
            self.threads[-1].join(0.001)

    def all_gone(self) -> None:
        for thread in self.threads:
            thread.join(SOON)
            assert not thread.is_alive()


@contextmanager
def held(room: Room) -> Iterator[None]:
    """Somebody computes until the end of the block."""
    over = Event()
    assert room.comes("holder", 0.0, over).wait(SOON)
    try:
        yield
    finally:
        over.set()


def test_the_earliest_comes_first_and_what_nobody_waits_for_comes_last() -> None:
    room = Room()
    with held(room):
        for number, (name, since) in enumerate([("ahead", LAST), ("late", 9.0), ("early", 3.0), ("late, too", 9.0)], 1):
            room.comes(name, since)
            room.waiting(number)
    room.all_gone()
    assert room.order == ["holder", "early", "late", "late, too", "ahead"]


@pytest.mark.parametrize("at_a_time", [1, 2])
def test_no_more_compute_at_a_time(at_a_time: int) -> None:
    room, over = Room(at_a_time), Event()
    begun = [room.comes(str(number), number, over) for number in range(at_a_time)]
    assert all(each.wait(SOON) for each in begun)
    another = room.comes("another", 0.0)
    room.waiting(1)
    assert not another.is_set()
    over.set()
    room.all_gone()
    assert another.is_set()


def test_a_turn_that_takes_too_long_holds_nobody_up() -> None:
    room = Room(longest=0.01)
    with held(room):
        assert room.comes("another", 1.0).wait(SOON)
    room.all_gone()


def test_a_turn_ends_with_what_fails() -> None:
    room = Room()
    with pytest.raises(ZeroDivisionError), room.turns.turn(0.0):
        print(1 / (1 - room.turns.mine))
    assert not room.turns.mine
    assert room.comes("another", 0.0).wait(SOON)
