"""What several processes of one test run share: a lock, and files that are built once."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


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
