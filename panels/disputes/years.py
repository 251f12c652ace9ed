"""The same months of the years before, for what is said of a course over years."""

from collections.abc import Sequence

import pandas as pd

from assessment.course import STEPS
from data_access.reading.figures import indicator_counts
from data_access.reading.mergers import passed_over
from data_access.reading.reader import Reader
from panels.declare import Context

COUNTS = ["numerator", "denominator"]


def over_the_years(reader: Reader, context: Context, indicators: Sequence[str]) -> pd.DataFrame:
    """Counts of the peer group's members in the selected months and in those of ``STEPS`` years before.

    Columns: unit_id, indicator, years_ago (0 is the selected period), numerator, denominator; a member has no row for
    a year without cases. One read tells of two years.
    """
    # The same units together in every year: those of the selected period.
    passed = passed_over(reader, context.selection.period)
    # What is longer than a year shares months with what began a year before: it has no course.
    last = STEPS if context.selection.period.length <= 12 else 0
    parts = []
    for years in range(0, last + 1, 2):
        period = context.selection.period.moved(-12 * years) if years else context.selection.period
        asked = context.selection.with_(period=period, compare="last_year")
        rates = indicator_counts(reader, asked, indicators, passed=passed)
        members = rates[rates["level"] == "member"]
        for ago, suffix in ((years, ""), (years + 1, "_compared")):
            counts = members[["unit_id", "indicator", *(name + suffix for name in COUNTS)]]
            parts.append(counts.set_axis(["unit_id", "indicator", *COUNTS], axis=1).assign(years_ago=ago))
    every_year = pd.concat(parts, ignore_index=True)
    return every_year[(every_year["denominator"] > 0) & (every_year["years_ago"] <= last)]
