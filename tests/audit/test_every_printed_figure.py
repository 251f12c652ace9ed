"""Whatever a panel of the demo city prints: rates are those of their cases, parts make their totals."""

import datetime as dt
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby, product
from typing import Any

import pandas as pd
import pytest

from assessment.lost_points import with_lost_points
from data_access.asked.periods import Period
from data_access.asked.selection import MUNICIPAL_GROUP
from data_access.reading.assessed import assess
from data_access.reading.reader import Reader
from panels.declare import Chart, Context, Panel, Table, cell
from panels.scores import PARTS
from tests.cases import left_for_all
from tests.every_panel import PANELS
from tests.panels.test_every_panel import asked, reader_of
from tests.written import written
from wording import LANGUAGES, Wording

SELECTIONS = {
    "counties": {"group": "counties", "unit": "C07"},
    "departments": {"group": MUNICIPAL_GROUP, "unit": "none"},
    "a sector by quarter": {"group": "sector:housing", "unit": "none", "period": "2026Q2", "compare": "previous"},
}
# In every run each panel once, in one language or the other in turn.
EACH = [
    pytest.param(panel, name, language, id=f"{panel.key}-{name}-{language}")
    if name == "counties" and place % 2 == number
    else left_for_all(panel, name, language, name=f"{panel.key}-{name}-{language}")
    for place, panel in enumerate(PANELS)
    for name in SELECTIONS
    for number, language in enumerate(LANGUAGES)
]
SIGNED_NOUGHT = re.compile(r"[−-]0(?:\.0+)?(?![\d.])")
# A rate with its cases, as every sentence writes it: 22.2%（2/9 …） or 22.2% (2/9 …).
RATE = re.compile(r"([<>]?[\d,.]+%)\s?[（(]([\d,]+)/([\d,]+)(?![\d.])")
NUMBER = re.compile(r"[+−]?[\d,]+(?:\.\d+)?")


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    yield from reader_of(demo_url)


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", "").replace("−", "-").lstrip("+"))


def percent(text: str) -> Fraction:
    """A percentage as a reader adds it up: <0.1 % is next to nothing, >99.9 % next to all."""
    if text.startswith(("<", ">")):
        return Fraction(0 if text.startswith("<") else 100)
    return number(text.rstrip("%"))


def texts_of(chart: Chart) -> Iterator[str]:
    frames = [chart.data, *(each for each in chart.options.values() if isinstance(each, pd.DataFrame))]
    yield from (str(text) for text in chart.labels.values())
    yield from (str(value) for frame in frames for name in frame for value in frame[name] if isinstance(value, str))


# --- Parts and totals --------------------------------------------------------------------------------------------


def scores_add_up(chart: Chart, _words: Wording) -> None:
    """The labels in a bar and the adjustment beside it make the score."""
    for row in chart.data[chart.data["score"].notna()].to_dict("records"):
        labels = [row[f"{part}_text"] for part in ("daily", "annual", "external")] + [row["adjustment_text"]]
        assert sum(number(text) for text in labels if NUMBER.fullmatch(text)) == number(row["score_text"])


def segments_add_up(chart: Chart, _words: Wording) -> None:
    """Shares in a bar make 100 %, numbers the number above its end."""
    totals = (
        {}
        if chart.data.empty
        else dict(zip(chart.options["totals"]["order"], chart.options["totals"]["text"], strict=True))
    )
    for order, bar in chart.data.groupby("order") if len(chart.data) else ():
        if chart.options.get("share"):
            shares = [percent(re.findall(r"[<>]?[\d.]+%", text)[0]) for text in bar["text"]]
            assert sum(shares) == 100
        else:
            assert bar["value"].sum() == number(NUMBER.findall(totals[order])[0])


def grid_adds_up(chart: Chart, words: Wording) -> None:
    """A row of sums is the sum of the rows above or below it, or says that each case is counted once."""
    if chart.data.empty:
        return
    sums = {words(key) for key in ("lights.all", "in_time.row.total", "site_map.total", "county_sector.column.total")}
    rows = list(chart.options["rows"]["label"])
    # A column that counts each case once says so in its head.
    rates = {words("in_time.row.rate"), words("county_sector.column.total_once")}
    for head, column in chart.data.groupby("column"):
        figures = {row["row"]: row["text"] for row in column.to_dict("records")}
        for total in sums & figures.keys() if head not in rates else ():
            parts = [figures[row] for row in rows if row in figures and row not in sums | rates]
            assert sum(number(text) for text in parts if NUMBER.fullmatch(text)) == number(figures[total]), (
                head,
                total,
            )


def lost_points_add_up(chart: Chart, _words: Wording) -> None:
    values = zip(chart.data["value"], chart.data["value_text"], strict=True) if len(chart.data) else ()
    # A rate is held against its base, below.
    values = ((value, text) for value, text in values if "%" not in text)
    # What changes nothing is said in words.
    shown = [(value, (NUMBER.findall(text) or ["0"])[0]) for value, text in values]
    assert all(abs(float(number(text))) == pytest.approx(abs(value)) for value, text in shown)


CHECKS = {"scores": scores_add_up, "stack": segments_add_up, "grid": grid_adds_up, "bars": lost_points_add_up}


# --- Tables ------------------------------------------------------------------------------------------------------


def shown_columns(table: Table, words: Wording) -> dict[str, list[str]]:
    return {
        column.name: [cell(value, column.kind, words) for value in table.data[column.name]] for column in table.columns
    }


