"""Why nothing is published: what is missing or undecided, unit by unit, and what is wrong with the scheme."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from assessment.scheme import Scheme
from assessment.scheme_fault import SchemeFault
from data_access.asked.selection import group_in_words
from data_access.checking.known_words import label
from data_access.counting.counted_by import word_of_blanks
from data_access.ledgers.scheme_places import OF_A_TREE, fault_in_words
from data_access.problems import Refused
from data_access.reading.assessed import Assessed
from wording import Wording


class Obstacle(Protocol):
    """One thing that keeps a publication back, as a line of its own."""

    def in_words(self, words: Wording) -> str: ...


@dataclass(frozen=True)
class Lacking:
    """A unit lacks what the scheme requires of it: a mark, a review (missing) or a report (not_reported).

    ``missing`` reports, or where none is ``blank`` rows, are why it counts as not reported.
    """

    unit: str
    group: str
    component: str
    key: str
    state: str
    missing: int = 0
    blank: int = 0

    def in_words(self, words: Wording) -> str:
        component, item = words.label("component", self.component), label("item", self.key, words)
        values = {"unit": self.unit, "group": group_in_words(self.group, words), "component": component, "item": item}
        if self.state == "missing":
            return words("publishing.lacking.missing", **values)
        if self.missing or not self.blank:
            return words("publishing.lacking.not_reported", n=self.missing, **values)
        rows = words(f"counted.{word_of_blanks(self.key)}", n=self.blank)
        return words("publishing.lacking.blank", rows=rows, **values)


@dataclass(frozen=True)
class Undecided:
    """A veto is proposed for a unit and nobody has decided on these figures; ``reopened``: on others somebody has.

    ``indicator`` is the rate it rests on, ``reversed`` how many of its losses were reversed since.
    """

    unit: str
    group: str
    clause: str
    indicator: str
    figure: str
    base: str
    reopened: bool
    reversed: int = 0

    def in_words(self, words: Wording) -> str:
        clause, group = words.label("veto_clause", self.clause), group_in_words(self.group, words)
        key = "publishing.undecided.reopened" if self.reopened else "publishing.undecided.open"
        values = {"clause": clause, "rate": label("item", self.indicator, words), "figure": self.figure}
        since = words("publishing.undecided.reversed", n=self.reversed) if self.reversed else ""
        return words(key, unit=self.unit, group=group, base=self.base, since=since, **values)


@dataclass(frozen=True)
class Unsound:
    """A fault of the scheme."""

    fault: SchemeFault

    def in_words(self, words: Wording) -> str:
        values = dict(self.fault.values)
        if f"scheme_{self.fault.code}" in OF_A_TREE:
            group = group_in_words(values["peer_group"], words) if "peer_group" in values else ""
            place = words.join([each for each in (group, values.get("item_no")) if each])
            return words("publishing.fault.tree", place=place, said=fault_in_words(self.fault, words))
        if "peer_group" in values:
            values["peer_group"] = group_in_words(values["peer_group"], words)
        if "component" in values:
            values["component"] = words.label("component", values["component"])
        if "key" in values:
            values["key"] = label("item", values["key"], words)
        # Some faults are of the scheme as a whole, some of one item; the sentence names what there is.
        place = words.join([values[name] for name in ("peer_group", "component", "key", "setting") if name in values])
        return words(f"publishing.fault.{self.fault.code}", **{"place": place, "value": "", **values})


class NotPublishable(Refused):
    """Refused with the whole list; ``obstacles`` are its lines."""

    def __init__(self, message: str, obstacles: Iterable[Obstacle], **values: str) -> None:
        super().__init__(message, **values)
        self.obstacles = tuple(obstacles)

    def in_words(self, words: Wording) -> str:
        headline = words(self.message, n=len(self.obstacles), **self.values)
        return "\n".join([headline, *(f"  {each.in_words(words)}" for each in self.obstacles)])


def lacking(groups: Iterable[Assessed]) -> Iterator[Lacking]:
    """What units lack that their scheme does not count as nought, by group, unit and item."""
    for assessed in groups:
        policies = _policies(assessed.scheme, assessed.group)
        names = assessed.inputs.units.set_index("code")["unit"]
        parts = assessed.scores.parts
        absent = parts[parts["state"].isin(["missing", "not_reported"])]
        for row in absent.itertuples():
            if policies.get((row.component, row.key)) != "zero":
                missing, blank = (0 if pd.isna(count) else int(count) for count in (row.missing, row.blank))
                item = f"{row.key} {row.title}" if assessed.scheme.is_tree else row.key
                yield Lacking(names[row.code], assessed.group, row.component, item, row.state, missing, blank)


def _policies(scheme: Scheme, group: str) -> dict[tuple[str, str], str | None]:
    """What happens for want of each part; of a printed item "block" where one of its lines says so."""
    items = [item for item in scheme.items if item.peer_group == group and (item.rule or not scheme.is_tree)]
    if not scheme.is_tree:
        return {(item.component, item.key): item.missing_policy for item in items}
    zero = {(item.component, item.item_no): True for item in items}
    for item in items:
        zero[item.component, item.item_no] &= item.missing_policy == "zero"
    return {place: "zero" if each else "block" for place, each in zero.items()}


def undecided(groups: Iterable[Assessed]) -> Iterator[Undecided]:
    """The veto proposals nobody has confirmed or rejected with these figures, by group."""
    for assessed in groups:
        names = assessed.inputs.units.set_index("code")["unit"]
        vetoes: pd.DataFrame = assessed.vetoes
        for row in vetoes[vetoes["status"].eq("proposed") & ~vetoes["outdated"]].itertuples():
            figures = (row.indicator, row.figure or "", row.base or "")
            yield Undecided(names[row.code], assessed.group, row.clause, *figures, row.reopened, int(row.reversed))
