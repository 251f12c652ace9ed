"""Combinations that cannot be right: each row is stored, and its load says where it is, what was found, what to do."""

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from sqlalchemy import Engine, func, select

from data_access.checking.noted_rows import stored_noted_rows
from data_access.commands.console import MOST_SHOWN
from data_access.commands.load_console import say_result
from data_access.files.sources import Sheet, read_file
from data_access.ledgers.all import ENTRIES, LEDGERS
from data_access.ledgers.hints import flag_of
from data_access.ledgers.litigation import HEAD_ATTENDED, HEADS, LITIGATION
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_files, load_sheets
from data_access.problems import HINTS, Problem, in_words
from data_access.reading.doubtful import doubtful_rows
from data_access.reading.extent import Extent
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import writer_engine
from data_access.store.tables import load_batch, load_problem
from data_access.workbooks.problem_workbook import write_problems
from panels.disputes.doubtful_cases import LEDGERS as LEDGERS_OF_DISPUTES
from tests.audit.answer_city import AS_OF, load, of_ledger, suit, suits, units, whole
from tests.audit.hinted_rows import GONE, ROWS, Said, application, petition
from tests.data_access.ledger_sheets import rows_of
from tests.databases import sqlite_url
from wording import LANGUAGES, Wording


def said(result: LoadResult) -> Said:
    """Row, column and code of each hint, in the order of the file."""
    return sorted((each.row, each.column, each.code) for each in result.warnings if each.code in HINTS)


@pytest.mark.one_in(3)
@pytest.mark.parametrize(("ledger", "rows", "hints"), ROWS)
def test_a_row_that_cannot_be_right_is_stored_and_named(
    database: Engine, ledger: str, rows: list[dict[str, object]], hints: Said
) -> None:
    result = load(database, GONE, of_ledger(ledger, rows))
    assert said(result) == hints
    (loaded,) = (each for each in result.ledgers if each.ledger == ledger)
    assert (loaded.stored, loaded.rejected, sum(n for code, n in loaded.hints if code in HINTS)) == (
        len(rows), 0, len(hints),
    )  # fmt: skip


def test_every_declared_hint_is_tried_here_and_has_its_place_in_the_list_of_codes() -> None:
    declared = {(entry.ledger.key, hint.code) for entry in ENTRIES for hint in entry.hints}
    tried = {(ledger, code) for ledger, _rows, hints in ROWS for _row, _column, code in hints}
    # Who serves where, and when, takes rows of several ledgers: ``test_officers`` tries those.
    declared = {pair for pair in declared if not pair[0].startswith("officer")}
    # A unit that is gone is one declaration for all ledgers, so each of its two ends is tried where it comes first.
    both = {code for _ledger, code in declared if code in ("unit_merged", "unit_gone")}
    assert {pair for pair in declared - tried if pair[1] not in both} == set()
    assert {hint.code for entry in ENTRIES for hint in entry.hints} == HINTS
    assert {ledger for ledger, code in declared if code in both} == {ledger for ledger, code in tried if code in both}


# --- What is named, and where -------------------------------------------------------------------------------------


def hint_of(result: LoadResult, code: str) -> Problem:
    (found,) = (each for each in result.warnings if each.code == code)
    return found


def test_a_suit_of_a_merged_unit_names_its_successor(database: Engine) -> None:
    found = hint_of(load(database, GONE, suits(suit("B1"))), "unit_merged")
    assert (found.value, found.expected) == ("B1", ("乙县",))


def test_the_other_date_is_named(database: Engine) -> None:
    found = hint_of(load(database, units(), suits(suit("A1", heard_on="2026-04-09"))), "closed_before_heard")
    assert (found.value, found.expected) == ("2026-04-08", ("2026-04-09",))


def test_a_first_defendant_in_the_store_is_one_and_one_in_the_file_too(database: Engine) -> None:
    alone = load(database, units(), suits(suit("A2", defendant_role="co")))
    assert said(alone) == [(2, "defendant_role", "no_first_party")]
    assert said(load(database, suits(suit("A1")))) == []
    assert said(load(database, suits(suit("A2", defendant_role="co")))) == []


def test_a_second_first_defendant_is_told_from_the_one_that_stands(database: Engine) -> None:
    load(database, units(), suits(suit("A1")))
    found = hint_of(load(database, suits(suit("A2")), same_case=True), "other_unit")
    assert (found.row, found.expected) == (2, ("甲县自然资源局",))


def test_the_same_file_again_says_the_same_for_nothing_was_mended(database: Engine) -> None:
    first = load(database, units(), suits(suit("A1", head_spoke="yes"), suit("A1", "2")))
    again = load(database, suits(suit("A1", head_spoke="yes"), suit("A1", "2")))
    assert (again.status, said(again)) == ("unchanged", said(first))


