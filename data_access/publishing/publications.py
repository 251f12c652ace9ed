"""Reading what was published: the list, one publication as it was frozen, and the ranks of all of them.

Published figures of a peer group are open to every viewer; what somebody wrote (reasons, descriptions, names) is cut to
the viewer's units, as in the ledgers. What today's data make of a published period is for those alone who may see what
is not published; for other viewers everything of today is unknown here.
"""

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pandas as pd
from sqlalchemy import select

from assessment.moves import PARTS, move_parts
from assessment.scheme import Scheme
from assessment.scoring import score
from data_access.asked.periods import GRAINS, Period, period_of
from data_access.asked.selection import PublishedPeriod
from data_access.publishing.changed_inputs import changed_inputs
from data_access.publishing.evidence import RANKS, WHOLE_RANKS, checked_ranks, evidence
from data_access.publishing.publication_content import Published, PublishedGroup, decoded
from data_access.reading.assessed import Assessed, assess, read_inputs
from data_access.reading.covered import as_called
from data_access.reading.reader import Reader
from data_access.store.tables import publication

# The columns of free text, by frame; they are cut to the viewer's units.
_TEXTS = {"marks": ("reason", "assessor"), "events": ("description", "decided_by")}
_RESULT_TEXTS = {"parts": ("reason",), "vetoes": ("description",)}
_LISTED = ["publication_no", "period", "first", "last", "as_of", "scheme_year", "scheme_version", "data_version",
           "version_made", "published_at", "published_by", "supersedes", "superseded_by", "reason",
           "sha256"]  # fmt: skip
# The figures of a unit that are compared, as published and now.
_SIDES = ("score", "rank", "award_place", "eligible")
AS_PUBLISHED = ["code", "unit", *(f"{name}_{side}" for name in _SIDES for side in ("published", "now")), "changed",
                "differs", "doubt"]  # fmt: skip
_DTYPES = {"score": "float64", "rank": "Int64", "award_place": "Int64", "eligible": "boolean"}
# A last month after every period, so that no code is cut to the data.
_NEVER = dt.date(9999, 12, 1)


def whole_period(code: str) -> Period | None:
    """The months a code names (2025, 2026Q3, 2026-10, 2026-01~2026-06), not cut to the data; None for anything else."""
    named = next((period for grain in GRAINS if (period := period_of(grain, code.strip(), _NEVER))), None)
    return named and Period("custom", named.first, named.last)


def publications(reader: Reader) -> pd.DataFrame:
    """Every publication, the one of the latest period first, and of one period the newest first; one statement.

    Columns: publication_no, period (a code like 2026-01~2026-06), first, last (months), as_of, scheme_year,
    scheme_version, data_version (at which it was computed), version_made (which it made), published_at, published_by,
    supersedes, superseded_by, reason (None where blank), sha256.
    """
    listed: pd.DataFrame = reader.kept("publications", "", lambda: _read_publications(reader))
    return listed.copy()


def _read_publications(reader: Reader) -> pd.DataFrame:
    columns = [column for column in publication.c if column.name != "content"]
    listed = reader.frame(select(*columns))
    periods = [_period(code) for code in listed["period"]]
    later = listed.dropna(subset="supersedes").set_index("supersedes")["publication_no"]
    listed = listed.assign(
        first=[period.first for period in periods],
        last=[period.last for period in periods],
        # A publication raises the version by one, within the lock under which it is computed.
        version_made=listed["data_version"] + 1,
        superseded_by=listed["publication_no"].map(later),
    )
    numbers = listed["publication_no"].map(_running_number)
    order = listed.assign(number=numbers).sort_values(["last", "first", "number"], ascending=False).index
    texts = ["supersedes", "superseded_by", "reason"]
    listed[texts] = listed[texts].astype(object).where(listed[texts].notna(), None)
    return listed.loc[order, _LISTED].reset_index(drop=True)


def _period(code: str) -> Period:
    period = whole_period(code)
    if period is None:
        raise ValueError(f"expected the code of a period, got {code!r}")
    return period


def _running_number(publication_no: str) -> int:
    return int(publication_no.rpartition("-")[2])


def in_force(reader: Reader) -> pd.DataFrame:
    """The publications that no later one supersedes, as ``publications`` lists them."""
    listed = publications(reader)
    return listed[listed["superseded_by"].isna()].reset_index(drop=True)


