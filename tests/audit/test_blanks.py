"""Blank cells decide nothing and hide nothing: defaults, silence that accepts, and every column that decides."""

import datetime as dt
import io
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd
import pytest
from rich.console import Console
from sqlalchemy import Connection, Engine, Table, insert, select

from assessment.indicators import BY_KEY as INDICATORS
from data_access.asked.periods import Period
from data_access.commands.load_console import say_result
from data_access.counting.behind import behind
from data_access.counting.counting import count
from data_access.files.sources import Sheet
from data_access.ledgers.all import BY_KEY as LEDGERS
from data_access.ledgers.all import ENTRIES
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.batches import LoadResult
from data_access.reading.case_lists import case_page
from data_access.reading.chain import dispute_chain
from data_access.reading.extent import Extent
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store import tables as t
from data_access.store.engine import writer_engine
from panels.peers import peer_standing
from tests.audit.silent_city import suits
from tests.cases import first_of_each, left_for_all
from tests.data_access.assessed_city import AS_OF, NAMES, case, load, of_ledger
from tests.data_access.ledger_sheets import rows_of
from tests.data_access.stored_figures import counted
from tests.panels.given import asked
from wording import wording

YEAR = Period("year", dt.date(2025, 1, 1), dt.date(2025, 7, 1))
CITY = Extent("city")
# An application against 甲县 that 乙县 decides on, of which nobody says whether it was accepted.
SILENT = {"unit_id": "C1", "organ_id": "C2", "case_no": "1", "received_on": "2025-01-06", "procedure": "ordinary"}


def counties() -> Sheet:
    return of_ledger("unit", [{"code": code, "name": name, "kind": "county"} for code, name in NAMES.items()])


def applications(*rows: dict[str, Any]) -> Sheet:
    return of_ledger("reconsideration", [dict.fromkeys(("acceptance", "accepted_on")) | row for row in rows])


def figures(engine: Engine, *keys: str) -> list[dict[str, dict[str, int]]]:
    with engine.connect() as connection:
        return [counted(connection, key) for key in keys]


# --- Defaults ----------------------------------------------------------------------------------------------------


def test_a_blank_cell_that_decides_a_figure_stays_blank(database: Engine) -> None:
    deciding = ("defendant_role", "procedure", "acceptance", "suggestion")
    load(database, counties(), applications(SILENT | dict.fromkeys(deciding)))
    (row,) = rows_of(database, RECONSIDERATION.table)
    assert {name: row[name] for name in deciding} == dict.fromkeys(deciding)


def test_no_column_without_which_a_figure_is_unknown_has_a_default() -> None:
    """Nor is one that a condition reads left out: what is blank there is counted as blank, not as something else."""
    for ledger, name in deciding_columns():
        assert ledger.column(name).default is None, (ledger.key, name)


def test_a_case_whose_respondents_roles_are_blank_counts_once_for_its_organ(database: Engine) -> None:
    blank = SILENT | {"defendant_role": None, "acceptance": "accepted", "decision_on_acceptance_on": "2025-01-08"}
    load(database, counties(), applications(blank, blank | {"unit_id": "C3"}))
    assert figures(database, "applications_decided") == [{"C2": {"2025-01": 1}}]


# --- Silence accepts ---------------------------------------------------------------------------------------------


def test_a_case_closed_after_166_days_is_late_although_its_acceptance_is_blank(database: Engine) -> None:
    # The fifth working day after 6 January is the 13th; from there to 21 June are 159 days, of 60.
    load(database, counties(), applications(SILENT | {"closed_on": "2025-06-21", "outcome": "upheld"}))
    keys = ("organ_closed_dated", "organ_closed_in_time", "organ_closed_dated_blank")
    assert figures(database, *keys) == [{"C2": {"2025-06": 1}}, {}, {}]


def test_a_blank_procedure_leaves_the_limit_unknown(database: Engine) -> None:
    closed = {"closed_on": "2025-06-21", "outcome": "upheld", "procedure": None}
    load(database, counties(), applications(SILENT | closed))
    assert figures(database, "organ_closed_dated", "organ_closed_dated_blank") == [{}, {"C2": {"2025-06": 1}}]


