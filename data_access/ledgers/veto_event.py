"""The veto ledger (articles 4 and 18): proposals decided, and vetoes recorded."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, select

from data_access.ledgers.columns import UNIT, YEAR, code, date, group, name_or_word, number, text
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Fault, SheetRow
from data_access.ledgers.peer_groups import unknown_groups
from data_access.problems import BAD_BASE, BAD_FIGURE, OVERLAPPING_VETO
from data_access.store.tables import unit

VETO_CLAUSES = (
    "appearance", "loss", "serious_violation", "mass_incident", "judgment_refused", "falsified_data", "other",
)  # fmt: skip
VETO_SOURCES = ("computed", "recorded")
VETO_STATUSES = ("proposed", "confirmed", "appealed", "lifted", "rejected")

VETO_EVENT = Ledger(
    "veto_event",
    "一票否决",
    "Vetoes",
    ("unit_id", "veto_no"),
    (
        UNIT,
        number("veto_no", "编号", "Veto no.", "FJ-2026-001", required=True),
        YEAR,
        group(required=False),
        code("clause", "否决情形", "Clause", VETO_CLAUSES, "veto_clause", required=True, default="serious_violation"),
        code("source", "来源", "Source", VETO_SOURCES, "veto_source", required=True, default="recorded"),
        number("figure", "数值", "Figure"),
        number("base", "基数", "Base"),
        name_or_word("average", "平均数", "Average"),
        date("occurred_on", "发生日期", "Occurred on", "2026-05-18"),
        date("ends_on", "截止日期", "Ends on", "2027-05-17", not_before="occurred_on", event=False),
        text("description", "事由", "Description", "违法强制拆除被确认违法"),
        name_or_word("document", "认定文号", "Document", "某法督〔2026〕7号"),
        code("status", "状态", "Status", VETO_STATUSES, "veto_status", required=True, default="proposed"),
        date("decided_on", "认定日期", "Decided on", "2026-06-10"),
        name_or_word("decided_by", "认定机关", "Decided by"),
    ),
    dated_by=("year",),
    identity=("year",),
    by_office=True,
    counted="veto",
)

# The statuses of a veto in force or still to be decided; a veto of any other status is settled.
STANDING = ("proposed", "confirmed", "appealed")
# Different matters may fall under the last clause at the same time.
OTHER = "other"
_FIGURE = re.compile(r"(\d+)/(\d+)")


def bad_figures(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """A computed veto decides the proposal with its counts, so it must name them: 2/9 of 9."""
    for row in rows:
        if row.values["source"] != "computed":
            continue
        figure, base = str(row.values.get("figure") or ""), row.values.get("base")
        counts = _FIGURE.fullmatch(figure)
        if counts is None or int(counts[1]) > int(counts[2]) or int(counts[2]) == 0:
            yield Fault(row, "figure", figure, BAD_FIGURE)
        elif base != counts[2]:
            yield Fault(row, "base", base, BAD_BASE, (counts[2],))


@dataclass(frozen=True)
class _Veto:
    """The days of a veto, its ``figure`` if computed, and the ``place`` by which a sentence names it."""

    veto_no: str
    first: dt.date
    last: dt.date
    place: str
    figure: object = None

    def meets(self, other: "_Veto") -> bool:
        """Whether the days overlap, unless both are computed with different figures (a half year's and its year's)."""
        other_cases = None not in (self.figure, other.figure) and self.figure != other.figure
        return self.first <= other.last and other.first <= self.last and not other_cases


def overlapping_vetoes(connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """Two vetoes of one unit and clause at the same time are one veto entered twice."""
    named = {(row.values["unit_id"], row.values["veto_no"]) for row in rows}
    earlier: dict[tuple[object, object], list[_Veto]] = {}
    for unit_code, stored in _stored_vetoes(connection):
        if (unit_code, stored["veto_no"]) not in named:
            earlier.setdefault((unit_code, stored["clause"]), []).append(_veto(stored, str(stored["veto_no"])))
    for row in rows:
        if row.values.get("status") not in STANDING or row.values["clause"] == OTHER:
            continue
        veto = _veto(row.values, row.place)
        of_clause = earlier.setdefault((row.values["unit_id"], row.values["clause"]), [])
        overlapping = next((each for each in of_clause if each.meets(veto)), None)
        if overlapping:
            days = f"{overlapping.first.isoformat()}—{overlapping.last.isoformat()}"
            yield Fault(row, "clause", veto.veto_no, OVERLAPPING_VETO, (overlapping.place, days))
        else:
            of_clause.append(veto)


def _stored_vetoes(connection: Connection) -> Iterator[tuple[str, Mapping[str, object]]]:
    event = VETO_EVENT.table
    statement = select(unit.c.code, event).join(unit, event.c.unit_id == unit.c.unit_id)
    for row in connection.execute(statement.where(event.c.status.in_(STANDING))).mappings():
        yield str(row["code"]), dict(row)


def _veto(row: Mapping[str, object], place: str) -> _Veto:
    """A computed veto covers its year; a recorded one lasts from ``occurred_on`` to ``ends_on`` (blank: for ever)."""
    year = cast(int, row["year"])
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if row["source"] == "computed":
        return _Veto(str(row["veto_no"]), first, last, place, row["figure"])
    first = cast("dt.date | None", row.get("occurred_on")) or first
    last = cast("dt.date | None", row.get("ends_on")) or dt.date.max
    return _Veto(str(row["veto_no"]), first, last, place)


ENTRY = Entry(VETO_EVENT, rules=(unknown_groups, bad_figures, overlapping_vetoes))
