"""Who hands in less does not win: missing reports and blank cells, by the figures worked out on paper."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.asked.periods import Period
from data_access.publishing.publication_refusals import Lacking, NotPublishable
from data_access.publishing.publishing import publish
from data_access.reading.assessed import Assessed, assess
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from tests.audit.silent_city import MONTHS, SILENT, fill
from tests.data_access.assessed_city import NOW, OFFICE, PERIOD, case

HALF_YEAR = Period("custom", dt.date(2025, 1, 1), dt.date(2025, 6, 1))
# One suit, heard and closed in March, its head in court: the one month of six that is handed in.
ONE_GOOD = case(SILENT, 1, closed_on="2025-03-20")


def found(engine: Engine) -> Assessed:
    with reading(engine, ALL_SEEING) as reader:
        assessed = assess(reader, "counties", HALF_YEAR)
    assert assessed is not None
    return assessed


def row(frame: pd.DataFrame, code: str = SILENT, **more: object) -> dict[str, Any]:
    own = frame[frame["code"] == code]
    for name, value in more.items():
        own = own[own[name] == value]
    (only,) = own.to_dict("records")
    return only


# --- Reports -----------------------------------------------------------------------------------------------------


def test_one_good_month_of_six_counts_nothing_where_the_scheme_counts_0(database: Engine) -> None:
    fill(database, "zero", [ONE_GOOD])
    assessed = found(database)
    own = row(assessed.table)
    # daily 0 × 50 % + annual 100 × 30 % + external 100 × 20 % = 50.00; before it was 100.00, the first place.
    assert (own["score"], own["rank"], own["missing"]) == (50.0, 4, 5)
    assert not own["eligible"]
    assert pd.isna(own["award_place"])
    part = row(assessed.scores.parts, key="appearance_rate")
    assert (part["state"], part["numerator"], part["denominator"], part["points"], part["missing"]) == (
        "not_reported", 1, 1, 0, 5,
    )  # fmt: skip


def test_one_good_month_of_six_has_no_score_where_the_scheme_blocks(database: Engine) -> None:
    fill(database, "block", [ONE_GOOD])
    own = row(found(database).table)
    assert pd.isna(own["score"])
    assert pd.isna(own["rank"])
    assert pd.isna(own["low"])
    assert (own["missing"], own["eligible"], own["complete"]) == (5, False, False)


def test_a_missing_report_is_published_as_0_or_refused_as_the_scheme_says(database: Engine) -> None:
    fill(database, "zero", [ONE_GOOD])
    content = publish(database, PERIOD, published_by=OFFICE, now=NOW).content
    own = row(content.groups["counties"].table)
    assert (own["score"], own["eligible"]) == (50.0, False)


def test_publishing_is_refused_with_the_number_of_missing_reports(database: Engine) -> None:
    fill(database, "block", [ONE_GOOD])
    with pytest.raises(NotPublishable) as refusal:
        publish(database, PERIOD, published_by=OFFICE, now=NOW)
    assert refusal.value.obstacles == tuple(
        Lacking("丁县", "counties", "daily", key, "not_reported", missing=5) for key in ("appearance_rate", "loss_rate")
    )


# Heard in March and closed in April, so these two months are handed in with the suits.
@pytest.mark.parametrize(("months", "missing"), [(MONTHS[:4] + MONTHS[5:], 1), ((), 4)], ids=["May", "all others"])
def test_any_missing_period_makes_the_item_not_reported(
    database: Engine, months: tuple[str, ...], missing: int
) -> None:
    fill(database, "block", [case(SILENT, n) for n in range(10)], months)
    own = row(found(database).table)
    assert (own["missing"], own["complete"], own["eligible"]) == (missing, False, False)
    assert pd.isna(own["score"])


def test_who_has_handed_in_everything_is_scored(database: Engine) -> None:
    fill(database, "block", [case(SILENT, n) for n in range(10)], MONTHS)
    # 10/10 → 100 × 60 % + 0/10 → 100 × 40 %: daily 100, and 100 from everybody.
    own = row(found(database).table)
    assert (own["score"], own["rank"], own["missing"], own["eligible"]) == (100.0, 1, 0, True)


def test_the_veto_ledger_names_who_is_silent_and_asks_nothing(database: Engine) -> None:
    fill(database, "zero", [ONE_GOOD])
    vetoes = found(database).vetoes
    own = vetoes[vetoes["code"] == SILENT].to_dict("records")
    assert [(veto["clause"], veto["status"], veto["figure"], veto["missing"], veto["in_force"]) for veto in own] == [
        ("appearance", "not_reported", "1/1", 5, False),
        ("loss", "not_reported", "0/1", 5, False),
    ]


# --- Blanks ------------------------------------------------------------------------------------------------------


def hearings(blank: int, *, of: int = 10) -> list[dict[str, object]]:
    """Suits heard with their heads in court, some with the cell 负责人出庭 blank; none lost."""
    return [case(SILENT, n) | ({"head_attended": None} if n < blank else {}) for n in range(of)]


def test_eight_blanks_of_ten_are_no_hundred_percent(database: Engine) -> None:
    fill(database, "zero", hearings(8), MONTHS)
    assessed = found(database)
    part = row(assessed.scores.parts, key="appearance_rate")
    # 8 / (8 + 2) = 80 % > 20 %.
    assert (part["state"], part["numerator"], part["denominator"], part["blank"], part["points"]) == (
        "not_reported", 2, 2, 8, 0,
    )  # fmt: skip
    own = row(assessed.table)
    # appearance 0 × 60 % + loss 100 × 40 % = 40 → 20 + 30 + 20 = 70.00; before it was 100.00.
    assert (own["score"], own["missing"], own["eligible"]) == (70.0, 0, False)
    veto = row(assessed.vetoes)
    assert (veto["clause"], veto["status"], veto["figure"], veto["blank"]) == ("appearance", "not_reported", "2/2", 8)


def test_two_blanks_of_ten_are_at_the_limit_and_count(database: Engine) -> None:
    fill(database, "zero", hearings(2), MONTHS)
    assessed = found(database)
    part = row(assessed.scores.parts, key="appearance_rate")
    # 2 / (2 + 8) = 20 %, not above it.
    assert (part["state"], part["numerator"], part["denominator"], part["blank"]) == ("counted", 8, 8, 2)
    assert (row(assessed.table)["score"], row(assessed.table)["eligible"]) == (100.0, True)


@pytest.mark.parametrize(("limit", "state"), [(10, "not_reported"), (20, "counted"), (80, "counted")])
def test_the_scheme_says_how_many_blanks_are_too_many(database: Engine, limit: float, state: str) -> None:
    fill(database, "zero", hearings(2), MONTHS, blank_limit=limit)
    assert row(found(database).scores.parts, key="appearance_rate")["state"] == state
