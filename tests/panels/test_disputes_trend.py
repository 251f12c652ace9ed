"""What is out of the ordinary month by month: counts of what comes in, and the loss rate."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from assessment.control import every_month, p_chart, xmr_chart
from data_access.asked.periods import Period, months_from
from panels.declare import Context
from panels.disputes.rate_trend import RATE_TREND
from panels.disputes.trend import COLUMNS, DISPUTE_TREND, TALLIES, last_whole_month
from tests.panels.checks import Case, check, pictured
from tests.panels.given import asked
from wording import LANGUAGES, begun

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
FIRST, LAST = dt.date(2025, 1, 1), dt.date(2026, 10, 1)
MONTHS = months_from(FIRST, LAST)
# Twelve months around 50, then the months of 2026.
BASE = [48, 52] * 6
USUAL = [49, 51] * 5


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


# --- Counts ------------------------------------------------------------------------------------------------------


def counts(**ledgers: list[int]) -> pd.DataFrame:
    """What came in by ledger, the last count in October 2026."""
    parts = []
    for ledger, values in ledgers.items():
        months = MONTHS[-len(values) :]
        chart = xmr_chart(pd.DataFrame({"month": months, "count": values})).assign(ledger=ledger)
        parts.append(chart)
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)


def with_july(value: int) -> list[int]:
    return [*BASE, *USUAL[:6], value, *USUAL[7:]]


AS_USUAL = [*BASE, *USUAL]
COUNT_CASES = {
    "all as usual": Case(lambda: counts(reconsideration=AS_USUAL, litigation=AS_USUAL, petition=AS_USUAL), ["10"]),
    "one month too many": Case(
        lambda: counts(reconsideration=with_july(90), litigation=AS_USUAL), ["90", "60.6"], "watch"
    ),
    "one month too few": Case(
        lambda: counts(reconsideration=AS_USUAL, petition=with_july(20)), ["20", "39.4"], "watch"
    ),
    "two ledgers in one month": Case(
        lambda: counts(reconsideration=with_july(90), litigation=with_july(95)), ["90", "95"], "watch"
    ),
    "long on one side": Case(lambda: counts(litigation=[*BASE, *[52] * 10]), ["11", "50"]),
    "rising": Case(lambda: counts(litigation=[*BASE, 49, 51, 49, 51, 45, 46, 47, 48, 49, 51]), ["6"]),
    "one ledger, one month": Case(
        lambda: counts(litigation=AS_USUAL), ["1"], selection={"period": Period("month", LAST, LAST)}
    ),
    "every month alike": Case(lambda: counts(litigation=[5] * 22), ["10"]),
    "too few months for limits": Case(lambda: counts(petition=[5, 6, 7]), []),
    "less than one a month": Case(lambda: counts(petition=[0, 0, 1, *[0] * 18, 1]), [], leaves_out=["10"]),
    "no ledger at all": Case(lambda: counts(), [], leaves_out=["0"]),
    "a period before the data": Case(
        lambda: counts(litigation=AS_USUAL),
        [],
        selection={"period": Period("year", dt.date(2023, 1, 1), dt.date(2023, 12, 1))},
    ),
}


@in_both_languages
@each(COUNT_CASES)
def test_the_trend_says_what_was_out_of_the_ordinary_in_the_period(case: Case, language: str) -> None:
    check(DISPUTE_TREND, case, language)


# Around one a month: two are beyond the limit, and too few to be called so.
FEW = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1]
OCTOBER = Period("month", LAST, LAST)
SAID = (
    (counts(reconsideration=with_july(90), litigation=AS_USUAL), None, "7 月复议申请 90 件，超出上限 60.6",
     "Applications: 90 cases in July, above the upper limit of 60.6"),
    (counts(reconsideration=[*BASE, 90, 51, *USUAL[2:6], 90, *USUAL[7:]]), None,
     "7 月复议申请 90 件，超出上限 60.6，另有 1 个月异常",
     "Applications: 90 cases in July, above the upper limit of 60.6, 1 more month stands out"),
    (counts(litigation=FEW), None, "一审起诉 8 个月均在波动界限内，另 2 个月样本少，不作判断",
     "Suits filed: all 8 months within the usual limits, 2 more months have too few cases to judge"),
    (counts(litigation=[*FEW[:-1], 3]), OCTOBER, "一审起诉各月样本少，不作逐月判断",
     "Suits filed: too few cases in each month to judge"),
    (counts(reconsideration=AS_USUAL, litigation=AS_USUAL), OCTOBER, "10 月复议申请、一审起诉未超出波动界限",
     "Applications and suits filed: October within the usual limits"),
    # A petition now and then is not none, whatever the ledgers beside it never had.
    (counts(litigation=[0] * 22, petition=[0, 0, 1, *[0] * 18, 1]), None, "每月不足一件，不作逐月判断",
     "Less than one case a month, so single months are not judged"),
)  # fmt: skip


@pytest.mark.parametrize("case", SAID)
def test_a_month_beyond_a_limit_is_said_with_its_count_and_the_limit(
    case: tuple[pd.DataFrame, Period | None, str, str],
) -> None:
    figures, period, *said = case
    chosen = {"period": period} if period else {}
    for language, sentence in zip(LANGUAGES, said, strict=True):
        assert begun(DISPUTE_TREND.finding(figures, asked(language, **chosen)).sentence) == sentence


def test_a_ledger_that_is_not_loaded_is_said_and_left_out() -> None:
    figures = counts(reconsideration=AS_USUAL, litigation=AS_USUAL)
    assert "未导入：信访。" in DISPUTE_TREND.finding(figures, asked()).base
    assert pictured(DISPUTE_TREND, figures, asked()).options["lanes"] == ["复议申请", "一审起诉"]
    everything = counts(**dict.fromkeys(TALLIES, AS_USUAL))
    assert "未导入" not in DISPUTE_TREND.finding(everything, asked()).base


def test_only_the_month_that_is_spoken_of_has_words_at_its_point() -> None:
    data = pictured(DISPUTE_TREND, counts(reconsideration=with_july(90), litigation=AS_USUAL), asked()).data
    assert [text for text in data["label"] if text] == ["7 月 90 件"]
    assert data.loc[data["label"] != "", "month"].tolist() == [pd.Timestamp(2026, 7, 1)]


def test_the_change_of_law_is_drawn_where_it_lies_within_the_months() -> None:
    months = months_from(dt.date(2023, 1, 1), LAST)
    long = xmr_chart(pd.DataFrame({"month": months, "count": [50] * len(months)})).assign(ledger="litigation")[COLUMNS]
    breaks = pictured(DISPUTE_TREND, long, asked()).options["breaks"]
    assert breaks["month"].tolist() == [pd.Timestamp(2024, 1, 1)]
    assert pictured(DISPUTE_TREND, counts(litigation=AS_USUAL), asked()).options["breaks"].empty


def at(context: Context, as_of: dt.date) -> Context:
    return Context(context.selection, replace(context.state, data_as_of=as_of), context.choices)


def test_a_month_that_is_not_over_is_left_to_the_next() -> None:
    assert last_whole_month(at(asked(), dt.date(2026, 10, 31))) == dt.date(2026, 10, 1)
    assert last_whole_month(at(asked(), dt.date(2026, 10, 30))) == dt.date(2026, 9, 1)


# --- The loss rate -----------------------------------------------------------------------------------------------


def rates(pairs: list[tuple[int, int]]) -> pd.DataFrame:
    """Lost and closed by month, the last one in October 2026."""
    known = pd.DataFrame(pairs, columns=["numerator", "denominator"]).assign(month=MONTHS[-len(pairs) :])
    every = every_month(known, MONTHS[-len(pairs)], LAST, 0)
    return every[["numerator", "denominator"]].assign(blank=0, unknown=False).join(p_chart(every))


RATE_BASE = [(4, 40), (6, 40)] * 6
RATE_USUAL = [(4, 40), (6, 40)] * 5
NONE = (0, 0)


def rates_with_july(pair: tuple[int, int]) -> list[tuple[int, int]]:
    return [*RATE_BASE, *RATE_USUAL[:6], pair, *RATE_USUAL[7:]]


RATE_CASES = {
    "all as usual": Case(lambda: rates([*RATE_BASE, *RATE_USUAL]), ["10", "12.5%"]),
    "one month too high": Case(lambda: rates(rates_with_july((20, 40))), ["50.0%", "20/40", "28.2%", "9"], "bad"),
    "one month too high on few cases is not judged": Case(
        lambda: rates(rates_with_july((5, 5))), ["9", "1", "12.5%"], leaves_out=["100.0%", "5/5"]
    ),
    "few cases in every month": Case(
        lambda: rates([*RATE_BASE, *[(0, 4), (2, 4)] * 5]),
        ["25.0%", "10/40", "10"], leaves_out=["12.5%", "界限内", "within"]
    ),
    "one month of few cases": Case(
        lambda: rates([*RATE_BASE, *RATE_USUAL[1:], (3, 3)]), ["100.0%", "3/3"],
        leaves_out=["界限内", "within", "超出", "above"],
        selection={"period": Period("month", LAST, LAST)},
    ),
    "one month too high, another of few cases": Case(
        lambda: rates([*RATE_BASE, (2, 4), *RATE_USUAL[1:6], (20, 40), *RATE_USUAL[7:]]),
        ["50.0%", "20/40", "8"], "bad",
    ),
    "two months too high": Case(lambda: rates([*RATE_BASE, (20, 40), *RATE_USUAL[1:6], (21, 40), *RATE_USUAL[7:]]),
                                ["52.5%", "1"], "bad", leaves_out=["50.0%"]),
    # The months of the run are no others beside it.
    "long on the better side": Case(lambda: rates([*RATE_BASE, *[(4, 40)] * 10]), ["10", "12.5%"], "good",
                                    leaves_out=["异常", "其余", "stand", "other"]),
    "long on the worse side": Case(lambda: rates([*RATE_BASE, *[(6, 40)] * 10]), ["11", "12.5%"], "watch",
                                   leaves_out=["异常", "其余", "stand", "other"]),
    "one month": Case(lambda: rates([*RATE_BASE, *RATE_USUAL]), ["6/40"],
                      selection={"period": Period("month", LAST, LAST)}),
    "nothing was ever lost": Case(lambda: rates([(0, 40)] * 22), []),
    "too few months for limits": Case(lambda: rates([(4, 40)] * 3), []),
    "less than one lost a month": Case(lambda: rates([(1, 4), *[(0, 4)] * 11, *[(1, 4)] * 10]), ["25.0%", "10/40"]),
    "no case in the period": Case(lambda: rates([*RATE_BASE, *[NONE] * 10]), [], leaves_out=["0.0%"]),
    "no case at all": Case(lambda: rates([NONE] * 22), [], leaves_out=["0.0%"]),
    "not in the ledgers": Case(lambda: rates([NONE] * 22), [], unknown=("loss_rate",), leaves_out=["0.0%"]),
}  # fmt: skip


@in_both_languages
@each(RATE_CASES)
def test_the_rate_is_said_to_have_changed_only_beyond_usual_variation(case: Case, language: str) -> None:
    check(RATE_TREND, case, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "7 月败诉率 50.0%（20/40），超出上限 28.2%，其余 9 个月在波动界限内"),
        (
            "en",
            "Loss rate: 50.0% (20/40) in July, above the upper limit of 28.2%, "
            "the other 9 months within the usual limits",
        ),
    ],
)
def test_the_rate_beyond_a_limit_is_said_with_its_cases(language: str, said: str) -> None:
    assert RATE_TREND.finding(rates(rates_with_july((20, 40))), asked(language)).sentence == said


def test_a_month_of_a_period_over_two_years_is_named_with_its_year() -> None:
    context = asked(period=Period("custom", dt.date(2025, 6, 1), LAST))
    assert "2026 年 7 月" in RATE_TREND.finding(rates(rates_with_july((20, 40))), context).sentence


def test_months_without_cases_have_no_point_and_no_limit() -> None:
    data = pictured(RATE_TREND, rates([*RATE_BASE, NONE, *RATE_USUAL[1:]]), asked()).data.set_index("month")
    empty = data.loc[pd.Timestamp(2026, 1, 1)]
    assert empty[["value", "low", "high"]].isna().all()
    assert empty["value_text"] == "2026-01：无案件"
    assert pictured(RATE_TREND, rates([NONE] * 22), asked()).data.empty
