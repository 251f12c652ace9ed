"""What the rows of some ledgers must fulfil beyond their single columns, within a file and against the database.

``RULES`` holds them by ledger; a rule rejects the rows that break it, with the cell to be mended.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, select

from data_access.checking.validation import Checked
from data_access.ledgers.keys import Row
from data_access.problems import (
    BAD_BASE,
    BAD_FIGURE,
    BEYOND_DISCUSSED,
    BEYOND_HUNDRED,
    BEYOND_MAXIMUM,
    NO_MAXIMUM,
    NO_RESPONDENTS,
    OVERLAPPING_VETO,
    UNKNOWN_GROUP,
)
from data_access.store.tables import unit, veto_event

Rule = Callable[[Connection, Sequence[Checked]], None]
MOST_POINTS = 100
# A veto that stands, or may come to stand; the others are settled.
STANDING = ("proposed", "confirmed", "appealed")
# Different matters may fall under the last clause at the same time.
OTHER = "other"
_FIGURE = re.compile(r"(\d+)/(\d+)")


def reject_by_rules(connection: Connection, parts: Sequence[Checked]) -> None:
    """Apply the rules of a ledger to its sheets (all of one ledger)."""
    for rule in RULES.get(parts[0].ledger.key, ()) if parts else ():
        rule(connection, parts)


def _rows(parts: Sequence[Checked]) -> Iterator[tuple[Checked, int, Row]]:
    return ((checked, position, row) for checked in parts for position, row in list(checked.rows()))


def _reject_unknown_groups(connection: Connection, parts: Sequence[Checked]) -> None:
    known = sorted(set(connection.execute(select(unit.c.peer_group)).scalars()) - {None})
    for checked, position, row in _rows(parts):
        group = row.get("peer_group")
        if group is not None and group not in known:
            checked.intake.reject(position, "peer_group", group, UNKNOWN_GROUP, [group_key(each) for each in known])


def group_key(group: str) -> str:
    """The key of a group's name in the catalogue; a system is named by itself."""
    kind, _, sector = group.partition(":")
    return f"sector.{sector}" if sector else f"group.{kind}"


def _reject_impossible_marks(_connection: Connection, parts: Sequence[Checked]) -> None:
    """A mark lies between 0 and its maximum; an adjustment may be negative, and has a maximum only where one is set."""
    for checked, position, row in _rows(parts):
        score, maximum = cast(float, row["score"]), cast("float | None", row.get("maximum"))
        annual = row["component"] == "annual"
        if (annual and maximum is None) or (maximum is not None and maximum <= 0):
            checked.intake.reject(position, "maximum", maximum, NO_MAXIMUM)
        elif maximum is not None and (score > maximum or score < (0 if annual else -maximum)):
            least = 0 if annual else -maximum
            checked.intake.reject(position, "score", f"{score:g}", BEYOND_MAXIMUM, [f"{least:g}", f"{maximum:g}"])


def _reject_empty_reviews(_connection: Connection, parts: Sequence[Checked]) -> None:
    for checked, position, row in _rows(parts):
        mean = cast(float, row["mean_score"])
        if row["respondents"] == 0:
            checked.intake.reject(position, "respondents", 0, NO_RESPONDENTS)
        elif not 0 <= mean <= MOST_POINTS:
            checked.intake.reject(position, "mean_score", f"{mean:g}", BEYOND_HUNDRED)


def _reject_more_than_discussed(_connection: Connection, parts: Sequence[Checked]) -> None:
    """A meeting resolves no more cases than it discussed."""
    for checked, position, row in _rows(parts):
        discussed, resolved = cast("int | None", row.get("cases_discussed")), cast("int | None", row.get("resolved"))
        if discussed is not None and resolved is not None and resolved > discussed:
            checked.intake.reject(position, "resolved", resolved, BEYOND_DISCUSSED, [str(discussed)])


def _reject_bad_figures(_connection: Connection, parts: Sequence[Checked]) -> None:
    """A computed veto decides the proposal with its counts, so it must name them: 2/9 of 9."""
    for checked, position, row in _rows(parts):
        if row["source"] != "computed":
            continue
        figure, base = str(row.get("figure") or ""), row.get("base")
        counts = _FIGURE.fullmatch(figure)
        if counts is None or int(counts[1]) > int(counts[2]) or int(counts[2]) == 0:
            checked.intake.reject(position, "figure", figure, BAD_FIGURE)
        elif base != counts[2]:
            checked.intake.reject(position, "base", base, BAD_BASE, [counts[2]])


@dataclass(frozen=True)
class _Veto:
    """A veto's days and where it stands; a computed one has its figure."""

    veto_no: str
    first: dt.date
    last: dt.date
    place: str
    figure: object = None

    def meets(self, other: "_Veto") -> bool:
        """Whether both are one veto. Computed on other cases it is another: that of a half year is not its year's."""
        other_cases = None not in (self.figure, other.figure) and self.figure != other.figure
        return self.first <= other.last and other.first <= self.last and not other_cases


def _reject_overlapping_vetoes(connection: Connection, parts: Sequence[Checked]) -> None:
    """Two vetoes of one unit and clause at the same time are one veto entered twice."""
    rows = list(_rows(parts))
    named = {(row["unit_id"], row["veto_no"]) for _checked, _position, row in rows}
    others: dict[tuple[object, object], list[_Veto]] = {}
    for code, row in _stored_vetoes(connection):
        if (code, row["veto_no"]) not in named:
            others.setdefault((code, row["clause"]), []).append(_veto(row, str(row["veto_no"])))
    for checked, position, row in rows:
        if row.get("status") not in STANDING or row["clause"] == OTHER:
            continue
        mine = _veto(row, f"{checked.intake.sheet.name} {checked.intake.sheet.rows[position][0]}")
        seen = others.setdefault((row["unit_id"], row["clause"]), [])
        overlapping = next((each for each in seen if each.meets(mine)), None)
        if overlapping:
            days = f"{overlapping.first.isoformat()}—{overlapping.last.isoformat()}"
            checked.intake.reject(position, "clause", mine.veto_no, OVERLAPPING_VETO, [overlapping.place, days])
        else:
            seen.append(mine)


def _stored_vetoes(connection: Connection) -> Iterator[tuple[str, Mapping[str, object]]]:
    standing = select(unit.c.code, veto_event).join(unit, veto_event.c.unit_id == unit.c.unit_id)
    for row in connection.execute(standing.where(veto_event.c.status.in_(STANDING))).mappings():
        yield str(row["code"]), dict(row)


def _veto(row: Mapping[str, object], place: str) -> _Veto:
    """A computed veto stands for its year; a recorded one from its day on, for ever where no end is said."""
    year = cast(int, row["year"])
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if row["source"] == "computed":
        return _Veto(str(row["veto_no"]), first, last, place, row["figure"])
    first = cast("dt.date | None", row.get("occurred_on")) or first
    last = cast("dt.date | None", row.get("ends_on")) or dt.date.max
    return _Veto(str(row["veto_no"]), first, last, place)


RULES: dict[str, tuple[Rule, ...]] = {
    "scheme_item": (_reject_unknown_groups,),
    "assessment_mark": (_reject_impossible_marks,),
    "external_review": (_reject_empty_reviews,),
    "joint_meeting": (_reject_more_than_discussed,),
    "veto_event": (_reject_unknown_groups, _reject_bad_figures, _reject_overlapping_vetoes),
}
