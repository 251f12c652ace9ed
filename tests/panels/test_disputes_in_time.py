"""Within the legal limits: the figures against the demo's rows, the sentence, the limits in force, the grid."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import pandas as pd
import pytest
from chinese_calendar import is_workday
from sqlalchemy import select

from data_access.asked.periods import Period
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.reading.reader import Reader
from data_access.store.tables import unit
from panels.disputes.in_time import COLUMNS, IN_TIME
from tests.panels.checks import Case, check, pictured
from tests.panels.demo_rows import AS_OF, FIRST, Row, once, rows
from tests.panels.given import NAMES, asked
from tests.panels.test_every_panel import asked as asked_of
from tests.panels.test_every_panel import reader_of
from tests.recount import Figure, Key
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
# In time, due, open past the limit, by county and step.
Steps = Mapping[tuple[str, str], tuple[int, int, int]]
RATES = {
    "acceptance_in_time_rate": "accepted", "closed_in_time_rate": "closed", "opinions_answered_rate": "answered",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    yield from reader_of(demo_url)


# --- Counted anew ------------------------------------------------------------------------------------------------


def counted(reader: Reader, **query: str) -> pd.DataFrame:
    return IN_TIME.figures(reader, asked_of(reader, unit="none", **query))


def test_what_was_due_and_done_in_time_is_that_of_the_rows(demo: Reader, recounted_demo: dict[Key, Figure]) -> None:
    expected: dict[tuple[str, str], list[int]] = {}
    for (level, code, month, indicator), (met, base) in recounted_demo.items():
        # Organs here are governments; opinions count once a county, as in its own figures.
        organ = indicator in ("acceptance_in_time_rate", "closed_in_time_rate") and level == "own"
        if indicator in RATES and organ and FIRST <= month <= AS_OF:
            both = expected.setdefault(("municipal" if code == "M" else code, RATES[indicator]), [0, 0])
            both[:] = [both[0] + met, both[1] + base]
    found = counted(demo)
    organs = found[(found["step"] != "answered") & (found["due"] > 0)]
    assert {(row.row, row.step): [row.in_time, row.due] for row in organs.itertuples()} == expected


def test_opinions_are_those_of_the_respondents_each_case_once(demo: Reader) -> None:
    cases = list(once(row for row in rows(demo, RECONSIDERATION.table) if row["suggestion"] == "opinion"))
    place = [row["county"] or "municipal" for row in cases]
    due = [bool(row["opinion_due_on"] and FIRST <= row["opinion_due_on"] <= AS_OF) for row in cases]
    ripe = Counter(where for where, is_due in zip(place, due, strict=True) if is_due)
    late = Counter(row["county"] or "municipal" for row in cases if waits(row))
    found = counted(demo)
    found = found[found["step"] == "answered"].set_index("row")
    assert {row: n for row, n in found["due"].items() if n} == ripe
    assert {row: n for row, n in found["open"].items() if n} == late


def waits(row: Row) -> bool:
    return row["opinion_answered_on"] is None and row["opinion_due_on"] is not None and row["opinion_due_on"] < AS_OF


def late_cases(reader: Reader, is_late: Callable[[Row], bool]) -> Counter[str]:
    """By organ's code how many cases are late."""
    codes = {row.unit_id: row.code for row in reader._connection.execute(select(unit.c.unit_id, unit.c.code))}
    cases = [row for row in rows(reader, RECONSIDERATION.table) if row["defendant_role"] == "first"]
    return Counter(codes[row["organ_id"]] for row in cases if row["organ_id"] and is_late(row))


def test_cases_open_past_their_limit_are_those_of_the_rows(demo: Reader) -> None:
    late, found = late_cases(demo, is_open_too_long), counted(demo)
    open_ = found[(found["step"] == "closed") & (found["open"] > 0)]
    assert late
    assert dict(zip(open_["code"], open_["open"], strict=True)) == late


def test_what_nobody_decided_on_is_accepted_by_law_and_late_instead_of_open(demo: Reader) -> None:
    silent, found = late_cases(demo, is_undecided_too_long), counted(demo)
    accepted = found[found["step"] == "accepted"].set_index("code")
    assert silent
    assert not accepted["open"].any()
    assert all(accepted.loc[code, "due"] - accepted.loc[code, "in_time"] >= n for code, n in silent.items())


def is_open_too_long(row: Row) -> bool:
    if row["accepted_on"] is None or row["closed_on"] is not None or row["procedure"] is None:
        return False
    short = row["procedure"] == "simplified" and row["accepted_on"] >= dt.date(2024, 1, 1)
    allowed = 30 if short else 60 + min(row["extended_days"] or 0, 30)
    return (AS_OF - row["accepted_on"]).days - (row["suspended_days"] or 0) > allowed


