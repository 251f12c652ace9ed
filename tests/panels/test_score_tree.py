"""Causes of lost points: each in words, with what it opens; what an item lost is shared out as printed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.lost_points import shared_out
from panels.score_tree import cause_in_words, opened
from tests.assessment.given import some_examples
from wording import wording


def cause(key: str, rule: str, **more: Any) -> dict[str, Any]:
    plain = {"state": "counted", "numerator": 7.0, "denominator": 10.0, "value": 0.7, "n": 3.0, "required": None}
    return {"key": key, "rule": rule, **plain, **more}


@pytest.mark.parametrize(
    ("given_cause", "zh", "en"),
    [
        (cause("filing_rate", "per_case"), "3 件未报备", "3 documents not filed"),
        (cause("reports_missing", "per_case", n=1.0), "漏报 1 次", "1 report missing"),
        (cause("reports_late", "per_case", n=2.0), "迟报 2 次", "2 reports late"),
        (cause("judicial_suggestions", "per_case", n=2.0), "司法建议", "2"),
        (cause("appearance_rate", "bands"), "70.0%（7/10）", "70.0% (7/10)"),
        (cause("joint_meetings_held", "required", n=1.0, required=3.0), "应达 3，少 1", "3 required, 1 lacking"),
        (cause("plan", "mark", numerator=18.0, denominator=20.0), "18/20", "Mark 18/20"),
        (cause("public", "review", value=0.772), "77.2", "77.2"),
        (cause("05", "material"), "05", "05"),
        (cause("loss_rate", "per_case", state="not_reported"), "未报送，按 0 分计", "counted as 0"),
    ],
)
def test_a_cause_says_what_took_the_points(given_cause: dict[str, Any], zh: str, en: str) -> None:
    assert zh in cause_in_words(given_cause, wording("zh"))
    assert en in cause_in_words(given_cause, wording("en"))


def test_a_cause_opens_the_rows_that_speak_against_the_unit() -> None:
    link = opened(cause("filing_rate", "per_case"), "C01")
    assert link.startswith("cases?ledger=normative_document")
    assert "focus=C01" in link
    for key, state in (("reports_missing", "not_reported"), ("reports_late", "late")):
        assert opened(cause(key, "per_case"), "C01") == f"unit?unit=C01&flip=reports&reports={state}"
    assert opened(cause("plan", "mark"), "C01") == ""


@some_examples
@given(st.lists(st.integers(0, 500), min_size=1, max_size=6), st.integers(0, 2000))
def test_what_an_item_lost_is_shared_out_without_a_rest(taken: list[int], hundredths: int) -> None:
    shares = shared_out(hundredths / 100, [float(each) for each in taken])
    assert round(100 * sum(shares)) == (hundredths if any(taken) else 0)
    assert all(share >= 0 for share in shares)
