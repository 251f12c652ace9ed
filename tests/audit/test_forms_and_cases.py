"""The same cases as rows and as counts of quarters on a form: one ranking; cases win, and nothing changes unseen."""

import datetime as dt
from collections.abc import Iterator

import pandas as pd
import pytest
from sqlalchemy import Engine

from assessment.indicators import BY_KEY, adopt
from data_access.asked.periods import Period
from data_access.asked.selection import Selection
from data_access.files.sources import Sheet
from data_access.loading.load import load_sheets
from data_access.reading.available import choices_for
from data_access.reading.extent import Extent
from data_access.reading.form_rows import form_rows
from data_access.reading.forms_beside import forms_beside
from data_access.reading.lists_behind import lists_of
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import writer_engine
from panels.declare import Context
from panels.disputes.absences import ABSENCES
from panels.disputes.matrix import COUNTY_SECTOR_MATRIX
from panels.form_rows import FORM_ROWS
from panels.forms_differ import FORMS_DIFFER
from panels.forms_words import untold_in_words
from panels.funnel import FUNNEL
from panels.lacking import why_no_rate
from panels.peers import peer_standing
from panels.ranking import RANKING
from tests.data_access.ledger_sheets import sheet
from tests.databases import EXCERPT
from tests.quarters import form_of, quarters_of, units_of
from wording import wording