def published_periods(reader: Reader) -> tuple[PublishedPeriod, ...]:
    """The publications in force, as a selection's choices hold them."""
    rows = in_force(reader).to_dict("records")
    return tuple(
        PublishedPeriod(row["publication_no"], row["first"], row["last"], int(row["version_made"])) for row in rows
    )


def publication_of(reader: Reader, period: Period) -> str | None:
    """The publication in force of exactly these months; None when there is none."""
    listed = in_force(reader)
    same = listed[listed["first"].eq(period.first) & listed["last"].eq(period.last)]
    return None if same.empty else str(same["publication_no"].iat[0])


def latest_before(reader: Reader, period: Period) -> str | None:
    """The last publication in force of other months that ended before the period did, or with it; None without one."""
    listed = in_force(reader)
    same = listed["first"].eq(period.first) & listed["last"].eq(period.last)
    before = listed[listed["last"].le(period.last) & ~same]
    return None if before.empty else str(before["publication_no"].iat[0])


def content_of(reader: Reader, publication_no: str) -> bytes:
    """The bytes of a publication as they were stored; ``KeyError`` when there is none of this number."""
    stored = reader.frame(select(publication.c.content).where(publication.c.publication_no == publication_no))
    if stored.empty:
        raise KeyError(publication_no)
    return bytes(stored["content"].iat[0])


def published(reader: Reader, publication_no: str) -> Published:
    """A publication as it was frozen, its texts cut to the viewer's units; ``KeyError`` when there is none.

    ``ValueError`` when its content is no publication's any more.
    """
    whole: Published = reader.kept("published", publication_no, lambda: decoded(content_of(reader, publication_no)))
    allowed = reader.allowed()
    if allowed is None:
        return whole
    groups = {key: _cut(group, allowed) for key, group in whole.groups.items()}
    if reader.viewer.audience:
        groups = {key: _as_called(group, reader.units()) for key, group in groups.items()}
    return replace(whole, groups=groups)


def _cut(group: PublishedGroup, allowed: frozenset[str]) -> PublishedGroup:
    inputs = {name: _without_texts(getattr(group.inputs, name), texts, allowed) for name, texts in _TEXTS.items()}
    results = {name: _without_texts(getattr(group, name), texts, allowed) for name, texts in _RESULT_TEXTS.items()}
    return replace(group, inputs=replace(group.inputs, **inputs), **results)


def _as_called(group: PublishedGroup, units: pd.DataFrame) -> PublishedGroup:
    """A group with its units called as they are before an audience."""

    def called(part: Any) -> dict[str, pd.DataFrame]:
        frames = {each.name: getattr(part, each.name) for each in fields(part)}
        return {name: as_called(frame, units) for name, frame in frames.items() if isinstance(frame, pd.DataFrame)}

    return replace(group, **called(group), inputs=replace(group.inputs, **called(group.inputs)))


def _without_texts(frame: pd.DataFrame, texts: tuple[str, ...], allowed: frozenset[str]) -> pd.DataFrame:
    own = frame["code"].isin(allowed)
    return frame.assign(**{name: frame[name].astype(object).where(own, None) for name in texts})


def rank_history(reader: Reader, group: str) -> pd.DataFrame:
    """The published ranks of a peer group, the earliest period first; superseded publications are left out.

    Columns: code, publication_no, period, as_of, score, score_rank, award_place (<NA> when ineligible), rank_low,
    rank_high, eligible, grade, doubt (of ``evidence.checked_ranks``: whether the stored rank or the whole publication
    was altered; figures are those of the content, and unknown where that proves nothing).
    """
    history: pd.DataFrame = reader.kept("rank_history", group, lambda: _rank_history(reader, group))
    return history.copy()


def _rank_history(reader: Reader, group: str) -> pd.DataFrame:
    listed, found = in_force(reader)[["publication_no", "period", "as_of", "last", "first"]], evidence(reader)
    parts = [checked_ranks(found[number], group).assign(publication_no=number) for number in listed["publication_no"]]
    ranks = pd.concat(parts) if parts else pd.DataFrame(columns=["code", *RANKS, "doubt", "publication_no"])
    ranks = ranks.merge(listed, on="publication_no")
    ranks = ranks.sort_values(["last", "first", "score_rank", "code"], na_position="last").reset_index(drop=True)
    ranks = ranks.astype(dict.fromkeys(WHOLE_RANKS, "Int64") | {"score": float, "eligible": "boolean"})
    return ranks[["code", "publication_no", "period", "as_of", *RANKS, "doubt"]]


