"""Proving a publication from its own content, and a data version from the ledgers."""

import datetime as dt
import hashlib

import pytest
from sqlalchemy import Engine, update

from data_access.counting.recounting import recount_all
from data_access.problems import Refused
from data_access.publishing.evidence import evidence
from data_access.publishing.publication_check import verify
from data_access.publishing.stamps import verify_stamp
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.tables import load_batch, monthly_tally, publication, publication_rank
from tests.data_access.assessed_city import (
    OFFICE,
    case,
    load,
    marks,
    of_ledger,
)
from tests.data_access.ledger_sheets import data_version, rows_of


def test_an_untouched_publication_is_sound_and_as_it_would_be_today(published_city: Engine) -> None:
    found = verify(published_city, "2025-1")
    assert (found.sound, found.differences, found.today) == (True, (), {})


def test_a_changed_sign_in_the_content_is_found_and_the_result_named(published_city: Engine) -> None:
    [row] = rows_of(published_city, publication)
    forged = bytes(row["content"]).replace(b"88.6,", b"98.6,")
    with published_city.begin() as connection:
        connection.execute(update(publication).values(content=forged))
    found = verify(published_city, "2025-1")
    assert not found.sound
    assert found.sha256 == hashlib.sha256(forged).hexdigest() != found.expected
    named = {(each.unit, each.frame, each.figure, each.published, each.found) for each in found.differences}
    assert ("C4", "table", "score", 98.6, 88.6) in named
    assert ("C4", "publication_rank", "score", 98.6, 88.6) in named


def test_a_changed_input_shows_in_the_results_computed_from_it(published_city: Engine) -> None:
    [row] = rows_of(published_city, publication)
    forged = bytes(row["content"]).replace(b'["C1","appearance_rate",8,10,', b'["C1","appearance_rate",9,10,')
    with published_city.begin() as connection:
        connection.execute(update(publication).values(content=forged))
    figures = {
        (each.unit, each.figure) for each in verify(published_city, "2025-1").differences if each.frame == "totals"
    }
    assert ("C1", "score") in figures


def test_a_changed_rank_row_is_found(published_city: Engine) -> None:
    with published_city.begin() as connection:
        connection.execute(update(publication_rank).where(publication_rank.c.score_rank == 4).values(score_rank=3))
    [difference] = verify(published_city, "2025-1").differences
    assert (difference.unit, difference.figure, difference.published, difference.found) == ("C3", "score_rank", 4, 3)


def test_a_changed_name_in_the_list_is_found(published_city: Engine) -> None:
    with published_city.begin() as connection:
        connection.execute(update(publication).values(published_by="另一处"))
    [difference] = verify(published_city, "2025-1").differences
    assert (difference.unit, difference.figure) == ("", "published_by")
    assert (difference.published, difference.found) == (OFFICE, "另一处")


@pytest.mark.parametrize(
    ("sign", "forged"),
    [
        (b"{", b"nothing"),
        (b'["C1","appearance_rate",8,10,', b'["C1","appearance_rate",18,10,'),
        (b'["C1","appearance_rate",8,10,', b'["C9","appearance_rate",8,10,false],["C9","appearance_rate",8,10,'),
    ],
    ids=["no content", "more than all cases", "a row twice"],
)
def test_content_that_makes_no_sense_is_said(published_city: Engine, sign: bytes, forged: bytes) -> None:
    [row] = rows_of(published_city, publication)
    with published_city.begin() as connection:
        connection.execute(update(publication).values(content=bytes(row["content"]).replace(sign, forged, 1)))
    with pytest.raises(Refused, match="unreadable"):
        verify(published_city, "2025-1")


def test_a_correction_is_said_with_its_inputs(published_city: Engine) -> None:
    load(published_city, of_ledger("litigation", [case("C4", number, attended=number > 2) for number in range(10)]))
    found = verify(published_city, "2025-1")
    assert found.sound
    assert found.today is not None
    rows = found.today["counties"].set_index("code")
    assert rows.loc["C4", ["score_published", "score_now"]].tolist() == [88.6, 70.6]
    assert rows.loc["C4", ["rank_published", "rank_now"]].tolist() == [1, 3]
    [changed] = rows.loc["C4", "changed"]
    assert changed == ("appearance_rate", 10, 10, 7, 10, "daily")
    assert rows.loc["C1", "changed"] == []
    assert set(rows.index) == {"C1", "C2", "C4"}


def test_there_is_no_proof_of_what_was_never_published(published_city: Engine) -> None:
    with pytest.raises(Refused, match="unknown"):
        verify(published_city, "2025-9")


# --- Data versions -----------------------------------------------------------------------------------------------


def test_a_version_that_stands_is_counted_anew_also_when_only_a_publication_came_after(published_city: Engine) -> None:
    stamps = [verify_stamp(published_city, version) for version in (1, 2)]
    assert [each.standing for each in stamps] == ["confirmed", "confirmed"]
    assert stamps[0].tallies > 20
    assert data_version(published_city) == 2


def test_a_figure_that_is_not_that_of_the_ledgers_is_named(published_city: Engine) -> None:
    with published_city.begin() as connection:
        lost = monthly_tally.c.tally_key == "first_instance_lost"
        connection.execute(update(monthly_tally).where(lost).values(value=monthly_tally.c.value + 1))
    stamp = verify_stamp(published_city, 2)
    assert (stamp.standing, stamp.differing) == ("differs", ("first_instance_lost",))


def test_an_older_version_is_published_or_replaced(published_city: Engine) -> None:
    load(published_city, marks({"C1": 91}))
    load(published_city, marks({"C1": 92}))
    assert [verify_stamp(published_city, version).publication_no for version in (1, 2)] == ["2025-1", "2025-1"]
    replaced = verify_stamp(published_city, 3)
    batches = {row["data_version"]: row["load_no"] for row in rows_of(published_city, load_batch)}
    assert (replaced.standing, replaced.load_no) == ("replaced", batches[4])
    assert replaced.on is not None
    assert replaced.on <= dt.date.today()
    assert verify_stamp(published_city, 4).standing == "confirmed"


def test_a_version_replaced_by_counting_anew_has_no_day(published_city: Engine) -> None:
    load(published_city, marks({"C1": 91}))
    recount_all(published_city)
    stamp = verify_stamp(published_city, 3)
    assert (stamp.standing, stamp.on, stamp.load_no) == ("replaced", None, None)


@pytest.mark.parametrize("version", [0, 3, 99])
def test_a_version_that_never_was_is_refused(published_city: Engine, version: int) -> None:
    with pytest.raises(Refused, match="no_version"):
        verify_stamp(published_city, version)


def test_a_publication_whose_content_was_changed_is_no_longer_intact(published_city: Engine) -> None:
    with reading(published_city, ALL_SEEING) as reader:
        [before] = evidence(reader).values()
    with published_city.begin() as connection:
        connection.execute(update(publication).values(content=b"{}"))
    with reading(published_city, ALL_SEEING) as reader:
        [after] = evidence(reader).values()
    assert (before.intact, after.intact, after.heading) == (True, False, None)
    assert after.listed == before.listed == before.sha256 != after.sha256