GROUP, RATE = "municipal_departments", "direct_correction_rate"
YEAR = Period("year", dt.date(2023, 1, 1), dt.date(2023, 12, 1))
MAY = Period("month", dt.date(2023, 5, 1), dt.date(2023, 5, 1))
TODAY = dt.date(2026, 11, 15)
# Applications received and accepted in 2020 by provincial departments, as published.
PUBLISHED = [
    ("人社厅", 132, 118), ("自然资源厅", 115, 38), ("司法厅", 43, 31), ("市场监管局", 33, 23), ("公安厅", 25, 20),
    ("生态环境厅", 8, 6), ("卫健委", 7, 5), ("发改委", 6, 4), ("交通厅", 3, 3), ("公共资源交易监管局", 2, 2),
    ("财政厅", 2, 0),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _none_of_another_city() -> Iterator[None]:
    yield
    adopt(())


def form(more: int = 0) -> Sheet:
    """The quarters of the year as an office's form, with ``more`` closed in each than the cases say."""
    return form_of({place: n for place, n in quarters_of(EXCERPT).items() if place[1] == YEAR.first.year}, more)


def context(reader: Reader, period: Period, indicator: str = RATE, language: str = "zh") -> Context:
    state = reader.state()
    choices = choices_for(reader, reader.units(), state.data_as_of)
    return Context(Selection(period, "none", GROUP, language=language, indicator=indicator), state, choices)


def standing(engine: Engine, period: Period, *indicators: str) -> dict[str, pd.DataFrame]:
    """Of each indicator the standings of the members and the city by name, those with cases."""
    with reading(engine, ALL_SEEING) as reader:
        rows = peer_standing(reader, context(reader, period), indicators)
        of_each = {key: rows[rows["indicator"] == key].set_index("unit") for key in indicators}
        return {key: own.drop(columns=["indicator", "unit_id", "code"]) for key, own in of_each.items()}


def test_counts_of_quarters_rank_as_their_cases_do_and_tell_nothing_of_a_month(
    database: Engine, excerpt_url: str
) -> None:
    assert load_sheets(database, [units_of(quarters_of(EXCERPT)), form()], today=TODAY).status == "stored"
    cases = writer_engine(excerpt_url)
    parts = ["numerator", "denominator", "rate", "low", "high", "place", "small"]
    of_cases, of_forms = (standing(each, YEAR, RATE)[RATE][parts] for each in (cases, database))
    of_cases = of_cases[of_cases["denominator"] > 0].sort_index()
    assert len(of_cases) > 20
    pd.testing.assert_frame_equal(of_cases, of_forms[of_forms["denominator"] > 0].sort_index(), check_names=False)
    of_may = standing(database, MAY, RATE)[RATE]
    assert (of_may["denominator"] == 0).all()
    assert set(of_may["untold"]) == {"span:2023Q2"}
    said = [why_no_rate(of_may.iloc[0], wording(language)) for language in ("zh", "en")]
    assert said == ["只有 2023 年第 2 季度合计", "only the sum of Q2 2023 is known"]
    cases.dispose()


def test_where_cases_tell_a_form_changes_no_figure_and_each_difference_is_listed(excerpt_copy_url: str) -> None:
    engine = writer_engine(excerpt_copy_url)
    before = {period: standing(engine, period, RATE)[RATE] for period in (YEAR, MAY)}
    result = load_sheets(engine, [form(more=1)], today=TODAY)
    assert [each.code for each in result.problems] == []
    told_by_cases = 0
    with reading(engine, ALL_SEEING) as reader:
        beside = forms_beside(reader, Extent("city"), YEAR)
        listed = FORMS_DIFFER.figures(reader, context(reader, YEAR))
        words = FORMS_DIFFER.table(listed, context(reader, YEAR)).data
    closed = beside[beside["count"] == "reconsideration_closed"]
    assert (closed["difference"] == 1).all()
    assert len(listed) == len(beside) == len(closed) > 20
    one = words[words["counted"] > 0].iloc[0]
    assert one["reported"] == one["counted"] + 1
    assert f"/{one['counted']:.0f}）" in one["share_text"]
    assert f"/{one['reported']:.0f}）" in one["share_text"]
    # Whoever is compared stands as before; of the others the forms tell what no case did.
    after = {period: standing(engine, period, RATE)[RATE] for period in (YEAR, MAY)}
    for name in closed["unit"].unique():
        quarters = closed[closed["unit"] == name]
        if len(quarters) == 4:
            told_by_cases += 1
            pd.testing.assert_series_equal(after[YEAR].loc[name, ["numerator", "denominator"]],
                                           before[YEAR].loc[name, ["numerator", "denominator"]])  # fmt: skip
    assert told_by_cases > 3
    engine.dispose()


def test_an_own_indicator_declared_as_a_shipped_one_equals_it(excerpt_copy_url: str) -> None:
    engine = writer_engine(excerpt_copy_url)
    row = {
        "指标代码": "own_correction",
        "指标名称": "纠错率（自设）",
        "分子": "直接纠错",
        "分母": "复议审结",
        "表示方式": "百分比",
    }
    assert load_sheets(engine, [sheet("indicator", [row])], today=TODAY).status == "stored"
    both = standing(engine, YEAR, RATE, "own_correction")
    pd.testing.assert_frame_equal(both[RATE], both["own_correction"])
    assert lists_of("own_correction").keys() == lists_of(RATE).keys()
    with reading(engine, ALL_SEEING) as reader:
        charts = []
        for key in (RATE, "own_correction"):
            asked = context(reader, YEAR, key)
            figures = FUNNEL.figures(reader, asked)
            charts.append(FUNNEL.chart(figures, FUNNEL.finding(figures, asked), asked).data)  # type: ignore[misc]
    pd.testing.assert_frame_equal(*(each[["rate", "base"]] for each in charts))
    engine.dispose()


def test_published_counts_are_ranked_with_intervals_and_have_no_detail(database: Engine) -> None:
    units = [{"单位代码": f"D{place:02}", "单位名称": name, "单位类别": "市直部门"}
             for place, (name, _received, _accepted) in enumerate(PUBLISHED)]  # fmt: skip
    rate = {
        "指标代码": "accepted",
        "指标名称": "收到口径受理率",
        "分子": "受理",
        "分母": "收到申请",
        "表示方式": "百分比",
    }
    alone = {"指标代码": "accepted_in_all", "指标名称": "受理件数", "分子": "受理", "分母": None, "表示方式": "数量"}
    own = [rate, alone]
    heads = [[None, "单位", "收到申请", "受理"]]
    lines = [[place, *each] for place, each in enumerate(PUBLISHED, 1)]
    sums = [[None, "合计", 376, 250]]
    published = Sheet("Sheet1", ("2020年行政复议申请受理情况",), [*enumerate([*heads, *lines, *sums], 2)], "2020.xlsx")
    sheets = [sheet("unit", units), sheet("indicator", own), published]
    assert load_sheets(database, sheets, today=dt.date(2021, 2, 1)).status == "stored"
    year = Period("year", dt.date(2020, 1, 1), dt.date(2020, 12, 1))
    with reading(database, ALL_SEEING) as reader:
        asked = context(reader, year, "accepted")
        figures = RANKING.figures(reader, asked)
        members = figures[figures["level"] == "member"].set_index("unit")
        city = figures[figures["level"] == "city"].iloc[0]
        # 3/3 and 2/2 share the first place, both marked; then 118/132 = 89.4 %; 0/2 is the last.
        assert (city["numerator"], city["denominator"]) == (250, 376)
        assert members["place"].to_dict() == {
            "交通厅": 1, "公共资源交易监管局": 1, "人社厅": 3, "公安厅": 4, "生态环境厅": 5, "司法厅": 6, "卫健委": 7,
            "市场监管局": 8, "发改委": 9, "自然资源厅": 10, "财政厅": 11,
        }  # fmt: skip
        assert set(members.index[members["small"]]) == {
            "生态环境厅", "卫健委", "发改委", "交通厅", "公共资源交易监管局", "财政厅",
        }  # fmt: skip
        # Wilson: 118/132 by hand.
        assert members.loc["人社厅", ["low", "high"]].round(3).tolist() == [0.830, 0.936]
        rows = form_rows(reader, "accepted.hit", Extent("city"), year)
        listed = asked.with_(which="accepted.hit")
        said = FORM_ROWS.finding(FORM_ROWS.figures(reader, listed), listed).sentence
        of_count = context(reader, year, "accepted_in_all")
        counted = RANKING.figures(reader, of_count)
        assert counted["low"].isna().all()
        assert counted.loc[counted["unit"] == "财政厅", ["rate", "place"]].to_numpy().tolist() == [[0, 11]]
        no_funnel = FUNNEL.finding(FUNNEL.figures(reader, of_count), of_count).sentence
    assert (len(rows), rows["value"].sum()) == (11, 250)
    assert said == "受理中有 250 只有报表数，无明细"
    assert "不绘漏斗图" in no_funnel
    assert BY_KEY["accepted"].is_share


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"指标代码": "loss_rate"}, "indicator_taken"),
        ({"指标代码": "a b"}, "indicator_taken"),
        ({"指标名称": None}, "missing_value"),
        ({"分子": "投诉"}, "unknown_count"),
        ({"分母": None}, "no_denominator"),
        ({"分母": "受理"}, "one_count"),
        ({"分母": "在岗人数"}, "mixed_counts"),
        # 10 received, 12 accepted in the form that stands.
        ({}, "part_above_whole"),
    ],
)
def test_an_own_indicator_that_cannot_be_is_refused_in_a_sentence(
    database: Engine, row: dict[str, object], code: str
) -> None:
    unit = {"单位代码": "D1", "单位名称": "某局", "单位类别": "市直部门"}
    own = {"统计项代码": "staff", "统计项名称": "在岗人数", "统计方式": "期末存量"}
    said = [
        {"单位": "D1", "统计期": "2026-01", "统计项": count, "数值": value}
        for count, value in (("收到申请", 10), ("受理", 12))
    ]
    load_sheets(
        database, [sheet("unit", [unit]), sheet("count_item", [own]), sheet("reported_count", said)], today=TODAY
    )
    whole = {
        "指标代码": "accepted",
        "指标名称": "受理率（自设）",
        "分子": "受理",
        "分母": "收到申请",
        "表示方式": "百分比",
    }
    result = load_sheets(database, [sheet("indicator", [whole | row])], today=TODAY)
    assert (result.status, [each.code for each in result.problems]) == ("refused", [code])


