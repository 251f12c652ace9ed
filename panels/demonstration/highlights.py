"""Does every site with a plate keep a highlight, and does it exchange experience? (clause 20.3)"""

import datetime as dt

import pandas as pd

from assessment.demonstration import MONTHS_WITHOUT_EXCHANGE, WITH_PLATE, months_before
from data_access.reading.reader import Reader
from panels.columns import SITE
from panels.declare import Context, Finding
from panels.demonstration.judged_sites import rests_on, shown_sites
from panels.demonstration.site_words import as_of_in_words, site_in_words, site_link
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, heads, records

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
    if lacking.empty:
        quiet = len(figures) - _exchanging(figures, context.as_of)
        # A plate too young for an exchange, and a site without events, lack nothing; neither have they exchanged.
        return Finding(_all_have(figures, quiet, context), "plain" if quiet else "good", base)
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


def _all_have(figures: pd.DataFrame, quiet: int, context: Context) -> str:
    """Of sites that lack nothing: of how many no exchange is known either."""
    words, values = context.words, {"months": context.words.number(MONTHS_WITHOUT_EXCHANGE)}
    if len(figures) == 1:
        site = site_in_words(figures.iloc[0], words)
        return words("highlights.only_has_highlight" if quiet else "highlights.only_has", site=site, **values)
    values |= {"who": extent_in_words(context), "quiet": words.number(quiet)}
    return words("highlights.all_have_highlight" if quiet else "highlights.all_have", n=len(figures), **values)


def _exchanging(figures: pd.DataFrame, as_of: dt.date) -> int:
    """How many sites are known to have exchanged experience in the last two years."""
    since = months_before(as_of, MONTHS_WITHOUT_EXCHANGE)
    return sum(bool(pd.notna(day) and day >= since) for day in figures["last_exchange"])


def _base(figures: pd.DataFrame, context: Context) -> str:
    words = context.words
    silent = int(figures["events"].eq(0).sum())
    base = words("highlights.base")
    return base + (words("highlights.without_events", n=silent) if silent else "") + as_of_in_words(context)


def row(site: Record, context: Context) -> Row:
    """What the site lacks; it opens the site."""
    words, lacks = context.words, site["lacks"]
    lack = "both" if len(lacks) > 1 else lacks[0]
    name, state = str(site["short_name"]), words.label("site_state", site["state"])
    badge = words(f"highlights.badge.{lack}")
    return Row(BADGES[lack], badge, name, _exchange(site, context), state, site_link(site))


def _exchange(site: Record, context: Context) -> str:
    """When experience was last exchanged, or since when there could have been an exchange."""
    words = context.words
    if site["last_exchange"]:
        return words("highlights.last_exchange", day=words.date(site["last_exchange"]))
    if site["plated_on"]:
        return words("highlights.never_since", day=words.date(site["plated_on"]))
    return words("highlights.unknown")


def _lacks(site: Record, context: Context) -> str:
    return context.words.join([context.words(f"highlights.badge.{code}") for code in site["lacks"]])


HEADS = heads(
    SITE,
    *("site_no", "name", "unit", "state"),
    Head("highlight", "highlights.head.highlight"),
    Head("last_exchange", "highlights.head.last_exchange", "date"),
    Head("plated_on", "highlights.head.plated_on", "date"),
    Head("lacks", "highlights.head.lacks", said=_lacks),
)
# The table has every site with a plate.
HIGHLIGHTS = records(
    "highlights",
    read,
    finding,
    row,
    HEADS,
    first=lambda figures, _context: _lacking(figures).head(ROWS_SHOWN),
    ledgers=rests_on,
    needs=("demonstration_site",),
    ignores=("period", "compare"),
)
