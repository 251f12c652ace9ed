"""Who may be awarded: veto proposals by article 18, the ledger that decides them, and award places (domain: The veto).

A computed veto is a proposal and changes nothing; only a decision in the ledger makes it count.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

import pandas as pd

from assessment.comparison import Comparison, Without, comparisons
from assessment.rates import small_sample
from assessment.scheme import Scheme

# A decision that keeps a unit from awards.
VETOING = ("confirmed", "appealed")
LEDGER_COLUMNS = ["code", "clause", "indicator", "source", "figure", "base", "average", "average_scope", "place", "few",
                  "one_case", "reversed", "figure_without", "place_without", "without", "status", "reopened",
                  "outdated", "in_force", "veto_no", "occurred_on", "ends_on", "description", "document", "missing",
                  "blank"]  # fmt: skip
# The status of a clause that cannot clear a unit, because its figure counts as not reported.
NOT_REPORTED = "not_reported"
PROPOSAL_COLUMNS = ["code", "clause", "indicator", "numerator", "denominator", "average_numerator",
                    "average_denominator", "average_scope", "place", "few", "one_case", "reversed",
                    "numerator_without", "place_without", "without"]  # fmt: skip
# What becomes of a proposal without the losses that were reversed since.
STANDS, NOT_WORSE, NOT_LAST = "stands", "not_worse", "not_last"
# What a row of the ledger has from its proposal.
_OF_PROPOSAL = ("code", "clause", "indicator", "average_scope", "place", "few", "one_case", "reversed",
                "place_without", "without")  # fmt: skip


def veto_proposals(scheme: Scheme, group_counts: pd.DataFrame, city_counts: pd.DataFrame) -> pd.DataFrame:
    """The computed vetoes of one peer group, by clause and place from the bad end.

    ``group_counts``: code, indicator, numerator, denominator, reversed (those of the numerator that were reversed
    since). ``city_counts``: indicator, numerator, denominator; one row an indicator, or, for ``mean_of_rates`` over the
    city, one row a unit whose rate enters the mean, with its code, the code of its county and reversed. Whole numbers;
    where there is no column ``reversed``, nobody counted them.

    Out: code, clause, indicator, numerator, denominator, average_numerator, average_denominator (whole numbers of any
    size; pooled as counted, a mean of rates in lowest terms), average_scope, place (1 = worst, ties share), few (fewer
    cases than the scheme's ``small_denominator``), one_case (one existing outcome the other way would undo it, in the
    unit's count and in the average alike; of a county whose units are rows of the mean, an outcome of some unit).
    Further, of a proposal that counts losses reversed since: reversed (how many; 0 without any), and, did they not
    count as lost (``Comparison.without_reversed``), numerator_without, place_without and without: whether it "stands",
    or the rate is "not_worse" than the average, or worse but "not_last" (of the others <NA> and None).
    Units without cases and units equal to the average are never in it.
    """
    rows = [
        _proposal(scheme, comparison, code)
        for comparison in comparisons(scheme, group_counts, city_counts)
        for code in _from_the_worst(comparison)
        if comparison.vetoed(code)
    ]
    whole = {"average_numerator": object, "average_denominator": object}
    counted = dict.fromkeys(("reversed", "numerator_without", "place_without"), "Int64")
    types = {**whole, **counted, "few": bool, "one_case": bool, "without": object}
    return pd.DataFrame(rows, columns=PROPOSAL_COLUMNS).astype(types)


def _from_the_worst(comparison: Comparison) -> list[str]:
    return sorted(comparison.counts, key=lambda code: (comparison.place(code, comparison.counts[code]), code))


def _proposal(scheme: Scheme, comparison: Comparison, code: str) -> dict[str, Any]:
    clause, own = comparison.clause, comparison.counts[code]
    average = comparison.average.value()
    return {
        "code": code,
        "clause": clause.key,
        "indicator": clause.indicator,
        "numerator": own[0],
        "denominator": own[1],
        "average_numerator": average[0],
        "average_denominator": average[1],
        "average_scope": scheme.average_scope,
        "place": comparison.place(code, own),
        "few": small_sample(own[1], scheme.small_denominator),
        "one_case": any(
            clause.has_bad(cases) and not comparison.vetoed_after(code, unit, clause.flipped)
            for unit, cases in comparison.cases_of(code).items()
        ),
        **_without(comparison.without_reversed(code)),
    }


def _without(then: Without | None) -> dict[str, Any]:
    """What a proposal says of the losses reversed since."""
    if then is None:
        return {"reversed": 0, "without": None}
    outcome = STANDS if then.vetoed else NOT_LAST if then.worse else NOT_WORSE
    return {"reversed": then.reversed, "numerator_without": then.own[0], "place_without": then.place,
            "without": outcome}  # fmt: skip


def veto_ledger(
    proposals: pd.DataFrame, events: pd.DataFrame, first: dt.date, last: dt.date, unjudged: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Everything that keeps, or might keep, units of one peer group from awards in the period ``first`` to ``last``.

    ``proposals`` as ``veto_proposals`` gives them. ``events``: veto_no, code, clause, source (computed or recorded),
    figure, base, average, occurred_on, ends_on, description, document, status, decided_on, decided_by; where they have
    a column ``year``, computed events of other years than that of ``last`` are left aside, else all must be of it.
    ``unjudged`` as ``silence.unjudged`` gives it.

    Out, proposals first, then units that silence keeps from being judged, then computed events that are proposed no
    more, then recorded ones: code, clause, indicator (the rate it rests on; None of an event without a proposal, for a
    decision does not name it), source, figure (cases as text, "2/9"), base ("9"), average ("80/100"), average_scope,
    place, few, one_case, reversed, figure_without ("1/9"), place_without and without (of losses reversed since, as in
    ``veto_proposals``), status, reopened, outdated, in_force, veto_no, occurred_on, ends_on, description, document,
    missing (reports) and blank (rows) behind the figure; what is blank is None.

    - A proposal has the status of the latest computed event of its unit and clause with the same figure and base. When
      there are only decisions on other figures it is "proposed" again and ``reopened``; veto_no, dates and texts are
      then those of the last of them. A proposal without a decision is never in force.
    - A unit whose figure counts as not reported is not cleared by it: where it is not proposed, it stands there with
      what is known and the status "not_reported", neither in force nor to be decided.
    - A computed event without a proposal keeps its status, is ``outdated`` and not in force.
    - A recorded event is in force when its days, from occurred_on to ends_on, meet the period and it is confirmed or
      appealed. A blank end is open, and so is a blank beginning: a decision is not lost for want of a date.
    """
    computed = _computed(events, last.year)
    silent = {} if unjudged is None else {(row["code"], row["clause"]): row for row in unjudged.to_dict("records")}
    rows = []
    for proposal in proposals.to_dict("records"):
        place = proposal["code"], proposal["clause"]
        rows.append(_lacking(silent.pop(place, {})) | _judged(proposal, computed.pop(place, [])))
    rows += [{**row, **_lacking(row), "source": "computed", "status": NOT_REPORTED} for row in silent.values()]
    rows += [{**_of_event(decisions[-1]), "outdated": True} for decisions in computed.values()]
    recorded = events[events["source"] == "recorded"].to_dict("records")
    rows += [{**_of_event(event), "in_force": _vetoes(event) and _meets(event, first, last)} for event in recorded]
    flags = dict.fromkeys(("few", "one_case", "reopened", "outdated", "in_force"), False)
    ledger = pd.DataFrame([{**flags, **row} for row in rows], columns=LEDGER_COLUMNS, dtype=object)
    whole = dict.fromkeys(("place", "reversed", "place_without", "missing", "blank"), "Int64")
    return ledger.where(ledger.notna(), None).astype({**whole, **dict.fromkeys(flags, bool)})


def _lacking(row: dict[str, Any]) -> dict[str, Any]:
    """What is missing behind a figure that counts as not reported; nothing of one that does not."""
    return {name: row[name] for name in ("missing", "blank") if name in row}


def _computed(events: pd.DataFrame, year: int) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Computed events of the year by unit and clause, the latest decision last."""
    by_clause: dict[tuple[str, str], list[dict[str, Any]]] = {}
    rows = events[events["source"] == "computed"].to_dict("records")
    for event in sorted(rows, key=lambda row: (_day(row["decided_on"]) or dt.date.min, str(row["veto_no"]))):
        if event.get("year", year) == year:
            by_clause.setdefault((event["code"], event["clause"]), []).append(event)
    return by_clause


def _judged(proposal: dict[str, Any], decisions: list[dict[str, Any]]) -> dict[str, Any]:
    figure, base = f"{proposal['numerator']}/{proposal['denominator']}", str(proposal["denominator"])
    same = [event for event in decisions if (str(event["figure"]), str(event["base"])) == (figure, base)]
    event = _of_event((same or decisions)[-1]) if decisions else {}
    then = f"{proposal['numerator_without']}/{proposal['denominator']}" if proposal["reversed"] else None
    return {
        **event,
        **{name: proposal[name] for name in _OF_PROPOSAL},
        "figure_without": then,
        "source": "computed",
        "figure": figure,
        "base": base,
        "average": f"{proposal['average_numerator']}/{proposal['average_denominator']}",
        "status": same[-1]["status"] if same else "proposed",
        "reopened": not same and any(event["status"] != "proposed" for event in decisions),
        "in_force": bool(same) and _vetoes(same[-1]),
    }


def _of_event(event: dict[str, Any]) -> dict[str, Any]:
    return {name: None if pd.isna(value) else value for name, value in event.items() if name in LEDGER_COLUMNS}


def _vetoes(event: dict[str, Any]) -> bool:
    return event["status"] in VETOING


def _meets(event: dict[str, Any], first: dt.date, last: dt.date) -> bool:
    begins, ends = _day(event["occurred_on"]), _day(event["ends_on"])
    return (begins is None or begins <= last) and (ends is None or ends >= first)


def _day(value: Any) -> dt.date | None:
    day: dt.date | None = None if pd.isna(value) else pd.Timestamp(value).date()
    return day


def award_places(totals: pd.DataFrame, ledger: pd.DataFrame, held_back: Collection[str] = ()) -> pd.DataFrame:
    """The award place (评先位次): the competition place of a score among eligible units alone.

    ``totals`` as ``scoring.score`` gives them, ``ledger`` as ``veto_ledger`` does, ``held_back`` as
    ``silence.held_back``. Out, a row a unit as given: code, eligible (no veto in force, and not held back),
    award_place (<NA> when ineligible or without a score), rank (the score rank, which a veto does not change).
    """
    eligible = ~totals["code"].isin([*ledger.loc[ledger["in_force"], "code"], *held_back])
    places = totals["score"].where(eligible).rank(method="min", ascending=False).astype("Int64")
    return pd.DataFrame(
        {"code": totals["code"], "eligible": eligible, "award_place": places, "rank": totals["rank"].astype("Int64")}
    )
