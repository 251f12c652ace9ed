"""What is most often wrong in case files, and in files of which kind (article 15)?"""

import pandas as pd

from data_access.ledgers.enforcement_statistic import USUAL_ACTS
from data_access.ledgers.tally import UNKNOWN_FACET
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.phrases import extent_in_words
from panels.rows_behind import counted_column, tally_link
from wording import Wording

ALL, NEEDS = "file_defects", "file_failed_share"
# By tally the column that it fills.
KINDS = {f"{ALL}_{kind}": kind for kind in USUAL_ACTS} | {ALL: "files"}
REVIEWED = ("files_reviewed", "files_reviewed_blank")
MOST_SHOWN, MOST_NAMED = 8, 3


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row an item of the standard, the commonest first: item (of a blank one ``UNKNOWN_FACET``), files in which it
    was found, of these those of each kind (``USUAL_ACTS``), and in every row reviewed (all files of the period).

    The files of the kinds do not add up to files where the kind of a file is blank.
    """
    extent, period = extent_of(reader, context.selection), context.selection.period
    span = (period.first, period.last)
    found = tally_values(reader, tuple(KINDS), extent, *span, by=("facet",))
    reviewed = int(tally_values(reader, REVIEWED, extent, *span, by=())["value"].sum())
    wide = found.groupby(["facet", "tally_key"])["value"].sum().unstack(fill_value=0)
    wide = wide.reindex(columns=list(KINDS), fill_value=0).fillna(0).astype(int).rename(columns=KINDS)
    rows = wide.rename_axis("item").reset_index().sort_values(["files", "item"], ascending=[False, True])
    return rows.assign(reviewed=reviewed).reset_index(drop=True)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """In how many of the files reviewed which defect was found most often, and which next."""
    words = context.words
    base = words("file_defects.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if not context.knows(NEEDS):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{NEEDS}.label")), "plain", base)
    named = figures[figures["item"] != UNKNOWN_FACET]
    if named.empty:
        return Finding(words("file_defects.none"), "plain", base)
    top = named[named["files"] == named["files"].iat[0]]
    values = {"n": int(top["files"].iat[0]), "reviewed": words.number(named["reviewed"].iat[0])}
    items = words.join(top["item"].head(MOST_NAMED).tolist())
    if len(top) > MOST_NAMED:
        items = words("file_defects.many", items=items, all=words.number(len(top)))
    # What stands alone, or is as frequent as all others, is not the most frequent.
    key = "most" if len(top) < len(named) else "only" if len(named) == 1 else "alike"
    said = [words(f"file_defects.{key}", items=items, **values)]
    if len(top) == 1 and len(named) > 1:
        next_ = named.iloc[1]
        said.append(words("file_defects.next", item=next_["item"], n=int(next_["files"])))
    return Finding(words("sentence.comma").join(said), "plain", base)


def _named(item: str, words: Wording) -> str:
    return words("not_filled") if item == UNKNOWN_FACET else item


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "grid": a row an item, a column a kind of file; each number opens its files."""
    words, shown = context.words, figures.head(MOST_SHOWN)
    if shown.empty:
        return Chart("grid", pd.DataFrame())
    heads = {tally: _head(kind, words) for tally, kind in KINDS.items()}
    most = max(int(shown["files"].max()), 1)
    cells = [
        {
            "row": _named(row["item"], words),
            "column": heads[tally],
            "text": words.number(row[kind]),
            "step": -1 if tally == ALL else -(-5 * int(row[kind]) // most),
            "code": tally_link(tally, row[kind], row["item"]).removeprefix("@"),
            "tip": "",
        }
        for row in shown.to_dict("records")
        for tally, kind in KINDS.items()
    ]
    options = {
        "rows": pd.DataFrame([(_named(item, words), "", "plain") for item in shown["item"]],
                             columns=["label", "code", "tone"]),
        "columns": pd.DataFrame([(head, "", "total" if tally == ALL else "plain") for tally, head in heads.items()],
                                columns=["label", "badge", "tone"]),
    }  # fmt: skip
    return Chart("grid", pd.DataFrame(cells), {}, options)


def _head(kind: str, words: Wording) -> str:
    return words("file_defects.head.files") if kind == "files" else words.label("enforcement_kind", kind)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row an item, with its files of each kind."""
    words = context.words
    opens = {
        f"{kind}_opens": [tally_link(tally, row[kind], row["item"]) for row in figures.to_dict("records")]
        for tally, kind in KINDS.items()
    }
    named = figures.assign(item_text=[_named(item, words) for item in figures["item"]], **opens)
    columns = [counted_column(kind, _head(kind, words)) for kind in KINDS.values()]
    return Table(named, (Column("item_text", words("file_defects.head.item")), *columns))


FILE_DEFECTS = Panel(
    "file_defects",
    read,
    finding,
    chart,
    table,
    lambda _context: (NEEDS,),
    drill="link",
    ledgers=("case_file_review", "case_file_defect"),
    ignores=("compare",),
)
