"""Where are suits lost? First-instance losses by county and by the system of the department that was sued."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import pandas as pd

from assessment.verdict import against
from data_access.asked.page_keys import NONE
from data_access.asked.periods import Period
from data_access.asked.selection import MUNICIPAL_GROUP, Selection
from data_access.reading.extent import Extent, extent_of
from data_access.reading.figures import tally_values
from data_access.reading.forms_alone import told_by_forms, without_untold
from data_access.reading.mergers import looked_at
from data_access.reading.reader import Reader
from panels.benchmark import against_in_words, benchmark
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.disputes.by_county import OF_CITY, row_in_words, row_of_closely, row_of_units
from panels.disputes.matrix_words import (
    GOVERNMENT,
    INDICATOR,
    REST,
    TOTAL,
    cells,
    column_in_words,
    columns_shown,
    finding,
    most_lost,
    rest_of,
    rows_shown,
    spoken_row,
    total_in_words,
)
from panels.forms_alone import with_forms
from panels.links import list_link
from panels.peers import peer_standing
from panels.rows_behind import counted_column, some
from wording import Wording

TALLIES, BLANK = ("first_instance_lost", "first_instance_closed"), "first_instance_unknown"
# The darkest tint; up to so many losses a cell's tint is its number of them.
DARKEST = 5


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a cell with cases, and the totals; a focus narrows nothing here, its row is the one spoken of.

    Columns: row (code of a county, OF_CITY or TOTAL), column (a sector, GOVERNMENT or TOTAL), lost, closed (suits),
    blank (closed without an outcome, in neither), level (of the extent: "city", "whole" or "own"), spoken (the row of
    the unit looked at closely, '' for none), of_forms (losses that forms alone tell of the row, of no system),
    benchmark_lost and benchmark_closed (suits of what cells are held against).
    """
    selection = context.selection
    of_group = selection.with_(unit="", focus="")
    extent = extent_of(reader, of_group)
    units = _placed(reader, extent, of_group)
    own, of_rows = _own_and_rows(lambda each: _counted(reader, selection.period, each), extent, units)
    everything = _counted(reader, selection.period, extent, by=()).assign(row=TOTAL, column=TOTAL)
    nothing = pd.DataFrame(
        [(row, TOTAL, key, 0.0) for row in (*dict.fromkeys(units["row"]), TOTAL) for key in TALLIES],
        columns=["row", "column", "tally_key", "value"],
    )
    parts = [nothing, own, of_rows.assign(column=TOTAL), own.assign(row=TOTAL), everything]
    of_benchmark = benchmark(peer_standing(reader, context, [INDICATOR]), INDICATOR, context)
    held_against = dict(zip(("benchmark_lost", "benchmark_closed"), of_benchmark, strict=True))
    _, told = _own_and_rows(lambda each: _of_forms(reader, selection.period, each), extent, units)
    of_forms = told.groupby("row")["value"].sum().to_dict()
    of_forms[TOTAL] = _of_forms(reader, selection.period, extent)["value"].sum()
    named = {"level": extent.level, "spoken": row_of_closely(reader, selection)}
    cells_of = _summed(parts)
    figures = cells_of.assign(**named, **held_against, of_forms=[int(of_forms.get(row, 0)) for row in cells_of["row"]])
    return with_forms(figures, TALLIES, reader, extent, context)


