"""What a loaded random city says, held against what plain Python makes of its rows: one line of words a difference."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from assessment.indicators import INDICATORS
from data_access.asked.periods import Period
from data_access.counting.behind import behind
from data_access.counting.case_marks import mark_all
from data_access.counting.counting import count
from data_access.counting.ledger_dates import read_dates
from data_access.counting.tallies import level_key
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.reading.assessed import Assessed, assess
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING
from data_access.store.tables import item_state, monthly_tally
from tests.audit.known_by_hand import ByHand
from tests.audit.random_city import REPORTED, RandomCity
from tests.audit.score_by_hand import Assessment, Standing
from tests.data_access.stored_figures import LEVELS, stored_figures, stored_sums
from tests.recount import Figure, Key, differences, recount_all


@dataclass(frozen=True)
class Loaded:
    """A city in its database."""

    city: RandomCity
    connection: Connection

    @cached_property
    def by_hand(self) -> ByHand:
        return ByHand(self.connection, self.city)

    @cached_property
    def recounted(self) -> tuple[dict[Key, Figure], dict[Key, int]]:
        return recount_all(self.connection, self.city.as_of, self.by_hand.known_to)

    @property
    def period(self) -> Period:
        last = self.city.as_of.replace(day=1)
        return Period("custom", last.replace(month=1), last)

    def found(self, group: str) -> Assessed:
        found = assess(Reader(self.connection, ALL_SEEING), group, self.period)
        assert found is not None, group
        return found

    def standings(self, group: str) -> dict[str, Standing]:
        return Assessment(self.by_hand, *self.recounted, group, self.period.last).standings()


def days_of_units(loaded: Loaded) -> list[str]:
    """To which day each ledger is known of each unit."""
    dates, found = read_dates(loaded.connection), []
    for ledger in REPORTED:
        own = dates.by_unit(ledger)
        for unit_id, unit in loaded.by_hand.units.items():
            stored, by_hand = own.get(unit_id, dates.of(ledger)), loaded.by_hand.known_to(_table(ledger), unit_id)
            if stored != by_hand:
                found.append(f"{ledger} of {unit['code']}: stored {stored}, by hand {by_hand}")
    return found


def _table(ledger: str) -> str:
    return BY_KEY[ledger].table_name


def figures(loaded: Loaded) -> list[str]:
    """Every indicator's parts, and the blank rows beside them, of every unit, whole county and the city."""
    recounted, blanks = loaded.recounted
    stored = {key: (count, 0) for key, count in _stored_blanks(loaded.connection).items()}
    wanted = {key: (count, 0) for key, count in blanks.items()}
    return differences(stored_figures(loaded.connection), recounted) + differences(stored, wanted)


def _stored_blanks(connection: Connection) -> dict[Key, int]:
    sums, found = stored_sums(connection), {}
    for indicator in INDICATORS:
        blank = behind(indicator.key).blank
        for level in LEVELS if blank else ():
            key = level_key(blank.key, level)  # type: ignore[union-attr]
            for (of, code, month, tally), value in sums.items():
                if (of, tally) == (level, key) and value:
                    found[level, code, month, indicator.key] = value
    return found


def which_rows_count(loaded: Loaded) -> list[str]:
    """Of a case the first defendant's row counts, else one of blank role, else the first unit's; in a county likewise,
    and of a unit without a county for itself.

    One line a row that counts otherwise.
    """
    found = []
    county = {number: number if unit["kind"] == "county" else unit["county_id"]
              for number, unit in loaded.by_hand.units.items()}  # fmt: skip
    for ledger in (LITIGATION, RECONSIDERATION):
        cases = defaultdict(list)
        for row in loaded.by_hand.rows[ledger.key]:
            cases[row["case_no"], row.get("instance")].append(row)
        for rows in cases.values():
            rows.sort(key=lambda row: ({"first": 0, None: 1, "co": 2}[row["defendant_role"]], row["unit_id"]))
            seen: set[tuple[int | None, int]] = set()
            for row in rows:
                whose = (county[row["unit_id"]], 0 if county[row["unit_id"]] else row["unit_id"])
                wanted = (row is rows[0], whose not in seen)
                seen.add(whose)
                if (row["counts_for_city"], row["counts_for_county"]) != wanted:
                    found.append(f"{ledger.key} {row['case_no']} of unit {row['unit_id']}: expected {wanted}")
    return found


