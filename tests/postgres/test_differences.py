"""What the engines do in different ways gives the same: dates, many rows at once, any text, the schema, the lock."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    table,
)

from data_access.ledgers.all import VIEWS
from data_access.loading.load import load_sheets
from data_access.reading.own_indicators import own_declared
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import date_in_year, days_between, month_of, writer_engine
from data_access.store.tables import SCHEMA_VERSION, calendar, database_state, load_problem
from data_access.store.writing import bulk_insert, settle, upsert
from data_access.upkeep.calendar_days import FIRST_DAY
from data_access.upkeep.schema import differences, migrate
from tests.data_access.ledger_sheets import case, cases, rows_of, sheet, units
from tests.data_access.test_forms import by_period, told

pytestmark = pytest.mark.both_engines

EVERYTHING = Table(
    "everything",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("column", Text),
    Column("short", String(64)),
    Column("flag", Boolean),
    Column("day", Date),
    Column("at", DateTime),
    Column("share", Float),
    Column("content", LargeBinary),
)
TEXTS = (
    *("", " ", "'", '"', "\\", "\\N", "\\.", "\t", "a\nb", "a\r\nb", "NULL", "%s %(x)s :x", "{}", "甲县", "𠮷", "😀"),
    *("a\u0301", "\ufeff", "\u200b", "\u3000", "=1+1", "x" * 200_000),
)
BLANK: dict[str, Any] = dict.fromkeys(EVERYTHING.c.keys())
ROWS = [
    *({**BLANK, "number": number, "column": each} for number, each in enumerate(TEXTS)),
    {**BLANK, "number": 100},
    {**BLANK, "number": 101, "short": "字" * 64, "flag": True, "day": dt.date(1949, 10, 1), "share": 0.1},
    {**BLANK, "number": 102, "flag": False, "day": dt.date(2100, 12, 31), "share": 1e300, "content": b"\x00\xff\\"},
    {**BLANK, "number": 103, "at": dt.datetime(2026, 10, 31, 23, 59, 59, 123_456), "share": -0.0, "content": b""},
]


@pytest.fixture
def connection(database: Engine) -> Iterator[Connection]:
    with database.connect() as connection:
        EVERYTHING.create(connection)
        yield connection
        connection.rollback()


def _stored(connection: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(EVERYTHING).order_by(EVERYTHING.c.number)).mappings()]


def test_many_rows_at_once_arrive_as_they_were(connection: Connection) -> None:
    bulk_insert(connection, EVERYTHING, ROWS)
    assert _stored(connection) == ROWS


def test_rows_that_stand_are_replaced_and_others_are_added(connection: Connection) -> None:
    bulk_insert(connection, EVERYTHING, ROWS[:10])
    changed = [{**row, "short": f"changed {row['number']}"} for row in ROWS[5:]]
    upsert(connection, EVERYTHING, changed, ["number"])
    upsert(connection, EVERYTHING, [], ["number"])
    assert _stored(connection) == ROWS[:5] + changed


def test_a_column_that_is_not_given_keeps_what_stands(connection: Connection) -> None:
    bulk_insert(connection, EVERYTHING, ROWS)
    upsert(connection, EVERYTHING, [{"number": 101, "column": "new"}, {"number": 102, "column": None}], ["number"])
    upsert(connection, EVERYTHING, [{"number": 103}], ["number"])
    expected = [{**row, "column": "new"} if row["number"] == 101 else row for row in ROWS]
    assert _stored(connection) == expected


def test_numbering_goes_on_above_rows_that_came_with_their_numbers(connection: Connection) -> None:
    settle(connection, EVERYTHING)
    bulk_insert(connection, EVERYTHING, ROWS)
    settle(connection, EVERYTHING)
    added = connection.execute(insert(EVERYTHING).values(short="next").returning(EVERYTHING.c.number)).scalar_one()
    assert added == 104


def test_a_cell_that_postgresql_could_not_hold_is_a_problem_that_is_kept_on_both(database: Engine) -> None:
    rows = cases(case("1号"), case("2号", 审理结果="a\x00b"), case("3号", "x\x00y"))
    result = load_sheets(database, [units(), rows], today=dt.date(2026, 10, 31))
    assert {(problem.row, problem.code) for problem in result.problems} == {(3, "unknown_code"), (4, "unknown_unit")}
    assert {row["code"] for row in rows_of(database, load_problem)} == {"unknown_code", "unknown_unit"}
    assert all("\x00" not in row["value"] + row["row_json"] for row in rows_of(database, load_problem))


def test_two_migrations_at_once_make_one_database(empty_database_url: str) -> None:
    def bring_up(_turn: int) -> None:
        engine = writer_engine(empty_database_url)
        migrate(engine)
        engine.dispose()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(bring_up, range(2)))
    engine = writer_engine(empty_database_url)
    assert len(rows_of(engine, database_state)) == 1
    engine.dispose()


def test_months_and_days_are_those_of_the_calendar(database: Engine) -> None:
    day, last = calendar.c.day, func.max(calendar.c.day).over()
    of_year = date_in_year(func.max(2000 + calendar.c.working_day_no % 1), "03-31")
    with database.connect() as connection:
        rows = connection.execute(select(day, month_of(day), days_between(day, last), last).order_by(day)).all()
        assert connection.execute(select(of_year)).scalar_one() == dt.date(2000, 3, 31)
    assert rows[0][0] == FIRST_DAY
    assert [(row[1], row[2]) for row in rows] == [(row[0].replace(day=1), (row[3] - row[0]).days) for row in rows]


def test_migrations_run_up_from_nothing_and_may_run_again(empty_database_url: str) -> None:
    engine = writer_engine(empty_database_url)
    migrate(engine)
    migrate(engine)
    assert differences(engine) == []
    with engine.connect() as connection:
        assert connection.execute(select(database_state.c.schema_version)).scalars().all() == [SCHEMA_VERSION]
        for view in VIEWS:
            assert connection.execute(select(func.count()).select_from(table(view))).scalar_one() == 0
    engine.dispose()


def test_forms_are_counted_and_own_indicators_read_alike(database: Engine) -> None:
    own = sheet("count_item", [{"统计项代码": "calls", "统计项名称": "热线咨询", "统计方式": "期间发生数"}])
    rate = sheet("indicator", [{"指标代码": "per_call", "指标名称": "每次咨询", "分子": "收到申请", "分母": "热线咨询",
                                "表示方式": "数量", "对应条款": 4}])  # fmt: skip
    # Counted on from January, beside a unit's own form, which its county's row takes in, and a case, which wins.
    county = by_period(("2026年1—2月", 7), ("2026年1—3月", 9))
    of_unit = by_period(("2026-01", 4), ("2026-04", 5), code="C01-nr")
    for sheets in ([units(), own, rate, county], [of_unit, cases(case("1号", 收到日期="2026-03-10"))]):
        assert load_sheets(database, sheets).problems == ()
    # The case tells of March and April, so that of the county's own row January and February are left.
    assert told(database, "applications_received@county") == [("C01", "2026-02", 7, 2)]
    assert told(database, "applications_received@reported") == [("C01-nr", "2026-04", 5, 1)]
    with reading(database, ALL_SEEING) as reader:
        declared = own_declared(reader)
    assert [row["key"] for row in declared.counts] == ["calls"]
    assert [(row["key"], row["article"], row["kind"]) for row in declared.indicators] == [("per_call", 4, None)]
