"""The demo city's scores, vetoes and places once more: in plain Python over its frames, from the text of the rules."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.asked.periods import Period
from data_access.demo.stories import SINGLE_CASE
from data_access.reading.assessed import Assessed, assess, assessed_period
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING, Viewer
from data_access.store.engine import reader_engine
from tests.data_access.demo_figures import as_loaded
from tests.recount import Figure, Key

YEAR = Period("custom", dt.date(2026, 1, 1), dt.date(2026, 10, 1))
GROUPS = {"counties": "whole", "municipal_departments": "own"}
LOWER = {"loss_rate", "final_loss_rate"}
Counts = dict[tuple[str, str], tuple[int, int]]


@pytest.fixture(scope="module")
def demo_engine(demo_url: str) -> Iterator[Engine]:
    engine = reader_engine(demo_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def reader(demo_engine: Engine) -> Iterator[Reader]:
    with reading(demo_engine, ALL_SEEING) as found:
        yield found


@pytest.fixture(scope="module")
def counts(recounted_demo: dict[Key, Figure]) -> Counts:
    """(level and unit, indicator) → numerator, denominator of January to October."""
    found: Counts = {}
    for (level, code, month, indicator), (x, n) in recounted_demo.items():
        if YEAR.first <= month <= YEAR.last:
            old = found.get((f"{level} {code}", indicator), (0, 0))
            found[f"{level} {code}", indicator] = (old[0] + x, old[1] + n)
    return found


def found_for(reader: Reader, group: str) -> Assessed:
    found = assess(reader, group, YEAR)
    assert found is not None
    return found


def rows_of(key: str, **wanted: object) -> list[dict[str, Any]]:
    frame = as_loaded()[key]
    for name, value in wanted.items():
        frame = frame[frame[name] == value]
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def share(value: object) -> Fraction:
    return Fraction(str(value))


def points_of(item: dict[str, Any], code: str, level: str, counts: Counts) -> Fraction | None:
    """What an item of the scheme gives a unit, 0–100; None where there is nothing to count."""
    if item["component"] == "daily":
        x, n = counts.get((f"{level} {code}", item["key"]), (0, 0))
        if not n:
            return None
        low, high = share(item["floor"]), share(item["target"])
        return min(max((Fraction(x, n) - low) / (high - low) * 100, Fraction(0)), Fraction(100))
    if item["component"] == "annual":
        marks = rows_of("assessment_mark", unit_id=code, year=2026, component="annual", item=item["key"])
        return share(marks[0]["score"]) / share(marks[0]["maximum"]) * 100 if marks else None
    reviews = rows_of("external_review", unit_id=code, year=2026, reviewer_group=item["key"])
    return share(reviews[0]["mean_score"]) if reviews else None


def score_of(code: str, group: str, counts: Counts) -> Fraction:
    (scheme,) = rows_of("scheme", year=2026)
    items = rows_of("scheme_item", year=2026, peer_group=group)
    total, weights = Fraction(0), Fraction(0)
    for component in ("daily", "annual", "external"):
        given = [
            (share(item["weight"]), points_of(item, code, GROUPS[group], counts))
            for item in items
            if item["component"] == component
        ]
        known = [(weight, points) for weight, points in given if points is not None]
        if known:
            mean = sum(weight * points for weight, points in known) / sum(weight for weight, _ in known)
            total += share(scheme[f"w_{component}"]) * mean
            weights += share(scheme[f"w_{component}"])
    marks = rows_of("assessment_mark", unit_id=code, year=2026, component="adjustment")
    given_on_top = sum((share(mark["score"]) for mark in marks), Fraction(0))
    cap = share(scheme["adjustment_cap"])
    return min(max(total / weights + min(max(given_on_top, -cap), cap), Fraction(0)), Fraction(100))


@pytest.mark.long
@pytest.mark.parametrize("group", GROUPS)
def test_every_score_is_what_plain_python_makes_of_the_rows(reader: Reader, counts: Counts, group: str) -> None:
    table = found_for(reader, group).table
    silent = found_for(reader, group).scores.parts.query("state == 'not_reported'")["code"].unique()
    compared = table[~table["code"].isin(silent)]
    assert len(compared) > 8
    for row in compared.to_dict("records"):
        expected = score_of(row["code"], group, counts)
        assert row["score"] == float(Fraction(int(expected * 100 + Fraction(1, 2)), 100)), row["code"]


@pytest.mark.parametrize("group", GROUPS)
def test_the_parts_of_every_score_add_up_to_it(reader: Reader, group: str) -> None:
    found = found_for(reader, group)
    sums = found.scores.parts.groupby("code")["printed"].sum().round(2)
    assert found.table.set_index("code")["score"].to_dict() == sums.to_dict()
    shown = found.table[["daily", "annual", "external", "adjustment"]].sum(axis=1).round(2)
    assert shown.tolist() == found.table["score"].tolist()


@pytest.mark.one_in(2)
@pytest.mark.parametrize("group", GROUPS)
def test_every_veto_proposal_follows_from_the_rows(reader: Reader, counts: Counts, group: str) -> None:
    found = found_for(reader, group)
    proposed = {(row["code"], row["clause"]) for row in found.proposals.to_dict("records")}
    expected = set()
    for clause, indicator, worst_first in (("appearance", "appearance_rate", 1), ("loss", "loss_rate", -1)):
        x, n = counts["city ", indicator]
        rates = {}
        for code in found.inputs.units["code"]:
            own = counts.get((f"{GROUPS[group]} {code}", indicator))
            if own:
                rates[code] = Fraction(*own) * worst_first
        for code, rate in rates.items():
            worse = sum(other < rate for other in rates.values())
            if rate < Fraction(x, n) * worst_first and worse < 3:
                expected.add((code, clause))
    assert proposed == expected


def test_the_veto_decided_by_one_case_says_so(reader: Reader) -> None:
    vetoes = found_for(reader, "counties").vetoes
    own = vetoes[(vetoes["code"] == SINGLE_CASE) & (vetoes["clause"] == "loss")].iloc[0]
    assert (own["figure"], own["one_case"], own["status"]) == ("2/9", True, "proposed")


def test_a_veto_takes_the_award_place_and_not_the_place(reader: Reader) -> None:
    table = found_for(reader, "counties").table
    out = table[~table["eligible"]]
    assert len(out) > 0
    assert out["award_place"].isna().all()
    assert out["rank"].notna().all()
    eligible = table[table["eligible"]]
    assert eligible["award_place"].tolist() == list(range(1, len(eligible) + 1))


def test_scores_are_those_of_the_group_whoever_asks(demo_engine: Engine, reader: Reader) -> None:
    with reading(demo_engine, Viewer("one county", units=frozenset({"C01"}), sees_unpublished=True)) as scoped:
        seen = found_for(scoped, "counties")
    whole = found_for(reader, "counties")
    pd.testing.assert_frame_equal(seen.table, whole.table)
    reasons = seen.inputs.marks.groupby("code")["reason"].count()
    assert reasons.drop("C01").sum() == 0


@pytest.mark.parametrize(
    ("first", "last", "assessed"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 6, 1), True),
        (dt.date(2026, 2, 1), dt.date(2026, 6, 1), False),
        (dt.date(2025, 1, 1), dt.date(2026, 6, 1), False),
    ],
)
def test_only_a_period_from_january_within_a_year_is_assessed(first: dt.date, last: dt.date, assessed: bool) -> None:
    assert (assessed_period(Period("custom", first, last)) is not None) == assessed


def test_a_group_no_scheme_knows_and_a_year_without_a_scheme_are_not_assessed(reader: Reader) -> None:
    assert assess(reader, "sector:transport", YEAR) is None
    assert assess(reader, "counties", Period("custom", dt.date(2022, 1, 1), dt.date(2022, 12, 1))) is None


def test_a_unit_that_ended_within_the_year_is_assessed_no_more(reader: Reader) -> None:
    year = Period("custom", dt.date(2024, 1, 1), dt.date(2024, 12, 1))
    found = assess(reader, "municipal_departments", year)
    assert found is not None
    ended = reader.units().query("active_to.notna()")["code"]
    assert not set(ended) & set(found.table["code"])
