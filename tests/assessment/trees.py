"""A small printed scheme for the tests: two levels, three under one branch, several lines under one item, a bonus."""

from dataclasses import replace
from typing import Any

from assessment.scheme import Scheme, SchemeItem
from tests.assessment.given import GROUP, SCHEME


def head(item_no: str, points: float, title: str = "") -> SchemeItem:
    return SchemeItem(GROUP, "daily", "", 0, item_no=item_no, points=points, title=title or f"第 {item_no} 项")


def line(item_no: str, rule: str, key: str, points: float | None = None, **more: Any) -> SchemeItem:
    component = {"mark": "annual", "review": "external", "bonus": "bonus"}.get(rule, "daily")
    return SchemeItem(
        GROUP, more.pop("component", component), key, 0, item_no=item_no, rule=rule, points=points, **more
    )  # type: ignore[arg-type]


def tree(*items: SchemeItem, **more: Any) -> Scheme:
    return replace(SCHEME, **{"items": items, "w_daily": 100, "w_annual": 0, "w_external": 0, **more})


# 制度 20 = 备案 8 (未报备每件扣 1; 及时率每低 1 个百分点扣 0.1) + 学法 12; 监督 50 = 出庭 20 + 败诉 20 + 漏报 10;
# 公众 30 = 评议. Daily 20 + 50 − 12 = 58, annual 12, external 30.
ITEMS = (
    head("1", 20),
    line("1.1", "per_case", "filing_rate", 8, step=1),
    line("1.1", "per_point", "filing_timeliness", step=0.1, target=1, cap=3),
    line("1.2", "mark", "training", 12),
    head("2", 50),
    head("2.1", 40),
    line("2.1.1", "bands", "appearance_rate", 20, bands="95%:100%; 80%:50%"),
    line("2.1.2", "per_case", "loss_rate", 20, step=2),
    line("2.2", "per_case", "reports_missing", 10, step=1),
    line("3", "review", "public", 30),
    line("4", "bonus", "commendation", 5),
)
PRINTED = tree(*ITEMS, w_daily=58, w_annual=12, w_external=30)
