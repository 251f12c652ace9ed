"""A total is of the rows beside it, or says what else it holds; labels of parts make the score they stand beside."""

import io
import zipfile

import pandas as pd
import pytest

from exports.workbook import workbook
from panels.declare import Chart, Column, Finding, Panel, Table, cell
from panels.disputes.in_time import COLUMNS, IN_TIME
from panels.disputes.matrix import COUNTY_SECTOR_MATRIX
from panels.disputes.outcome_mix import OUTCOME_MIX
from panels.ranking import RANKING
from panels.scores import SCORES
from tests.panels.checks import pictured
from tests.panels.given import asked, peers
from tests.panels.test_disputes_outcomes import mix
from tests.panels.test_scores import scores, unit
from wording import LANGUAGES, wording

words = wording("zh")


def drawn(panel: Panel, figures: pd.DataFrame) -> Chart:
    return pictured(panel, figures, asked(unit=""))


# --- The score bar -------------------------------------------------------------------------------------------------


def test_the_labels_in_a_bar_make_the_score_beside_it() -> None:
    # With one decimal 43.8 + 27.1 + 18.4 + 1.5 = 90.8 would stand beside 90.91.
    row = unit("C01", 90.91, 1, daily=43.84, annual=27.14, external=18.43, adjustment=1.5)
    other = unit("C02", 79.93, 2, daily=36.0, annual=25.97, external=17.96, adjustment=0.0)
    data = drawn(SCORES, scores(row, other)).data
    labels = [f"{part}_text" for part in ("daily", "annual", "external", "adjustment")]
    assert data[labels].iloc[0].tolist() == ["43.84", "27.14", "18.43", "+1.50"]  # 90.91
    # 36.0 + 26.0 + 18.0 = 80.0, the line of 良好, would stand beside 79.93 合格.
    assert data[labels].iloc[1].tolist() == ["36.00", "25.97", "17.96", ""]  # 79.93
    assert data["score_text"].tolist() == ["90.91", "79.93"]


def test_weights_in_the_heads_add_up_as_they_were_written() -> None:
    thirds = {"w_daily": 33.33, "w_annual": 33.33, "w_external": 33.34}
    labels = drawn(SCORES, scores(unit("C01", 90, 1, **thirds), unit("C02", 80, 2, **thirds))).labels
    assert [labels[part] for part in ("daily", "annual", "external")] == ["日常 33.33", "年度 33.33", "外部评议 33.34"]


# --- Rows and their sum --------------------------------------------------------------------------------------------


