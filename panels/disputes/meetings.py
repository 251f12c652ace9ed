"""Do the governments meet with courts, petition offices and prosecutors, and what comes of it (article 16)?"""

import pandas as pd

from data_access.asked.selection import Selection
from data_access.ledgers.joint_meeting import MEETING_PARTNERS
from data_access.reading.dispute_lists import joint_meetings
from data_access.reading.extent import Extent, extent_of
from data_access.reading.figures import tally_values
from data_access.reading.forms_alone import without_untold
from data_access.reading.reader import Reader
from panels.declare import Context, Finding, Level
from panels.disputes.by_county import OF_CITY, row_in_words, row_of_units
from panels.forms_alone import beside_the_rows, forms_of, none_or_untold, with_forms
from panels.links import unit_link
from panels.phrases import extent_in_words, share_with_base
from panels.records import Head, Record, Row, at_most, records
from wording import Wording

HELD = ("joint_meetings_held",)
TALLIES = (*HELD, "joint_meeting_cases", "joint_meeting_resolved", "joint_meeting_cases_blank")
COUNTS = ["meetings", "cases", "resolved", "blank"]
COLUMNS = ["part", "row", *COUNTS, "partner", "code", "unit", "held_on", "topic"]
MOST_ROWS, MOST_NAMED = 8, 2


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a convener (part "held"), a partner ("partner") and a meeting ("meeting"); where none was held in the
    period, a row of the meetings the city ever held ("ever") and one of those it held in the period ("city").

    Columns: row (code of a county or OF_CITY; every county of the extent has one, unless only some of its units are in
    it), meetings, cases (discussed) and resolved (both of the meetings that tell both), blank (meetings that do not),
    partner; of a meeting code and unit (who convened it), held_on, topic; the latest first.
    """
    extent, period = extent_of(reader, context.selection), context.selection.period
    span = (period.first, period.last)
    counted = tally_values(reader, TALLIES, extent, *span, by=("unit_id",))
    counted = without_untold(reader, counted, HELD, extent, period)
    held = _held(reader, extent, context.selection, counted)
    if held["meetings"].any():
        partners = tally_values(reader, TALLIES[:1], extent, *span, by=("facet",))
        partners = partners.rename(columns={"facet": "partner", "value": "meetings"}).assign(part="partner")
        meetings = joint_meetings(reader, extent, period)
        others = [partners, meetings.rename(columns={"cases_discussed": "cases"}).assign(part="meeting")]
    else:
        # Whether none were held or the ledger is not there.
        choices = context.choices
        ever = tally_values(reader, TALLIES[:1], Extent("city"), choices.first_month, choices.last_month, by=())
        of_city = tally_values(reader, TALLIES[:1], Extent("city"), *span, by=())
        others = [pd.DataFrame({"part": ["ever", "city"], "meetings": [ever["value"].sum(), of_city["value"].sum()]})]
    filled = [part.astype(object) for part in (held, *others) if len(part)]
    figures = pd.concat(filled, ignore_index=True).reindex(columns=COLUMNS)
    return with_forms(figures, HELD, reader, extent, context)


def _held(reader: Reader, extent: Extent, selection: Selection, counted: pd.DataFrame) -> pd.DataFrame:
    rows = row_of_units(reader, selection)
    counted = counted.assign(row=counted["unit_id"].map(rows))
    sums = counted.groupby(["row", "tally_key"])["value"].sum().unstack(fill_value=0)
    wide = sums.reindex(columns=list(TALLIES), fill_value=0).fillna(0).astype(int).set_axis(COUNTS, axis=1)
    inside = rows.values() if extent.unit_ids is None else [rows[unit_id] for unit_id in extent.unit_ids]
    # Only of a whole county can be said that it held none.
    expected = [] if extent.level == "own" else [row for row in dict.fromkeys(inside) if row != OF_CITY]
    wide = wide.reindex(list(dict.fromkeys([*expected, *wide.index])), fill_value=0)
    return wide.rename_axis("row").reset_index().assign(part="held")


def _part(figures: pd.DataFrame, part: str) -> pd.DataFrame:
    return figures[figures["part"] == part].reset_index(drop=True)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many meetings were held, what share of the cases was resolved, and which counties held none.

    Where forms leave the meetings of some county untold, it is not said who held none or most.
    """
    words, held = context.words, _part(figures, "held")
    base = _base(figures, context)
    total, convened = int(held["meetings"].sum()), held[held["meetings"] > 0]
    if not total and not _part(figures, "ever")["meetings"].sum():
        return Finding(words("joint_meetings.not_in_ledgers"), "plain", base)
    if not total:
        level: Level = "watch" if len(held) and not forms_of(figures) else "plain"
        return Finding(none_or_untold(_none(figures, context), figures, words), level, base)
    base += beside_the_rows(figures, words, included=True)
    resolved = _resolved(held, words)
    if len(held) == 1:
        return Finding(words("joint_meetings.held", n=total) + resolved, "plain", base)
    if forms_of(figures).untold:
        # Who told of none may have held some.
        return Finding(words("joint_meetings.held", n=total) + resolved, "plain", base)
    if len(convened) == 1:
        only = row_in_words(convened["row"].iat[0], context)
        return Finding(words("joint_meetings.only", n=total, unit=only) + resolved, "watch", base)
    without = held.loc[held["meetings"] == 0, "row"]
    tail = _without(list(without), context) if len(without) else _most(convened, context)
    sentence = words("joint_meetings.held", n=total) + resolved + words("sentence.separator") + tail
    return Finding(sentence, "watch" if len(without) else "plain", base)


