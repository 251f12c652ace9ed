"""A page has one verdict on a unit: all its panels and its heading rest on it, and it is what its counts say.

Over the demo city, a sample of selections in every run and all of them with ``--all``.
"""

import re
from collections.abc import Iterator
from math import sqrt

import pandas as pd
import pytest

from data_access.asked.selection import parse
from data_access.reading.reader import Reader
from exports.workbook import stamp
from panels.benchmark import benchmark
from panels.capacity.figures import LEADERS_TRAINED
from panels.declare import Context, Finding, Panel
from panels.disputes.appearance_and_loss import APPEARANCE_AND_LOSS
from panels.disputes.headline import headline
from panels.disputes.loss_funnel import LOSS_FUNNEL
from panels.disputes.rate_trend import RATE_TREND
from panels.enforcement.figures import (
    FILES_BY_UNIT,
    OFFICERS_TRAINED,
    POWERS_ADJUSTED,
    SERVICES_BY_UNIT,
    STANDARDS_BY_UNIT,
)
from panels.funnel import FUNNEL
from panels.peers import peer_standing
from panels.ranking import RANKING, RANKING_GLANCE
from panels.rectification.asked import RATE
from panels.rectification.on_time import ON_TIME_BY_UNIT
from panels.scorecard import SCORECARD
from tests.cases import each_with_each
from tests.every_panel import PANELS
from tests.opened import opened
from tests.panels.given import asked as asked_by_hand
from tests.panels.test_every_panel import reader_of
from wording import LANGUAGES

INDICATORS = ("loss_rate", "appearance_rate", "final_loss_rate", "acceptance_rate", "archive_completeness")
# What a page shows: its panels that hold units against something, and what a ranking is by.
PAGES: dict[str, tuple[tuple[Panel, ...], str]] = {
    "disputes": ((APPEARANCE_AND_LOSS, LOSS_FUNNEL), "loss_rate"),
    "rectification": ((ON_TIME_BY_UNIT,), "loss_rate"),
    **{f"rankings by {key}": ((RANKING, FUNNEL, RANKING_GLANCE), key) for key in INDICATORS},
}
PLACES = (
    "", "county=C07", "county=C01,C07", "group=municipal_departments", "group=sector:public_security", "focus=C07",
)  # fmt: skip
PERIODS = ("2026", "2026Q3", "2024-03~2026-02", "2022-01")
VERSUS = ("city", "peers")
# The words of the gravest verdict and of the one below it.
CLEAR = {
    "zh": re.compile(r"明显(?:高于|低于|偏高|偏低|差于)"),
    "en": re.compile(r"clearly (?:above|below|higher|lower|worse)"),
}
CLOSE = {"zh": "接近界限", "en": "borderline"}


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    yield from reader_of(demo_url)


def asked(reader: Reader, place: str, period: str, **more: str) -> Context:
    """A page's context; nothing is compared with, so that every verdict in a sentence is on a unit."""
    state, choices = opened(reader)
    query = dict(part.split("=") for part in filter(None, [place, f"period={period}", "compare=none"])) | more
    selection, unknown = parse(query, choices)
    assert unknown == ()
    return Context(selection, state, choices)


def by_hand(cases: float, base: float, of: tuple[float, float], small: int) -> str:
    """The verdict by the formula of the funnel's limits, p₀ ± z√(p₀(1−p₀)/n)."""
    if not base or not of[1]:
        return ""
    if min(base, of[1]) < small:
        return "few"
    p0 = of[0] / of[1]
    beyond = [abs(cases / base - p0) > z * sqrt(p0 * (1 - p0) / base) for z in (1.959964, 3.09)]
    return ("not_distinguishable", "unclear", "different")[sum(beyond)] if 0 < p0 < 1 else "not_distinguishable"


def verdicts_agree(reader: Reader, context: Context, findings: list[Finding]) -> None:
    """Every verdict is what the unit's cases say beside the benchmark's, and no panel says another one."""
    standing = peer_standing(reader, context, (*INDICATORS, RATE))
    rows = standing[standing["level"] == "member"].set_index(["code", "indicator"])
    for finding in findings:
        for (code, indicator), said in finding.verdicts.items():
            row = rows.loc[code, indicator]
            expected = by_hand(
                row["numerator"], row["denominator"], benchmark(standing, indicator, context), context.small
            )
            assert said in (expected, ""), (finding.sentence, code)


