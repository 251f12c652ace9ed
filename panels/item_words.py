"""What is said of one item of rectification wherever it is listed: how late it is, how often it was returned."""

import pandas as pd

from panels.records import Record
from wording import Wording


def subject(item: Record) -> str:
    """The issue of an item, or its number where nobody wrote one."""
    return str(item["item_no"] if pd.isna(item["issue"]) else item["issue"])


def past_in_words(row: Record | pd.Series, words: Wording) -> str:
    """逾期 12 天; '' where the due date in force is not over."""
    return words("attention.past", n=int(row["past"])) if row["past"] > 0 else ""


def returned_in_words(row: Record | pd.Series, words: Wording) -> str:
    """退回 2 次; '' where it was never returned, or nobody has said how often."""
    times = row["returned_count"]
    return words("attention.returned", n=int(times)) if pd.notna(times) and times else ""
