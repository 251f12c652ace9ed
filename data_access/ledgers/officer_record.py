"""What an officer's file says from year to year (articles 13 and 14): training, exams, cases, appraisals and the like.

Each unit writes the years that an officer serves there; the file follows the officer (``officer``), and so do the hours
of training of a year in which the officer moved: where they were taught does not matter (article 14).
"""

from collections.abc import Iterator, Sequence
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    case,
    column,
    exists,
    extract,
    func,
    literal,
    not_,
    or_,
    select,
    table,
    union_all,
)
from sqlalchemy import cast as as_type

from data_access.ledgers.columns import UNIT, code, count, date, decimal, number, text
from data_access.ledgers.counting_rule import rule_on
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Fault, Register, SheetRow, View
from data_access.ledgers.hints import Hint
from data_access.ledgers.officer import OFFICER, first_counted_day
from data_access.ledgers.tally import Tally, known
from data_access.problems import BAD_HOURS, HOURS_UNTRAINED, RECORD_OUTSIDE_SERVICE
from data_access.store.engine import date_in_year
from data_access.store.working_days import FIRST_DAY, LAST_DAY

OFFICER_RECORDS = ("training", "exam", "case", "wrong_case", "appraisal", "reward", "penalty")
TRAINING = OFFICER_RECORDS[0]
# More hours than a month has were never taught at once.
MOST_HOURS = 744

OFFICER_RECORD = Ledger(
    "officer_record",
    "执法人员记录",
    "Officers' records",
    ("unit_id", "officer_no", "occurred_on", "kind", "seq"),
    (
        UNIT,
        number("officer_no", "执法人员编号", "Officer no.", "ZF-0101-001", required=True, personal=True),
        date("occurred_on", "日期", "Date", "2026-03-20", required=True),
        code("kind", "记录种类", "Kind of record", OFFICER_RECORDS, "officer_entry", required=True),
        count("seq", "序号", "Sequence", "1", default=1),
        decimal("hours", "培训学时", "Hours of training", "16"),
        text("value", "结果", "Result", personal=True),
        text("note", "说明", "Note", personal=True),
    ),
    parent="officer",
    dated_by=("occurred_on",),
    indexes=(("number", "officer_no"),),
    follows="officer_no",
)

_record, _officer = OFFICER_RECORD.table.c, OFFICER.table.c
# A row an officer and year of service in a unit: whether and when the hours of the year were reached, in any unit.
officer_year = table(
    "officer_year",
    column("unit_id", _officer.unit_id.type),
    column("officer_no", _officer.officer_no.type),
    *(column(name, _officer.joined_on.type) for name in ("since", "ends_on", "left_on", "trained_on", "hours")),
)
_of = officer_year.c


def _reached() -> Select[tuple[object, ...]]:
    """By officer and year the day on which the hours so far were enough, and the first one without hours."""
    year = as_type(extract("year", _record.occurred_on), Integer)
    so_far = func.sum(_record.hours).over(partition_by=(_record.officer_no, year), order_by=_record.occurred_on)
    lessons = (
        select(_record.officer_no, year.label("year"), _record.occurred_on, _record.hours,
               so_far.label("so_far"))
        .where(_record.kind == TRAINING)
        .subquery()
    )  # fmt: skip
    needed = rule_on("training_hours", date_in_year(lessons.c.year, "12-31"))
    return select(
        lessons.c.officer_no,
        lessons.c.year,
        func.min(case((lessons.c.so_far >= needed, lessons.c.occurred_on))).label("trained_on"),
        func.min(case((lessons.c.hours.is_(None), lessons.c.occurred_on))).label("hours"),
    ).group_by(lessons.c.officer_no, lessons.c.year)


def _officer_year() -> Select[tuple[object, ...]]:
    """``hours`` is the first day of a training whose hours are blank."""
    years = union_all(*(select(literal(each).label("year")) for each in range(FIRST_DAY.year, LAST_DAY.year + 1)))
    year, reached = years.subquery("years").c.year, _reached().subquery()
    first, last = date_in_year(year, "01-01"), date_in_year(year, "12-31")
    serves = and_(_officer.joined_on <= last, or_(_officer.left_on.is_(None), _officer.left_on >= first))
    own = and_(reached.c.officer_no == _officer.officer_no, reached.c.year == year)
    return (
        select(
            _officer.unit_id,
            _officer.officer_no,
            case((_officer.joined_on < first, first), else_=_officer.joined_on).label("since"),
            last.label("ends_on"),
            _officer.left_on,
            reached.c.trained_on,
            reached.c.hours,
        )
        .select_from(OFFICER.table)
        .join(year.table, and_(serves, first >= first_counted_day()))
        .join(reached, own, isouter=True)
    )


def _serves(rules: CountingRules) -> ColumnElement[bool]:
    """On post at the end of a month of the year."""
    end: ColumnElement[object] = rules.month_end
    return and_(end <= _of.ends_on, or_(_of.left_on.is_(None), _of.left_on > end))


def _trained(rules: CountingRules) -> ColumnElement[bool]:
    return and_(known(_of.trained_on), _of.trained_on <= rules.month_end)


def _hours_known(rules: CountingRules) -> ColumnElement[bool]:
    """Enough hours are enough; else none of the trainings so far may lack its hours."""
    return or_(_trained(rules), _of.hours.is_(None), _of.hours > rules.month_end)


_to_train = Tally("officers_to_train", officer_year, _of.since, _serves, kind="stock", deciding=(_of.hours,),
                  needs=("officer_record.hours",), decided=_hours_known, counted="officer")  # fmt: skip
TALLIES = (
    Tally("officer_records", OFFICER_RECORD.table, _record.occurred_on, facet=_record.kind),
    _to_train,
    _to_train.hit("officers_trained", _trained),
)


def _bad_hours(_connection: Connection, rows: Sequence[SheetRow]) -> Iterator[Fault]:
    """Hours are not negative and not more than a month has."""
    for row in rows:
        hours = cast("float | None", row.values.get("hours"))
        if hours is not None and not 0 <= hours <= MOST_HOURS:
            yield Fault(row, "hours", f"{hours:g}", BAD_HOURS, (str(MOST_HOURS),))


_same = and_(_officer.unit_id == _record.unit_id, _officer.officer_no == _record.officer_no)
_outside = or_(_record.occurred_on < _officer.joined_on, _record.occurred_on > _officer.left_on)
HINTS = (
    Hint(HOURS_UNTRAINED, "hours", and_(known(_record.hours), not_(_record.kind == TRAINING))),
    Hint(
        RECORD_OUTSIDE_SERVICE,
        "occurred_on",
        exists(select(literal(1)).select_from(OFFICER.table).where(_same, _outside).correlate(OFFICER_RECORD.table)),
    ),
)

ENTRY = Entry(
    OFFICER_RECORD,
    TALLIES,
    rules=(_bad_hours,),
    hints=HINTS,
    view=View("officer_year", _officer_year),
    register=Register(("officer_no", "occurred_on", "kind", "hours", "value", "note"), ("occurred_on",)),
)
