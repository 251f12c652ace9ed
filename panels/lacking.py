"""What is missing behind a figure, in words: reports, cells, and what came with units merged into one."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from assessment.indicators import BY_KEY
from data_access.counting.counted_by import RECORD, word_of_base, word_of_blanks
from panels.counted import counted, counted_base
from panels.forms_words import untold_in_words
from wording import Wording

# Of a unit whose figure counts as not reported so many are named.
MOST_NAMED = 3
# What is said of an indicator whose base is no number of cases.
OF_NO_CASES = {"no_cases": "no_base", "nothing_to_report": "nil_report"}


def lacking_in_words(row: Mapping[str, Any], words: Wording) -> str:
    """漏报 2 期，8 名未填: the reports and cells that are missing behind a figure; '' where nothing is.

    Of the reports is said how many were owed by units that have been merged into the row's. The blank rows are counted
    by the word of the row's indicator, where it has none by its ``counted`` (``panels.counted``).
    """
    missing, of_merged, blank = (_known(row.get(name)) for name in ("missing", "taken_in_missing", "blank"))
    said = (
        words("lacking.missing", n=missing) if missing else "",
        words("lacking.of_merged", n=of_merged, units=merged_units(row, words)) if of_merged else "",
        words("lacking.blank", rows=counted(blank, _word(row), words)) if blank else "",
    )
    return words("sentence.comma").join(filter(None, said))


def _known(count: Any) -> int:
    return 0 if pd.isna(count) else int(count)


def _word(row: Mapping[str, Any]) -> str:
    indicator = row.get("indicator")
    return word_of_blanks(str(indicator)) if indicator in BY_KEY else row.get("counted") or RECORD


def taken_in_words(row: Mapping[str, Any], words: Wording) -> str:
    """含并入的某局 3 件: how many of the cases are those of merged units, and whose; '' where none are."""
    cases = row.get("taken_in_cases")
    if pd.isna(cases) or not cases:
        return ""
    indicator = row.get("indicator")
    rows = counted_base(cases, str(indicator), words) if indicator in BY_KEY else counted(int(cases), RECORD, words)
    return words("merged.taken_in", units=merged_units(row, words), rows=rows)


def merged_units(row: Mapping[str, Any], words: Wording) -> str:
    """The units merged into the row's, by name while they are few."""
    names = row.get("taken_in", ())
    return words.join(list(names)) if len(names) <= MOST_NAMED else words("merged.units", n=len(names))


def why_no_rate(row: Mapping[str, Any], words: Wording) -> str:
    """无案件, or 未报送，漏报 2 期, or 已并入某局: why there is no rate, what is missing or who counts its cases."""
    if row["reason"] == "merged":
        return words("merged.into", unit=row["merged_into"])
    if row["reason"] == "untold":
        return untold_in_words(row["untold"], words)
    lacking = lacking_in_words(row, words)
    return words("sentence.comma").join(filter(None, (words(_reason(row)), lacking)))


def _reason(row: Mapping[str, Any]) -> str:
    """The reason as it is called of this indicator: services, powers or officers are no cases."""
    indicator = row.get("indicator")
    of_cases = indicator not in BY_KEY or word_of_base(str(indicator)) == "case"
    reason = str(row["reason"])
    return reason if of_cases else OF_NO_CASES.get(reason, reason)
