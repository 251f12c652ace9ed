"""What became of the applications received: counted by hand on each engine, and again over all rows of the demo."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, Table, insert, select

from data_access.asked.periods import Period, period_of
from data_access.asked.selection import Selection
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.reading.chain import STEPS, dispute_chain
from data_access.reading.extent import Extent, extent_of
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import reader_engine
from tests.data_access.hand_counted_city import UNIT_IDS
from tests.data_access.ready_city import ALL_MONTHS, AS_OF, HALF_YEAR
from tests.recount_rules import next_working_day

DEMO_AS_OF = dt.date(2026, 10, 31)
LOST = {"revoked", "partly_revoked", "altered", "confirmed_illegal", "void", "ordered_to_perform", "ordered_to_pay",
        "agreement_judgment"}  # fmt: skip
SETTLED = {"mediated", "settled", "withdrawn", "withdrawn_after_change"}
WHOLE_A = Extent("whole", tuple(UNIT_IDS[code] for code in ("A", "A-police", "A-town")))


def counted(engine: Engine, extent: Extent, period: Period, as_of: dt.date, viewer: Viewer = ALL_SEEING) -> Any:
    with reading(engine, viewer) as reader:
        found = dispute_chain(reader, extent, period, as_of)
    return dict(zip(found["measure"], found["cases"], strict=True))


# --- By hand -----------------------------------------------------------------------------------------------------


def add_suit(engine: Engine, number: str, unit: str, reconsideration: str, outcome: str, instance: str) -> None:
    row = {"unit_id": UNIT_IDS[unit], "case_no": number, "instance": instance, "defendant_role": "first",
           "counts_for_county": True, "counts_for_city": True, "outcome": outcome,
           "reconsideration_case_no": reconsideration}  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(LITIGATION.table), row)


def add_petition(engine: Engine, number: str, unit: str, reconsideration: str) -> None:
    row = {"unit_id": UNIT_IDS[unit], "petition_no": number, "reconsideration_case_no": reconsideration}
    with engine.begin() as connection:
        connection.execute(insert(PETITION.table), row)


def test_applications_are_followed_step_by_step(engine: Engine) -> None:
    # R2 is a further respondent's row, R11 has no date of receipt; R13 and R14 were closed, so they were accepted.
    assert counted(engine, Extent("city"), ALL_MONTHS, AS_OF) == {
        "received": 12, "accepted": 9, "closed": 9, "sued": 1, "decided": 0, "sued_elsewhere": 0, "lost": 0,
        "settled": 3,
        # R4 and R14 have no outcome, R10 was closed ten days ago; R3 was sued about, though on the sixteenth day.
        "mature": 6, "mature_blank": 1, "ended": 5, "ended_unpetitioned": 5,
    }  # fmt: skip


def test_only_applications_received_in_the_period_and_by_the_extent_count(engine: Engine) -> None:
    # R7 to R10 and R14 are of M, R3 of A-police, R13 of B-police.
    assert counted(engine, Extent("city"), HALF_YEAR, AS_OF)["received"] == 7
    assert counted(engine, WHOLE_A, ALL_MONTHS, AS_OF)["received"] == 3
    assert counted(engine, Extent("own", (UNIT_IDS["M"],)), HALF_YEAR, AS_OF)["received"] == 5
    assert set(counted(engine, Extent("own", ()), ALL_MONTHS, AS_OF).values()) == {0}


def test_a_suit_lost_in_the_first_instance_by_the_same_unit_is_the_last_step(
    writer: Engine, beside_writer: Engine
) -> None:
    add_suit(writer, "F1", "A-police", "R3", "claim_dismissed", "first")
    add_suit(writer, "F2", "A-police", "R3", "revoked", "second")
    add_suit(writer, "F3", "M", "R3", "revoked", "first")
    add_suit(writer, "F4", "A-police", "R1", "revoked", "first")  # nobody says that R1 was sued about
    found = counted(beside_writer, WHOLE_A, ALL_MONTHS, AS_OF)
    assert (found["decided"], found["lost"]) == (1, 0)
    for number in ("F5", "F6"):  # joined with another, it is still one application
        add_suit(writer, number, "A-police", "R3", "partly_revoked", "first")
    found = counted(beside_writer, WHOLE_A, ALL_MONTHS, AS_OF)
    assert (found["sued"], found["lost"]) == (1, 1)


def test_a_petition_of_the_same_unit_that_names_the_case_keeps_it_from_definition_b(
    writer: Engine, beside_writer: Engine
) -> None:
    add_petition(writer, "Y1", "A-police", "R1")
    add_petition(writer, "Y2", "A-police", "R1")
    add_petition(writer, "Y3", "M", "R5")
    found = counted(beside_writer, Extent("city"), ALL_MONTHS, AS_OF)
    assert (found["mature"], found["ended"], found["ended_unpetitioned"]) == (6, 5, 4)


def test_counts_are_open_to_a_viewer_who_may_see_no_rows(engine: Engine) -> None:
    asked = (engine, Extent("city"), ALL_MONTHS, AS_OF)
    assert counted(*asked, Viewer("outsider", frozenset())) == counted(*asked)


# --- Over all rows of the demo city ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Engine]:
    engine = reader_engine(demo_url)
    yield engine
    engine.dispose()


def rows_of(engine: Engine, table: Table) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def recount(engine: Engine, extent: Extent, period: Period) -> Counter[str]:
    """The chain once more, row by row; the days for a further suit are 15."""
    # By application, whether any suit that the first instance has decided was lost.
    suits: dict[Any, bool] = {}
    for row in rows_of(engine, LITIGATION.table):
        if row["instance"] == "first" and row["outcome"]:
            key = row["unit_id"], row["reconsideration_case_no"]
            suits[key] = suits.get(key, False) or row["outcome"] in LOST
    petitions = {(row["unit_id"], row["reconsideration_case_no"]) for row in rows_of(engine, PETITION.table)}
    flag = {"city": "counts_for_city", "whole": "counts_for_county"}.get(extent.level)
    found: Counter[str] = Counter()
    for row in rows_of(engine, RECONSIDERATION.table):
        mine = extent.unit_ids is None or row["unit_id"] in extent.unit_ids
        month = row["received_on"] and row["received_on"].replace(day=1)
        if not mine or row["defendant_role"] != "first" or not month or not period.first <= month <= period.last:
            continue
        if flag is None or row[flag]:
            found.update(measures(row, (row["unit_id"], row["case_no"]), suits, petitions))
    return found


def measures(row: dict[str, Any], key: tuple[int, str], suits: dict[Any, bool], petitions: set[Any]) -> Iterator[str]:
    """Every measure that one application counts in."""
    yield "received"
    closed = row["closed_on"] is not None and row["acceptance"] in ("accepted", None)
    # Nobody decided on it for so long that five working days are over in any case.
    silent = row["acceptance"] is None and (DEMO_AS_OF - row["received_on"]).days > 7
    if closed or silent or row["acceptance"] == "accepted":
        yield "accepted"
    if not closed:
        return
    yield "closed"
    if row["outcome"] in SETTLED:
        yield "settled"
    if row["sued_on"]:
        yield "sued"
        yield from ("decided",) * (key in suits) + ("lost",) * suits.get(key, False)
    last_day = next_working_day((row["served_on"] or row["closed_on"]) + dt.timedelta(15))
    if not row["sued_on"] and last_day > DEMO_AS_OF:
        return
    yield "mature" if row["outcome"] else "mature_blank"
    if not row["outcome"]:
        return
    if not row["sued_on"]:
        yield from ("ended",) if key in petitions else ("ended", "ended_unpetitioned")


@pytest.mark.parametrize(
    ("code", "group", "period"),
    [("2026", "counties", "year"), ("2024Q2", "counties", "quarter"), ("2025", "municipal_departments", "year")],
)
def test_the_chain_is_the_same_when_counted_again_in_plain_python(
    demo: Engine, code: str, group: str, period: str
) -> None:
    months = period_of(period, code, DEMO_AS_OF.replace(day=1))  # type: ignore[arg-type]
    assert months is not None
    with reading(demo, ALL_SEEING) as reader:
        extents = [extent_of(reader, Selection(months, "none", group, focus=focus)) for focus in ("", "C07", "C02")]
    for extent in extents:
        found = counted(demo, extent, months, DEMO_AS_OF)
        expected = recount(demo, extent, months)
        assert found == {measure: expected[measure] for measure in found}
        assert found["closed"] > 0


def test_each_step_is_a_part_of_the_one_before(demo: Engine) -> None:
    found = counted(demo, Extent("city"), Period("year", dt.date(2025, 1, 1), dt.date(2025, 12, 1)), DEMO_AS_OF)
    steps = [found[step] for step in STEPS]
    assert steps == sorted(steps, reverse=True)
    assert 0 < found["ended_unpetitioned"] < found["ended"] < found["mature"] <= found["closed"]
