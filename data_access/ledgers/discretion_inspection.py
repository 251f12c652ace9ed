"""Inspections of how officers use their discretion (article 13)."""

from sqlalchemy import and_

from data_access.ledgers.columns import UNIT, count, date, number
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Volume
from data_access.ledgers.hints import Hint
from data_access.ledgers.tally import Tally
from data_access.problems import FAULTS_OF_NOTHING

DISCRETION_INSPECTION = Ledger(
    "discretion_inspection",
    "裁量权检查",
    "Inspections of discretion",
    ("unit_id", "inspection_no"),
    (
        UNIT,
        number("inspection_no", "检查编号", "Inspection no.", "CL-2026-01", required=True),
        date("held_on", "检查日期", "Held on", "2026-04-20"),
        count("files_checked", "抽查案卷数", "Files checked", "20"),
        count("faults", "发现问题数", "Faults found", "2"),
    ),
    dated_by=("held_on",),
    identity=("held_on",),
    counted="inspection",
)

_inspections, _of = DISCRETION_INSPECTION.table, DISCRETION_INSPECTION.table.c
_checked = Tally(
    "discretion_files_checked",
    _inspections,
    _of.held_on,
    value=_of.files_checked,
    deciding=(_of.files_checked, _of.faults),
)
TALLIES = (
    Tally("discretion_inspections", _inspections, _of.held_on),
    _checked,
    _checked.hit("discretion_faults", value=_of.faults),
)

HINTS = (Hint(FAULTS_OF_NOTHING, "files_checked", and_(_of.files_checked == 0, _of.faults > 0)),)

ENTRY = Entry(DISCRETION_INSPECTION, TALLIES, hints=HINTS, volume=Volume(2))
