"""Views: what two tallies cannot express on a table alone. Made anew at each migration."""

from sqlalchemy import Connection, Select, and_, case, column, extract, or_, select, table, text

from data_access.store.engine import date_in_year, day_of_next_month, month_of
from data_access.store.tables import (
    archive_material,
    archive_requirement,
    calendar,
    ledger_report,
    reporting_duty,
    unit,
)

# Every material that a keeper of an archive must hold, handed in or not; so a missing one counts.
archive_due = table(
    "archive_due",
    *(column(name, archive_material.c[name].type) for name in ("unit_id", "year", "item_no", "due_on", "submitted_on")),
    column("state", archive_material.c.state.type),
    column("title", archive_requirement.c.title.type),
    column("article", archive_requirement.c.article.type),
    column("returned_reason", archive_material.c.returned_reason.type),
    column("file_uri", archive_material.c.file_uri.type),
    column("sha256", archive_material.c.sha256.type),
)


def _archive_due() -> Select[tuple[object, ...]]:
    due_on = date_in_year(archive_requirement.c.year, archive_requirement.c.due_month_day)
    active = and_(
        unit.c.archive_keeper,
        or_(unit.c.active_from.is_(None), unit.c.active_from <= due_on),
        or_(unit.c.active_to.is_(None), unit.c.active_to > due_on),
    )
    held = and_(
        archive_material.c.unit_id == unit.c.unit_id,
        archive_material.c.year == archive_requirement.c.year,
        archive_material.c.item_no == archive_requirement.c.item_no,
    )
    return (
        select(
            unit.c.unit_id,
            archive_requirement.c.year,
            archive_requirement.c.item_no,
            due_on.label("due_on"),
            archive_material.c.submitted_on,
            case((archive_material.c.state.is_(None), "missing"), else_=archive_material.c.state).label("state"),
            archive_requirement.c.title,
            archive_requirement.c.article,
            archive_material.c.returned_reason,
            archive_material.c.file_uri,
            archive_material.c.sha256,
        )
        .select_from(unit)
        .join(archive_requirement, and_(unit.c.kind == archive_requirement.c.unit_kind, active))
        .join(archive_material, held, isouter=True)
    )


# Every report that a unit owes: its duties × the months they end in, handed in or not; so silence is counted.
report_due = table(
    "report_due",
    *(column(name, ledger_report.c[name].type) for name in ("unit_id", "ledger", "month", "reported_on")),
    column("due_on", ledger_report.c.month.type),
    column("state", ledger_report.c.ledger.type),
)
# The months of the year in which a period of each frequency ends.
PERIOD_ENDS = {"month": range(1, 13), "quarter": (3, 6, 9, 12), "year": (12,)}


def _report_due() -> Select[tuple[object, ...]]:
    month = calendar.c.day
    due_on = day_of_next_month(month, reporting_duty.c.due_day)
    ends = or_(
        *(
            and_(reporting_duty.c.frequency == frequency, extract("month", month).in_(tuple(months)))
            for frequency, months in PERIOD_ENDS.items()
        )
    )
    active = and_(
        or_(unit.c.active_from.is_(None), unit.c.active_from <= month),
        or_(unit.c.active_to.is_(None), unit.c.active_to > month),
    )
    handed_in = and_(
        ledger_report.c.unit_id == unit.c.unit_id,
        ledger_report.c.ledger == reporting_duty.c.ledger,
        ledger_report.c.month == month,
    )
    state = case(
        (ledger_report.c.month.is_(None), "not_reported"),
        (ledger_report.c.nothing_to_report, "nothing_to_report"),
        else_="reported",
    )
    return (
        select(
            unit.c.unit_id,
            reporting_duty.c.ledger,
            month.label("month"),
            ledger_report.c.reported_on,
            due_on.label("due_on"),
            state.label("state"),
        )
        .select_from(unit)
        .join(reporting_duty, unit.c.kind == reporting_duty.c.unit_kind)
        .join(calendar, and_(month_of(month) == month, month >= reporting_duty.c.from_month, active, ends))
        .join(ledger_report, handed_in, isouter=True)
    )


VIEWS = {"archive_due": _archive_due, "report_due": _report_due}


def create_views(connection: Connection) -> None:
    """(Re)create every view on this connection."""
    for name, definition in VIEWS.items():
        sql = definition().compile(connection, compile_kwargs={"literal_binds": True})
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {sql}")
