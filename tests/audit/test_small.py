"""Small numbers bear no verdict: a January of no, one or three cases through every panel, on one city counted by hand.

The city has 240 suits and 240 items in each of two years (24/240 lost, 216/240 attended, 192/240 closed in time).
"""

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.asked.selection import Choices, parse
from data_access.reading.available import choices_for
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine, writer_engine
from exports.workbook import stamp
from panels.declare import Chart, Context, Panel
from panels.disputes.appearance_and_loss import APPEARANCE_AND_LOSS
from panels.disputes.headline import headline
from panels.disputes.rate_trend import RATE_TREND
from panels.key_figures import KEY_FIGURES, WEAKEST
from panels.links import ranking_link
from panels.ranking import RANKING
from panels.rectification.lights import LIGHTS_PANEL
from panels.rectification.on_time import ON_TIME_BY_UNIT
from panels.rectification.on_time import headline as rectification_headline
from tests.audit.early_city import AS_OF, fill_early
from tests.cases import left_for_all
from tests.databases import sqlite_url
from tests.every_panel import PANELS
from tests.opened import opened
from tests.panels.checks import pictured
from tests.written import written
from wording import LANGUAGES

# What says that something is better or worse, higher or lower, first or last.
VERDICT = {
    "zh": re.compile(
        r"变好|好转|变差|升至|降至|上升|下降|明显|偏[高低]|[高低]于|超出|列[首末]位|落后|优于|"
        r"最[好差高低]|[↑↓]"
    ),
    "en": re.compile(
        r"\b(better|worse|worst|best|rose|fell|(?:up|down) \d|higher|lower|highest|lowest|above|below|"
        r"clear(?:ly)?|behind|ahead)\b|[↑↓]"
    ),
}
# A good figure made of an unknown one.
USUAL = {"zh": "波动界限内", "en": "usual"}
# They count what is open, item by item: that there are more now is no estimate, and 滞后 (behind) is a light;
# definitions say which direction is better, of no unit.
COUNTED = {"burn_down", "lights", "definitions"}
CASES = (0, 1, 3)
# Panels that say what got worse where sixty cases bear it.
SPEAKING = (KEY_FIGURES, WEAKEST, RANKING, ON_TIME_BY_UNIT)
ASKED = (
    {"period": "2027"},
    {"period": "2027Q1", "compare": "previous", "unit": "C01", "focus": "C01"},
    {"period": "2027-01", "compare": "previous"},
    {"period": "2027", "unit": "C01"},
    {"period": "2027", "group": "sector:natural_resources"},
    {"period": "2027", "indicator": "rectification_on_time_rate"},
)
ASKED_IN_EVERY_RUN = 1
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def questions() -> Iterator[Any]:
    for number, query in enumerate(ASKED):
        name = ",".join(query.values())
        yield pytest.param(query, id=name) if number < ASKED_IN_EVERY_RUN else left_for_all(query, name=name)


@pytest.fixture(scope="module")
def cities(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], str]:
    """The URL of the city with so many cases in January, made once."""
    folder, made = tmp_path_factory.mktemp("early"), dict[int, str]()

    def city(cases: int) -> str:
        if cases not in made:
            url = sqlite_url(Path(shutil.copy(migrated_file, folder / f"{cases}.db")))
            engine = writer_engine(url)
            fill_early(engine, cases)
            engine.dispose()
            made[cases] = url
        return made[cases]

    return city


@pytest.fixture(params=[left_for_all(cases) if cases == 1 else cases for cases in CASES])
def reader(request: pytest.FixtureRequest, cities: Callable[[int], str]) -> Iterator[Reader]:
    yield from _reading(cities(request.param))


@pytest.fixture
def of_three(cities: Callable[[int], str]) -> Iterator[Reader]:
    yield from _reading(cities(3))


