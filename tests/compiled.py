"""What SQLAlchemy has compiled for one engine serves all others of the same kind in a process of the tests.

Each test has a database and an engine of its own; without this each would write the text of every statement anew, which
takes longer than what most tests do with it. A program has one engine, so there is nothing to share.
"""

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache

from data_access.store import engine as engines

MOST_STATEMENTS = 2_000


class _OfAllEngines(LRUCache[Any, Any]):
    """Statements by dialect's name and their own key; SQLAlchemy asks by the dialect itself, which each engine has."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_of_kind(key), value)


def _of_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *rest = key
    return (dialect.name, dialect.driver, *rest)


_compiled = _OfAllEngines(MOST_STATEMENTS)


def share_what_is_compiled() -> None:
    """Let all engines that are made from now on share what is compiled."""
    engines.create_engine = _create_engine  # type: ignore[attr-defined]


def _create_engine(*options: Any, **more: Any) -> Engine:
    engine = create_engine(*options, **more)
    engine.update_execution_options(compiled_cache=_compiled)
    return engine
