"""Rows of the ledgers that have hints, each beside one that is right but for a day or a cell."""

from tests.audit.answer_city import suit, units

Said = list[tuple[int | None, str | None, str]]
# B1 was merged into B on the last day of January; M2 came to an end with the same day.
GONE = units(B1={"active_to": "2026-01-31", "merged_into": "B"}, M2={"active_to": "2026-01-31"})
BEFORE = {"heard_on": "2026-01-31", "closed_on": "2026-01-31"}


def application(unit: str = "A1", number: str = "1", **more: object) -> dict[str, object]:
    return {"unit_id": unit, "case_no": number, "defendant_role": "first", "received_on": "2026-01-05",
            "acceptance": "accepted", "accepted_on": "2026-01-09", "closed_on": "2026-02-08", "outcome": "upheld",
            **more}  # fmt: skip


def petition(**more: object) -> dict[str, object]:
    return {"unit_id": "A1", "petition_no": "1", "received_on": "2026-01-05", "closed_on": "2026-02-08",
            "outcome": "resolved", "repeated": "no", "rated": "yes", "satisfied": "no", **more}  # fmt: skip


def document(**more: object) -> dict[str, object]:
    return {"unit_id": "A1", "document_no": "1", "issued_on": "2026-01-05", "filed_on": "2026-01-09",
            "review_result": "conforming", **more}  # fmt: skip


def decision(**more: object) -> dict[str, object]:
    steps = ("public_participation", "expert_argument", "risk_assessment", "legality_review", "collective_decision")
    return {"unit_id": "A1", "decision_no": "1", "decided_on": "2026-01-31",
            **{f"{step}_on": "2026-01-31" for step in steps}, **more}  # fmt: skip


def project(**more: object) -> dict[str, object]:
    return {"unit_id": "A1", "project_no": "1", "planned_year": "2026", "stage": "completed",
            "completed_on": "2026-03-04", **more}  # fmt: skip


def item(**more: object) -> dict[str, object]:
    return {"unit_id": "A1", "item_no": "1", "source": "inspection", "assigned_on": "2026-01-05",
            "due_on": "2026-03-05", "extended_on": "2026-02-05", "extended_due_on": "2026-04-05",
            "submitted_on": "2026-03-02", "closed_on": "2026-03-04", **more}  # fmt: skip


def file(**more: object) -> dict[str, object]:
    return {"unit_id": "A1", "file_no": "1", "kind": "penalty", "reviewed_on": "2026-02-05", "score": "91",
            "grade": "excellent", **more}  # fmt: skip


def inspection(**more: object) -> dict[str, object]:
    return {"unit_id": "A1", "inspection_no": "1", "held_on": "2026-01-05", "files_checked": "20", "faults": "3",
            **more}  # fmt: skip


def task(**more: object) -> dict[str, object]:
    return {"unit_id": "A1", "task_no": "1", "starts_on": "2026-01-05", "due_on": "2026-12-31", "progress": "40",
            "state": "under_way", **more}  # fmt: skip


def session(**more: object) -> dict[str, object]:
    return {"unit_id": "A1", "session_no": "1", "audience": "leaders", "held_on": "2026-01-05", "invited": "20",
            "attended": "18", **more}  # fmt: skip


def review(**more: object) -> dict[str, object]:
    return {"unit_id": "A1", "review_no": "1", "reviewed_on": "2026-01-05", "exam_on": "2026-01-06",
            "exam_score": "80", "appointed_on": "2026-01-20", "result": "appointed", **more}  # fmt: skip


def service(**more: object) -> dict[str, object]:
    return {"unit_id": "A1", "service_no": "1", "subject": "project", "requested_on": "2026-01-05",
            "delivered_on": "2026-01-09", "adopted": "yes", **more}  # fmt: skip