def touched_only(loaded: Loaded) -> list[str]:
    """Whether counting everything anew, marks and states of items too, changes what the loads left; undone again."""
    tables = (monthly_tally, item_state, LITIGATION.table, RECONSIDERATION.table)
    before = [_all(loaded.connection, table) for table in tables]
    with loaded.connection.begin_nested() as change:
        mark_all(loaded.connection)
        latest = read_dates(loaded.connection).latest
        assert latest is not None
        count(loaded.connection, latest)
        after = [_all(loaded.connection, table) for table in tables]
        change.rollback()
    return [f"{table.name}: {row}" for table, one, other in zip(tables, before, after, strict=True)
            for row in sorted(one ^ other, key=str)[:5]]  # fmt: skip


def _all(connection: Connection, table: Any) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in connection.execute(select(table))}


def scores(loaded: Loaded, group: str) -> Iterator[str]:
    """Members, scores, places, awards, eligibility, proposals and missing items of a peer group."""
    found, by_hand = loaded.found(group), loaded.standings(group)
    rows = {row["code"]: row for row in found.table.to_dict("records")}
    if rows.keys() != by_hand.keys():
        yield f"{group}: assessed {sorted(rows)}, by hand {sorted(by_hand)}"
        return
    proposed = {(row["code"], row["clause"]): f"{row['numerator']}/{row['denominator']}"
                for row in found.proposals.to_dict("records")}  # fmt: skip
    parts = found.scores.parts
    lacking = parts[parts["state"].isin(["not_reported", "missing"])]
    missing = {(row["code"], row["component"], row["key"]) for row in lacking.to_dict("records")}
    for code, standing in by_hand.items():
        pairs = {
            "standing": (_standing(rows[code]), _by_hand(standing)),
            "proposed": ({clause: each for (of, clause), each in proposed.items() if of == code}, standing.proposed),
            "missing": ({tuple(each) for of, *each in missing if of == code}, standing.missing),
        }
        for name, (ours, wanted) in pairs.items():
            if ours != wanted:
                yield f"{group} {code} {name}: {ours}, by hand {wanted}"


def _standing(row: Mapping[str, Any]) -> tuple[Any, ...]:
    known = [None if pd.isna(row[name]) else row[name] for name in ("score", "rank", "award_place")]
    return (*known, bool(row["eligible"]))


def _by_hand(standing: Standing) -> tuple[Any, ...]:
    score = None if standing.score is None else float(standing.score)
    return score, standing.place, standing.award, standing.eligible


@dataclass(frozen=True)
class Said:
    """How the product says a unit stands; ``marked``: beside its figures stands what is blank or was not reported."""

    score: float | None
    place: int | None
    award: int | None
    eligible: bool
    marked: bool


def said_standings(loaded: Loaded, group: str) -> dict[str, Said]:
    """By code how each unit of a group stands."""
    found = loaded.found(group)
    parts = found.scores.parts
    marked = set(parts.loc[parts["blank"].gt(0) | parts["missing"].gt(0) | parts["state"].eq("missing"), "code"])
    return {row["code"]: Said(*_standing(row), row["code"] in marked) for row in found.table.to_dict("records")}


def answers_for(loaded: Loaded, reporter: int | None, unit: Mapping[str, Any]) -> bool:
    """Whether a report that was left out is one of a unit: its own, its county's, or of a county one of its units'."""
    if reporter is None:
        return False
    number, county = unit["unit_id"], loaded.by_hand.units[reporter]["county_id"]
    return number in (reporter, county) or unit["county_id"] == reporter
