"""Who hands in less does not win: missing reports and blank cells, by the figures worked out on paper."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from assessment.eligibility import award_places, veto_ledger, veto_proposals
from assessment.scheme import Scheme
from assessment.scoring import score
from assessment.silence import held_back, too_blank, unjudged
from data_access.publishing.publication_check import verify
from data_access.publishing.publication_content import sha256_of
from data_access.publishing.publication_refusals import Lacking, NotPublishable
from data_access.publishing.publishing import publish
from data_access.reading.assessed import Assessed, assess
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.tables import publication
from tests.assessment.given import GROUP, SCHEME, Count, marks, reviews, some_examples
from tests.audit.silent_city import HALF_YEAR, MONTHS, ONE_GOOD, SILENT, fill, fill_without_a_suit
from tests.data_access import assessed_city
from tests.data_access.assessed_city import NOW, OFFICE, PERIOD, case

YEAR = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
EVENTS = pd.DataFrame(columns=["code", "clause", "source", "figure", "base", "status", "decided_on", "veto_no"])


def found(engine: Engine) -> Assessed:
    with reading(engine, ALL_SEEING) as reader:
        assessed = assess(reader, "counties", HALF_YEAR)
    assert assessed is not None
    return assessed


def row(frame: pd.DataFrame, code: str = SILENT, **more: object) -> dict[str, Any]:
    own = frame[frame["code"] == code]
    for name, value in more.items():
        own = own[own[name] == value]
    (only,) = own.to_dict("records")
    return only


# --- Reports -----------------------------------------------------------------------------------------------------


def test_one_good_month_of_six_counts_nothing_where_the_scheme_counts_0(database: Engine) -> None:
    fill(database, "zero", [ONE_GOOD])
    assessed = found(database)
    own = row(assessed.table)
    # daily 0 × 50 % + annual 100 × 30 % + external 100 × 20 % = 50.00; before it was 100.00, the first place.
    assert (own["score"], own["rank"], own["missing"]) == (50.0, 4, 5)
    assert not own["eligible"]
    assert pd.isna(own["award_place"])
    part = row(assessed.scores.parts, key="appearance_rate")
    assert (part["state"], part["numerator"], part["denominator"], part["points"], part["missing"]) == (
        "not_reported", 1, 1, 0, 5,
    )  # fmt: skip


def test_one_good_month_of_six_has_no_score_where_the_scheme_blocks(database: Engine) -> None:
    fill(database, "block", [ONE_GOOD])
    own = row(found(database).table)
    assert pd.isna(own["score"])
    assert pd.isna(own["rank"])
    assert pd.isna(own["low"])
    assert (own["missing"], own["eligible"], own["complete"]) == (5, False, False)


def test_a_missing_report_is_published_as_0_or_refused_as_the_scheme_says(database: Engine) -> None:
    fill(database, "zero", [ONE_GOOD])
    content = publish(database, PERIOD, published_by=OFFICE, now=NOW).content
    own = row(content.groups["counties"].table)
    assert (own["score"], own["eligible"]) == (50.0, False)


def test_publishing_is_refused_with_the_number_of_missing_reports(database: Engine) -> None:
    fill(database, "block", [ONE_GOOD])
    with pytest.raises(NotPublishable) as refusal:
        publish(database, PERIOD, published_by=OFFICE, now=NOW)
    assert refusal.value.obstacles == tuple(
        Lacking("丁县", "counties", "daily", key, "not_reported", missing=5) for key in ("appearance_rate", "loss_rate")
    )


# Heard in March and closed in April, so these two months are handed in with the suits.
@pytest.mark.parametrize(("months", "missing"), [(MONTHS[:4] + MONTHS[5:], 1), ((), 4)], ids=["May", "all others"])
def test_any_missing_period_makes_the_item_not_reported(
    database: Engine, months: tuple[str, ...], missing: int
) -> None:
    fill(database, "block", [case(SILENT, n) for n in range(10)], months)
    own = row(found(database).table)
    assert (own["missing"], own["complete"], own["eligible"]) == (missing, False, False)
    assert pd.isna(own["score"])


@pytest.mark.parametrize(("policy", "score"), [("zero", 0), ("block", None)])
def test_where_nobody_has_ever_handed_in_a_ledger_everybody_is_silent(
    database: Engine, policy: str, score: float | None
) -> None:
    fill_without_a_suit(database, policy)
    rows = found(database).table.set_index("code")
    assert rows["missing"].tolist() == [6] * 4
    assert not rows["eligible"].any()
    assert rows["daily"].astype(object).where(rows["daily"].notna(), None).tolist() == [score] * 4
    assert set(found(database).vetoes["status"]) == {"not_reported"}


def test_who_has_handed_in_everything_is_scored(database: Engine) -> None:
    fill(database, "block", [case(SILENT, n) for n in range(10)], MONTHS)
    # 10/10 → 100 × 60 % + 0/10 → 100 × 40 %: daily 100, and 100 from everybody.
    own = row(found(database).table)
    assert (own["score"], own["rank"], own["missing"], own["eligible"]) == (100.0, 1, 0, True)


def test_the_veto_ledger_names_who_is_silent_and_asks_nothing(database: Engine) -> None:
    fill(database, "zero", [ONE_GOOD])
    vetoes = found(database).vetoes
    own = vetoes[vetoes["code"] == SILENT].to_dict("records")
    assert [(veto["clause"], veto["status"], veto["figure"], veto["missing"], veto["in_force"]) for veto in own] == [
        ("appearance", "not_reported", "1/1", 5, False),
        ("loss", "not_reported", "0/1", 5, False),
    ]


# --- Blanks ------------------------------------------------------------------------------------------------------


def hearings(blank: int, *, of: int = 10) -> list[dict[str, object]]:
    """Suits heard with their heads in court, some with the cell 负责人出庭 blank; none lost."""
    return [case(SILENT, n) | ({"head_attended": None} if n < blank else {}) for n in range(of)]


def test_eight_blanks_of_ten_are_no_hundred_percent(database: Engine) -> None:
    fill(database, "zero", hearings(8), MONTHS)
    assessed = found(database)
    part = row(assessed.scores.parts, key="appearance_rate")
    # 8 / (8 + 2) = 80 % > 20 %.
    assert (part["state"], part["numerator"], part["denominator"], part["blank"], part["points"]) == (
        "not_reported", 2, 2, 8, 0,
    )  # fmt: skip
    own = row(assessed.table)
    # appearance 0 × 60 % + loss 100 × 40 % = 40 → 20 + 30 + 20 = 70.00; before it was 100.00.
    assert (own["score"], own["missing"], own["eligible"]) == (70.0, 0, False)
    veto = row(assessed.vetoes)
    assert (veto["clause"], veto["status"], veto["figure"], veto["blank"]) == ("appearance", "not_reported", "2/2", 8)


def test_two_blanks_of_ten_are_at_the_limit_and_count(database: Engine) -> None:
    fill(database, "zero", hearings(2), MONTHS)
    assessed = found(database)
    part = row(assessed.scores.parts, key="appearance_rate")
    # 2 / (2 + 8) = 20 %, not above it.
    assert (part["state"], part["numerator"], part["denominator"], part["blank"]) == ("counted", 8, 8, 2)
    assert (row(assessed.table)["score"], row(assessed.table)["eligible"]) == (100.0, True)


@pytest.mark.parametrize(("limit", "state"), [(10, "not_reported"), (20, "counted"), (80, "counted")])
def test_the_scheme_says_how_many_blanks_are_too_many(database: Engine, limit: float, state: str) -> None:
    fill(database, "zero", hearings(2), MONTHS, blank_limit=limit)
    assert row(found(database).scores.parts, key="appearance_rate")["state"] == state


# --- Rules over any group ----------------------------------------------------------------------------------------

pairs = st.integers(0, 12).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
units = st.dictionaries(st.sampled_from("ABCDEF"), st.tuples(pairs, pairs), min_size=2)
ITEM_KEYS = ("loss_rate", "appearance_rate")


def counts_of(group: Mapping[str, tuple[Count, Count]], lacking: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    rows = [
        {"code": code, "indicator": key, "numerator": own[0], "denominator": own[1], "missing": 0, "blank": 0,
         **lacking.get(code, {})}
        for code, figures in group.items()
        for key, own in zip(ITEM_KEYS, figures, strict=True)
    ]  # fmt: skip
    counts = pd.DataFrame(rows)
    return counts.assign(not_reported=counts["missing"] > 0)


def places_of(scheme: Scheme, counts: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Score, rank and award place by code, without a veto of any kind."""
    scores = score(scheme, GROUP, counts, marks(), reviews(), codes)
    open_clauses = unjudged(scheme, counts)
    nothing = veto_ledger(veto_proposals(scheme, counts.iloc[:0], counts.iloc[:0]), EVENTS, *YEAR, open_clauses)
    places = award_places(scores.totals, nothing, held_back(open_clauses, scores.parts))
    return scores.totals[["code", "score"]].merge(places, on="code").set_index("code")


