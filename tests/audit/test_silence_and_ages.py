"""Blanks beside comparisons at the same age, and limits of blanks by year: examples counted on paper."""

import pandas as pd
import pytest
from sqlalchemy import Engine

from assessment.standing import with_rates
from data_access.asked.selection import Selection
from data_access.reading.available import choices_for
from data_access.reading.figures import indicator_counts
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from tests.audit import answer_city
from tests.audit.answer_city import YEAR, of_ledger, units
from tests.audit.silent_city import fill


def closed(number: int, year: int, outcome: str | None, sued_on: str | None = None) -> dict[str, object]:
    """A reconsideration against A1 that was closed in February, long before the day of the data, 06-30."""
    return {"unit_id": "A1", "case_no": f"{year}-{number}", "defendant_role": "first", "organ_id": "A",
            "received_on": f"{year}-01-05", "closed_on": f"{year}-02-02", "outcome": outcome,
            "sued_on": sued_on}  # fmt: skip


def test_blank_rows_of_what_ripens_stand_beside_the_compared_figure_too(database: Engine) -> None:
    # 2026: two known. 2025: one known, two blank; the one sued in August 2025 was not yet on 2025-06-30.
    rows = [closed(1, 2026, "upheld"), closed(2, 2026, "upheld"), closed(1, 2025, "upheld", "2025-08-20"),
            closed(2, 2025, None), closed(3, 2025, None)]  # fmt: skip
    answer_city.load(database, units(), of_ledger("reconsideration", rows))
    with reading(database, ALL_SEEING) as reader:
        selection = Selection(YEAR, "last_year", "counties")
        found = indicator_counts(reader, selection, ["no_further_suit_rate"], levels=("city",)).iloc[0]
    assert (found["numerator"], found["denominator"], found["blank"]) == (2, 2, 0)
    assert (found["numerator_compared"], found["denominator_compared"], found["blank_compared"]) == (1, 1, 2)


@pytest.mark.parametrize(
    ("silent", "silent_compared", "verdict"),
    [(False, False, "different"), (True, False, ""), (False, True, ""), (True, True, "")],
)
def test_a_change_from_or_to_a_figure_that_counts_as_not_reported_is_not_said(
    silent: bool, silent_compared: bool, verdict: str
) -> None:
    # 90/100 after 40/100: 50.0 points, far beyond chance.
    counts = pd.DataFrame({"indicator": ["appearance_rate"], "numerator": [90], "denominator": [100],
                           "numerator_compared": [40], "denominator_compared": [100],
                           "silent": [silent], "silent_compared": [silent_compared]})  # fmt: skip
    row = with_rates(counts).iloc[0]
    assert row["verdict"] == verdict
    assert pd.isna(row["change"]) == (silent or silent_compared)


def test_each_year_has_the_limit_of_blanks_of_its_own_scheme(database: Engine) -> None:
    fill(database, blank_limit=10)
    with reading(database, ALL_SEEING) as reader:
        choices = choices_for(reader, reader.units(), answer_city.AS_OF)
    # The scheme is of 2025; no scheme is of 2026, which has the setting's default.
    assert choices.blank_limit(YEAR.moved(-12)) == 10.0
    assert choices.blank_limit(YEAR) == 20.0
