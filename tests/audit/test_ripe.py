"""Unripe is not compared with ripe: what goes on changing is set beside a figure of the same age, or beside none."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from assessment.indicators import BY_KEY, INDICATORS
from assessment.maturity import comparison
from data_access.asked.periods import Period
from data_access.asked.selection import Selection
from data_access.counting.counting import count
from data_access.ledgers.counting_rules import a_year_before
from data_access.ledgers.normative_document import NORMATIVE_DOCUMENT
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.reading.figures import indicator_counts
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import writer_engine
from data_access.store.tables import ledger_state, unit

KEYS = [indicator.key for indicator in INDICATORS]
DATED = [key for key in KEYS if BY_KEY[key].matures in ("open", "limit")]
UNDATED = [key for key in KEYS if BY_KEY[key].matures == "undated"]

CLOSED, ON_TIME = "rectification_closed_rate", "rectification_on_time_rate"
M = 1


@pytest.fixture(scope="module")
def city(shared_database_url: str) -> Iterator[Connection]:
    """One municipal department; what a test puts there is taken back by it."""
    engine = writer_engine(shared_database_url)
    with engine.connect() as connection, connection.begin() as transaction:
        row = {"unit_id": M, "code": "M", "name": "市某局", "kind": "municipal_department"}
        connection.execute(unit.insert().values(row | {"peer_group": "municipal_departments"}))
        yield connection
        transaction.rollback()
    engine.dispose()


Row = dict[str, Any]
Rows = dict[str, list[Row]]
TABLES = {each.key: each.table for each in (RECTIFICATION, NORMATIVE_DOCUMENT, RECONSIDERATION)}
EVENTS = {each.key: each.events for each in (RECTIFICATION, NORMATIVE_DOCUMENT, RECONSIDERATION)}


def changes(city: Connection, rows: Rows, as_of: dt.date, period: Period, way: str = "last_year") -> dict[str, float]:
    """By indicator the city's change against the compared period; none where it is not compared or has no cases."""
    with city.begin_nested() as savepoint:
        for ledger, each in rows.items():
            if each:
                city.execute(insert(TABLES[ledger]), each)
        state = {"unit_id": 0, "as_of": as_of, "year_before": a_year_before(as_of)}
        city.execute(insert(ledger_state), [{"ledger": ledger} | state for ledger in rows])
        count(city, as_of)
        selection = Selection(period, way, "municipal_departments")  # type: ignore[arg-type]
        counts = indicator_counts(Reader(city, ALL_SEEING), selection, KEYS, ("city",)).set_index("indicator")
        savepoint.rollback()
    counts = counts[counts["denominator"].gt(0) & counts["denominator_compared"].gt(0)]
    now, before = (counts[f"numerator{end}"] / counts[f"denominator{end}"] for end in ("", "_compared"))
    return {str(key): float(value) for key, value in (now - before).items()}


def item(number: int, assigned: str, due: str, closed: str | None) -> Row:
    days = [None if day is None else dt.date.fromisoformat(day) for day in (assigned, due, closed)]
    return {"unit_id": M, "item_no": f"ZG-{number}", "source": "inspection",
            **dict(zip(("assigned_on", "due_on", "closed_on"), days, strict=True))}  # fmt: skip


# --- Worked out on paper -----------------------------------------------------------------------------------------

# Four items each spring. On 30 June 2025 one of the first four was closed (1/4), by 30 June 2026 three are (3/4);
# of the four of 2026 two are closed by then (2/4).
SPRINGS = [
    item(1, "2025-03-03", "2025-05-31", "2025-05-10"),
    item(2, "2025-03-04", "2025-05-31", "2025-09-01"),
    item(3, "2025-03-05", "2025-05-31", "2026-02-01"),
    item(4, "2025-03-06", "2025-05-31", None),
    item(5, "2026-03-03", "2026-05-31", "2026-05-01"),
    item(6, "2026-03-04", "2026-07-31", "2026-06-20"),
    item(7, "2026-03-05", "2026-05-31", None),
    item(8, "2026-03-06", "2026-07-31", None),
]
JUNE = dt.date(2026, 6, 30)
HALF_YEAR = Period("custom", dt.date(2026, 1, 1), dt.date(2026, 6, 1))


def test_items_closed_are_compared_with_those_that_were_closed_on_the_same_day_of_last_year(city: Connection) -> None:
    # 2/4 − 1/4 = +25 points; against what is closed of 2025 by now it would have been 2/4 − 3/4 = −25 points.
    assert changes(city, {"rectification": SPRINGS}, JUNE, HALF_YEAR)[CLOSED] == pytest.approx(0.25)


def test_a_year_that_is_over_is_compared_at_the_age_it_has_now(city: Connection) -> None:
    # All of 2025 as it stands on 30 June 2026 (3/4) beside all of 2024 as it stood on 30 June 2025: 1/2, not 2/2.
    of_2024 = [item(9, "2024-03-04", "2024-05-31", "2024-05-10"), item(10, "2024-03-05", "2024-05-31", "2025-07-01")]
    year = Period("year", dt.date(2025, 1, 1), dt.date(2025, 12, 1))
    assert changes(city, {"rectification": [*SPRINGS, *of_2024]}, JUNE, year)[CLOSED] == pytest.approx(0.25)


