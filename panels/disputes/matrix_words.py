"""What the matrix of counties and systems shows and says: which rows and columns, and where most suits were lost."""

import pandas as pd

from panels.declare import Context, Finding
from panels.disputes.by_county import OF_CITY, row_in_words
from panels.forms_alone import listed_alone, none_or_untold, untold_beside
from panels.lacking import lacking_in_words
from wording import Wording

INDICATOR = "loss_rate"
# The column of the governments themselves, that of the systems without one of their own, and the sums.
GOVERNMENT, REST, TOTAL = "government", "rest", "total"
# The systems with most suits have a column of their own.
MOST_SYSTEMS = 7
MOST_NAMED = 3


def rest_of(figures: pd.DataFrame) -> tuple[str, ...]:
    """The systems with suits that have no column of their own."""
    return tuple(_systems(figures)[MOST_SYSTEMS:])


def _systems(figures: pd.DataFrame) -> list[str]:
    """Systems with suits, the busiest first."""
    of_systems = (figures["row"] == TOTAL) & ~figures["column"].isin((GOVERNMENT, TOTAL))
    own = figures[of_systems & (figures["closed"] > 0)]
    return list(own.sort_values(["closed", "column"], ascending=[False, True])["column"])


def cells(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures with the systems that have no column of their own added up as REST: row, column, lost, closed."""
    rest = rest_of(figures)
    column = figures["column"].where(~figures["column"].isin(rest), REST)
    sums = figures.assign(column=column).groupby(["row", "column"], sort=False)[["lost", "closed"]].sum()
    return sums.reset_index()


def columns_shown(figures: pd.DataFrame) -> list[str]:
    """The columns with suits, most losses first, then REST and TOTAL."""
    rest = rest_of(figures)
    own = figures[(figures["row"] == TOTAL) & ~figures["column"].isin((*rest, TOTAL)) & (figures["closed"] > 0)]
    ordered = own.sort_values(["lost", "closed", "column"], ascending=[False, False, True])
    return [*ordered["column"], *([REST] if rest else []), TOTAL]


def rows_shown(figures: pd.DataFrame) -> list[str]:
    """The counties, most losses first, then the city's own units and TOTAL."""
    totals = figures[(figures["column"] == TOTAL) & ~figures["row"].isin((OF_CITY, TOTAL))]
    ordered = totals.sort_values(["lost", "closed", "row"], ascending=[False, False, True])
    of_city = [OF_CITY] if (figures["row"] == OF_CITY).any() else []
    return [*ordered["row"], *of_city, TOTAL]


def column_in_words(column: str, words: Wording) -> str:
    """自然资源, 政府本级, 其他; of a system with a long name the short one."""
    if column in (GOVERNMENT, REST):
        return words(f"county_sector.column.{column}")
    short = f"county_sector.short.{column}"
    return words(short) if words.has(short) else words.label("sector", column)


def total_in_words(figures: pd.DataFrame, words: Wording) -> str:
    """The last column: 合计; where a case of several defendants makes the cells more than their sum: 合计（一案一计）.

    The last row is the sum of its cells in each system, whatever it is called in the last column.
    """
    shown, added = cells(figures), True
    for one, other in (("row", "column"), ("column", "row")):
        sums = shown[shown[other] != TOTAL].groupby(one)[["lost", "closed"]].sum()
        totals = shown[shown[other] == TOTAL].set_index(one)[["lost", "closed"]]
        added = added and bool((sums.reindex(totals.index, fill_value=0) == totals).all(axis=None))
    return words("county_sector.column.total" if added else "county_sector.column.total_once")


def system_in_words(column: str, words: Wording) -> str:
    """The name of a column within a sentence: 自然资源系统; townships are no system."""
    if column == GOVERNMENT:
        return words("county_sector.governments")
    own = f"county_sector.system.{column}"
    return words(own) if words.has(own) else words("county_sector.system", sector=words.label("sector", column))


def spoken_row(figures: pd.DataFrame) -> str:
    """The row of the unit looked at closely, if it is shown; else TOTAL."""
    row = figures["spoken"].iat[0] if len(figures) else ""
    return str(row) if row and (figures["row"] == row).any() else TOTAL


def most_lost(figures: pd.DataFrame) -> pd.DataFrame:
    """Of the row spoken of, the column or columns with most losses; none where nothing was lost."""
    row_cells = figures[(figures["row"] == spoken_row(figures)) & (figures["column"] != TOTAL)]
    return row_cells[(row_cells["lost"] > 0) & (row_cells["lost"] == row_cells["lost"].max())].sort_values("column")


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of the suits lost are of the system with most, and which county has most of these."""
    words, row = context.words, spoken_row(figures)
    level = figures["level"].iat[0] if len(figures) else "own"
    counted = "county_sector.base.each" if level == "own" else "county_sector.base.once"
    base = words(counted, as_of=words.date(context.as_of))
    of_row = figures[(figures["row"] == row) & (figures["column"] == TOTAL)]
    lost, closed, of_forms, blank = (int(of_row[name].sum()) for name in ("lost", "closed", "of_forms", "blank"))
    lacking = lacking_in_words({"blank": blank, "counted": "case"}, words)
    base += words("county_sector.of_forms", n=of_forms) if of_forms else ""
    if not context.knows(INDICATOR):
        sentence = words("ranking.not_in_ledgers", indicator=words(f"indicator.{INDICATOR}.label"))
    elif blank and not closed:
        sentence = words("county_sector.all_blank", n=blank)
    elif not closed:
        sentence = none_or_untold(words("county_sector.no_cases"), figures, words)
    elif lost and lost <= of_forms:
        sentence = words("county_sector.of_forms_alone", n=lost)
    elif not lost:
        sentence = words("county_sector.none_lost", n=closed)
        sentence = words("sentence.comma").join(filter(None, (sentence, lacking)))
    else:
        said = _said(figures, lost - of_forms, words) + _most_of_column(figures, context)
        sentence = listed_alone(said, figures, words) if of_forms else said
    base += untold_beside(figures, words) if closed else ""
    if row == TOTAL:
        return Finding(sentence, "plain", base)
    sentence = words("county_sector.of_row", row=row_in_words(row, context), said=sentence)
    return Finding(sentence, "plain", base, "" if row == OF_CITY else row)


def _said(figures: pd.DataFrame, lost: int, words: Wording) -> str:
    """Where most were lost; a suit of several defendants stands in several cells, which are told by their sum."""
    of_row = figures[(figures["row"] == spoken_row(figures)) & (figures["column"] != TOTAL)]
    of_each = int(of_row["lost"].sum())
    if of_each <= lost:
        return _where_most(figures, lost, words)
    return words("county_sector.each_defendant", n=lost, said=_where_most(figures, of_each, words))


def _where_most(figures: pd.DataFrame, lost: int, words: Wording) -> str:
    most = most_lost(figures)
    names = [system_in_words(column, words) for column in most["column"]]
    cases = int(most["lost"].iat[0])
    if cases >= lost and len(most) == 1:
        return words("county_sector.all_in_one", n=lost, column=names[0])
    if len(most) == 1:
        return words("county_sector.most", n=cases, total=words.number(lost), column=names[0])
    if len(most) <= MOST_NAMED:
        return words("county_sector.tied", n=cases, total=words.number(lost), columns=words.join(names))
    return words("county_sector.spread", n=len(most), total=words.number(lost), cases=words.number(cases))


def _most_of_column(figures: pd.DataFrame, context: Context) -> str:
    """Which county has most of the losses of the one system spoken of, where several counties have suits at all."""
    words, most = context.words, most_lost(figures)
    if spoken_row(figures) != TOTAL or len(most) != 1:
        return ""
    inside = figures[(figures["column"] == most["column"].iat[0]) & (figures["row"] != TOTAL)]
    leading = inside[inside["lost"] == inside["lost"].max()]
    if len(rows_shown(figures)) <= 2 or len(leading) > MOST_NAMED:
        return ""
    if len(leading) == 1 and len(inside[inside["lost"] > 0]) == 1:
        only = row_in_words(leading["row"].iat[0], context)
        return words("sentence.comma") + words("county_sector.only_row", unit=only)
    key = "county_sector.row" if len(leading) == 1 else "county_sector.rows"
    # Nobody has most where those that have any have equally many.
    key = "county_sector.rows_alike" if 1 < len(leading) == len(inside[inside["lost"] > 0]) else key
    names = words.join([row_in_words(row, context) for row in leading["row"]])
    return words("sentence.comma") + words(key, n=int(leading["lost"].iat[0]), units=names)
