"""The veto ledger: computed vetoes as they were decided, with the counts they rest on, and what was recorded besides.

The vetoes of closed years are all decided; of the running year one is, and the others are left to be found open. They
are those of a city of the first size: a larger one has another average.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from assessment.eligibility import veto_proposals
from assessment.scheme import Scheme
from data_access.demo.city import COUNTIES_PER_SIZE, Units, county_code
from data_access.demo.schemes import COUNTIES, DEPARTMENTS, SCHEME_YEARS, last_day, scheme_items, schemes
from data_access.demo.stories import FALLING
from data_access.demo.streams import AS_OF, Columns
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.litigation import HEADS, LOST
from data_access.ledgers.scheme_store import schemes_of

OFFICE = "市依法行政工作领导小组"
CASE = ["case_no", "instance"]
# Of the computed vetoes of the running year this one is decided.
DECIDED_IN_2026 = (FALLING, "loss")
FEW_CASES = "样本少，经复核不予否决"
RECORDED: tuple[dict[str, Any], ...] = (
    {"unit_id": "C06", "veto_no": "FJ-2025-D01", "year": 2025, "peer_group": COUNTIES, "clause": "serious_violation",
     "occurred_on": dt.date(2025, 8, 14), "ends_on": dt.date(2026, 8, 13), "status": "confirmed",
     "description": "未经听证强制拆除临街商铺，被确认违法并造成较大影响", "document": "演示法督〔2025〕17号",
     "decided_on": dt.date(2025, 9, 22)},
    {"unit_id": "M-housing", "veto_no": "FJ-2026-D01", "year": 2026, "peer_group": DEPARTMENTS,
     "clause": "judgment_refused", "occurred_on": dt.date(2026, 3, 11), "ends_on": dt.date(2026, 7, 31),
     "status": "lifted", "description": "逾期四个月未履行生效判决；判决履行完毕后解除",
     "document": "演示法督〔2026〕9号", "decided_on": dt.date(2026, 7, 31)},
    {"unit_id": "M-transport", "veto_no": "FJ-2026-D02", "year": 2026, "peer_group": DEPARTMENTS,
     "clause": "falsified_data", "occurred_on": dt.date(2026, 6, 3), "ends_on": dt.date(2027, 6, 2),
     "status": "appealed", "description": "整改台账附件与现场不符，单位提出申诉", "document": "演示法督〔2026〕14号",
     "decided_on": dt.date(2026, 7, 2)},
)  # fmt: skip


def veto_events(units: Units, litigation: pd.DataFrame) -> Columns:
    """The columns of the ledger; ``litigation`` is the frame of that ledger, from which the figures are counted."""
    own = _of_first_size(units, _with_attendance(litigation))
    groups = {COUNTIES: _by_county(own), DEPARTMENTS: own[own["unit_id"].isin(_codes(units, "municipal_department"))]}
    scheme_of_year = {each.year: each for each in schemes_of(_rows(schemes()), _rows(scheme_items()))}
    rows = [
        row
        for year in SCHEME_YEARS
        for group, cases in groups.items()
        for row in _computed(scheme_of_year[year], group, _in_year(cases, year), _in_year(_once(own), year))
    ]
    recorded = [{"source": "recorded", "decided_by": OFFICE, **row} for row in RECORDED]
    columns = [column.name for column in BY_KEY["veto_event"].columns]
    frame = pd.DataFrame([*rows, *recorded], columns=columns, dtype=object)
    values = frame.where(frame.notna(), None)
    return {name: values[name].to_numpy() for name in columns}


def _with_attendance(litigation: pd.DataFrame) -> pd.DataFrame:
    attended = litigation["head_attended"].isin(HEADS)
    return litigation.assign(together=attended.groupby([litigation[name] for name in CASE]).transform("any"))


def _rows(columns: Columns) -> list[dict[str, Any]]:
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _codes(units: Units, kind: str) -> list[str]:
    return [code for code, each in zip(units.codes, units.kinds, strict=True) if each == kind]


def _of_first_size(units: Units, litigation: pd.DataFrame) -> pd.DataFrame:
    """The cases of a city of the first size, the first defendant's row of each before the other's."""
    first = [code for code, county in zip(units.codes, units.county, strict=True) if county < COUNTIES_PER_SIZE]
    return litigation[litigation["unit_id"].isin(first)].sort_values("defendant_role", ascending=False, kind="stable")


def _once(cases: pd.DataFrame) -> pd.DataFrame:
    """Each case once: the first defendant's row, where there is one."""
    return cases.drop_duplicates(["case_no", "instance"])


def _by_county(cases: pd.DataFrame) -> pd.DataFrame:
    """The cases of whole counties, each once a county, under the county's code."""
    counties = {county_code(place) for place in range(COUNTIES_PER_SIZE)}
    county = cases["unit_id"].str.split("-").str[0]
    own = cases.assign(unit_id=county)[county.isin(counties)]
    return own.drop_duplicates(["unit_id", "case_no", "instance"])


def _in_year(cases: pd.DataFrame, year: int) -> pd.DataFrame:
    """One row a case that enters a rate of the year: unit_id, indicator, good or bad outcome counted (0 or 1).

    ``together`` says whether the head of any defendant attended.
    """
    heard = cases[
        cases["heard_on"].map(lambda day: day is not None and day.year == year)
        & (_filled(cases, "head_attended") | cases["together"])
    ]
    closed = cases[
        cases["closed_on"].map(lambda day: day is not None and day.year == year)
        & _filled(cases, "outcome")
        & cases["instance"].eq("first")
    ]
    parts = (
        (heard, "appearance_rate", heard["together"]),
        (closed, "loss_rate", closed["outcome"].isin(LOST)),
    )
    return pd.concat(
        [
            pd.DataFrame({"code": rows["unit_id"], "indicator": indicator, "counted": counted.astype(int)})
            for rows, indicator, counted in parts
        ]
    )


def _filled(cases: pd.DataFrame, column: str) -> "pd.Series[bool]":
    return cases[column].notna()


def _counts(cases: pd.DataFrame, *by: str) -> pd.DataFrame:
    counts = cases.groupby(list(by))["counted"].agg(["sum", "size"]).reset_index()
    return counts.rename(columns={"sum": "numerator", "size": "denominator"})


def _computed(scheme: Scheme, group: str, cases: pd.DataFrame, city: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The decided computed vetoes of a group and year, as the rule itself finds them."""
    proposals = veto_proposals(scheme, _counts(cases, "code", "indicator"), _counts(city, "indicator"))
    day = last_day(scheme.year, AS_OF)
    letter = {COUNTIES: "X", DEPARTMENTS: "B"}[group]
    for number, row in enumerate(proposals.to_dict("records"), 1):
        running = scheme.year == AS_OF.year
        if running and (row["code"], row["clause"]) != DECIDED_IN_2026:
            continue
        rejected = bool(row["few"]) and bool(row["one_case"]) and not running
        yield {
            "unit_id": row["code"], "veto_no": f"FJ-{scheme.year}-{letter}{number:02d}", "year": scheme.year,
            "peer_group": group, "clause": row["clause"], "source": "computed",
            "figure": f"{row['numerator']}/{row['denominator']}", "base": str(row["denominator"]),
            "average": f"{row['average_numerator']}/{row['average_denominator']}", "occurred_on": day, "ends_on": None,
            "description": FEW_CASES if rejected else None, "document": f"演示法督〔{scheme.year + (not running)}〕2号",
            "status": "rejected" if rejected else "confirmed",
            "decided_on": AS_OF if running else dt.date(scheme.year + 1, 1, 20), "decided_by": OFFICE,
        }  # fmt: skip
