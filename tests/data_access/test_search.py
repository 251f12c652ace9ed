"""Records are found by their numbers as people type them, whatever was loaded, changed or undone since."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, delete, insert, select, text

from data_access.counting.counting import count
from data_access.counting.search_entries import fill_search_entries, write_search_entries
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.numbers import as_searched
from data_access.ledgers.petition import PETITION
from data_access.reading.reader import Reader, reading
from data_access.reading.search import READ, SHOWN, found_records
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import reader_engine
from data_access.store.tables import search_entry, unit
from tests.statements import listening

pytestmark = pytest.mark.both_engines
YEARS = range(2024, 2027)
SUITS = {
    1: ("(2026)某0101行初12号", "(2026)某0101行初112号", "(2025)某0101行初12号"),
    2: ("(2026)某0102行初12号", "(2026)某0101行初12号"),
}
PETITION_NO = "某信〔2026〕3-15号"


@pytest.fixture
def city(database: Engine) -> Engine:
    """Two units with suits, of which they share one, and a petition."""
    with database.begin() as connection:
        for number, code in ((1, "C01-a"), (2, "C02-b")):
            connection.execute(
                insert(unit).values(unit_id=number, code=code, name=f"{code}局", kind="county_department")
            )
        for number, cases in SUITS.items():
            for case in cases:
                of = {"unit_id": number, "case_no": case, "instance": "first"}
                connection.execute(insert(LITIGATION.table).values(**of, counts_for_county=True, counts_for_city=True))
        connection.execute(insert(PETITION.table).values(unit_id=2, petition_no=PETITION_NO))
        write_search_entries(connection)
    return database


@pytest.fixture
def reader(city: Engine) -> Iterator[Reader]:
    with reading(city, ALL_SEEING) as reader:
        yield reader


def numbers(reader: Reader, sought: str) -> list[tuple[str, str]]:
    rows = found_records(reader, sought, YEARS)
    return list(zip(rows["code"], rows["number"], strict=True))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        # The whole number, however it is written; both units of one case.
        ("（２０２６）某0101行初第12号", [("C01-a", SUITS[1][0]), ("C02-b", SUITS[1][0])]),
        ("2026 某 0102 行初 12", [("C02-b", SUITS[2][0])]),
        ("某信[2026]3-15", [("C02-b", PETITION_NO)]),
        # Its end: 12 is no end of 112; the newest come first.
        ("行初12号", [("C01-a", SUITS[1][0]), ("C02-b", SUITS[1][0]), ("C02-b", SUITS[2][0]), ("C01-a", SUITS[1][2])]),
        ("112", [("C01-a", SUITS[1][1])]),
        # Without its year, and before its end.
        ("某0102行初", [("C02-b", SUITS[2][0])]),
        ("(2025)某", [("C01-a", SUITS[1][2])]),
        # What names no record.
        ("行初", []),
        ("1", []),
        ("", []),
        ("%_'", []),
        ("99999", []),
    ],
)
def test_a_number_is_found_as_it_is_typed(reader: Reader, typed: str, found: list[tuple[str, str]]) -> None:
    assert numbers(reader, typed) == found


def test_a_viewer_finds_the_records_of_his_units_alone_also_where_others_would_come_first(city: Engine) -> None:
    with city.begin() as connection:
        rows = [{"ledger": "petition", "unit_id": 1, "number": f"X{n}", "also": "", "forwards": f"x1{n:03}",
                 "backwards": f"{n:03}1x"} for n in range(READ + 1)]  # fmt: skip
        rows.append({**rows[0], "unit_id": 2, "number": "X-last", "forwards": "x1999", "backwards": "9991x"})
        connection.execute(insert(search_entry), rows)
    with reading(city, Viewer("b", frozenset({"C02-b"}))) as reader:
        assert numbers(reader, "x1") == [("C02-b", "X-last")]
        assert numbers(reader, SUITS[1][1]) == []
    with reading(city, Viewer("nobody", frozenset())) as reader:
        assert [numbers(reader, typed) for typed in ("x1", "行初12", PETITION_NO)] == [[], [], []]
    with reading(city, ALL_SEEING) as reader:
        assert len(numbers(reader, "x1")) == SHOWN


def test_what_is_counted_anew_of_a_unit_is_found_as_it_stands_and_the_rest_stays(city: Engine) -> None:
    suits = LITIGATION.table
    with city.begin() as connection:
        connection.execute(delete(suits).where(suits.c.case_no == SUITS[1][1]))
        connection.execute(delete(PETITION.table))
        before = connection.execute(select(search_entry.c.number)).scalars().all()
        write_search_entries(connection, [1], ["petition"])
        assert connection.execute(select(search_entry.c.number)).scalars().all() == before
        write_search_entries(connection, [1], ["litigation"])
    with reading(city, ALL_SEEING) as reader:
        assert numbers(reader, "行初112") == []
        assert numbers(reader, PETITION_NO) == [("C02-b", PETITION_NO)]


def test_of_a_ledger_whose_last_row_is_gone_nothing_is_found(city: Engine) -> None:
    with city.begin() as connection:
        write_search_entries(connection)
        connection.execute(delete(LITIGATION.table))
        write_search_entries(connection)
        left = set(connection.execute(select(search_entry.c.ledger)).scalars())
    assert left
    assert LITIGATION.key not in left


def test_a_database_that_was_filled_before_entries_were_kept_gets_them_once(city: Engine) -> None:
    with city.begin() as connection:
        written = select(search_entry).order_by(*search_entry.primary_key)
        before = connection.execute(written).all()
        connection.execute(delete(search_entry))
        fill_search_entries(connection)
        assert connection.execute(written).all() == before
        connection.execute(delete(search_entry).where(search_entry.c.ledger == "petition"))
        fill_search_entries(connection)
        assert len(connection.execute(written).all()) == len(before) - 1


def test_the_database_writes_numbers_as_they_are_asked_for(demo_url: str) -> None:
    engine = reader_engine(demo_url)
    with engine.connect() as connection:
        entries = connection.execute(select(search_entry)).all()
    engine.dispose()
    assert {entry.ledger for entry in entries} >= {"litigation", "reconsideration", "petition", "rectification"}
    assert [e.number for e in entries if (e.forwards, e.backwards[::-1]) != (as_searched(e.number),) * 2] == []


@pytest.mark.parametrize("typed", ["20", "12", "行初12", "演0101行初", "(2026)演0101行初12号"])
def test_looking_reads_a_range_of_an_index_each_and_sorts_no_table(demo_url: str, typed: str) -> None:
    engine = reader_engine(demo_url)
    with listening(engine) as heard, reading(engine, ALL_SEEING) as reader:
        found_records(reader, typed, YEARS)
    [statement] = heard.statements
    with engine.connect() as connection:
        plan = [
            row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.sql}", statement.values)
        ]
    engine.dispose()
    of_entries = [step for step in plan if "search_entry" in step]
    assert of_entries
    assert [step for step in of_entries if "USING INDEX ix_search_entry_" not in step] == []
    assert [step for step in plan if "TEMP B-TREE" in step] == []


def test_counting_writes_what_is_found(city: Engine) -> None:
    import datetime as dt

    with city.begin() as connection:
        connection.execute(text("DELETE FROM search_entry"))
        count(connection, dt.date(2026, 10, 31))
    with reading(city, ALL_SEEING) as reader:
        assert len(numbers(reader, "行初12")) == 4
