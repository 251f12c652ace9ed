"""The rows behind a rate are as many as it counts: of the city, a county and a department, above the line and below."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from assessment.indicators import INDICATORS
from data_access.asked.page_keys import LISTED_TALLIES
from data_access.asked.periods import Period
from data_access.asked.selection import Selection
from data_access.counting.tallies import BY_KEY as TALLIES
from data_access.counting.tallies import level_key
from data_access.reading.case_lists import case_page, is_list_of
from data_access.reading.extent import Extent, extent_of
from data_access.reading.lists_behind import Named, counted, ledger_behind, lists_of, named, parts_of, said_by
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from data_access.store.tables import monthly_tally as tally
from tests.cases import left_for_all
from tests.data_access.test_case_lists import YEAR

LAST_MONTH = Period("month", YEAR.last, YEAR.last)
LISTED = [indicator.key for indicator in INDICATORS if lists_of(indicator.key)]
IN_EVERY_RUN = ("loss_rate", "appearance_rate", "no_further_suit_rate", "rectification_on_time_rate")


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    engine = reader_engine(demo_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


def test_the_rates_of_the_veto_and_of_the_lists_of_a_ledger_have_their_rows() -> None:
    assert set(LISTED) >= {*IN_EVERY_RUN, "final_loss_rate", "filing_timeliness", "settlement_rate"}
    assert {ledger_behind(key) for key in LISTED} == {
        "litigation", "reconsideration", "petition", "rectification", "normative_document", "case_file_review",
        "legal_service", "cadre_review",
        "major_decision",
    }  # fmt: skip


def test_what_names_no_list_behind_a_figure_is_none() -> None:
    assert said_by("loss_rate.hit") == Named("loss_rate", "hit")
    none = ("lost", "loss_rate", "luck.hit", "loss_rate.some", "heard_known", "litigation_filed.civil", "")
    assert [said_by(which) for which in none] == [Named()] * len(none)
    assert lists_of("archive_completeness") == {}


@pytest.mark.parametrize(
    ("ledger", "which", "known"),
    [
        ("litigation", "", True),
        ("litigation", "lost", True),
        ("litigation", "loss_rate.hit", True),
        ("litigation", "first_instance_closed.revoked", True),
        ("litigation", "first_instance_closed.unknown", True),
        ("rectification", "rectification_assigned.meeting", True),
        ("litigation", "foo", False),
        ("litigation", "{", False),
        ("litigation", "repeated", False),  # a list of petitions
        ("petition", "loss_rate.hit", False),  # of suits
        ("litigation", "loss_rate.foo", False),
        ("litigation", "loss_rate.{x}", False),
        ("litigation", "litigation_filed.foo", False),  # counted in no parts
        ("litigation", "first_instance_closed.banana", False),
        ("litigation", "first_instance_closed.{0.__class__}", False),
    ],
)
def test_a_list_is_known_by_its_ledger_and_its_name(ledger: str, which: str, known: bool) -> None:
    assert is_list_of(ledger, which) is known


@pytest.mark.parametrize("indicator", [key if key in IN_EVERY_RUN else left_for_all(key) for key in LISTED])
def test_a_list_has_as_many_rows_as_its_figure_counts(demo: Reader, indicator: str) -> None:
    for code in ("", "C07", "C07-public_security", "M-public_security"):
        extent = extent_of(demo, Selection(YEAR, "none", "counties", focus=code))
        expected = {part: _sum(demo, key, extent) for part, key in parts_of(indicator).items()}
        if "hit" in expected:
            expected["rest"] = expected["all"] - expected["hit"]
        found = {
            part: case_page(demo, ledger_behind(indicator), named(indicator, part), extent, YEAR)[1]
            for part in lists_of(indicator)
        }
        assert found == {part: expected[part] for part in found}, code


# Of a tally a part of each kind: all of it, an outcome, a source, a matter that nobody wrote down.
FACETS = ("litigation_filed", "first_instance_closed.revoked", "reconsideration_closed.mediated",
          "rectification_assigned.meeting", "reconsideration_corrected.unknown", "rectification_open")  # fmt: skip


@pytest.mark.parametrize("which", [*FACETS, *(left_for_all(key) for key in LISTED_TALLIES if key not in FACETS)])
def test_the_list_of_a_tally_has_as_many_rows_as_it_counts(demo: Reader, which: str) -> None:
    said = said_by(which)
    period = LAST_MONTH if TALLIES[said.tally].kind == "stock" else YEAR
    for code in ("", "C07", "C07-public_security", "M-public_security"):
        extent = extent_of(demo, Selection(YEAR, "none", "counties", focus=code))
        listed = case_page(demo, said.ledger, counted(said.tally, said.facet), extent, period)[1]
        assert listed == _sum(demo, said.tally, extent, said.facet, period), code


def _sum(reader: Reader, key: str, extent: Extent, facet: str = "", period: Period = YEAR) -> int:
    level, units = extent.level, extent.unit_ids
    of_tally = tally.c.tally_key == level_key(key, level), tally.c.facet == facet
    statement = select(func.sum(tally.c.value).label("n"))
    statement = statement.where(*of_tally, tally.c.month.between(period.first, period.last))
    if units is not None:
        statement = statement.where(tally.c.unit_id.in_(units))
    return int(reader.frame(statement)["n"].iat[0] or 0)
