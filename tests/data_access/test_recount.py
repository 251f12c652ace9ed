"""The recount itself, proved on a made-up city small enough to be counted by hand."""

import ast
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from data_access.ledgers.litigation import LITIGATION
from data_access.store.engine import writer_engine
from tests import recount as recount_module
from tests import recount_capacity as capacity_module
from tests import recount_officers as officers_module
from tests import recount_rules as rules_module
from tests import recount_suits as suits_module
from tests.data_access.hand_counted_city import fill
from tests.recount import Figure, Key, differences, recount

AS_OF = dt.date(2025, 6, 30)

# One line a month: the unit alone, "A+" the whole county, "all" the city.
EXPECTED = """
appearance_rate             2025-01  A-police 1/1  A-town 1/1  A 0/1  B-police 0/1  M 1/1  A+ 1/2  B+ 0/1  all 2/3
appearance_rate             2025-04  A-police 1/1  A+ 1/1  all 1/1
chief_appearance_rate       2025-01  A-police 1/1  A-town 0/1  A 0/1  B-police 0/1  M 1/1  A+ 1/2  B+ 0/1  all 2/3
chief_appearance_rate       2025-04  A-police 0/1  A+ 0/1  all 0/1
speaking_rate               2025-01  A-police 1/1  A-town 0/1  M 1/1  A+ 1/1  all 2/2
loss_rate                   2025-02  A-police 1/2  A-town 1/1  B-police 1/1  M 1/1  A+ 1/2  B+ 1/1  all 2/3
loss_rate                   2025-03  A 0/1  A+ 0/1  all 0/1
final_loss_rate             2025-03  M 1/1  all 1/1
final_loss_rate             2025-05  A-police 0/1  A+ 0/1  all 0/1
acceptance_rate             2023-12  CITY 1/1  all 1/1
acceptance_rate             2024-01  CITY 1/1  all 1/1
acceptance_rate             2024-12  A 1/1  A+ 1/1  all 1/1
acceptance_rate             2025-01  A 1/1  B 1/1  A+ 1/1  B+ 1/1  all 2/2
acceptance_rate             2025-02  A 1/1  CITY 0/1  A+ 1/1  all 1/2
acceptance_rate             2025-06  CITY 1/1  all 1/1
acceptance_in_time_rate     2023-12  CITY 0/1  all 0/1
acceptance_in_time_rate     2024-01  CITY 1/1  all 1/1
acceptance_in_time_rate     2024-12  A 1/1  A+ 1/1  all 1/1
acceptance_in_time_rate     2025-01  A 1/1  B 1/1  A+ 1/1  B+ 1/1  all 2/2
acceptance_in_time_rate     2025-02  A 1/1  CITY 0/1  A+ 1/1  all 1/2
direct_correction_rate      2024-02  B-police 0/2  B+ 0/2  all 0/2
direct_correction_rate      2025-02  B-police 1/1  B+ 1/1  all 1/1
direct_correction_rate      2025-03  A-police 1/2  A-town 1/1  A+ 1/2  all 1/2
direct_correction_rate      2025-06  M 0/2  B-police 0/1  B+ 0/1  all 0/3
overall_correction_rate     2024-02  B-police 1/2  B+ 1/2  all 1/2
overall_correction_rate     2025-02  B-police 1/1  B+ 1/1  all 1/1
overall_correction_rate     2025-03  A-police 2/2  A-town 1/1  A+ 2/2  all 2/2
overall_correction_rate     2025-06  M 1/2  B-police 0/1  B+ 0/1  all 1/3
settlement_rate             2024-02  B-police 1/2  B+ 1/2  all 1/2
settlement_rate             2025-02  B-police 0/1  B+ 0/1  all 0/1
settlement_rate             2025-03  A-police 1/2  A-town 0/1  A+ 1/2  all 1/2
settlement_rate             2025-06  M 2/2  B-police 0/1  B+ 0/1  all 2/3
hearing_field_share         2024-02  CITY 1/2  all 1/2
hearing_field_share         2025-02  B 0/1  B+ 0/1  all 0/1
hearing_field_share         2025-03  A 1/2  A+ 1/2  all 1/2
hearing_field_share         2025-06  CITY 1/1  B 1/1  B+ 1/1  all 2/2
no_further_suit_rate        2024-02  B-police 2/2  B+ 2/2  all 2/2
no_further_suit_rate        2025-02  B-police 1/1  B+ 1/1  all 1/1
no_further_suit_rate        2025-03  A-police 1/2  A-town 0/1  A+ 1/2  all 1/2
no_further_suit_rate        2025-06  M 0/1  B-police 1/1  B+ 1/1  all 1/2
closed_in_time_rate         2024-02  CITY 1/2  all 1/2
closed_in_time_rate         2025-02  B 0/1  B+ 0/1  all 0/1
closed_in_time_rate         2025-03  A 2/3  A+ 2/3  all 2/3
closed_in_time_rate         2025-06  CITY 1/1  B 1/1  B+ 1/1  all 2/2
opinions_answered_rate      2024-04  B-police 0/1  B+ 0/1  all 0/1
opinions_answered_rate      2025-05  A-police 1/3  A+ 1/3  all 1/3
opinions_answered_rate      2025-08  M 1/1  all 1/1
resolved_at_source_rate     2025-01  A-police 1/1  A+ 1/1  all 1/1
resolved_at_source_rate     2025-02  A-police 0/1  A-town 0/1  A 0/1  A+ 0/3  all 0/3
petition_satisfaction_rate  2025-01  A-police 1/1  A+ 1/1  all 1/1
petition_satisfaction_rate  2025-02  A-police 0/1  M 1/1  A+ 0/1  all 1/2
petition_rated_share        2025-01  A-police 1/1  A+ 1/1  all 1/1
petition_rated_share        2025-02  A-police 1/1  A-town 0/1  A 1/1  M 1/1  A+ 2/3  all 3/4
rectification_closed_rate   2025-02  A-police 2/2  A-town 1/1  B-police 0/1  A+ 3/3  B+ 0/1  all 3/4
rectification_closed_rate   2025-06  M 0/1  all 0/1
rectification_on_time_rate  2025-04  A-police 1/2  A+ 1/2  all 1/2
rectification_on_time_rate  2025-06  M 0/1  all 0/1
archive_completeness        2025-01  A 1/1  A+ 1/1  all 1/1
archive_completeness        2025-03  A-police 1/1  A-town 1/1  A+ 2/2  all 2/2
archive_completeness        2025-06  A-police 0/1  B-police 0/1  A+ 0/1  B+ 0/1  all 0/2
filing_rate                 2025-01  A-police 2/2  A+ 2/2  all 2/2
filing_rate                 2025-02  A-town 0/1  A+ 0/1  all 0/1
filing_rate                 2025-03  A 1/1  A+ 1/1  all 1/1
filing_rate                 2025-06  M 1/2  all 1/2
filing_timeliness           2025-01  A-police 1/2  A+ 1/2  all 1/2
filing_timeliness           2025-03  A 1/1  A+ 1/1  all 1/1
filing_timeliness           2025-06  M 1/1  all 1/1
filing_conformity           2025-01  A-police 1/2  A+ 1/2  all 1/2
filing_conformity           2025-06  M 0/1  all 0/1
"""


