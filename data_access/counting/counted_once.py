"""One case may have several defendants: which row counts it for the city, and which for each county."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from data_access.ledgers.keys import Row

CASE_COLUMNS = ("case_no", "instance")
# The first defendant goes before one whose role is blank, who may be it; co-defendants come last.
_BY_ROLE: dict[object, int] = {"first": 0, None: 1}


def mark_counted(rows: Iterable[Row], county_of: Mapping[int, int | None]) -> list[list[Row]]:
    """Set ``counts_for_county`` and ``counts_for_city`` on all rows of the same cases, in place.

    Of a case's rows the first defendant's counts for the city, else one whose role is blank, else that of the lowest
    unit; in each county likewise.
    A unit of no county counts each of its own, for a county that it may be merged into. ``county_of`` maps a unit to
    its county (a county to itself). Returns the rows of each case that has several.
    """
    cases: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    number, instance = CASE_COLUMNS
    for row in rows:
        cases[row.get(number), row.get(instance)].append(row)
    several = []
    for case in cases.values():
        if len(case) == 1:
            case[0]["counts_for_city"] = case[0]["counts_for_county"] = True
            continue
        several.append(case)
        case.sort(key=_precedence)
        counties: set[int] = set()
        for place, row in enumerate(case):
            county = county_of.get(_unit(row)) or -_unit(row)
            row["counts_for_city"] = place == 0
            row["counts_for_county"] = county not in counties
            counties.add(county)
    return several


def _precedence(row: Row) -> tuple[int, int]:
    return _BY_ROLE.get(row["defendant_role"], len(_BY_ROLE)), _unit(row)


def _unit(row: Row) -> int:
    return int(str(row["unit_id"]))
