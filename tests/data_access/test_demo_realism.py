"""The demo city has the sizes, rates and states that the domain asks for."""

import datetime as dt

import pandas as pd
import pytest

from data_access import demo
from data_access.store.official_days import is_working_day
from tests.data_access.demo_figures import (
    RATE_OF_CASES,
    Frames,
    by_year,
    cases_once,
    city,
    distinct_cases,
    with_heads,
)

FULL_YEARS = (2022, 2023, 2024, 2025)


@pytest.fixture(scope="module")
def frames() -> Frames:
    return city()


@pytest.mark.parametrize(
    ("ledger", "day", "low", "high"),
    [
        ("reconsideration", "received_on", 400, 700),
        ("litigation", "filed_on", 350, 700),
        ("rectification", "assigned_on", 900, 1_500),
        ("petition", "received_on", 1_500, 2_500),
    ],
)
def test_yearly_numbers_are_those_of_a_real_city(frames: Frames, ledger: str, day: str, low: int, high: int) -> None:
    cases = distinct_cases(frames[ledger])
    if ledger == "litigation":
        cases = cases[cases["instance"] == "first"]
    numbers = by_year(cases, day).size()
    assert all(low <= numbers[year] <= high for year in FULL_YEARS)
    assert 0.7 < numbers[2026] / numbers[2025] < 1


def test_reconsideration_jumps_in_2024(frames: Frames) -> None:
    numbers = by_year(distinct_cases(frames["reconsideration"]), "received_on").size()
    assert numbers[2024] / numbers[2023] > 1.5


def test_a_county_has_15_to_110_cases_a_year(frames: Frames) -> None:
    first = frames["litigation"].query("instance == 'first'")
    for county in (f"C{number:02d}" for number in range(1, 11)):
        numbers = by_year(cases_once(first, county), "filed_on").size()
        assert all(15 <= numbers[year] <= 110 for year in FULL_YEARS), county


RATES: list[tuple[str, str, str, dict[int, tuple[float, float]]]] = [
    ("litigation", "heard_on", "appearance_rate",
     {2022: (0.4, 0.55), 2023: (0.55, 0.68), 2024: (0.68, 0.8), 2025: (0.78, 0.88), 2026: (0.85, 0.95)}),
    ("litigation", "closed_on", "loss_rate", dict.fromkeys(range(2022, 2027), (0.08, 0.20))),
    ("litigation", "heard_on", "speaking_rate", dict.fromkeys(range(2022, 2027), (0.58, 0.82))),
    ("reconsideration", "closed_on", "direct_correction_rate", dict.fromkeys(range(2022, 2027), (0.04, 0.14))),
    ("reconsideration", "closed_on", "overall_correction_rate", dict.fromkeys(range(2022, 2027), (0.25, 0.40))),
]  # fmt: skip


@pytest.mark.parametrize(("ledger", "day", "indicator", "bounds"), RATES, ids=lambda value: str(value)[:24])
def test_the_citys_rates_are_plausible_in_every_year(
    frames: Frames, ledger: str, day: str, indicator: str, bounds: dict[int, tuple[float, float]]
) -> None:
    rate = RATE_OF_CASES[indicator]
    for year, cases in by_year(distinct_cases(with_heads(frames[ledger])), day):
        numerator, denominator = rate(cases)
        low, high = bounds[year]
        assert low <= numerator / denominator <= high, (year, numerator, denominator)


def test_some_deciding_columns_are_blank_and_some_cases_open(frames: Frames) -> None:
    suits, reconsidered = frames["litigation"], frames["reconsideration"]
    first = suits.query("instance == 'first'")
    blanks = {
        "head": suits.dropna(subset="heard_on")["head_attended"].isna().mean(),
        "loss": first.dropna(subset="closed_on")["outcome"].isna().mean(),
        "outcome": reconsidered.dropna(subset="closed_on")["outcome"].isna().mean(),
    }
    assert all(0.005 < share < 0.04 for share in blanks.values()), blanks
    assert first["closed_on"].isna().sum() > 50
    accepted = reconsidered.query("acceptance == 'accepted'")
    assert accepted["closed_on"].isna().sum() > 50


def test_case_numbers_show_every_instance_and_several_defendants(frames: Frames) -> None:
    suits = frames["litigation"]
    assert set(suits["instance"]) == {"first", "second", "retrial"}
    together = suits[suits["defendant_role"] == "co"].merge(
        suits[suits["defendant_role"] == "first"], on=["case_no", "instance"], suffixes=("_co", "_first")
    )
    assert len(together) == suits["defendant_role"].eq("co").sum()
    same_county = together["unit_id_co"].str[:3] == together["unit_id_first"].str[:3]
    across_levels = together["unit_id_first"].str.startswith("M-") & together["unit_id_co"].str.fullmatch(r"C\d\d")
    assert same_county.sum() > 50
    assert across_levels.sum() > 5


