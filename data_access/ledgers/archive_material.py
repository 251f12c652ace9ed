"""The materials of a unit's archive (article 3): what is held, what is late, what is missing."""

from sqlalchemy import ColumnElement, Select, and_, case, column, or_, select, table

from data_access.ledgers.archive_requirement import ARCHIVE_REQUIREMENT
from data_access.ledgers.columns import UNIT, YEAR, code, date, name_or_word, number, text
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger, LedgerColumn
from data_access.ledgers.entry import Entry, View
from data_access.ledgers.tally import Tally
from data_access.ledgers.unit import active_on
from data_access.store.engine import date_in_year
from data_access.store.tables import unit

MATERIAL_STATES = ("submitted", "accepted", "returned")

ARCHIVE_MATERIAL = Ledger(
    "archive_material",
    "档案材料",
    "Archive materials",
    ("unit_id", "year", "item_no"),
    (
        UNIT,
        YEAR,
        number("item_no", "材料编号", "Item no.", "01", required=True),
        date("due_on", "报送期限", "Due on", "2026-03-31", event=False),
        date("submitted_on", "报送日期", "Submitted on", "2026-03-20"),
        code("state", "状态", "State", MATERIAL_STATES, "material_state", required=True, default="submitted"),
        name_or_word("title", "材料名称", "Title"),
        text("file_uri", "文件", "File"),
        LedgerColumn("sha256", "文件校验值", "File checksum", kept_as="code"),
        text("returned_reason", "退回原因", "Reason of return"),
    ),
    dated_by=("year",),
    counted="material",
)

_material, _requirement = ARCHIVE_MATERIAL.table, ARCHIVE_REQUIREMENT.table
# Every material that a keeper of an archive must hold, handed in or not; so a missing one counts.
archive_due = table(
    "archive_due",
    *(
        column(name, _material.c[name].type)
        for name in ("unit_id", "year", "item_no", "due_on", "submitted_on", "state")
    ),
    *(column(name, _requirement.c[name].type) for name in ("title", "article")),
    *(column(name, _material.c[name].type) for name in ("returned_reason", "file_uri", "sha256")),
)


def _archive_due() -> Select[tuple[object, ...]]:
    due_on = date_in_year(_requirement.c.year, _requirement.c.due_month_day)
    held = and_(
        _material.c.unit_id == unit.c.unit_id,
        _material.c.year == _requirement.c.year,
        _material.c.item_no == _requirement.c.item_no,
    )
    return (
        select(
            unit.c.unit_id,
            _requirement.c.year,
            _requirement.c.item_no,
            due_on.label("due_on"),
            _material.c.submitted_on,
            case((_material.c.state.is_(None), "missing"), else_=_material.c.state).label("state"),
            _requirement.c.title,
            _requirement.c.article,
            _material.c.returned_reason,
            _material.c.file_uri,
            _material.c.sha256,
        )
        .select_from(unit)
        .join(_requirement, and_(unit.c.kind == _requirement.c.unit_kind, unit.c.archive_keeper, active_on(due_on)))
        .join(_material, held, isouter=True)
    )


def _due(rules: CountingRules) -> ColumnElement[bool]:
    # Whoever has the whole of the last day to hand it in is not late on it.
    over = or_(archive_due.c.due_on < rules.as_of, archive_due.c.state == "accepted")
    return and_(archive_due.c.due_on <= rules.as_of, over)


_materials = Tally(
    "materials_due",
    archive_due,
    archive_due.c.due_on,
    _due,
    # The day that a material is due is that of its requirement; a list of materials need not repeat it.
    needs=("archive_requirement.due_month_day | archive_material.due_on", "archive_material.state"),
)

ENTRY = Entry(
    ARCHIVE_MATERIAL,
    (_materials, _materials.hit("materials_accepted", archive_due.c.state == "accepted")),
    view=View("archive_due", _archive_due),
)