def _reading(url: str) -> Iterator[Reader]:
    engine = reader_engine(url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


def choices_at(reader: Reader) -> Choices:
    return opened(reader)[1]


def asked(reader: Reader, language: str = "zh", **query: str) -> Context:
    choices = choices_at(reader)
    selection, unknown = parse({"lang": language, "indicator": "loss_rate", **query}, choices)
    assert unknown == ()
    return Context(selection, reader.state(), choices)


# --- January through every panel ---------------------------------------------------------------------------------


def said_by(panel: Panel, figures: pd.DataFrame, context: Context) -> list[str]:
    """The sentence, the words in the chart and the cells of the table."""
    chart = pictured(panel, figures.copy(), context) if panel.chart else Chart("", figures.iloc[:0])
    shown = written(panel.table(figures.copy(), context), context.words)
    drawn = [text for name in chart.data for text in chart.data[name] if isinstance(text, str)]
    return [panel.finding(figures, context).sentence, *drawn, *(cell for name in shown for cell in shown[name])]


def headings(reader: Reader, context: Context) -> list[str]:
    """What stands above the pages of disputes and rectification."""
    lights = LIGHTS_PANEL.finding(LIGHTS_PANEL.figures(reader, context), context)
    trend, standing = RATE_TREND.figures(reader, context), APPEARANCE_AND_LOSS.figures(reader, context)
    in_time = rectification_headline(lights, ON_TIME_BY_UNIT.figures(reader, context), context)
    return [headline(trend, standing, context), in_time]


@pytest.mark.long
@pytest.mark.parametrize("query", list(questions()))
def test_nothing_is_called_better_or_worse_in_a_january_of_few_cases(reader: Reader, query: dict[str, str]) -> None:
    figures = {panel: panel.figures(reader, asked(reader, **query)) for panel in PANELS}
    for language in LANGUAGES:
        context = asked(reader, language, **query)
        said = {panel.key: said_by(panel, found, context) for panel, found in figures.items()}
        said |= {"headings": headings(reader, context)}
        verdicts = {key: [text for text in texts if VERDICT[language].search(text)] for key, texts in said.items()}
        assert {key: texts for key, texts in verdicts.items() if texts and key not in COUNTED} == {}
        assert [texts[0] for texts in said.values() if USUAL[language] in texts[0]] == []


def test_on_sixty_cases_the_same_panels_say_what_is_worse(cities: Callable[[int], str]) -> None:
    # 0/60 attended against 18/20 of January 2026, 0/60 closed in time against 16/20: beyond all chance.
    for reader in _reading(cities(60)):
        for language, worse in (("zh", "变差"), ("en", "worse")):
            context = asked(reader, language, period="2027")
            said = {panel.key: said_by(panel, panel.figures(reader, context), context) for panel in SPEAKING}
            found = {key for key, texts in said.items() if any(VERDICT[language].search(text) for text in texts)}
            assert found == {panel.key for panel in SPEAKING}
            assert worse in said["key_figures"][0]


# --- The sentences of the examples -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "disputes", "rectification"),
    [
        (
            "zh",
            "全市败诉率 33.3%（1/3），样本少，不作比较",
            "全市按期整改率 0.0%（0/3），样本少，不作比较",
        ),
        (
            "en",
            "Citywide: loss rate 33.3% (1/3), too small a sample to compare",
            "citywide, 0.0% (0/3) closed on time, too small a sample to compare",
        ),
    ],
)
def test_january_is_said_with_its_base_and_not_compared(
    of_three: Reader, language: str, disputes: str, rectification: str
) -> None:
    context = asked(of_three, language, period="2027")
    found = headline(RATE_TREND.figures(of_three, context), APPEARANCE_AND_LOSS.figures(of_three, context), context)
    assert found == disputes
    lights = LIGHTS_PANEL.finding(LIGHTS_PANEL.figures(of_three, context), context)
    heading = rectification_headline(lights, ON_TIME_BY_UNIT.figures(of_three, context), context)
    assert heading.endswith(rectification)


def test_the_key_figures_of_january_stand_with_their_bases(of_three: Reader) -> None:
    context = asked(of_three, period="2027")
    figures = KEY_FIGURES.figures(of_three, context)
    said = KEY_FIGURES.finding(figures, context)
    assert said.sentence == "出庭应诉率 0.0%（0/3）；败诉率 33.3%（1/3）；样本少，不作比较"
    assert said.level == "plain"
    tiles = pictured(KEY_FIGURES, figures, context).data.set_index("code")["change_text"]
    few = [ranking_link(key) for key in ("appearance_rate", "loss_rate", "rectification_on_time_rate")]
    assert tiles[few].tolist() == ["样本少，不作比较"] * 3


def test_a_full_year_like_the_one_before_is_compared_and_found_alike(of_three: Reader) -> None:
    context = asked(of_three, period="2026")
    trend, standing = RATE_TREND.figures(of_three, context), APPEARANCE_AND_LOSS.figures(of_three, context)
    assert headline(trend, standing, context).startswith("全市败诉率 10.0%（24/240），与上年同期无明显差异")


# --- What a page begins with -------------------------------------------------------------------------------------


