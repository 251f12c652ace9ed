"""A unit merged away: its cases pass to its successor in every comparison of units, and both say so."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from assessment.indicators import BY_KEY
from assessment.mergers import Merger, passed_on
from data_access.asked.selection import Selection
from data_access.reading.assessed import assess
from data_access.reading.case_lists import case_page
from data_access.reading.extent import extent_of
from data_access.reading.figures import indicator_counts, tally_values
from data_access.reading.mergers import Passed
from data_access.reading.reader import Reader, reading
from data_access.reading.records import record_page
from data_access.reading.viewer import ALL_SEEING, Viewer
from panels.chosen import chosen_unit
from panels.disputes.appearance_and_loss import APPEARANCE_AND_LOSS
from panels.disputes.concentration import MATTER_CONCENTRATION
from panels.disputes.matrix import COUNTY_SECTOR_MATRIX
from panels.disputes.matrix_words import TOTAL
from panels.peers import peer_standing
from panels.phrases import count_base, extent_in_words
from panels.ranking import RANKING
from panels.reports import REPORTS
from panels.score_parts import SCORE_PARTS
from panels.scorecard import SCORECARD
from panels.scores import SCORES
from panels.veto_ledger import VETO_LEDGER
from tests.assessment.given import some_examples
from tests.audit.merged_city import (
    CITY,
    COUNTIES,
    HALF_YEAR,
    HEALTH,
    MUNICIPAL,
    NAMES,
    QUARTER,
    asked,
    counted,
    fill,
)
from tests.data_access.assessed_city import of_ledger
from tests.panels.checks import pictured

IN_MARCH = {"M1": ("M2", "2025-03-31")}
TO_ANOTHER_COUNTY = {"C1-health": ("C2-health", "2025-03-31")}


# --- Sums --------------------------------------------------------------------------------------------------------


def test_a_merged_units_cases_are_its_successors(database: Engine) -> None:
    fill(database, IN_MARCH)
    # 6 + 3 of 6 + 4 heads; 0 + 1 of 6 + 4 lost, though M1's suits were closed after its last day.
    assert counted(database, MUNICIPAL) == {"M2": (9, 10), "M3": (5, 10)}
    assert counted(database, MUNICIPAL, indicator="loss_rate") == {"M2": (1, 10), "M3": (2, 10)}
    assert counted(database, MUNICIPAL, level="city") == {"": CITY}


def test_by_the_other_setting_they_stay_its_own(database: Engine) -> None:
    fill(database, IN_MARCH, "own")
    assert counted(database, MUNICIPAL) == {"M1": (3, 4), "M2": (6, 6), "M3": (5, 10)}
    assert counted(database, MUNICIPAL, level="city") == {"": CITY}


def test_a_unit_that_was_there_to_the_end_of_the_period_answers_for_itself(database: Engine) -> None:
    fill(database, IN_MARCH)
    assert counted(database, MUNICIPAL, QUARTER) == {"M1": (3, 4), "M2": (6, 6), "M3": (5, 10)}


def test_a_year_before_the_same_units_are_together(database: Engine) -> None:
    fill(database, {"M1": ("M2", "2024-10-31")}, years=(2024, 2025))
    both = {"M2": (9, 10), "M3": (5, 10)}
    assert counted(database, MUNICIPAL) == both
    assert counted(database, MUNICIPAL, suffix="_compared") == both
    with asked(database, MUNICIPAL) as (reader, context):
        rows = APPEARANCE_AND_LOSS.figures(reader, context)
    (own,) = rows[(rows["code"] == "M2") & (rows["indicator"] == "appearance_rate")].to_dict("records")
    # 9/10 in both years; M1 was there to October 2024 and is with M2 all the same.
    assert (own["rate"], own["rate_1"]) == (0.9, 0.9)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        # 3 + 6 + 5 of 4 + 6 + 10.
        ("2025-05-31", {"M3": (14, 20)}),
        # M2 is there to the end of June.
        ("2025-06-30", {"M2": (9, 10), "M3": (5, 10)}),
    ],
)
def test_along_a_chain_they_pass_to_the_last(
    database: Engine, second: str, expected: dict[str, tuple[int, int]]
) -> None:
    fill(database, {**IN_MARCH, "M2": ("M3", second)})
    assert counted(database, MUNICIPAL) == expected


def test_in_a_circle_nothing_passes(database: Engine) -> None:
    fill(database, {**IN_MARCH, "M2": ("M1", "2025-03-31")})
    assert counted(database, MUNICIPAL) == {"M1": (3, 4), "M2": (6, 6), "M3": (5, 10)}


def test_another_county_counts_them_as_its_own(database: Engine) -> None:
    fill(database, TO_ANOTHER_COUNTY)
    # C1: 2 + 0 of 2 + 1; C2: 4 + 2 + 1 and 1 of 4 + 2 + 2 and 3. Before: C1 3/6, C2 7/8.
    assert counted(database, COUNTIES) == {"C1": (2, 3), "C2": (8, 11)}
    assert counted(database, HEALTH) == {"C2-health": (3, 5)}


def test_a_county_passes_with_all_its_units(database: Engine) -> None:
    fill(database, {"C1": ("C2", "2025-03-31")})
    # 3 + 7 of 6 + 8; its departments were not merged, so in their own group they stay.
    assert counted(database, COUNTIES) == {"C2": (10, 14)}
    assert counted(database, HEALTH) == {"C1-health": (1, 3), "C2-health": (2, 2)}


def test_a_county_counts_what_a_unit_of_the_city_brought_to_one_of_its_departments(database: Engine) -> None:
    fill(database, {"M1": ("C2-health", "2025-03-31")})
    # 3 + 4 + 2 + 1 of 4 + 4 + 2 + 2; C1 as it was: 2 + 1 + 0 of 2 + 3 + 1.
    assert counted(database, COUNTIES) == {"C1": (3, 6), "C2": (10, 12)}
    assert counted(database, HEALTH) == {"C1-health": (1, 3), "C2-health": (5, 6)}
    assert counted(database, MUNICIPAL) == {"M2": (6, 6), "M3": (5, 10)}
    with asked(database, COUNTIES, focus="C2") as (reader, context):
        assert case_page(reader, "litigation", "heard", extent_of(reader, context.selection), HALF_YEAR)[1] == 12


def test_a_mean_of_rates_counts_the_merged_with_their_successor(database: Engine) -> None:
    fill(database, IN_MARCH, average_method="mean_of_rates")
    with reading(database, ALL_SEEING) as reader:
        judged = assess(reader, MUNICIPAL, HALF_YEAR)
    assert judged is not None
    city = judged.inputs.city[judged.inputs.city["indicator"] == "appearance_rate"].set_index("code")
    assert "M1" not in city.index
    assert (city.loc["M2", "numerator"], city.loc["M2", "denominator"]) == (9, 10)


# --- Scores and vetoes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "counts", "score"),
    [
        # (0.9 − 0.5) ÷ 0.5 = 80 × 60 % and (0.5 − 0.1) ÷ 0.5 = 80 × 40 %.
        (None, {"appearance_rate": (9, 10), "loss_rate": (1, 10)}, 80.0),
        ("own", {"appearance_rate": (6, 6), "loss_rate": (0, 6)}, 100.0),
    ],
)
def test_a_score_counts_the_cases_of_the_merged_unit_which_has_none_itself(
    database: Engine, how: str | None, counts: dict[str, tuple[int, int]], score: float
) -> None:
    fill(database, IN_MARCH, how)
    with reading(database, ALL_SEEING) as reader:
        found = assess(reader, MUNICIPAL, HALF_YEAR)
    assert found is not None
    rows = found.inputs.counts[found.inputs.counts["code"] == "M2"].set_index("indicator")
    assert {key: (row["numerator"], row["denominator"]) for key, row in rows.iterrows()} == counts
    scores = dict(zip(found.table["code"], found.table["score"], strict=True))
    # M3: 0 × 60 % and (0.5 − 0.2) ÷ 0.5 = 60 × 40 %.
    assert scores == {"M2": score, "M3": 24.0}


def test_scores_and_vetoes_say_whose_cases_they_count(database: Engine) -> None:
    fill(database, IN_MARCH)
    with asked(database, MUNICIPAL) as (reader, context):
        base = SCORES.finding(SCORES.figures(reader, context), context).base
        of_vetoes = VETO_LEDGER.finding(VETO_LEDGER.figures(reader, context), context).base
    assert "市乙局的各项数据含并入的市甲局的案件。" in base
    # Only 丙 has a veto proposed: 5/10 heads, 2/10 lost.
    assert "市甲局" not in of_vetoes


# --- What is said ------------------------------------------------------------------------------------------------


def rows_of(reader: Reader, context: object, code: str, level: str = "member") -> dict[str, object]:
    found = peer_standing(reader, context, ["appearance_rate"])  # type: ignore[arg-type]
    (row,) = found[(found["code"] == code) & (found["level"] == level)].to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_the_ranking_says_who_is_in_whom(database: Engine) -> None:
    fill(database, IN_MARCH)
    with asked(database, MUNICIPAL) as (reader, context):
        figures = RANKING.figures(reader, context)
        chart, table = pictured(RANKING, figures, context), RANKING.table(figures, context)
        bases = dict(zip(chart.data["code"], chart.data["base_text"], strict=True))
        places = dict(zip(chart.data["code"], chart.data["place_text"], strict=True))
    assert bases == {"M2": "9/10，含并入的市甲局 4 件", "M3": "5/10", "M1": "已并入市乙局"}
    assert places == {"M2": "1", "M3": "2", "M1": "—"}
    written = table.data.set_index("code")
    assert pd.isna(written.loc["M1", "denominator"])
    assert written.loc["M1", "merged_text"] == "已并入市乙局"
    assert "merged_text" in {column.name for column in table.columns}


def test_where_nobody_was_merged_nothing_is_said_of_it(database: Engine) -> None:
    fill(database, {})
    with asked(database, MUNICIPAL) as (reader, context):
        figures = RANKING.figures(reader, context)
        table, base = RANKING.table(figures, context), SCORES.finding(SCORES.figures(reader, context), context).base
    assert "merged_text" not in {column.name for column in table.columns}
    assert "并入" not in base


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "9/10，含并入的市甲局 4 件"), ("en", "9/10, including 4 cases from 市甲局, merged into it")],
)
def test_the_archive_of_the_successor_says_how_many_came_with_the_merged(
    database: Engine, language: str, said: str
) -> None:
    fill(database, IN_MARCH)
    with asked(database, MUNICIPAL, unit="M2", language=language) as (reader, context):
        chart = pictured(SCORECARD, SCORECARD.figures(reader, context), context)
    assert said in chart.data["base_text"].iloc[0]


def test_the_archive_of_the_merged_unit_shows_its_own_cases(database: Engine) -> None:
    fill(database, IN_MARCH)
    with asked(database, MUNICIPAL, unit="M1") as (reader, context):
        figures = SCORECARD.figures(reader, context)
        chart = pictured(SCORECARD, figures, context)
        found = SCORECARD.finding(figures, context)
        _rows, total = record_page(reader, "litigation", "M1", HALF_YEAR, context.as_of)
    assert found.sentence.startswith("已并入市乙局")
    assert (chart.data["value_text"].iloc[0], chart.data["base_text"].iloc[0]) == ("75.0%", "▲ 3/4")
    assert total == 4


def test_a_unit_merged_before_the_period_still_shows_what_came_late(database: Engine) -> None:
    # The suits of M1 were heard and closed in 2025, after its last day.
    fill(database, {"M1": ("M2", "2024-10-31")})
    with asked(database, MUNICIPAL, unit="M1") as (reader, context):
        chart = pictured(SCORECARD, SCORECARD.figures(reader, context), context)
        ranked = RANKING.figures(reader, context)
    assert chart.data["base_text"].iloc[0] == "▲ 3/4"
    assert set(ranked.loc[ranked["level"] == "member", "code"]) == {"M2", "M3"}


def test_a_unit_that_is_there_no_more_is_not_the_one_whose_score_is_told(database: Engine) -> None:
    fill(database, IN_MARCH)
    with asked(database, MUNICIPAL, unit="M1") as (reader, context):
        assert chosen_unit(reader, context) in ("M2", "M3")
        assert set(SCORE_PARTS.figures(reader, context)["code"]) <= {"M2", "M3"}


# --- What is listed ----------------------------------------------------------------------------------------------


def test_a_list_has_as_many_cases_as_the_figure_counts(database: Engine) -> None:
    fill(database, IN_MARCH)
    with asked(database, MUNICIPAL, focus="M2") as (reader, context):
        extent = extent_of(reader, context.selection)
        rows, total, _page = case_page(reader, "litigation", "heard", extent, HALF_YEAR)
        _rows, in_archive = record_page(reader, "litigation", "M2", HALF_YEAR, context.as_of)
        assert extent_in_words(context) == "市乙局（含并入的市甲局）"
    assert (total, in_archive, rows["unit"].value_counts().to_dict()) == (10, 10, {"市乙局": 6, "市甲局": 4})


def test_filters_and_counties_agree_with_the_county_that_counts_the_cases(database: Engine) -> None:
    fill(database, TO_ANOTHER_COUNTY)
    totals, lost = {}, {}
    for code in ("C1", "C2"):
        with asked(database, COUNTIES, counties=(code,)) as (reader, context):
            extent = extent_of(reader, context.selection)
            values = tally_values(
                reader, (BY_KEY["appearance_rate"].denominator,), extent, HALF_YEAR.first, HALF_YEAR.last, by=()
            )
            listed = case_page(reader, "litigation", "heard", extent, HALF_YEAR)[1]
            totals[code] = (int(values["value"].sum()), listed)
            matrix = COUNTY_SECTOR_MATRIX.figures(reader, context).set_index(["row", "column"])
            lost[code] = {key: int(n) for key, n in matrix["lost"].items() if "health" in key}
    # As in the counties' own figures: 2 + 1 and 4 + 2 + 2 + 3.
    assert totals == {"C1": (3, 3), "C2": (11, 11)}
    # The one lost suit of C1-health stands in C2's row.
    assert lost == {"C1": {}, "C2": {("C2", "health"): 1, (TOTAL, "health"): 1}}


def test_a_unit_is_named_once_with_all_its_lost_suits(database: Engine) -> None:
    fill(database, IN_MARCH)
    with asked(database, MUNICIPAL) as (reader, context):
        found = MATTER_CONCENTRATION.figures(reader, context)
    lost = found[found["kind"] == "unit"].set_index("code")["lost"].to_dict()
    assert lost == {"M2": 1, "M3": 2}


@pytest.mark.parametrize(("unit", "rows"), [("M2", 10), ("M3", 0)])
def test_who_may_see_the_successor_sees_the_rows_of_those_merged_into_it_and_others_the_figure_alone(
    database: Engine, unit: str, rows: int
) -> None:
    fill(database, IN_MARCH)
    with asked(database, MUNICIPAL, viewer=Viewer("own", frozenset({unit})), focus="M2") as (reader, context):
        row = rows_of(reader, context, "M2")
        _rows, total, _page = case_page(reader, "litigation", "heard", extent_of(reader, context.selection), HALF_YEAR)
    assert (row["numerator"], row["denominator"], total) == (9, 10, rows)


# --- Silence -----------------------------------------------------------------------------------------------------


def monthly_duty() -> list[object]:
    duty = {"unit_kind": "municipal_department", "ledger": "litigation", "frequency": "month", "due_day": 10,
            "from_month": "2025-01-01"}  # fmt: skip
    handed_in = {"M1": (), "M2": range(1, 7), "M3": range(1, 7)}
    rows = [
        {"unit_id": code, "ledger": "litigation", "month": f"2025-{month:02}-01", "reported_on": "2025-07-09",
         "nothing_to_report": True}
        for code, months in handed_in.items() for month in months if month not in (3, 4)
    ]  # fmt: skip
    return [of_ledger("reporting_duty", [duty]), of_ledger("ledger_report", rows)]


def test_what_the_merged_unit_did_not_hand_in_is_missing_behind_its_successor(database: Engine) -> None:
    # M1 owed January to March; its suits were heard in March, which hands March in: January and February are missing.
    fill(database, IN_MARCH, None, *monthly_duty())  # type: ignore[arg-type]
    with asked(database, MUNICIPAL, unit="M2") as (reader, context):
        row = rows_of(reader, context, "M2")
        assert (row["due"], row["missing"], row["taken_in_missing"], row["silent"]) == (9, 2, 2, True)
        assert pd.isna(row["place"])
        said = "9/10，含并入的市甲局 4 件，漏报 2 期，其中并入的市甲局 2 期"
        assert count_base(row, context.words) == said
        listed = REPORTS.figures(reader, context)
        assert listed[listed["state"] == "not_reported"]["unit"].tolist() == ["市甲局", "市甲局"]
        assert "含并入的市甲局" in REPORTS.finding(REPORTS.figures(reader, context), context).base
        merged = rows_of(reader, context, "M1")
        assert (merged["missing"], merged["reason"], merged["silent"]) == (0, "merged", False)
        assert rows_of(reader, context, "M1", "merged")["missing"] == 2
        found = assess(reader, MUNICIPAL, HALF_YEAR)
    assert found is not None
    assert found.table.set_index("code").loc["M2", "missing"] == 2


# --- Rules -------------------------------------------------------------------------------------------------------


def _kind(code: str) -> str:
    return "municipal" if code[0] == "M" else "department" if "-" in code else "county"


CODES = st.sampled_from("ABCDEF")
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))


@given(st.dictionaries(CODES, st.tuples(CODES, DAYS)), DAYS)
def test_cases_pass_to_somebody_who_is_there_or_not_at_all(
    mergers: dict[str, tuple[str, dt.date]], end: dt.date
) -> None:
    found = passed_on((Merger(unit, *into) for unit, into in mergers.items()), end)
    gone = {unit for unit, (_into, last_day) in mergers.items() if last_day < end}
    assert set(found) <= gone
    assert set(found.values()).isdisjoint(gone)
    for unit in gone - set(found):
        # It goes round in a circle: after as many steps as there are units it is still among the gone.
        for _step in mergers:
            unit = mergers[unit][0]
        assert unit in gone


# Who may be merged into whom: units of a kind.
ALIKE = {code: [other for other in NAMES if _kind(other) == _kind(code)] for code in NAMES}
INTO = st.fixed_dictionaries({}, optional={code: st.sampled_from(others) for code, others in ALIKE.items()})
# Departments: 3 + 6 + 5 + 1 + 0 + 2 + 1 of 4 + 6 + 10 + 3 + 1 + 2 + 2; counties: 3 + 7 of 6 + 8.
UNITS_SUM, COUNTIES_SUM = (18, 28), (10, 14)


def test_whoever_is_merged_the_sum_over_all_units_and_the_city_stay_the_same(database: Engine) -> None:
    fill(database, {})
    with reading(database, ALL_SEEING) as reader:
        groups = [group for group in reader.units()["peer_group"].unique() if group != COUNTIES]

        @some_examples
        @given(INTO)
        def hold(into: dict[str, str]) -> None:
            mergers = (Merger(unit, successor, dt.date(2025, 3, 31)) for unit, successor in into.items())
            passed = tuple(passed_on(mergers, HALF_YEAR.end).items())
            found = [_sum(reader, group, passed) for group in groups]
            assert (sum(x for x, _n in found), sum(n for _x, n in found)) == UNITS_SUM
            assert _sum(reader, COUNTIES, passed) == COUNTIES_SUM
            assert _sum(reader, COUNTIES, passed, "city") == CITY

        hold()


def _sum(reader: Reader, group: str, passed: Passed, level: str = "member") -> tuple[int, int]:
    counts = indicator_counts(reader, Selection(HALF_YEAR, "none", group), ["appearance_rate"], (level,), passed)
    return int(counts["numerator"].sum()), int(counts["denominator"].sum())
