"""What is not published, and that the refusal says everything there is to mend."""

import pytest
from sqlalchemy import Engine, delete, update

from data_access.counting.recounting import recount_all
from data_access.ledgers.assessment_mark import ASSESSMENT_MARK
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.scheme import SCHEME
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.ledgers.veto_event import VETO_EVENT
from data_access.problems import Refused
from data_access.publishing.publication_refusals import Lacking, NotPublishable, Undecided
from data_access.publishing.publishing import Order, preview, publish
from data_access.store.tables import publication, publication_rank
from tests.data_access.assessed_city import (
    MARKS,
    OFFICE,
    PERIOD,
    PROPOSED,
    case,
    decision,
    load,
    marks,
    of_ledger,
    published,
    reviews,
)
from tests.data_access.ledger_sheets import count_rows, data_version
from wording import wording


def _refusal(engine: Engine, code: str = PERIOD, by: str = OFFICE, **more: str) -> Refused:
    before = (data_version(engine), count_rows(engine, publication), count_rows(engine, publication_rank))
    with pytest.raises(Refused) as caught:
        publish(engine, code, published_by=by, **more)  # type: ignore[arg-type]
    assert (data_version(engine), count_rows(engine, publication), count_rows(engine, publication_rank)) == before
    for language in ("zh", "en"):
        sentence = caught.value.in_words(wording(language))
        assert "publishing." not in sentence
        assert "{" not in sentence
    return caught.value


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("2025H1", "no_period"),
        ("", "no_period"),
        ("2025-13", "no_period"),
        ("2025-02~2025-06", "not_from_january"),
        ("2025Q2", "not_from_january"),
        ("2024-01~2025-06", "crosses_years"),
        ("2026-01~2026-03", "after_data"),
        ("2025", "not_over"),
        ("2025-01~2025-08", "not_over"),
        ("2024", "no_scheme"),
    ],
)
def test_a_period_that_cannot_be_published_is_refused(assessed_city: Engine, code: str, why: str) -> None:
    assert _refusal(assessed_city, code).message == f"publishing.{why}"


def test_a_period_that_ends_with_the_day_of_the_data_is_over(assessed_city: Engine) -> None:
    names = [
        preview(assessed_city, Order(code, OFFICE)).content.period.code
        for code in ("2025-01~2025-07", "2025Q1", "2025-01")
    ]
    assert names == ["2025-01~2025-07", "2025-01~2025-03", "2025-01~2025-01"]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"by": " "}, "no_name"),
        ({"supersedes": "2025-1"}, "no_reason"),
        ({"supersedes": "2025-1", "reason": "  "}, "no_reason"),
        ({"reason": "更正"}, "reason_alone"),
        ({"supersedes": "2025-9", "reason": "更正"}, "unknown"),
    ],
)
def test_an_order_that_lacks_something_is_refused(assessed_city: Engine, more: dict[str, str], why: str) -> None:
    assert _refusal(assessed_city, **more).message == f"publishing.{why}"


def test_nothing_is_published_of_an_empty_database(database: Engine) -> None:
    assert _refusal(database).message == "publishing.no_data"


def test_what_is_published_already_can_only_be_superseded_once_and_by_its_own_period(published_city: Engine) -> None:
    again = _refusal(published_city)
    assert (again.message, again.values["expected"]) == ("publishing.already", "2025-1")
    other = _refusal(published_city, "2025-01~2025-05", supersedes="2025-1", reason="更正")
    assert (other.message, other.values["expected"]) == ("publishing.other_period", PERIOD)
    published(published_city, supersedes="2025-1", reason="更正")
    twice = _refusal(published_city, supersedes="2025-1", reason="更正")
    assert (twice.message, twice.values["expected"]) == ("publishing.superseded", "2025-2")
    assert _refusal(published_city).values["expected"] == "2025-2"


def test_undecided_vetoes_are_listed_with_their_figures(assessed_city: Engine) -> None:
    with assessed_city.begin() as connection:
        connection.execute(delete(VETO_EVENT.table))
    refusal = _refusal(assessed_city)
    assert isinstance(refusal, NotPublishable)
    listed = {(each.unit, each.clause): each.figure for each in refusal.obstacles if isinstance(each, Undecided)}
    names = {"C3": "丙县", "C2": "乙县"}
    assert listed == {(names[code], clause): figure for (code, clause), figure in PROPOSED.items()}
    assert "丙县（各县区）：负责人出庭应诉率低于平均且名次靠后，出庭应诉率 5/10，基数 10" in refusal.in_words(
        wording("zh")
    )


def test_a_decision_on_other_figures_leaves_a_veto_undecided(assessed_city: Engine) -> None:
    load(assessed_city, of_ledger("litigation", [case("C3", 10)]))
    refusal = _refusal(assessed_city)
    assert isinstance(refusal, NotPublishable)
    assert refusal.obstacles == (
        Undecided("丙县", "counties", "appearance", "appearance_rate", "6/11", "11", reopened=True),
    )


