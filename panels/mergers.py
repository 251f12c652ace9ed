"""What tables and scores say of units that have been merged: whose cases are among whose."""

import pandas as pd

from assessment.indicators import BY_KEY
from data_access.asked.selection import Selection
from data_access.reading.assessed import Assessed
from data_access.reading.figures import indicator_counts
from data_access.reading.mergers import Passed, counted_units, passed_over, taken_in
from data_access.reading.reader import Reader
from panels.declare import Column, Context
from panels.lacking import MOST_NAMED, merged_units, taken_in_words, why_no_rate
from wording import Wording


def with_mergers(rows: pd.DataFrame, words: Wording) -> pd.DataFrame:
    """Add merged_text, what is to be said of mergers; who counts nothing itself any more has a dash and no nought."""
    gone = rows["reason"].eq("merged")
    counts = {name: rows[name].mask(gone) for name in ("numerator", "denominator") if gone.any()}
    said = [why_no_rate(row, words) if row["reason"] == "merged" else taken_in_words(row, words)
            for row in rows.to_dict("records")]  # fmt: skip
    return rows.assign(**counts, merged_text=said)


def merger_columns(rows: pd.DataFrame, words: Wording) -> tuple[Column, ...]:
    """The column that says whose cases are among whose; none where nobody was merged."""
    return (Column("merged_text", words("table.merged")),) if rows["merged_text"].any() else ()


def names_taken_in(reader: Reader, assessment: Assessed) -> list[tuple[str, ...]]:
    """Of each unit of the table the names of those merged into it of which it counts cases."""
    passed = passed_over(reader, assessment.period, assessment.scheme.merged_cases)
    if not passed:
        return [()] * len(assessment.table)
    asked = Selection(assessment.period, "none", assessment.group)
    indicators = tuple(key for key in dict.fromkeys(assessment.inputs.counts["indicator"]) if key in BY_KEY)
    found: dict[str, tuple[str, ...]] = reader.kept(
        "taken_in", (asked, indicators, passed), lambda: _taken_in(reader, asked, indicators, passed)
    )
    return [found.get(code, ()) for code in assessment.table["code"]]


def _taken_in(
    reader: Reader, asked: Selection, indicators: tuple[str, ...], passed: Passed
) -> dict[str, tuple[str, ...]]:
    """By code of a unit the names of those of which it counts cases."""
    units = counted_units(reader, passed)
    merged = taken_in(units, asked.group).drop_duplicates("origin")[["origin", "into"]]
    counts = indicator_counts(reader, asked, indicators, ("merged",), passed)
    with_cases = units[units["unit_id"].isin(counts.loc[counts["denominator"] > 0, "unit_id"])]
    merged = with_cases.merge(merged, left_on="code", right_on="origin")
    return {str(into): tuple(rows["name"]) for into, rows in merged.groupby("into")}


def figures_taken_in(units: pd.DataFrame, words: Wording) -> str:
    """Whose figures count the cases of whom, of a row a unit with ``names_taken_in``; '' where nobody's do."""
    rows = [row for row in units.to_dict("records") if row.get("taken_in")]
    if len(rows) > MOST_NAMED:
        return words("merged.several_figures", n=len(rows))
    return "".join(words("merged.figures", unit=row["unit"], units=merged_units(row, words)) for row in rows)


def with_merged_units(rows: pd.DataFrame, context: Context) -> str:
    """Of a list of one unit's archive (column unit): whose rows are in it, too; '' where it is the unit's alone."""
    own, words = context.choices.name(context.selection.unit), context.words
    others = tuple(unit for unit in dict.fromkeys(rows["unit"]) if unit != own)
    return words("merged.listed", units=merged_units({"taken_in": others}, words)) if others else ""


def unit_column(rows: pd.DataFrame, words: Wording) -> tuple[Column, ...]:
    """The column that says whose a row is; none where all are of one unit."""
    return (Column("unit", words("table.unit")),) if rows["unit"].nunique() > 1 else ()
