"""Figures of the demo city in plain pandas over its frames, written from the text of the rules."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd

from data_access import demo
from data_access.ledgers.all import BY_KEY

Frames = dict[str, pd.DataFrame]
Base = tuple[int, int]

HEADS = ["chief", "deputy", "other_head"]
LOST = [
    "revoked", "partly_revoked", "altered", "confirmed_illegal", "void", "ordered_to_perform", "ordered_to_pay",
    "agreement_judgment",
]  # fmt: skip
CORRECTED = ["revoked", "altered", "confirmed_illegal", "ordered_to_perform"]
SETTLED_TOO = [*CORRECTED, "mediated", "settled", "withdrawn_after_change"]


# What generating a city of a size told of its progress.
TOLD: defaultdict[int, list[tuple[str, int, int]]] = defaultdict(list)


def city(size: int = 1) -> Frames:
    """The demo city, generated once a process; not to be changed."""
    return _city(size)


@cache
def _city(size: int) -> Frames:
    return demo.generate(size, progress=lambda *stage: TOLD[size].append(stage))


@cache
def as_loaded(size: int = 1) -> Frames:
    """The demo city as its database holds it: what was corrected after publishing is corrected; not to be changed.

    Without the veto decisions that the city takes on its own figures before it publishes.
    """
    corrected = dict(city(size))
    for key, rows in demo.correction(size).items():
        names = list(BY_KEY[key].natural_key)
        later = rows.set_index(names)
        standing = corrected[key].set_index(names)
        changed = standing.index.isin(later.index)
        standing.loc[changed] = later.loc[standing.index[changed]]
        corrected[key] = standing.reset_index()[list(rows)]
    return corrected


def distinct_cases(rows: pd.DataFrame) -> pd.DataFrame:
    """Each case (and instance) once: the first defendant's row."""
    if "case_no" not in rows:
        return rows
    keys = [name for name in ("case_no", "instance") if name in rows]
    return rows.sort_values("defendant_role", ascending=False, kind="stable").drop_duplicates(keys)


def of_county(rows: pd.DataFrame, county: str) -> pd.DataFrame:
    return rows[rows["unit_id"].eq(county) | rows["unit_id"].str.startswith(f"{county}-")]


def cases_once(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The rows of a unit; of a county all its units' cases, each once."""
    return rows[rows["unit_id"].eq(unit)] if "-" in unit else distinct_cases(of_county(rows, unit))


def by_year(rows: pd.DataFrame, day: str) -> Any:
    dated = rows.dropna(subset=day)
    return dated.groupby(dated[day].map(lambda each: each.year))


def within(rows: pd.DataFrame, day: str, first: dt.date, last: dt.date) -> pd.DataFrame:
    dated = rows.dropna(subset=day)
    return dated[dated[day].map(lambda each: first <= each <= last).astype(bool)]


def _share(rows: pd.DataFrame, part: "pd.Series[bool]") -> Base:
    return int(part.sum()), len(rows)


def with_heads(rows: pd.DataFrame) -> pd.DataFrame:
    """Suits with whether the head of any of their defendants was in court."""
    if "head_attended" not in rows:
        return rows
    attended = rows["head_attended"].isin(HEADS).groupby([rows["case_no"], rows["instance"]])
    return rows.assign(somebody=attended.transform("any"))


def _appearance(cases: pd.DataFrame) -> Base:
    known = cases[cases["head_attended"].notna() | cases["somebody"]]
    return _share(known, known["somebody"])


def _speaking(cases: pd.DataFrame) -> Base:
    known = cases[cases["head_attended"].isin(HEADS)].dropna(subset="head_spoke")
    return _share(known, known["head_spoke"].eq(True))


def _loss(cases: pd.DataFrame) -> Base:
    known = cases[cases["instance"] == "first"].dropna(subset="outcome")
    return _share(known, known["outcome"].isin(LOST))


def _outcome_in(words: list[str]) -> Callable[[pd.DataFrame], Base]:
    def share(cases: pd.DataFrame) -> Base:
        known = cases.dropna(subset="outcome")
        return _share(known, known["outcome"].isin(words))

    return share


def _on_time(items: pd.DataFrame) -> Base:
    closed = items["closed_on"].map(lambda day: day or dt.date.max)
    return _share(items, closed <= items["due_on"])


RATE_OF_CASES: dict[str, Callable[[pd.DataFrame], Base]] = {
    "appearance_rate": _appearance,
    "speaking_rate": _speaking,
    "loss_rate": _loss,
    "direct_correction_rate": _outcome_in(CORRECTED),
    "overall_correction_rate": _outcome_in(SETTLED_TOO),
    "rectification_on_time_rate": _on_time,
}
PLACE_OF = {
    "appearance_rate": ("litigation", "heard_on"),
    "loss_rate": ("litigation", "closed_on"),
    "rectification_on_time_rate": ("rectification", "due_on"),
}


def rate(frames: Frames, indicator: str, unit: str | None, first: dt.date, last: dt.date) -> Base:
    """Numerator and denominator of a unit, a whole county, or (None) the city."""
    ledger, day = PLACE_OF[indicator]
    rows = with_heads(within(frames[ledger], day, first, last))
    return RATE_OF_CASES[indicator](distinct_cases(rows) if unit is None else cases_once(rows, unit))


def county_rates(frames: Frames, indicator: str, first: dt.date, last: dt.date) -> dict[str, Base]:
    units = frames["unit"]
    counties = units.loc[units["kind"] == "county", "code"]
    return {county: rate(frames, indicator, county, first, last) for county in counties}


def paper_closures(frames: Frames, unit: str, first: dt.date, last: dt.date) -> pd.DataFrame:
    """Items closed within the last two days before due, without attachment, with another closure's text."""
    items = frames["rectification"]
    own = within(items[items["unit_id"].eq(unit)], "closed_on", first, last)
    left = pd.Series(
        [(due - closed).days for due, closed in zip(own["due_on"], own["closed_on"], strict=True)], own.index
    )
    same_text = own["closure_text"].isin(items.loc[items["closure_text"].duplicated(), "closure_text"])
    return own[left.between(0, 2) & own["attachment_count"].eq(0) & same_text]


def overdue_items(frames: Frames, unit: str, as_of: dt.date) -> pd.DataFrame:
    items = frames["rectification"]
    own = items[items["unit_id"].eq(unit) & items["closed_on"].isna()]
    due = own["extended_due_on"].where(own["extended_due_on"].notna(), own["due_on"])
    return own[due.map(lambda day: day < as_of).astype(bool)]