def test_all_that_reads_accepted_agrees(database: Engine) -> None:
    young = SILENT | {"case_no": "2", "received_on": "2025-07-29"}  # five working days are over on 5 August
    refused = SILENT | {"case_no": "3", "acceptance": "refused", "decision_on_acceptance_on": "2025-01-08"}
    untold = SILENT | {"case_no": "4", "decision_on_acceptance_on": "2025-01-08"}  # somebody decided, but what?
    load(database, counties(), applications(SILENT, young, refused, untold))
    keys = ("applications_decided", "applications_accepted", "applications_decided_blank")
    # The 1st by law and the 3rd were decided on, the 1st accepted; of the 4th nobody says what was decided.
    assert figures(database, *keys) == [{"C2": {"2025-01": n}} for n in (2, 1, 1)]
    # Silence is no decision in time.
    in_time = ("applications_decided_dated", "applications_decided_in_time", "organ_undecided_past_limit")
    assert figures(database, *in_time) == [{"C2": {"2025-01": 2}}, {"C2": {"2025-01": 1}}, {}]
    # Open for 60 days from 13 January: past them at the end of March.
    months = {f"2025-{month:02d}": 1 for month in (3, 4, 5, 6, 7)}
    assert figures(database, "organ_open_past_limit") == [{"C2": months}]
    with reading(database, ALL_SEEING) as reader:
        chain = dispute_chain(reader, CITY, YEAR, AS_OF).set_index("measure")["cases"]
        listed, total, _ = case_page(reader, "reconsideration", "accepted", CITY, YEAR)
    assert (chain["received"], chain["accepted"]) == (4, 1)
    assert (total, listed["case_no"].tolist()) == (1, ["1"])


def test_what_is_deemed_in_the_month_after_is_counted_with_a_load_of_its_own(database: Engine) -> None:
    load(database, counties(), applications(SILENT | {"acceptance": "refused"}))
    # 28 January to 4 February are free; the fifth working day after the 27th is 10 February.
    load(database, applications(SILENT | {"case_no": "2", "received_on": "2025-01-27"}))
    assert figures(database, "applications_accepted") == [{"C2": {"2025-02": 1}}]


def test_before_2024_silence_did_not_accept(database: Engine) -> None:
    load(database, counties(), applications(SILENT | {"received_on": "2023-12-29"}))
    assert figures(database, "applications_accepted", "organ_open_past_limit") == [{}, {}]


# --- What a load says --------------------------------------------------------------------------------------------


def test_a_load_says_which_cells_are_blank_where_a_figure_is_decided(database: Engine) -> None:
    hearings = [case("C1", n) | ({"head_attended": None} if n < 8 else {"head_spoke": True}) for n in range(10)]
    result = load(database, counties(), suits(hearings), applications(SILENT | {"case_no": "9", "organ_id": None}))
    blank = {each.ledger: dict(each.blank) for each in result.ledgers if each.blank}
    # Without a head nobody knows whether one spoke; the application has no organ, so nobody decides on it.
    assert blank == {"litigation": {"head_attended": 8, "head_spoke": 8}, "reconsideration": {"organ_id": 1}}
    assert "行政诉讼未填：负责人出庭 8 行、负责人发言 8 行。" in said(result)
    again = load(database, suits([hearings[0] | {"head_attended": "chief", "head_spoke": True}]))
    assert not any(each.blank for each in again.ledgers)


def said(result: LoadResult) -> str:
    console = Console(file=io.StringIO(), width=300)
    say_result(console, result, wording("zh"))
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


# --- Every column that decides -----------------------------------------------------------------------------------


@cache
def deciding_columns() -> tuple[tuple[Ledger, str], ...]:
    """Every column that decides a base, of every ledger that is a table of its own."""
    pairs = [
        (entry.ledger, part.name)
        for entry in ENTRIES
        for tally in entry.tallies
        if tally.table is entry.ledger.table
        for part in tally.deciding
    ]
    return tuple(dict.fromkeys(pairs))


@cache
def columns_of_indicators() -> tuple[tuple[Ledger, str], ...]:
    """Those behind an indicator, so that somebody is ranked by them."""
    pairs = [(LEDGERS[behind(key).ledger], part.name) for key in INDICATORS for part in behind(key).of.deciding]
    return tuple(dict.fromkeys(pairs))


# What would decide in another cell's stead, or end what is counted; and the days that are still to come.
OPEN = {("officer", "left_on"), ("plan_task", "done_on"), ("cadre_review", "resit_score")}
AHEAD = {("officer", "expires_on"), ("plan_task", "due_on")}


def made_cell(ledger: str, column: LedgerColumn, code: str, number: int, drawn: random.Random) -> Any:
    """A cell of a full ledger: all that happens happens in the first days of March."""
    if (ledger, column.name) in OPEN:
        return None
    if (ledger, column.name) in AHEAD:
        return YEAR.last.replace(year=YEAR.last.year + 1)
    if column.kind == "code":
        return drawn.choice([each for each in column.codes if each not in ("co", "pending")])
    if column.kind == "flag":
        return drawn.random() < 0.6
    if column.name.endswith("year"):
        return YEAR.last.year
    if column.kind in ("integer", "decimal"):
        # Days that do not count towards a limit are few.
        most = 0 if column.name.endswith("_days") else 3
        return drawn.randint(0, most) if column.part_of or column.name in ("resolved", "faults") else most
    if column.name == "month":
        return YEAR.last
    if column.kind == "date":
        return dt.date(2025, 3, 3 if column.name in ("received_on", "filed_on") else drawn.choice((6, 20)))
    return f"{code}-{number}" if column.kind == "number" else None


