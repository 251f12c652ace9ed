"""Time to close with what is still open: a published Kaplan–Meier example, and what holds of every curve.

The example: remission in weeks of children with leukaemia, 6-MP against placebo (Freireich et al. 1963, Blood 21:
699–716; Cox and Oakes 1984, Analysis of Survival Data, p. 7; Klein and Moeschberger 1997, section 1.2; R: KMsurv,
``drug6mp``). Survival, standard errors and at risk as R's ``summary(survfit(Surv(t2, relapse) ~ 1, drug6mp))`` prints
them; log(−log S) intervals as Stata's ``sts list`` prints them (G. Rodríguez, Princeton: the Gehan survival data).
"""

import math
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.survival import COLUMNS, curve, grouped, kaplan_meier, median, time_until
from tests.assessment.given import some_examples

SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
# days, at risk, events, survival, standard error
SIX_MP_PUBLISHED = [
    (6, 21, 3, 0.857, 0.0764),
    (7, 17, 1, 0.807, 0.0869),
    (10, 15, 1, 0.753, 0.0963),
    (13, 12, 1, 0.690, 0.1068),
    (16, 11, 1, 0.627, 0.1141),
    (22, 7, 1, 0.538, 0.1282),
    (23, 6, 1, 0.448, 0.1346),
]
PLACEBO_PUBLISHED = [
    (1, 21, 2, 0.9048, 0.0641),
    (2, 19, 2, 0.8095, 0.0857),
    (3, 17, 1, 0.7619, 0.0929),
    (4, 16, 2, 0.6667, 0.1029),
    (5, 14, 2, 0.5714, 0.1080),
    (8, 12, 4, 0.3810, 0.1060),
    (11, 8, 2, 0.2857, 0.0986),
    (12, 6, 2, 0.1905, 0.0857),
    (15, 4, 1, 0.1429, 0.0764),
    (17, 3, 1, 0.0952, 0.0641),
]


def rows(times: str) -> pd.DataFrame:
    """Times as they are written in books: with a plus while still open."""
    return pd.DataFrame(
        [(int(time.rstrip("+")), not time.endswith("+")) for time in times.split()], columns=["days", "closed"]
    )


def estimated(times: str) -> pd.DataFrame:
    return kaplan_meier(grouped(rows(times)))


@pytest.mark.parametrize(
    ("times", "published", "decimals"),
    [(SIX_MP, SIX_MP_PUBLISHED, 3), (PLACEBO, PLACEBO_PUBLISHED, 4)],
    ids=["6-MP", "placebo"],
)
def test_the_published_curves_come_out(
    times: str, published: list[tuple[int, int, int, float, float]], decimals: int
) -> None:
    steps = estimated(times)
    events = steps[steps["events"] > 0].head(len(published))
    rounded = events.assign(
        survival=events["survival"].round(decimals), standard_error=events["standard_error"].round(4)
    )
    columns = ["days", "at_risk", "events", "survival", "standard_error"]
    assert list(rounded[columns].itertuples(index=False, name=None)) == published


def test_the_published_medians_come_out() -> None:
    assert (median(estimated(SIX_MP)), median(estimated(PLACEBO))) == (23, 8)


@pytest.mark.parametrize(
    ("times", "published"),
    [
        (SIX_MP, {6: (0.6197, 0.9516), 7: (0.5631, 0.9228)}),
        (PLACEBO, {1: (0.6700, 0.9753), 2: (0.5689, 0.9239)}),
    ],
    ids=["6-MP", "placebo"],
)
def test_the_published_intervals_come_out(times: str, published: dict[int, tuple[float, float]]) -> None:
    steps = estimated(times).set_index("days")
    for days, (low, high) in published.items():
        assert (round(steps.loc[days, "low"], 4), round(steps.loc[days, "high"], 4)) == (low, high)


def test_greenwoods_formula_by_hand() -> None:
    # 4 items: one closed after 1 day, one still open after 2, one closed after 3, one still open after 5.
    steps = estimated("1 2+ 3 5+")
    assert steps["survival"].tolist() == pytest.approx([3 / 4, 3 / 4, 3 / 8, 3 / 8])
    variance = (3 / 8) ** 2 * (1 / (4 * 3) + 1 / (2 * 1))
    assert steps["standard_error"].iat[-1] == pytest.approx(math.sqrt(variance))


def test_where_all_are_closed_in_the_end_the_last_error_is_unknown() -> None:
    last = estimated(PLACEBO).iloc[-1]
    assert last["survival"] == 0
    assert last[["standard_error", "low", "high"]].isna().all()


