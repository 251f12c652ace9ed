"""Statistical forms: mediations, as the city's own counts, and suits by quarter that differ from the ledger."""

import datetime as dt

import numpy as np
import pandas as pd

from data_access.asked.periods import months_from
from data_access.demo.city import Units
from data_access.demo.streams import AS_OF, Columns, stream
from data_access.ledgers.suit_marks import HEADS
from data_access.reported_period import ReportedPeriod

MEDIATIONS, AGREED = "mediations", "mediations_agreed"
OF_MEDIATIONS, OF_SUITS = "人民调解统计表", "行政应诉季报"
FIRST_MONTH = dt.date(2025, 1, 1)
# A county that hands in quarters only: of a single month nothing is known of it.
BY_QUARTER = "C06"
# Who hands in the quarterly form of suits, and where it differs from the ledger: unit, quarter, count, by how many.
REPORTING = ("M-housing", "M-human_resources", "M-market_regulation", "M-natural_resources", "M-public_security")
QUARTERS = ("2026Q1", "2026Q2", "2026Q3")
HEARD, ATTENDED = "heard_known", "heard_head_attended"
DIFFERS = {("M-housing", "2026Q2", HEARD): 1, ("M-public_security", "2026Q3", ATTENDED): -1,
           ("M-natural_resources", "2026Q1", HEARD): 2}  # fmt: skip


def count_items() -> Columns:
    """What the city counts of its own."""
    return {
        "key": np.array([MEDIATIONS, AGREED], dtype=object),
        "name": np.array(["人民调解", "人民调解成功"], dtype=object),
        "name_en": np.array(["Mediations", "Mediations agreed"], dtype=object),
        "unit_word": np.array(["件", "件"], dtype=object),
        "kind": np.array(["flow", "flow"], dtype=object),
    }


def indicators() -> Columns:
    """What the city measures of its own."""
    row = {
        "key": "mediation_success", "name": "人民调解成功率", "name_en": "Mediation success rate", "article": 17,
        "numerator": AGREED, "denominator": MEDIATIONS, "shown_as": "rate", "better": "higher",
        "meaning": "人民调解成功的件数占全部调解件数的比例，按县区报表统计。",
        "why": "调解成功，争议就不必进入复议和诉讼。", "source": OF_MEDIATIONS,
    }  # fmt: skip
    return {name: np.array([value], dtype=object) for name, value in row.items()}


def reported_counts(units: Units, litigation: pd.DataFrame, seed: int) -> Columns:
    """Mediations by county and month, and suits heard by department and quarter as a form has them."""
    rows = [*_mediations(units, seed), *_suits(litigation)]
    columns: dict[str, list[object]] = {name: [] for name in ("unit_id", "period", "count", "value", "form")}
    for row in rows:
        for name, value in zip(columns, row, strict=True):
            columns[name].append(value)
    periods = [ReportedPeriod.of(str(each)) for each in columns["period"]]
    more: dict[str, list[object]] = {
        "applies": [True] * len(rows),
        "period_end": [each.end for each in periods],
        "span_months": [each.months for each in periods],
    }
    every: dict[str, list[object]] = {**columns, **more}
    return {name: np.array([*values, None], dtype=object)[:-1] for name, values in every.items()}


def _mediations(units: Units, seed: int) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for code, kind in zip(units.codes, units.kinds, strict=True):
        if kind != "county":
            continue
        drawn = stream(seed, "reported_count", code)
        usual, success = drawn.uniform(40, 160), drawn.uniform(0.86, 0.985)
        sums: dict[str, tuple[int, int]] = {}
        for month in months_from(FIRST_MONTH, AS_OF.replace(day=1)):
            held = int(drawn.poisson(usual))
            agreed = int(drawn.binomial(held, success))
            period = ReportedPeriod.span(month.year, month.month, 1)
            if code == BY_QUARTER:
                period = ReportedPeriod.span(month.year, month.month - (month.month - 1) % 3, 3)
            before = sums.get(period.code, (0, 0))
            sums[period.code] = before[0] + held, before[1] + agreed
        for period_code, counted in sums.items():
            if ReportedPeriod.of(period_code).end <= AS_OF:
                rows += [(code, period_code, count, float(value), OF_MEDIATIONS)
                         for count, value in zip((MEDIATIONS, AGREED), counted, strict=True)]  # fmt: skip
    return rows


def _suits(litigation: pd.DataFrame) -> list[tuple[object, ...]]:
    """The suits of a quarter as the ledger has them, but where the form differs; any defendant's head counts."""
    attended = litigation["head_attended"].isin(HEADS)
    known = litigation["head_attended"].notna()
    cases = [litigation["case_no"], litigation["instance"]]
    attended, known = (flags.groupby(cases).transform("any") for flags in (attended, known))
    rows: list[tuple[object, ...]] = []
    for code in REPORTING:
        own = litigation["unit_id"].eq(code)
        for quarter in QUARTERS:
            period = ReportedPeriod.of(quarter)
            days = [isinstance(day, dt.date) and period.first <= day <= period.end for day in litigation["heard_on"]]
            heard = pd.Series(days, index=litigation.index)
            for count, counted in ((HEARD, known), (ATTENDED, attended)):
                value = int((own & heard & counted).sum()) + DIFFERS.get((code, quarter, count), 0)
                rows.append((code, quarter, count, float(value), OF_SUITS))
    return rows
