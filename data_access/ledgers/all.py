"""The one list of all ledgers; a new ledger is a file of its own and a line here.

The order is that of the sheets of the workbook, and of all that is said of several; they are loaded in it, too, but for
those that others name (``LOADED_IN_TURN``).
"""

from data_access.ledgers import (
    archive_material,
    archive_requirement,
    assessment_mark,
    bulletin,
    bulletin_mention,
    cadre_review,
    case_file_defect,
    case_file_review,
    centralised_penalty,
    count_item,
    counting_rule,
    demonstration_event,
    demonstration_site,
    discretion_inspection,
    enforcement_statistic,
    external_review,
    indicator,
    joint_meeting,
    leader_record,
    ledger_report,
    legal_service,
    legal_staffing,
    legislation_project,
    litigation,
    major_decision,
    normative_document,
    officer,
    officer_posting,
    officer_record,
    petition,
    plan_task,
    power_statistic,
    reconsideration,
    rectification,
    rectification_event,
    reported_count,
    reporting_duty,
    research_report,
    scheme,
    scheme_item,
    service_statistic,
    training_session,
    unit,
    unit_alias,
    use_of_result,
    veto_event,
)
from data_access.ledgers.declare import Ledger
from data_access.ledgers.entry import Entry
from data_access.ledgers.tally import Tally
from data_access.store import load_tables as load_tables
from data_access.store import to_come as to_come
from wording import declare

ENTRIES: tuple[Entry, ...] = (
    unit.ENTRY,
    unit_alias.ENTRY,
    archive_requirement.ENTRY,
    reporting_duty.ENTRY,
    counting_rule.ENTRY,
    count_item.ENTRY,
    indicator.ENTRY,
    scheme.ENTRY,
    scheme_item.ENTRY,
    litigation.ENTRY,
    reconsideration.ENTRY,
    petition.ENTRY,
    joint_meeting.ENTRY,
    normative_document.ENTRY,
    major_decision.ENTRY,
    legislation_project.ENTRY,
    rectification.ENTRY,
    rectification_event.ENTRY,
    demonstration_site.ENTRY,
    demonstration_event.ENTRY,
    archive_material.ENTRY,
    assessment_mark.ENTRY,
    external_review.ENTRY,
    veto_event.ENTRY,
    use_of_result.ENTRY,
    service_statistic.ENTRY,
    power_statistic.ENTRY,
    discretion_inspection.ENTRY,
    centralised_penalty.ENTRY,
    enforcement_statistic.ENTRY,
    case_file_review.ENTRY,
    case_file_defect.ENTRY,
    plan_task.ENTRY,
    legal_service.ENTRY,
    cadre_review.ENTRY,
    training_session.ENTRY,
    legal_staffing.ENTRY,
    officer.ENTRY,
    officer_posting.ENTRY,
    officer_record.ENTRY,
    leader_record.ENTRY,
    bulletin.ENTRY,
    bulletin_mention.ENTRY,
    research_report.ENTRY,
    reported_count.ENTRY,
    # The last: the ledgers loaded before it may make reports of their own.
    ledger_report.ENTRY,
)
LEDGERS: tuple[Ledger, ...] = tuple(entry.ledger for entry in ENTRIES)
BY_KEY = {ledger.key: ledger for ledger in LEDGERS}
ENTRY_OF = {entry.ledger.key: entry for entry in ENTRIES}
TALLIES: tuple[Tally, ...] = tuple(tally for entry in ENTRIES for tally in entry.counted)
VIEWS = {entry.view.name: entry.view.definition for entry in ENTRIES if entry.view}


def _turn(ledger: Ledger) -> tuple[int, bool]:
    """A ledger comes before the first of those whose rows name its rows, else where it stands."""
    own = LEDGERS.index(ledger)
    naming = [
        place
        for place, each in enumerate(LEDGERS)
        if any(column.names.partition(".")[0] == ledger.key for column in each.columns)
    ]
    first = min([own, *naming])
    return first, own == first


# A suit tells whether the application that it follows is there, so that one is loaded before it.
LOADED_IN_TURN = tuple(sorted(LEDGERS, key=_turn))

for _ledger in LEDGERS:
    declare(f"ledger.{_ledger.key}", zh=_ledger.zh, en=_ledger.en)
    # The property makes the table at its first use; here all of them join ``metadata``.
    _ledger.table  # noqa: B018
