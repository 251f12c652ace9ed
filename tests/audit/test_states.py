"""One fact, one answer: an item's rate, lights, tallies and lists follow from one derived state.

Every item here is of 甲县自然资源局, assigned on 1 March 2026 and due on 30 April unless another day is given.
"""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.loading.load import load_sheets
from data_access.reading.available import unknown_indicators
from data_access.reading.extent import Extent
from data_access.reading.item_warnings import contradictions
from data_access.reading.items import item_page, light_counts
from data_access.reading.reader import reading
from data_access.reading.records import open_items
from data_access.reading.viewer import ALL_SEEING
from tests.data_access.ledger_sheets import sheet, units
from tests.data_access.stored_figures import counted

pytestmark = pytest.mark.both_engines

AS_OF = dt.date(2026, 6, 30)
CITY, WHO = Extent("city"), "C01-nr"
TEN = range(1, 11)
Row = dict[str, object]
# Kind, day and, of an extension, the new due date.
Step = tuple[str, str] | tuple[str, str, str]


def item(number: int, **more: object) -> Row:
    return {
        "单位": WHO,
        "编号": f"ZG-{number}",
        "来源": "考核",
        "交办日期": "2026-03-01",
        "整改期限": "2026-04-30",
        **more,
    }


def happened(number: int, *steps: Step) -> list[Row]:
    """Events in order; no two of one item are of the same kind and day."""
    return [
        {"单位": WHO, "编号": f"ZG-{number}", "事件": kind, "发生日期": day, "新期限": until[0] if until else None}
        for kind, day, *until in steps
    ]


def loaded(database: Engine, items: list[Row], events: list[Row]) -> None:
    sheets = [units(), sheet("rectification", items), *([sheet("rectification_event", events)] if events else [])]
    assert load_sheets(database, sheets, as_of=AS_OF, today=AS_OF).status == "stored"


def tallied(database: Engine, name: str) -> dict[str, int]:
    """What is counted of the unit, by month."""
    with database.connect() as connection:
        return counted(connection, f"rectification_{name}").get(WHO, {})


def lights(database: Engine, at: dt.date = AS_OF) -> dict[str, int]:
    with reading(database, ALL_SEEING) as reader:
        found = light_counts(reader, CITY, at, "county")
        return dict(zip(found["light"], found["items"].astype(int), strict=True))


def test_ten_items_closed_by_events_only_are_ten_of_ten(database: Engine) -> None:
    steps: tuple[Step, ...] = (("assigned", "2026-03-01"), ("submitted", "2026-04-10"), ("closed", "2026-04-20"))
    loaded(database, [item(n) for n in TEN], [event for n in TEN for event in happened(n, *steps)])
    # Before: 0/10 and a score of 0, while no light was on.
    assert tallied(database, "due") == tallied(database, "due_closed_on_time") == {"2026-04": 10}
    assert tallied(database, "assigned_closed") == {"2026-03": 10}
    assert lights(database) == {}
    with reading(database, ALL_SEEING) as reader:
        assert not {"rectification_on_time_rate", "rectification_closed_rate"} & set(unknown_indicators(reader))
        assert contradictions(reader, CITY, AS_OF)[1] == 10  # the ledger's column of closing is blank


def test_ten_items_closed_by_their_columns_against_their_events_are_none_of_ten(database: Engine) -> None:
    steps: tuple[Step, ...] = (
        ("assigned", "2026-03-01"), ("returned", "2026-03-20"), ("returned", "2026-04-05"),
    )  # fmt: skip
    items = [item(n, 销号日期="2026-04-20") for n in TEN]
    loaded(database, items, [event for n in TEN for event in happened(n, *steps)])
    # Before: 10/10, a score of 100 and "10 项挂牌督办" on one page.
    assert (tallied(database, "due"), tallied(database, "due_closed_on_time")) == ({"2026-04": 10}, {})
    assert tallied(database, "assigned_closed") == {}
    assert lights(database) == {"supervised": 10}
    assert tallied(database, "open") == dict.fromkeys(("2026-03", "2026-04", "2026-05", "2026-06"), 10)
    with reading(database, ALL_SEEING) as reader:
        assert len(open_items(reader, AS_OF)) == item_page(reader, CITY, AS_OF)[1] == 10
        listed, total = contradictions(reader, CITY, AS_OF)
        assert total == 10
        assert listed["closed"].astype(bool).all()


def test_an_item_without_an_event_stands_as_its_columns_say(database: Engine) -> None:
    loaded(database, [item(1, 销号日期="2026-04-20"), item(2, 销号日期="2026-05-02"), item(3)], [])
    assert (tallied(database, "due"), tallied(database, "due_closed_on_time")) == ({"2026-04": 3}, {"2026-04": 1})
    assert lights(database) == {"supervised": 1}  # 61 days past 30 April


