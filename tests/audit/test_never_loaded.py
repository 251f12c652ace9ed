"""A ledger that was never loaded tells of nothing: neither that there is none, nor that all is missing."""

import datetime as dt

import pytest
from sqlalchemy import Engine

from data_access.loading.load import load_sheets
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from panels.attention import ATTENTION
from panels.funnel import FUNNEL
from panels.holdings import MATERIALS
from panels.seen import seen_figures
from panels.told import told
from tests.audit.test_said_by_hand import said
from tests.data_access.assessed_city import of_ledger
from tests.every_panel import PANELS
from tests.spoken import context_of
from tests.written import written

AS_OF = dt.date(2026, 10, 31)
UNITS = of_ledger("unit", [{"code": f"C{n}", "name": name, "kind": "county", "archive_keeper": True}
                           for n, name in enumerate(("甲县", "乙县", "丙县"), 1)])  # fmt: skip
TASK = {
    "plan": "规划",
    "unit_id": "C1",
    "task_no": "1",
    "goal": "目标",
    "starts_on": "2026-01-05",
    "due_on": "2026-12-01",
    "progress": 50,
}
# Of a panel that needs none of them, what it rests on alone.
ALSO = ("timeline", "unit_documents", "joint_meetings", "case_list")


@pytest.fixture
def city(database: Engine) -> Engine:
    load(database, UNITS, of_ledger("plan_task", [TASK]))
    return database


def load(engine: Engine, *sheets: object) -> None:
    assert load_sheets(engine, list(sheets), as_of=AS_OF, today=AS_OF).status == "stored"  # type: ignore[arg-type]


def test_whatever_lists_or_judges_the_rows_of_a_ledger_says_that_it_was_never_loaded(city: Engine) -> None:
    wrong = {}
    with reading(city, ALL_SEEING) as reader:
        for panel in (panel for panel in PANELS if panel.needs or panel.key in ALSO):
            context = panel.asked(context_of(reader, unit="C1"))
            figures = seen_figures(panel, reader, context)
            found = told(panel, figures, {}, context)
            rows = len(written(panel.table(figures, context), context.words))
            if not found.sentence.endswith("尚未导入") or found.level != "plain" or rows:
                wrong[panel.key] = (found.sentence, found.level, rows)
    assert wrong == {}


def test_no_material_is_missing_where_none_was_ever_registered(city: Engine) -> None:
    due = {"unit_kind": "county", "article": "3", "due_month_day": "03-31"}
    load(city, of_ledger("archive_requirement", [due | {"year": 2026, "item_no": "1", "title": "年度计划"}]))
    attention, rows = said(city, ATTENTION)
    assert (rows, attention.level) == ([], "plain")
    assert "档案材料" in attention.base
    material = {"unit_id": "C1", "year": 2026, "item_no": "1", "due_on": "2026-03-31", "submitted_on": "2026-03-01",
                "state": "accepted"}  # fmt: skip
    load(city, of_ledger("archive_material", [material]))
    assert said(city, ATTENTION)[0].sentence == "档案缺件 2 件"
    assert said(city, MATERIALS, unit="C1")[0].level == "good"


def test_who_hands_in_no_form_is_not_without_cases_where_no_ledger_tells_of_any(city: Engine) -> None:
    form = {"unit_id": "C3", "period": "2026-05"}
    counts = {"first_instance_closed": 10, "first_instance_lost": 1}
    load(city, of_ledger("reported_count", [form | {"count": key, "value": n} for key, n in counts.items()]))
    _, rows = said(city, FUNNEL, indicator="loss_rate", period="2026-05", grain="month")
    reasons = {row[0]: row[-1] for row in rows}
    assert (reasons["甲县"], reasons["乙县"]) == ("未报送该期报表", "未报送该期报表")
