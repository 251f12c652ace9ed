"""Rectification (article 4): what was ordered to be mended, by when, and whether it was."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_

from data_access.ledgers.columns import UNIT, code, count, date, number, text
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry, Register
from data_access.ledgers.tally import Tally, known

RECTIFICATION_SOURCES = (
    "assessment", "case_file_review", "reconsideration_opinion", "judicial_suggestion", "external_review",
    "inspection", "meeting",
)  # fmt: skip
SEVERITIES = ("minor", "ordinary", "serious")

RECTIFICATION = Ledger(
    "rectification",
    "整改事项",
    "Rectification",
    ("unit_id", "item_no"),
    (
        UNIT,
        number("item_no", "编号", "Item no.", "ZG-2026-0001", required=True),
        code("source", "来源", "Source", RECTIFICATION_SOURCES, "rectification_source", required=True),
        number("source_no", "来源文号", "Source no."),
        text("category", "问题类别", "Category", "程序瑕疵"),
        text("issue", "问题", "Issue", "未告知听证权利"),
        text("measure", "整改措施", "Measure"),
        text("responsible_person", "责任人", "Responsible person", personal=True),
        text("checker", "验收人", "Checker", personal=True),
        code("severity", "严重程度", "Severity", SEVERITIES, "severity", default="ordinary"),
        date("assigned_on", "交办日期", "Assigned on", "2026-03-01", required=True),
        date("due_on", "整改期限", "Due on", "2026-04-30", required=True, not_before="assigned_on", event=False),
        date("extended_on", "批准延期日期", "Extended on", not_before="assigned_on"),
        date("extended_due_on", "延期后期限", "Extended due on", not_before="due_on", event=False),
        text("extension_approved_by", "延期批准人", "Extension approved by", personal=True),
        date("submitted_on", "报验日期", "Submitted on", not_before="assigned_on"),
        date("closed_on", "销号日期", "Closed on", not_before="assigned_on"),
        count("returned_count", "退回次数", "Times returned", "0", default=0),
        count("attachment_count", "附件数", "Attachments", "1"),
        text("closure_text", "销号说明", "Closing text"),
        number("recurrence_of", "复发自", "Recurrence of"),
    ),
    dated_by=("assigned_on",),
    indexes=(
        ("unit_assigned", "unit_id", "assigned_on"),
        ("unit_due", "unit_id", "due_on"),
        ("item_no", "item_no"),
        ("closed_assigned", "closed_on", "assigned_on"),
        ("unit_category", "unit_id", "category", "closed_on"),
    ),
)

_items = RECTIFICATION.table
_item = _items.c
_CLOSED_ON = "rectification.closed_on"


def _due(rules: CountingRules) -> ColumnElement[bool]:
    return _item.due_on <= rules.as_of


def _open_at(rules: CountingRules) -> ColumnElement[bool]:
    end: Any = rules.month_end
    return and_(_item.assigned_on <= end, or_(_item.closed_on.is_(None), _item.closed_on > end))


def _overdue_at(rules: CountingRules) -> ColumnElement[bool]:
    end: ColumnElement[Any] = rules.month_end
    extended = and_(_item.extended_on <= end, known(_item.extended_due_on))
    due: ColumnElement[Any] = case((extended, _item.extended_due_on), else_=_item.due_on)
    return due < end


_assigned = Tally("rectification_assigned", _items, _item.assigned_on, facet=_item.source, needs=(_CLOSED_ON,))
_due_items = Tally("rectification_due", _items, _item.due_on, _due, needs=(_CLOSED_ON,))
_open = Tally("rectification_open", _items, _item.assigned_on, _open_at, kind="stock")
TALLIES = (
    _assigned,
    _assigned.hit("rectification_assigned_closed", known(_item.closed_on)),
    _assigned.hit("rectification_returns", _item.returned_count > 0, value=_item.returned_count),
    Tally("rectification_closed", _items, _item.closed_on),
    _due_items,
    _due_items.hit("rectification_due_closed_on_time", _item.closed_on <= _item.due_on),
    _open,
    _open.hit("rectification_overdue", _overdue_at),
)

ENTRY = Entry(
    RECTIFICATION,
    TALLIES,
    register=Register(
        ("item_no", "source", "issue", "severity", "assigned_on", "due_on", "extended_on", "extended_due_on",
         "submitted_on", "closed_on", "returned_count"),
        ("assigned_on", "due_on", "closed_on"),
    ),
    opens=True,
)  # fmt: skip
