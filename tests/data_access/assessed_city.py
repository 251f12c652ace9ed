"""A small invented city that can be assessed and published: four counties with ten cases each, loaded by the one door.

Of January to June 2025 (as of 2025-07-31): 甲 8/10 heads in court and 1/10 lost, 乙 9/10 and 2/10, 丙 5/10 and 1/10,
丁 10/10 and 0/10. The scheme vetoes the last one: 丙 for appearance (5/10 of 32/40), 乙 for losses (2/10 of 4/40).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine

from data_access.files.sources import Sheet
from data_access.ledgers.all import BY_KEY
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.publishing.publishing import Publication, publish

AS_OF = dt.date(2025, 7, 31)
NOW = dt.datetime(2025, 7, 31, 9, 30)
PERIOD, OFFICE = "2025-01~2025-06", "演示办公室"
NAMES = {"C1": "甲县", "C2": "乙县", "C3": "丙县", "C4": "丁县"}
# Heads in court and lost cases, of ten each.
ATTENDED = {"C1": 8, "C2": 9, "C3": 5, "C4": 10}
LOST = {"C1": 1, "C2": 2, "C3": 1, "C4": 0}
MARKS = {"C1": 90, "C2": 80, "C3": 85, "C4": 70}
MEANS = {"C1": 81.5, "C2": 84.0, "C3": 79.0, "C4": 88.0}
SCHEME = {
    "year": 2025,
    "version": 1,
    "name": "演示方案",
    "veto_last_n": 1,
    "w_daily": 50,
    "w_annual": 30,
    "w_external": 20,
}
ITEMS = (
    {"component": "daily", "key": "appearance_rate", "weight": 60, "floor": 0.5, "target": 1},
    {"component": "daily", "key": "loss_rate", "weight": 40, "floor": 0.5, "target": 0},
    {"component": "annual", "key": "plan", "weight": 100},
    {"component": "external", "key": "public", "weight": 100},
)
PROPOSED = {("C3", "appearance"): "5/10", ("C2", "loss"): "2/10"}

Row = Mapping[str, object]


def of_ledger(key: str, rows: Iterable[Row]) -> Sheet:
    """A sheet whose headers are the names of the columns."""
    given = list(rows)
    names = tuple(dict.fromkeys(name for row in given for name in row))
    return Sheet(BY_KEY[key].zh, names, [(n, [row.get(name) for name in names]) for n, row in enumerate(given, 2)])


def load(engine: Engine, *sheets: Sheet, **options: Any) -> LoadResult:
    result = load_sheets(engine, sheets, as_of=AS_OF, today=AS_OF, **options)
    assert result.status == "stored", result.problems
    return result


def case(code: str, number: int, *, attended: bool = True, lost: bool = False, **more: object) -> dict[str, object]:
    """One case of a county, heard in March and closed in April."""
    return {
        "unit_id": code, "case_no": f"{code}-{number}", "instance": "first", "heard_on": "2025-03-04",
        "head_attended": "chief" if attended else "staff", "closed_on": "2025-04-08",
        "outcome": "revoked" if lost else "claim_dismissed", **more,
    }  # fmt: skip


def cases(codes: Sequence[str] = tuple(NAMES)) -> Sheet:
    return of_ledger(
        "litigation",
        [
            case(code, number, attended=number < ATTENDED[code], lost=number < LOST[code])
            for code in codes
            for number in range(10)
        ],
    )


def scheme(version: int = 1, **more: object) -> list[Sheet]:
    settings = {**SCHEME, "version": version, **more}
    items = [{"year": 2025, "version": version, "peer_group": "counties", **item} for item in ITEMS]
    return [of_ledger("scheme", [settings]), of_ledger("scheme_item", items)]


def marks(scores: Mapping[str, float] = MARKS) -> Sheet:
    same = {
        "year": 2025,
        "component": "annual",
        "item": "plan",
        "maximum": 100,
        "reason": "演示扣分",
        "assessor": "演示人",
    }
    return of_ledger("assessment_mark", [{"unit_id": code, "score": score, **same} for code, score in scores.items()])


def reviews(means: Mapping[str, float] = MEANS) -> Sheet:
    same = {"year": 2025, "reviewer_group": "public", "respondents": 120}
    return of_ledger("external_review", [{"unit_id": code, "mean_score": mean, **same} for code, mean in means.items()])


def decision(code: str, clause: str, figure: str, status: str = "confirmed", **more: object) -> dict[str, object]:
    return {
        "unit_id": code, "veto_no": f"F-{code}-{clause}", "year": 2025, "peer_group": "counties", "clause": clause,
        "source": "computed", "figure": figure, "base": figure.split("/")[1], "status": status,
        "decided_on": "2025-07-15", "description": "演示认定", **more,
    }  # fmt: skip


def decisions() -> Sheet:
    """The appearance veto of 丙 confirmed, the loss veto of 乙 rejected."""
    rows = [decision("C3", "appearance", "5/10"), decision("C2", "loss", "2/10", "rejected")]
    return of_ledger("veto_event", rows)


def fill(engine: Engine, *, decided: bool = True) -> None:
    """The whole city; without the decisions nothing can be published."""
    units = of_ledger("unit", [{"code": code, "name": name, "kind": "county"} for code, name in NAMES.items()])
    load(engine, units, cases(), *scheme(), marks(), reviews(), *([decisions()] if decided else []))


def published(engine: Engine, **more: Any) -> Publication:
    return publish(engine, PERIOD, published_by=OFFICE, now=NOW, **more)