def changes_are_of_what_stands_beside_them(columns: dict[str, list[str]]) -> None:
    if not {"rate", "rate_compared", "change"} <= columns.keys():
        return
    for now, then, change in zip(columns["rate"], columns["rate_compared"], columns["change"], strict=True):
        if NUMBER.fullmatch(change) and now.endswith("%"):
            assert percent(now) - percent(then) == number(change)


def rates_are_of_the_cases_beside_them(columns: dict[str, list[str]], words: Wording) -> None:
    if not {"rate", "numerator", "denominator"} <= columns.keys():
        return
    for rate, above, below in zip(columns["rate"], columns["numerator"], columns["denominator"], strict=True):
        if rate.endswith("%"):
            assert rate == words.percent(number(above) / number(below))


def table_of_scores(columns: dict[str, list[str]]) -> None:
    parts = ("daily", "annual", "external", "adjustment")
    for row in zip(columns["score"], *(columns[part] for part in parts), strict=True):
        if NUMBER.fullmatch(row[0]):
            assert sum(number(text) for text in row[1:] if NUMBER.fullmatch(text)) == number(row[0])


def table_of_lost_points(columns: dict[str, list[str]]) -> None:
    rows = list(zip(columns["weight"], columns["printed"], columns["lost"], strict=True))
    known = [tuple(map(number, row)) for row in rows if NUMBER.fullmatch(row[1])]
    weight, given, lost = map(sum, zip(*known, strict=True))
    assert (weight, given + lost) == (100, 100)
    # The last row is the adjustment, which weighs nothing.
    assert all(each[0] == each[1] + each[2] for each in known[:-1])
    assert all(each[2] >= 0 for each in known[:-1])


def table_of_outcomes(columns: dict[str, list[str]]) -> None:
    for _, ledger in groupby(range(len(columns["share"])), key=lambda row: columns["ledger_text"][row]):
        rows = list(ledger)
        for name in {"share", "share_compared"} & columns.keys():
            shares = [columns[name][row] for row in rows]
            assert "—" in shares or sum(map(percent, shares)) == 100


def table_of_concentration(columns: dict[str, list[str]]) -> None:
    so_far: dict[str, Fraction] = {}
    for kind, share, running in zip(columns["kind_text"], columns["share"], columns["share_so_far"], strict=True):
        if running.endswith("%"):
            so_far[kind] = so_far.get(kind, Fraction()) + percent(share)
            assert so_far[kind] == percent(running)
    assert set(so_far.values()) <= {Fraction(100)}


TABLES = {
    "scores": table_of_scores, "scores_glance": table_of_scores, "score_parts": table_of_lost_points,
    "outcome_mix": table_of_outcomes, "matter_concentration": table_of_concentration,
}  # fmt: skip


# --- Every panel -------------------------------------------------------------------------------------------------


def said_by(panel: Panel, figures: pd.DataFrame, context: Context) -> Iterator[str]:
    finding = panel.finding(figures.copy(), context)
    yield from (finding.sentence, finding.base)
    table = panel.table(figures.copy(), context)
    shown = written(table, context.words)
    yield from (text for name in shown for text in shown[name])
    if panel.chart:
        chart = panel.chart(figures.copy(), finding, context)
        yield from texts_of(chart)
        check: Any = CHECKS.get(chart.kind)
        if check is not None:
            check(chart, context.words)
    columns = shown_columns(table, context.words)
    changes_are_of_what_stands_beside_them(columns)
    rates_are_of_the_cases_beside_them(columns, context.words)
    if panel.key in TABLES and len(table.data):
        TABLES[panel.key](columns)


@pytest.mark.parametrize(("panel", "selection", "language"), EACH)
@pytest.mark.one_in(6)
def test_what_is_printed_is_what_was_computed(demo: Reader, panel: Panel, selection: str, language: str) -> None:
    context = asked(demo, language, **SELECTIONS[selection])
    texts = list(said_by(panel, panel.figures(demo, context), context))
    assert [text for text in texts if SIGNED_NOUGHT.search(text)] == []
    rates = [each for text in texts for each in RATE.findall(text)]
    wrong = [each for each in rates if each[0] != context.words.percent(number(each[1]) / number(each[2]))]
    assert wrong == []


COLUMNS = ("weight", "lost")


def test_the_scores_of_every_unit_of_the_city_add_up_in_every_group(demo: Reader) -> None:
    """The labels of a bar, and of each unit the weights, what it got and what it lost; all are hundredths."""
    context, units, words = asked(demo), 0, asked(demo).words
    years = [Period("year", dt.date(year, 1, 1), dt.date(year, 12, 1)) for year in (2023, 2024, 2025)]
    for group, year in product(context.choices.scored_groups, [*years, context.selection.period]):
        assessment = assess(demo, group, year)
        if assessment is None:
            continue
        for row in assessment.table[assessment.table["score"].notna()].to_dict("records"):
            labels = [words.number(row[part], 2) for part in PARTS if row[part] == row[part]]
            assert sum(map(number, labels)) == number(words.number(row["score"], 2))
            parts = assessment.scores.parts
            own = with_lost_points(parts[parts["code"] == row["code"]])
            weight, lost = (own[name].dropna().map(lambda each: number(words.number(each, 2))) for name in COLUMNS)
            assert (weight.sum(), lost.sum()) == (100, 100 - number(words.number(row["score"], 2)))
            units += 1
    assert units > 90
