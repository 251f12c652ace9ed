"""Rectification (article 4): what was ordered to be mended, by when, and whether it was."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_

from data_access.ledgers.columns import UNIT, code, count, date, name_or_word, number, text
from data_access.ledgers.counting_rules import CountingRules
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import CaseList, Entry, Register
from data_access.ledgers.hints import Hint, earlier, hints_at_units_gone, names_nobody
from data_access.ledgers.tally import Condition, Tally, known
from data_access.problems import CLOSED_BEFORE_SUBMITTED, EXTENSION_UNDATED
from data_access.store.tables import item_state

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
        name_or_word("category", "问题类别", "Category", "程序瑕疵"),
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
        number("recurrence_of", "复发自", "Recurrence of", names="rectification.item_no"),
    ),
    dated_by=("assigned_on",),
    identity=("assigned_on", "category"),
    indexes=(
        ("unit_assigned", "unit_id", "assigned_on"),
        ("unit_due", "unit_id", "due_on"),
        ("item_no", "item_no"),
        ("unit_category", "unit_id", "category"),
    ),
    done_on="closed_on",
    counted="item",
)

_item = item_state.c
# Whether an item is closed is known by its column or by its events.
_CLOSING = ("rectification.closed_on | rectification_event.kind",)
# Whether a state is the one in which an item is closed, or open again, on the day on which it begins.
CLOSES = and_(known(_item.closed_on), ~_item.was_closed)
REOPENS = and_(_item.closed_on.is_(None), _item.was_closed)


def stands(day: ColumnElement[Any] | dt.date) -> ColumnElement[bool]:
    """Of the states of an item that in which it stood on a day: one of an item that was assigned by then, else none."""
    return and_(_item.since <= day, _item.until > day)


def due_in_force(state: Any) -> ColumnElement[Any]:
    """The due date that counts in a state: that of the extension in force, or the original one."""
    return func.coalesce(state.extended_due_on, state.due_on)


def _stands(rules: CountingRules) -> ColumnElement[bool]:
    return stands(rules.as_of)


def _due(rules: CountingRules) -> ColumnElement[bool]:
    """Due, and the day over or the item closed: who is due today is not late yet."""
    over = or_(_item.due_on < rules.as_of, known(_item.closed_on))
    return and_(stands(rules.as_of), _item.due_on <= rules.as_of, over)


def _by_then(change: ColumnElement[bool]) -> Condition:
    return lambda rules: and_(change, _item.since <= rules.as_of)


def _open_at(rules: CountingRules) -> ColumnElement[bool]:
    return and_(_item.closed_on.is_(None), stands(rules.month_end))


def _overdue_at(rules: CountingRules) -> ColumnElement[bool]:
    end: ColumnElement[Any] = rules.month_end
    return due_in_force(_item) < end


def _late(rules: CountingRules) -> ColumnElement[bool]:
    """Not closed by its original due date, which is over."""
    return and_(stands(rules.as_of), late(rules.as_of))


def late(day: ColumnElement[Any] | dt.date) -> ColumnElement[bool]:
    """Whether an item had not been closed by its original due date, which was over on a day."""
    return and_(_item.due_on < day, or_(_item.closed_on.is_(None), _item.closed_on > _item.due_on))


_assigned = Tally("rectification_assigned", item_state, _item.assigned_on, _stands, facet=_item.source, needs=_CLOSING)
_due_items = Tally("rectification_due", item_state, _item.due_on, _due, needs=_CLOSING)
_open = Tally("rectification_open", item_state, _item.since, _open_at, kind="stock")
TALLIES = (
    _assigned,
    _assigned.hit("rectification_assigned_closed", known(_item.closed_on)),
    _assigned.hit("rectification_returns", _item.returned_count > 0, value=_item.returned_count),
    Tally("rectification_closed", item_state, _item.since, _by_then(CLOSES)),
    Tally("rectification_reopened", item_state, _item.since, _by_then(REOPENS)),
    _due_items,
    _due_items.hit("rectification_due_closed_on_time", _item.closed_on <= _item.due_on),
    _open,
    _open.hit("rectification_overdue", _overdue_at),
)

_as_written = RECTIFICATION.table.c
_undated = and_(known(_as_written.extended_due_on), _as_written.extended_on.is_(None))
HINTS = (
    Hint(EXTENSION_UNDATED, "extended_on", _undated, _as_written.extended_due_on),
    earlier(CLOSED_BEFORE_SUBMITTED, _as_written.closed_on, _as_written.submitted_on),
    names_nobody(RECTIFICATION, "recurrence_of"),
    *hints_at_units_gone(RECTIFICATION, _as_written.assigned_on),
)

ENTRY = Entry(
    RECTIFICATION,
    TALLIES,
    hints=HINTS,
    register=Register(
        ("item_no", "source", "issue", "severity", "assigned_on", "due_on", "extended_on", "extended_due_on",
         "submitted_on", "closed_on", "returned_count"),
        ("assigned_on", "due_on", "closed_on"),
    ),
    lists={
        "": CaseList((_item.assigned_on,), _stands),
        "overdue": CaseList((_item.due_on,), _late),
        "moved": CaseList((_item.assigned_on, _item.due_on, _item.closed_on), _stands),
    },
    opens=True,
)  # fmt: skip
