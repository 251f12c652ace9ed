"""What a statistical form may count: the tallies that the product counts from cases, too, by the names offices use."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from wording import ASSETS, declare

DOCUMENT = ASSETS / "counts.toml"


@dataclass(frozen=True)
class Count:
    """One count of a form. ``tallies`` are the keys that the same cases are counted under; the first is its own."""

    key: str
    tallies: tuple[str, ...]
    zh: str
    en: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.key, self.zh, self.en, *self.also)


def _read() -> tuple[Count, ...]:
    document = tomllib.loads(DOCUMENT.read_text(encoding="utf-8"))
    return tuple(
        Count(key, tuple(each.get("tallies", [key])), each["zh"], each["en"], tuple(each.get("also", ())))
        for key, each in document.items()
    )


COUNTS: Mapping[str, Count] = {each.key: each for each in _read()}
for _count in COUNTS.values():
    declare(f"count.{_count.key}", zh=_count.zh, en=_count.en)


@cache
def tallies_of(key: str) -> tuple[str, ...]:
    """The tallies that a reported count stands for; of one of the city's own itself."""
    return COUNTS[key].tallies if key in COUNTS else (key,)
