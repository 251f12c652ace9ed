"""The last effective judgment of a case decides, and a case counts once."""

import pytest
from sqlalchemy import Engine

from data_access.ledgers.litigation import LITIGATION
from data_access.loading.undo import undo
from data_access.reading.case_lists import case_page
from data_access.reading.extent import Extent
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from tests.audit.answer_city import YEAR, counts, load, suit, suits, units, whole
from tests.data_access.ledger_sheets import rows_of

FINAL = "final_loss_rate"


def instance(name: str, number: str, outcome: str | None, effective_on: str | None, unit: str = "A1",
             **more: object) -> dict[str, object]:  # fmt: skip
    first = None if name == "first" else "1"
    dates = {"heard_on": None, "head_attended": None, "closed_on": "2026-02-02", "effective_on": effective_on}
    return suit(unit, number, instance=name, first_instance_case_no=first, outcome=outcome, **{**dates, **more})


def test_a_loss_in_the_second_instance_that_a_retrial_reverses_is_no_loss(database: Engine) -> None:
    # Both rows are filled in as effective: one case, won in the end, 0/1 and not 1/2.
    load(database, units(), suits(instance("first", "1", "claim_dismissed", None),
                                  instance("second", "2", "revoked", "2026-03-02"),
                                  instance("retrial", "3", "claim_dismissed", "2026-05-04")))  # fmt: skip
    assert counts(database, FINAL) == {"A": "0/1", "city": "0/1"}
    assert counts(database, FINAL, "sector:natural_resources") == {"A1": "0/1", "city": "0/1"}


@pytest.mark.parametrize("outcome", ["withdrawn", "withdrawn_after_change", "mediated", "transferred", "terminated"])
def test_what_ends_without_a_judgment_is_in_neither_part(database: Engine, outcome: str) -> None:
    load(database, units(), suits(instance("first", "1", outcome, "2026-03-02")))
    assert counts(database, FINAL) == {}


def test_a_judgment_stands_when_its_retrial_is_withdrawn_and_is_unknown_when_the_last_outcome_is_blank(
    database: Engine,
) -> None:
    load(database, units(), suits(instance("first", "1", "revoked", "2026-02-10"),
                                  instance("retrial", "3", "withdrawn", "2026-05-04")))  # fmt: skip
    assert counts(database, FINAL)["city"] == "1/1"
    load(database, suits(whole(instance("retrial", "3", None, "2026-05-04"))))
    assert counts(database, FINAL) == {}


def test_the_retrial_that_comes_later_takes_the_case_over_and_undoing_it_gives_it_back(database: Engine) -> None:
    load(database, units(), suits(instance("second", "2", "revoked", "2026-03-02")))
    retrial = load(database, suits(instance("retrial", "3", "claim_dismissed", "2026-05-04"))).load_no
    assert counts(database, FINAL)["A"] == "0/1"
    undo(database, str(retrial))
    assert counts(database, FINAL)["A"] == "1/1"


def test_the_list_of_what_was_finally_lost_has_the_cases_that_the_rate_counts(database: Engine) -> None:
    lost = instance("first", "7", "void", "2026-02-10")
    load(database, units(), suits(instance("second", "2", "revoked", "2026-03-02"), lost,
                                  instance("retrial", "3", "claim_dismissed", "2026-05-04")))  # fmt: skip
    with reading(database, ALL_SEEING) as reader:
        listed, total, _ = case_page(reader, "litigation", "finally_lost", Extent("city"), YEAR)
    assert (total, list(listed["case_no"]), counts(database, FINAL)["city"]) == (1, ["7"], "1/2")


def test_of_several_defendants_each_has_its_own_last_judgment_and_the_city_one_case(database: Engine) -> None:
    # A1 and B1 lose together; only B1 appeals and wins. For the city the case ended with B1's judgment.
    rows = [instance("first", "1", "revoked", "2026-02-10"),
            instance("first", "1", "revoked", None, "B1", defendant_role="co"),
            instance("second", "2", "claim_dismissed", "2026-05-04", "B1")]  # fmt: skip
    load(database, units(), suits(*rows))
    assert counts(database, FINAL) == {"A": "1/1", "B": "0/1", "city": "0/1"}


def test_a_loss_that_was_reversed_since_is_marked_and_another_is_not(database: Engine) -> None:
    load(database, units(), suits(instance("first", "1", "revoked", None), instance("first", "8", "void", "2026-02-10"),
                                  instance("second", "2", "claim_dismissed", "2026-05-04")))  # fmt: skip
    marks = {row["case_no"]: row["reversed_since"] for row in rows_of(database, LITIGATION.table)}
    assert marks == {"1": True, "2": None, "8": None}


def test_a_second_instance_under_the_number_of_the_first_is_the_same_case(database: Engine) -> None:
    # Lost and reversed under one number, without the link that the template asks for: one case, 0/1 and not 1/2.
    reversal = instance("second", "1", "claim_dismissed", "2026-05-04") | {"first_instance_case_no": None}
    load(database, units(), suits(instance("first", "1", "revoked", "2026-02-10"), reversal))
    assert counts(database, FINAL) == {"A": "0/1", "city": "0/1"}


def test_a_later_load_that_names_the_suit_leaves_the_co_defendants_head_where_it_was(database: Engine) -> None:
    # In the second instance A1's head came and B1's did not; only B1's row says to which suit it belongs. Its head
    # counts for B1, also after a load in which nothing but that suit's retrial stands: 1/1 for both.
    heard = {"instance": "second", "closed_on": None, "outcome": None}
    rows = [suit("A1", "2", head_attended="chief", **heard),
            suit("B1", "2", defendant_role="co", first_instance_case_no="1", **heard)]  # fmt: skip
    load(database, units(), suits(*rows))
    assert counts(database, "appearance_rate") == {"A": "1/1", "B": "1/1", "city": "1/1"}
    load(database, suits(instance("retrial", "3", None, None, "B1")))
    assert counts(database, "appearance_rate") == {"A": "1/1", "B": "1/1", "city": "1/1"}