def test_what_stands_and_is_not_in_the_file_is_not_said_of_it(database: Engine) -> None:
    load(database, units(), suits(suit("A1", head_spoke="yes")))
    assert said(load(database, suits(suit("A1", "2")))) == []


def test_a_dry_run_says_them_too_and_leaves_no_trace(database: Engine) -> None:
    load(database, units())
    result = load_sheets(database, [suits(suit("A1", head_spoke="yes"))], as_of=AS_OF, today=AS_OF, dry_run=True)
    assert (result.status, said(result)) == ("dry_run", [(2, "head_spoke", "spoke_absent")])
    assert rows_of(database, LITIGATION.table) == rows_of(database, load_problem) == []


def test_a_row_that_is_rejected_is_not_called_doubtful_as_well(database: Engine) -> None:
    load(database, units())
    rows = suits(suit("A1", head_spoke="yes", outcome="?"), suit("A1", "2", head_spoke="yes"))
    result = load_sheets(database, [rows], as_of=AS_OF, today=AS_OF, accept_partial=True)
    assert [each.row for each in result.problems] == [2]
    assert said(result) == [(3, "head_spoke", "spoke_absent")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(HINTS))
def test_the_sentence_names_the_place_what_was_found_and_what_to_do(code: str, language: str) -> None:
    sentence = in_words(Problem("台账", 7, "某列", "某值", code, ("别的",)), Wording(language))
    assert {"台账", "7", "某列"} <= {part for part in ("台账", "7", "某列") if part in sentence}
    assert any(word in sentence for word in (("请",) if language == "zh" else ("heck", "Fill in", "Add the row")))


# --- Sent back ----------------------------------------------------------------------------------------------------


def test_a_doubtful_row_goes_back_in_the_workbook_of_problems_and_loads_as_it_is(
    database: Engine, tmp_path: Path
) -> None:
    rows = suits(suit("A1", head_attended="chief", heard_on=None), suit("A1", "2"), suit("A1", "3", outcome="?"))
    load(database, units())
    result = load_sheets(database, [rows], as_of=AS_OF, today=AS_OF, accept_partial=True)
    assert [(row.number, row.rejected) for row in result.noted_rows] == [(2, False), (4, True)]
    write_problems(tmp_path / "问题.xlsx", result.noted_rows[:1])
    page = next(each for each in read_file(tmp_path / "问题.xlsx") if each.name == "行政诉讼")
    ((_number, cells),) = page.rows
    assert "没有开庭日期" in str(cells[-1])
    # The blank stays a blank: the row may be right as it is in all but this.
    assert not cells[page.headers.index("开庭日期")]
    again = load_files(database, [tmp_path / "问题.xlsx"], as_of=AS_OF, today=AS_OF)
    assert (again.problems, [code for _row, _column, code in said(again)]) == ((), ["attended_unheard"])


def test_the_same_rows_come_from_the_stored_load(database: Engine) -> None:
    result = load(database, units(), suits(suit("A1", head_attended="chief", heard_on=None)))
    with database.connect() as connection:
        kept = stored_noted_rows(connection, [row["load_id"] for row in rows_of(database, load_batch)])
    assert [(row.number, row.rejected, row.problems) for row in kept] == [
        (row.number, False, [(("heard_on",), _without_row(problem)) for _columns, problem in row.problems])
        for row in result.noted_rows
    ]


def _without_row(problem: Problem) -> Problem:
    return Problem(problem.sheet, problem.row, problem.column, problem.value, problem.code, problem.expected)


def test_a_hint_at_a_column_the_file_does_not_have_names_it_as_the_template_does(database: Engine) -> None:
    row = suit("A1", head_attended="chief")
    del row["heard_on"]
    result = load(database, units(), suits(row))
    assert said(result) == [(2, "开庭日期", "attended_unheard")]
    assert result.noted_rows[0].problems[0][0] == ("heard_on",)


# --- Many ---------------------------------------------------------------------------------------------------------


def many(number: int) -> Sheet:
    return suits(*(suit("A1", str(each), head_spoke="yes") for each in range(number)))


def test_ten_thousand_doubtful_rows_are_counted_by_kind_and_shown_in_a_few_lines(database: Engine) -> None:
    result = load(database, units(), many(10_000))
    (loaded,) = (each for each in result.ledgers if each.ledger == "litigation")
    assert loaded.hints == (("spoke_absent", 10_000),)
    screen = StringIO()
    say_result(Console(file=screen, width=200), result, Wording("zh"))
    assert "行政诉讼有疑问的行（照常入库，请核对）：负责人未出庭而有发言 10,000 行。" in screen.getvalue()
    assert len(screen.getvalue().splitlines()) < 2 * MOST_SHOWN


