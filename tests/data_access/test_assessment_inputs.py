"""What the assessment reads beside the counts: figures of every unit of a group, words within the viewer's scope."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.files.sources import Sheet
from data_access.ledgers.veto_event import VETO_EVENT
from data_access.loading.load import load_sheets
from data_access.reading.assessment_inputs import marks, reviews, scheme_for, schemes, uses_of_results, veto_events
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING, Viewer
from tests.data_access.bad_assessments import A_MARK, A_REVIEW, A_VETO, ANNUAL, COMPUTED, DAILY, EXTERNAL, SETTINGS
from tests.data_access.ledger_sheets import rows_of, sheet, units

TODAY = dt.date(2026, 10, 31)
OF_C01 = Viewer("甲县", frozenset({"C01"}), sees_unpublished=True)
REASON = "联系人 13812345678 未到"
COVERED = "联系人 138****5678 未到"


def _load(database: Engine, *sheets: Sheet) -> Any:
    return load_sheets(database, sheets, as_of=TODAY, today=TODAY)


def _read(database: Engine, viewer: Viewer, ask: Callable[[Reader], pd.DataFrame]) -> list[dict[str, Any]]:
    with database.connect() as connection:
        found = ask(Reader(connection, viewer))
    return [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]


@pytest.fixture
def city(database: Engine) -> Engine:
    """Two counties and a department with marks, reviews and vetoes."""
    result = _load(
        database,
        units(),
        sheet("assessment_mark", [
            {**A_MARK, "扣分理由": REASON, "评分人": "演示人"},
            {**A_MARK, "单位": "C02", "得分": 7.5, "扣分理由": REASON, "评分人": "演示人"},
            {**A_MARK, "单位": "C02", "评分类别": "加减分", "考核项目": "表彰加分", "得分": 6, "满分": None},
            {**A_MARK, "单位": "M-housing"},
            {**A_MARK, "年度": 2025},
        ]),
        sheet("external_review", [A_REVIEW, {**A_REVIEW, "单位": "C02", "平均分": 77.5}]),
        sheet("veto_event", [
            {**A_VETO, "事由": REASON},
            {**A_VETO, "单位": "C02", "编号": "2号", "事由": REASON, "认定机关": "演示机关", "截止日期": None},
            {**COMPUTED, "单位": "C02", "编号": "3号"},
            {**COMPUTED, "单位": "C02", "编号": "4号", "年度": 2025},
        ]),
        sheet("use_of_result", [
            {"单位": "C01", "年度": 2025, "运用方式": "约谈", "决定日期": "2026-03-01", "说明": REASON},
            {"单位": "C01", "年度": 2026, "运用方式": "表彰奖励", "说明": "授予先进单位"},
            {"单位": "C02", "年度": 2025, "运用方式": "通报批评"},
        ]),
    )  # fmt: skip
    assert (result.status, result.problems) == ("stored", ())
    return database


def test_the_marks_of_a_group_are_read_with_the_words_that_the_viewer_may_read(city: Engine) -> None:
    own, adjustment, other = _read(city, OF_C01, lambda reader: marks(reader, 2026, "counties"))
    assert list(own) == [
        "code", "component", "item", "score", "maximum", "recorded_on", "reason", "assessor",
    ]  # fmt: skip
    assert (own["code"], own["item"], own["score"], own["maximum"], own["reason"]) == ("C01", "自查", 9, 10, COVERED)
    assert own["assessor"] == "＊＊"
    assert (adjustment["component"], adjustment["item"], adjustment["score"]) == ("adjustment", "commendation", 6)
    assert pd.isna(adjustment["maximum"])
    assert (other["code"], other["score"], other["reason"], other["assessor"]) == ("C02", 7.5, None, None)


def test_who_sees_everything_reads_every_reason_but_no_personal_number(city: Engine) -> None:
    found = _read(city, ALL_SEEING, lambda reader: marks(reader, 2026, "counties"))
    assert [(row["reason"], row["assessor"]) for row in found] == [
        (COVERED, "演示人"), (None, None), (COVERED, "演示人"),
    ]  # fmt: skip


def test_the_reviews_of_a_group_count_whoever_asks(city: Engine) -> None:
    found = _read(city, OF_C01, lambda reader: reviews(reader, 2026, "counties"))
    assert [tuple(row.values()) for row in found] == [("C01", "lawyers", 20, 80.0), ("C02", "lawyers", 20, 77.5)]


def test_a_year_has_its_computed_vetoes_and_what_reaches_into_it(city: Engine) -> None:
    def numbers(year: int) -> list[str]:
        return [row["veto_no"] for row in _read(city, ALL_SEEING, lambda reader: veto_events(reader, year, "counties"))]

    assert numbers(2025) == ["4号"]
    assert numbers(2026) == ["1号", "2号", "3号"]
    assert numbers(2027) == ["2号"]
    assert numbers(2024) == []


def test_vetoes_count_whoever_asks_but_their_words_are_rows(city: Engine) -> None:
    own, other, computed = _read(city, OF_C01, lambda reader: veto_events(reader, 2026, "counties"))
    assert (own["code"], own["clause"], own["source"], own["status"]) == (
        "C01", "serious_violation", "recorded", "confirmed",
    )  # fmt: skip
    assert (own["occurred_on"], own["ends_on"], own["description"]) == (
        dt.date(2026, 2, 1), dt.date(2026, 8, 1), COVERED,
    )  # fmt: skip
    assert (other["ends_on"], other["description"], other["decided_by"]) == (None, None, None)
    assert (computed["clause"], computed["figure"], computed["base"]) == ("loss", "2/9", "9")


def test_a_group_without_rows_gives_the_same_columns(city: Engine) -> None:
    for ask in (marks, reviews, veto_events):
        with city.connect() as connection:
            reader = Reader(connection, OF_C01)
            assert list(ask(reader, 2019, "sector:water")) == list(ask(reader, 2026, "counties"))


def test_the_uses_of_a_units_results_are_its_rows(city: Engine) -> None:
    found = _read(city, OF_C01, lambda reader: uses_of_results(reader, "C01"))
    assert [(row["year"], row["kind"], row["seq"], row["note"]) for row in found] == [
        (2026, "award", 1, "授予先进单位"), (2025, "talk", 1, COVERED),
    ]  # fmt: skip
    assert _read(city, OF_C01, lambda reader: uses_of_results(reader, "C02")) == []


def test_the_scheme_of_a_year_is_its_highest_version(city: Engine) -> None:
    for version in (1, 3, 2):
        items = [{**row, "版本": version} for row in (DAILY, ANNUAL, EXTERNAL)]
        settings = [{**SETTINGS, "版本": version, "方案名称": f"第{version}版"}]
        assert _load(city, sheet("scheme", settings), sheet("scheme_item", items)).status == "stored"
    with city.connect() as connection:
        reader = Reader(connection, ALL_SEEING)
        assert [each.version for each in schemes(reader)] == [3, 2, 1]
        found = scheme_for(reader, 2026)
        assert found is not None
        assert (found.name, found.groups, found.items[1].floor) == ("第3版", ("counties",), None)
        assert scheme_for(reader, 2025) is None


# --- Vetoes that stand -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"发生日期": "2026-08-01"}, "refused"),
        ({"发生日期": "2026-08-02", "截止日期": "2026-09-01"}, "stored"),
        ({"发生日期": "2026-08-01", "状态": "不予认定"}, "stored"),
        ({"否决情形": "其他否决情形"}, "stored"),
        ({"单位": "M-housing"}, "stored"),
        ({"编号": "1号", "发生日期": "2026-03-01"}, "stored"),
    ],
    ids=["the last day", "the day after", "rejected", "another matter", "another unit", "the same veto"],
)
def test_a_veto_must_not_overlap_one_that_stands(city: Engine, cells: dict[str, object], status: str) -> None:
    veto = {**A_VETO, "编号": "9号", "截止日期": None, **cells}
    result = _load(city, sheet("veto_event", [veto]))
    assert result.status == status
    if status == "refused":
        (problem,) = result.problems
        assert (problem.code, problem.row) == ("overlapping_veto", 2)
        assert problem.expected == ("1号", "2026-02-01—2026-08-01")


def test_a_load_that_overlaps_changes_nothing(city: Engine) -> None:
    before = rows_of(city, VETO_EVENT.table)
    assert _load(city, sheet("veto_event", [{**COMPUTED, "单位": "C02", "编号": "9号"}])).status == "refused"
    assert rows_of(city, VETO_EVENT.table) == before
