"""Was each year's training enough (article 13)?"""

import datetime as dt

import pandas as pd

from data_access.ledgers.counting_rules import in_force
from data_access.ledgers.officer_record import TRAINING
from data_access.reading.officer_file import records_of, services_of
from data_access.reading.reader import Reader
from panels.counted import amount
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.officers.facts import LEDGERS, nothing

RULE = "training_hours"
COLUMNS = ["year", "hours", "unsaid", "needed", "running", "whole", "short"]


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a year of service from the first training on.

    Columns: year, hours (known ones), unsaid (trainings without hours), needed (None before there was a rule), running,
    whole (whether what the reader sees of the service covers the year), short (over, and judged to be too little).
    """
    number = context.selection.officer
    records, services = records_of(reader, number), services_of(reader, number)
    lessons = records[records["kind"] == TRAINING]
    lessons = lessons.assign(year=[day.year for day in lessons["occurred_on"]])
    years = range(int(lessons["year"].min()), context.as_of.year + 1) if len(lessons) else range(0)
    rows = [_year(year, lessons[lessons["year"] == year], _days_served(services, year, context.as_of), context)
            for year in years]  # fmt: skip
    frame = pd.DataFrame([row for row in rows if row], columns=COLUMNS)
    frame.attrs["found"] = len(services) > 0
    return frame


def _days_served(services: pd.DataFrame, year: int, as_of: dt.date) -> set[int]:
    """The days of a year (as ordinals) on which the officer served, as far as the reader sees."""
    first, last = dt.date(year, 1, 1), min(dt.date(year, 12, 31), as_of)
    days: set[int] = set()
    for row in services.itertuples():
        left = last if pd.isna(row.left_on) else min(row.left_on, last)
        days |= set(range(max(row.joined_on, first).toordinal(), left.toordinal() + 1))
    return days


def _year(year: int, lessons: pd.DataFrame, days: set[int], context: Context) -> tuple[object, ...]:
    if not days and lessons.empty:
        return ()
    last = dt.date(year, 12, 31)
    rules = in_force(context.choices.rules, RULE, last, last)
    needed, running = rules[-1][1] if rules else None, last > context.as_of
    hours, unsaid = float(lessons["hours"].astype(float).sum()), int(lessons["hours"].isna().sum())
    whole = len(days) == (min(last, context.as_of) - dt.date(year, 1, 1)).days + 1
    short = bool(whole and not running and needed is not None and hours < needed and not unsaid)
    return year, hours, unsaid, needed, running, whole, short


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The whole years that had too few hours, those of which nobody can tell, and how far the running one is."""
    words = context.words
    base = words("officer_training.base", as_of=words.date(context.as_of))
    if not figures.attrs.get("found"):
        return nothing(context, base)
    if figures.empty:
        return Finding(words("officer_training.none"), "plain", base)
    rows = list(figures.itertuples())
    over = [row for row in rows if row.whole and not row.running and not pd.isna(row.needed)]
    short = [row for row in over if row.short]
    unknown = [row for row in over if row.unsaid and row.hours < row.needed]
    enough = [row for row in over if row.hours >= row.needed]
    kinds = (("short", short), ("unknown", unknown), ("enough", [] if short or unknown else enough))
    parts = [words(f"officer_training.{key}", years=words.join([str(row.year) for row in years]))
             for key, years in kinds if years]  # fmt: skip
    parts += [
        words("officer_training.running", year=str(row.year), day=words.date(context.as_of),
              hours=amount(row.hours, words), needed=amount(row.needed, words))
        for row in rows
        if row.running and not pd.isna(row.needed)
    ]  # fmt: skip
    said = words("sentence.comma").join(parts) or words("officer_training.part")
    return Finding(said, "watch" if short else "plain", base)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "bars": the hours of each year, of those prescribed; years that had too few in the status red."""
    data = pd.DataFrame(
        {
            "order": range(len(figures)),
            "label": [str(year) for year in figures["year"]],
            "value": figures["hours"].astype(float),
            "whole": figures["needed"].astype(float),
            "value_text": [_text(row.hours, row.needed, row.unsaid, context) for row in figures.itertuples()],
            "tone": ["bad" if short else "plain" for short in figures["short"]],
            "code": "",
        }
    )
    return Chart("bars", data)


def _text(hours: float, needed: float | None, unsaid: int, context: Context) -> str:
    words = context.words
    if needed is None or pd.isna(needed):
        return amount(hours, words)
    key = "officer_training.value_unknown" if unsaid else "officer_training.value"
    return words(key, hours=amount(hours, words), needed=amount(needed, words))


def table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    named = figures.assign(
        year_text=[str(year) for year in figures["year"]],
        hours=figures["hours"].astype(float),
        needed=figures["needed"].astype(float),
    )
    columns = (
        Column("year_text", words("officer_training.head.year")),
        Column("hours", words("officer_training.head.hours"), "integer"),
        Column("needed", words("officer_training.head.needed"), "integer"),
    )
    return Table(named, columns)


OFFICER_TRAINING = Panel(
    "officer_training", read, finding, chart, table, asks=("officer",), ledgers=LEDGERS, population="record",
    told_of="itself",
)  # fmt: skip
