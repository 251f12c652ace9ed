"""What panels ask of the database: aggregates come from the tallies, rows only where they are declared."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.asked.selection import default_selection
from data_access.ledgers.all import VIEWS
from data_access.reading.available import choices_for
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from data_access.store.tables import metadata
from panels.declare import Context, Panel
from panels.ranking import RANKING
from tests.cases import left_for_all
from tests.every_panel import OF_EACH_KIND, PANELS
from tests.statements import Heard, listening

# The exceptions: panels that read rows, and the tables and views they read them from. A panel that is not named here
# lives on the tallies alone, so it costs the same however many cases there are.
# What a score is made of beside counts: a row a unit and year, however many cases there are.
ASSESSMENT = {"assessment_mark", "external_review", "veto_event"}
ASSESSING = ("appearance_and_loss", "as_published", "compare", "rank_history", "rank_moves", "score_parts", "scores",
             "scores_glance", "veto_ledger", "what_if", "whole_cases")  # fmt: skip
# A site is judged by its unit's scores, vetoes and items, too.
ITEMS = {"rectification", "item_state"}
SITES = {"demonstration_site", "demonstration_event", "item_state", *ASSESSMENT}
READS_ROWS: dict[str, set[str]] = dict.fromkeys(ASSESSING, ASSESSMENT) | {
    "attention": {*ITEMS, "archive_due", "report_due", *ASSESSMENT},
    **dict.fromkeys(("open_items", "contradictions", "item_list", "paper_closures", "recurrences"), ITEMS),
    **{key: {"item_state"} for key in ("lights", "open_by_age", "time_to_close")},
    "materials": {"archive_due"},
    "issues": {"bulletin", "bulletin_mention"},
    "mentions": {"bulletin", "bulletin_mention"},
    "report_matrix": {"report_due"},
    "reports": {"report_due"},
    "research": {"research_report"},
    "timeline": {
        "litigation_case",
        "reconsideration_case",
        "item_state",
        "archive_due",
        "major_decision",
        "normative_document",
        "case_file_review",
    },
    "uses_of_results": {"use_of_result"},
    "suggestions_answered": {"reconsideration_case"},
    "joint_meetings": {"joint_meeting"},
    **dict.fromkeys(("highlights", "site_board", "site_map", "site_timeline", "suggested_adjustments"), SITES),
    "dispute_chain": {"reconsideration_case", "litigation_case", "petition"},
    "doubtful_cases": {"litigation_case", "reconsideration_case", "petition"},
    **{key: {"case_file_review"} for key in ("failed_files", "excellent_documents", "guiding_cases", "unit_files")},
    "unit_documents": {"normative_document"},
    "unit_trainings": {"training_session"},
    **{key: {"major_decision"} for key in ("accountability", "five_steps", "unit_decisions")},
    "expiring": {"normative_document"},
    "legislation_plan": {"legislation_project"},
    "centralised": {"centralised_due"},
    "record": {"litigation_case"},
    "record_events": {"litigation_case"},
    "case_list": {"litigation_case"},
    "form_rows": {"reported_count"},
    **{key: {"plan_task"} for key in ("plan", "overdue_tasks")},
    "unreviewed": {"cadre_review"},
    "leader_records": {"leader_record"},
    "officer_file": {"officer"},
    "officer_training": {"officer", "officer_record"},
    "officer_events": {"officer", "officer_posting", "officer_record"},
}
# Panels that stand for all: one of each kind of chart, and of those that read the same rows the first.
OF_EACH_CHART = {key for _page, key in OF_EACH_KIND.values()}
STANDING = OF_EACH_CHART | {
    key for key, rows in READS_ROWS.items() if key == next(each for each in READS_ROWS if READS_ROWS[each] == rows)
}
# The places that may ask for rows.
ROWS_MODULES = tuple(
    f"data_access/reading/{name}.py"
    for name in ("records", "assessment_inputs", "bulletins", "case_lists", "centralised", "chain", "data_quality",
                 "decisions", "dispute_lists", "doubtful", "form_rows", "item_states", "item_warnings", "items",
                 "officer_file", "one_record", "plan", "sites")
)  # fmt: skip
# The tallies behind all indicators are read once a period for every page: of a panel alone, its own period, the one
# compared with, what only such a comparison counts, and the months.
MOST_PER_PANEL = 5
# What units are held against are the counts of their group, which panels that rank read in any case.
FOR_A_BENCHMARK = 2
# An assessment reads scheme, counts, reports, marks, reviews and vetoes; two of them, where a publication is compared.
MOST_PER_ASSESSMENT = 28
MOST_OF_A_COLD_PAGE = 12

# How items stood is worked out of facts row by row, so it grows with them as they do.
FACTS = {table.name for table in metadata.tables.values() if {"unit_id", "load_id"} <= set(table.c.keys())}
FACTS |= {"item_state", *VIEWS}


@pytest.fixture(scope="module")
def engine(demo_url: str) -> Iterator[Engine]:
    engine = reader_engine(demo_url)
    yield engine
    engine.dispose()


@pytest.fixture
def reader(engine: Engine) -> Iterator[Reader]:
    """A reader that has read nothing but the units and the ledgers' days, which the frame hands to every page."""
    with reading(engine, ALL_SEEING) as reader:
        reader.units()
        reader.dates()
        yield reader


@pytest.fixture
def asked(reader: Reader) -> Context:
    """The default selection and, for panels about one unit, the first county."""
    state = reader.state()
    choices = choices_for(reader, reader.units(), state.data_as_of)
    return Context(default_selection(choices).with_(unit=choices.counties[0][0]), state, choices)


