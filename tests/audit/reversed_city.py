"""The small city of ``assessed_city`` in which a county lost but one suit of four, and won that in the second instance.

First instance, January to June 2025: 甲 1/10, 乙 1/4 (its only loss, reversed since), 丙 1/10, 丁 0/10; the city 3/34.
Last judgments in effect: 甲 1/10, 乙 0/4, 丙 1/10, 丁 0/10; the city 2/34. Every head was in court. The scheme vetoes
the first one, and all who share its place.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Engine

from tests.data_access.assessed_city import NAMES, case, load, marks, of_ledger, reviews, scheme

LOST = {"C1": 1, "C2": 1, "C3": 1, "C4": 0}
CLOSED = {"C1": 10, "C2": 4, "C3": 10, "C4": 10}
# The suit that was lost and won again, and the second instance that won it.
LOST_FIRST = "C2-0"
WON_AGAIN = case("C2", 99, instance="second", first_instance_case_no=LOST_FIRST, heard_on=None, head_attended=None,
                 closed_on="2025-06-05", effective_on="2025-06-20")  # fmt: skip


def first_instances() -> Iterator[dict[str, object]]:
    """Ten suits a county (of 乙 four), each in effect a month after it was closed, but for the one that went on."""
    for code, closed in CLOSED.items():
        for number in range(closed):
            suit = case(code, number, lost=number < LOST[code])
            yield suit | {"effective_on": None if suit["case_no"] == LOST_FIRST else "2025-05-08"}


def fill(engine: Engine, *higher: Mapping[str, object], **settings: object) -> None:
    """The city with these rows of higher instances and settings of the scheme; no veto is decided."""
    units = of_ledger("unit", [{"code": code, "name": name, "kind": "county"} for code, name in NAMES.items()])
    suits = of_ledger("litigation", [*first_instances(), *higher])
    load(engine, units, suits, *scheme(**settings), marks(), reviews())
