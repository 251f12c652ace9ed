"""What the stored contents prove, and which of the copies beside them (the row, its ranks) are no longer theirs.

Whoever shows or names a published place asks here, so that an altered copy is never shown as published.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd
from sqlalchemy import select

from data_access.publishing.publication_content import Heading, RankRows, heading_of
from data_access.publishing.redaction import known_as
from data_access.reading.reader import Reader
from data_access.store.tables import publication, publication_rank, unit

# The figures of a rank, as ``publication_rank`` names them.
RANKS = ("score", "score_rank", "award_place", "rank_low", "rank_high", "eligible", "grade")
WHOLE_RANKS = ("score_rank", "award_place", "rank_low", "rank_high")
# How far a published rank can be trusted: "" wholly; ALTERED: its stored copy was, the figures are those of the
# content; BROKEN: the content itself proves nothing, there are no figures.
ALTERED, BROKEN = "altered", "broken"
Row = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """A figure of a unit that is not what it should be; ``frame`` and ``figure`` say which, values as they are kept.

    Without a unit it is about what is listed of the publication itself.
    """

    group: str
    unit: str
    frame: str
    figure: str
    published: object
    found: object


@dataclass(frozen=True)
class Evidence:
    """One stored publication.

    ``sha256`` is the one of the stored bytes (of before a text was purged, see ``known_as``), ``listed`` the one stored
    beside them; ``heading`` is None where the
    bytes are no publication's. ``of_row`` are the differences between the row and the content, ``of_ranks`` those
    between the stored ranks and the content. ``ranks``: by peer group what the content says; where it says nothing,
    the units of the stored ranks without figures.
    """

    publication_no: str
    sha256: str
    listed: str
    listed_version: int
    signature: str | None
    heading: Heading | None
    of_row: tuple[Difference, ...] = ()
    of_ranks: tuple[Difference, ...] = ()
    ranks: Mapping[str, RankRows] = field(default_factory=dict)

    @property
    def intact(self) -> bool:
        """Whether content, SHA-256 and row agree, so that the content may be shown as what was published.

        It may still be a forgery that is wholly computed anew: the chain, a receipt or a signature tell.
        """
        return self.heading is not None and self.sha256 == self.listed and not self.of_row

    @property
    def doubt(self) -> str:
        """How far it can be trusted as a whole: "", ALTERED (some stored rank was) or BROKEN."""
        return BROKEN if not self.intact else ALTERED if self.of_ranks else ""

    @property
    def data_version(self) -> int:
        """The data version it was computed at: publications are made in its order."""
        return self.listed_version if self.heading is None else self.heading.data_version


def evidence(reader: Reader) -> dict[str, Evidence]:
    """Every publication by its number, in the order of making; two statements, once per data version."""
    kept: dict[str, Evidence] = reader.kept("evidence", "", lambda: _read(reader))
    return kept


def _read(reader: Reader) -> dict[str, Evidence]:
    rows = _records(reader.frame(select(publication)))
    stored = _stored_ranks(reader) if rows else {}
    found = [_evidence(row, stored.get(row["publication_no"], {})) for row in rows]
    return {each.publication_no: each for each in sorted(found, key=lambda each: each.data_version)}


def _stored_ranks(reader: Reader) -> dict[str, dict[str, Row]]:
    """The rows of ``publication_rank`` by publication and unit code."""
    rank = publication_rank.c
    statement = select(unit.c.code, rank.publication_no, rank.peer_group, *(rank[name] for name in RANKS))
    frame = reader.frame(statement.join_from(publication_rank, unit, rank.unit_id == unit.c.unit_id))
    by_publication: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in _records(frame.astype(dict.fromkeys(WHOLE_RANKS, "Int64") | {"eligible": "boolean"})):
        by_publication[row["publication_no"]][row["code"]] = row
    return by_publication


def _records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame; what is blank is None, as it is in the content."""
    blank = frame.astype(object)
    records: list[Row] = blank.where(blank.notna(), None).to_dict("records")
    return records


def _evidence(row: Row, stored: dict[str, Row]) -> Evidence:
    content = bytes(row["content"])
    known = partial(
        Evidence,
        publication_no=row["publication_no"],
        sha256=known_as(content),
        listed=row["sha256"],
        listed_version=row["data_version"],
        signature=row["signature"],
    )
    try:
        heading, ranks = heading_of(content)
    except ValueError:
        return known(heading=None, ranks=_without_figures(stored))
    of_ranks = tuple(_of_ranks(ranks, stored))
    return known(heading=heading, of_row=tuple(_of_row(row, heading)), of_ranks=of_ranks, ranks=ranks)


def _without_figures(stored: dict[str, Row]) -> dict[str, RankRows]:
    groups: dict[str, RankRows] = defaultdict(list)
    for code, row in stored.items():
        groups[row["peer_group"]].append((code, dict.fromkeys(RANKS)))
    return groups


def _of_row(row: Row, heading: Heading) -> Iterator[Difference]:
    """Where what is listed of the publication is not what its content says."""
    same = ("publication_no", "supersedes", "reason", "as_of", "data_version", "published_at", "published_by")
    of_content = {name: getattr(heading, name) for name in same} | {
        "period": heading.period.code,
        "scheme_year": heading.scheme.year,
        "scheme_version": heading.scheme.version,
    }
    for name, value in of_content.items():
        if row[name] != value:
            yield Difference("", "", publication.name, name, value, row[name])


def _of_ranks(ranks: Mapping[str, RankRows], stored: Mapping[str, Row]) -> Iterator[Difference]:
    """Where the stored ranks are not those of the content, and those that the content does not have."""
    frozen = {code: (group, figures) for group, rows in ranks.items() for code, figures in rows}
    for code, (group, figures) in frozen.items():
        row = stored.get(code, {})
        for name, value in {"peer_group": group, **figures}.items():
            if row.get(name) != value:
                yield Difference(group, code, publication_rank.name, name, value, row.get(name))
    for code, row in stored.items():
        if code not in frozen:
            group = row["peer_group"]
            yield Difference(group, code, publication_rank.name, "peer_group", None, group)


def checked_ranks(found: Evidence, group: str) -> pd.DataFrame:
    """The published ranks of a peer group: code, the names of ``RANKS`` and doubt ("", ALTERED or BROKEN).

    Figures are those of the content; a publication that is not intact has none. A unit that only the stored ranks
    know, which the publication never ranked, is there without figures.
    """
    own, blank = dict(found.ranks.get(group, [])), dict.fromkeys(RANKS)
    altered = dict.fromkeys(each.unit for each in found.of_ranks if each.group == group)
    rows = [
        {
            "code": code,
            **(own.get(code, blank) if found.intact else blank),
            "doubt": BROKEN if not found.intact else ALTERED if code in altered else "",
        }
        for code in {**own, **altered}
    ]
    return pd.DataFrame(rows, columns=["code", *RANKS, "doubt"], dtype=object)
