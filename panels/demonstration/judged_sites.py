"""The sites with the adjustment that article 20 suggests for each: what the panels of the page rest on."""

import datetime as dt

import pandas as pd

from assessment.demonstration import SUGGESTIONS, judged
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from data_access.reading.sites import SITE_COLUMNS, sites
from panels.declare import Context, scored_ledgers
from panels.demonstration.facts import facts_of

LEDGER = "demonstration_site"
COLUMNS = [*SITE_COLUMNS, "suggested", "reasons", "unknown", "overdue"]


def rests_on(context: Context) -> tuple[str, ...]:
    """The ledgers behind what is suggested of a site."""
    return (LEDGER, "rectification", *scored_ledgers(context))


def known_to(context: Context) -> dt.date:
    """The day up to which the events of sites are known."""
    return context.known(LEDGER)


def judged_sites(reader: Reader, context: Context) -> pd.DataFrame:
    """Every site that the viewer may see, whatever the filters show; it stands at the day they are known to.

    Columns: ``SITE_COLUMNS``, then suggested ('' or one of ``SUGGESTIONS``), reasons (tuple of ``Reason``), unknown
    (tuple of codes, see ``Judgement``), overdue (items of the unit; <NA> where no ledger tells).
    """
    sites_judged: pd.DataFrame = reader.kept("judged_sites", "", lambda: _judged(reader, context))
    return sites_judged.copy()


def shown_sites(reader: Reader, context: Context) -> pd.DataFrame:
    """The sites of the units that the filters and the unit looked at closely leave, the gravest suggestion first."""
    all_sites, extent = judged_sites(reader, context), extent_of(reader, context.selection)
    return gravest_first(
        all_sites if extent.unit_ids is None else all_sites[all_sites["unit_id"].isin(extent.unit_ids)]
    )


def gravest_first(all_sites: pd.DataFrame) -> pd.DataFrame:
    """The sites in the order in which to decide on them: by suggestion, those with most grounds and the oldest first.

    Sites of which nothing is suggested come last, in their own order.
    """
    without = len(SUGGESTIONS)
    order = pd.DataFrame(
        {
            "gravity": [SUGGESTIONS.index(kind) if kind else without for kind in all_sites["suggested"]],
            "grounds": [-len(reasons) for reasons in all_sites["reasons"]],
            "since": pd.to_datetime(all_sites["since"].where(all_sites["suggested"] != "", None)).to_numpy(),
            "place": range(len(all_sites)),
        }
    )
    places = order.sort_values(["gravity", "grounds", "since", "place"])["place"]
    return all_sites.iloc[places.to_numpy()].reset_index(drop=True)


def _judged(reader: Reader, context: Context) -> pd.DataFrame:
    as_of = known_to(context)
    listed = sites(reader, as_of)
    facts = facts_of(reader, context, listed)
    judgements = [judged(each, as_of) for each in facts]
    rows = [(each.suggested, each.reasons, each.unknown) for each in judgements]
    added = pd.DataFrame(rows, columns=["suggested", "reasons", "unknown"], index=listed.index, dtype=object)
    overdue = pd.array([each.overdue for each in facts], dtype="Int64")
    return pd.concat([listed, added], axis=1).assign(overdue=overdue)
