"""Whose head appeared: of several defendants one head counts for all, or each for its own, as the rule has it."""

import pytest
from sqlalchemy import Engine

from data_access.ledgers.all import BY_KEY
from data_access.ledgers.litigation import LITIGATION
from data_access.loading.load import load_sheets
from data_access.loading.undo import undo
from data_access.reading.case_lists import case_page
from data_access.reading.extent import Extent
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.tables import monthly_tally
from tests.audit.answer_city import AS_OF, YEAR, counts, load, of_ledger, suit, suits, units
from tests.data_access.ledger_sheets import rows_of

RATES = ("appearance_rate", "chief_appearance_rate", "speaking_rate")
# A1 of county A is sued with A2 of the same county and B1 of another; a deputy of A2 comes and speaks, the chief of
# B1 comes and is silent, A1 sends staff.
THREE = (
    suit("A1", head_attended="staff"),
    suit("A2", defendant_role="co", head_attended="deputy", head_spoke="yes"),
    suit("B1", defendant_role="co", head_attended="chief", head_spoke="no"),
)


def rule(value: int, since: str = "2026-01-01") -> object:
    return of_ledger("counting_rule", [{"rule": "co_defendants_attend", "from_date": since, "value": value}])


def every(engine: Engine, indicator: str) -> dict[str, str]:
    """The counts of counties, of departments by system, and of the city."""
    groups = ("counties", "sector:natural_resources", "sector:housing", "municipal_departments")
    found = {code: count for group in groups for code, count in counts(engine, indicator, group).items()}
    return dict(sorted(found.items()))


def test_the_head_of_one_defendant_counts_for_all_of_them(database: Engine) -> None:
    load(database, units(), suits(*THREE))
    assert every(database, "appearance_rate") == {
        "A": "1/1", "A1": "1/1", "A2": "1/1", "B": "1/1", "B1": "1/1", "city": "1/1",
    }  # fmt: skip
    # Her own chief is B1's alone; for whole counties and the city the case had a chief in court.
    assert every(database, "chief_appearance_rate") == {
        "A": "1/1", "A1": "0/1", "A2": "0/1", "B": "1/1", "B1": "1/1", "city": "1/1",
    }  # fmt: skip
    assert set(every(database, "speaking_rate").values()) == {"1/1"}


def test_where_each_answers_for_its_own_a_case_is_still_one_case_for_county_and_city(database: Engine) -> None:
    load(database, units(), rule(0), suits(*THREE))
    assert every(database, "appearance_rate") == {
        "A": "1/1", "A1": "0/1", "A2": "1/1", "B": "1/1", "B1": "1/1", "city": "1/1",
    }  # fmt: skip
    assert every(database, "speaking_rate") == {"A": "1/1", "A2": "1/1", "B": "1/1", "B1": "0/1", "city": "1/1"}


def test_a_changed_rule_counts_everything_again_from_its_day_on(database: Engine) -> None:
    later = [{**row, "case_no": "2", "heard_on": "2026-05-06", "closed_on": "2026-06-01"} for row in THREE]
    load(database, units(), suits(*THREE, *later))
    assert every(database, "appearance_rate")["A1"] == "2/2"
    load(database, rule(0, "2026-05-01"))
    assert every(database, "appearance_rate")["A1"] == "1/2"


@pytest.mark.parametrize("value", ["2", "-1"])
def test_a_rule_that_says_yes_or_no_takes_nothing_else(database: Engine, value: str) -> None:
    result = load_sheets(database, [rule(value)], as_of=AS_OF, today=AS_OF)  # type: ignore[arg-type, list-item]
    assert result.status == "refused"
    assert result.problems[0].code in ("bad_switch", "bad_integer")


def blanks(engine: Engine, tally: str) -> dict[str, float]:
    """How many rows are counted as unfilled, by unit; for whole counties and the city "A+" and "all"."""
    names = {row["unit_id"]: row["code"] for row in rows_of(engine, BY_KEY["unit"].table)}
    found: dict[str, float] = {}
    for row in rows_of(engine, monthly_tally):
        key, _, level = row["tally_key"].partition("@")
        if key == tally:
            code = "all" if level == "city" else names[row["unit_id"]][0] + "+" if level else names[row["unit_id"]]
            found[code] = found.get(code, 0) + row["value"]
    return found


@pytest.mark.parametrize("value", [1, 0])
def test_a_blank_cell_is_unfilled_only_where_no_head_counts_for_it(database: Engine, value: int) -> None:
    # A1's cell is blank. Its county and the city have a case that heads attended; A1 itself has one where the heads of
    # the others count for it, else nobody knows.
    load(database, units(), rule(value), suits({**THREE[0], "head_attended": None}, *THREE[1:]))
    own = {"A1": "1/1"} if value else {}
    assert every(database, "appearance_rate") == dict(
        sorted({"A": "1/1", "A2": "1/1", "B": "1/1", "B1": "1/1", "city": "1/1", **own}.items())
    )
    assert blanks(database, "heard_unknown") == ({} if value else {"A1": 1})
    # Whether A1's own chief came is unknown under both; the case of counties and the city had that of B1.
    assert every(database, "chief_appearance_rate") == {"A": "1/1", "A2": "0/1", "B": "1/1", "B1": "1/1", "city": "1/1"}
    assert blanks(database, "heard_chief_known_blank") == {"A1": 1}