def test_doubtful_rows_do_not_make_a_load_slow(database: Engine) -> None:
    def seconds(sheet: Sheet) -> float:
        started = time.process_time()
        load(database, sheet)
        return time.process_time() - started

    load(database, units())
    right = suits(*(suit("A2", f"{each}甲") for each in range(3_000)))
    # Each of the doubtful rows is kept whole beside its hint, so it is written twice.
    assert seconds(many(3_000)) < 4 * seconds(right)


# --- Any row: the load says what plain Python says of the same cells ----------------------------------------------

days = st.none() | st.dates(dt.date(2026, 1, 20), dt.date(2026, 2, 10))


@pytest.fixture(scope="module")
def city(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("hints")))
    engine = writer_engine(sqlite_url(path))
    load(engine, GONE)
    yield engine
    engine.dispose()


def expected_codes(row: dict[str, object], last_day: dt.date | None) -> set[str]:
    heard, closed, head = row["heard_on"], row["closed_on"], row["head_attended"]
    codes = {
        "spoke_absent": row["head_spoke"] == "yes" and head in ("staff", "none"),
        "excused_present": row["absence_excused"] == "yes" and head in HEADS,
        "attended_unheard": head in HEADS and heard is None,
        "closed_before_heard": None not in (heard, closed) and closed < heard,  # type: ignore[operator]
        "outcome_undated": row["outcome"] is not None and closed is None,
        "unit_merged": None not in (heard, last_day) and heard > last_day,  # type: ignore[operator]
        "no_first_party": row["defendant_role"] == "co",
    }
    return {code for code, holds in codes.items() if holds}


rows_of_suits = st.lists(
    st.fixed_dictionaries(
        {
            "unit_id": st.sampled_from(["A1", "B1"]), "heard_on": days, "closed_on": days,
            "defendant_role": st.sampled_from([None, "first", "co"]),
            "head_attended": st.sampled_from([None, *HEAD_ATTENDED]),
            "head_spoke": st.sampled_from([None, "yes", "no"]), "absence_excused": st.sampled_from([None, "yes", "no"]),
            "outcome": st.sampled_from([None, "revoked"]),
        }
    ),
    min_size=60, max_size=60,
)  # fmt: skip


@settings(max_examples=8)
@given(rows_of_suits)
def test_any_row_has_the_hints_its_cells_deserve(city: Engine, drawn: list[dict[str, object]]) -> None:
    rows = [suit("", f"{row['unit_id']}-{number}") | row for number, row in enumerate(drawn)]
    found = {(row, code) for row, _column, code in said(load(city, suits(*map(whole, rows))))}
    deserved = {
        (number, code)
        for number, row in enumerate(rows, 2)
        for code in expected_codes(row, dt.date(2026, 1, 31) if row["unit_id"] == "B1" else None)
    }
    assert found == deserved


# --- Both databases ------------------------------------------------------------------------------------------------


def test_every_hint_is_a_condition_both_databases_can_answer(database: Engine) -> None:
    with database.connect() as connection:
        for ledger in LEDGERS:
            for hint in next(entry for entry in ENTRIES if entry.ledger is ledger).hints:
                assert connection.execute(select(func.sum(flag_of(hint))).select_from(ledger.table)).scalar() is None


# --- On the page --------------------------------------------------------------------------------------------------


def test_the_page_lists_what_is_doubtful_today_under_every_filter(database: Engine) -> None:
    """Of A1 one suit, of B1 one application; a petition that is mended by a later load is listed no more."""
    rows = (
        suits(suit("A1", head_spoke="yes")),
        of_ledger("reconsideration", [application("B1", acceptance="refused")]),
    )
    load(database, units(), *rows, of_ledger("petition", [petition(rated="no")]))

    def listed(*ids: str) -> set[tuple[str, str, str]]:
        with reading(database, ALL_SEEING) as reader:
            known = dict(reader.units()[["code", "unit_id"]].itertuples(index=False))
            extent = Extent("own", tuple(known[code] for code in ids)) if ids else Extent("city")
            found, total = doubtful_rows(reader, extent, LEDGERS_OF_DISPUTES)
        assert len(found) == total
        return {(row.code, row.ledger, row.hints.strip()) for row in found.itertuples()}

    of_a1 = {("A1", "litigation", "spoke_absent"), ("A1", "petition", "satisfied_unrated")}
    of_b1 = {("B1", "reconsideration", "accepted_refused")}
    assert (listed(), listed("A1"), listed("B1"), listed("M1")) == (of_a1 | of_b1, of_a1, of_b1, set())
    load(database, of_ledger("petition", [petition(rated="yes")]))
    assert listed("A1") == {("A1", "litigation", "spoke_absent")}
