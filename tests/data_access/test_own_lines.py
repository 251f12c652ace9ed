"""Lines of a scheme that read what a city counts of its own, and late reports beside missing ones."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine

from assessment.countable import OWN_COUNTS, better_of
from data_access.asked.selection import COUNTIES_GROUP, parse
from data_access.files.sources import Sheet
from data_access.loading.load import load_sheets
from data_access.publishing.publication_check import verify
from data_access.reading.assessed import Assessed, assess
from data_access.reading.reader import reading
from data_access.reading.scheme_data import lines_without_data
from data_access.reading.viewer import ALL_SEEING
from panels.declare import Context
from panels.links import parts_of
from panels.peers import peer_standing
from panels.phrases import rate_with_base
from panels.ranking import RANKING
from panels.reports import REPORTS
from panels.score_tree import cause_in_words, opened
from panels.scores import SCORES
from panels.veto_ledger import VETO_LEDGER
from panels.whole_cases import WHOLE_CASES
from tests.data_access.assessed_city import load, of_ledger, published
from tests.data_access.ledger_sheets import sheet
from tests.data_access.test_published_schemes import PERIOD
from tests.opened import opened as opened_by
from tests.panels.given import asked
from wording import wording

SHIPPED = "indicator.appearance_rate.label"
NAMES = {"A": "甲县", "B": "乙县", "C": "丙县", "D": "丁县"}
COUNTS = [
    {"统计项代码": "complaints", "统计项名称": "执法投诉", "计量单位": "件", "统计方式": "期间发生数"},
    {"统计项代码": "lawyers", "统计项名称": "公职律师", "计量单位": "人", "统计方式": "期末存量"},
]
SETTINGS = {"year": 2025, "version": 1, "name": "细则", "w_daily": 100, "w_annual": 0, "w_external": 0, "total": 20}


def scheme(*lines: dict[str, Any], total: float = 20) -> tuple[Sheet, Sheet]:
    of_scheme = {"year": 2025, "version": 1, "peer_group": COUNTIES_GROUP}
    items = [{**of_scheme, **line} for line in lines]
    return of_ledger("scheme", [SETTINGS | {"total": total}]), of_ledger("scheme_item", items)


def line(item_no: str, rule: str, key: str, points: float, **more: Any) -> dict[str, Any]:
    return {"item_no": item_no, "title": f"第 {item_no} 项", "points": points, "rule": rule, "key": key, **more}


LINES = (
    line("1", "per_case", "执法投诉", 10, step=1),
    line("2", "required", "公职律师", 10, step=2, required=5, not_applicable="excluded"),
)


def units() -> Sheet:
    return of_ledger("unit", [{"code": code, "name": name, "kind": "county"} for code, name in NAMES.items()])


def form(rows: list[list[object]]) -> Sheet:
    return Sheet("季报", ("单位", "统计期", "执法投诉", "公职律师"), [*enumerate(rows, 2)], "form.xlsx")


def assessed(engine: Engine) -> Assessed:
    with reading(engine, ALL_SEEING) as reader:
        found = assess(reader, COUNTIES_GROUP, PERIOD)
    assert found is not None
    return found


def test_own_counts_take_points_by_their_names_and_what_no_form_told_is_not_nought(database: Engine) -> None:
    told = [
        ["甲县", "2025Q1", 1, 9], ["甲县", "2025Q2", 2, 4],
        # Nought is a figure: nobody complained, nobody is a lawyer.
        ["乙县", "2025上半年", 0, 0],
        ["丙县", "2025上半年", 0, "/"],
    ]  # fmt: skip
    # Its own counts, the form and the scheme that reads them come in one file.
    load(database, units(), sheet("count_item", COUNTS), form(told), *scheme(*LINES))
    assert dict(OWN_COUNTS) == {"complaints": "flow", "lawyers": "stock"}
    found = assessed(database)
    totals = found.scores.totals.set_index("code")
    # 甲: 10 − 3 and, of lawyers at the end, one short of 5: 10 − 2; 15 of 20. 乙: 10 and 0. 丙: 10 of the 10 left.
    assert totals.loc[["A", "B", "C"], "score"].tolist() == [75, 50, 100]
    # Of 丁 nobody handed in a form.
    assert not totals.loc["D", "complete"]
    lines = found.scores.lines
    assert lines is not None
    assert lines.loc[lines["code"] == "D", "state"].tolist() == ["not_reported", "not_reported"]
    cause = lines[lines["code"] == "A"].iloc[0].to_dict()
    assert cause_in_words(cause, wording("zh")) == "执法投诉 3 件"
    assert "which=complaints" in opened(cause, "A")
    assert "focus=A" in opened(cause, "A")


def test_a_scheme_says_which_of_its_own_counts_no_form_has_told(database: Engine) -> None:
    only_lawyers = Sheet("季报", ("单位", "统计期", "公职律师"), [(2, ["甲县", "2025Q1", 9])], "form.xlsx")
    load(database, units(), sheet("count_item", COUNTS), only_lawyers, *scheme(*LINES))
    with reading(database, ALL_SEEING) as reader:
        found = assess(reader, COUNTIES_GROUP, PERIOD)
        assert found is not None
        assert [(each.line.key, each.ledger) for each in lines_without_data(reader, found.scheme)] == [
            ("complaints", "reported_count")
        ]


MADE = [{"统计项代码": "made", "统计项名称": "调解成功"}, {"统计项代码": "mediations", "统计项名称": "人民调解"}]
SUCCESS = {"指标代码": "success", "指标名称": "调解成功率", "指标英文名称": "Success", "分子": "调解成功",
           "分母": "人民调解", "表示方式": "百分比", "好的方向": "越高越好"}  # fmt: skip


def test_an_own_share_of_whom_no_form_tells_is_not_reported_and_says_so(database: Engine) -> None:
    told = [["甲县", "2025上半年", 5, 10], ["乙县", "2025上半年", 0, 0], ["丙县", "2025上半年", "/", "/"]]
    of_forms = Sheet("季报", ("单位", "统计期", "调解成功", "人民调解"), [*enumerate(told, 2)], "form.xlsx")
    only = scheme(line("1", "per_point", "调解成功率", 20, step=0.1, target=1))
    load(database, units(), sheet("count_item", MADE), sheet("indicator", [SUCCESS]), of_forms, *only)
    scores = assessed(database).scores
    assert scores.lines is not None
    assert scores.lines["state"].tolist() == ["counted", "not_applicable", "not_applicable", "not_reported"]
    assert scores.totals["complete"].tolist()[-1] is False
    with reading(database, ALL_SEEING) as reader:
        standing = peer_standing(reader, asked(period=PERIOD, compare="none"), ["success"])
    said = {row["code"]: rate_with_base(row, wording("zh")) for row in standing.to_dict("records")}
    assert said == {"A": "50.0%（5/10）", "B": "无基数", "C": "不适用", "D": "未报送该期报表", "": "50.0%（5/10）"}


@pytest.mark.parametrize(
    ("ledger", "row", "column"),
    [
        ("indicator", SUCCESS | {"指标代码": "made"}, "指标代码"),
        ("indicator", SUCCESS | {"指标代码": "other"}, "指标名称"),
        ("indicator", SUCCESS | {"指标代码": "other", "指标名称": "人民调解"}, "指标名称"),
        ("indicator", SUCCESS | {"指标代码": "other", "指标名称": "别的", "指标英文名称": "SUCCESS"}, "指标英文名称"),
        ("count_item", MADE[0] | {"统计项代码": "success", "统计项名称": "别的"}, "统计项代码"),
        ("count_item", MADE[0] | {"统计项代码": "other"}, "统计项名称"),
        ("count_item", MADE[0] | {"统计项代码": "other", "统计项名称": "调解成功率"}, "统计项名称"),
    ],
)
def test_what_a_city_declares_is_called_so_once(
    database: Engine, ledger: str, row: dict[str, Any], column: str
) -> None:
    load(database, sheet("count_item", MADE), sheet("indicator", [SUCCESS]))
    # Loaded once more as they are, they stand in nobody's way.
    assert load_sheets(database, [sheet("count_item", MADE), sheet("indicator", [SUCCESS])]).problems == ()
    result = load_sheets(database, [sheet(ledger, [row])])
    assert [(each.code, each.column) for each in result.problems] == [("own_name_taken", column)]


def test_a_count_stays_of_the_kind_of_the_one_it_is_put_over(database: Engine) -> None:
    load(database, sheet("count_item", MADE), sheet("indicator", [SUCCESS]))
    stock = [each | {"统计方式": "期末存量"} for each in MADE]
    result = load_sheets(database, [sheet("count_item", stock[:1])])
    assert [(each.code, each.column, each.expected) for each in result.problems] == [
        ("mixes_indicator", "统计方式", ("调解成功率",))
    ]
    # Both together are of one kind again.
    assert load_sheets(database, [sheet("count_item", stock)]).status == "stored"


def test_a_count_of_which_forms_have_told_stays_of_its_kind_and_a_rate_is_held_to_them_by_default(
    database: Engine,
) -> None:
    load(database, units(), sheet("count_item", COUNTS), form([["甲县", "2025Q2", 3, 4]]))
    other = load_sheets(database, [sheet("count_item", [COUNTS[0] | {"统计方式": "期末存量"}])])
    assert [(each.code, each.column, each.expected) for each in other.problems] == [
        ("kind_stands", "统计方式", ("count_kind.flow",))
    ]
    # 3 of 2: a sheet without the column 表示方式 means a rate, as the default says.
    heard = {"统计项代码": "heard_out", "统计项名称": "办结投诉", "计量单位": "件", "统计方式": "期间发生数"}
    told = Sheet("季报", ("单位", "统计期", "办结投诉"), [(2, ["甲县", "2025Q2", 2])], "more.xlsx")
    load(database, sheet("count_item", [heard]), told)
    row = {"指标代码": "share", "指标名称": "投诉率", "分子": "执法投诉", "分母": "办结投诉", "好的方向": "越低越好"}
    assert [each.code for each in load_sheets(database, [sheet("indicator", [row])]).problems] == ["part_above_whole"]


@pytest.mark.parametrize(
    ("article", "codes"), [(22, ["unknown_article"]), (0, ["unknown_article"]), (21, []), ("", [])]
)
def test_an_indicator_serves_an_article_of_the_policy(database: Engine, article: object, codes: list[str]) -> None:
    load(database, sheet("count_item", MADE))
    result = load_sheets(database, [sheet("indicator", [SUCCESS | {"对应条款": article}])])
    assert [each.code for each in result.problems] == codes


def test_two_of_one_name_in_one_sheet_and_the_name_of_a_shipped_one_are_refused(database: Engine) -> None:
    twice = load_sheets(database, [sheet("count_item", [*MADE, MADE[0] | {"统计项代码": "made_again"}])])
    assert [(each.code, each.row) for each in twice.problems] == [("own_name_taken", 4)]
    load(database, sheet("count_item", MADE))
    shipped = load_sheets(database, [sheet("indicator", [SUCCESS | {"指标名称": wording("zh")(SHIPPED)}])])
    assert [(each.code, each.column) for each in shipped.problems] == [("indicator_taken", "指标名称")]


@pytest.mark.parametrize("taken", ["reports_late", "loss_rate"])
def test_an_own_count_is_called_like_nothing_that_a_scheme_may_read(database: Engine, taken: str) -> None:
    result = load_sheets(database, [sheet("count_item", [COUNTS[0] | {"统计项代码": taken}])])
    assert [each.code for each in result.problems] == ["count_taken"]


def test_a_report_that_came_late_is_not_missing_and_takes_points_of_its_own(database: Engine) -> None:
    duty = {
        "ledger": "litigation",
        "unit_kind": "county",
        "frequency": "quarter",
        "due_day": 10,
        "from_month": "2025-01-01",
    }
    handed_in = [
        ("A", "2025-03-01", "2025-04-11"),
        ("A", "2025-06-01", "2025-07-10"),
        ("B", "2025-06-01", "2025-07-01"),
    ]
    reports = [
        {"unit_id": code, "ledger": "litigation", "month": month, "reported_on": day} for code, month, day in handed_in
    ]
    lines = (
        line("1", "per_case", "reports_late", 10, step=0.5),
        line("1", "per_case", "reports_missing", 10, step=1),
        line("2", "mark", "印象", 10, missing_policy="zero"),
    )
    load(
        database, units(), of_ledger("reporting_duty", [duty]), of_ledger("ledger_report", reports),
        *_with_weights(scheme(*lines)),
    )  # fmt: skip
    taken = assessed(database).scores.lines
    assert taken is not None
    by_key = taken[taken["rule"] == "per_case"].set_index(["code", "key"])[["n", "points"]]
    # 甲: the first quarter came a day late, the second on the last day. 乙: the first never came. 丙: neither did.
    of_units = {place: tuple(by_key.loc[place]) for place in by_key.index if place[0] in "ABC"}
    assert of_units == {
        ("A", "reports_late"): (1, 0.5), ("A", "reports_missing"): (0, 0),
        ("B", "reports_late"): (0, 0), ("B", "reports_missing"): (1, 1),
        ("C", "reports_late"): (0, 0), ("C", "reports_missing"): (2, 2),
    }  # fmt: skip
    # Each cause opens as many reports as cost the points.
    with reading(database, ALL_SEEING) as reader:
        for (code, key), (n, _points) in of_units.items():
            keys = parts_of(opened({"key": key}, code))[1]
            only = asked(period=PERIOD, compare="none", unit=code, reports=keys["reports"])
            figures = REPORTS.figures(reader, only)
            assert len(REPORTS.table(figures, only).data) == n
            assert f"的 {n:g} 期" in REPORTS.finding(figures, only).base


def _with_weights(sheets: tuple[Sheet, Sheet]) -> tuple[Sheet, Sheet]:
    settings = SETTINGS | {"w_daily": 50, "w_annual": 50}
    return of_ledger("scheme", [settings]), sheets[1]


def test_what_was_published_verifies_after_its_own_definitions_have_changed(database: Engine) -> None:
    mediated = {"统计项代码": "mediated", "统计项名称": "调解成功", "统计方式": "期间发生数"}
    success = {"key": "success", "name": "调解成功率", "numerator": "mediated", "denominator": "complaints",
               "shown_as": "rate", "better": "higher"}  # fmt: skip
    lines = (
        line("1", "per_point", "调解成功率", 10, step=0.1, target=1),
        line("2", "per_case", "执法投诉", 10, step=1),
    )
    told = [
        ["甲县", "2025上半年", 4, 1],
        ["乙县", "2025上半年", 2, 2],
        ["丙县", "2025上半年", 0, 0],
        ["丁县", "2025上半年", 1, 0],
    ]
    counts = Sheet("季报", ("单位", "统计期", "执法投诉", "调解成功"), [*enumerate(told, 2)], "form.xlsx")
    own = sheet("count_item", [COUNTS[0], mediated])
    load(database, units(), own, counts, of_ledger("indicator", [success]), *scheme(*lines))
    # 甲: 75 points short, 10 − 7.5, and 10 − 4.
    scores = assessed(database).scores.totals.set_index("code")["score"]
    assert scores["A"] == pytest.approx(100 * (2.5 + 6) / 20)
    published(database)
    # From now on it is better to mediate little, and complaints are what stands at the end.
    load(database, of_ledger("indicator", [success | {"better": "lower", "shown_as": "points"}]))
    found = verify(database, "2025-1")
    assert (found.differences, found.sound) == ((), True)
    assert better_of("success") == "lower", "what stands now is as it was declared last"


PER_HUNDRED = {"key": "complained", "name": "每百件投诉", "numerator": "complaints", "denominator": "mediations",
               "shown_as": "per_100", "better": "lower"}  # fmt: skip


def test_months_told_by_a_form_of_half_a_year_can_be_chosen_and_those_who_tie_are_named_together(
    database: Engine,
) -> None:
    counted = [COUNTS[0], {"统计项代码": "mediations", "统计项名称": "人民调解"}]
    told = [["甲县", "2025上半年", 3, 200], ["乙县", "2025上半年", 0, 1000], ["丙县", "2025上半年", 6, 400]]
    of_forms = Sheet("半年报", ("单位", "统计期", "执法投诉", "人民调解"), [*enumerate(told, 2)], "form.xlsx")
    load(database, units(), sheet("count_item", counted), of_ledger("indicator", [PER_HUNDRED]), of_forms)
    with reading(database, ALL_SEEING) as reader:
        state, choices = opened_by(reader)
        # The first half is all that is known: it begins in January, though the form stands at the end of June.
        assert choices.first_month == dt.date(2025, 1, 1)
        query = {"grain": "custom", "period": "2025-01~2025-06", "indicator": "complained"}
        context = Context(parse(query, choices)[0], state, choices)
        said = RANKING.finding(RANKING.figures(reader, context), context).sentence
    assert said == "每百件投诉由高到低，甲县、丙县 1.5%最高，乙县 0.0%（0/1,000）最低，全市 0.6%"


def test_nobody_is_cleared_of_a_veto_by_ledgers_that_were_never_loaded(database: Engine) -> None:
    told = [[f"{name}", "2025上半年", 1, 9] for name in NAMES.values()]
    load(database, units(), sheet("count_item", COUNTS), form(told), *scheme(*LINES))
    with reading(database, ALL_SEEING) as reader:
        state, choices = opened_by(reader)
        query = {"grain": "custom", "period": "2025-01~2025-06", "unit": "A", "focus": "A"}
        context = Context(parse(query, choices)[0], state, choices)
        found = {each.key: each.finding(each.figures(reader, context), context)
                 for each in (VETO_LEDGER, WHOLE_CASES, SCORES)}  # fmt: skip
    assert found["scores"].sentence == "各单位得分相同，均为 95.00 分"
    assert (found["veto_ledger"].sentence, found["veto_ledger"].level) == (
        "本期没有可据以认定的开庭或审结案件，第十八条无从判断", "plain",
    )  # fmt: skip
    # There is a scheme, and it scores: what is missing are the suits.
    assert found["whole_cases"].sentence == "已导入的台账缺少计算出庭应诉率所需的数据"