@pytest.mark.parametrize("step", ["assigned", "returned", "reopened"])
def test_a_step_after_the_closing_opens_an_item_again(database: Engine, step: str) -> None:
    loaded(database, [item(1)], happened(1, ("assigned", "2026-03-01"), ("closed", "2026-04-20"), (step, "2026-05-10")))
    assert (tallied(database, "due"), tallied(database, "due_closed_on_time")) == ({"2026-04": 1}, {})
    assert lights(database, dt.date(2026, 4, 30)) == {}
    assert lights(database) == {"supervised": 1}
    # 1 assigned in March, 1 closed in April, 1 opened again in May: open at the ends of March, May and June.
    assert tallied(database, "open") == {"2026-03": 1, "2026-05": 1, "2026-06": 1}
    assert (tallied(database, "closed"), tallied(database, "reopened")) == ({"2026-04": 1}, {"2026-05": 1})


def test_a_load_of_events_alone_counts_the_months_of_its_items_anew(database: Engine) -> None:
    loaded(database, [item(1)], [])
    assert (tallied(database, "assigned_closed"), tallied(database, "due_closed_on_time")) == ({}, {})
    closed = sheet("rectification_event", happened(1, ("closed", "2026-04-20")))
    assert load_sheets(database, [closed], as_of=AS_OF, today=AS_OF).status == "stored"
    assert tallied(database, "assigned_closed") == {"2026-03": 1}
    assert tallied(database, "due_closed_on_time") == {"2026-04": 1}
    assert tallied(database, "open") == {"2026-03": 1}


def test_of_two_extensions_the_one_approved_last_counts(database: Engine) -> None:
    steps: tuple[Step, ...] = (("extended", "2026-04-20", "2026-08-31"), ("extended", "2026-05-20", "2026-06-15"))
    loaded(database, [item(1)], happened(1, *steps))
    with reading(database, ALL_SEEING) as reader:
        found = {at: item_page(reader, CITY, at)[0].iloc[0] for at in (dt.date(2026, 5, 19), AS_OF)}
    until: list[Any] = [each["due_in_force"] for each in found.values()]
    assert until == [dt.date(2026, 8, 31), dt.date(2026, 6, 15)]  # the longest would be 31 August
    assert (found[AS_OF]["light"], found[AS_OF]["past"]) == ("overdue", 15)
    assert tallied(database, "overdue") == {"2026-06": 1}


def test_an_item_due_today_is_late_from_tomorrow_on_in_the_rate_and_by_its_light(database: Engine) -> None:
    today = AS_OF.isoformat()
    loaded(database, [item(1, 整改期限=today), item(2, 整改期限=today, 销号日期=today)], [])
    # Only the one that is closed is decided today.
    assert tallied(database, "due") == tallied(database, "due_closed_on_time") == {"2026-06": 1}
    assert lights(database) == {"near": 1}
    tomorrow = AS_OF + dt.timedelta(1)
    # A load that says that the ledger is complete up to tomorrow, and has nothing new to tell.
    known = sheet("rectification", [item(1, 整改期限=today)])
    assert load_sheets(database, [known], as_of=tomorrow, today=tomorrow).status == "stored"
    assert (tallied(database, "due"), tallied(database, "due_closed_on_time")) == ({"2026-06": 2}, {"2026-06": 1})
    assert lights(database, tomorrow) == {"overdue": 1}


def test_a_year_before_an_item_is_counted_as_it_stood_then(database: Engine) -> None:
    spring: Row = {"交办日期": "2025-03-01", "整改期限": "2025-04-30"}
    # The first was closed in time and opened again after 30 June 2025; of the second the column says closed in time,
    # its events that it was closed in August; the third has no event, and was closed late, before that day.
    items = [item(1, **spring), item(2, **spring, 销号日期="2025-04-20"), item(3, **spring, 销号日期="2025-05-20")]
    first = happened(1, ("closed", "2025-04-20"), ("reopened", "2025-09-01"))
    loaded(database, items, [*first, *happened(2, ("returned", "2025-04-10"), ("closed", "2025-08-01"))])
    # Today items 2 and 3 are closed, both late; on 30 June 2025 items 1 and 3 were, the first of them in time.
    assert (tallied(database, "due"), tallied(database, "due_closed_on_time")) == ({"2025-04": 3}, {})
    assert tallied(database, "assigned_closed") == {"2025-03": 2}
    assert tallied(database, "due@year_before") == {"2025-04": 3}
    assert tallied(database, "due_closed_on_time@year_before") == {"2025-04": 1}
    assert tallied(database, "assigned@year_before") == {"2025-03": 3}
    assert tallied(database, "assigned_closed@year_before") == {"2025-03": 2}