def test_open_items_stand_in_every_light(frames: Frames) -> None:
    open_items = frames["rectification"].query("closed_on.isna()")
    due = open_items["extended_due_on"].where(open_items["extended_on"].notna(), open_items["due_on"])
    left = due.map(lambda day: (day - demo.AS_OF).days)
    elapsed = open_items["assigned_on"].map(lambda day: (demo.AS_OF - day).days)
    dark = (left < -30) | (open_items["returned_count"] >= 2)
    red = ~dark & (left < 0)
    returned = ~dark & ~red & (open_items["returned_count"] == 1)
    blue = ~dark & ~red & ~returned & (left <= 7)
    slow = ~dark & ~red & ~returned & ~blue & open_items["submitted_on"].isna() & (elapsed > left)
    grey = ~(dark | red | returned | blue | slow)
    assert all(light.sum() >= 3 for light in (dark, red, returned, blue, slow, grey))


def test_petitions_move_online_and_most_are_resolved_at_their_source(frames: Frames) -> None:
    online = [(rows["channel"] == "online").mean() for _year, rows in by_year(frames["petition"], "received_on")]
    assert online == sorted(online)
    assert online[0] < 0.3 < 0.5 < online[-1]
    for year, closed in by_year(frames["petition"], "closed_on"):
        known = closed.dropna(subset="outcome")
        at_source = ~known["outcome"].isin(["sued", "repeated"]) & ~known["repeated"].astype(bool)
        rated = closed.dropna(subset="rated")["rated"].astype(bool)
        satisfied = closed[closed["rated"].eq(True)].dropna(subset="satisfied")["satisfied"].astype(bool)
        assert 0.75 < at_source.mean() < 0.90, year
        assert 0.45 < rated.mean() < 0.70, year
        assert 0.68 < satisfied.mean() < 0.88, year


def test_some_petitions_are_open_blank_or_late(frames: Frames) -> None:
    petitions = frames["petition"]
    assert 50 < petitions["closed_on"].isna().sum() < 400
    closed = petitions.dropna(subset="closed_on")
    assert 0.005 < closed["outcome"].isna().mean() < 0.04
    days = pd.Series(
        [(end - start).days for end, start in zip(closed["closed_on"], closed["received_on"], strict=True)]
    )
    assert 0.01 < (days > 60).mean() < 0.08


def test_each_county_calls_three_to_six_joint_meetings_a_year_and_the_city_six(frames: Frames) -> None:
    meetings = frames["joint_meeting"]
    numbers = {year: rows["unit_id"].value_counts() for year, rows in by_year(meetings, "held_on")}
    for year in FULL_YEARS:
        assert numbers[year].pop("M") == 6
        assert len(numbers[year]) == 10
        assert numbers[year].between(3, 6).all()
    assert set(meetings["partner"]) == {"court", "petition_office", "prosecutor"}
    known = meetings.dropna(subset=["cases_discussed", "resolved"])
    assert (known["resolved"] <= known["cases_discussed"]).all()
    assert 0.4 < known["resolved"].sum() / known["cases_discussed"].sum() < 0.8


def test_most_applications_are_decided_on_within_five_working_days(frames: Frames) -> None:
    decided = frames["reconsideration"].query("acceptance in ('accepted', 'refused')")
    decided = decided.dropna(subset="decision_on_acceptance_on")
    late = pd.Series(
        [
            _working_days(received, decision) > 5
            for received, decision in zip(decided["received_on"], decided["decision_on_acceptance_on"], strict=True)
        ]
    )
    assert 0.03 < late.mean() < 0.12
    undecided = frames["reconsideration"]["decision_on_acceptance_on"].isna()
    waiting = frames["reconsideration"].loc[undecided, "received_on"]
    assert 1 <= len(waiting) <= 6
    assert max(_working_days(received, demo.AS_OF) for received in waiting) > 5


def _working_days(received: dt.date, decided: dt.date) -> int:
    days = (received + dt.timedelta(day) for day in range(1, (decided - received).days + 1))
    return sum(is_working_day(day)[0] for day in days)


def test_archives_ask_for_12_to_24_materials_and_get_most(frames: Frames) -> None:
    asked = frames["archive_requirement"].groupby(["year", "unit_kind"]).size()
    assert asked.between(12, 24).all()
    states = frames["archive_material"]["state"].value_counts(normalize=True)
    assert states["accepted"] > 0.8
    assert set(states.index) == {"accepted", "submitted", "returned"}
    late = frames["archive_material"]["submitted_on"] > frames["archive_material"]["due_on"]
    assert 0.03 < late.mean() < 0.2


def test_there_are_45_sites_in_all_states(frames: Frames) -> None:
    sites = frames["demonstration_site"]
    assert len(sites) == 45
    assert set(sites["state"]) == {
        "cultivating", "applied", "assessed", "designated", "reviewed", "warned", "revoked",
    }  # fmt: skip
