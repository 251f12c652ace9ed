"""The ranking names a unit only where the difference is real, and shows all of them whatever it says."""

import pandas as pd
import pytest

from panels.county_tiles import COUNTY_TILES
from panels.funnel import FUNNEL
from panels.ranking import RANKING, RANKING_GLANCE
from tests.panels.checks import Case, check, check_whole, pictured
from tests.panels.given import NAMES, NOTHING, asked, peers
from wording import DEFAULT_LANGUAGE, LANGUAGES

ORDINARY = {"C01": (20, 70, 3, 70), "C02": (5, 100, 9, 100), "C03": (8, 80, 8, 80), "C04": (0, 0, 1, 4)}
EQUAL = {"C01": (10, 100), "C02": (10, 100), "C03": (1, 10)}

CASES = {
    "one unit stands out": Case(
        lambda: peers("loss_rate", ORDINARY, (33, 250, 21, 254)),
        ["甲县", "28.6%", "20/70", "13.2%"],
        "bad",
        about="C01",
    ),
    "one unit stands out where higher is better": Case(
        lambda: peers("appearance_rate", {"C01": (60, 100), "C02": (95, 100), "C03": (96, 100)}, (251, 300)),
        ["甲县", "60.0%", "60/100", "83.7%"],
        "bad",
        about="C01",
        selection={"indicator": "appearance_rate"},
    ),
    "two units stand out, the worse one is named": Case(
        lambda: peers("loss_rate", {"C01": (30, 100), "C02": (50, 100), "C03": (5, 200)}, (84, 400)),
        ["2", "乙县", "50.0%", "50/100", "21.0%"],
        "bad",
        about="C02",
        leaves_out=["甲县"],
    ),
    "only a better one stands out": Case(
        lambda: peers("loss_rate", {"C01": (0, 100), "C02": (6, 50), "C03": (5, 50)}, (20, 200)),
        ["甲县", "0.0%", "0/100", "10.0%"],
        "good",
        about="C01",
    ),
    "nobody stands out": Case(
        lambda: peers("loss_rate", {"C01": (2, 20), "C02": (3, 20)}, (5, 40)), ["12.5%"], leaves_out=["甲县", "乙县"]
    ),
    "all are equal": Case(lambda: peers("loss_rate", EQUAL, (21, 210)), ["10.0%"], leaves_out=["甲县", "乙县", "丙县"]),
    "the worst rests on few cases and is not named": Case(
        lambda: peers("loss_rate", {"C01": (5, 5), "C02": (10, 100), "C03": (11, 100)}, (26, 205)),
        ["12.7%"],
        leaves_out=["甲县", "100"],
    ),
    "the best rests on few cases and is not named": Case(
        lambda: peers("loss_rate", {"C01": (0, 9), "C02": (60, 100), "C03": (61, 100)}, (121, 209)),
        ["57.9%"],
        leaves_out=["甲县"],
    ),
    "all rest on few cases": Case(
        lambda: peers("loss_rate", {"C01": (0, 9), "C02": (9, 9)}, (9, 18)),
        ["50.0%", "9/18"],
        leaves_out=["甲县", "乙县"],
    ),
    "one unit has cases": Case(
        lambda: peers("loss_rate", {"C01": (2, 9), "C02": NOTHING}, (2, 9)),
        ["甲县", "22.2%", "2/9"],
        leaves_out=["乙县"],
    ),
    "a group of one": Case(lambda: peers("loss_rate", {"C03": (3, 30)}, (9, 90)), ["丙县", "10.0%", "3/30"]),
    "nobody has cases": Case(
        lambda: peers("loss_rate", {"C01": NOTHING, "C02": NOTHING}), [], leaves_out=["0%", "甲县"]
    ),
    "the ledgers cannot answer": Case(
        lambda: peers("loss_rate", {"C01": NOTHING}, reason="not_in_ledgers"), [], unknown=("loss_rate",)
    ),
    "no direction, only a span": Case(
        lambda: peers("acceptance_rate", {"C01": (30, 100), "C02": (90, 100), "C03": (60, 100)}, (180, 300)),
        ["乙县", "90.0%", "90/100", "甲县", "30.0%", "60.0%"],
        selection={"indicator": "acceptance_rate"},
    ),
    "no direction and few cases": Case(
        lambda: peers("acceptance_rate", {"C01": (3, 9), "C02": (9, 9)}, (12, 18)),
        ["66.7%"],
        leaves_out=["甲县", "乙县"],
        selection={"indicator": "acceptance_rate"},
    ),
    "nothing is compared": Case(
        lambda: peers("loss_rate", ORDINARY, (33, 250)), ["甲县"], "bad", about="C01", selection={"compare": "none"}
    ),
    "a filter shows one county, and the city beside it": Case(
        lambda: peers("loss_rate", ORDINARY, (33, 250)),
        ["乙县", "5.0%", "13.2%", "1", "3"],
        rows=2,
        about="C02",
        selection={"counties": ("C02",)},
    ),
}

