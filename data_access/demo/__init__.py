"""The demo city: synthetic, always the same, with stories planted in it. No unit, place or person in it is real."""

from collections.abc import Callable

import pandas as pd
from sqlalchemy import Engine

from data_access.demo.bulletins import bulletins, research_reports
from data_access.demo.case_files import generate_case_files
from data_access.demo.centralised import generate_centralised
from data_access.demo.city import CITY, Units, build_units, unit_aliases
from data_access.demo.contradicted import with_contradicted_item
from data_access.demo.decisions import generate_decisions, generate_projects
from data_access.demo.derived import derived_rows
from data_access.demo.documents import generate_documents
from data_access.demo.doubtful import with_doubtful_suits
from data_access.demo.forms import count_items, indicators, reported_counts
from data_access.demo.leaders import generate_reviews_before, generate_trainings
from data_access.demo.legal_bodies import generate_services, generate_staffing
from data_access.demo.litigation import generate_litigation
from data_access.demo.marks import generate_marks, generate_reviews, uses_of_results
from data_access.demo.materials import archive_requirements, generate_materials
from data_access.demo.meetings import generate_meetings
from data_access.demo.names import CITY_NAME
from data_access.demo.officers import generate_officers
from data_access.demo.petitions import generate_petitions
from data_access.demo.plan import generate_plan
from data_access.demo.reconsideration import generate_reconsideration
from data_access.demo.rectification import generate_rectification
from data_access.demo.rectification_events import rectification_events
from data_access.demo.reports import ledger_reports, reporting_duties
from data_access.demo.schemes import counting_rules, scheme_items, schemes
from data_access.demo.sites import generate_sites
from data_access.demo.stories import CORRECTED, CORRECTED_CASES, PUBLISHED, STORIES
from data_access.demo.streams import AS_OF, SEED, Columns, as_frame
from data_access.demo.vetoes import veto_events
from data_access.ledgers.all import BY_KEY, ENTRIES

Progress = Callable[[str, int, int], None]
# So many ledgers are made of the rows of others: bulletins, whom they named, research, and reports.
MADE_OF_OTHERS = 4
__all__ = ["AS_OF", "CITY", "CITY_NAME", "SEED", "STORIES", "build", "correction", "generate"]


def generate(
    size: int = 1, rows: int = 1, seed: int = SEED, progress: Progress | None = None
) -> dict[str, pd.DataFrame]:
    """Every ledger of the city, by key: frames with the ledger's columns, units as codes, dates as ``datetime.date``.

    ``size`` multiplies counties and their units, ``rows`` the facts per unit. The same arguments give the same frames,
    and a larger size leaves the rows of the units that were there unchanged. Raises ``ValueError`` for arguments
    below 1 or a size for which there are not enough names.
    """
    if size < 1 or rows < 1:
        raise ValueError(f"expected size and rows of at least 1, got {size} and {rows}")
    units = build_units(size)
    tables = _tables(units, seed, rows)
    tables |= {
        entry.ledger.key: derived_rows(entry.ledger, entry.volume, units, seed, rows)
        for entry in ENTRIES
        if entry.volume
    }
    frames = {"unit": units.frame}
    for done, (key, columns) in enumerate(tables.items(), 1):
        frames[key] = as_frame(BY_KEY[key], columns)
        if progress:
            progress(key, done, len(tables) + MADE_OF_OTHERS)
    frames["litigation"] = with_doubtful_suits(frames["litigation"])
    frames["rectification"] = with_contradicted_item(frames["rectification"])
    frames |= bulletins(frames["litigation"]) | {"research_report": research_reports(units, seed)}
    frames["ledger_report"] = ledger_reports(units, frames, seed)
    if progress:
        for done, key in enumerate(list(frames)[len(tables) + 1 :], len(tables) + 1):
            progress(key, done, len(frames) - 1)
    return frames


