"""What needs attention now?"""

from typing import Any

import pandas as pd

from assessment.lights import SEVERITY, ItemDates, days_past_due, due_in_force, light
from data_access.asked.selection import group_in_words, period_in_words
from data_access.ledgers.officer import OFFICER
from data_access.publishing.seen_assessment import seen_assessment
from data_access.reading.extent import Extent
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader
from data_access.reading.records import missing_materials, missing_reports, open_items
from panels.columns import DAYS_PAST
from panels.declare import Context, Finding, scored_ledgers
from panels.item_words import past_in_words, returned_in_words
from panels.links import link_to, list_link, record_link, unit_link
from panels.phrases import not_loaded_note
from panels.records import Head, Record, Row, records
from panels.rows_behind import figure_link, in_month
from panels.veto_words import veto_note
from wording import Wording

ROWS_SHOWN = 9
# The gravest first; vetoes and supervised items stand for themselves, the others are sums by unit.
KINDS = ("vetoed", "proposed", "supervised", "overdue", "not_reported", "certificates", "missing")
SHOWN = {"supervised": 3}
UNITS_SHOWN = 2
COLUMNS = ["kind", "code", "unit", "number", "text", "past", "returned_count", "due_on", "items", "expired"]
# The certificates of officers on post that somebody has to see to.
EXPIRED, EXPIRING = "certificates_expired", "certificates_expiring"
# Without which some of its kinds cannot be counted.
COUNTED_FROM = ("rectification", "archive_requirement", "archive_material", "reporting_duty", OFFICER.key)
# Whose rows are looked through, each at the day it is known to.
LEDGERS_ASKED = ("rectification", "archive_material", "ledger_report", OFFICER.key)
# What a veto is about, and the peer group of its unit; unknown in the other rows.
VETO = ["group", "clause", "indicator", "figure", "place", "few", "one_case", "reversed", "missing", "blank"]