# Ledger, rows, and what is said of them; the row above each is right, or the smallest step beside the wrong one.
ROWS: tuple[tuple[str, list[dict[str, object]], Said], ...] = (
    ("litigation", [suit("A1", head_attended="chief", head_spoke="yes")], []),
    ("litigation", [suit("A1", head_spoke="yes")], [(2, "head_spoke", "spoke_absent")]),
    ("litigation", [suit("A1", head_attended="none", head_spoke="yes")], [(2, "head_spoke", "spoke_absent")]),
    ("litigation", [suit("A1", head_attended=None, head_spoke="yes")], []),
    ("litigation", [suit("A1", head_attended="other_head", heard_on=None)], [(2, "heard_on", "attended_unheard")]),
    ("litigation", [suit("A1", head_attended="staff", heard_on=None)], []),
    ("litigation", [suit("A1", absence_excused="yes")], []),
    ("litigation", [suit("A1", head_attended="deputy", absence_excused="yes")],
     [(2, "absence_excused", "excused_present")]),
    ("litigation", [suit("A1", head_attended="none", absence_reason="外出")], []),
    ("litigation", [suit("A1", head_attended="deputy", absence_reason="外出")],
     [(2, "absence_reason", "reason_present")]),
    ("litigation", [suit("A1", heard_on="2026-04-08")], []),
    ("litigation", [suit("A1", heard_on="2026-04-09")], [(2, "closed_on", "closed_before_heard")]),
    ("litigation", [suit("A1", closed_on=None)], [(2, "closed_on", "outcome_undated")]),
    ("litigation", [suit("A1", closed_on=None, outcome=None)], []),
    # The sign of a higher instance in the number; a higher instance may have the number of the first.
    ("litigation", [suit("A1", "(2026)演01行终3号", instance="second")], []),
    ("litigation", [suit("A1", "(2026)演0101行初3号", instance="second")], []),
    ("litigation", [suit("A1", "(2026)演01行终3号")], [(2, "instance", "other_instance")]),
    ("litigation", [suit("A1", "(2026)演01行申3号", instance="second")], [(2, "instance", "other_instance")]),
    # The year in the number; over the turn of the year either is right.
    ("litigation", [suit("A1", "(2026)演0101行初3号", filed_on="2026-02-01")], []),
    ("litigation", [suit("A1", "(2026)演0101行初3号", filed_on="2025-12-31")], []),
    ("litigation", [suit("A1", "(2025)演0101行初3号", filed_on="2026-01-02")], []),
    ("litigation", [suit("A1", "12", filed_on="2006-02-01")], []),
    ("litigation", [suit("A1", "(2026)演0101行初3号", filed_on="2006-02-01")], [(2, "filed_on", "other_year")]),
    ("litigation", [suit("A1", "(2025)演0101行初3号", filed_on="2026-02-01")], [(2, "filed_on", "other_year")]),
    ("reconsideration", [application(number="演政复〔2026〕3号")], []),
    ("reconsideration", [application(number="演政复〔2024〕3号")], [(2, "received_on", "other_year")]),
    # Two first defendants, each named to the other; a blank role may be the first; a co-defendant is none.
    ("litigation", [suit("A1"), suit("A2")], [(2, "case_no", "other_unit"), (3, "case_no", "other_unit")]),
    ("litigation", [suit("A1"), suit("A2", defendant_role=None)],
     [(2, "case_no", "other_unit"), (3, "case_no", "other_unit")]),
    ("litigation", [suit("A1"), suit("A2", defendant_role="co")], []),
    ("litigation", [suit("A1"), suit("A2", instance="second")], []),
    # What a co-defendant's row says of the case is what the first one's says, or blank.
    ("litigation", [suit("A1", court="甲院"), suit("A2", defendant_role="co", court="乙院", outcome="revoked")],
     [(3, "court", "unlike_first"), (3, "outcome", "unlike_first")]),
    ("litigation", [suit("A1", court="甲院"), suit("A2", defendant_role="co", court=None)], []),
    # Only co-defendants; of another instance the first defendant is no help.
    ("litigation", [suit("A1", defendant_role="co"), suit("A2", defendant_role=None)], []),
    ("litigation", [suit("A1", defendant_role="co"), suit("A2", instance="second")],
     [(2, "defendant_role", "no_first_party")]),
    # The last day is one of its days.
    ("litigation", [suit("B1", **BEFORE)], []),
    ("litigation", [suit("B1")], [(2, "unit_id", "unit_merged")]),
    ("litigation", [suit("B1", **BEFORE | {"closed_on": "2026-06-01"})], []),
    ("litigation", [suit("M2", filed_on="2026-02-01", heard_on=None)], [(2, "unit_id", "unit_gone")]),
    ("reconsideration", [application()], []),
    ("reconsideration", [application("A1"), application("A2")],
     [(2, "case_no", "other_unit"), (3, "case_no", "other_unit")]),
    ("reconsideration", [application(defendant_role="co")], [(2, "defendant_role", "no_first_party")]),
    ("reconsideration", [application("B1", received_on="2026-02-02", accepted_on=None)],
     [(2, "unit_id", "unit_merged")]),
    ("reconsideration", [application(closed_on=None)], [(2, "closed_on", "outcome_undated")]),
    ("reconsideration", [application(acceptance="refused", accepted_on=None)], []),
    ("reconsideration", [application(acceptance="refused")], [(2, "acceptance", "accepted_refused")]),
    ("reconsideration", [application(closed_on="2026-01-08")], [(2, "closed_on", "closed_before_accepted")]),
    # 9 January to 8 February are 30 days.
    ("reconsideration", [application(suspended_days=30)], []),
    ("reconsideration", [application(suspended_days=31)], [(2, "suspended_days", "suspended_too_long")]),
    ("reconsideration", [application(suggestion="opinion", opinion_answered_on="2026-03-02")], []),
    ("reconsideration", [application(suggestion="none", opinion_answered_on="2026-03-02")],
     [(2, "suggestion", "opinion_never_sent")]),
    ("petition", [petition()], []),
    ("petition", [petition(rated="no")], [(2, "satisfied", "satisfied_unrated")]),
    ("petition", [petition(rated=None)], []),
    ("petition", [petition(outcome="repeated")], [(2, "repeated", "repeated_unrepeated")]),
    ("petition", [petition(closed_on=None)], [(2, "closed_on", "outcome_undated")]),
    ("petition", [petition(unit_id="M2", received_on="2026-02-01")], [(2, "unit_id", "unit_gone")]),
    ("normative_document", [document()], []),
    ("normative_document", [document(filed_on=None)], [(2, "filed_on", "reviewed_unfiled")]),
    ("normative_document", [document(filed_on=None, review_result="pending")], []),
    ("normative_document", [document(unit_id="B1", issued_on="2026-02-01", filed_on="2026-02-02")],
     [(2, "unit_id", "unit_merged")]),
    ("major_decision", [decision()], []),
    # The day of the decision is early enough, the next is not.
    ("major_decision", [decision(legality_review_on="2026-02-01")],
     [(2, "legality_review_on", "step_after_decision")]),
    ("major_decision", [decision(expert_argument_not_applicable="no", expert_argument_reason="无技术问题")], []),
    ("major_decision", [decision(expert_argument_not_applicable="yes")],
     [(2, "expert_argument_not_applicable", "step_done_not_applicable")]),
    ("major_decision", [decision(expert_argument_on=None, expert_argument_not_applicable="yes",
                                 expert_argument_reason="无技术问题")], []),
    ("major_decision", [decision(expert_argument_on=None, expert_argument_not_applicable="yes")],
     [(2, "专家论证不适用理由", "step_without_reason")]),
    ("major_decision", [decision(legality_review_on=None, legality_review_not_applicable="no")], []),
    ("major_decision", [decision(legality_review_on=None, legality_review_not_applicable="yes",
                                 legality_review_reason="急")],
     [(2, "legality_review_not_applicable", "never_not_applicable")]),
    ("legislation_project", [project()], []),
    ("legislation_project", [project(completed_on=None, stage="review")], []),
    ("legislation_project", [project(completed_on=None)], [(2, "completed_on", "completed_undated")]),
    ("legislation_project", [project(unit_id="B1", completed_on="2026-02-01")], [(2, "unit_id", "unit_merged")]),
    ("legislation_project", [project(unit_id="M2", completed_on="2026-02-01")], [(2, "unit_id", "unit_gone")]),
    ("major_decision", [decision(unit_id="M2", decided_on="2026-02-01")], [(2, "unit_id", "unit_gone")]),
    ("rectification", [item()], []),
    ("rectification", [item(), item(item_no="2", recurrence_of="1")], []),
    ("rectification", [item(), item(item_no="2", recurrence_of="9")], [(3, "recurrence_of", "names_nobody")]),
    ("rectification", [item(recurrence_of="1")], [(2, "recurrence_of", "names_nobody")]),
    ("case_file_review", [file()], []),
    ("case_file_review", [file(veto_fault="no_authority", grade="failed")], []),
    ("case_file_review", [file(veto_fault="no_authority", grade=None)], []),
    ("case_file_review", [file(veto_fault="no_authority")], [(2, "grade", "grade_against_veto")]),
    ("case_file_review", [file(score="60")], []),
    ("case_file_review", [file(score="59.5")], [(2, "grade", "grade_against_score")]),
    ("case_file_review", [file(score="90", grade="failed")], [(2, "grade", "grade_against_score")]),
    ("case_file_review", [file(score="90", grade="failed", veto_fault="no_authority")], []),
    ("case_file_review", [file(unit_id="M2")], [(2, "unit_id", "unit_gone")]),
    ("discretion_inspection", [inspection(files_checked="0", faults="0")], []),
    ("discretion_inspection", [inspection(files_checked=None)], []),
    ("discretion_inspection", [inspection(files_checked="0")], [(2, "files_checked", "faults_of_nothing")]),
    ("plan_task", [task()], []),
    ("plan_task", [task(progress="1")], []),
    ("plan_task", [task(progress="0.6")], [(2, "progress", "share_for_percent")]),
    ("plan_task", [task(progress="1.2")], [(2, "progress", "share_for_percent")]),
    ("plan_task", [task(progress="2")], []),
    ("plan_task", [task(progress="100", state="done")], []),
    ("plan_task", [task(progress="90", state="done")], [(2, "progress", "done_against_progress")]),
    ("plan_task", [task(unit_id="M2", starts_on="2026-02-01")], [(2, "unit_id", "unit_gone")]),
    ("training_session", [session()], []),
    ("training_session", [session(unit_id="M2", held_on="2026-02-01")], [(2, "unit_id", "unit_gone")]),
    ("cadre_review", [review()], []),
    ("cadre_review", [review(appointed_on=None)], [(2, "appointed_on", "result_undated")]),
    ("cadre_review", [review(exam_on=None)], [(2, "exam_on", "result_undated")]),
    ("cadre_review", [review(resit_on="2026-01-10", resit_score="90")], []),
    ("cadre_review", [review(resit_on=None, resit_score="90")], [(2, "resit_on", "result_undated")]),
    ("legal_service", [service()], []),
    ("legal_service", [service(adopted="no", not_adopted_reason="另有规定")], []),
    ("legal_service", [service(not_adopted_reason="另有规定")], [(2, "not_adopted_reason", "reason_adopted")]),
    ("legal_service", [service(delivered_on=None)], [(2, "delivered_on", "adopted_undelivered")]),
    ("legal_service", [service(delivered_on=None, adopted="no")], []),
    ("legal_service", [service(unit_id="M2", requested_on="2026-02-01", delivered_on="2026-02-02")],
     [(2, "unit_id", "unit_gone")]),
    ("cadre_review", [review(unit_id="M2", appointed_on="2026-02-01")], [(2, "unit_id", "unit_gone")]),
    ("litigation", [suit("A1"), suit("A1", "2", instance="second", first_instance_case_no="1")], []),
    ("litigation", [suit("A1", "2", instance="second", first_instance_case_no="1")],
     [(2, "first_instance_case_no", "names_nobody")]),
    ("rectification", [item(extended_on=None)], [(2, "extended_on", "extension_undated")]),
    ("rectification", [item(submitted_on="2026-03-05")], [(2, "closed_on", "closed_before_submitted")]),
    ("rectification", [item(unit_id="M2", assigned_on="2026-02-01")], [(2, "unit_id", "unit_gone")]),
    ("centralised_penalty", [{"unit_id": "A", "field": "ecology", "started_on": "2026-03-01"}], []),
    ("centralised_penalty", [{"unit_id": "A1", "field": "ecology", "started_on": "2026-03-01"}],
     [(2, "unit_id", "counties_alone")]),
)  # fmt: skip
