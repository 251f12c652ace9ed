"""How good are the case files, and which of them failed (article 15)?"""

import pandas as pd

from assessment.rates import printed_shares
from data_access.asked.selection import period_in_words
from data_access.ledgers.case_file_review import CASE_FILE_REVIEW, FILE_GRADES
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader
from panels.case_list import TOLD, rows_of
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.lacking import lacking_in_words
from panels.phrases import extent_in_words, rate_with_base, share_with_base

FAILED, EXCELLENT, MEAN = "file_failed_share", "file_excellent_share", "file_mean_score"
SUMS = ("files_reviewed", "files_reviewed_blank", "files_failed", "files_graded", "files_graded_blank",
        "files_excellent", "files_scored", "files_scored_blank", "files_points")  # fmt: skip
TONES = ("ink", "bar", "mist", "grey")
SLOTS = ("period", "compared")


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a grade and a row a sum (``SUMS``), each with cases of the period and of the compared one (0 without one).

    Columns: part ("grade" or "sum"), name, period, compared.
    """
    names = [("grade", grade) for grade in FILE_GRADES] + [("sum", name) for name in SUMS]
    rows = pd.DataFrame(names, columns=["part", "name"])
    extent = extent_of(reader, context.selection)
    for slot, period in zip(SLOTS, (context.selection.period, context.selection.compared), strict=True):
        counts: dict[str, float] = {}
        if period:
            graded = tally_values(reader, ("files_graded",), extent, period.first, period.last, by=("facet",))
            sums = tally_values(reader, SUMS, extent, period.first, period.last, by=())
            counts = dict(zip(graded["facet"], graded["value"], strict=True))
            counts |= dict(zip(sums["tally_key"], sums["value"], strict=True))
        rows[slot] = [float(counts.get(name, 0)) for name in rows["name"]]
    return rows


def _sums(figures: pd.DataFrame, slot: str = "period") -> dict[str, float]:
    sums = figures[figures["part"] == "sum"]
    return dict(zip(sums["name"], sums[slot], strict=True))


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of the files reviewed failed, how many were excellent, and the mean score."""
    words, sums = context.words, _sums(figures)
    base = words("case_files.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if not context.knows(FAILED):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{FAILED}.label")), "plain", base)
    reviewed, blank = sums["files_reviewed"], sums["files_reviewed_blank"]
    if not reviewed:
        none = (
            words("case_files.none"),
            lacking_in_words({"blank": blank, "counted": CASE_FILE_REVIEW.counted}, words),
        )
        return Finding(words("sentence.comma").join(filter(None, none)), "plain", base)
    parts = [
        words(
            "case_files.failed",
            rate=share_with_base(sums["files_failed"], reviewed, words, blank, CASE_FILE_REVIEW.counted),
        )
    ]
    if sums["files_graded"]:
        ungraded = sums["files_graded_blank"]
        rate = share_with_base(sums["files_excellent"], sums["files_graded"], words, ungraded, CASE_FILE_REVIEW.counted)
        parts.append(words("case_files.excellent", rate=rate))
    if sums["files_scored"]:
        scored = {"numerator": sums["files_points"], "denominator": sums["files_scored"],
                  "blank": sums["files_scored_blank"], "indicator": MEAN}  # fmt: skip
        parts.append(words("case_files.mean", score=rate_with_base(scored, words)))
    return Finding(words("sentence.comma").join(parts), "plain", base)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "stack": the grades of the files of the period and of the compared one, side by side."""
    words, grades = context.words, figures[figures["part"] == "grade"]
    parts: list[pd.DataFrame] = []
    totals: list[tuple[int, str]] = []
    for slot, period in zip(SLOTS, (context.selection.period, context.selection.compared), strict=True):
        counts = grades[slot].astype(int).tolist()
        if period is None or not sum(counts):
            continue
        names = [words.label("file_grade", grade) for grade in grades["name"]]
        shares = printed_shares(counts, kept=[0])
        texts = [words("outcome_mix.segment", outcome=name, rate=words.percent(share))
                 for name, share in zip(names, shares, strict=True)]  # fmt: skip
        segments = {"segment": names, "value": shares, "text": texts, "tone": list(TONES), "code": ""}
        row = words("case_files.row", period=period_in_words(period, words))
        parts.append(pd.DataFrame(segments).assign(order=len(totals), row=row))
        totals.append((len(totals), words("case_files.total", n=sum(counts))))
    data = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    return Chart("stack", data, options={"totals": pd.DataFrame(totals, columns=["order", "text"]), "share": True})


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a grade, with its files in both periods, and those that were given none."""
    words = context.words
    grades = figures[figures["part"] == "grade"]
    none = figures[(figures["part"] == "sum") & (figures["name"] == "files_graded_blank")]
    named = pd.concat([grades, none], ignore_index=True)
    texts = [words.label("file_grade", grade) for grade in grades["name"]]
    named = named.assign(grade_text=[*texts, *[words("case_files.ungraded")] * len(none)])
    columns = [
        Column("grade_text", words("case_files.head.grade")),
        Column("period", words("case_files.head.files"), "integer"),
    ]
    if context.selection.compared:
        columns.append(Column("compared", words("table.compared"), "integer"))
    return Table(named, tuple(columns))


CASE_FILES = Panel("case_files", read, finding, chart, table, lambda _context: (FAILED, EXCELLENT, MEAN))
EXCELLENT_DOCUMENTS = rows_of("excellent_documents", CASE_FILE_REVIEW, TOLD[CASE_FILE_REVIEW.key], "excellent_document")
GUIDING_CASES = rows_of("guiding_cases", CASE_FILE_REVIEW, TOLD[CASE_FILE_REVIEW.key], "guiding_case")
FAILED_FILES = rows_of("failed_files", CASE_FILE_REVIEW, TOLD[CASE_FILE_REVIEW.key], "failed")
