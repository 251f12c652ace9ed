"""What is shipped by key and, after it, what a city declares of its own: a process serves one city.

What was published stands by the definitions of then, so these can take the place of today's while it is judged.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

T = TypeVar("T")


class Adopted(Mapping[str, T], Generic[T]):
    """The shipped ones by key, then those of the city's own that were adopted last. A shipped key stays what it is."""

    def __init__(self, name: str, shipped: Mapping[str, T]) -> None:
        self._shipped = dict(shipped)
        self._every: Mapping[str, T] = self._shipped
        self._of_then: ContextVar[Mapping[str, T] | None] = ContextVar(name, default=None)

    def adopt(self, own: Mapping[str, T]) -> None:
        """Let a city's own stand in the place of those adopted before."""
        # One assignment, so that a page which looks something up meanwhile finds the one or the other.
        self._every = self._with(own)

    @contextmanager
    def standing(self, own: Mapping[str, T]) -> Iterator[None]:
        """Within it, and for whoever runs in it alone, these stand over what was adopted."""
        token = self._of_then.set({**self._now(), **self._with(own)} if own else self._now())
        try:
            yield
        finally:
            self._of_then.reset(token)

    def _with(self, own: Mapping[str, T]) -> Mapping[str, T]:
        return self._shipped | {key: each for key, each in own.items() if key not in self._shipped}

    def _now(self) -> Mapping[str, T]:
        of_then = self._of_then.get()
        return self._every if of_then is None else of_then

    def __getitem__(self, key: str) -> T:
        return self._now()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())