@pytest.fixture(scope="module")
def city(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The hand-counted city, to read; a test that changes it rolls its change back."""
    path = shutil.copy(migrated_file, tmp_path_factory.mktemp("recount") / "city.db")
    engine = writer_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        fill(connection)
        yield connection
    engine.dispose()


def _expected() -> dict[Key, Figure]:
    figures: dict[Key, Figure] = {}
    for line in EXPECTED.strip().splitlines():
        indicator, month, *pairs = line.split()
        for who, figure in zip(pairs[::2], pairs[1::2], strict=True):
            level = "city" if who == "all" else "whole" if who.endswith("+") else "own"
            code = "" if level == "city" else who.rstrip("+")
            numerator, denominator = figure.split("/")
            key = (level, code, dt.date.fromisoformat(f"{month}-01"), indicator)
            figures[key] = (int(numerator), int(denominator))
    return figures


@pytest.mark.parametrize("indicator", sorted({key[3] for key in _expected()}))
def test_each_indicator_is_what_was_counted_by_hand(city: Connection, indicator: str) -> None:
    recounted = {key: figure for key, figure in recount(city, AS_OF).items() if key[3] == indicator}
    assert recounted == {key: figure for key, figure in _expected().items() if key[3] == indicator}


def test_there_is_no_figure_beyond_those_counted_by_hand(city: Connection) -> None:
    assert recount(city, AS_OF).keys() == _expected().keys()


def test_one_changed_outcome_is_named_for_the_unit_its_county_and_the_city(city: Connection) -> None:
    with city.begin_nested() as change:
        city.execute(LITIGATION.table.update().where(LITIGATION.table.c.case_no == "L5").values(outcome="void"))
        found = differences(_expected(), recount(city, AS_OF))
        change.rollback()
    assert found == [
        "the city, 2025-02, loss_rate: stored 2/3, recounted 3/3",
        "unit A-police alone, 2025-02, loss_rate: stored 1/2, recounted 2/2",
        "whole county A, 2025-02, loss_rate: stored 1/2, recounted 2/2",
    ]


def test_agreement_leaves_no_difference_and_zero_of_zero_is_no_figure(city: Connection) -> None:
    nothing = ("own", "A", dt.date(2020, 1, 1), "loss_rate")
    assert differences(_expected() | {nothing: (0, 0)}, recount(city, AS_OF)) == []


def test_a_figure_that_only_one_side_knows_is_a_difference() -> None:
    key = ("own", "M", dt.date(2025, 6, 1), "loss_rate")
    assert differences({key: (0, 4)}, {}) == ["unit M alone, 2025-06, loss_rate: stored 0/4, recounted 0/0"]
    assert differences({}, {key: (1, 4)}) == ["unit M alone, 2025-06, loss_rate: stored 0/0, recounted 1/4"]


@pytest.mark.parametrize(("differing", "lines", "last"), [(20, 20, "unit M alone"), (21, 20, "and 2 more differences")])
def test_at_most_twenty_lines_are_said(differing: int, lines: int, last: str) -> None:
    stored = {("own", "M", dt.date(2000 + year, 1, 1), "loss_rate"): (0, 1) for year in range(differing)}
    found = differences(stored, {})
    assert len(found) == lines
    assert found[-1].startswith(last)


def test_the_recount_imports_nothing_of_ours() -> None:
    modules = (recount_module, capacity_module, officers_module, rules_module, suits_module)
    texts = [Path(module.__file__).read_text(encoding="utf-8") for module in modules]
    nodes = [node for text in texts for node in ast.walk(ast.parse(text))]
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    sources = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    libraries = {"datetime", "collections", "collections.abc", "fractions", "functools", "typing", "sqlalchemy",
                 "chinese_calendar"}  # fmt: skip
    assert plain | sources == libraries | {
        "tests.recount_capacity", "tests.recount_officers", "tests.recount_rules", "tests.recount_suits"
    }  # fmt: skip
