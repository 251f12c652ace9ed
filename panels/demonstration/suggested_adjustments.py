"""Which sites should lose their plate, be warned, or get one, and why? Article 20, computed for people to decide."""

import pandas as pd

from assessment.demonstration import SUGGESTIONS, YEARS_IN_FRONT
from data_access.reading.reader import Reader
from panels.columns import SITE
from panels.declare import Context, Finding, Level
from panels.demonstration.judged_sites import rests_on, shown_sites
from panels.demonstration.site_words import (
    SUGGESTION_BADGES,
    as_of_in_words,
    grounds_in_words,
    remarks_in_words,
    site_in_words,
    site_link,
    unknown_in_words,
)
from panels.phrases import extent_in_words
from panels.records import Head, Record, Row, heads, records
from wording import Wording

ROWS_SHOWN = 8
MOST_NAMED = 3
LEVELS: dict[str, Level] = {"revoke": "bad", "warn": "watch", "designate": "good"}


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """Every site shown, the gravest suggestion first; columns as ``judged_sites``."""
    return shown_sites(reader, context)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of each suggestion, the gravest named with its grounds."""
    words, who = context.words, extent_in_words(context)
    if figures.empty:
        return Finding(words("demonstration.none", who=who), "plain", as_of_in_words(context))
    base = _base(figures, context)
    suggested = figures[figures["suggested"] != ""]
    if suggested.empty and len(figures) == 1:
        site = site_in_words(figures.iloc[0], words)
        said = words("suggested_adjustments.nothing_for_one", site=site)
        return Finding(_with_unclear(said, figures, words), "plain", base)
    if suggested.empty:
        said = words("suggested_adjustments.nothing", who=who, n=len(figures))
        return Finding(_with_unclear(said, figures, words), "plain", base)
    kinds = [
        (kind, suggested[suggested["suggested"] == kind]) for kind in SUGGESTIONS if kind in set(suggested["suggested"])
    ]
    sentences = [
        _gravest(*kinds[0], words),
        *(words(f"suggested_adjustments.{kind}", n=len(of)) for kind, of in kinds[1:]),
    ]
    return Finding(
        words("sentence.separator").join(sentences), LEVELS[kinds[0][0]], base, str(suggested["code"].iat[0])
    )


def _with_unclear(said: str, sites: pd.DataFrame, words: Wording) -> str:
    """Nothing suggested, and of how many sites it is not known whether something should be."""
    unclear = int(sites["unknown"].map(bool).sum())
    parts = (said, words("suggested_adjustments.unclear", n=unclear) if unclear else "")
    return words("sentence.comma").join(filter(None, parts))


def _gravest(kind: str, sites: pd.DataFrame, words: Wording) -> str:
    """建议摘牌 1 个：甲局示范点，限期整改 460 天后仍有 6 项逾期; of several their names, of many their number."""
    counted = words(f"suggested_adjustments.{kind}", n=len(sites))
    if len(sites) > MOST_NAMED:
        return counted
    named = words.join([site_in_words(row, words) for _, row in sites.iterrows()])
    if len(sites) == 1:
        named = words("sentence.comma").join([named, grounds_in_words(sites["reasons"].iat[0], words)])
    return words("suggested_adjustments.named", counted=counted, named=named)


def _base(figures: pd.DataFrame, context: Context) -> str:
    words = context.words
    years = words.join([str(context.choices.usual_month.year - back) for back in range(YEARS_IN_FRONT)])
    base = words("suggested_adjustments.base", n=len(figures), who=extent_in_words(context), years=years)
    unscored = sum("group_not_scored" in codes for codes in figures["unknown"])
    base += words("suggested_adjustments.not_scored", n=unscored) if unscored else ""
    return base + as_of_in_words(context)


def row(site: Record, context: Context) -> Row:
    """The suggestion with its grounds, and what is not known; it opens the site."""
    words, kind = context.words, site["suggested"]
    grounds, remarks = grounds_in_words(site["reasons"], words), remarks_in_words(site["unknown"], words)
    badge = words(f"adjustment.{kind}")
    return Row(SUGGESTION_BADGES[kind], badge, str(site["short_name"]), grounds, remarks, site_link(site))


HEADS = heads(
    SITE,
    Head(
        "suggested",
        "suggested_adjustments.head.suggestion",
        said=lambda site, context: context.words(f"adjustment.{site['suggested'] or 'none'}"),
    ),
    *("site_no", "name", "unit", "state", "since"),
    Head(
        "reasons",
        "suggested_adjustments.head.grounds",
        said=lambda site, context: grounds_in_words(site["reasons"], context.words),
    ),
    Head("overdue", "suggested_adjustments.head.overdue", "integer"),
    Head(
        "unknown",
        "suggested_adjustments.head.unknown",
        said=lambda site, context: unknown_in_words(site["unknown"], context.words),
    ),
)
# The table has every site shown, also those of which nothing is suggested.
SUGGESTED_ADJUSTMENTS = records(
    "suggested_adjustments",
    read,
    finding,
    row,
    HEADS,
    first=lambda figures, _context: figures[figures["suggested"] != ""].head(ROWS_SHOWN),
    ledgers=rests_on,
    needs=("demonstration_site",),
    ignores=("period", "compare"),
)
