"""What a publication freezes, and that nothing that happens later changes it."""

import hashlib
import json
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from assessment.scoring import score
from data_access.counting.recounting import recount_all
from data_access.loading.undo import undo
from data_access.problems import Refused
from data_access.publishing.publication_check import verify
from data_access.publishing.publication_content import decoded, encoded
from data_access.publishing.publishing import Order, preview
from data_access.store.tables import load_batch, publication, publication_rank
from tests.data_access.assessed_city import (
    AS_OF,
    MEANS,
    NOW,
    OFFICE,
    PERIOD,
    case,
    decision,
    decisions,
    load,
    marks,
    of_ledger,
    published,
    reviews,
    scheme,
)
from tests.data_access.ledger_sheets import count_rows, data_version, rows_of

pytestmark = pytest.mark.both_engines

# --- What is frozen ----------------------------------------------------------------------------------------------


def test_a_publication_freezes_every_input_and_every_result(assessed_city: Engine) -> None:
    frozen = json.loads(preview(assessed_city, Order(PERIOD, OFFICE), NOW).stored)
    assert frozen["period"] == {"first": "2025-01", "last": "2025-06"}
    assert (frozen["as_of"], frozen["data_version"], frozen["published_by"]) == ("2025-07-31", 1, OFFICE)
    assert (frozen["scheme"]["year"], frozen["scheme"]["version"], len(frozen["scheme"]["items"])) == (2025, 1, 4)
    inputs, results = frozen["groups"]["counties"]["inputs"], frozen["groups"]["counties"]["results"]
    assert ["C3", "appearance_rate", 5, 10, 0, 0, "litigation", 0, False] in inputs["counts"]["rows"]
    assert ["appearance_rate", 32, 40] in inputs["city"]["rows"]
    assert [len(inputs[name]["rows"]) for name in ("units", "marks", "reviews", "events")] == [4, 4, 4, 2]
    first = dict(zip([name for name, _ in results["table"]["columns"]], results["table"]["rows"][0], strict=True))
    assert (first["code"], first["score"], first["rank"], first["award_place"], first["grade"]) == (
        "C4", 88.6, 1, 1, "good",
    )  # fmt: skip
    assert {"low", "high"} <= first.keys()
    assert len(results["parts"]["rows"]) == 4 * 5
    assert len(results["vetoes"]["rows"]) == 2


def test_the_same_data_give_the_same_bytes_and_they_are_canonical(assessed_city: Engine) -> None:
    first, second = (preview(assessed_city, Order(PERIOD, OFFICE), NOW) for _ in range(2))
    assert first.stored == second.stored
    again = json.dumps(json.loads(first.stored), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert first.stored == again.encode()
    assert first.sha256 == hashlib.sha256(first.stored).hexdigest()
    assert b"NaN" not in first.stored


def test_what_was_frozen_comes_back_with_its_types(assessed_city: Engine) -> None:
    shown = preview(assessed_city, Order(PERIOD, OFFICE), NOW)
    back = decoded(shown.stored)
    assert encoded(back) == shown.stored
    then, now = back.groups["counties"], shown.content.groups["counties"]
    assert then.table.dtypes.astype(str).to_dict() == now.table.dtypes.astype(str).to_dict()
    inputs = then.inputs
    assert back.scheme == shown.content.scheme
    codes = inputs.units["code"].tolist()
    totals = score(back.scheme, "counties", inputs.counts, inputs.marks, inputs.reviews, codes).totals
    assert totals["score"].tolist() == then.totals["score"].tolist()


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b'{"format":1}', b'{"format":2}', b'{"format":3}', b"\xff"])
def test_content_that_is_no_publication_is_no_publication(damaged: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoded(damaged)


def test_publishing_stores_one_publication_with_its_ranks_and_raises_the_version(assessed_city: Engine) -> None:
    done = published(assessed_city)
    [row] = rows_of(assessed_city, publication)
    assert (row["publication_no"], row["period"], row["as_of"]) == ("2025-1", PERIOD, AS_OF)
    assert (row["scheme_year"], row["scheme_version"], row["published_at"]) == (2025, 1, NOW)
    assert (bytes(row["content"]), row["sha256"], row["signature"]) == (done.stored, done.sha256, None)
    assert (row["data_version"], done.version_made, data_version(assessed_city)) == (1, 2, 2)
    ranks = [
        (each["score_rank"], each["award_place"], each["eligible"]) for each in rows_of(assessed_city, publication_rank)
    ]
    assert sorted(ranks, key=lambda rank: rank[0]) == [(1, 1, True), (2, 2, True), (3, 3, True), (4, None, False)]


def test_a_later_publication_supersedes_one_with_a_reason_and_both_stand(published_city: Engine) -> None:
    before = rows_of(published_city, publication)
    second = published(published_city, supersedes="2025-1", reason=" 丁县更正 ")
    assert second.publication_no == "2025-2"
    rows = rows_of(published_city, publication)
    assert rows[:1] == before
    assert (rows[1]["supersedes"], rows[1]["reason"]) == ("2025-1", "丁县更正")
    assert count_rows(published_city, publication_rank) == 8


# --- For ever ----------------------------------------------------------------------------------------------------


def _load_more(engine: Engine) -> None:
    load(engine, of_ledger("litigation", [case("C3", 10)]), marks({"C1": 60}), reviews({"C4": MEANS["C4"] - 20}))


def _undo_decisions(engine: Engine) -> None:
    load(engine, decisions(), of_ledger("assessment_mark", []), marks({"C4": 71}))
    number = max(row["load_no"] for row in rows_of(engine, load_batch) if row["load_no"])
    undo(engine, str(number))


def _recount(engine: Engine) -> None:
    assert recount_all(engine)


def _new_scheme(engine: Engine) -> None:
    load(engine, *scheme(version=2, w_daily=40, w_annual=40))


def _other_decision(engine: Engine) -> None:
    load(engine, of_ledger("veto_event", [decision("C3", "appearance", "5/10", "lifted")]))


@pytest.mark.parametrize("change", [_load_more, _undo_decisions, _recount, _new_scheme, _other_decision])
def test_nothing_that_happens_later_changes_a_publication(
    published_city: Engine, change: Callable[[Engine], None]
) -> None:
    before = rows_of(published_city, publication), rows_of(published_city, publication_rank)
    change(published_city)
    assert data_version(published_city) > 2
    assert (rows_of(published_city, publication), rows_of(published_city, publication_rank)) == before
    assert verify(published_city, "2025-1").sound


def test_what_a_publication_rests_on_cannot_be_undone(published_city: Engine) -> None:
    with pytest.raises(Refused):
        undo(published_city, "1")
    assert verify(published_city, "2025-1").sound
