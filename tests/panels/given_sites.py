"""Demonstration sites made by hand, as the panels' figures have them."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from assessment.demonstration import Reason, Veto, YearPlace
from panels.declare import Chart, Panel
from panels.demonstration.judged_sites import COLUMNS, gravest_first
from tests.panels.checks import Case, pictured
from tests.panels.given import AS_OF, NAMES, asked

# The whole city, as the page asks for it.
ALL: dict[str, Any] = {"unit": ""}


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


def days_ago(days: int) -> dt.date:
    return AS_OF - dt.timedelta(days=days)


def drawn(panel: Panel, figures: pd.DataFrame, **selection: Any) -> Chart:
    return pictured(panel, figures, asked(**ALL | selection))


def site(code: str, state: str = "designated", number: str = "", **known: Any) -> dict[str, Any]:
    """A site of a county's own, 100 days in its state, of which nothing is suggested."""
    usual = dict.fromkeys(COLUMNS) | {
        "unit_id": int(code[1:]), "code": code, "unit": NAMES[code], "short_name": NAMES[code], "kind": "county",
        "peer_group": "counties", "county": code, "site_no": number or f"S-{code}", "name": f"{NAMES[code]}执法示范点",
        "level": "county", "highlight": "亮点", "state": state, "since": days_ago(100), "plated_on": days_ago(900),
        "last_exchange": days_ago(30), "events": 5, "recorded_state": state, "recorded_since": days_ago(100),
        "contradicted": False, "lacks": (), "suggested": "", "reasons": (), "unknown": (),
    }  # fmt: skip
    return usual | known


def sites(*rows: dict[str, Any]) -> pd.DataFrame:
    found = pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=object) for name in COLUMNS})
    return gravest_first(found.astype({"overdue": "Int64"}))


def revoked(code: str, days: int = 460, overdue: int = 6, **known: Any) -> dict[str, Any]:
    grounds = (Reason("warned", on=days_ago(days), days=days), Reason("overdue", count=overdue))
    asked_for = {"suggested": "revoke", "reasons": grounds, "since": days_ago(days), "unknown": ("group_not_scored",)}
    return site(code, "warned", **asked_for | known)


def warned(code: str, *grounds: Reason) -> dict[str, Any]:
    return site(code, suggested="warn", reasons=grounds or (Reason("overdue", count=3),))


LAST = Reason("last_third", standing=YearPlace(2026, 9, 1, 10))
FIRST_TWICE = tuple(Reason("first_third", standing=YearPlace(year, place, 1, 10)) for year, place in
                    ((2026, 2), (2025, 1)))  # fmt: skip
PRAISED = site("C04", "applied", suggested="designate", reasons=FIRST_TWICE)
WITH_VETO = warned("C03", Reason("veto", veto=Veto("loss", "2/9", 2, indicator="loss_rate")))
