"""The quality of the data: four states of a report, blank columns, and what loads did; worked out by hand."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest
from sqlalchemy import Engine, insert

from data_access.asked.periods import Period
from data_access.ledgers.ledger_report import LEDGER_REPORT
from data_access.ledgers.reporting_duty import REPORTING_DUTY
from data_access.reading.data_quality import load_history
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING, NOBODY, Viewer
from data_access.store.load_tables import load_unit
from data_access.store.tables import ledger_state, load_batch, load_problem, monthly_tally
from panels.declare import Context, Panel
from panels.quality.blanks import BLANKS
from panels.quality.load_history import LOAD_HISTORY
from panels.quality.outliers import OUTLIERS
from panels.quality.rejected_rows import REJECTED_ROWS
from panels.quality.report_matrix import REPORT_MATRIX, read
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.ready_city import AS_OF, make_ready
from tests.panels.checks import Case, check, pictured
from tests.panels.given import asked
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
JANUARY_TO_MAY = Period("custom", dt.date(2025, 1, 1), dt.date(2025, 5, 1))
POLICE = Viewer("police of A", units=frozenset({"A-police"}))
MONTHS = {number: dt.date(2026, number, 1) for number in range(1, 13)}


def owed(*rows: tuple[str, int, str]) -> pd.DataFrame:
    """Reports on suits: unit, month of 2026, state."""
    columns = ["code", "unit", "ledger", "month", "due_on", "reported_on", "state"]
    return pd.DataFrame(
        [(code, f"{code}县", "litigation", MONTHS[month], MONTHS[month], None, state) for code, month, state in rows],
        columns=columns,
    )


MATRIX_CASES = {
    "nobody owes anything": Case(owed(), []),
    "all came": Case(owed(("A", 1, "reported"), ("B", 1, "nothing_to_report")), ["2"], "good"),
    "one came late": Case(owed(("A", 1, "reported"), ("B", 1, "late")), ["1"], "watch"),
    "one is most silent": Case(
        owed(("A", 1, "not_reported"), ("A", 2, "not_reported"), ("B", 1, "not_reported"), ("B", 2, "late")),
        ["4", "3", "A县", "1"], "bad",
    ),
    "two are as silent": Case(owed(("A", 1, "not_reported"), ("B", 1, "not_reported")), ["2"], "bad",
                              leaves_out=["A县", "B县"]),
}  # fmt: skip


@in_both_languages
@pytest.mark.parametrize("case", MATRIX_CASES.values(), ids=MATRIX_CASES.keys())
def test_the_finding_says_who_was_silent_and_how_many_came_late(case: Case, language: str) -> None:
    check(REPORT_MATRIX, case, language)


def test_a_cell_has_a_sign_a_ledger_and_the_most_silent_unit_stands_first() -> None:
    figures = owed(("A", 1, "late"), ("B", 1, "not_reported"))
    suits = owed(("A", 1, "nothing_to_report")).assign(ledger="reconsideration")
    chart = pictured(REPORT_MATRIX, pd.concat([figures, suits]), asked())
    assert chart.options["rows"]["label"].tolist() == ["B县", "A县"]
    assert dict(zip(chart.data["row"], chart.data["text"], strict=True)) == {
        "A县": "▲\N{THIN SPACE}○",
        "B县": "■\N{THIN SPACE}·",
    }
    assert dict(zip(chart.data["row"], chart.data["step"], strict=True)) == {"A县": 2, "B县": 4}


@pytest.fixture
def city(database: Engine) -> Engine:
    """The police of A owe suits by the 10th from January on; what load 5 did to two units."""
    duty = {"unit_kind": "county_department", "ledger": "litigation", "frequency": "month", "due_day": 10,
            "from_month": dt.date(2025, 1, 1)}  # fmt: skip
    # January in time, February late, March without its day, April "nothing", May never; B's police from April on.
    reports = {1: (dt.date(2025, 2, 10), False), 2: (dt.date(2025, 3, 11), False), 3: (None, False),
               4: (dt.date(2025, 5, 2), True)}  # fmt: skip
    with database.begin() as connection:
        make_ready(connection)
        connection.execute(insert(REPORTING_DUTY.table), [duty])
        connection.execute(
            insert(LEDGER_REPORT.table),
            [
                {"unit_id": UNIT_IDS["A-police"], "ledger": "litigation", "month": dt.date(2025, month, 1),
                 "reported_on": day, "nothing_to_report": nothing}
                for month, (day, nothing) in reports.items()
            ],
        )  # fmt: skip
        counts = {"rows_read": 9, "rows_stored": 4, "rows_unchanged": 3, "rows_rejected": 2, "rows_removed": 0}
        batch = {"load_id": 5, "load_no": 5, "source_name": "a.xlsx", "ledger": "litigation", "status": "stored",
                 "loaded_at": dt.datetime(2025, 6, 30)} | counts  # fmt: skip
        connection.execute(insert(load_batch), [batch])
        changed = {"rows_emptied": 4, "rows_unchanged": 3, "rows_removed": 5}
        connection.execute(
            insert(load_unit),
            [
                {"load_id": 5, "ledger": "litigation", "unit": code, "rows_new": new, "rows_changed": 1} | changed
                for code, new in (("A-police", 2), ("M", 0))
            ],
        )
    return database


def test_reported_late_silent_and_nothing_to_report_are_four_things(city: Engine) -> None:
    with reading(city, POLICE) as reader:
        context = Context(asked(unit="").selection.with_(period=JANUARY_TO_MAY), reader.state(), asked().choices)
        states = read(reader, context)
    assert states["state"].tolist() == ["reported", "late", "reported", "nothing_to_report", "not_reported"]
    assert set(states["code"]) == {"A-police"}


def test_a_unit_sees_of_a_load_what_it_changed_of_its_own_rows(city: Engine) -> None:
    def seen(viewer: Viewer) -> object:
        with reading(city, viewer) as reader:
            loads = load_history(reader)
        return (
            loads.loc[loads["load_no"] == 5, ["read", "rejected", "new", "changed", "emptied", "removed", "units"]]
            .fillna(-1)
            .to_numpy()
            .tolist()
        )

    assert seen(ALL_SEEING) == [[9, 2, 2, 2, 8, 10, 2]]
    assert seen(POLICE) == [[9, 2, 2, 1, 4, 5, 1]]
    assert seen(NOBODY) == [[9, 2, -1, -1, -1, -1, -1]]


def loads(*rows: tuple[str, int, float]) -> pd.DataFrame:
    """Loads of suits, the newest first: status, rows rejected, rows new (NaN: nobody knows)."""
    found = [
        {"load_no": number, "ledger": "litigation", "loaded_at": pd.Timestamp(AS_OF), "status": status, "read": 5,
         "rejected": rejected, "new": new, "changed": new * 0, "emptied": new * 0, "removed": new * 0, "units": new * 0}
        for number, (status, rejected, new) in enumerate(rows, 1)
    ]  # fmt: skip
    names = ["load_no", "ledger", "loaded_at", "status", "read", "rejected", "new", "changed", "emptied", "removed"]
    return pd.DataFrame(found, columns=[*names, "units"])


def blanks(*rows: tuple[int, float | None]) -> pd.DataFrame:
    """Suits whose outcome is blank: how many, and of how many."""
    columns = ["ledger", "columns", "indicators", "blank", "rows", "share"]
    return pd.DataFrame(
        [("litigation", ("outcome",), ("loss_rate",), n, of, n / of if of else None) for n, of in rows],
        columns=columns,
    )


OTHER_CASES = {
    "no loads": (LOAD_HISTORY, Case(loads(), [])),
    "a load of old": (LOAD_HISTORY, Case(loads(("stored", 0, float("nan"))), ["1"])),
    "rejected rows": (LOAD_HISTORY, Case(loads(("refused", 3, 0.0), ("undone", 0, 2.0)), ["2", "3"], "watch")),
    "nothing is blank": (BLANKS, Case(blanks(), [])),
    "a column is blank": (BLANKS, Case(blanks((3, 12), (1, None)), ["3"], "watch")),
}


@in_both_languages
@pytest.mark.parametrize(("panel", "case"), OTHER_CASES.values(), ids=OTHER_CASES.keys())
def test_what_is_found_of_loads_and_blanks(panel: Panel, case: Case, language: str) -> None:
    check(panel, case, language)


def test_a_load_whose_changes_are_not_known_is_not_one_that_changed_nothing() -> None:
    chart = pictured(LOAD_HISTORY, loads(("stored", 0, float("nan")), ("stored", 0, 0.0)), asked())
    assert len(set(chart.data["text"])) == 2


# --- Months against a unit's own past ----------------------------------------------------------------------------

# Fourteen months: mean 12 and moves of 4, so that up to 22 are usual (``tests/assessment/test_own_past.py``).
PAST = [10, 14] * 6


def city_of_months(
    database: Engine, last: float | None, *, owed: bool, missing: bool = False, known_to: int = 31
) -> Engine:
    """The department M with twelve months of suits in 2024, and those of January 2025 (None: nothing was counted)."""
    months = [dt.date(2024, number, 1) for number in range(1, 13)] + [dt.date(2025, 1, 1)]
    values = [*map(float, PAST), last]
    suits = [{"tally_key": "litigation_filed", "facet": "", "month": month, "value": value}
             for month, value in zip(months, values, strict=True) if value is not None]  # fmt: skip
    reports = [{"tally_key": "reports_due", "facet": "litigation", "month": month, "value": 1.0} for month in months]
    silent = [{"tally_key": "reports_missing", "facet": "litigation", "month": months[-1], "value": 1.0}]
    day = {"as_of": dt.date(2025, 1, known_to), "year_before": dt.date(2024, 1, known_to)}
    with database.begin() as connection:
        make_ready(connection)
        connection.execute(monthly_tally.delete())
        for rows in (suits, reports if owed else [], silent if missing else []):
            if rows:
                connection.execute(insert(monthly_tally), [row | {"unit_id": UNIT_IDS["M"]} for row in rows])
        connection.execute(ledger_state.delete())
        connection.execute(insert(ledger_state), [{"ledger": "litigation", "unit_id": 0} | day])
    return database


@pytest.mark.parametrize(
    ("last", "given", "sides"),
    [
        (23.0, {"owed": True}, ["above"]),
        (22.0, {"owed": True}, []),
        (23.0, {"owed": False}, ["above"]),
        # Handed in without a row is nought; never handed in, or nobody owes it: nobody knows.
        (None, {"owed": True}, ["below"]),
        (None, {"owed": True, "missing": True}, []),
        (23.0, {"owed": True, "missing": True}, []),
        (None, {"owed": False}, []),
        # A month half gone.
        (1.0, {"owed": True, "known_to": 15}, []),
    ],
)
def test_only_a_known_whole_month_is_held_against_the_past(
    database: Engine, last: float | None, given: dict[str, object], sides: list[str]
) -> None:
    city_of_months(database, last, **given)  # type: ignore[arg-type]
    with reading(database, ALL_SEEING) as reader:
        january = Period("month", dt.date(2025, 1, 1), dt.date(2025, 1, 1))
        chosen = asked(unit="").selection.with_(period=january, group="municipal_departments")
        choices = dataclasses.replace(asked().choices, first_month=dt.date(2024, 1, 1))
        context = Context(chosen, reader.state(), choices)
        figures = OUTLIERS.figures(reader, context)
        sentence = OUTLIERS.finding(figures, context).sentence
    assert figures["side"].tolist() == sides
    assert ("明显不同，请核对" in sentence) == bool(sides)
    assert "没有可以比较" in sentence or given != {"owed": True, "missing": True}


# --- Rejected rows -----------------------------------------------------------------------------------------------


def test_rejected_rows_are_told_to_who_sees_all_units_and_never_what_they_held(city: Engine) -> None:
    wrong = {"load_id": 5, "sheet": "行政诉讼", "column": "裁判结果", "value": "张三赢了", "code": "unknown_code",
             "expected": '["litigation_outcome.revoked"]', "row_json": "{}"}  # fmt: skip
    with city.begin() as connection:
        hint = {"code": "unknown_header", "row": 9}
        connection.execute(insert(load_problem), [wrong | each for each in ({"row": 7}, {"row": 8}, hint)])
    for viewer, says in ((ALL_SEEING, "1 次导入拒收的行有 2 处"), (POLICE, "只有"), (ALL_SEEING.before("A"), "只有")):
        with reading(city, viewer) as reader:
            figures = REJECTED_ROWS.figures(reader, asked())
        assert says in REJECTED_ROWS.finding(figures, asked()).sentence
        chart = pictured(REJECTED_ROWS, figures, asked())
        told = " ".join(chart.data["text"]) if len(chart.data) else ""
        assert ("第 7–8 行" in told, "张三" in told) == (viewer is ALL_SEEING, False)
