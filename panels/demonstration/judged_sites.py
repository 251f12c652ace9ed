"""The sites with the adjustment that article 20 suggests for each: what the panels of the page rest on."""

import pandas as pd

from assessment.demonstration import SUGGESTIONS, judged
from data_access.reading.extent import extent_of
from data_access.reading.reader import Reader
from data_access.reading.sites import SITE_COLUMNS, sites
from panels.declare import Context
from panels.demonstration.facts import facts_of

COLUMNS = [*SITE_COLUMNS, "suggested", "reasons", "unknown", "overdue"]


def judged_sites(reader: Reader, context: Context) -> pd.DataFrame:
    """Every site that the viewer may see, whatever the filters show; it stands at the data's date.

    Columns: ``SITE_COLUMNS``, then suggested ('' or one of ``SUGGESTIONS``), reasons (tuple of ``Reason``), unknown
    (tuple of codes, see ``Judgement``), overdue (items of the unit; <NA> where no ledger tells).
    """
    found: pd.DataFrame = reader.kept("judged_sites", context.as_of, lambda: _judged(reader, context))
    return found.copy()


def shown_sites(reader: Reader, context: Context) -> pd.DataFrame:
    """The sites of the units that the filters and the unit looked at closely leave, the gravest suggestion first."""
    found, extent = judged_sites(reader, context), extent_of(reader.units(), context.selection)
    return gravest_first(found if extent.unit_ids is None else found[found["unit_id"].isin(extent.unit_ids)])


def gravest_first(found: pd.DataFrame) -> pd.DataFrame:
    """The sites in the order in which to decide on them: by suggestion, those with most grounds and the oldest first.

    Sites of which nothing is suggested come last, in their own order.
    """
    without = len(SUGGESTIONS)
    order = pd.DataFrame(
        {
            "gravity": [SUGGESTIONS.index(kind) if kind else without for kind in found["suggested"]],
            "grounds": [-len(reasons) for reasons in found["reasons"]],
            "since": pd.to_datetime(found["since"].where(found["suggested"] != "", None)).to_numpy(),
            "place": range(len(found)),
        }
    )
    places = order.sort_values(["gravity", "grounds", "since", "place"])["place"]
    return found.iloc[places.to_numpy()].reset_index(drop=True)


def _judged(reader: Reader, context: Context) -> pd.DataFrame:
    found = sites(reader, context.as_of)
    facts = facts_of(reader, context, found)
    judgements = [judged(each, context.as_of) for each in facts]
    rows = [(each.suggested, each.reasons, each.unknown) for each in judgements]
    added = pd.DataFrame(rows, columns=["suggested", "reasons", "unknown"], index=found.index, dtype=object)
    overdue = pd.array([each.overdue for each in facts], dtype="Int64")
    return pd.concat([found, added], axis=1).assign(overdue=overdue)
