"""Figures that were published, reproduced by our own functions from the counts their sources give."""

from dataclasses import replace

import pytest

from assessment.rates import rate, wilson_interval
from assessment.scheme import SchemeItem
from assessment.scoring import score
from tests.assessment.given import GROUP, PLAIN, counts, marks, reviews
from wording import wording

PUBLISHED = [
    # 内政办字〔2011〕139号: normative documents of leagues and cities, then of departments
    ("filing_rate", 197, 198, 1, "99.5%"),
    ("filing_timeliness", 100, 197, 0, "51%"),
    ("filing_conformity", 144, 197, 0, "73%"),
    ("filing_timeliness", 55, 125, 0, "44%"),
    ("filing_conformity", 95, 125, 0, "76%"),
    # Qingdao, first half of 2021
    ("appearance_rate", 837, 837, 0, "100%"),
    ("speaking_rate", 663, 837, 2, "79.21%"),
    ("chief_appearance_rate", 115, 1006, 2, "11.43%"),
    # Nanyang 2015
    ("loss_rate", 228, 962, 1, "23.7%"),
]


@pytest.mark.parametrize(("key", "numerator", "denominator", "decimals", "published"), PUBLISHED)
def test_a_published_rate_comes_out_of_its_counts(
    key: str, numerator: int, denominator: int, decimals: int, published: str
) -> None:
    item = SchemeItem(GROUP, "daily", key, 100, 0.0, 1.0)
    scheme = replace(PLAIN, items=(item,))
    rows = counts([("A", key, numerator, denominator)])
    part = score(scheme, GROUP, rows, marks(), reviews(), ["A"]).parts.iloc[0]
    for value in (rate(numerator, denominator), part["value"], part["points"] / 100):
        assert wording("zh").percent(value, decimals) == published
    assert (part["numerator"], part["denominator"]) == (numerator, denominator)


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [(2, 7, "8.2%", "64.1%"), (20, 70, "19.3%", "40.1%"), (0, 5, "0.0%", "43.4%")],
)
def test_intervals_are_those_of_the_definitions(numerator: int, denominator: int, low: str, high: str) -> None:
    assert tuple(wording("zh").percent(end) for end in wilson_interval(numerator, denominator)) == (low, high)
