"""Which sites should lose their plate, be warned, or get one, and why? Article 20, computed for people to decide."""

import pandas as pd

from assessment.demonstration import SUGGESTIONS, YEARS_IN_FRONT
from data_access.reading.reader import Reader
from panels.columns import SITE, columns
from panels.declare import Chart, Column, Context, Finding, Level, Panel, Table
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
        return Finding(words("suggested_adjustments.nothing_for_one", site=site), "plain", base)
    if suggested.empty:
        return Finding(words("suggested_adjustments.nothing", who=who, n=len(figures)), "plain", base)
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


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows": the suggestions, the gravest first; a click opens the site."""
    words = context.words
    suggested = figures[figures["suggested"] != ""].head(ROWS_SHOWN)
    data = pd.DataFrame(
        {
            "code": [site_link(row) for _, row in suggested.iterrows()],
            "order": range(len(suggested)),
            "badge": [SUGGESTION_BADGES[kind] for kind in suggested["suggested"]],
            "badge_text": [words(f"adjustment.{kind}") for kind in suggested["suggested"]],
            "name": suggested["short_name"].astype(str),
            "text": [grounds_in_words(reasons, words) for reasons in suggested["reasons"]],
            "note": [remarks_in_words(codes, words) for codes in suggested["unknown"]],
        }
    )
    return Chart("rows", data)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every site shown, also those of which nothing is suggested, with what is not known of each."""
    words = context.words
    told = figures.assign(
        suggestion_text=[words(f"adjustment.{kind or 'none'}") for kind in figures["suggested"]],
        state_text=[words.label("site_state", state) for state in figures["state"]],
        grounds=[grounds_in_words(reasons, words) for reasons in figures["reasons"]],
        not_known=[unknown_in_words(codes, words) for codes in figures["unknown"]],
    )
    shown = columns(
        SITE,
        words,
        Column("suggestion_text", words("suggested_adjustments.head.suggestion")),
        "site_no",
        "name",
        "unit",
        "state_text",
        "since",
        Column("grounds", words("suggested_adjustments.head.grounds")),
        Column("overdue", words("suggested_adjustments.head.overdue"), "integer"),
        Column("not_known", words("suggested_adjustments.head.unknown")),
    )
    return Table(told, shown)


SUGGESTED_ADJUSTMENTS = Panel("suggested_adjustments", read, finding, chart, table, drill="link", ledgers=rests_on)
