"""Which cases of a test run every time, and which are left for the whole suite (``make test-all``)."""

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

import pytest

from wording import LANGUAGES


def left_for_all(*values: Any, name: str | None = None) -> Any:
    """A case that says of one more thing of a kind what another case says of the first."""
    return pytest.param(*values, id=name, marks=pytest.mark.exhaustive)


def each_with_each(*values: Iterable[Any], every_run: Callable[..., bool]) -> list[Any]:
    """All combinations, of which those run every time that ``every_run`` says yes to."""
    return [pytest.param(*case) if every_run(*case) else left_for_all(*case) for case in product(*values)]


def first_of_each(values: Iterable[Any], kind: Callable[[Any], object], name: Callable[[Any], str]) -> list[Any]:
    """Each value as a case named so: the first of each kind runs every time."""
    usual: dict[object, Any] = {}
    return [
        pytest.param(value, id=name(value))
        if usual.setdefault(kind(value), value) is value
        else left_for_all(value, name=name(value))
        for value in values
    ]


def in_either_language(values: Iterable[Any], ids: Callable[[Any], str] = str) -> list[Any]:
    """Each value with each language: in every run with one of them, in turn, with the other when all cases run."""
    values, languages = list(values), list(LANGUAGES)
    usual = [
        pytest.param(value, languages[number % 2], id=f"{ids(value)}-{languages[number % 2]}")
        for number, value in enumerate(values)
    ]
    others = [(value, languages[1 - number % 2]) for number, value in enumerate(values)]
    return [*usual, *(left_for_all(value, other, name=f"{ids(value)}-{other}") for value, other in others)]
