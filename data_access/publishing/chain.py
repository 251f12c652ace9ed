"""The chain of publications: each names the one made just before and the SHA-256 that its content had then.

So nobody can alter, remove or put in a publication without altering all later ones, down to the one whose SHA-256
somebody keeps on paper. What the chain cannot show: that its last links were removed, or that all of it was made anew.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from data_access.publishing.evidence import Evidence
from data_access.publishing.publication_content import Previous

# altered: the one named is another now than when it was named. missing: the one named is not there. inserted: nobody
# names it, though one made later should. unlinked: it names none, though there are earlier ones. backwards: the one
# named was made later. unreadable: its content is no publication's. gap: a number of its year is not there.
Fault = Literal["altered", "missing", "inserted", "unlinked", "backwards", "unreadable", "gap"]
# before: made before there was a chain. first: the first of all. linked: it names the one before it.
Standing = Literal["before", "first", "linked", "broken"]


@dataclass(frozen=True)
class Link:
    """What the chain needs to know of a publication. ``chained``: None when its content cannot be read."""

    number: str
    sha256: str
    chained: bool | None
    previous: Previous | None

    @classmethod
    def of(cls, found: Evidence) -> "Link":
        if found.heading is None:
            return cls(found.publication_no, found.sha256, None, None)
        return cls(found.publication_no, found.sha256, found.heading.chained, found.heading.previous)


@dataclass(frozen=True)
class Break:
    """Where the chain breaks: at ``number``, whose neighbour ``other`` does not fit ('' where none is concerned).

    ``expected`` and ``found`` are the SHA-256 that was named and the one that is there ('' where none is compared).
    """

    fault: Fault
    number: str
    other: str = ""
    expected: str = ""
    found: str = ""


@dataclass(frozen=True)
class Chain:
    """``standings`` of all publications by number, in the order of making, and every break, the first one first."""

    standings: Mapping[str, Standing]
    breaks: tuple[Break, ...]

    def around(self, number: str) -> tuple[Break, ...]:
        """The breaks that concern a publication: at it, or where another one speaks of it."""
        return tuple(each for each in self.breaks if number in (each.number, each.other))

    def next_to(self, number: str) -> str:
        """The publication that was made just after another one; '' for the last."""
        numbers = list(self.standings)
        return (*numbers, "")[numbers.index(number) + 1]


def chain_of(links: Sequence[Link]) -> Chain:
    """Walks the publications in the order of making."""
    breaks = [each for at in range(len(links)) for each in _breaks_at(links, at)]
    named_missing = {each.other for each in breaks if each.fault == "missing"}
    breaks += [each for each in _gaps(links) if each.other not in named_missing]
    broken = {each.number for each in breaks}
    return Chain({link.number: _standing(link, broken) for link in links}, tuple(breaks))


def _standing(link: Link, broken: set[str]) -> Standing:
    if link.number in broken:
        return "broken"
    if not link.chained:
        return "before"
    return "first" if link.previous is None else "linked"


def _breaks_at(links: Sequence[Link], at: int) -> Iterator[Break]:
    link, before = links[at], links[at - 1] if at else None
    if link.chained is None:
        yield Break("unreadable", link.number)
    elif link.previous is None:
        # Before the chain began there was nothing to name.
        if before and (link.chained or any(each.chained for each in links[:at])):
            yield Break("unlinked", link.number, before.number)
    else:
        yield from _breaks_behind(links, at, link.previous)


def _breaks_behind(links: Sequence[Link], at: int, named: Previous) -> Iterator[Break]:
    """What does not fit between a publication and the one that it names."""
    number = links[at].number
    places = {link.number: place for place, link in enumerate(links)}
    place = places.get(named.number)
    if place is None:
        yield Break("missing", number, named.number, named.sha256)
    elif place >= at:
        yield Break("backwards", number, named.number)
    else:
        yield from (Break("inserted", each.number, number) for each in links[place + 1 : at])
        if links[place].sha256 != named.sha256:
            yield Break("altered", number, named.number, named.sha256, links[place].sha256)


def _gaps(links: Sequence[Link]) -> Iterator[Break]:
    """Numbers of a year run from 1 on and nothing is deleted, so one that is not there was removed."""
    years: dict[str, list[int]] = defaultdict(list)
    for link in links:
        year, _, running = link.number.rpartition("-")
        years[year].append(int(running))
    for year, numbers in years.items():
        for before, after in pairwise([0, *sorted(numbers)]):
            for lost in range(before + 1, after):
                yield Break("gap", f"{year}-{after}", f"{year}-{lost}")
