"""A recorded veto without its first day began in its year, and holds until it ends."""

import pytest
from sqlalchemy import Engine

from data_access.reading.assessed import assess
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from tests.audit.answer_city import YEAR, load, of_ledger, suit, suits, units

SCHEME = {"year": 2026, "version": 1, "name": "演示方案", "w_daily": 100, "w_annual": 0, "w_external": 0}
ITEM = {"year": 2026, "version": 1, "peer_group": "counties", "component": "daily", "key": "appearance_rate",
        "weight": 100, "floor": 0, "target": 1}  # fmt: skip
RECORDED = {"unit_id": "A", "veto_no": "1", "clause": "serious_violation", "source": "recorded", "status": "confirmed"}


@pytest.mark.parametrize(
    ("year", "occurred_on", "ends_on", "eligible"),
    [
        (2026, None, None, False),
        (2025, None, "2026-02-23", False),  # from 2025 until February
        (2025, None, None, False),  # from 2025 on, no end
        (2025, None, "2025-12-31", True),
        (2025, "2025-03-01", "2026-01-01", False),
    ],
)
def test_a_veto_of_the_year_before_that_has_not_ended_keeps_a_unit_from_awards(
    database: Engine, year: int, occurred_on: str | None, ends_on: str | None, eligible: bool
) -> None:
    veto = RECORDED | {"year": year, "occurred_on": occurred_on, "ends_on": ends_on}
    both = [suit(unit, unit, head_attended="chief") for unit in ("A1", "B1")]
    load(database, units(), of_ledger("scheme", [SCHEME]), of_ledger("scheme_item", [ITEM]), suits(*both),
         of_ledger("veto_event", [veto]))  # fmt: skip
    with reading(database, ALL_SEEING) as reader:
        found = assess(reader, "counties", YEAR)
    assert found is not None
    table = found.table.set_index("code")
    assert table["eligible"].to_dict() == {"A": eligible, "B": True}
    assert table["rank"].to_dict() == {"A": 1, "B": 1}
