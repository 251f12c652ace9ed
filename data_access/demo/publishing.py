"""What happened in the demo city after its ledgers were loaded: vetoes decided, periods published, and a correction.

All of it through the doors a real city has: sheets are loaded, periods published, a load undone.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Engine

from assessment.eligibility import veto_ledger, veto_proposals
from assessment.scheme import Scheme
from data_access.asked.periods import Period, shift
from data_access.demo.streams import AS_OF
from data_access.demo.vetoes import FEW_CASES, OFFICE
from data_access.files.sources import Sheet
from data_access.ledgers.all import BY_KEY
from data_access.loading.batches import STORED, LoadResult
from data_access.loading.load import load_sheets
from data_access.loading.undo import undo
from data_access.publishing.publications import whole_period
from data_access.publishing.publishing import publish
from data_access.reading.assessed import read_inputs
from data_access.reading.assessment_inputs import scheme_for
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING

PUBLISHED_BY = "演示：依法治市办"
PUBLISHED_PERIODS = ("2024", "2025", "2026-01~2026-06")
PUBLISHED_AT = dt.datetime.combine(AS_OF, dt.time(9, 30))
LOADED_BY = "demo"
DECIDED_ON_DAY = 20
# Marks that were given, and taken back after the last publication to be assessed anew.
TAKEN_BACK = (("M-sports", "training", 12.0), ("M-civil_defence", "disclosure", 13.0))
MAXIMUM = 15.0


def publish_periods(engine: Engine) -> None:
    """Decide the vetoes of each period and publish it; afterwards two marks are taken back."""
    marks = _load(engine, {"assessment_mark": _marks_taken_back()})
    with reading(engine, ALL_SEEING) as reader:
        decisions = [row for code in PUBLISHED_PERIODS for row in _decisions(reader, code)]
    _load(engine, {"veto_event": pd.DataFrame(decisions, dtype=object)})
    for minutes, code in enumerate(PUBLISHED_PERIODS):
        now = PUBLISHED_AT + dt.timedelta(minutes=10 * minutes)
        publish(engine, code, published_by=PUBLISHED_BY, now=now)
    undo(engine, str(marks.load_no))


def load_correction(engine: Engine, frames: Mapping[str, pd.DataFrame]) -> None:
    """Load what is corrected after a publication."""
    _load(engine, frames)


def _load(engine: Engine, frames: Mapping[str, pd.DataFrame]) -> LoadResult:
    result = load_sheets(engine, sheets_of(frames), as_of=AS_OF, today=AS_OF, loaded_by=LOADED_BY)
    if result.status != STORED:
        raise RuntimeError(f"expected the demo city's own ledgers to be stored, got {result.problems[:3]}")
    return result


def sheets_of(frames: Mapping[str, pd.DataFrame]) -> list[Sheet]:
    """Frames by ledger as the sheets of a workbook; their headers are the names of the columns."""
    return [
        Sheet(BY_KEY[key].zh, tuple(frame), list(enumerate(frame.itertuples(index=False, name=None), 2)))
        for key, frame in frames.items()
    ]


def _marks_taken_back() -> pd.DataFrame:
    year, day = AS_OF.year, AS_OF.replace(day=DECIDED_ON_DAY)
    rows = [
        {"unit_id": code, "year": year, "component": "annual", "item": item, "score": score, "maximum": MAXIMUM,
         "recorded_on": day}
        for code, item, score in TAKEN_BACK
    ]  # fmt: skip
    return pd.DataFrame(rows, dtype=object)


def _decisions(reader: Reader, code: str) -> Iterator[dict[str, Any]]:
    """What the office decides of the proposals of a period that are still open, in the month after it."""
    period = whole_period(code)
    scheme = scheme_for(reader, period.last.year) if period else None
    if period is None or scheme is None:
        raise ValueError(f"expected a period with a scheme, got {code!r}")
    open_ones = [(group, row) for group in scheme.groups for row in _open(reader, group, period, scheme)]
    for number, (group, row) in enumerate(open_ones, 1):
        yield _decision(group, period, row, f"FJ-{period.last.year}-{period.last.month:02d}{number:02d}")


def _open(reader: Reader, group: str, period: Period, scheme: Scheme) -> list[dict[str, Any]]:
    inputs = read_inputs(reader, group, period, scheme)
    proposals = veto_proposals(scheme, inputs.counts, inputs.city)
    vetoes = veto_ledger(proposals, inputs.events, period.first, shift(period.last, 1) - dt.timedelta(days=1))
    rows: list[dict[str, Any]] = vetoes[vetoes["status"].eq("proposed") & ~vetoes["outdated"]].to_dict("records")
    return rows


def _decision(group: str, period: Period, row: Mapping[str, Any], veto_no: str) -> dict[str, Any]:
    next_month = shift(period.last, 1)
    # One existing outcome of a few cases is no ground to take an award away.
    rejected = bool(row["few"]) and bool(row["one_case"])
    return {
        "unit_id": row["code"], "veto_no": veto_no, "year": period.last.year, "peer_group": group,
        "source": "computed", **{name: row[name] for name in ("clause", "figure", "base", "average")},
        "occurred_on": next_month - dt.timedelta(days=1), "description": FEW_CASES if rejected else None,
        "status": "rejected" if rejected else "confirmed",
        "decided_on": next_month.replace(day=DECIDED_ON_DAY), "decided_by": OFFICE,
    }  # fmt: skip
