"""Proving a publication: its bytes, its results from its own inputs, and what today's data make of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, select

from data_access.counting.tallies import tally_hash
from data_access.problems import Refused
from data_access.publishing.publication_content import (
    RESULTS,
    Published,
    decoded,
    frozen,
    group_as_json,
    rank_rows,
    sha256_of,
)
from data_access.publishing.publications import as_published, content_of, publications
from data_access.reading.assessed import judged
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING
from data_access.store.state import read_state
from data_access.store.tables import publication, publication_rank, unit

# A figure of older publications that no rule makes any more: groups of units that could not be told apart, which said
# so of pairs that could. It is kept as it was frozen and shown nowhere; its SHA-256 alone vouches for it.
NO_LONGER_MADE = {("table", "band")}


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
class Verification:
    """What was found. ``today``: by group the rows of ``as_published`` that differ from today's recalculation.

    ``sha256`` is the one of the stored bytes, ``expected`` the one stored beside them; ``differences`` are between the
    stored results and those of the stored inputs by today's rules, and between the content and the stored ranks.
    """

    publication_no: str
    sha256: str
    expected: str
    differences: tuple[Difference, ...]
    today: Mapping[str, pd.DataFrame]

    @property
    def sound(self) -> bool:
        """Whether the publication is as it was made; corrections since do not make it less so."""
        return self.sha256 == self.expected and not self.differences


def verify(engine: Engine, publication_no: str) -> Verification:
    """Compute a publication's SHA-256 and results anew.

    Raises ``problems.Refused`` when there is none, when its content is no publication's any more, and when the figures
    of today were counted by other rules.
    """
    with engine.connect() as connection, connection.begin():
        if read_state(connection).tally_hash != tally_hash():
            raise Refused("verify.recount_first")
        reader = Reader(connection, ALL_SEEING)
        listed = publications(reader).set_index("publication_no", drop=False)
        if publication_no not in listed.index:
            raise Refused("publishing.unknown", value=publication_no)
        row = listed.loc[publication_no].to_dict()
        stored = content_of(reader, publication_no)
        try:
            content = decoded(stored)
            differences = (*_of_row(row, content), *_of_results(content), *_of_ranks(connection, content))
        except (ValueError, KeyError, TypeError) as error:
            # Tampered content may make the rules fail: more lost cases than cases, a unit that is not there.
            raise Refused("verify.unreadable", value=publication_no, expected=row["sha256"]) from error
        today = _today(reader, content, publication_no)
    return Verification(publication_no, sha256_of(stored), row["sha256"], differences, today)


def _today(reader: Reader, content: Published, publication_no: str) -> dict[str, pd.DataFrame]:
    both = {group: as_published(reader, publication_no, group) for group in content.groups}
    differing = {group: rows[rows["differs"]].reset_index(drop=True) for group, rows in both.items()}
    return {group: rows for group, rows in differing.items() if len(rows)}


def _of_row(row: Mapping[str, Any], content: Published) -> Iterator[Difference]:
    """Where what is listed of the publication is not what its content says."""
    same = ("publication_no", "supersedes", "reason", "as_of", "data_version", "published_at", "published_by")
    of_content = {name: getattr(content, name) for name in same} | {
        "period": content.period.code,
        "scheme_year": content.scheme.year,
        "scheme_version": content.scheme.version,
    }
    for name, value in of_content.items():
        if row[name] != value:
            yield Difference("", "", publication.name, name, value, row[name])


def _of_results(content: Published) -> Iterator[Difference]:
    """Where the stored results are not what today's rules make of the stored inputs."""
    for group, then in content.groups.items():
        again = group_as_json(frozen(judged(content.scheme, group, content.period, then.inputs)))["results"]
        kept = group_as_json(then)["results"]
        for name in RESULTS:
            before, now = (_by_place(name, frames[name]) for frames in (kept, again))
            for place in dict.fromkeys([*before, *now]):
                if before.get(place) != now.get(place):
                    code, figure = place
                    yield Difference(group, code, name, figure, before.get(place), now.get(place))


def _by_place(name: str, frame: dict[str, Any]) -> dict[tuple[str, str], object]:
    """The cells of a kept frame by unit code and figure; a figure of a part is named with its part."""
    names = [column for column, _kind in frame["columns"]]
    cells: dict[tuple[str, str], object] = {}
    for row in frame["rows"]:
        record = dict(zip(names, row, strict=True))
        part = [str(record[key]) for key in ("component", "key", "clause", "source", "veto_no") if record.get(key)]
        for figure, value in record.items():
            if (name, figure) not in NO_LONGER_MADE:
                cells[record["code"], " ".join([*part, figure])] = value
    return cells


def _of_ranks(connection: Connection, content: Published) -> Iterator[Difference]:
    """Where the rows that rankings over time are read from are not those of the content."""
    rank = publication_rank
    statement = select(unit.c.code, rank).join(unit, rank.c.unit_id == unit.c.unit_id)
    of_publication = statement.where(rank.c.publication_no == content.publication_no)
    stored = {row["code"]: dict(row) for row in connection.execute(of_publication).mappings()}
    frozen_ranks = {
        code: (group, figures) for group, then in content.groups.items() for code, figures in rank_rows(then.table)
    }
    for code, (group, figures) in frozen_ranks.items():
        row = stored.pop(code, {})
        for name, value in {"peer_group": group, **figures}.items():
            if row.get(name) != value:
                yield Difference(group, code, rank.name, name, value, row.get(name))
    for code, row in stored.items():
        yield Difference(row["peer_group"], code, rank.name, "score_rank", None, row["score_rank"])
