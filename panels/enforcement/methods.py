"""By which methods is the law enforced, and how much of it is flexible (article 12)?"""

import pandas as pd

from data_access.ledgers.enforcement_statistic import FLEXIBLE_METHODS, GENTLER_MEANS, USUAL_ACTS
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table, cell
from panels.lacking import lacking_in_words
from panels.phrases import extent_in_words, share_with_base
from wording import Wording, within

INDICATOR = "flexible_enforcement_share"
# The sum of what is reported of each method, and how many numbers are, nought among them.
TALLY, NUMBERS = "enforcement_cases", "enforcement_cases_rows"
BLANK, ROWS = "enforcement_acts_blank", "enforcement_acts_rows"
CLASSES = {"flexible": FLEXIBLE_METHODS, "usual": USUAL_ACTS, "gentler": GENTLER_MEANS}


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a method, in the order of the classes: class, kind, cases (0 where none or nothing was reported), told
    (whether any number of it was reported), and in every row blank and rows (of acts and flexible methods, those whose
    number is blank and those that tell one).
    """
    extent, period = extent_of(reader, context.selection), context.selection.period
    counted = tally_values(reader, (TALLY, NUMBERS), extent, period.first, period.last, by=("facet",))
    numbers, counted = (counted[counted["tally_key"].eq(NUMBERS) == there] for there in (True, False))
    cases = dict(zip(counted["facet"], counted["value"], strict=True))
    beside = tally_values(reader, (BLANK, ROWS), extent, period.first, period.last, by=())
    beside = dict(zip(beside["tally_key"], beside["value"].astype(int), strict=True))
    rows = [(name, kind, int(cases.get(kind, 0))) for name, kinds in CLASSES.items() for kind in kinds]
    frame = pd.DataFrame(rows, columns=["class", "kind", "cases"])
    told = frame["kind"].isin(numbers["facet"])
    return frame.assign(told=told, blank=beside.get(BLANK, 0), rows=beside.get(ROWS, 0))


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How much of what was done was done by the six flexible methods, and by which of them most and never."""
    words = context.words
    base = words("methods.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if not context.knows(INDICATOR):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{INDICATOR}.label")), "plain", base)
    sums = figures.groupby("class")["cases"].sum()
    acts, blank = int(sums["flexible"] + sums["usual"]), int(figures["blank"].iat[0])
    if not acts:
        # Noughts that were reported are figures.
        told = words("methods.all_nought") if figures["rows"].iat[0] else words("methods.none")
        none = (told, lacking_in_words({"blank": blank}, words))
        return Finding(words("sentence.comma").join(filter(None, none)), "plain", base)
    parts = [words("methods.share", rate=share_with_base(sums["flexible"], acts, words, blank))]
    flexible = figures[figures["class"] == "flexible"]
    most = flexible[flexible["cases"] == flexible["cases"].max()]
    if sums["flexible"] and len(most) == 1:
        cases = int(most["cases"].iat[0])
        key = "methods.only" if cases == sums["flexible"] > 1 else "methods.most"
        parts.append(words(key, method=_named(most["kind"], words), n=cases))
    if sums["flexible"] and len(never := flexible.loc[flexible["cases"] == 0, "kind"]):
        parts.append(words("methods.never", methods=_named(never, words)))
    return Finding(words("sentence.comma").join(parts), "plain", base)


def _named(kinds: pd.Series, words: Wording) -> str:
    return words.join([within(words.label("enforcement_kind", kind)) for kind in kinds])


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "bars": a bar a method, the most used first of each class; the six flexible ones in the accent colour."""
    words = context.words
    classes = list(dict.fromkeys(figures["class"]))
    figures = figures.sort_values(
        ["class", "cases"], key=lambda column: column.map(classes.index) if column.name == "class" else -column,
        kind="stable",
    )  # fmt: skip
    data = pd.DataFrame(
        {
            "order": range(len(figures)),
            "label": [words.label("enforcement_kind", kind) for kind in figures["kind"]],
            "value": figures["cases"].astype(float),
            "value_text": [cell(cases, "integer", words) for cases in _told(figures, context)],
            "tone": ["accent" if name == "flexible" else "plain" for name in figures["class"]],
            "code": "",
        }
    )
    return Chart("bars", data if figures["cases"].any() else data.head(0))


def _told(figures: pd.DataFrame, context: Context) -> pd.Series:
    """The cases of each method; of what no ledger or no row tells nobody knows that it is nought."""
    return figures["cases"].astype("Int64").where(figures["told"] & context.knows(INDICATOR))


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a method."""
    words = context.words
    named = figures.assign(
        cases=_told(figures, context),
        class_text=[words(f"methods.class.{name}") for name in figures["class"]],
        kind_text=[words.label("enforcement_kind", kind) for kind in figures["kind"]],
    )
    columns = (
        Column("class_text", words("methods.head.class")),
        Column("kind_text", words("methods.head.kind")),
        Column("cases", words("methods.head.cases"), "integer"),
    )
    return Table(named, columns)


METHODS = Panel("methods", read, finding, chart, table, lambda _context: (INDICATOR,), ignores=("compare",))