def test_months_of_unequal_age_are_not_compared_but_what_is_final_is(city: Connection) -> None:
    rows = {"rectification": [*SPRINGS, item(11, "2026-05-04", "2026-06-10", "2026-06-09")]}
    may, june = (Period("month", month, month) for month in (dt.date(2026, 5, 1), dt.date(2026, 6, 1)))
    # Due in June: 1/1 in time; in May: items 5 in time, 7 not: 1/2.
    assert changes(city, rows, JUNE, june, "previous") == {ON_TIME: pytest.approx(0.5)}
    # While June is running, its limits have not all run out.
    assert changes(city, rows, dt.date(2026, 6, 29), june, "previous") == {}
    assert changes(city, rows, JUNE, may, "previous") == {}


@pytest.mark.parametrize(
    ("matures", "a_year_apart", "over", "compared"),
    [
        (None, False, False, "as_counted"),
        (None, True, True, "as_counted"),
        ("undated", True, True, "not"),
        ("undated", False, True, "not"),
        ("open", True, True, "year_before"),
        ("open", False, True, "not"),
        ("limit", True, False, "year_before"),
        ("limit", False, True, "as_counted"),
        ("limit", False, False, "not"),
    ],
)
def test_what_may_be_compared_with_what(matures: Any, a_year_apart: bool, over: bool, compared: str) -> None:
    assert comparison(matures, a_year_apart=a_year_apart, over=over) == compared


@pytest.mark.parametrize(
    ("day", "before"),
    [("2026-10-31", "2025-10-31"), ("2024-02-29", "2023-02-28"), ("2025-02-28", "2024-02-29"),
     ("2024-02-28", "2023-02-28"), ("2026-11-20", "2025-11-20")],
)  # fmt: skip
def test_the_same_day_of_the_year_before(day: str, before: str) -> None:
    assert a_year_before(dt.date.fromisoformat(day)) == dt.date.fromisoformat(before)


# --- In general: a year that repeats the one before is no better and no worse -------------------------------------

DAYS_2025 = st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
WAITS = st.one_of(st.none(), st.integers(0, 300))


def _after(day: dt.date, wait: int | None) -> dt.date | None:
    return None if wait is None else day + dt.timedelta(wait)


@st.composite
def items(draw: st.DrawFn) -> Row:
    assigned = draw(DAYS_2025)
    due, closed = assigned + dt.timedelta(draw(st.integers(0, 90))), _after(assigned, draw(WAITS))
    return {"source": "inspection", "assigned_on": assigned, "due_on": due, "closed_on": closed}


@st.composite
def documents(draw: st.DrawFn) -> Row:
    issued = draw(DAYS_2025)
    return {"issued_on": issued, "filed_on": _after(issued, draw(WAITS))}


@st.composite
def cases(draw: st.DrawFn) -> Row:
    closed = draw(DAYS_2025)
    due, sued = closed + dt.timedelta(60), _after(closed, draw(WAITS))
    return {"closed_on": closed, "outcome": "upheld", "suggestion": "opinion", "opinion_due_on": due, "sued_on": sued,
            "opinion_answered_on": _after(closed, draw(WAITS)), "counts_for_city": True, "counts_for_county": True,
            "defendant_role": "first"}  # fmt: skip


NUMBERS = {"rectification": "item_no", "normative_document": "document_no", "reconsideration": "case_no"}


def _every_year(ledger: str, rows: list[Row], as_of: dt.date) -> list[Row]:
    """The rows of 2025, the same a year before and a year later, and of all only what had happened by a day."""
    found = []
    for number, row in enumerate(rows):
        for year in (-1, 0, 1):
            each = {name: _moved(value, year) for name, value in row.items()}
            known = {name: None if name in EVENTS[ledger] and value and value > as_of else value
                     for name, value in each.items()}  # fmt: skip
            found.append({"unit_id": M, NUMBERS[ledger]: f"{number}-{year}", **known})
    first = {"rectification": "assigned_on", "normative_document": "issued_on", "reconsideration": "closed_on"}[ledger]
    return [row for row in found if row[first] is not None]


def _moved(value: Any, years: int) -> Any:
    return value.replace(year=value.year + years) if isinstance(value, dt.date) else value


@pytest.mark.one_in(2)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(items(), min_size=3, max_size=12),
    st.lists(documents(), max_size=8),
    st.lists(cases(), max_size=8),
    st.dates(dt.date(2026, 2, 1), dt.date(2026, 12, 31)),
)
def test_a_year_that_repeats_the_one_before_shows_no_change_on_any_day(
    city: Connection, some_items: list[Row], some_documents: list[Row], some_cases: list[Row], as_of: dt.date
) -> None:
    given_rows = {"rectification": some_items, "normative_document": some_documents, "reconsideration": some_cases}
    rows = {ledger: _every_year(ledger, each, as_of) for ledger, each in given_rows.items()}
    period = Period("year", dt.date(2026, 1, 1), as_of.replace(day=1))
    found = changes(city, rows, as_of, period)
    assert {key: value for key, value in found.items() if key in DATED and abs(value) > 1e-12} == {}