def words_agree(finding: Finding, context: Context) -> None:
    """A sentence says "clearly" and "borderline" exactly of whom the verdicts allow it."""
    language, judged = context.selection.language, set(finding.verdicts.values())
    assert not CLEAR[language].search(finding.sentence) or "different" in judged, finding.sentence
    assert CLOSE[language] not in finding.sentence or "unclear" in judged, finding.sentence
    for clause in re.split("[；;]", finding.sentence):
        named = {code for code, _ in finding.verdicts if context.choices.name(code) in clause}
        of_named = {said for (code, _), said in finding.verdicts.items() if code in named}
        if named and CLEAR[language].search(clause):
            assert "different" in of_named, clause
        if named and CLOSE[language] in clause:
            assert "unclear" in of_named, clause


def in_every_run(page: str, place: str, period: str, versus: str) -> bool:
    """The page with most panels with each place, every other page with one."""
    turn = PLACES.index(place) + list(PAGES).index(page)
    usual = period == PERIODS[turn % 3] and versus == VERSUS[turn % 2]
    return usual and (("=m" not in place) if page == "disputes" else PLACES.index(place) == list(PAGES).index(page) % 5)


@pytest.mark.parametrize(
    ("page", "place", "period", "versus"), each_with_each(PAGES, PLACES, PERIODS, VERSUS, every_run=in_every_run)
)
@pytest.mark.one_in(4)
def test_no_two_panels_of_a_page_disagree_about_a_unit(
    demo: Reader, page: str, place: str, period: str, versus: str
) -> None:
    panels, indicator = PAGES[page]
    figures: dict[str, pd.DataFrame] = {}
    for language in LANGUAGES:
        context = asked(demo, place, period, versus=versus, indicator=indicator, lang=language)
        figures = figures or {panel.key: panel.figures(demo, context) for panel in panels}
        findings = [panel.finding(figures[panel.key], context) for panel in panels]
        if page == "disputes":
            heading = headline(RATE_TREND.figures(demo, context), figures[APPEARANCE_AND_LOSS.key], context)
            findings.append(Finding(heading, verdicts=findings[0].verdicts))
        verdicts_agree(demo, context, findings)
        for finding in findings:
            words_agree(finding, context)


@pytest.mark.parametrize(
    ("unit", "period", "versus"),
    each_with_each(
        ("C01", "C07", "M-transport"), PERIODS, VERSUS, every_run=lambda *case: case == ("C07", "2026", "city")
    ),
)
def test_an_archive_gives_the_verdict_that_the_ranking_gives(demo: Reader, unit: str, period: str, versus: str) -> None:
    group = demo.units().set_index("code").loc[unit, "peer_group"]
    context = asked(demo, f"group={group}", period, unit=unit, versus=versus)
    archive = SCORECARD.finding(SCORECARD.figures(demo, context), context)
    words_agree(archive, context)
    for indicator in INDICATORS:
        ranked = context.with_(indicator=indicator)
        verdicts = RANKING.finding(RANKING.figures(demo, ranked), ranked).verdicts
        if (unit, indicator) in archive.verdicts and (unit, indicator) in verdicts:
            assert archive.verdicts[unit, indicator] == verdicts[unit, indicator]


# Rankings by one indicator under names of their own.
BY_ONE = (
    FILES_BY_UNIT,
    POWERS_ADJUSTED,
    SERVICES_BY_UNIT,
    STANDARDS_BY_UNIT,
    OFFICERS_TRAINED,
    LEADERS_TRAINED,
)


def test_a_workbook_names_the_benchmark_of_the_panels_that_use_one_and_of_no_other() -> None:
    page = asked_by_hand(versus="peers", indicator="loss_rate")
    named = {panel.key for panel in PANELS if "与同类组比" in stamp(panel.asked(page), page.words)}
    holding = {panel.key for panels, _ in PAGES.values() for panel in panels} | {SCORECARD.key, "county_sector_matrix"}
    holding |= {panel.key for panel in BY_ONE}
    assert named == holding - {RANKING_GLANCE.key}