def told_apart_by(ledger: Ledger) -> tuple[str, tuple[str, ...]]:
    """The column whose codes tell a unit's rows apart, and the codes, where no number of a row does."""
    key = [ledger.column(name) for name in ledger.natural_key]
    coded = [(column.name, column.codes) for column in key if column.kind == "code"]
    return ("", ()) if any(column.kind == "number" for column in key) or not coded else coded[0]


def fill_ledger(connection: Connection, ledger: Ledger, unit_ids: dict[str, int], drawn: random.Random) -> None:
    table, rows = ledger.table, []
    for code, unit_id in unit_ids.items():
        # What is written down by month or year stands once in it, of each code that is in its key.
        name, codes = told_apart_by(ledger)
        for number in range(len(codes) or (1 if {"month", "year"} & {*ledger.natural_key} else 12)):
            row = {column.name: made_cell(ledger.key, column, code, number, drawn) for column in ledger.columns}
            row |= {name: codes[number]} if codes else {}
            row |= {column.name: unit_id for column in ledger.columns if column.kind == "unit"}
            row |= {name: True for name in ("counts_for_county", "counts_for_city") if name in table.c}
            rows.append({name: value for name, value in row.items() if name in table.c} | {"instance": "first"})
    kept = [{name: value for name, value in row.items() if name in table.c} for row in rows]
    connection.execute(insert(table), kept)


@pytest.fixture(scope="module")
def full_city(shared_database_url: str) -> Iterator[Engine]:
    """Four counties with twelve full rows each in every ledger that has a deciding column."""
    engine = writer_engine(shared_database_url)
    with engine.begin() as connection:
        of_group = {"kind": "county", "peer_group": "counties"}
        connection.execute(insert(t.unit), [{"code": code, "name": name, **of_group} for code, name in NAMES.items()])
        ids = {row.code: row.unit_id for row in connection.execute(select(t.unit))}
        for ledger in dict.fromkeys(ledger for ledger, _name in columns_of_indicators()):
            fill_ledger(connection, ledger, ids, random.Random(ledger.key))
    yield engine
    engine.dispose()


def standings(connection: Connection) -> pd.DataFrame:
    """Where every county stands on every indicator, counted anew."""
    count(connection, AS_OF)
    found = peer_standing(Reader(connection, ALL_SEEING), asked(period=YEAR, compare="none"), list(INDICATORS))
    return found[found["level"] == "member"].set_index(["indicator", "code"])


def blanked(connection: Connection, table: Table, name: str, drawn: random.Random) -> None:
    """Empty a third of the cells of a column."""
    keys, rows = list(table.primary_key.columns), connection.execute(select(table)).mappings().all()
    for row in drawn.sample(rows, max(len(rows) // 3, 1)):
        same = [key == row[key.name] for key in keys]
        connection.execute(table.update().where(*same).values({name: None}))


@pytest.fixture(scope="module")
def whole(full_city: Engine) -> pd.DataFrame:
    """How the counties stand while nothing is blank."""
    with full_city.connect() as connection, connection.begin() as transaction:
        found = standings(connection)
        transaction.rollback()
    return found


@pytest.mark.parametrize("seed", [0, *map(left_for_all, range(1, 10))])
@pytest.mark.parametrize(
    "column", first_of_each(columns_of_indicators(), lambda of: of[0].key, lambda of: f"{of[0].key}-{of[1]}")
)
@pytest.mark.one_in(9)
def test_blanking_a_third_of_a_deciding_column_improves_nothing_without_a_mark(
    full_city: Engine, whole: pd.DataFrame, column: tuple[Ledger, str], seed: int
) -> None:
    ledger, name = column
    with full_city.connect() as connection, connection.begin() as transaction:
        blanked(connection, ledger.table, name, random.Random(seed))
        after = standings(connection)
        transaction.rollback()
    marked = after["blank"] > 0
    assert marked.any()
    for (key, code), now in after.iterrows():
        then, better = whole.loc[(key, code)], INDICATORS[key].better
        if better is None or not then["denominator"]:
            continue
        rose = now["rate"] > then["rate"] if better == "higher" else now["rate"] < then["rate"]
        assert not rose or now["blank"], (key, code)
        gained = pd.notna(now["place"]) and (pd.isna(then["place"]) or now["place"] < then["place"])
        assert not gained or marked[key].any(), (key, code)
        assert not now["silent"] or pd.isna(now["place"])


def test_the_city_whose_cells_are_blanked_is_whole_before(whole: pd.DataFrame) -> None:
    assert not whole["blank"].any()
    counted = whole["denominator"].gt(0).groupby("indicator").any()
    assert counted[[key for key in INDICATORS if behind(key).of.deciding]].all()