def is_undecided_too_long(row: Row) -> bool:
    """Five working days by the official calendar, the day of receipt not counted (Reconsideration Law, article 30)."""
    decided = row["decision_on_acceptance_on"] or row["accepted_on"] or row["closed_on"]
    if decided is not None or row["acceptance"] not in (None, "accepted"):
        return False
    days = [row["received_on"] + dt.timedelta(days=n) for n in range(1, (AS_OF - row["received_on"]).days + 1)]
    return sum(is_workday(day) for day in days) > 5


def test_a_focus_leaves_one_organ(demo: Reader) -> None:
    assert set(counted(demo, focus="C07")["row"]) == {"C07"}


# --- The sentence ------------------------------------------------------------------------------------------------


def in_time(steps: Steps) -> pd.DataFrame:
    found = [
        {"row": row, "code": row if row in NAMES else "", "unit": NAMES.get(row, ""), "step": step,
         "in_time": in_time_, "due": due, "blank": 0, "open": open_}
        for (row, step), (in_time_, due, open_) in steps.items()
    ]  # fmt: skip
    return pd.DataFrame(found, columns=COLUMNS)


CASES = {
    "one step is slowest, one organ has most open": Case(
        in_time({("C01", "accepted"): (19, 20, 0), ("C01", "closed"): (12, 20, 3), ("C02", "closed"): (18, 20, 1),
                 ("municipal", "answered"): (1, 4, 0)}),
        ["75.0%", "30/40", "4", "甲县", "3"],
        "bad",
        about="C01",
        rows=4,
        leaves_out=["1/4"],
    ),
    "late, but all done by now": Case(
        in_time({("C01", "accepted"): (19, 20, 0), ("C01", "closed"): (18, 20, 0)}), ["90.0%", "18/20"], "watch", rows=2
    ),
    "two steps alike": Case(
        in_time({("C01", "accepted"): (18, 20, 1), ("C02", "closed"): (9, 10, 1)}),
        ["90.0%", "2"],
        "bad",
        rows=2,
        leaves_out=["甲县", "乙县"],
    ),
    "all in time": Case(
        in_time({("C01", "accepted"): (20, 20, 0), ("C02", "closed"): (10, 10, 0)}), ["20", "10"], "good", rows=2
    ),
    "a single organ and step": Case(
        in_time({("C01", "closed"): (6, 8, 2)}), ["75.0%", "6/8", "2"], "bad", rows=1, leaves_out=["甲县"]
    ),
    "nothing due, something open": Case(in_time({("C01", "closed"): (0, 0, 2)}), ["2"], "bad", rows=1),
    "nothing at all": Case(in_time({}), [], rows=0, leaves_out=["0"]),
    "one step is not in the ledgers": Case(
        in_time({("C01", "closed"): (18, 20, 1)}),
        ["90.0%", "18/20", "1"],
        "bad",
        rows=1,
        unknown=("acceptance_in_time_rate", "opinions_answered_rate"),
    ),
    "no step is in the ledgers": Case(in_time({}), [], rows=0, leaves_out=["0"], unknown=tuple(RATES)),
}  # fmt: skip


@in_both_languages
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_slowest_step_is_named_and_what_is_open_past_its_limit(case: Case, language: str) -> None:
    check(IN_TIME, case, language)


def test_the_limits_in_force_are_said_with_their_days() -> None:
    both_years = Period("custom", dt.date(2023, 7, 1), dt.date(2024, 6, 1))
    base = IN_TIME.finding(in_time({}), asked("en", period=both_years)).base
    assert "acceptance 5 working days" in base
    assert "simplified procedure 60 days, simplified procedure 30 days since 2024-01-01" in base


@pytest.mark.parametrize(
    ("period", "said", "unsaid"),
    [("2026", "2024-01-01 起简易程序 30 日", "简易程序 60 日"), ("2023", "简易程序 60 日", "简易程序 30 日")],
)
def test_a_period_names_only_the_limits_that_were_in_force_in_it(
    demo: Reader, period: str, said: str, unsaid: str
) -> None:
    context = asked_of(demo, unit="none", period=period)
    base = IN_TIME.finding(IN_TIME.figures(demo, context), context).base
    assert said in base
    assert unsaid not in base


# --- The grid ----------------------------------------------------------------------------------------------------


def test_the_grid_tells_nought_from_no_cases_and_its_cells_narrow_to_the_organ() -> None:
    figures = in_time({("C01", "closed"): (12, 20, 3), ("municipal", "accepted"): (4, 5, 0)})
    chart = pictured(IN_TIME, figures, asked("en"))
    cells = {(row["row"], row["column"]): (row["text"], row["code"]) for _, row in chart.data.iterrows()}
    assert cells["甲县", "Closed late"] == ("8", "C01")
    assert cells["甲县", "Accepted late"] == ("—", "C01")
    assert cells["Municipal units", "Undecided"] == ("0", "")
    assert cells["In time", "Closed late"][0] == "60.0%"
    assert list(chart.options["rows"]["code"]) == ["", "", "C01", ""]