def organs(n: int) -> pd.DataFrame:
    """Organ number k has k cases due, k − 1 of them late, and k open past their limit."""
    rows = [
        {
            "row": f"K{k:02}",
            "code": f"K{k:02}",
            "unit": f"第{k}县",
            "step": "closed",
            "in_time": 1,
            "due": k,
            "blank": 0,
            "open": k,
        }
        for k in range(1, n + 1)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.mark.parametrize(("n", "rows", "rest"), [(9, 9, None), (12, 8, ("其余 4 个", "6", "10"))])
def test_organs_without_room_are_added_up_so_that_the_rows_make_the_sum(
    n: int, rows: int, rest: tuple[str, ...] | None
) -> None:
    # Of twelve the last four have 0 + 1 + 2 + 3 = 6 late and 1 + 2 + 3 + 4 = 10 open.
    data = drawn(IN_TIME, organs(n)).data
    late, open_ = (data[data["column"] == head].set_index("row")["text"] for head in ("审结迟", "逾期未审结"))
    assert (late["合计"], open_["合计"]) == (str(n * (n - 1) // 2), str(n * (n + 1) // 2))
    own = [row for row in late.index if row.startswith("第")]
    assert len(own) == rows
    others = [row for row in late.index if row.startswith("其余")]
    assert others == ([rest[0]] if rest else [])
    if rest:
        assert (late[rest[0]], open_[rest[0]]) == rest[1:]
    assert sum(int(late[row]) for row in own + others) == int(late["合计"])


def suits(*cells: tuple[str, str, int]) -> pd.DataFrame:
    rows = [(row, column, lost, lost) for row, column, lost in cells]
    figures = pd.DataFrame(rows, columns=["row", "column", "lost", "closed"])
    return figures.assign(level="city", spoken="", benchmark_lost=3, benchmark_closed=3, of_forms=0, blank=0)


@pytest.mark.parametrize(
    ("of_county", "of_all", "total"),
    [(3, 3, "合计"), (2, 2, "合计（一案一计）")],
)
def test_a_total_that_counts_a_case_once_says_so_where_the_cells_make_more(
    of_county: int, of_all: int, total: str
) -> None:
    # 甲县: one loss in housing, two in transport. Were one case of both departments, the county would count two.
    figures = suits(
        ("C01", "housing", 1), ("C01", "transport", 2), ("C01", "total", of_county),
        ("total", "housing", 1), ("total", "transport", 2), ("total", "total", of_all),
    )  # fmt: skip
    chart = drawn(COUNTY_SECTOR_MATRIX, figures)
    assert chart.options["rows"]["label"].tolist() == ["甲县", "合计"]
    assert chart.options["columns"]["label"].tolist()[-1] == total
    assert COUNTY_SECTOR_MATRIX.table(figures, asked()).columns[-2].heading == f"败诉{total}"


@pytest.mark.parametrize(
    ("of_all", "sentence"),
    [
        # One suit against both departments: 甲's two are not all in transport, though its cell says 2.
        (2, "败诉 3 件，其中 2 件在交通运输系统（按被告分别计，一案一计为 2 件），来自甲县"),
        (3, "败诉 3 件，其中 2 件在交通运输系统，来自甲县"),
    ],
)
def test_a_suit_against_several_departments_is_not_said_to_be_all_of_one_system(of_all: int, sentence: str) -> None:
    cells = ("C01", "housing", 1), ("C01", "transport", 2), ("total", "housing", 1), ("total", "transport", 2)
    totals = ("C01", "total", of_all), ("total", "total", of_all), ("C02", "total", 0)
    assert COUNTY_SECTOR_MATRIX.finding(suits(*cells, *totals), asked()).sentence == sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_city_s_row_below_the_counties_says_that_it_holds_more(language: str) -> None:
    # 5/50 and 3/40 are 8/90; the city, with its departments, has 14/150.
    figures = peers("loss_rate", {"C01": (5, 50), "C02": (3, 40)}, (14, 150))
    data = RANKING.table(figures, asked(language, indicator="loss_rate")).data
    assert (
        data["unit"].iat[-1]
        == {
            "zh": "全市（所有单位，一案计一次）",
            "en": "Citywide (all units, each case once)",
        }[language]
    )


def test_a_change_is_what_is_left_of_the_rates_beside_it() -> None:
    # 20/139 = 14.39 % and 17/151 = 11.26 %: 14.4 − 11.3 = 3.1, though the difference is 3.13.
    # 21/160 = 13.125 % and 14/137 = 10.219 %: 13.1 − 10.2 = 2.9, though the difference is 2.906.
    # 27/200 = 13.5 % and 23/171 = 13.45 %: 13.5 − 13.5 = 0, though the difference is 0.05.
    members = {"C01": (20, 139, 17, 151), "C02": (21, 160, 14, 137), "C03": (27, 200, 23, 171)}
    table = RANKING.table(peers("loss_rate", members), asked(indicator="loss_rate")).data.set_index("code")
    changes = [cell(table.loc[code, "change"], "points", words) for code in members]
    assert changes == ["+3.1", "+2.9", "0.0"]


# --- Shares of a whole ---------------------------------------------------------------------------------------------


def test_shares_of_outcomes_make_100_by_class_and_by_outcome_and_the_one_told_is_its_own() -> None:
    # 7 corrected, 7 settled, 7 upheld of 21: each is 33.33 %.
    cases = {"revoked": 4, "altered": 3, "mediated": 7, "upheld": 4, "dismissed": 3}
    figures = mix({outcome: (n, 0) for outcome, n in cases.items()}, {})
    context = asked(unit="", compare="none")
    data = pictured(OUTCOME_MIX, figures, context).data
    shares = [cell(value, "share", words) for value in data["value"] if value]
    assert sorted(shares) == ["33.3%", "33.3%", "33.4%"]
    # The sentence names the first of equals with its cases, which a reader divides: 7/21 = 33.3 %.
    assert "33.3%（7/21" in OUTCOME_MIX.finding(figures, context).sentence
    table = OUTCOME_MIX.table(figures, context).data
    own = table[table["ledger"] == "reconsideration"]
    tenths = own.assign(tenths=[round(1000 * share) for share in own["share"]]).groupby("group")["tenths"].sum()
    assert tenths.sum() == 1000
    assert sorted(tenths[tenths > 0]) == [333, 333, 334]


# --- Workbooks -----------------------------------------------------------------------------------------------------


def test_a_workbook_shows_what_the_screen_shows_and_keeps_the_number() -> None:
    figures = pd.DataFrame({"share": [2400 / 2401, 0.5], "points": [0.0315, -0.0004], "score": [90.905, 79.934]})
    columns = tuple(Column(name, name, name) for name in figures)  # type: ignore[arg-type]
    content = workbook("?", Finding("结论"), Table(figures, columns), asked())
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet, styles = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    assert "&quot;&gt;99.9%&quot;" in styles
    assert "<v>0.9995835068721366</v>" in sheet
    # Points and scores are kept as they are printed: 3.2 (3.15 half up), nought without a sign, 90.91 and 79.93.
    for printed in ("<v>3.2</v>", "<v>0</v>", "<v>90.91</v>", "<v>79.93</v>"):
        assert printed in sheet
