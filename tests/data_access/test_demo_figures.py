"""Every figure of the demo city, counted twice: by the database's tallies, and in plain Python over the rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, and_, func, or_

from assessment.indicators import BY_KEY, INDICATORS
from data_access import demo
from data_access.asked.periods import Period, months_from
from data_access.asked.selection import Selection
from data_access.counting import tally_statements
from data_access.counting.counting import count
from data_access.ledgers.all import TALLIES
from data_access.ledgers.litigation import HEADS, LITIGATION, LOST
from data_access.ledgers.petition import PETITION
from data_access.ledgers.reconsideration import RECONSIDERATION, organ_case
from data_access.ledgers.rectification import stands
from data_access.reading.figures import indicator_counts, indicator_months
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import days_between, reader_engine, writer_engine
from data_access.store.tables import item_state
from tests.data_access.stored_figures import stored_figures
from tests.recount import Figure, Key, differences, recount

KEYS = [indicator.key for indicator in INDICATORS]
FIRST, LAST = dt.date(2022, 1, 1), dt.date(2026, 10, 1)
RUNNING_YEAR = Period("year", dt.date(2026, 1, 1), LAST)
Figures = dict[Key, Figure]


@pytest.fixture(scope="module")
def engine(demo_url: str) -> Iterator[Engine]:
    engine = reader_engine(demo_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def recounted(recounted_demo: Figures) -> Figures:
    return recounted_demo


@pytest.fixture(scope="module")
def recounted_then(engine: Engine) -> Figures:
    """As everything stood on the same day of the year before."""
    with engine.connect() as connection:
        return recount(connection, dt.date(2025, 10, 31))


@pytest.fixture(scope="module")
def reader(engine: Engine) -> Iterator[Reader]:
    with reading(engine, ALL_SEEING) as reader:
        yield reader


def test_every_figure_of_every_unit_county_and_the_city_is_what_the_recount_finds(
    engine: Engine, recounted: Figures
) -> None:
    with engine.connect() as connection:
        stored = stored_figures(connection)
    assert differences(stored, recounted) == []
    assert {key[0] for key in recounted} == {"own", "whole", "city"}
    assert {key[3] for key in recounted} == set(KEYS)
    assert {key[2] for key in recounted} >= set(months_from(FIRST, LAST))


# --- As the reader gives them ------------------------------------------------------------------------------------


def _read(figure: Figure, indicator: str) -> Figure:
    """As the reader gives a figure: of a count its number and that there is one."""
    return (figure[0], int(figure[0] > 0)) if BY_KEY[indicator].kind == "count" else figure


def _months(reader: Reader, level: str, code: str) -> Figures:
    monthly = indicator_months(reader, KEYS, FIRST, LAST, code)
    return {
        (level, code, row.month, row.indicator): (row.numerator, row.denominator)
        for row in monthly.itertuples(index=False)
    }


@pytest.mark.long
def test_the_months_of_the_city_and_of_each_county_are_those_of_the_recount(reader: Reader, recounted: Figures) -> None:
    units = reader.units()
    counties = units.loc[units["kind"] == "county", "code"]
    given = _months(reader, "city", "")
    for code in counties:
        given |= _months(reader, "whole", code)
    wanted = {key: _read(each, key[3]) for key, each in recounted.items() if key[0] != "own" and key[2] <= LAST}
    assert len(counties) == 10
    assert differences(given, wanted) == []


@pytest.mark.long
@pytest.mark.parametrize("kind", ["municipal_department", "county_department", "township"])
def test_the_months_of_a_unit_are_those_of_the_recount(reader: Reader, recounted: Figures, kind: str) -> None:
    units = reader.units()
    code = str(units.loc[units["kind"] == kind, "code"].iloc[0])
    own = {key: _read(each, key[3]) for key, each in recounted.items() if key[:2] == ("own", code) and key[2] <= LAST}
    assert own
    assert differences(_months(reader, "own", code), own) == []


# How it stood at the end of a month, or of so much of a year; never added up over months.
STANDING = {"centralised_coverage", "auxiliary_assessed_share", "centres_networked_share", "service_online_share",
            "window_authorised_share", "powers_online_share", "discretion_standard_share", "plan_on_schedule_share",
            "legal_posts_filled_ratio", "legal_qualified_share", "legal_degree_share", "legal_load_ratio",
            "plan_completion", "plan_priority_share", "legislation_participation", "certificate_valid_share",
            "certificate_expiring_share", "off_list_holder_share", "listed_uncertified_share", "officer_pilot_share",
            "training_share"}  # fmt: skip


def _summed(recounted: Figures, level: str, code: str, indicator: str, period: Period) -> Figure:
    """What happened in all months, or how it stood in the last."""
    months = [period.last] if indicator in STANDING else months_from(period.first, period.last)
    found = [recounted.get((level, code, month, indicator), (0, 0)) for month in months]
    return _read((sum(x for x, _ in found), sum(n for _, n in found)), indicator)


# What goes on ripening is compared with how it stood a year before, and not at all where no date tells.
RIPENING = {"rectification_closed_rate", "rectification_on_time_rate", "filing_rate", "filing_timeliness",
            "no_further_suit_rate", "opinions_answered_rate", "legal_service_on_time_rate"}  # fmt: skip
UNDATED = {"archive_completeness", "filing_conformity", "resolved_at_source_rate", "petition_rated_share",
           "legal_service_adopted_share", "law_exam_pass_share", "decision_published_share"}  # fmt: skip


def _wanted(
    recounted: Figures, then: Figures, level: str, code: str, indicator: str, selection: Selection
) -> tuple[float, ...]:
    assert selection.compared is not None
    now = _summed(recounted, level, code, indicator, selection.period)
    if indicator in UNDATED:
        return (*now, 0, 0)
    return (*now, *_summed(then if indicator in RIPENING else recounted, level, code, indicator, selection.compared))


COUNTS = ["numerator", "denominator", "numerator_compared", "denominator_compared"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("group", "level"), [("counties", "whole"), ("municipal_departments", "own"), ("sector", "own")]
)
def test_the_rates_of_a_peer_group_are_the_sums_of_the_recount(
    reader: Reader, recounted: Figures, recounted_then: Figures, group: str, level: str
) -> None:
    units = reader.units()
    group = next(each for each in units["peer_group"].dropna().unique() if each.startswith(group))
    members = units[units["peer_group"] == group]
    selection = Selection(RUNNING_YEAR, "last_year", group, unit=str(members["code"].iloc[0]))
    given: dict[tuple[Any, ...], tuple[float, ...]] = defaultdict(lambda: (0, 0, 0, 0))
    for row in indicator_counts(reader, selection, KEYS).to_dict("records"):
        given[row["level"], row["unit_id"], row["indicator"]] = _rounded(row[name] for name in COUNTS)
    wrong = [
        (where, key)
        for key in KEYS
        for where, unit_id, place, code in _places(members, level)
        if given[where, unit_id, key] != _rounded(_wanted(recounted, recounted_then, place, code, key, selection))
    ]
    assert wrong == []
    assert {unit_id for where, unit_id, _ in given if where == "member"} <= set(members["unit_id"])


def _rounded(numbers: Iterable[float]) -> tuple[float, ...]:
    """Without what the order of adding up tenths of days leaves behind."""
    return tuple(round(float(each), 6) for each in numbers)


def _places(members: pd.DataFrame, level: str) -> list[tuple[str, int, str, str]]:
    """Level and unit of the reader's answer, level and code of the recount's."""
    pairs = list(zip(members["unit_id"], members["code"], strict=True))
    own_id, own_code = pairs[0]
    places = [("member", int(unit_id), level, str(code)) for unit_id, code in pairs]
    return [*places, ("city", 0, "city", ""), ("own", int(own_id), "own", str(own_code))]


# --- The comparison itself ---------------------------------------------------------------------------------------

_suit, _review, _item = LITIGATION.table.c, RECONSIDERATION.table.c, item_state.c
# Slips of the kind that a comparison is there to find: tally, indicator, and the wrong condition.
SLIPS: dict[str, tuple[str, Any]] = {
    "heard_head_attended": ("appearance_rate", lambda _rules: _suit.head_attended.in_((*HEADS, "staff"))),
    "first_instance_lost": ("loss_rate", lambda _rules: _suit.outcome.in_(LOST)),
    "effective_lost": ("final_loss_rate", lambda _rules: _suit.outcome.in_([*LOST, "withdrawn_after_change"])),
    "closed_not_sued": (
        "no_further_suit_rate",
        lambda rules: and_(
            days_between(_review.closed_on, rules.as_of) >= 15,
            or_(_review.sued_on.is_(None), days_between(_review.closed_on, _review.sued_on) >= 15),
        ),
    ),
    "opinions_answered": ("opinions_answered_rate", lambda _rules: _review.opinion_answered_on.is_not(None)),
    # A week is five working days only where no festival lies in it.
    "applications_decided_in_time": (
        "acceptance_in_time_rate",
        lambda _rules: and_(
            organ_case.c.acceptance.in_(("accepted", "refused")),
            days_between(organ_case.c.received_on, organ_case.c.decision_on_acceptance_on) <= 7,
        ),
    ),
    "petitions_resolved_at_source": (
        "resolved_at_source_rate",
        lambda _rules: PETITION.table.c.outcome.not_in(("sued", "repeated")),
    ),
    "petitions_satisfied": ("petition_satisfaction_rate", lambda _rules: PETITION.table.c.rated),
    "rectification_due_closed_on_time": (
        "rectification_on_time_rate",
        lambda rules: and_(
            stands(rules.as_of),
            _item.due_on <= rules.as_of,
            _item.closed_on <= func.coalesce(_item.extended_due_on, _item.due_on),
        ),
    ),
}


@pytest.mark.exhaustive
def test_a_slip_in_a_tally_turns_the_comparison_red(
    demo_copy_url: str, recounted: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    slipped = tuple(replace(tally, where=SLIPS[tally.key][1]) if tally.key in SLIPS else tally for tally in TALLIES)
    monkeypatch.setattr(tally_statements, "COUNTED", slipped)
    # Those that are kept were written by the tallies as declared.
    monkeypatch.setattr(tally_statements, "_counting", tally_statements._counting.__wrapped__)
    engine = writer_engine(demo_copy_url)
    with engine.begin() as connection:
        count(connection, demo.AS_OF)
        stored = stored_figures(connection)
    engine.dispose()
    assert differences(stored, recounted)
    differing = {key[3] for key in recounted.keys() | stored.keys() if recounted.get(key) != stored.get(key)}
    assert differing == {indicator for indicator, _ in SLIPS.values()}
