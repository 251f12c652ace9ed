"""Officers of one unit, worked out by hand: who is on post, whose certificate holds, who was trained (article 13)."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from assessment.certificates import certificate_state
from assessment.maturity import comparison
from data_access.loading.load import load_sheets
from data_access.loading.undo import undo
from data_access.reading.officer_file import records_of, services_of
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import writer_engine
from data_access.store.tables import monthly_tally
from tests.data_access.ledger_sheets import sheet, units
from tests.databases import sqlite_url

AS_OF = dt.date(2026, 1, 31)
# Number, joined, left, on the list, kind, certified, expires.
OFFICERS = """
A  2015-01-01  -           yes  enforcement  2015-03-01  2026-01-15
B  2020-01-01  -           no   enforcement  2020-01-01  2029-06-30
C  2025-06-15  -           yes  none         -           -
D  2018-01-01  2025-12-20  yes  enforcement  2018-05-01  2028-05-01
E  2019-01-01  -           -    enforcement  2019-05-01  -
"""
# Number, day, hours; 60 are needed in a year since 2024.
TRAININGS = """
A  2025-03-01  30
A  2025-11-10  30
A  2026-01-20  60
B  2025-05-01  60
C  2025-07-01  20
C  2025-08-01  -
E  2025-09-01  59.5
"""
# By month what is counted; left out what is nought.
BY_HAND = {
    dt.date(2025, 7, 1): {"officers_to_train": 5, "officers_trained": 1},
    dt.date(2025, 10, 1): {"officers_to_train": 4, "officers_to_train_blank": 1, "officers_trained": 1},
    dt.date(2025, 11, 1): {
        "officers_on_post": 5, "certificates_judged": 4, "certificates_judged_blank": 1, "certificates_valid": 3,
        "certificates_expiring": 1, "certificates_none": 1, "officers_trained": 2,
    },
    dt.date(2025, 12, 1): {
        "officers_on_post": 4, "certificates_judged": 3, "certificates_judged_blank": 1, "certificates_valid": 2,
        "certificates_expiring": 1, "certificates_expired": 0, "certificates_none": 1, "certificate_holders": 2,
        "holders_off_list": 1, "officers_on_list": 2, "listed_without_certificate": 1,
        "officers_to_train": 3, "officers_to_train_blank": 1, "officers_trained": 2,
    },
    dt.date(2026, 1, 1): {
        "officers_on_post": 4, "certificates_judged": 3, "certificates_valid": 1, "certificates_expiring": 0,
        "certificates_expired": 1, "certificate_holders": 1, "holders_off_list": 1, "officers_on_list": 2,
        "listed_without_certificate": 2, "officers_to_train": 4, "officers_to_train_blank": 0, "officers_trained": 1,
    },
}  # fmt: skip


def lines(text: str) -> list[list[str | None]]:
    return [[None if cell == "-" else cell for cell in line.split()] for line in text.strip().splitlines()]


def officer_rows(unit: str = "C01-nr", text: str = OFFICERS) -> list[dict[str, object]]:
    names = ("officer_no", "joined_on", "left_on", "on_staffing_list", "certificate_kind", "certified_on", "expires_on")
    return [{"unit_id": unit, **dict(zip(names, line, strict=True)), "name": f"甲{line[0]}"} for line in lines(text)]


def training_rows(unit: str = "C01-nr", text: str = TRAININGS) -> list[dict[str, object]]:
    return [{"unit_id": unit, "officer_no": number, "occurred_on": day, "kind": "training", "seq": "1", "hours": hours}
            for number, day, hours in lines(text)]  # fmt: skip


@pytest.fixture
def empty(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    engine = writer_engine(sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "officers.db"))))
    yield engine
    engine.dispose()


def counts(engine: Engine, month: dt.date) -> dict[str, float]:
    of = monthly_tally.c
    with engine.connect() as connection:
        rows = connection.execute(select(of.tally_key, of.value).where(of.month == month, of.facet == "")).all()
    return {row.tally_key: row.value for row in rows}


def test_officers_are_counted_at_the_end_of_each_month_as_by_hand(empty: Engine) -> None:
    sheets = [units(), sheet("officer", officer_rows()), sheet("officer_record", training_rows())]
    assert load_sheets(empty, sheets, as_of=AS_OF, today=AS_OF).status == "stored"
    for month, by_hand in BY_HAND.items():
        found = counts(empty, month)
        assert {key: found.get(key, 0) for key in by_hand} == by_hand, month


def test_a_training_that_comes_later_is_counted_though_the_officers_did_not_change(empty: Engine) -> None:
    load_sheets(empty, [units(), sheet("officer", officer_rows())], as_of=AS_OF, today=AS_OF)
    assert counts(empty, dt.date(2025, 12, 1)).get("officers_trained", 0) == 0
    load_sheets(empty, [sheet("officer_record", training_rows())], as_of=AS_OF, today=AS_OF)
    assert counts(empty, dt.date(2025, 12, 1))["officers_trained"] == 2


def test_the_hours_of_a_year_go_with_the_officer_who_moves_in_it(empty: Engine) -> None:
    stays = [*officer_rows("C01-nr", "A  2015-01-01  2025-06-30  yes  none  -  -"),
             *officer_rows("C02", "A  2025-07-01  -  yes  none  -  -")]  # fmt: skip
    here = sheet("officer_record", training_rows("C02", "A  2025-09-01  35"))
    load_sheets(empty, [units(), sheet("officer", stays), here], as_of=AS_OF, today=AS_OF)
    september = dt.date(2025, 9, 1)
    assert counts(empty, september).get("officers_trained", 0) == 0
    # 25 hours in the former unit, loaded alone and later, make 60: the new unit is counted anew, and alone has him.
    before = [sheet("officer_record", training_rows("C01-nr", "A  2025-03-01  25"))]
    load_no = load_sheets(empty, before, as_of=AS_OF, today=AS_OF).load_no
    found = counts(empty, september)
    assert (found["officers_to_train"], found["officers_trained"]) == (1, 1)
    assert counts(empty, dt.date(2025, 8, 1)).get("officers_trained", 0) == 0
    assert load_no is not None
    undo(empty, str(load_no))
    assert counts(empty, september).get("officers_trained", 0) == 0


def test_what_cannot_be_is_said_of_its_row(empty: Engine) -> None:
    elsewhere = officer_rows("C01", "A  2024-01-01  -  yes  none  -  2027-01-01")
    odd = [*training_rows("C01", "A  2023-05-01  8"), {**training_rows("C01", "A  2024-05-01  8")[0], "kind": "exam"}]
    sheets = [units(), sheet("officer", [*officer_rows(), *elsewhere]), sheet("officer_record", odd)]
    result = load_sheets(empty, sheets, as_of=AS_OF, today=AS_OF)
    said = {problem.code for problem in result.problems} | {warning.code for warning in result.warnings}
    assert said >= {"serves_twice", "certificate_of_none", "record_outside_service", "hours_untrained"}
    assert "far_apart" not in said, "who serves for decades is no slip"
    other = [{**row, "name": "乙"} for row in officer_rows() if row["officer_no"] == "B"]
    mistaken = load_sheets(empty, [sheet("officer", other)], as_of=AS_OF, today=AS_OF)
    assert [problem.code for problem in mistaken.problems] == ["another_case"]
    below = load_sheets(empty, [sheet("officer_record", training_rows("C01", "A  2024-05-01  -8"))], as_of=AS_OF)
    assert [problem.code for problem in below.problems] == ["bad_hours"]


def test_a_certificate_of_two_and_a_posting_before_joining_are_remarked_on_where_they_stand(empty: Engine) -> None:
    shared = [row | {"certificate_no": "证-1"} for row in officer_rows() if row["officer_no"] in ("A", "B")]
    alone = [row | {"certificate_no": "证-2"} for row in officer_rows() if row["officer_no"] == "C"]
    joined = dict(zip([row["officer_no"] for row in shared], [row["joined_on"] for row in shared], strict=True))
    before = {"unit_id": "C01-nr", "officer_no": "A", "from_on": "1999-01-01"}
    sheets = [units(), sheet("officer", [*shared, *alone]),
              sheet("officer_posting", [before, before | {"officer_no": "B", "from_on": joined["B"]}])]  # fmt: skip
    result = load_sheets(empty, sheets, as_of=AS_OF, today=AS_OF)
    said = [(each.code, each.value) for each in result.warnings]
    assert sorted(value for code, value in said if code == "certificate_of_two") == ["证-1", "证-1"]
    assert [value for code, value in said if code == "posted_before_joining"] == ["1999-01-01"]


def test_the_file_goes_with_the_officer_though_the_former_unit_forgot_that_he_left(empty: Engine) -> None:
    moved = officer_rows("C02", "A  2025-12-01  -  yes  enforcement  2015-03-01  2031-01-15")
    sheets = [units(), sheet("officer", [*officer_rows(), *moved]), sheet("officer_record", training_rows())]
    assert load_sheets(empty, sheets, as_of=AS_OF, today=AS_OF).status == "stored"
    seen = {}
    for code in ("C02", "C01-nr", "C01"):
        with reading(empty, Viewer(code, frozenset({code}), sees_names=True)) as reader:
            seen[code] = set(services_of(reader, "A")["code"]), len(records_of(reader, "A"))
    assert seen == {"C02": ({"C02", "C01-nr"}, 3), "C01-nr": ({"C01-nr"}, 3), "C01": (set(), 0)}
    with reading(empty, ALL_SEEING.before("public")) as reader:
        assert services_of(reader, "A").empty


@pytest.mark.parametrize(
    ("kind", "certified", "expires", "state"),
    [
        (None, None, None, "unknown"),
        ("none", None, None, "none"),
        ("enforcement", "2020-01-01", None, "unknown"),
        ("enforcement", None, "2026-01-30", "expired"),
        ("enforcement", None, "2026-01-31", "unknown"),
        ("enforcement", "2020-01-01", "2026-01-31", "expiring"),
        ("enforcement", "2020-01-01", "2026-04-01", "expiring"),
        ("enforcement", "2020-01-01", "2026-04-02", "valid"),
        ("enforcement", "2026-02-01", "2031-01-31", "none"),
    ],
)
def test_a_certificate_stands_on_a_day(
    kind: str | None, certified: str | None, expires: str | None, state: str
) -> None:
    days = [None if day is None else dt.date.fromisoformat(day) for day in (certified, expires)]
    assert certificate_state(kind, *days, AS_OF, 60) == state


def test_what_adds_up_from_january_is_compared_with_the_same_months_alone() -> None:
    assert comparison("year", a_year_apart=True, over=False) == "as_counted"
    assert comparison("year", a_year_apart=False, over=True) == "not"