@some_examples
@given(units, st.tuples(pairs, pairs), st.sampled_from(["zero", "block"]), st.integers(1, 6), st.booleans())
def test_handing_in_less_never_improves_a_score_or_a_place(
    group: dict[str, tuple[Count, Count]], shown: tuple[Count, Count], policy: str, missing: int, blank: bool
) -> None:
    """Whatever the unit shows in the months it does hand in, or in the rows it does fill in."""
    items = tuple(replace(item, missing_policy=policy) for item in SCHEME.items)
    scheme = replace(SCHEME, items=items)
    code = next(iter(group))
    # Four times as many blanks as cases are 80 %, far above the limit.
    most = 1 + max(base for _, base in shown)
    lacking = {"blank": 4 * most} if blank else {"missing": missing}
    before = places_of(scheme, counts_of(group, {}), list(group)).loc[code]
    after = places_of(scheme, counts_of({**group, code: shown}, {code: lacking}), list(group)).loc[code]
    assert not after["eligible"]
    assert pd.isna(after["award_place"])
    if pd.isna(after["score"]):
        assert pd.isna(after["rank"])
    elif pd.notna(before["score"]):
        assert after["score"] <= before["score"]
        assert after["rank"] >= before["rank"]


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 100))
def test_a_rate_is_too_blank_above_the_limit_and_not_at_it(blank: int, base: int, limit: int) -> None:
    assert too_blank(blank, base, limit) == (blank * 100 > limit * (blank + base))
    assert not too_blank(0, base, limit)


# --- What was published before there were such columns -----------------------------------------------------------


def test_a_publication_of_before_still_verifies(database: Engine) -> None:
    assessed_city.fill(database)
    assessed_city.published(database)
    with database.begin() as connection:
        document = json.loads(connection.execute(select(publication.c.content)).scalar_one())
        del document["scheme"]["blank_limit"]
        for group in document["groups"].values():
            for frames in group.values():
                for name, frame in frames.items():
                    frames[name] = _without(frame, {"missing", "blank"} | ({"ledger"} if name == "counts" else set()))
        stored = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        connection.execute(update(publication).values(content=stored, sha256=sha256_of(stored)))
    assert b"missing" not in stored.replace(b"missing_policy", b"")
    found = verify(database, "2025-1")
    assert found.sound
    assert found.today == {}


def _without(frame: dict[str, Any], names: set[str]) -> dict[str, Any]:
    kept = [place for place, (name, _kind) in enumerate(frame["columns"]) if name not in names]
    rows = [[row[place] for place in kept] for row in frame["rows"]]
    return {"columns": [frame["columns"][place] for place in kept], "rows": rows}