def with_lights(items: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Adds to items their light on the day they are known to, the due date in force, the days past it, a rank."""
    at, lights, past, due = context.known("rectification"), [], [], []
    for row in items.to_dict("records"):
        dates = ItemDates(**{name: _known(row[name]) for name in ItemDates.__annotations__})
        lights.append(light(dates, at))
        past.append(days_past_due(dates, at))
        due.append(due_in_force(dates, at))
    return items.assign(
        light=lights, past=past, due_in_force=due, severity_rank=[SEVERITY.index(each) for each in lights]
    )


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """What to ask about, the worst first.

    Columns: kind (one of ``KINDS``), code, unit, number (of an item, '' for others), text (an issue, '' for sums),
    past (days), returned_count, due_on, items (how many the row stands for), expired (of the items of "certificates"
    those that have run out), and of vetoes ``VETO``.
    """
    items = with_lights(open_items(reader, context.known("rectification")), context)
    supervised = items[items["light"] == "supervised"].sort_values("past", ascending=False)
    rows = [_vetoes(reader, context)]
    rows.append(
        supervised.assign(
            kind="supervised", number=supervised["item_no"], text=supervised["issue"].fillna(""), items=1, expired=0
        )[COLUMNS]
    )
    rows.append(_sums(items[items["light"] == "overdue"], "overdue"))
    # Where no material was ever registered nobody knows that one is missing.
    lacking = missing_materials(reader, context.known("archive_material")).rename(columns={"missing": "items"})
    lacking = lacking if context.has("archive_material") else lacking.head(0)
    sums = {"number": "", "text": "", "past": 0, "returned_count": 0, "due_on": None, "expired": 0}
    rows.append(lacking.assign(kind="missing", **sums)[COLUMNS])
    silent = missing_reports(reader, context.known("ledger_report")).rename(columns={"missing": "items"})
    rows.append(silent.assign(kind="not_reported", **sums)[COLUMNS])
    rows.append(_certificates(reader, context))
    filled = [part for part in rows if not part.empty]
    matters = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=COLUMNS)
    return matters.reindex(columns=COLUMNS + VETO)


def _vetoes(reader: Reader, context: Context) -> pd.DataFrame:
    """This year's vetoes that count or wait for a decision, of every peer group that is scored."""
    year = context.choices.running_year
    parts = [pd.DataFrame(columns=COLUMNS)]
    for group in context.choices.scored_groups:
        assessment = seen_assessment(reader, group, year)
        if assessment is None:
            continue
        units = assessment.table.set_index("code")["unit"]
        vetoes = assessment.vetoes_with_gaps
        open_ = vetoes[vetoes["in_force"] | vetoes["status"].eq("proposed")]
        named = open_.assign(
            kind=open_["in_force"].map({True: "vetoed", False: "proposed"}),
            unit=open_["code"].map(units),
            group=group,
            number="",
            text="",
            past=0,
            returned_count=0,
            due_on=None,
            items=1,
            expired=0,
        )
        parts.append(named[COLUMNS + VETO])
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _certificates(reader: Reader, context: Context) -> pd.DataFrame:
    """By unit the officers on post whose certificate has run out or soon will, those with most run out first."""
    month = context.known(OFFICER.key).replace(day=1)
    counted = tally_values(reader, (EXPIRED, EXPIRING), Extent("own"), month, month, by=("unit_id",))
    wide = counted.pivot(index="unit_id", columns="tally_key", values="value").reindex(columns=[EXPIRED, EXPIRING])
    wide = wide.fillna(0).astype(int)
    units = reader.units().set_index("unit_id")[["code", "name"]].rename(columns={"name": "unit"})
    sums = wide.join(units, how="inner").assign(expired=wide[EXPIRED], items=wide.sum(axis=1))
    sums = sums[sums["items"] > 0].sort_values(["expired", "items"], ascending=False, kind="stable")
    return sums.assign(kind="certificates", number="", text="", past=0, returned_count=0, due_on=None)[COLUMNS]


def _sums(items: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Items added up by unit, the unit with most of them first."""
    counts = items.groupby(["code", "unit"], as_index=False).agg(items=("item_no", "size"), past=("past", "max"))
    counts = counts.assign(kind=kind, number="", text="", returned_count=0, due_on=None, expired=0)
    return counts.sort_values(["items", "past"], ascending=False)[COLUMNS]


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many items are supervised and overdue and how many materials are missing."""
    words = context.words
    base = words("attention.base", as_of=words.date(context.as_of)) + _of_groups(figures, context)
    base += not_loaded_note(context, *COUNTED_FROM)
    if figures.empty:
        return _nothing(context, base)
    found = counts(figures)
    sentences = [words(f"attention.{kind}", n=found[kind]) for kind in KINDS if kind in found]
    return Finding(words("sentence.comma").join(sentences), "bad", base)


def _nothing(context: Context, base: str) -> Finding:
    """That there is nothing, of the ledgers that were loaded: of the others nobody knows."""
    items = context.has("rectification")
    materials = context.knows("archive_completeness")
    if items and materials:
        return Finding(context.words("attention.nothing"), "good", base)
    known = "items_alone" if items else "materials_alone" if materials else "not_in_ledgers"
    return Finding(context.words(f"attention.{known}"), "plain", base)


def counts(figures: pd.DataFrame) -> dict[str, int]:
    """By kind how many items there are; of vetoes in force how many units, as the ledger of vetoes counts them."""
    found = {str(kind): int(n) for kind, n in figures.groupby("kind")["items"].sum().items()}
    vetoed = figures.loc[figures["kind"] == "vetoed", "code"].nunique()
    return found | ({"vetoed": vetoed} if vetoed else {})


def _of_groups(figures: pd.DataFrame, context: Context) -> str:
    """Of which peer groups and months the vetoes are: a page about one group counts its own alone; '' without any."""
    words, period = context.words, context.choices.running_year
    vetoes = figures[figures["kind"].isin(["vetoed", "proposed"])] if len(figures) else figures
    if vetoes.empty:
        return ""
    said = []
    for group, own in vetoes.groupby("group", sort=False):
        parts = [words(f"attention.group.{kind}", n=n) for kind, n in counts(own).items()]
        said.append(words("attention.group", group=group_in_words(str(group), words), counts=words.join(parts)))
    groups = words("sentence.separator").join(said)
    return words("attention.groups", period=period_in_words(period, words), groups=groups)


def _first(figures: pd.DataFrame, _context: Context) -> pd.DataFrame:
    """The supervised items one by one, then of the other kinds the units with most: the worst of each kind, and as many
    more of the gravest kinds as the list has room for."""
    kinds = [figures[figures["kind"] == kind].head(SHOWN.get(kind, UNITS_SHOWN)) for kind in KINDS]
    first, more = pd.concat([kind.head(1) for kind in kinds]), pd.concat([kind.iloc[1:] for kind in kinds])
    shown = {*first.index, *more.index[: max(0, ROWS_SHOWN - len(first))]}
    listed = pd.concat(kinds)
    return listed[listed.index.isin(shown)]


def row(matter: Record, context: Context) -> Row:
    """What to ask about; it opens its item or the unit's items past their date, else the unit's archive.

    The figures of a veto open their rows.
    """
    badge = context.words.label("badge", matter["kind"])
    said, note = _said(matter, context), _note(matter, context)
    running, asked = context.choices.running_year, context.selection.period
    # The months on screen need no choice of their own, which would turn the reader's year into months from and to.
    elsewhere = None if (running.first, running.last) == (asked.first, asked.last) else running
    rows = figure_link(matter, elsewhere)
    return Row(matter["kind"], badge, matter["unit"], said, note, _opened(matter, context), rows)


def _opened(matter: Record, context: Context) -> str:
    """What a row opens."""
    if matter["kind"] == "supervised":
        return record_link("rectification", matter["code"], matter["number"])
    if matter["kind"] == "overdue":
        return link_to("rectification", focus=matter["code"], light="overdue", page="1")
    if matter["kind"] == "certificates" and matter["code"] not in dict(context.choices.counties):
        # The list of a county is that of all its units.
        which = "expired" if matter["expired"] else "expiring"
        return list_link(OFFICER.key, which, focus=matter["code"], **in_month(context.known(OFFICER.key)))
    return unit_link(matter["code"])


def _items(matter: Record, context: Context) -> str:
    """What the number of items opens; '' for what has no list: vetoes, and reports and materials that are missing; and
    certificates, of which there are two."""
    return _opened(matter, context) if matter["kind"] in ("supervised", "overdue") else ""


def _said(matter: Record, context: Context) -> str:
    if matter["kind"] in ("supervised", "vetoed", "proposed"):
        return _text(matter, context)
    if matter["kind"] == "certificates":
        return _certificates_in_words(int(matter["expired"]), int(matter["items"]), context.words)
    return context.words(f"attention.{matter['kind']}_row", n=int(matter["items"]))


def _certificates_in_words(expired: int, items: int, words: Wording) -> str:
    parts = [words("certificates.told.expired", n=expired)] if expired else []
    parts += [words("certificates.told.expiring", n=items - expired)] if items > expired else []
    return words("sentence.comma").join(parts)


def _text(matter: Record, context: Context) -> str:
    """The issue of an item, what a veto is about; '' for a sum."""
    return veto_note(matter, context.words) if matter["kind"] in ("vetoed", "proposed") else str(matter["text"])


def _note(matter: Record, context: Context) -> str:
    words = context.words
    if matter["kind"] not in ("supervised", "overdue"):
        return ""
    return words("sentence.comma").join(filter(None, (past_in_words(matter, words), returned_in_words(matter, words))))


HEADS = (
    Head("kind", "table.status", vocabulary="badge"),
    Head("unit", "table.unit"),
    Head("text", "table.issue", said=_text),
    Head("items", "table.items", "integer", opens=_items),
    # What is not due yet is no negative number of days late.
    DAYS_PAST,
    Head("returned_count", "table.returned", "integer"),
    Head("due_on", "table.due_on", "date"),
)
# The table has everything, not only the rows shown.
ATTENTION = records(
    "attention",
    read,
    finding,
    row,
    HEADS,
    first=_first,
    ledgers=lambda context: (*LEDGERS_ASKED, *scored_ledgers(context)),
    names_missing=True,
    population="city",
    ignores=("period", "compare"),
)