def test_what_forms_leave_untold_is_said_in_both_languages() -> None:
    for language in ("zh", "en"):
        words = wording(language)
        said = [untold_in_words(why, words) for why in ("span:2026H1", "span:2026-01~2026-06", "month:2026-03",
                                                        "not_applicable", "above", "half")]  # fmt: skip
        assert len(set(said)) == 6
        assert not any("untold." in each for each in said)


def test_a_form_that_tells_the_whole_and_not_the_part_has_not_said_that_there_was_none(database: Engine) -> None:
    names = {"C1": "甲县", "C2": "乙县", "C3": "丙县"}
    units = [{"单位代码": code, "单位名称": name, "单位类别": "county"} for code, name in names.items()]
    told = [("C1", "first_instance_closed", 20), ("C1", "first_instance_lost", 2), ("C2", "first_instance_closed", 30),
            ("C3", "first_instance_lost", 3), ("C1", "heard_known", 8), ("C1", "heard_head_attended", 6)]  # fmt: skip
    rows = [{"单位": code, "统计期": "2026H1", "统计项": count, "数值": value} for code, count, value in told]
    sheets = [sheet("unit", units), sheet("reported_count", rows)]
    assert load_sheets(database, sheets, as_of=dt.date(2026, 6, 30), today=TODAY).status == "stored"
    half_year = Period("custom", dt.date(2026, 1, 1), dt.date(2026, 6, 1))
    with reading(database, ALL_SEEING) as reader:
        asked = context(reader, half_year, "loss_rate").with_(group="counties")
        keys = ("loss_rate", "chief_appearance_rate", "speaking_rate", "appearance_rate")
        rows_of = peer_standing(reader, asked, keys).set_index(["indicator", "unit"])
        absences = ABSENCES.figures(reader, asked).set_index("measure")
        matrix = COUNTY_SECTOR_MATRIX.figures(reader, COUNTY_SECTOR_MATRIX.asked(asked))
        told_alone = matrix.set_index("row")["of_forms"].to_dict()
    counts = rows_of[["numerator", "denominator"]].apply(tuple, axis=1)
    # Neither 0/30 lost, the best of all, nor 0/8 chiefs in court, the worst.
    assert [counts["loss_rate", name] for name in names.values()] == [(2, 20), (0, 0), (0, 0)]
    assert rows_of.loc["loss_rate", "untold"].to_dict() == {"甲县": "", "乙县": "half", "丙县": "half", "": ""}
    assert [counts[key, "甲县"] for key in keys[1:]] == [(0, 0), (0, 0), (6, 8)]
    # Two heads stayed away; whether excused or not, the form does not say.
    said = absences["cases"].drop(["heard_known", "heard_unknown"]).to_dict()
    assert said == {"absent": 2, "absence_excused": 0, "unexcused": 0, "absence_unexplained": 2}
    assert told_alone == {"C1": 2, "C2": 0, "C3": 3, "total": 5}
    of_city = rows_of[rows_of["level"] == "city"].loc["loss_rate"]
    assert of_city[["numerator", "denominator"]].to_numpy().tolist() == [[2, 20]]
