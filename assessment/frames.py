"""The two kinds of frames that figures travel in, each said once: what was counted, and what it means among peers."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class FrameType:
    """A data frame by its columns, each with what it holds. A function that returns one ends with ``of``."""

    name: str
    columns: Mapping[str, str]

    def of(self, data: pd.DataFrame) -> pd.DataFrame:
        """The data with these columns in their order; ``KeyError`` names those that are missing."""
        if missing := [column for column in self.columns if column not in data]:
            raise KeyError(f"expected {self.name} with {', '.join(missing)}, got {', '.join(map(str, data.columns))}")
        return data[list(self.columns)]


# A row an entity and indicator; an entity without any count has no row, since missing is not nought.
COUNTS = FrameType(
    "counts",
    {
        "level": "member of the peer group, merged (a unit whose cases a member counts, by itself), city, or own (the "
        "chosen county's government by itself)",
        "unit_id": "the entity's unit, a county standing for all its units; 0 for the city",
        "indicator": "key of the indicator",
        "numerator": "hit rows (or their sum) in the period; a whole number unless decimals were summed up",
        "denominator": "rows (or their sum) of the base; 0 where there are none",
        "blank": "rows in neither, for they are blank where it is decided; 0 where no column decides alone",
        "rows": "the rows that a base sums up; 0 where the base counts rows itself",
        "reversed": "of the hits those that a later judgment reversed since; 0 where no tally tells",
        "numerator_compared": "the same in the compared period",
        "denominator_compared": "the same in the compared period",
        "blank_compared": "the same in the compared period",
        "rows_compared": "the same in the compared period",
        "untold": "why forms do not tell the figure (``reading.untold``); '' where it is told, and of the city, whose "
        "figure is all that is known",
    },
)
# A row an entity and indicator, complete: who has no case is there too.
STANDINGS = FrameType(
    "standings",
    {
        **COUNTS.columns,
        "code": "code of the unit, '' for the city",
        "unit": "name of the unit, '' for the city",
        "county": "code of its county",
        "sector": "its system",
        "rate": "numerator over denominator; NaN where there is nothing to divide by",
        "low": "lower end of the 95 % interval of a share (Wilson), 0 to 1; NaN without cases and for no share",
        "high": "upper end of that interval",
        "rate_compared": "the rate in the compared period",
        "change": "rate less rate_compared, both as they are printed; NaN where one of them counts as not reported",
        "verdict": "what may be said of the change: different, unclear, not_distinguishable, few; '' where nothing is "
        "compared or no test made of it (no share of cases)",
        "small": "whether a share or mean rests on fewer cases than make it worth naming",
        "place": "competition place among the members (1 is the best); <NA> without a rate, where it counts as not "
        "reported, and beside the members",
        "place_compared": "the place in the compared period",
        "moved": "places gained since",
        "silent": "whether the rate counts as not reported: a member's report is missing, or too much is blank",
        "reason": "key of the words that stand where there is no rate: no_cases, nothing_to_report, not_reported, "
        "not_filled, untold (as the column of that name says), not_yet_known (its ledger ends before the period "
        "begins), not_begun (it begins after the period), not_in_ledgers, merged (of a member whose cases another one "
        "counts)",
        "due": "reports of the ledger behind the indicator that the member (or all of the city) owed by now",
        "missing": "those never handed in",
        "of_nothing": "those that said there was nothing",
        "merged_into": "name of the unit that its cases are counted for; '' where they are its own",
        "taken_in": "names of the units merged into a member whose cases or missing reports are among its own, a tuple",
        "taken_in_cases": "how many of its cases these are; of a count, of what it counts",
        "taken_in_missing": "how many of its missing reports",
    },
)