def test_while_january_is_all_there_is_the_page_begins_with_the_year_before_and_says_so(reader: Reader) -> None:
    for language, said in (
        ("zh", "2027 年数据较少（1 个月），先看 2026 年"),
        ("en", "only 1 month of 2027 so far, so 2026 is shown first"),
    ):
        context = asked(reader, language)
        assert (context.selection.period.code, context.selection.period.length) == ("2026", 12)
        assert said in stamp(context, context.words)
        # Who asks for the running year gets it.
        running = asked(reader, language, period="2027")
        assert running.selection.period.length == 1
        assert said not in stamp(running, running.words)


@pytest.mark.parametrize(
    ("cases", "as_of", "code"),
    [
        (12, dt.date(2027, 1, 31), "2026"),  # enough cases, one month
        (12, dt.date(2027, 3, 30), "2026"),  # the third month is not over
        (12, dt.date(2027, 3, 31), "2027"),
        (9, dt.date(2027, 3, 31), "2026"),  # three months, but never ten cases
        (0, dt.date(2027, 12, 31), "2026"),
        (0, dt.date(2028, 1, 31), "2028"),  # the year before has no more
    ],
)
def test_a_year_begins_after_three_whole_months_with_ten_cases_of_something(
    database: Engine, cases: int, as_of: dt.date, code: str
) -> None:
    fill_early(database, cases, as_of=as_of)
    with reading(database, ALL_SEEING) as reader:
        choices = choices_at(reader)
    assert choices.default_period.code == code
    assert (choices.settled_year is None) == (code == f"{as_of.year}")


def test_the_year_that_runs_is_the_default_of_a_city_at_its_end(of_three: Reader) -> None:
    assert AS_OF.month == 1
    choices = choices_for(of_three, of_three.units(), dt.date(2026, 12, 31))
    assert (choices.default_period.code, choices.settled_year) == ("2026", None)


# --- The running quarter -----------------------------------------------------------------------------------------


@in_both_languages
def test_the_running_quarter_is_compared_with_the_month_just_before_and_names_it(
    of_three: Reader, language: str
) -> None:
    context = asked(of_three, language, period="2027Q1", compare="previous")
    compared = context.selection.compared
    assert compared is not None
    assert (compared.code, context.selection.period.length) == ("2026-12~2026-12", 1)
    assert {"zh": "对比 2026 年 12 月", "en": "compared with Dec 2026"}[language] in stamp(context, context.words)


# --- The demo city -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    yield from _reading(demo_url)


def heading_of_disputes(reader: Reader, context: Context) -> str:
    return headline(RATE_TREND.figures(reader, context), APPEARANCE_AND_LOSS.figures(reader, context), context)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        # 5/43 against 10/37, 15.4 points fewer: z = 1.8, within chance; and the chart of the months finds nothing.
        ({"period": "2026-10"}, "全市败诉率 11.6%（5/43），与上年同期无明显差异"),
        # 5/43 against September's 6/66; it was compared with July's 8/61.
        ({"period": "2026Q4", "compare": "previous"}, "全市败诉率 11.6%（5/43），与上期（2026 年 9 月）无明显差异"),
    ],
    ids=["October", "the running quarter"],
)
def test_the_demo_city_in_october(demo: Reader, query: dict[str, str], said: str) -> None:
    assert heading_of_disputes(demo, asked(demo, **query)).endswith(said)


EVERY_MONTH = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 11)] + ["2025", "2026", "2026Q3"]
A_FEW_MONTHS = ["2025-02", "2025-09", "2026-01", "2026-05", "2026-10", "2026Q3"]


# How the heading's change ends by the verdict on the key figure of the same counts.
ENDS = {
    "different": re.compile("明显变[好差]$"), "unclear": re.compile("接近界限$"),
    "not_distinguishable": re.compile("无明显差异$"), "few": re.compile("样本少，不作比较$"),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("periods", [A_FEW_MONTHS, left_for_all(EVERY_MONTH)], ids=["few", "every"])
def test_the_heading_tells_a_change_as_the_key_figures_do_whatever_the_chart_of_the_months_finds(
    demo: Reader, periods: list[str]
) -> None:
    for period, compare in product(periods, ("last_year", "previous")):
        context = asked(demo, period=period, compare=compare)
        verdicts = KEY_FIGURES.figures(demo, context).set_index("indicator")["verdict"]
        assert ENDS[verdicts["loss_rate"]].search(heading_of_disputes(demo, context))
