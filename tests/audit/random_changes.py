"""Changes of a loaded random city that the test takes back: vetoes decided, a month not handed in, cells left blank."""

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, delete, insert, select, update

from assessment.indicators import INDICATORS
from data_access.counting.behind import behind
from data_access.counting.case_marks import mark_all
from data_access.counting.counting import count
from data_access.counting.ledger_dates import refresh_dates
from data_access.ledgers.all import BY_KEY, LEDGERS
from data_access.ledgers.declare import Ledger
from data_access.ledgers.ledger_report import LEDGER_REPORT
from data_access.ledgers.veto_event import VETO_EVENT
from tests.audit.known_by_hand import Row
from tests.audit.random_differences import Loaded


@contextmanager
def changed(loaded: Loaded) -> Iterator[Loaded]:
    """The same city, read anew, to change; afterwards it stands as before."""
    with loaded.connection.begin_nested() as change:
        yield Loaded(loaded.city, loaded.connection)
        change.rollback()


def count_anew(connection: Connection) -> None:
    mark_all(connection)
    latest = refresh_dates(connection).latest
    assert latest is not None
    count(connection, latest)


def decide_vetoes(loaded: Loaded, group: str) -> None:
    """A decision on every proposal of a group, of each kind in turn; every fifth is on a figure that is not today's."""
    decided = ("confirmed", "rejected", "appealed", "lifted")
    proposals = [(code, clause, figure) for code, each in loaded.standings(group).items()
                 for clause, figure in each.proposed.items()]  # fmt: skip
    for number, (code, clause, figure) in enumerate(proposals):
        figure = "1/77" if number % 5 == 4 else figure
        row = {"unit_id": loaded.by_hand.number[code], "veto_no": f"D{number}", "clause": clause, "figure": figure,
               "year": loaded.period.last.year, "source": "computed", "base": figure.split("/")[1],
               "status": decided[number % 4], "decided_on": loaded.city.as_of}  # fmt: skip
        loaded.connection.execute(insert(VETO_EVENT.table), [row])


def leave_out_a_month(loaded: Loaded, drawn: random.Random) -> int | None:
    """Take back a report of the period that was due, and the rows it was about; returns whose (None: there is none).

    The register of reports keeps its day, for others go on reporting.
    """
    by_hand = loaded.by_hand
    last_registered = max((row["reported_on"] for row in by_hand.rows["ledger_report"] if row["load_row"]),
                          default=dt.date.min)  # fmt: skip
    owed = [
        report
        for report in by_hand.rows["ledger_report"]
        if loaded.period.first <= report["month"] <= loaded.period.last
        and by_hand.is_due(report)
        and report["reported_on"] < last_registered
    ]
    if not owed:
        return None
    report = drawn.choice(sorted(owed, key=str))
    _delete(loaded.connection, LEDGER_REPORT, report)
    first, last = by_hand.period_of(report)
    ledger = BY_KEY[report["ledger"]]
    for row in by_hand.rows[ledger.key]:
        told = [row[name] for name in ledger.events if row[name] and first <= row[name] <= last]
        if told and by_hand.reporter(row["unit_id"], ledger.key) == report["unit_id"]:
            for child in (each for each in LEDGERS if each.parent == ledger.key):
                _delete(loaded.connection, child, {name: row[name] for name in ledger.natural_key})
            _delete(loaded.connection, ledger, row)
    count_anew(loaded.connection)
    return int(report["unit_id"])


def _delete(connection: Connection, ledger: Ledger, row: Row) -> None:
    same = [ledger.table.c[name] == row[name] for name in ledger.natural_key if name in row]
    connection.execute(delete(ledger.table).where(*same))


def leave_cells_blank(loaded: Loaded, drawn: random.Random) -> str:
    """Empty a third of a column that decides a figure, wherever it stands; returns which."""
    columns = sorted(
        {(behind(each.key).ledger, part.name) for each in INDICATORS for part in behind(each.key).of.deciding}
    )
    key, name = drawn.choice(columns)
    table = BY_KEY[key].table
    rows = [dict(row) for row in loaded.connection.execute(select(table)).mappings()]
    for row in drawn.sample(rows, len(rows) // 3):
        same = [column == row[column.name] for column in table.primary_key.columns]
        loaded.connection.execute(update(table).where(*same).values({name: None}))
    count_anew(loaded.connection)
    return f"{key}.{name}"
