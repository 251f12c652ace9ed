"""Is every step of a reconsideration done within its legal limit, and who is late?"""

import pandas as pd

from assessment.indicators import BY_KEY
from data_access.counting.behind import behind
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.forms_alone import without_untold
from data_access.reading.reader import Reader
from panels.declare import Context, Panel
from panels.disputes.by_county import OF_CITY, row_of_units
from panels.disputes.in_time_grid import chart, table
from panels.disputes.in_time_words import COUNTS, STEPS, finding

COLUMNS = ["row", "code", "unit", "step", *COUNTS]


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row an organ and step with cases.

    Columns: row (code of a county, OF_CITY), code (of its government, '' where there is none), unit (its name), step
    (one of ``STEPS``), in_time, due (cases of the period), blank (cases of which nobody can say), open (past the limit
    at its last month's end). The first two steps are counted for the organ that decides, answers for the respondent;
    both under the county.
    """
    extent, period = extent_of(reader, context.selection), context.selection.period
    roles: dict[str, tuple[str, str]] = {}
    for step, (indicator, stock) in STEPS.items():
        declared = BY_KEY[indicator]
        roles |= {declared.numerator: (step, "in_time"), declared.denominator: (step, "due"), stock: (step, "open")}
        if blank := behind(indicator).blank:
            roles[blank.key] = (step, "blank")
    stocks = tuple(stock for _, stock in STEPS.values())
    flows = tuple(key for key in roles if key not in stocks)
    counted = tally_values(reader, flows, extent, period.first, period.last, by=("unit_id",))
    parts = [without_untold(reader, counted, flows, extent, period),
             tally_values(reader, stocks, extent, period.last, period.last, by=("unit_id",))]  # fmt: skip
    long = pd.concat([part for part in parts if len(part)] or parts)
    long = long.assign(
        row=long["unit_id"].map(row_of_units(reader, context.selection)),
        step=[roles[key][0] for key in long["tally_key"]],
        role=[roles[key][1] for key in long["tally_key"]],
    )
    sums = long.groupby(["row", "step", "role"])["value"].sum().unstack(fill_value=0)
    wide = sums.reindex(columns=COUNTS, fill_value=0).fillna(0).astype(int).reset_index()
    wide = wide[wide[["due", "blank", "open"]].sum(axis=1) > 0]
    codes = {row: _government(reader, row) for row in wide["row"].unique()}
    named = wide.assign(code=[codes[row][0] for row in wide["row"]], unit=[codes[row][1] for row in wide["row"]])
    return named.reindex(columns=COLUMNS).reset_index(drop=True)


def _government(reader: Reader, row: str) -> tuple[str, str]:
    """Code and name of a county's or the city's government; '' where the units know none."""
    units = reader.units()
    government = units[units["kind"] == "city"] if row == OF_CITY else units[units["code"] == row]
    return (str(government["code"].iat[0]), str(government["name"].iat[0])) if len(government) else ("", "")


def asked(_context: Context) -> tuple[str, ...]:
    return tuple(indicator for indicator, _ in STEPS.values())


IN_TIME = Panel("in_time", read, finding, chart, table, asked, drill="focus", opens="unit", ignores=("compare",))
