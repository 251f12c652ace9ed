"""What several processes of one test run share: a lock, files that are built once, and what runs for all of them."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Only one process at a time is inside."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build_once(path: Path, build: Callable[[Path], object]) -> Path:
    """``path``, built by the first process that asks; a build that failed leaves nothing behind that looks finished."""
    with one_at_a_time(path.with_name(f"{path.name}.lock")):
        if not path.exists():
            unfinished = path.with_name(f"unfinished-{path.name}")
            unfinished.unlink(missing_ok=True)
            build(unfinished)
            unfinished.rename(path)
    return path


@contextmanager
def running_for_all(note: Path, start: Callable[[], str], stop: Callable[[str], None]) -> Iterator[str]:
    """What the first process that asks starts, all use, and the last that leaves stops; ``note`` keeps its name.

    Who uses it holds a lock, which ends with the process whatever becomes of it.
    """
    lock = note.with_name(f"{note.name}.lock")
    with note.with_name(f"{note.name}.users").open("w") as users:
        with one_at_a_time(lock):
            if not note.exists():
                note.write_text(start())
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield note.read_text()
        finally:
            with one_at_a_time(lock):
                if _is_last(users):
                    stop(note.read_text())
                    note.unlink()


def _is_last(users: IO[str]) -> bool:
    """Whether no other process holds the lock; whoever asks gives up its own."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fcntl.flock(users, fcntl.LOCK_UN)
        return False
    return True
