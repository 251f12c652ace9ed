"""Does every site with a plate keep a highlight, and does it exchange experience? (clause 20.3)"""

import pandas as pd

from assessment.demonstration import MONTHS_WITHOUT_EXCHANGE, WITH_PLATE
from data_access.reading.reader import Reader
from panels.columns import SITE, columns
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.demonstration.judged_sites import rests_on, shown_sites
from panels.demonstration.site_words import as_of_in_words, site_in_words, site_link
from panels.phrases import extent_in_words

ROWS_SHOWN = 8
# The status of ``look.BADGES`` that a lack wears.
BADGES = {"highlight": "missing", "exchange": "late", "both": "missing"}


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """Every site shown that has a plate: first those that lack both, then a highlight, then an exchange; columns as
    ``judged_sites``.
    """
    sites = shown_sites(reader, context)
    sites = sites[sites["state"].isin(WITH_PLATE)]
    order = [-2 * ("highlight" in lacks) - ("exchange" in lacks) for lacks in sites["lacks"]]
    return sites.assign(order=order).sort_values("order", kind="stable").drop(columns="order").reset_index(drop=True)


def _lacking(figures: pd.DataFrame) -> pd.DataFrame:
    return figures[figures["lacks"].map(len).gt(0)]


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many sites with a plate have no highlight and how many have been silent for two years; one alone is named."""
    words, who = context.words, extent_in_words(context)
    if figures.empty:
        return Finding(words("highlights.no_plates", who=who), "plain", as_of_in_words(context))
    base, lacking = _base(figures, context), _lacking(figures)
    months = words.number(MONTHS_WITHOUT_EXCHANGE)
    if lacking.empty and len(figures) == 1:
        site = site_in_words(figures.iloc[0], words)
        return Finding(words("highlights.only_has", site=site, months=months), "good", base)
    if lacking.empty:
        return Finding(words("highlights.all_have", who=who, n=len(figures), months=months), "good", base)
    if len(lacking) == 1:
        only = lacking.iloc[0]
        lack = words.join([words(f"highlights.lacks_{code}", months=months) for code in only["lacks"]])
        sentence = words("highlights.single", site=site_in_words(only, words), lack=lack)
        return Finding(sentence, "watch", base, str(only["code"]))
    parts = [
        words(f"highlights.without_{code}", n=count, months=months)
        for code in ("highlight", "exchange")
        if (count := sum(code in lacks for lacks in lacking["lacks"]))
    ]
    counted = words("highlights.counted", who=who, n=len(figures))
    return Finding(counted + words("sentence.comma").join(parts), "watch", base)


def _base(figures: pd.DataFrame, context: Context) -> str:
    words = context.words
    silent = int(figures["events"].eq(0).sum())
    base = words("highlights.base")
    return base + (words("highlights.without_events", n=silent) if silent else "") + as_of_in_words(context)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows": the sites that lack something; a click opens the site."""
    words, sites = context.words, _lacking(figures).head(ROWS_SHOWN)
    lacks = ["both" if len(codes) > 1 else codes[0] for codes in sites["lacks"]]
    data = pd.DataFrame(
        {
            "code": [site_link(row) for _, row in sites.iterrows()],
            "order": range(len(sites)),
            "badge": [BADGES[code] for code in lacks],
            "badge_text": [words(f"highlights.badge.{code}") for code in lacks],
            "name": sites["short_name"].astype(str),
            "text": [_exchange(row, context) for _, row in sites.iterrows()],
            "note": [words.label("site_state", state) for state in sites["state"]],
        }
    )
    return Chart("rows", data)


def _exchange(row: pd.Series, context: Context) -> str:
    """When experience was last exchanged, or since when there could have been an exchange."""
    words = context.words
    if row["last_exchange"]:
        return words("highlights.last_exchange", day=words.date(row["last_exchange"]))
    if row["plated_on"]:
        return words("highlights.never_since", day=words.date(row["plated_on"]))
    return words("highlights.unknown")


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every site with a plate, with its highlight and its last exchange."""
    words = context.words
    told = figures.assign(
        state_text=[words.label("site_state", state) for state in figures["state"]],
        lacks_text=[words.join([words(f"highlights.badge.{code}") for code in lacks]) for lacks in figures["lacks"]],
    )
    shown = columns(
        SITE,
        words,
        "site_no",
        "name",
        "unit",
        "state_text",
        Column("highlight", words("highlights.head.highlight")),
        Column("last_exchange", words("highlights.head.last_exchange"), "date"),
        Column("plated_on", words("highlights.head.plated_on"), "date"),
        Column("lacks_text", words("highlights.head.lacks")),
    )
    return Table(told, shown)


HIGHLIGHTS = Panel("highlights", read, finding, chart, table, drill="link", ledgers=rests_on)
