"""The figures of the disputes page counted again, row by row in plain Python, over the demo city."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import nan, sqrt
from typing import Any

import pytest
from sqlalchemy import Engine, Table, select

from data_access.asked.selection import parse
from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store import tables as t
from data_access.store.engine import reader_engine
from panels.declare import Context
from panels.disputes.appearance_and_loss import APPEARANCE_AND_LOSS
from panels.disputes.loss_funnel import LOSS_FUNNEL
from panels.disputes.outcome_mix import OUTCOME_MIX
from panels.disputes.rate_trend import RATE_TREND
from panels.disputes.trend import DISPUTE_TREND
from tests.opened import opened

Row = dict[str, Any]
# How many of how many cases.
Share = tuple[int, int]
LOST = {"revoked", "partly_revoked", "altered", "confirmed_illegal", "void", "ordered_to_perform", "ordered_to_pay",
        "agreement_judgment"}  # fmt: skip
HEADS = {"chief", "deputy", "other_head"}
COUNTY = "C07"


@pytest.fixture(scope="module")
def engine(demo_url: str) -> Iterator[Engine]:
    engine = reader_engine(demo_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def reader(engine: Engine) -> Iterator[Reader]:
    with reading(engine, ALL_SEEING) as reader:
        yield reader


@pytest.fixture(scope="module")
def rows(engine: Engine) -> Callable[[Table], list[Row]]:
    """All rows of a table, with the code of their county (a county's own is its own)."""
    with engine.connect() as connection:
        units = {row["unit_id"]: row for row in connection.execute(select(t.unit)).mappings()}
        read = {
            table: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in (LITIGATION.table, RECONSIDERATION.table, PETITION.table)
        }
    for row in (row for found in read.values() for row in found):
        unit = units[row["unit_id"]]
        above = units.get(unit["county_id"])
        row["county"] = unit["code"] if unit["kind"] == "county" else above["code"] if above else None
    return lambda table: read[table]


def asked(reader: Reader, **query: str) -> Context:
    state, choices = opened(reader)
    selection, unknown = parse(query, choices)
    assert unknown == ()
    return Context(selection, state, choices)


def counted_in(row: Row, county: str) -> bool:
    """Whether a row counts for a county as a whole, or for the city when '' is asked; petitions have one unit each."""
    if not county:
        return bool(row.get("counts_for_city", True))
    return row["county"] == county and bool(row.get("counts_for_county", True))


def month_of(day: dt.date) -> dt.date:
    return day.replace(day=1)


# --- By month ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("county", ["", COUNTY])
def test_what_came_in_each_month(reader: Reader, rows: Callable[[Table], list[Row]], county: str) -> None:
    arrivals = {
        "reconsideration": [(row["received_on"], row) for row in rows(RECONSIDERATION.table)
                            if row["defendant_role"] == "first"],
        "litigation": [(row["filed_on"], row) for row in rows(LITIGATION.table) if row["instance"] == "first"],
        "petition": [(row["received_on"], row) for row in rows(PETITION.table)],
    }  # fmt: skip
    expected = Counter(
        (ledger, month_of(day))
        for ledger, found in arrivals.items()
        for day, row in found
        if day is not None and counted_in(row, county)
    )
    figures = DISPUTE_TREND.figures(reader, asked(reader, focus=county or "none"))
    found = {(row.ledger, row.month): row.value for row in figures.itertuples()}
    assert len(found) >= 3 * 57
    assert found == {key: float(expected[key]) for key in found}
    assert sum(expected.values()) == sum(found.values())


@pytest.mark.parametrize("county", ["", COUNTY])
def test_what_was_lost_each_month_and_the_limits_around_it(
    reader: Reader, rows: Callable[[Table], list[Row]], county: str
) -> None:
    closed = [
        row for row in rows(LITIGATION.table)
        if row["instance"] == "first" and row["closed_on"] and row["outcome"] and counted_in(row, county)
    ]  # fmt: skip
    bases = Counter(month_of(row["closed_on"]) for row in closed)
    losses = Counter(month_of(row["closed_on"]) for row in closed if row["outcome"] in LOST)
    figures = RATE_TREND.figures(reader, asked(reader, focus=county or "none")).set_index("month")
    assert figures["denominator"].to_dict() == {month: bases[month] for month in figures.index}
    assert figures["numerator"].to_dict() == {month: losses[month] for month in figures.index}
    first_year = [month for month in sorted(bases) if month >= dt.date(2024, 1, 1)][:12]
    centre = sum(losses[month] for month in first_year) / sum(bases[month] for month in first_year)
    latest = max(bases)
    spread = 3 * sqrt(centre * (1 - centre) / bases[latest])
    limits = figures.loc[latest, ["centre", "low", "high"]].tolist()
    # Where less than one case a month is lost, no limits are drawn.
    rare = sum(losses[month] for month in first_year) < len(first_year)
    expected = [centre, nan, nan] if rare else [centre, max(0, centre - spread), min(1, centre + spread)]
    assert limits == pytest.approx(expected, nan_ok=True)
    assert rare == bool(county)


# --- How they end ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("county", ["", COUNTY])
def test_how_disputes_ended(reader: Reader, rows: Callable[[Table], list[Row]], county: str) -> None:
    figures = OUTCOME_MIX.figures(reader, asked(reader, focus=county or "none", period="2026", compare="last_year"))
    ledgers = {
        "reconsideration": rows(RECONSIDERATION.table),
        "litigation": [row for row in rows(LITIGATION.table) if row["instance"] == "first"],
    }
    ended = Counter(
        (ledger, row["outcome"], row["closed_on"].year)
        for ledger, found in ledgers.items()
        for row in found
        if row["closed_on"] and row["closed_on"].month <= 10 and row["outcome"] and counted_in(row, county)
    )
    for row in figures.itertuples():
        assert (row.cases, row.cases_compared) == tuple(ended[row.ledger, row.outcome, year] for year in (2026, 2025))
    assert figures["cases"].sum() == sum(number for (_, _, year), number in ended.items() if year == 2026)


# --- By unit -----------------------------------------------------------------------------------------------------


def shares(found: list[Row], year: int, county: str) -> dict[str, Share]:
    """A county's cases of January to October of a year: attended of heard, and lost of closed; '' is the city."""
    mine = [row for row in found if counted_in(row, county)]
    attended = {(row["case_no"], row["instance"]) for row in found if row["head_attended"] in HEADS}
    heard = [row for row in mine if _within(row["heard_on"], year)]
    heard = [row for row in heard if row["head_attended"] or (row["case_no"], row["instance"]) in attended]
    closed = [row for row in mine if _within(row["closed_on"], year) and row["outcome"] and row["instance"] == "first"]
    return {
        "appearance_rate": (sum((row["case_no"], row["instance"]) in attended for row in heard), len(heard)),
        "loss_rate": (sum(row["outcome"] in LOST for row in closed), len(closed)),
    }


def _within(day: dt.date | None, year: int) -> bool:
    return day is not None and day.year == year and day.month <= 10


def fraction(share: Share) -> Fraction:
    return Fraction(*share)


def test_both_rates_of_every_county_and_what_article_18_makes_of_them(
    reader: Reader, rows: Callable[[Table], list[Row]]
) -> None:
    suits = rows(LITIGATION.table)
    counties = [code for code, _ in asked(reader).choices.counties]
    now = {code: shares(suits, 2026, code) for code in counties}
    city = shares(suits, 2026, "")
    figures = APPEARANCE_AND_LOSS.figures(reader, asked(reader, period="2026", grain="year"))
    members = figures[figures["level"] == "member"]
    assert len(members) == 2 * len(counties)
    for row in members.itertuples():
        own = {code: fraction(now[code][row.indicator]) for code in counties}
        sign = 1 if row.indicator == "loss_rate" else -1
        worse = sum(sign * other > sign * own[row.code] for other in own.values())
        beyond = sign * own[row.code] > sign * fraction(city[row.indicator])
        assert (row.numerator, row.denominator) == now[row.code][row.indicator]
        assert row.vetoed == (beyond and worse < 3), (row.code, row.indicator)
        assert row.average == pytest.approx(float(fraction(city[row.indicator])))


def test_the_years_before_and_who_has_been_falling(reader: Reader, rows: Callable[[Table], list[Row]]) -> None:
    figures = APPEARANCE_AND_LOSS.figures(reader, asked(reader, period="2026", grain="year"))
    members = figures[figures["level"] == "member"]
    steady = []
    for row in members.itertuples():
        years = [shares(rows(LITIGATION.table), year, row.code)[row.indicator] for year in range(2023, 2027)]
        rates = [float(fraction(share)) for share in years]
        assert (row.rate_3, row.rate_2, row.rate_1) == pytest.approx(tuple(rates[:3]))
        sign = 1 if row.indicator == "loss_rate" else -1
        if all(sign * later > sign * earlier for earlier, later in pairwise(rates)):
            steady.append((row.code, row.indicator))
    fallen = members[members["falling"]]
    assert set(zip(fallen["code"], fallen["indicator"], strict=True)) <= set(steady)
    assert fallen["code"].tolist() == [COUNTY, COUNTY]


def test_the_funnel_has_the_same_cases_whatever_the_page_is_by(
    reader: Reader, rows: Callable[[Table], list[Row]]
) -> None:
    figures = LOSS_FUNNEL.figures(reader, asked(reader, period="2026", grain="year", indicator="filing_rate"))
    for row in figures[figures["level"] == "member"].itertuples():
        expected = shares(rows(LITIGATION.table), 2026, row.code)["loss_rate"]
        assert (row.numerator, row.denominator) == expected