def test_a_blank_cell_is_unfilled_where_no_head_came_for_anybody(database: Engine) -> None:
    others = ({**row, "head_attended": "none", "head_spoke": None} for row in THREE[1:])
    load(database, units(), suits({**THREE[0], "head_attended": None}, *others))
    assert every(database, "appearance_rate") == {"A2": "0/1", "B": "0/1", "B1": "0/1"}
    assert blanks(database, "heard_unknown") == {"A1": 1, "A+": 1, "all": 1}


def test_a_load_calls_a_blank_cell_unfilled_for_what_it_alone_decides(database: Engine) -> None:
    def unfilled(*rows: dict[str, object]) -> dict[str, int]:
        results = load(database, suits(*rows)).ledgers
        return dict(next(dict(each.blank) for each in results if each.ledger == "litigation"))

    load(database, units())
    assert unfilled({**THREE[0], "head_attended": None}) == {"head_attended": 1, "head_spoke": 1}
    # A head of A2 was there and spoke; whether A1's own chief was there remains to be said.
    rows = ({**THREE[0], "head_attended": None}, *THREE[1:])
    assert unfilled(*({**row, "case_no": "2"} for row in rows)) == {"head_attended": 1}


def test_each_instance_counts_anew(database: Engine) -> None:
    appeal = {"instance": "second", "case_no": "2", "first_instance_case_no": "1", "heard_on": "2026-05-06",
              "closed_on": "2026-06-01"}  # fmt: skip
    second = [suit("A1", **appeal), suit("A2", defendant_role="co", head_attended="none", **appeal)]  # type: ignore[arg-type]
    load(database, units(), suits(*THREE, *second))
    assert every(database, "appearance_rate") == {
        "A": "1/2", "A1": "1/2", "A2": "1/2", "B": "1/1", "B1": "1/1", "city": "1/2",
    }  # fmt: skip


# --- However it comes into the database ---------------------------------------------------------------------------


def test_a_defendant_that_comes_later_counts_for_those_that_stand_and_undoing_takes_it_back(database: Engine) -> None:
    load(database, units(), suits(THREE[0]))
    assert counts(database, "appearance_rate") == {"A": "0/1", "city": "0/1"}
    number = load(database, suits(THREE[1])).load_no
    assert counts(database, "appearance_rate") == {"A": "1/1", "city": "1/1"}
    undo(database, str(number))
    assert counts(database, "appearance_rate") == {"A": "0/1", "city": "0/1"}


def test_a_corrected_attendance_of_one_is_a_correction_of_all(database: Engine) -> None:
    load(database, units(), suits(*THREE[:2]))
    load(database, suits({**THREE[1], "head_attended": "staff", "head_spoke": None}))
    assert every(database, "appearance_rate") == {"A": "0/1", "A1": "0/1", "A2": "0/1", "city": "0/1"}


def test_a_replacement_that_leaves_a_defendant_out_takes_its_head_away(database: Engine) -> None:
    load(database, units(), suits(*THREE[:2]))
    other = suit("A2", "9", head_attended="none")
    load(database, suits(other), replacing=("A2", "2026"))
    assert every(database, "appearance_rate")["A1"] == "0/1"


def test_the_same_file_twice_changes_nothing(database: Engine) -> None:
    load(database, units(), suits(*THREE))
    assert load(database, suits(*THREE)).status == "unchanged"


# --- The list of those who did not appear is the figure's complement -----------------------------------------------


@pytest.mark.parametrize(("value", "own"), [(1, 0), (0, 1)])
def test_the_list_of_those_who_did_not_appear_has_the_cases_the_rate_lacks(
    database: Engine, value: int, own: int
) -> None:
    load(database, units(), rule(value), suits(*THREE))
    a1 = next(row["unit_id"] for row in rows_of(database, LITIGATION.table) if row["head_attended"] == "staff")
    with reading(database, ALL_SEEING) as reader:
        city = case_page(reader, "litigation", "not_attended", Extent("city"), YEAR)
        unit = case_page(reader, "litigation", "not_attended", Extent("own", (a1,)), YEAR)
    assert (city[1], unit[1]) == (0, own)


def test_an_excused_absence_is_an_absence_and_listed_apart(database: Engine) -> None:
    rows = [suit("A1", "1", head_attended="staff", absence_excused="yes"), suit("A1", "2", head_attended="none"),
            suit("A1", "3", head_attended="deputy", absence_excused="yes")]  # fmt: skip
    load(database, units(), suits(*rows))
    assert counts(database, "appearance_rate")["A"] == "1/3"
    with reading(database, ALL_SEEING) as reader:
        rows_listed, total, _ = case_page(reader, "litigation", "excused", Extent("city"), YEAR)
    assert (total, list(rows_listed["case_no"])) == (1, ["1"])
