"""How sure a rank is under a printed scheme: rates are drawn, counts are not; the first column is what was scored."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from assessment.line_taken import by_rate
from assessment.robustness import draw, robustness, totals
from assessment.rules import NOTHING
from assessment.scheme import exact
from assessment.scheme_tree import as_tree
from assessment.score_frames import Scores
from assessment.scoring import score
from assessment.tree_draws import _lost
from tests.assessment import given as flat
from tests.assessment.given import GROUP, counts, marks, reviews
from tests.assessment.trees import PRINTED, line, tree

UNITS = {"A": (9, 10, 2), "B": (8, 10, 0), "C": (10, 10, 5), "D": (0, 0, 1)}


def printed_scores() -> Scores:
    same = (("filing_rate", 7, 10), ("filing_timeliness", 6, 7), ("loss_rate", 1, 5))
    rows = [(code, *row) for code in UNITS for row in same]
    for code, (attended, heard, missing) in UNITS.items():
        rows += [(code, "appearance_rate", attended, heard), (code, "reports_missing", missing, 12)]
    given = [(code, "annual", "training", 9, 12) for code in UNITS] + [("A", "adjustment", "commendation", 3, None)]
    return score(PRINTED, GROUP, counts(rows), marks(given), reviews([(code, "public", 9, 80) for code in UNITS]),
                 list(UNITS))  # fmt: skip


def test_the_first_column_of_the_draws_is_what_was_scored_and_only_rates_move() -> None:
    scores = printed_scores()
    drawn = draw(PRINTED, GROUP, scores, 50)
    found = totals(drawn, PRINTED)
    assert found[:, 0].tolist() == scores.totals["score"].tolist()
    assert set(drawn.values) == {("1.1", "per_point:filing_timeliness"), ("2.1.1", "bands:appearance_rate")}
    assert robustness(PRINTED, GROUP, scores, 50).units["low"].notna().all()


def test_counts_alone_leave_no_doubt_but_that_of_the_weights() -> None:
    scheme = tree(line("1", "per_case", "loss_rate", 100, step=10))
    scores = score(scheme, GROUP, counts([("A", "loss_rate", 2, 5), ("B", "loss_rate", 3, 5)]), marks(), reviews(),
                   ["A", "B"])  # fmt: skip
    assert robustness(scheme, GROUP, scores, 50).surely_ahead_of() == {"A": ("B",), "B": ()}


def test_other_weights_are_tried_on_the_same_draws() -> None:
    scores = printed_scores()
    drawn = draw(PRINTED, GROUP, scores, 20)
    other = replace(PRINTED, w_daily=0, w_annual=100, w_external=0)
    # Training alone: 9 of 12; A has three points of commendation.
    assert totals(drawn, other)[:, 0].tolist() == [78, 75, 75, 75]


def test_a_scheme_of_components_is_as_sure_as_a_tree() -> None:
    scheme = flat.SCHEME
    counted = counts([("A", "loss_rate", 2, 20), ("A", "appearance_rate", 8, 10), ("B", "loss_rate", 0, 1, True)])
    given = (counted, marks([("A", "annual", "plan", 18, 20)]), reviews([("A", "public", 9, 87.3)]))
    of_both = [
        totals(draw(each, GROUP, score(each, GROUP, *given, ["A", "B"]), 5), each)[:, 0]
        for each in (scheme, as_tree(scheme))
    ]
    np.testing.assert_array_equal(*of_both)


@pytest.mark.parametrize(
    ("rule", "key", "numbers"),
    [
        ("goalposts", "appearance_rate", {"floor": 0.5, "target": 0.9}),
        ("goalposts", "loss_rate", {"floor": 0.3, "target": 0.05}),
        ("per_point", "appearance_rate", {"target": 0.95, "step": 0.3}),
        ("per_point", "loss_rate", {"target": 0.1, "step": 0.3}),
        ("bands", "appearance_rate", {"bands": "95%:100%; 80%:50%; 60%:20%"}),
        ("bands", "loss_rate", {"bands": "10%:100%; 20%:50%"}),
    ],
)
def test_many_rates_at_once_take_what_one_rate_takes(rule: str, key: str, numbers: dict[str, object]) -> None:
    of_rule = line("1", rule, key, 8, **numbers)
    rates = np.array([[n / 20 for n in range(21)]])
    one_by_one = [float(8 - by_rate(of_rule, NOTHING + 8, exact(rate))) for rate in itertools.chain(*rates.tolist())]
    assert _lost(of_rule, 8, rates)[0].tolist() == pytest.approx(one_by_one)