each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


@in_both_languages
@each_case
def test_the_ranking_says_what_its_figures_bear(case: Case, language: str) -> None:
    check(RANKING, case, language)


@each_case
def test_the_glance_says_the_same(case: Case) -> None:
    context = case.context(DEFAULT_LANGUAGE)
    full, glance = (panel.finding(case.figures, context) for panel in (RANKING, RANKING_GLANCE))
    assert (glance.sentence, glance.level) == (full.sentence, full.level)
    check_whole(RANKING_GLANCE, case.figures, context, draw=True)


def test_places_and_changes_of_place_stand_beside_the_units_in_order() -> None:
    data = pictured(RANKING, peers("loss_rate", ORDINARY, (33, 250)), asked()).data.set_index("code")
    assert data["place_text"].to_dict() == {"C02": "1", "C03": "2", "C01": "3", "C04": "—"}
    arrows = {code: (text[:1], text[-1:]) for code, text in data["moved_text"].items()}
    assert arrows == {"C02": ("↑", "1"), "C03": ("↑", "1"), "C01": ("↓", "2"), "C04": ("", "")}
    assert data["value_text"].to_dict() == {"C02": "5.0%", "C03": "10.0%", "C01": "28.6%", "C04": "—"}


def test_no_place_is_gained_or_lost_on_few_cases() -> None:
    members = {"C01": (0, 9, 9, 9), "C02": (5, 100, 9, 100), "C03": (9, 100, 0, 9)}
    data = pictured(RANKING, peers("loss_rate", members, (14, 209)), asked()).data
    assert {code: bool(text) for code, text in zip(data["code"], data["moved_text"], strict=True)} == {
        "C01": False, "C02": True, "C03": False,
    }  # fmt: skip


def test_equal_rates_share_a_place() -> None:
    data = pictured(RANKING, peers("loss_rate", EQUAL, (21, 210)), asked()).data
    assert data["place_text"].tolist() == ["1", "1", "1"]


def test_of_many_units_the_glance_draws_the_first_and_the_last_with_cases() -> None:
    members = {f"C{number:02}": (number, 100) for number in range(1, 6)}
    figures = pd.concat([peers("loss_rate", members)[:5] for _ in range(3)], ignore_index=True)
    figures = figures.assign(code=[f"U{at:02}" for at in range(15)], place=pd.array(range(1, 16), dtype="Int64"))
    none = peers("loss_rate", {"C01": NOTHING}, (45, 1500))
    drawn = pictured(RANKING_GLANCE, pd.concat([figures, none], ignore_index=True), asked()).data
    assert drawn["place_text"].tolist() == ["1", "2", "3", "4", "5", "11", "12", "13", "14", "15"]


# --- The same counties as tiles ----------------------------------------------------------------------------------


def tiles(figures: pd.DataFrame) -> pd.DataFrame:
    """With a place on the map for every county but the last."""
    rows = [1.0, 1.0, 2.0, None, None]
    at = dict(zip(NAMES, rows, strict=True))
    return figures.assign(tile_row=figures["code"].map(at), tile_col=figures["code"].map(at) + 1)