def test_the_median_has_the_ends_of_its_interval() -> None:
    steps = estimated(SIX_MP)
    assert time_until(steps, of="low") == 13
    assert time_until(steps, of="high") is None


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ("5", 5),
        ("3 7", 3),  # exactly half are closed after 3 days
        ("3+ 7", 7),
        ("3 7+ 9+", None),
        ("2+ 4+", None),
        ("0 0 9", 0),
        # Six of six are closed, one after the other: the product of 5/6, 4/5 … is 1/2 after the third.
        ("1 2 3 4 5 6", 3),
        ("", None),
    ],
)
def test_the_median_is_the_first_day_with_at_most_half_still_open(times: str, expected: float | None) -> None:
    assert median(estimated(times)) == expected


def test_nothing_counted_gives_no_steps() -> None:
    empty = estimated("")
    assert (list(empty.columns), len(empty)) == (list(COLUMNS), 0)
    assert curve(empty).to_numpy().tolist() == [[0.0, 1.0]]
    assert kaplan_meier(pd.DataFrame({"days": [4], "closed": [0], "censored": [0]})).empty


def test_while_everything_is_open_the_curve_stays_at_one() -> None:
    steps = estimated("3+ 5+ 5+")
    assert steps[["survival", "low", "high"]].eq(1.0).all(axis=None)
    assert steps["standard_error"].eq(0.0).all()


def test_items_censored_on_a_day_are_at_risk_when_others_close_on_it() -> None:
    assert estimated("4+ 4")["survival"].tolist() == [0.5]


@pytest.mark.parametrize("counts", [(-1, 1, 0), (3, -1, 0), (3, 0, -1)])
def test_numbers_below_nought_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        kaplan_meier(pd.DataFrame([counts], columns=["days", "closed", "censored"]))


some_rows = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


def frame(items: list[tuple[int, bool]]) -> pd.DataFrame:
    return pd.DataFrame(items, columns=["days", "closed"])


@some_examples
@given(some_rows)
def test_a_curve_never_rises_and_stays_within_its_interval_and_within_shares(items: list[tuple[int, bool]]) -> None:
    steps = kaplan_meier(grouped(frame(items)))
    assert steps["survival"].is_monotonic_decreasing
    assert steps["survival"].between(0, 1).all()
    known = steps.dropna()
    assert (known["low"] - 1e-12 <= known["survival"]).all()
    assert (known["survival"] <= known["high"] + 1e-12).all()
    assert known[["low", "high"]].apply(lambda ends: ends.between(0, 1)).all(axis=None)
    assert steps["events"].sum() + steps["censored"].sum() == len(items) == steps["at_risk"].iat[0]


@some_examples
@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_without_open_items_the_curve_is_the_share_that_took_longer(days: list[int]) -> None:
    steps = kaplan_meier(grouped(frame([(day, True) for day in days])))
    longer = [sum(day > end for day in days) / len(days) for end in steps["days"]]
    assert steps["survival"].tolist() == pytest.approx(longer)
    # Without censoring Greenwood's formula is the binomial one.
    binomial = [math.sqrt(share * (1 - share) / len(days)) for share in longer[:-1]]
    assert steps["standard_error"].tolist()[:-1] == pytest.approx(binomial)


@some_examples
@given(some_rows, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(items: list[tuple[int, bool]], random: Random) -> None:
    shuffled = items.copy()
    random.shuffle(shuffled)
    pd.testing.assert_frame_equal(kaplan_meier(grouped(frame(items))), kaplan_meier(grouped(frame(shuffled))))


@some_examples
@given(some_rows)
def test_counts_of_the_same_day_are_added_up(items: list[tuple[int, bool]]) -> None:
    single = pd.DataFrame([(day, int(closed), int(not closed)) for day, closed in items])
    single.columns = ["days", "closed", "censored"]
    pd.testing.assert_frame_equal(kaplan_meier(single), kaplan_meier(grouped(frame(items))))


@some_examples
@given(some_rows)
def test_the_estimate_agrees_with_another_way_to_it(items: list[tuple[int, bool]]) -> None:
    """Efron's redistribution to the right: the weight of a censored item goes to all items that last longer."""
    ordered = sorted(items, key=lambda item: (item[0], not item[1]))
    weights = [1 / len(items)] * len(items)
    for place, (_, closed) in enumerate(ordered):
        if not closed and place + 1 < len(items):
            share = weights[place] / (len(items) - place - 1)
            weights = [*weights[:place], 0.0, *(weight + share for weight in weights[place + 1 :])]
    steps = kaplan_meier(grouped(frame(items)))
    for days, survival in zip(steps["days"], steps["survival"], strict=True):
        gone = sum(weight for weight, (day, closed) in zip(weights, ordered, strict=True) if closed and day <= days)
        assert survival == pytest.approx(1 - gone)
