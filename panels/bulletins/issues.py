"""Which bulletins were published, and which of them speak of what is sought? And which research was done?"""

import pandas as pd

from data_access.ledgers.bulletin import BULLETIN
from data_access.ledgers.research_report import RESEARCH_REPORT
from data_access.reading import bulletins
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from panels.declare import Context, Finding
from panels.links import unit_link
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, at_most, records

ROWS_SHOWN = 10


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """The issues of the period in which the text sought stands; columns as ``bulletins.issues``."""
    selection = context.selection
    return bulletins.issues(reader, extent_of(reader, selection), selection.period, selection.sought)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many issues there are, and the newest."""
    words, sought = context.words, context.selection.sought.strip()
    base = words("issues.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("issues.none_with", sought=sought) if sought else words("issues.none"), "plain", base)
    key = "issues.some_with" if sought else "issues.some"
    newest = figures["published_on"].iat[0]
    return Finding(words(key, n=len(figures), sought=sought, day=words.date(newest)), "plain", base)


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def row(issue: Record, context: Context) -> Row:
    words = context.words
    kind = words.label("bulletin_kind", issue["kind"]) if pd.notna(issue["kind"]) else words("not_filled")
    named = [words(f"issues.{tone}", n=int(issue[tone])) for tone in ("exemplars", "problems") if issue[tone]]
    said = words("sentence.comma").join(filter(None, (issue["issue_no"], _text(issue["title"]))))
    note = words("sentence.comma").join((words.date(issue["published_on"]), *named))
    return Row("accepted" if pd.notna(issue["kind"]) else "submitted", kind, issue["unit"], said, note,
               unit_link(issue["code"]))  # fmt: skip


ISSUES = records(
    "issues",
    read,
    finding,
    row,
    (
        Head("unit", "issues.head.unit"),
        Head("issue_no", "issues.head.issue_no"),
        Head("published_on", "issues.head.published_on", "date"),
        Head("kind", "issues.head.kind", vocabulary="bulletin_kind"),
        Head("title", "issues.head.title"),
        Head("body", "issues.head.body"),
        Head("exemplars", "issues.head.exemplars", "integer"),
        Head("problems", "issues.head.problems", "integer"),
    ),
    first=at_most(ROWS_SHOWN),
    asks=("sought",),
    ledgers=(BULLETIN.key,),
    ignores=("compare",),
)


def read_research(reader: Reader, context: Context) -> pd.DataFrame:
    """The research of the period; columns as ``bulletins.research``."""
    return bulletins.research(reader, extent_of(reader, context.selection), context.selection.period)


def found_research(figures: pd.DataFrame, context: Context) -> Finding:
    """How many reports there are, and on how many topics."""
    words = context.words
    base = words("research.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("research.none"), "plain", base)
    topics = words.number(figures["topic"].nunique())
    return Finding(words("research.some", n=len(figures), topics=topics), "plain", base)


def research_row(report: Record, context: Context) -> Row:
    words = context.words
    topic = words("not_filled") if pd.isna(report["topic"]) else str(report["topic"])
    said = words("sentence.comma").join(
        (_text(report["title"]) or report["report_no"], words.date(report["completed_on"]))
    )
    return Row("accepted", topic, report["unit"], said, _text(report["summary"]), unit_link(report["code"]))


RESEARCH = records(
    "research",
    read_research,
    found_research,
    research_row,
    (
        Head("unit", "table.unit"),
        Head("report_no", "research.head.report_no"),
        Head("title", "research.head.title"),
        Head("topic", "research.head.topic"),
        Head("completed_on", "research.head.completed_on", "date"),
        Head("summary", "research.head.summary"),
    ),
    first=at_most(ROWS_SHOWN),
    ledgers=(RESEARCH_REPORT.key,),
    ignores=("compare",),
)