TILE_CASES = {
    "a span": Case(lambda: tiles(peers("loss_rate", ORDINARY, (33, 250))), ["5.0%", "28.6%"]),
    "few cases make no end of a span": Case(
        lambda: tiles(peers("loss_rate", {**ORDINARY, "C04": (4, 4)}, (37, 254))),
        ["5.0%", "28.6%", "10"],
        leaves_out=["100.0%"],
    ),
    "few cases everywhere": Case(
        lambda: tiles(peers("loss_rate", {"C01": (0, 9), "C02": (9, 9)}, (9, 18))), ["9/18"], leaves_out=["100.0%"]
    ),
    "all equal": Case(lambda: tiles(peers("loss_rate", EQUAL, (21, 210))), ["10.0%"]),
    "one county": Case(lambda: tiles(peers("loss_rate", {"C01": (2, 9)}, (2, 9))), ["22.2%"]),
    "no cases": Case(lambda: tiles(peers("loss_rate", {"C01": NOTHING, "C02": NOTHING})), [], leaves_out=["0%"]),
    "not in the ledgers": Case(lambda: tiles(peers("loss_rate", {"C01": NOTHING}, reason="not_in_ledgers")), []),
    "no county has a place": Case(lambda: tiles(peers("loss_rate", {"C05": (3, 30)}, (3, 30))), ["10.0%"]),
}


@in_both_languages
@pytest.mark.parametrize("case", TILE_CASES.values(), ids=TILE_CASES.keys())
def test_the_tiles_say_from_where_to_where_the_counties_reach(case: Case, language: str) -> None:
    check(COUNTY_TILES, case, language)


def test_a_county_without_a_place_has_no_tile_and_one_without_cases_no_value() -> None:
    data = pictured(COUNTY_TILES, tiles(peers("loss_rate", {**ORDINARY, "C03": NOTHING}, (25, 170))), asked()).data
    assert data["code"].tolist() == ["C01", "C02", "C03"]
    assert data["value_text"].tolist() == ["28.6%", "5.0%", "—"]


@pytest.mark.parametrize(
    ("members", "counties", "zh", "en"),
    [
        # A filter shows one of two: it is no exception among others.
        (
            {"C01": (2, 9), "C02": (3, 20)},
            ("C01",),
            "甲县败诉率 22.2%（2/9），样本少，不作比较",
            "甲县: loss rate 22.2% (2/9), too small a sample to compare",
        ),
        (
            {"C01": (2, 9), "C02": (0, 0), "C03": (0, 0)},
            (),
            "所列单位中只有甲县可计算败诉率，22.2%（2/9）",
            "Loss rate: of the units shown, only 甲县 has a figure, 22.2% (2/9)",
        ),
    ],
)
def test_a_filter_never_says_that_only_one_unit_has_cases(
    members: dict[str, tuple[int, int]], counties: tuple[str, ...], zh: str, en: str
) -> None:
    figures = peers("loss_rate", members, (50, 300))
    for language, said in (("zh", zh), ("en", en)):
        context = asked(language, indicator="loss_rate", counties=counties, unit="")
        assert RANKING.finding(figures, context).sentence == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "基数不少于 10 的各单位败诉率与全市 10.1% 均无明显差异"),
        ("en", "Loss rate: no unit with a base of at least 10 shows a clear difference from the city's 10.1%"),
    ],
)
def test_no_difference_is_not_said_of_a_unit_that_lost_all_of_its_few_cases(language: str, said: str) -> None:
    # 9 of 9 are too few to speak of, and no reason to say that they are like 231 of 2,209.
    members = {"C01": (9, 9), "C02": (20, 200), "C03": (202, 2000)}
    figures, context = peers("loss_rate", members, (223, 2200)), asked(language, indicator="loss_rate", unit="")
    assert RANKING.finding(figures, context).sentence == said
    assert "10 的各单位" in FUNNEL.finding(figures, context).sentence or language == "en"


def test_a_funnel_of_few_cases_says_what_the_ranking_says() -> None:
    figures = peers("loss_rate", {"C01": (1, 1), "C02": (0, 1)}, (1, 2))
    context = asked(indicator="loss_rate", unit="")
    assert FUNNEL.finding(figures, context).sentence == RANKING.finding(figures, context).sentence
