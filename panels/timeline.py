"""What happened in a unit, month by month?"""

from typing import Any

import pandas as pd

from data_access.reading.extent import extent_of
from data_access.reading.gaps import unreported_months
from data_access.reading.reader import Reader
from data_access.reading.records import NO_RESULT, timeline
from panels.declare import Chart, Column, Context, Finding, Panel, Table, not_loaded
from panels.links import list_link
from panels.phrases import not_begun_note, not_loaded_note
from panels.rows_behind import counted_column, in_month, tally_link, whose

# The lanes, and the ledger each is of.
LANES = {
    "litigation": "litigation",
    "reconsideration": "reconsideration",
    "rectification": "rectification",
    "material": "archive_material",
    "major_decision": "major_decision",
    "normative_document": "normative_document",
    "case_file_review": "case_file_review",
}
# Lanes that stand there only where something happened in them: few units decide, issue and are reviewed every year.
IF_ANY = ("major_decision", "normative_document", "case_file_review")
UNREPORTED = "unreported"
CORRECTED = ("revoked", "altered", "confirmed_illegal", "ordered_to_perform")
ADVERSE = {("litigation", "lost"), ("rectification", "overdue"), ("rectification", "reopened"), ("material", "missing"),
           ("major_decision", "lacking"), ("case_file_review", "failed")}  # fmt: skip
ADVERSE |= {("reconsideration", outcome) for outcome in CORRECTED}
# The lists (``data_access.reading.case_lists``) of what a mark counts: the adverse of its lane and month, and the
# others. Of items several things happen in a month, whose list is of all items that moved.
OF_MARKS = {
    "litigation": {True: "ended_lost", False: "ended_not_lost"},
    "reconsideration": {True: "corrected", False: "not_corrected"},
    "rectification": {True: "moved", False: "moved"},
    "major_decision": {True: "lacking", False: "not_lacking"},
    "normative_document": {False: ""},
    "case_file_review": {True: "failed", False: "not_failed"},
}


def timeline_figures(reader: Reader, context: Context) -> pd.DataFrame:
    """What happened by month: lane, kind, month, events; of a month that was not reported the kind ``UNREPORTED``."""
    days = {lane: context.known(ledger) for lane, ledger in LANES.items()}
    unit, period = context.selection.unit, context.selection.period
    happened = timeline(reader, unit, period, days, context.choices.rules)
    # That a material is missing is known only where any was ever registered.
    happened = happened[happened["lane"].isin([lane for lane, ledger in LANES.items() if context.has(ledger)])]
    extent = extent_of(reader, context.selection)
    silent = [
        (lane, UNREPORTED, month, pd.NA)
        for lane, ledger in LANES.items()
        for month in sorted(unreported_months(reader, extent, ledger, period.first, period.last))
    ]
    return (
        pd.concat([happened, pd.DataFrame(silent, columns=happened.columns, dtype=object)], ignore_index=True)
        if silent
        else happened
    )


def _told(figures: pd.DataFrame) -> pd.DataFrame:
    return figures[~figures["kind"].isin([UNREPORTED, NO_RESULT])]


def _without_result(figures: pd.DataFrame) -> int:
    """The cases closed whose result is blank: neither adverse nor not."""
    return int(figures.loc[figures["kind"] == NO_RESULT, "events"].sum())


def _base(figures: pd.DataFrame, context: Context) -> str:
    """How it is added up, and which months of which ledgers were not reported: there nobody knows of anything."""
    words = context.words
    silent = figures[figures["kind"] == UNREPORTED]
    named = [
        words("timeline.of_lane", lane=words.label("ledger_short", lane),
              months=words.join([f"{month:%Y-%m}" for month in months]))
        for lane, months in silent.groupby("lane", sort=False)["month"]
    ]  # fmt: skip
    base = words("timeline.base") + not_begun_note(context, *LANES.values())
    base += not_loaded_note(context, *LANES.values())
    return base + words("timeline.unreported", lanes=words("sentence.comma").join(named)) if named else base


def _adverse(figures: pd.DataFrame) -> pd.Series:
    kinds = zip(figures["lane"], figures["kind"], strict=True)
    return pd.Series([kind in ADVERSE for kind in kinds], index=figures.index, dtype=bool)


