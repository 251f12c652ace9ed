"""A made-up city of seven units, small enough to be counted by hand."""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, Table

from data_access.ledgers.archive_material import ARCHIVE_MATERIAL
from data_access.ledgers.archive_requirement import ARCHIVE_REQUIREMENT
from data_access.ledgers.joint_meeting import JOINT_MEETING
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.normative_document import NORMATIVE_DOCUMENT
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.store import tables

# "-" is a blank. County A has two units below it, county B one; M is a municipal department.
UNITS = """
unit_id  code      kind                  county_id  archive_keeper  active_from  active_to
1        CITY      city                  -          no              -            -
2        A         county                -          yes             -            -
3        A-police  county_department     A          yes             -            -
4        A-town    township              A          yes             -            2025-03-31
5        B         county                -          no              -            -
6        B-police  county_department     B          yes             2025-04-01   -
7        M         municipal_department  -          -               -            -
"""
# L2 and L3 are further defendants of L1: in the same county, and in another county of the city.
SUITS = """
case_no  unit_id   instance  defendant_role  counts_for_county  counts_for_city  heard_on    head_attended  head_spoke
L1       A-police  first     first           yes                yes              2025-01-10  chief          yes
L2       A-town    first     co              no                 no               2025-01-10  deputy         no
L3       B-police  first     co              yes                no               2025-01-10  staff          -
L4       A-police  first     first           yes                yes              2025-01-20  -              yes
L5       A-police  first     first           yes                yes              -           -              -
L6       A-police  second    first           yes                yes              2025-04-08  other_head     -
L7       A         first     first           yes                yes              2025-01-15  none           no
L8       M         first     first           yes                yes              2025-01-31  chief          yes
L9       M         first     first           yes                yes              -           -              -
"""
JUDGMENTS = """
case_no  closed_on   outcome                 effective_on
L1       2025-02-05  revoked                 -
L2       2025-02-05  revoked                 -
L3       2025-02-05  revoked                 -
L4       2025-02-20  -                       2025-03-10   # outcome blank
L5       2025-02-25  withdrawn               -            # before a hearing
L6       2025-05-06  claim_dismissed         2025-05-20   # second instance
L7       2025-03-03  withdrawn_after_change  2025-03-03
L8       2025-07-02  revoked                 2025-07-20   # after the as-of date
L9       2025-02-28  agreement_judgment      2025-03-15
"""
APPLICATIONS = """
case_no  unit_id   defendant_role  organ_id  procedure   acceptance   decision_on_acceptance_on  accepted_on
R1       A-police  first           A         ordinary    accepted     2025-01-06                 2025-01-06
R2       A-town    co              A         ordinary    accepted     2025-01-06                 2025-01-06
R3       A-police  first           A         simplified  accepted     2025-02-03                 2025-02-03
R4       A-police  first           A         ordinary    accepted     2024-12-01                 2024-12-01
R5       B-police  first           CITY      simplified  accepted     2023-12-28                 2023-12-28
R6       B-police  first           CITY      simplified  accepted     2024-01-02                 2024-01-02
R7       M         first           CITY      ordinary    refused      2025-02-10                 -
R8       M         first           CITY      ordinary    transferred  2025-02-12                 -
R9       M         first           CITY      ordinary    withdrawn    2025-02-13                 -
R10      M         first           -         ordinary    accepted     2025-06-02                 2025-06-02
R11      M         first           CITY      ordinary    accepted     2025-06-03                 2025-06-03
R12      B-police  first           B         simplified  accepted     2025-01-02                 2025-01-02
R13      B-police  first           B         ordinary    -            2025-06-01                 -
R14      M         first           CITY      -           -            -                          2025-06-04
"""
CLOSINGS = """
case_no  closed_on   outcome                 hearing_mode  suspended_days  extended_days  sued_on
R1       2025-03-07  revoked                 hearing       -               -              -           # day 60 of 60
R2       2025-03-07  revoked                 hearing       -               -              2025-03-22  # sued on day 15
R3       2025-03-10  mediated                written       5               -              2025-03-26  # day 30; day 16
R4       2025-03-11  -                       -             -               45             -           # day 100 of 90
R5       2024-02-29  settled                 field         -               10             -           # day 63 of 70
R6       2024-02-05  upheld                  written       -               -              -           # day 34 of 30
R7       -           -                       -             -               -              -
R8       -           -                       -             -               -              -
R9       -           -                       -             -               -              -
R10      2025-06-20  withdrawn_after_change  written       -               -              -           # may yet be sued
R11      2025-06-25  withdrawn               hearing       -               -              2025-06-28  # already sued
R12      2025-02-21  confirmed_illegal       written       -               20             -           # day 50 of 30
R13      2025-06-15  dismissed               field         -               -              -           # day 15 = as of
R14      2025-06-26  -                       -             -               -              -           # procedure blank
"""
OPINIONS = """
case_no  suggestion  opinion_due_on  opinion_answered_on
R1       opinion     2025-05-06      2025-05-06
R2       none        -               -
R3       opinion     2025-05-09      2025-05-10           # late
R4       opinion     2025-05-10      -                    # never
R5       opinion     -               -                    # due date blank: 60 days after 02-29, on 04-29
R6       proposal    2024-04-05      2024-04-01           # no opinion
R7       none        -               -
R8       none        -               -
R9       none        -               -
R10      opinion     2025-08-19      -                    # not yet due
R11      opinion     2025-08-24      2025-06-30           # not yet due but done
R12      -           2025-04-20      2025-04-20           # suggestion blank
R13      none        -               -
R14      none        -               -
"""
# In 2025 the spring festival was free from 01-28 to 02-04, and two weekend days were worked for it: 01-26 and 02-08.
RECEIPTS = """
case_no  received_on
R1       2024-12-27  # working day 5 of 5: 12-30, 12-31, 01-02, 01-03, 01-06; 01-01 is free
R2       2024-12-27
R3       2025-01-23  # day 3 of 5: 01-24, a Sunday that is worked, 01-27, and then the festival
R4       2024-11-22  # 12-01 is a Sunday, so day 5 of 5
R5       2023-12-20  # day 6
R6       2023-12-26  # day 4
R7       2025-01-26  # received on a worked Sunday: 01-27, 02-05, 02-06, 02-07, 02-08 (a worked Saturday), 02-10: day 6
R8       2025-02-12
R9       2025-02-12
R10      2025-05-30
R11      -
R12      2024-12-31  # the next working day
R13      2025-05-26  # day 4 of 5; nobody says what was decided, but it was closed as a case
R14      2025-06-04
"""
PETITIONS = """
petition_no  unit_id   channel  received_on  closed_on   outcome      repeated  rated  satisfied
X1           A-police  online   2025-01-02   2025-01-12  resolved     no        yes    yes
X2           A-police  online   2025-01-20   2025-02-19  explained    yes       yes    no        # came again
X3           A-town    visit    2025-01-20   2025-02-20  repeated     -         no     -
X4           A         letter   2025-02-01   2025-02-21  sued         no        yes    -         # nobody knows
X5           M         hotline  2025-02-03   2025-02-28  transferred  -         -      -         # again? nobody knows
X6           M         online   -            2025-02-28  -            no        yes    yes       # outcome blank
X7           B-police  -        2025-03-01   -           -            -         -      -         # open
X8           B-police  visit    2025-05-01   2025-07-02  resolved     no        yes    yes       # after the as-of date
"""
MEETINGS = """
meeting_no  unit_id  held_on     partner          cases_discussed  resolved
H1          A        2025-01-15  court            6                4
H2          A        2025-01-22  petition_office  3                -         # resolved blank
H3          CITY     2025-02-10  -                5                5
H4          CITY     -           court            9                9         # day blank
"""
ITEMS = """
item_no  unit_id   assigned_on  due_on      extended_due_on  closed_on
Z1       A-police  2025-02-10   2025-04-10  -                2025-04-10
Z2       A-police  2025-02-12   2025-04-12  2025-05-12       2025-05-01  # in the extension: late
Z3       A-town    2025-02-20   2025-07-20  -                2025-03-01  # not yet due
Z4       B-police  2025-02-28   2025-06-30  -                -           # due on the as-of date: not yet late
Z5       M         2025-06-05   2025-06-20  -                2025-07-03  # after the as-of date
"""
DOCUMENTS = """
document_no  unit_id   issued_on   filed_on    review_result
D1           A-police  2025-01-10  2025-01-25  conforming  # day 15 of 15
D2           A-police  2025-01-12  2025-01-28  corrected   # day 16
D3           A-town    2025-02-03  -           -           # never filed
D4           A         2025-03-01  2025-03-05  -           # review blank
D5           M         2025-06-15  -           -           # day 15 = as of
D6           M         2025-06-25  2025-06-28  pending
D7           B-police  2025-06-20  -           -           # may yet be filed in time
D8           B-police  -           2025-06-20  revoked     # issue blank
"""
REQUIREMENTS = """
year  unit_kind          item_no  title  due_month_day
2025  county             01       plan   01-31
2025  county_department  01       plan   03-31
2025  township           01       plan   03-31
2025  county_department  02       list   06-29
2025  county_department  03       report 12-31
"""
# 03-31 was the last day of A-town, and B-police did not yet keep an archive on it; nobody handed in B-police's 02.
MATERIALS = """
unit_id   year  item_no  state      due_on
A         2025  01       accepted   2025-01-31
A-police  2025  01       accepted   2025-05-31  # the requirement's own due date counts
A-police  2025  02       submitted  2025-06-29
A-police  2025  03       accepted   2025-12-31
A-town    2025  01       accepted   2025-03-31
B-police  2025  01       accepted   2025-03-31
"""