def test_facts_are_known_by_their_columns() -> None:
    assert {"litigation_case", "rectification", "officer", "archive_due"} <= FACTS
    assert not FACTS & {"monthly_tally", "unit", "load_batch", "database_state", "publication_rank"}


def test_every_exception_is_a_panel_and_names_facts() -> None:
    assert set(READS_ROWS) <= {panel.key for panel in PANELS}
    assert set().union(*READS_ROWS.values()) <= FACTS


def most_of(panel: Panel) -> int:
    """How many statements a panel may ask."""
    assesses = READS_ROWS.get(panel.key, set()) >= ASSESSMENT
    return MOST_PER_ASSESSMENT if assesses else MOST_PER_PANEL + (FOR_A_BENCHMARK if "versus" in panel.asks else 0)


def asked_elsewhere(heard: Heard) -> list[str]:
    """The statements that ask for rows from another place than those that may."""
    return [
        statement.sql
        for statement in heard.statements
        if statement.tables & FACTS and not any(file.endswith(ROWS_MODULES) for file in statement.files)
    ]


# One that reads alone reads all that it rests on; what each adds to the others is seen of all of them below.
@pytest.mark.parametrize(
    "panel",
    [panel if panel.key in OF_EACH_CHART else left_for_all(panel, name=panel.key) for panel in PANELS],
    ids=lambda panel: panel.key,
)
@pytest.mark.one_in(6)
def test_a_panel_reads_no_rows_but_those_it_is_allowed_and_asks_for_them_in_one_place_only(
    engine: Engine, reader: Reader, asked: Context, panel: Panel
) -> None:
    # The rows of forms are those behind the list that a link names.
    asked = asked.with_(which="mediation_success.all") if panel.key == "form_rows" else asked
    with listening(engine) as heard:
        panel.figures(reader, asked)
    assert heard.tables & FACTS == READS_ROWS.get(panel.key, set())
    # What forms tell beside cases is known before: of a county without such a form nothing more is asked. Definitions
    # are declarations, not data; who keeps an archive stands with the units.
    least = (
        0 if panel.key in ("forms_differ", "definitions", "settings", "clauses_without_data", "archive_coverage") else 1
    )
    assert least <= len(heard.statements) <= most_of(panel)
    assert asked_elsewhere(heard) == []


def test_a_cold_page_of_rankings_asks_a_handful_of_statements(engine: Engine) -> None:
    with listening(engine) as heard, reading(engine, ALL_SEEING) as reader:
        state = reader.state()
        choices = choices_for(reader, reader.units(), state.data_as_of)
        RANKING.figures(reader, Context(default_selection(choices), state, choices))
    assert len(heard.statements) <= MOST_OF_A_COLD_PAGE
    assert not heard.tables & FACTS


@pytest.fixture(scope="module")
def heard_of_each(engine: Engine) -> dict[tuple[str, str], Heard]:
    """What each panel asks about the city and about a county, on one page with all others."""
    heard = {}
    with reading(engine, ALL_SEEING) as reader:
        state = reader.state()
        choices = choices_for(reader, reader.units(), state.data_as_of)
        usual = default_selection(choices)
        for panel in PANELS:
            for selection in (usual, usual.with_(unit=choices.counties[0][0])):
                with listening(engine) as heard[panel.key, selection.unit]:
                    panel.figures(reader, Context(selection, state, choices))
    return heard


@pytest.mark.long
def test_on_a_page_no_panel_adds_rows_or_statements_that_it_is_not_allowed(
    heard_of_each: dict[tuple[str, str], Heard],
) -> None:
    panels = {panel.key: panel for panel in PANELS}
    rows = {key: heard.tables & FACTS - READS_ROWS.get(key[0], set()) for key, heard in heard_of_each.items()}
    assert {key: tables for key, tables in rows.items() if tables} == {}
    assert {key for key, heard in heard_of_each.items() if len(heard.statements) > most_of(panels[key[0]])} == set()
    assert {key: found for key, heard in heard_of_each.items() if (found := asked_elsewhere(heard))} == {}


@pytest.mark.long
def test_no_statement_of_a_page_scans_the_tallies_whole(
    engine: Engine, heard_of_each: dict[tuple[str, str], Heard]
) -> None:
    statements = [each for heard in heard_of_each.values() for each in heard.statements]
    of_tallies = {each.sql: each.values for each in statements if "monthly_tally" in each.tables}
    assert len(of_tallies) > MOST_OF_A_COLD_PAGE
    assert [sql for sql, values in of_tallies.items() if _scans_tallies(engine, sql, values)] == []


def test_a_scan_of_the_tallies_is_noticed(engine: Engine) -> None:
    assert _scans_tallies(engine, "SELECT min(month) FROM monthly_tally", ())
    assert _scans_tallies(engine, "SELECT t.month FROM monthly_tally t WHERE t.month = ?", ("2026-01-01",))
    assert not _scans_tallies(engine, "SELECT month FROM monthly_tally WHERE tally_key = ?", ("effective",))


def _scans_tallies(engine: Engine, sql: str, values: Any) -> bool:
    """Whether SQLite would go through all rows of the tallies: it seeks no tally, and not the few rows that forms told.

    A table is named by its alias.
    """
    names = {"monthly_tally", *re.findall(r"monthly_tally (?:AS )?(\w+)", sql)}
    with engine.connect() as connection:
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    sought = ("(tally_key=?", "ix_monthly_tally_reported (span_months>?")
    return any(step.split()[1] in names and not any(each in step for each in sought) for step in plan)


def test_a_warm_page_asks_one_statement_that_reads_one_row(engine: Engine) -> None:
    with listening(engine) as heard, reading(engine, ALL_SEEING) as reader:
        reader.state()
    assert [statement.tables for statement in heard.statements] == [{"database_state"}]