def timeline_finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The number of adverse events, if any; of enough of them the month with most, where it is one."""
    words, base, blank = context.words, _base(figures, context), _without_result(figures)
    figures = _told(figures)
    if not context.has(*LANES.values()):
        return not_loaded(LANES.values(), words("timeline.base"), context)
    if figures.empty:
        said = words("timeline.no_result", n=blank) if blank else words("timeline.nothing")
        return Finding(said, "plain", base)
    base += words("timeline.no_result_too", n=blank) if blank else ""
    bad = figures[_adverse(figures)]
    if bad.empty:
        # No praise: what went wrong before may be open still, and of unreported months nobody knows.
        return Finding(words("timeline.no_adverse", n=int(figures["events"].sum())), "plain", base)
    total = int(bad["events"].sum())
    worst = bad.groupby("month")["events"].sum().sort_values(ascending=False, kind="stable")
    tied = len(worst) > 1 and worst.iloc[0] == worst.iloc[1]
    if total < context.small or tied:
        return Finding(words("timeline.adverse", n=total), "watch", base)
    month, most = pd.Timestamp(worst.index[0]), int(worst.iloc[0])
    when = words("period.month", year=month.year, month=month.month)
    return Finding(words("timeline.worst", n=total, month=when, most=words.number(most)), "watch", base)


def timeline_chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "timeline": adverse above ordinary events, each with its number; what they were is said when pointed at."""
    words, period = context.words, context.selection.period
    figures = _told(figures)
    shown = [lane for lane in LANES if lane not in IF_ANY or lane in set(figures["lane"])]
    lanes = [words.label("ledger_short", lane) for lane in shown]
    tips = [words(f"timeline.{lane}.{kind}", n=int(events)) for lane, kind, events in _triples(figures)]
    detailed = figures.assign(adverse=_adverse(figures), text=tips)
    data = detailed.groupby(["lane", "month", "adverse"], as_index=False).agg(
        events=("events", "sum"), text=("text", lambda texts: words("sentence.comma").join(texts)),
        kinds=("kind", tuple),
    )  # fmt: skip
    data = data.assign(
        code=[_opened(row, context.selection.unit).removeprefix("@") for row in data.to_dict("records")],
        month=pd.to_datetime(data["month"]),
        lane=[words.label("ledger_short", lane) for lane in data["lane"]],
        label=[words.number(events) for events in data["events"]],
    )
    return Chart("timeline", data, options={"lanes": lanes, "first": period.first, "last": period.last})


def _opened(mark: dict[str, Any], unit: str) -> str:
    """The link to the rows of a mark; '' for materials, which have a panel of their own beside this one."""
    if len(mark["kinds"]) == 1 and mark["lane"] == "rectification":
        return _rows(mark["lane"], mark["kinds"][0], mark["month"], unit)
    if mark["lane"] not in OF_MARKS:
        return ""
    which = OF_MARKS[mark["lane"]][mark["adverse"]]
    return "@" + list_link(mark["lane"], which, **whose(unit), **in_month(mark["month"]))


def _rows(lane: str, kind: str, month: Any, unit: str) -> str:
    """The link to the rows of one kind of event in a month; '' where they have no list."""
    of_month = whose(unit) | in_month(month)
    if lane == "reconsideration":
        return tally_link("reconsideration_closed", 1, kind, **of_month)
    if lane == "litigation":
        return "@" + list_link(lane, f"ended_{kind}", **of_month)
    if lane == "rectification":
        listed = kind == "overdue"
        return "@" + list_link(lane, kind, **of_month) if listed else tally_link(f"{lane}_{kind}", 1, **of_month)
    return ""


def timeline_table(figures: pd.DataFrame, context: Context) -> Table:
    words, figures = context.words, figures[figures["kind"] != NO_RESULT]
    named = figures.assign(
        month=pd.to_datetime(figures["month"]),
        events_opens=[
            "" if row.kind == UNREPORTED else _rows(row.lane, row.kind, row.month, context.selection.unit)
            for row in figures.itertuples()
        ],
        lane=[words.label("ledger", lane) for lane in figures["lane"]],
        kind=[
            words("not_reported") if kind == UNREPORTED else words(f"timeline.{lane}.{kind}", n=int(n))
            for lane, kind, n in _triples(figures)
        ],
    )
    columns = (
        Column("month", words("table.month"), "month"),
        Column("lane", words("table.ledger")),
        Column("kind", words("table.event")),
        counted_column("events", words("table.items")),
    )
    return Table(named, columns)


def _triples(figures: pd.DataFrame) -> list[tuple[str, str, int]]:
    return list(zip(figures["lane"], figures["kind"], figures["events"], strict=True))


TIMELINE = Panel(
    "timeline",
    timeline_figures,
    timeline_finding,
    timeline_chart,
    timeline_table,
    ledgers=tuple(LANES.values()),
    drill="link",
    names_missing=True,
    population="whole",
    ignores=("compare",),
)
