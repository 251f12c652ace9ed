"""A peer group assessed by a scheme: what was read and what the rules make of it, for pages and publishing alike."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import nan

import pandas as pd

from assessment.comparison import clause_indicators
from assessment.countable import counted_under
from assessment.eligibility import award_places, veto_ledger, veto_proposals
from assessment.indicators import BY_KEY
from assessment.robustness import Robustness, robustness
from assessment.scheme import COMPONENTS, Scheme
from assessment.score_frames import ADJUSTMENT, Scores
from assessment.scoring import score
from assessment.silence import held_back, nothing_in_effect, silent, unjudged, with_gaps
from data_access.asked.periods import Period, shift
from data_access.asked.selection import COUNTIES_GROUP, Selection
from data_access.counting.behind import behind
from data_access.reading.assessment_inputs import marks, reviews, scheme_for, veto_events
from data_access.reading.available import unknown_indicators
from data_access.reading.figures import counts_of_units, indicator_counts, report_counts
from data_access.reading.hidden import UNPUBLISHED
from data_access.reading.members import members
from data_access.reading.mergers import Passed, counted_units, passed_over
from data_access.reading.own_indicators import own_indicators
from data_access.reading.reader import Reader
from data_access.reading.scheme_counts import ledger_behind_key, scheme_counts
from data_access.reading.unit_sums import whole
from data_access.reading.untold import NO_CASES, why_untold

# The rules of assessment by number: where one changes what is made of the same inputs, the number rises, and what was
# published is judged by the rules of then (``judged``). The first are those of publications that name no number.
FIRST_RULES, RULES = 1, 3
_COUNTED = ["numerator", "denominator", "blank", "reversed"]


@dataclass(frozen=True)
class Inputs:
    """Everything the rules were given; ``counts`` as ``scoring.score`` takes them, ``city`` as the veto rule does."""

    units: pd.DataFrame
    counts: pd.DataFrame
    city: pd.DataFrame
    marks: pd.DataFrame
    reviews: pd.DataFrame
    events: pd.DataFrame


@dataclass(frozen=True)
class Assessed:
    """``table``: a row a unit in the order of its rank: code, unit, county, score, grade, complete, rank, eligible,
    award_place, daily, annual, external, adjustment (points of the total as printed), low, high (places), first3,
    last3, missing (reports of the ledgers its figures rest on, <NA> where not counted). ``vetoes`` as
    ``eligibility.veto_ledger``; ``sure`` says who is surely ahead of whom. ``average_gaps``: by indicator of article 18
    the reports and the rows that are missing behind the average it compares with; what was frozen does not say it.
    """

    scheme: Scheme
    group: str
    period: Period
    inputs: Inputs
    scores: Scores
    proposals: pd.DataFrame
    vetoes: pd.DataFrame
    table: pd.DataFrame
    sure: Robustness
    average_gaps: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def vetoes_with_gaps(self) -> pd.DataFrame:
        """``vetoes`` as they are shown: beside every figure of now what is missing behind it."""
        return with_gaps(self.vetoes, self.inputs.counts)

    @property
    def nothing_in_effect(self) -> bool:
        """Whether losses count by the judgments in effect and of none of the group the day of its effect is known."""
        return nothing_in_effect(self.scheme, self.inputs.counts)

    @property
    def nothing_to_judge(self) -> bool:
        """Whether of nobody in the group any case is known that a clause of the veto rule reads."""
        counts = self.inputs.counts
        of_clauses = counts["indicator"].isin(clause_indicators(self.scheme))
        return not counts.loc[of_clauses, "denominator"].gt(0).any()


def assessed_period(period: Period) -> Period | None:
    """The part of the assessment year a selection stands for; None unless it starts in January and stays in a year."""
    return Period("custom", period.first, period.last) if period.begins_a_year else None


def assess(
    reader: Reader, group: str, period: Period, scheme: Scheme | None = None, rules: int = RULES
) -> Assessed | None:
    """The group's scores, vetoes and places over the months of ``period``, by ``scheme`` (None: the year's latest).

    None when the period is not of an assessment year, the year has no scheme, the scheme does not know the group,
    nobody is in it any more, or the viewer may not see what is not published: nothing gets past this door.
    """
    if not reader.viewer.sees_unpublished:
        reader.note_hidden({UNPUBLISHED: 1})
        return None
    year = assessed_period(period)
    scheme = scheme or (scheme_for(reader, year.last.year) if year else None)
    if year is None or scheme is None or group not in scheme.groups:
        return None
    if members(reader, group, year, at_its_end=True).empty:
        return None

    def assessed() -> Assessed:
        found = judged(scheme, group, year, read_inputs(reader, group, year, scheme), rules)
        return replace(found, average_gaps=_average_gaps(reader, found))

    kept: Assessed = reader.kept("assessed", (group, year, scheme, rules), assessed)
    return kept


def judged(scheme: Scheme, group: str, period: Period, inputs: Inputs, rules: int = RULES) -> Assessed:
    """What the rules of a number make of given inputs; no database is asked. ``ValueError`` for unknown rules."""
    if rules not in range(FIRST_RULES, RULES + 1):
        raise ValueError(f"expected rules of a number up to {RULES}, got {rules!r}")
    codes = inputs.units["code"].tolist()
    scores = score(scheme, group, inputs.counts, inputs.marks, inputs.reviews, codes)
    proposals = veto_proposals(scheme, inputs.counts, inputs.city)
    last = shift(period.last, 1) - dt.timedelta(days=1)
    open_clauses = unjudged(scheme, inputs.counts)
    vetoes = veto_ledger(proposals, inputs.events, period.first.replace(month=1), last, open_clauses)
    sure = robustness(scheme, group, scores)
    places = award_places(scores.totals, vetoes, held_back(open_clauses, scores.parts))
    table = _table(inputs.units, scores, places, sure).merge(_missing(inputs), on="code", how="left")
    return Assessed(scheme, group, period, inputs, scores, proposals, vetoes, table, sure)


def _table(units: pd.DataFrame, scores: Scores, places: pd.DataFrame, sure: Robustness) -> pd.DataFrame:
    parts = scores.parts.pivot_table(index="code", columns="component", values="printed", aggfunc="sum", min_count=1)
    parts = parts.reindex(columns=[*COMPONENTS, ADJUSTMENT])
    totals = scores.totals[["code", "score", "grade", "complete"]]
    rows = units[["code", "unit", "county"]].merge(totals, on="code").merge(places, on="code")
    rows = rows.merge(parts.reset_index(), on="code", how="left").merge(sure.units, on="code", how="left")
    return rows.sort_values(["rank", "code"], na_position="last").reset_index(drop=True)


def _missing(inputs: Inputs) -> pd.DataFrame:
    """By code the missing reports of the ledgers behind the counts, each ledger once; <NA> where not counted."""
    if "missing" not in inputs.counts:
        return inputs.units[["code"]].assign(missing=pd.array([pd.NA] * len(inputs.units), "Int64"))
    sums = inputs.counts.drop_duplicates(["code", "ledger"]).groupby("code")["missing"].sum()
    return sums.astype("Int64").reset_index()


def read_inputs(reader: Reader, group: str, period: Period, scheme: Scheme) -> Inputs:
    """Counts, marks, reviews and vetoes of every unit of the group, whoever asks: figures of a group are its own."""
    own_indicators(reader)
    units = members(reader, group, period, at_its_end=True)
    indicators, asked = _indicators(scheme, group), Selection(period, "none", group)
    passed, rates, reports = _read(reader, group, period, scheme)
    return Inputs(
        units,
        _counts(
            reader, units, _with_silence(rates, scheme), reports, asked, [*indicators, *_told_beside(rates, indicators)]
        ),
        _city_counts(reader, rates, period, scheme, passed),
        _of(marks(reader, period.last.year, group), units),
        _of(reviews(reader, period.last.year, group), units),
        _of(veto_events(reader, period.last.year, group), units),
    )


def _indicators(scheme: Scheme, group: str) -> list[str]:
    """Those that the scheme scores, and those of the veto rule."""
    scored = [key for key in _keys(scheme, group) if key in BY_KEY]
    return list(dict.fromkeys([*scored, *clause_indicators(scheme)]))


def _keys(scheme: Scheme, group: str) -> list[str]:
    """What of a unit is counted for the scheme: indicators, and of a printed one counts and materials as well."""
    if not scheme.is_tree:
        return [item.key for item in scheme.of(group, "daily")]
    lines = (item for item in scheme.items if item.peer_group == group and item.rule)
    return list(dict.fromkeys(key for line in lines if (key := counted_under(line))))


def _read(reader: Reader, group: str, period: Period, scheme: Scheme) -> tuple[Passed, pd.DataFrame, pd.DataFrame]:
    """Whose cases have passed to whom, the counts behind the scheme and the reports; read once on a page."""
    asked, passed = Selection(period, "none", group), passed_over(reader, period, scheme.merged_cases)
    rates = indicator_counts(reader, asked, _indicators(scheme, group), passed=passed)
    reports = report_counts(reader, asked, passed)
    others = [key for key in _keys(scheme, group) if key not in BY_KEY]
    if others:
        counted = scheme_counts(reader, group, period, others, reports, passed)
        rates = pd.concat([rates, counted], ignore_index=True) if len(counted) else rates
    return passed, rates, reports


def _told_beside(rates: pd.DataFrame, indicators: Sequence[str]) -> list[str]:
    """The counts and materials that some ledger tells."""
    return [key for key in rates["indicator"].unique() if key not in indicators and key not in BY_KEY]


def _average_gaps(reader: Reader, found: Assessed) -> dict[str, tuple[int, int]]:
    """By indicator of the veto rule the missing reports and blank rows of those whose average it compares with."""
    _passed, rates, reports = _read(reader, found.group, found.period, found.scheme)
    level = "city" if found.scheme.average_scope == "city" else "member"
    gaps = {}
    for key in clause_indicators(found.scheme):
        blank = rates.loc[(rates["level"] == level) & (rates["indicator"] == key), "blank"]
        missing = reports.loc[(reports["level"] == level) & (reports["ledger"] == behind(key).ledger), "missing"]
        gaps[key] = int(missing.sum()), int(blank.sum())
    return gaps


def _of(rows: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["code"].isin(units["code"])].reset_index(drop=True)


def _counts(
    reader: Reader,
    units: pd.DataFrame,
    rates: pd.DataFrame,
    reports: pd.DataFrame,
    asked: Selection,
    indicators: Sequence[str],
) -> pd.DataFrame:
    """Every unit × indicator that the ledgers know, or of which the unit owes a report: code, indicator, numerator,
    denominator, not_reported, blank (rows), reversed (since, of the numerator), ledger and missing (its reports); not
    reported is what lacks a report, whatever cases the others hold, and what is too blank. ``rates`` as
    ``_with_silence`` has them.
    """
    # Texts also where a city has loaded a scheme and none of the ledgers it asks for.
    asked_of_each = pd.DataFrame({"indicator": indicators}, dtype=str)
    everyone = units[["unit_id", "code"]].merge(asked_of_each, how="cross")
    counted = rates[rates["level"] == "member"][["unit_id", "indicator", *_COUNTED, "untold", "silent"]]
    counts = everyone.merge(counted, on=["unit_id", "indicator"], how="left")
    counts[_COUNTED] = counts[_COUNTED].fillna(0).apply(whole)
    reports = reports.loc[reports["level"] == "member", ["unit_id", "ledger", "missing"]]
    counts = counts.assign(ledger=counts["indicator"].map(ledger_behind_key).astype(str))
    counts = counts.merge(reports, on=["unit_id", "ledger"], how="left")
    counts = counts.assign(missing=counts["missing"].fillna(0).astype(int))
    # Of a ledger that was never loaded nobody knows more than who owed it and was silent.
    answered = ~counts["indicator"].isin(unknown_indicators(reader)) | counts["missing"].gt(0)
    counts = counts[answered].reset_index(drop=True)
    # What a ledger will tell that ends before the period begins is missing; it is not that there is nothing.
    known = {ledger: _known_to(reader, asked.group, ledger) for ledger in counts["ledger"].unique()}
    days = [
        known[ledger].get(code, asked.period.first)
        for ledger, code in zip(counts["ledger"], counts["code"], strict=True)
    ]
    later = pd.Series([day < asked.period.first for day in days], index=counts.index, dtype=bool)
    if later.any():
        counts.loc[later, ["numerator", "denominator"]] = nan
    unsaid = ~why_untold(reader, counts).isin(["", NO_CASES]) | counts["silent"].eq(True)
    return counts.drop(columns=["untold", "silent"]).assign(not_reported=counts["missing"].gt(0) | unsaid)


def _with_silence(rates: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """The counts with silent: too many of the rows they sum up are blank, which what is kept of them does not tell."""
    blanks = silent(rates.assign(missing=0), scheme.blank_limit)
    return rates.assign(silent=blanks & rates["rows"].fillna(0).gt(0))


def _known_to(reader: Reader, group: str, ledger: str) -> dict[str, dt.date]:
    """To which day a ledger tells of each member, whatever the others have handed in; of a county of any of its units.

    Nobody where nothing in the ledger is dated.
    """
    of_all, own = reader.dates().of(ledger), reader.dates().by_unit(ledger)
    if of_all is None:
        return {}
    units, days = reader.units(), dict[str, dt.date]()
    whose = units["county"] if group == COUNTIES_GROUP else units["code"]
    for unit_id, code in zip(units["unit_id"], whose, strict=True):
        if pd.notna(code):
            days[code] = max(own.get(unit_id, of_all), days.get(code, dt.date.min))
    return days


def _city_counts(reader: Reader, rates: pd.DataFrame, period: Period, scheme: Scheme, passed: Passed) -> pd.DataFrame:
    """The city's counts of the veto rule's indicators; for a mean of rates those of every unit, with its county and
    what was reversed since: of the city as one, a unit's own tell it.
    """
    columns = ["indicator", "numerator", "denominator"]
    indicators = clause_indicators(scheme)
    if scheme.average_method == "mean_of_rates":
        units = counted_units(reader, passed)
        counts = counts_of_units(reader, indicators, period, units)
        counts = counts.merge(units[["unit_id", "code", "county"]], on="unit_id")
        return counts.sort_values(["indicator", "code"], ignore_index=True)[["code", "county", *columns, "reversed"]]
    city = rates[(rates["level"] == "city") & rates["indicator"].isin(indicators)]
    return city[columns].reset_index(drop=True)