def _tables(units: Units, seed: int, rows: int) -> dict[str, Columns]:
    reconsideration, sued = generate_reconsideration(units, seed, rows)
    items, course = generate_rectification(units, seed, rows)
    sites, site_events = generate_sites(units, seed)
    litigation = generate_litigation(units, seed, rows, sued)
    files, defects = generate_case_files(units, seed, rows)
    return {
        "unit_alias": unit_aliases(),
        "archive_requirement": archive_requirements(),
        "reporting_duty": reporting_duties(),
        "counting_rule": counting_rules(),
        "count_item": count_items(),
        "indicator": indicators(),
        "scheme": schemes(),
        "scheme_item": scheme_items(),
        "litigation": litigation,
        "reconsideration": reconsideration,
        "petition": generate_petitions(units, seed, rows, reconsideration),
        "joint_meeting": generate_meetings(units, seed, rows),
        "normative_document": generate_documents(units, seed, rows),
        "major_decision": generate_decisions(units, seed, rows),
        "legislation_project": generate_projects(units, seed, rows),
        "rectification": items,
        "rectification_event": rectification_events(items, course),
        "demonstration_site": sites,
        "demonstration_event": site_events,
        "archive_material": generate_materials(units, seed),
        "assessment_mark": generate_marks(units, seed),
        "external_review": generate_reviews(units, seed),
        "veto_event": veto_events(units, as_frame(BY_KEY["litigation"], litigation)),
        "use_of_result": uses_of_results(),
        "centralised_penalty": generate_centralised(units, seed),
        "case_file_review": files,
        "case_file_defect": defects,
        "plan_task": generate_plan(units, seed),
        "legal_service": generate_services(units, seed, rows),
        "cadre_review": generate_reviews_before(units, seed, rows),
        "training_session": generate_trainings(units, seed, rows),
        "legal_staffing": generate_staffing(units, seed),
        **generate_officers(units, seed),
        "reported_count": reported_counts(units, as_frame(BY_KEY["litigation"], litigation), seed),
    }


def correction(size: int = 1, rows: int = 1, seed: int = SEED) -> dict[str, pd.DataFrame]:
    """A later, small ledger that corrects some rows: staff had been entered as heads who appeared in court."""
    return _correction(generate(size, rows, seed)["litigation"], rows)


def _correction(cases: pd.DataFrame, rows: int) -> dict[str, pd.DataFrame]:
    first, last = PUBLISHED
    own = cases["unit_id"].eq(CORRECTED) | cases["unit_id"].str.startswith(f"{CORRECTED}-")
    heard = cases["heard_on"].map(lambda day: day is not None and first <= day <= last)
    attended = cases["head_attended"].isin(["deputy", "other_head"]) & cases["defendant_role"].eq("first")
    wrong = cases[own & heard & attended].sort_values(["heard_on", "case_no"]).head(CORRECTED_CASES * rows)
    corrected = wrong.assign(head_attended="staff", head_spoke=None, absence_reason="未说明原因", absence_excused=None)
    return {"litigation": corrected.astype(object).reset_index(drop=True)}


def build(engine: Engine, size: int = 1, rows: int = 1, progress: Progress | None = None) -> None:
    """Bring the database to the current schema, load the city through the one door, marked as synthetic, and publish.

    The correction of what was published is loaded last.
    """
    # Who only wants the stories or the frames needs neither the loader nor the migrations.
    from data_access.demo.publishing import LOADED_BY, load_correction, publish_periods, sheets_of
    from data_access.loading.load import load_sheets
    from data_access.upkeep.schema import migrate

    migrate(engine)
    frames = generate(size, rows, progress=progress)
    result = load_sheets(
        engine,
        sheets_of(frames),
        as_of=AS_OF,
        today=AS_OF,
        synthetic=True,
        city_name=CITY_NAME,
        loaded_by=LOADED_BY,
        progress=progress,
    )
    if result.problems:
        raise RuntimeError(f"expected a demo city without problems, got {result.problems[:3]}")
    publish_periods(engine)
    load_correction(engine, _correction(frames["litigation"], rows))