def test_a_veto_decided_on_new_figures_stands_beside_the_decision_on_the_old_ones(published_city: Engine) -> None:
    load(published_city, of_ledger("litigation", [case("C3", 10)]))
    load(published_city, of_ledger("veto_event", [decision("C3", "appearance", "6/11", veto_no="F-2")]))
    again = published(published_city, supersedes="2025-1", reason="补报一件")
    vetoes = again.content.groups["counties"].vetoes.set_index("code")
    assert vetoes.loc["C3", ["figure", "status", "in_force"]].tolist() == ["6/11", "confirmed", True]
    assert count_rows(published_city, VETO_EVENT.table) == 3


def test_missing_marks_and_reviews_are_listed_by_unit_and_item(assessed_city: Engine) -> None:
    with assessed_city.begin() as connection:
        connection.execute(delete(ASSESSMENT_MARK.table).where(ASSESSMENT_MARK.table.c.score == MARKS["C2"]))
    load(assessed_city, reviews({"C1": 80}))
    refusal = _refusal(assessed_city)
    assert isinstance(refusal, NotPublishable)
    assert refusal.obstacles == (Lacking("乙县", "counties", "annual", "plan", "missing"),)
    assert "乙县（各县区）：年度考核“年度计划与述法”没有数据" in refusal.in_words(wording("zh"))


def test_what_the_scheme_counts_as_nought_is_not_required(assessed_city: Engine) -> None:
    with assessed_city.begin() as connection:
        connection.execute(delete(ASSESSMENT_MARK.table).where(ASSESSMENT_MARK.table.c.score == MARKS["C2"]))
        policy = update(SCHEME_ITEM.table).where(SCHEME_ITEM.table.c.key == "plan").values(missing_policy="zero")
        connection.execute(policy)
    parts = published(assessed_city).content.groups["counties"].parts
    [plan] = parts[parts["code"].eq("C2") & parts["key"].eq("plan")].to_dict("records")
    assert (plan["state"], plan["points"]) == ("missing", 0)


def test_a_report_not_handed_in_is_listed(assessed_city: Engine) -> None:
    with assessed_city.begin() as connection:
        connection.execute(delete(LITIGATION.table).where(LITIGATION.table.c.case_no.startswith("C4-")))
    duty = {"unit_kind": "county", "ledger": "litigation", "frequency": "month", "due_day": 10}
    load(assessed_city, of_ledger("reporting_duty", [{**duty, "from_month": "2025-01-01"}]))
    recount_all(assessed_city)
    refusal = _refusal(assessed_city)
    assert isinstance(refusal, NotPublishable)
    # Of six months two have suits, of 丁 none has; whatever cases there are, the others are missing.
    lacking = {(each.unit, each.key, each.state): each.missing for each in refusal.obstacles}  # type: ignore[attr-defined]
    missing = {"甲县": 4, "乙县": 4, "丙县": 4, "丁县": 6}
    assert lacking == {
        (unit, key, "not_reported"): n for unit, n in missing.items() for key in ("appearance_rate", "loss_rate")
    }
    assert "丁县（各县区）：日常考核“出庭应诉率”漏报 6 期" in refusal.in_words(wording("zh"))


def test_a_scheme_with_faults_is_refused_with_each_of_them(assessed_city: Engine) -> None:
    with assessed_city.begin() as connection:
        connection.execute(
            update(SCHEME_ITEM.table).where(SCHEME_ITEM.table.c.key == "loss_rate").values(weight=41, target=0.6)
        )
    sentence = _refusal(assessed_city).in_words(wording("zh"))
    assert sentence.startswith("2025 年考核方案（第 1 版）有 2 处错误")
    assert "各县区、日常考核：各项目的权重合计为 101，应为 100" in sentence
    assert "零分值 0.5 与满分值 0.6 颠倒了" in sentence


def test_nothing_is_published_by_other_rules_than_the_figures_were_counted_by(assessed_city: Engine) -> None:
    with assessed_city.begin() as connection:
        connection.exec_driver_sql("UPDATE database_state SET tally_hash = 'other'")
    assert _refusal(assessed_city).message == "publishing.recount_first"


def test_nothing_is_published_that_changed_since_somebody_agreed(assessed_city: Engine) -> None:
    agreed = preview(assessed_city, Order(PERIOD, OFFICE)).content.data_version
    load(assessed_city, marks({"C1": 91}))
    with pytest.raises(Refused, match="data_moved"):
        published(assessed_city, agreed_version=agreed)
    assert count_rows(assessed_city, publication) == 0
    assert published(assessed_city, agreed_version=agreed + 1).content.data_version == agreed + 1


def test_a_group_whose_units_are_all_gone_is_not_published(assessed_city: Engine) -> None:
    with assessed_city.begin() as connection:
        connection.exec_driver_sql("UPDATE unit SET active_to = '2025-05-31'")
    assert _refusal(assessed_city).message == "publishing.nobody"


def test_losses_by_judgments_in_effect_need_a_ledger_that_says_when_they_took_effect(assessed_city: Engine) -> None:
    with assessed_city.begin() as connection:
        connection.execute(update(SCHEME.table).values(loss_basis="effective"))
    refused = _refusal(assessed_city)
    assert (refused.message, refused.values) == ("publishing.nothing_in_effect", {"value": "40"})
    # One judgment whose day is known: the column is kept, so what is blank is not in effect yet.
    load(assessed_city, of_ledger("litigation", [case("C1", 1) | {"effective_on": "2025-05-08"}]))
    assert published(assessed_city).publication_no == "2025-1"