def _own_and_rows(
    read_of: Callable[[Extent], pd.DataFrame], extent: Extent, units: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What is read of each unit by itself, and of the rows: a county counts a case of several of its units once; the
    city's own units belong to no county."""
    own = read_of(Extent("own", extent.unit_ids)).merge(units, on="unit_id")
    if extent.level == "own":
        return own, own
    whole = read_of(Extent("whole", extent.unit_ids)).merge(units, on="unit_id")
    return own, pd.concat([whole[whole["row"] != OF_CITY], own[own["row"] == OF_CITY]])


def _counted(reader: Reader, period: Period, extent: Extent, by: Sequence[str] = ("unit_id",)) -> pd.DataFrame:
    counted = tally_values(reader, (*TALLIES, BLANK), extent, period.first, period.last, by=by)
    return without_untold(reader, counted, TALLIES, extent, period)


def _of_forms(reader: Reader, period: Period, extent: Extent) -> pd.DataFrame:
    """The losses that forms alone tell, by unit."""
    told = without_untold(reader, told_by_forms(reader, TALLIES, extent, period), TALLIES, extent, period)
    return told[told["tally_key"] == TALLIES[0]]


def _placed(reader: Reader, extent: Extent, selection: Selection) -> pd.DataFrame:
    """The row and the column of every unit of an extent: unit_id, row, column; counties in reading order."""
    units, rows = looked_at(reader, "", selection.period), row_of_units(reader, selection)
    placed = pd.DataFrame(
        {
            "unit_id": units["unit_id"],
            "row": units["unit_id"].map(rows),
            "column": units["sector"].where(units["sector"].notna(), GOVERNMENT),
        }
    )
    return placed if extent.unit_ids is None else placed[placed["unit_id"].isin(extent.unit_ids)]


def _summed(parts: list[pd.DataFrame]) -> pd.DataFrame:
    filled = pd.concat([part for part in parts if len(part)])
    sums = filled.groupby(["row", "column", "tally_key"])["value"].sum().unstack(fill_value=0)
    wide = sums.reindex(columns=[*TALLIES, BLANK], fill_value=0).fillna(0).astype(int)
    return wide.set_axis(["lost", "closed", "blank"], axis=1).reset_index()


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "grid": the rows and columns with most losses first; the row or the column spoken of is framed."""
    if not figures["closed"].any():
        return Chart("grid", pd.DataFrame())
    most, rows, columns = most_lost(figures), rows_shown(figures), columns_shown(figures)
    framed_row = spoken_row(figures)
    framed_column = most["column"].iat[0] if framed_row == TOTAL and len(most) == 1 else ""
    names = _names(figures, context)
    of_rows = [(names["rows"][row], "" if row in (TOTAL, OF_CITY) else row, _tone(row, framed_row)) for row in rows]
    of_columns = [(names["columns"][column], "", _tone(column, framed_column)) for column in columns]
    options = {
        "rows": pd.DataFrame(of_rows, columns=["label", "code", "tone"]),
        "columns": pd.DataFrame(of_columns, columns=["label", "badge", "tone"]),
    }
    return Chart("grid", pd.DataFrame(_cells(figures, names, context)), {}, options)


def _names(figures: pd.DataFrame, context: Context) -> dict[str, dict[str, str]]:
    """What the rows and the columns shown are called."""
    words, total = context.words, {TOTAL: total_in_words(figures, context.words)}
    return {
        "rows": {row: row_in_words(row, context) for row in rows_shown(figures) if row != TOTAL}
        | {TOTAL: words("county_sector.column.total")},
        "columns": {each: column_in_words(each, words) for each in columns_shown(figures) if each != TOTAL} | total,
    }


def _cells(figures: pd.DataFrame, names: dict[str, dict[str, str]], context: Context) -> list[dict[str, Any]]:
    shown = cells(figures)
    inner = shown[(shown["row"] != TOTAL) & (shown["column"] != TOTAL)]
    counts = {(cell.row, cell.column): (int(cell.lost), int(cell.closed)) for cell in shown.itertuples()}
    places = list(product(names["rows"], names["columns"]))
    held = _verdicts_on([counts.get(place, (0, 0)) for place in places], figures, context)
    most, rest = int(inner["lost"].max()) if len(inner) else 0, rest_of(figures)
    data = []
    for (row, column), verdict in zip(places, held, strict=True):
        lost, closed = counts.get((row, column), (0, 0))
        values = {"row": names["rows"][row], "column": names["columns"][column]}
        tip = context.words("county_sector.tip", n=closed, **values, lost=context.words.number(lost))
        tip = context.words("sentence.comma").join(filter(None, (tip, verdict)))
        data.append(
            {
                **values,
                "text": _text(lost, closed, context.words),
                "step": _step(row, column, lost, most),
                "code": _link(row, column, rest, context) if lost else "",
                "tip": tip,
            }
        )
    return data


def _verdicts_on(counts: Sequence[tuple[int, int]], figures: pd.DataFrame, context: Context) -> list[str]:
    """The verdict on each cell's loss rate; '' where there are no suits, or nothing to hold them against."""
    benchmark = (int(figures["benchmark_lost"].iat[0]), int(figures["benchmark_closed"].iat[0]))
    if not benchmark[1]:
        return [""] * len(counts)
    rates = pd.DataFrame(counts, columns=["numerator", "denominator"]).assign(indicator=INDICATOR)
    rows = against(rates, benchmark, context.small).to_dict("records")
    return [against_in_words(row, context) if row["denominator"] else "" for row in rows]


def _tone(key: str, spoken: str) -> str:
    return "total" if key == TOTAL else "accent" if key == spoken else "plain"


def _text(lost: int, closed: int, words: Wording) -> str:
    """The text of a cell: its losses, which forms may tell without the suits closed; a dash where it has no suits."""
    return words.number(lost) if closed or lost else words.label("", None)


def _step(row: str, column: str, lost: int, most: int) -> int:
    """The tint of a cell as a step: its share of the highest cell; where all are low, one step a loss; −1 in totals."""
    if TOTAL in (row, column):
        return -1
    return lost if most <= DARKEST else -(-DARKEST * lost // most)


def _link(row: str, column: str, rest: Sequence[str], context: Context) -> str:
    """The list of the suits a cell counts; '' for what no filter chooses: the city's government, alone or with all.

    ``rest`` are the systems behind the column REST.
    """
    if row == OF_CITY and column in (GOVERNMENT, TOTAL):
        return ""
    query = {"focus": "none"}
    if column == GOVERNMENT:
        county = {} if row == TOTAL else {"county": row}
        return list_link("litigation", "lost_own_level", **query, **county)
    if column != TOTAL:
        query["sector"] = ",".join(rest) if column == REST else column
    if row == OF_CITY:
        query["group"] = MUNICIPAL_GROUP
    elif row != TOTAL:
        query["county"] = row
    listed = row != OF_CITY or MUNICIPAL_GROUP in context.choices.groups
    return list_link("litigation", "lost", **query) if listed else ""


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every row with every system that had suits, the losses in all and the suits closed; no suits, no figure."""
    words, rows = context.words, rows_shown(figures)
    columns = [*columns_shown(figures)[:-1]]
    rest = rest_of(figures)
    columns = [column for column in columns if column != REST] + list(rest)
    lost = figures[figures[["closed", "lost"]].any(axis=1)].pivot(index="row", columns="column", values="lost")
    wide = lost.reindex(index=rows, columns=[*columns, TOTAL]).astype("Int64")
    closed = figures[figures["column"] == TOTAL].set_index("row")["closed"]
    names, total = _names(figures, context)["rows"], total_in_words(figures, words)
    wide = wide.assign(closed=closed.reindex(rows).astype("Int64"), name=[names[row] for row in rows])
    # What is no filter's to choose opens nothing, as in the grid.
    links = {
        f"{column}_opens": [
            f"@{_link(row, column, rest, context)}" if some(n) and _link(row, column, rest, context) else ""
            for row, n in wide[column].items()
        ]
        for column in (*columns, TOTAL)
    }
    links["closed_opens"] = [_closed_link(row, context) if some(n) else "" for row, n in wide["closed"].items()]
    heads = [counted_column(column, column_in_words(column, words)) for column in columns]
    return Table(
        wide.assign(**links).reset_index(drop=True),
        (
            Column("name", words("county_sector.head.row")),
            *heads,
            counted_column(TOTAL, words("county_sector.head.lost", total=total)),
            counted_column("closed", words("county_sector.head.closed", total=total)),
        ),
    )


def _closed_link(row: str, context: Context) -> str:
    """The list of the suits closed of a row; '' of the city's own units: no filter chooses them with its government."""
    if row == OF_CITY:
        return ""
    return "@" + list_link("litigation", "closed", focus=NONE, **({} if row == TOTAL else {"county": row}))


COUNTY_SECTOR_MATRIX = Panel(
    "county_sector_matrix",
    read,
    finding,
    chart,
    table,
    lambda _context: (INDICATOR,),
    drill="link",
    opens="unit",
    asks=("versus",),
    ignores=("compare",),
    population="filters",
)
