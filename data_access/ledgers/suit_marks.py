"""What the other rows about a suit say of one of its rows, kept with it so that each row can be counted by itself.

Every mark says what is out of the ordinary; a suit with one defendant and one instance has none.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from data_access.ledgers.keys import Row

INSTANCES = ("first", "second", "retrial")
# Those that attend for an organ, the highest first.
HEADS = ("chief", "deputy", "other_head")
LOST = (
    "revoked", "partly_revoked", "altered", "confirmed_illegal", "void", "ordered_to_perform", "ordered_to_pay",
    "agreement_judgment",
)  # fmt: skip
# The ends of a suit that are no judgment.
NO_JUDGMENT = ("mediated", "withdrawn", "withdrawn_after_change", "transferred", "terminated")
# Where a later effective judgment stands, the nearest first: with the same unit, in its county, elsewhere.
NEARNESS = ("unit", "county", "city")
UNMARKED: Row = dict.fromkeys(("co_head", "co_spoke", "later_judgment", "reversed_since"))

Counties = Mapping[int, int | None]


def mark_suits(rows: Sequence[Row], several: Iterable[Sequence[Row]], county_of: Counties) -> None:
    """Set the marks on all rows of the same suits, in place; every row about a suit must be among them.

    ``several`` are those of one instance that have several defendants. ``county_of`` maps a unit to its county.

    - co_head: the highest head who attended this instance for another defendant; None where none did.
    - co_spoke: whether such a head spoke; None where nobody says so.
    - later_judgment: where a later effective judgment of the suit stands (``NEARNESS``), by which this row's counts no
      more there or farther away; None where this row's is the last.
    - reversed_since: True for a loss in the first instance of which the defendant's last effective judgment (of one
      that has none of its own, the suit's) is no loss, else None.
    """
    for row in rows:
        row.update(UNMARKED)
    for instance in several:
        for row in instance:
            _mark_attendance(row, [other for other in instance if other is not row])
    for suit in _of_several_instances(rows):
        judgments = [row for row in suit if row["effective_on"] and row["outcome"] not in NO_JUDGMENT]
        for row in suit:
            _mark_judgment(row, judgments, county_of)


def _mark_attendance(row: Row, others: Iterable[Row]) -> None:
    heads = sorted((other for other in others if other["head_attended"] in HEADS), key=_highest_first)
    if heads:
        spoke = {other["head_spoke"] for other in heads}
        row["co_head"] = heads[0]["head_attended"]
        row["co_spoke"] = True if True in spoke else None if None in spoke else False


def _highest_first(row: Row) -> int:
    return HEADS.index(str(row["head_attended"]))


def _of_several_instances(rows: Iterable[Row]) -> Iterable[list[Row]]:
    """The rows of each suit of several judgments: those of one number, and those that name it as their first."""
    return [suit for suit in suits_of(rows) if len(suit) > 1 and len(set(map(_judgment, suit))) > 1]


def suits_of(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each suit; every row that names a first instance named in them must be among them.

    A higher instance may be written under the number of the first and name no other. A first instance that the ledger
    does not have ties its appeal and its retrial together, but not what are plainly several suits: two appeals, or rows
    that have words there and no number.
    """
    suits: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        suits[row["first_instance_case_no"] or row["case_no"]].append(row)
    return [
        part
        for first, suit in suits.items()
        for part in (_apart(suit) if len(suit) > 1 and _is_missing(first, suit) else [suit])
    ]


def _is_missing(first: object, suit: Sequence[Row]) -> bool:
    return all(row["case_no"] != first for row in suit)


def _apart(suit: Sequence[Row]) -> list[list[Row]]:
    """The rows that name a missing first instance: as one suit if they may be one, else each number by itself."""
    numbers: dict[object, list[Row]] = defaultdict(list)
    for row in suit:
        numbers[row["case_no"]].append(row)
    instances = [{row["instance"] for row in rows} for rows in numbers.values()]
    one_each = len(set().union(*instances)) == sum(map(len, instances))
    is_number = any(sign.isdigit() for sign in str(suit[0]["first_instance_case_no"]))
    return [list(suit)] if one_each and is_number else list(numbers.values())


def _mark_judgment(row: Row, judgments: Sequence[Row], county_of: Counties) -> None:
    later = [other for other in judgments if _order(other) > _order(row) and _judgment(other) != _judgment(row)]
    if not later:
        return
    row["later_judgment"] = min((_nearness(row, other, county_of) for other in later), key=NEARNESS.index)
    if row["instance"] == "first" and row["outcome"] in LOST:
        own = [other for other in later if other["unit_id"] == row["unit_id"]]
        # A loss that took effect for this defendant stays one, whatever another won who went on.
        deciding = own or ([] if row["effective_on"] else later)
        last = max(deciding, key=_order)["outcome"] if deciding else None
        row["reversed_since"] = True if last is not None and last not in LOST else None


def _judgment(row: Row) -> tuple[object, object]:
    """What the rows of several defendants share."""
    return row["case_no"], row["instance"]


def _order(row: Row) -> tuple[int, dt.date, str]:
    """The later instance is the later judgment, of one instance the one that took effect later."""
    effective_on = row["effective_on"]
    first_day = dt.date.min
    return (INSTANCES.index(str(row["instance"])), effective_on if isinstance(effective_on, dt.date) else first_day,
            str(row["case_no"]))  # fmt: skip


def _nearness(row: Row, other: Row, county_of: Counties) -> str:
    one, another = int(str(row["unit_id"])), int(str(other["unit_id"]))
    if one == another:
        return "unit"
    county = county_of.get(one)
    return "county" if county is not None and county == county_of.get(another) else "city"