def published_ranks(reader: Reader, group: str, period: Period) -> pd.DataFrame:
    """The rows of ``rank_history`` of the last publication before the period (``latest_before``), by code."""
    history = rank_history(reader, group)
    return history[history["publication_no"] == latest_before(reader, period)].set_index("code")


def as_published(reader: Reader, publication_no: str, group: str) -> pd.DataFrame:
    """Each unit of a published group beside its recalculation from today's data, by the scheme it was published with.

    Columns: code, unit, score_published, score_now, rank_published, rank_now, award_place_published, award_place_now,
    eligible_published, eligible_now, changed (a list of ``ChangedInput``), differs (whether any figure does), doubt
    (as in ``rank_history``). In the order as published; units that were not in the group then come last. Empty when
    the group was not published and when the publication is not intact; ``KeyError`` when there is no such publication.
    """
    found = evidence(reader)[publication_no]
    if not found.intact or group not in found.ranks:
        return pd.DataFrame(columns=AS_PUBLISHED)
    then = published(reader, publication_no)
    before = then.groups[group]
    now = assess(reader, group, then.period, then.scheme, then.rules) if reader.viewer.sees_unpublished else None
    columns = ["code", "unit", *_SIDES]
    today = before.table[columns].iloc[:0] if now is None else now.table[columns]
    both = before.table[columns].merge(today, on="code", how="outer", suffixes=("_published", "_now"), sort=False)
    changed = changed_inputs(before.inputs, now.inputs) if now else {}
    doubts = checked_ranks(found, group).set_index("code")["doubt"]
    compared = both.assign(
        unit=both["unit_published"].fillna(both["unit_now"]),
        changed=[changed.get(code, []) for code in both["code"]],
        doubt=[doubts.get(code, "") for code in both["code"]],
    )
    types = {f"{name}_{side}": dtype for name, dtype in _DTYPES.items() for side in ("published", "now")}
    compared = compared.astype(types)
    compared = compared.assign(differs=_differ(compared) & reader.viewer.sees_unpublished)
    return compared.sort_values(["rank_published", "code"], na_position="last")[AS_PUBLISHED].reset_index(drop=True)


def _differ(both: pd.DataFrame) -> pd.Series:
    differs = pd.Series(False, index=both.index)
    for name in _SIDES:
        before, now = both[f"{name}_published"], both[f"{name}_now"]
        unlike = before.ne(now).astype("boolean").fillna(True).astype(bool)
        differs |= unlike & ~(before.isna() & now.isna())
    return differs


def moves(reader: Reader, now: Assessed, publication_no: str) -> pd.DataFrame:
    """Why each unit's score rank is not what a publication said: ``move_parts`` of the group, in places.

    Columns: code, rank_before, rank_now, corrected, scheme, own, others; positive is gained. The steps are: as
    published; the published months with today's data; the same by the scheme of ``now``; ``now``. Empty when the group
    was not published, when the publication is not intact, and for viewers who may not see unpublished figures;
    ``KeyError`` without such a publication.
    """
    found = evidence(reader)[publication_no]
    if not found.intact or now.group not in found.ranks or not reader.viewer.sees_unpublished:
        return pd.DataFrame(columns=["code", "rank_before", "rank_now", *PARTS])
    then = published(reader, publication_no)
    steps = (
        then.groups[now.group].totals.set_index("code")["score"],
        _scores(reader, now.group, then.period, then.scheme),
        _scores(reader, now.group, then.period, now.scheme),
        now.scores.totals.set_index("code")["score"],
    )
    codes = list(dict.fromkeys([*steps[-1].index, *steps[0].index]))
    return move_parts(*steps, codes)


def _scores(reader: Reader, group: str, period: Period, scheme: Scheme) -> pd.Series:
    """The scores of today's data over a period by a scheme, worked out once: mostly both steps ask for the same."""

    def scored() -> pd.Series:
        inputs = read_inputs(reader, group, period, scheme)
        codes = inputs.units["code"].tolist()
        totals = score(scheme, group, inputs.counts, inputs.marks, inputs.reviews, codes).totals
        scores: pd.Series = totals.set_index("code")["score"]
        return scores

    kept: pd.Series = reader.kept("scored_again", (group, period, scheme), scored)
    return kept