def _rows(text: str) -> list[dict[str, str]]:
    header, *body = (line.split("#")[0].split() for line in text.strip().splitlines())
    return [dict(zip(header, cells, strict=True)) for cells in body]


def _joined(*texts: str) -> list[dict[str, str]]:
    """Parts of one ledger, put together by case number."""
    cases: dict[str, dict[str, str]] = {}
    for row in (row for text in texts for row in _rows(text)):
        cases.setdefault(row["case_no"], {}).update(row)
    return list(cases.values())


UNIT_IDS = {row["code"]: int(row["unit_id"]) for row in _rows(UNITS)}


def _typed(table: Table, name: str, cell: str) -> Any:
    kind = table.c[name].type.python_type
    if cell == "-":
        return None
    if cell in UNIT_IDS and name.endswith("_id"):
        return UNIT_IDS[cell]
    if kind is dt.date:
        return dt.date.fromisoformat(cell)
    return cell == "yes" if kind is bool else kind(cell)


def _insert(connection: Connection, table: Table, rows: list[dict[str, str]], **same: Any) -> None:
    typed = [{name: _typed(table, name, cell) for name, cell in row.items()} for row in rows]
    connection.execute(table.insert(), [same | row for row in typed])


def fill(connection: Connection) -> None:
    """Put the city's rows into a database that has all tables and no rows."""
    cases = [_counted(case) for case in _joined(APPLICATIONS, RECEIPTS, CLOSINGS, OPINIONS)]
    _insert(connection, tables.unit, [row | {"name": row["code"]} for row in _rows(UNITS)])
    _insert(connection, LITIGATION.table, _joined(SUITS, JUDGMENTS))
    _insert(connection, RECONSIDERATION.table, cases)
    _insert(connection, PETITION.table, _rows(PETITIONS))
    _insert(connection, JOINT_MEETING.table, _rows(MEETINGS))
    _insert(connection, RECTIFICATION.table, _rows(ITEMS), source="inspection")
    _insert(connection, NORMATIVE_DOCUMENT.table, _rows(DOCUMENTS))
    _insert(connection, ARCHIVE_REQUIREMENT.table, _rows(REQUIREMENTS))
    _insert(connection, ARCHIVE_MATERIAL.table, _rows(MATERIALS))


def _counted(case: dict[str, str]) -> dict[str, str]:
    """The second respondent of R1 is of the same county, so only the first one's row counts above the unit."""
    counts = "yes" if case["defendant_role"] == "first" else "no"
    return case | {"counts_for_county": counts, "counts_for_city": counts}