def _none(figures: pd.DataFrame, context: Context) -> str:
    """That nobody convened one; where a filter leaves out who did, how many the whole city had."""
    of_city = int(_part(figures, "city")["meetings"].sum())
    return context.words("joint_meetings.none_of_these", n=of_city) if of_city else context.words("joint_meetings.none")


def _resolved(held: pd.DataFrame, words: Wording) -> str:
    """The share of the cases discussed that was resolved, where meetings tell it."""
    cases, resolved, blank = (int(held[name].sum()) for name in ("cases", "resolved", "blank"))
    if not cases:
        return ""
    rate = share_with_base(resolved, cases, words)
    said = words("sentence.comma") + words("joint_meetings.resolved", rate=rate)
    return said + (words("joint_meetings.not_told", n=blank) if blank else "")


def _without(rows: list[str], context: Context) -> str:
    words = context.words
    if len(rows) > MOST_NAMED:
        return words("joint_meetings.several_without", n=len(rows))
    return words("joint_meetings.without", n=len(rows), units=words.join([row_in_words(row, context) for row in rows]))


def _most(convened: pd.DataFrame, context: Context) -> str:
    """The words about who held most meetings, or that all held equally many."""
    words, most = context.words, convened[convened["meetings"] == convened["meetings"].max()]
    number = int(most["meetings"].iat[0])
    if len(most) == len(convened):
        return words("joint_meetings.alike", n=number)
    if len(most) > MOST_NAMED:
        return words("joint_meetings.several_most", n=len(most), meetings=words.number(number))
    return words("joint_meetings.most", n=number, units=words.join([row_in_words(row, context) for row in most["row"]]))


def _base(figures: pd.DataFrame, context: Context) -> str:
    words, partners = context.words, _part(figures, "partner").sort_values("meetings", ascending=False)
    base = words("joint_meetings.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    pairs = [
        words("joint_meetings.partner", partner=_partner(partner, words), n=int(meetings))
        for partner, meetings in zip(partners["partner"], partners["meetings"], strict=True)
    ]
    return base + (words("joint_meetings.partners", partners=words.join(pairs)) if pairs else "")


def _partner(partner: object, words: Wording, *, short: bool = False) -> str:
    """The partner's word, in full or short; of some meetings it is not told who it was."""
    if partner not in MEETING_PARTNERS:
        return words("joint_meetings.partner_unknown")
    return words(f"joint_meetings.with.{partner}") if short else words.label("meeting_partner", partner)


def row(meeting: Record, context: Context) -> Row:
    """Who convened it, whose archive it opens, with whom and about what."""
    topic = meeting["topic"] if isinstance(meeting["topic"], str) else ""
    partner = _partner(meeting["partner"], context.words, short=True)
    return Row("loaded", partner, meeting["unit"], topic, _note(meeting, context), unit_link(meeting["code"]))


def _note(meeting: Record, context: Context) -> str:
    """The note of a meeting: its day and, where the ledger tells, cases resolved of cases discussed."""
    words, period = context.words, context.selection.period
    # Within one year the year goes without saying.
    day = words.date(meeting["held_on"])[5 if period.first.year == period.last.year else 0 :]
    if pd.isna(meeting["cases"]) or pd.isna(meeting["resolved"]):
        return day
    values = {"resolved": words.number(meeting["resolved"]), "cases": words.number(meeting["cases"])}
    return words("joint_meetings.note", day=day, **values)


HEADS = (
    Head("held_on", "joint_meetings.head.held_on", "date"),
    Head("unit", "table.unit"),
    Head(
        "partner",
        "joint_meetings.head.partner",
        said=lambda meeting, context: _partner(meeting["partner"], context.words),
    ),
    Head("topic", "joint_meetings.head.topic"),
    Head("cases", "joint_meetings.head.cases", "integer"),
    Head("resolved", "joint_meetings.head.resolved", "integer"),
)
JOINT_MEETINGS = records(
    "joint_meetings",
    read,
    finding,
    row,
    HEADS,
    within=lambda figures: _part(figures, "meeting"),
    told_of="figures",
    first=at_most(MOST_ROWS),
    ledgers=("joint_meeting",),
    ignores=("compare",),
)
