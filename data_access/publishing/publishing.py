"""Publishing: what was computed of a period is frozen, for ever (domain: Publication). Nothing is changed or deleted.

A later publication may supersede one, with a reason; both stay as they were.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, select

from assessment.scheme import Scheme
from assessment.scheme_faults import faults
from data_access.asked.periods import Period, shift
from data_access.asked.selection import Selection
from data_access.counting.tallies import tally_hash
from data_access.problems import Refused
from data_access.publishing.evidence import evidence
from data_access.publishing.publication_content import (
    FORMAT,
    Previous,
    Published,
    encoded,
    frozen,
    rank_rows,
    sha256_of,
)
from data_access.publishing.publication_refusals import NotPublishable, Unsound, lacking, undecided
from data_access.publishing.publications import publications, whole_period
from data_access.publishing.signing import Signer
from data_access.reading.assessed import RULES, Assessed, assess, assessed_period
from data_access.reading.assessment_inputs import scheme_for
from data_access.reading.figures import indicator_counts
from data_access.reading.own_indicators import own_declared
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING
from data_access.store.state import hold_lock, raise_version, read_state
from data_access.store.tables import monthly_tally, publication, publication_rank
from data_access.store.writing import bulk_insert

# The tally of the judgments of which the ledger says when they took effect.
IN_EFFECT = "effective"


@dataclass(frozen=True)
class Publication:
    """A publication as it was stored, or as it would be: ``content``, its SHA-256 and its signature if it has one.

    ``version_made`` is the data version it made, one above the one it was computed at (``content.data_version``).
    """

    content: Published
    stored: bytes
    sha256: str
    signature: str | None

    @property
    def publication_no(self) -> str:
        return self.content.publication_no

    @property
    def version_made(self) -> int:
        return self.content.data_version + 1


@dataclass(frozen=True)
class Order:
    """What is to be published, by whom, instead of what, and signed with which key."""

    period_code: str
    published_by: str
    supersedes: str | None = None
    reason: str | None = None
    signer: Signer | None = None

    def __post_init__(self) -> None:
        if not self.published_by.strip():
            raise Refused("publishing.no_name")
        if self.supersedes and not (self.reason or "").strip():
            raise Refused("publishing.no_reason", value=self.supersedes)
        if self.reason and not self.supersedes:
            raise Refused("publishing.reason_alone")


def preview(engine: Engine, order: Order, now: dt.datetime | None = None) -> Publication:
    """What ``publish`` would store now; refuses as it does. Nothing is written."""
    with engine.begin() as connection:
        hold_lock(connection)
        return _prepared(connection, order, now)


def publish(
    engine: Engine,
    period_code: str,
    *,
    published_by: str,
    supersedes: str | None = None,
    reason: str | None = None,
    signer: Signer | None = None,
    now: dt.datetime | None = None,
    agreed_version: int | None = None,
) -> Publication:
    """Freeze the period (2026-01~2026-06, 2025) for every peer group that the scheme of its year knows.

    In one transaction, under the lock of loads; the data version is raised. ``agreed_version`` is the version at which
    somebody looked at it and agreed: refused when the data are others now. Raises ``problems.Refused``: the period is
    not one of an assessment year, or not over at the day that all ledgers reach; the year has no scheme, or one with
    faults; a unit lacks a required mark, review or report; a veto proposal is undecided; the period is published
    already; ``supersedes`` has no reason or cannot be superseded; the name is blank; the publication made last was
    altered, so that it is not known what to link to. Nothing is stored then.
    """
    order = Order(period_code, published_by, supersedes, reason, signer)
    with engine.begin() as connection:
        hold_lock(connection)
        prepared = _prepared(connection, order, now)
        if agreed_version not in (None, prepared.content.data_version):
            raise Refused("publishing.data_moved")
        _store(connection, prepared)
        raise_version(connection)
    return prepared


def _prepared(connection: Connection, order: Order, now: dt.datetime | None) -> Publication:
    reader = Reader(connection, ALL_SEEING)
    state = read_state(connection)
    if state.data_as_of is None:
        raise Refused("publishing.no_data")
    if state.tally_hash != tally_hash():
        raise Refused("publishing.recount_first")
    as_of = reader.dates().common or state.data_as_of
    period = _period(order.period_code, as_of)
    listed = publications(reader)
    _refuse_wrong_predecessor(order, period, listed)
    previous = _previous(reader)
    scheme = _scheme(reader, period.last.year)
    groups = [assessed for group in scheme.groups if (assessed := assess(reader, group, period, scheme)) is not None]
    if not groups:
        raise Refused("publishing.nobody", value=str(scheme.year))
    _refuse_unready(groups)
    _refuse_nothing_in_effect(reader, period, scheme, groups)
    number = _next_number(period.last.year, listed)
    content = _content(order, number, previous, period, scheme, groups, state, as_of, now)
    content = replace(content, declared=own_declared(reader).of({item.key for item in scheme.items}))
    stored = encoded(content)
    signature = order.signer.signature(stored) if order.signer else None
    return Publication(content, stored, sha256_of(stored), signature)


def _content(
    order: Order,
    number: str,
    previous: Previous | None,
    period: Period,
    scheme: Scheme,
    groups: list[Assessed],
    state: Any,
    as_of: dt.date,
    now: dt.datetime | None,
) -> Published:
    return Published(
        format=FORMAT,
        rules=RULES,
        previous=previous,
        signing_key=order.signer.public_key if order.signer else None,
        publication_no=number,
        supersedes=order.supersedes or None,
        reason=order.reason.strip() if order.reason else None,
        period=period,
        as_of=as_of,
        data_version=state.data_version,
        counting_rules=state.tally_hash,
        published_at=(now or dt.datetime.now()).replace(microsecond=0),
        published_by=order.published_by.strip(),
        scheme=scheme,
        groups={assessed.group: frozen(assessed) for assessed in groups},
    )


def _period(code: str, as_of: dt.date) -> Period:
    """The months to be published, of one year from January on and over; raises ``problems.Refused``."""
    whole = whole_period(code)
    if whole is None:
        raise Refused("publishing.no_period", value=code)
    if whole.first.month != 1:
        raise Refused("publishing.not_from_january", value=code)
    period = assessed_period(whole)
    if period is None:
        raise Refused("publishing.crosses_years", value=code)
    if period.first > as_of:
        raise Refused("publishing.after_data", value=code, expected=as_of.isoformat())
    if shift(period.last, 1) - dt.timedelta(days=1) > as_of:
        raise Refused("publishing.not_over", value=code, expected=as_of.isoformat())
    return period


def _scheme(reader: Reader, year: int) -> Scheme:
    scheme = scheme_for(reader, year)
    if scheme is None:
        raise Refused("publishing.no_scheme", value=str(year))
    reasons = faults(scheme)
    if reasons:
        values = {"year": str(scheme.year), "version": str(scheme.version)}
        raise NotPublishable("publishing.unsound", map(Unsound, reasons), **values)
    return scheme


def _refuse_wrong_predecessor(order: Order, period: Period, listed: pd.DataFrame) -> None:
    in_force = listed[listed["superseded_by"].isna()].set_index("publication_no")["period"]
    standing = in_force.index[in_force == period.code]
    if not order.supersedes:
        if len(standing):
            raise Refused("publishing.already", value=period.code, expected=standing[0])
        return
    row = listed[listed["publication_no"] == order.supersedes]
    if row.empty:
        raise Refused("publishing.unknown", value=order.supersedes)
    if row["superseded_by"].iat[0] is not None:
        raise Refused("publishing.superseded", value=order.supersedes, expected=row["superseded_by"].iat[0])
    if row["period"].iat[0] != period.code:
        raise Refused("publishing.other_period", value=order.supersedes, expected=row["period"].iat[0])


def _previous(reader: Reader) -> Previous | None:
    """The publication made last, to be named by the next; raises ``problems.Refused`` when it was altered since."""
    last = next(reversed(evidence(reader).values()), None)
    if last is None:
        return None
    if not last.intact:
        raise Refused("publishing.previous_altered", value=last.publication_no)
    return Previous(last.publication_no, last.sha256)


def _refuse_unready(groups: list[Assessed]) -> None:
    missing = list(lacking(groups))
    if missing:
        raise NotPublishable("publishing.lacking", missing)
    proposed = list(undecided(groups))
    if proposed:
        raise NotPublishable("publishing.undecided", proposed)


def _refuse_nothing_in_effect(reader: Reader, period: Period, scheme: Scheme, groups: list[Assessed]) -> None:
    """Where losses count by the judgments in effect, a ledger that never says when one took effect clears everybody."""
    if scheme.loss_basis != "effective" or not all(each.nothing_in_effect for each in groups):
        return
    if reader.frame(select(monthly_tally.c.month).where(monthly_tally.c.tally_key == IN_EFFECT).limit(1)).empty:
        city = indicator_counts(reader, Selection(period, "none", groups[0].group), ("loss_rate",))
        closed = int(city.loc[city["level"] == "city", "denominator"].sum())
        if closed:
            raise Refused("publishing.nothing_in_effect", value=str(closed))


def _next_number(year: int, listed: pd.DataFrame) -> str:
    """The assessment year and a running number within it."""
    numbers = [number.rpartition("-") for number in listed["publication_no"]]
    last = max((int(running) for of_year, _, running in numbers if of_year == str(year)), default=0)
    return f"{year}-{last + 1}"


def _store(connection: Connection, prepared: Publication) -> None:
    content = prepared.content
    same = ("publication_no", "supersedes", "reason", "as_of", "data_version", "published_at", "published_by")
    connection.execute(
        publication.insert().values(
            **{name: getattr(content, name) for name in same},
            period=content.period.code,
            scheme_year=content.scheme.year,
            scheme_version=content.scheme.version,
            content=prepared.stored,
            sha256=prepared.sha256,
            signature=prepared.signature,
        )
    )
    bulk_insert(connection, publication_rank, _rank_rows(connection, content))


def _rank_rows(connection: Connection, content: Published) -> list[dict[str, Any]]:
    units = Reader(connection, ALL_SEEING).units().set_index("code")["unit_id"]
    return [
        {"unit_id": int(units[code]), "publication_no": content.publication_no, "peer_group": group, **figures}
        for group, frozen_group in content.groups.items()
        for code, figures in rank_rows(frozen_group.table)
    ]
