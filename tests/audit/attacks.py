"""What somebody who can write the whole database can do to what was published.

The attacker is the program itself: a forgery is computed by the same rules, so it agrees with itself in all.
"""

import hashlib
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, delete, insert, update

from data_access.publishing.publication_content import Published, decoded, encoded, frozen, rank_rows, sha256_of
from data_access.reading.assessed import judged
from data_access.store.tables import publication, publication_rank, unit
from tests.data_access.ledger_sheets import rows_of


def content_in(engine: Engine, number: str) -> bytes:
    return next(bytes(row["content"]) for row in rows_of(engine, publication) if row["publication_no"] == number)


def sha256_in(engine: Engine, number: str) -> str:
    """What the receipt of a publication says."""
    return hashlib.sha256(content_in(engine, number)).hexdigest()


def with_better_marks(content: Published, code: str = "C3", mark: float = 100.0) -> Published:
    """The publication with another mark for one county, and everything that follows from it computed anew."""
    groups = {}
    for group, then in content.groups.items():
        marks = then.inputs.marks.assign(score=then.inputs.marks["score"].mask(then.inputs.marks["code"] == code, mark))
        inputs = replace(then.inputs, marks=marks)
        groups[group] = frozen(judged(content.scheme, group, content.period, inputs))
    return replace(content, groups=groups)


def remove(engine: Engine, number: str) -> None:
    with engine.begin() as connection:
        for table in (publication_rank, publication):
            connection.execute(delete(table).where(table.c.publication_no == number))


def store(engine: Engine, content: bytes, **columns: Any) -> None:
    """Put a publication into the database with everything that stands beside its content."""
    found = decoded(content)
    same = ("publication_no", "supersedes", "reason", "as_of", "data_version", "published_at", "published_by")
    row = {name: getattr(found, name) for name in same} | {
        "period": found.period.code, "scheme_year": found.scheme.year, "scheme_version": found.scheme.version,
        "content": content, "sha256": sha256_of(content), **columns,
    }  # fmt: skip
    ids = {each["code"]: each["unit_id"] for each in rows_of(engine, unit)}
    ranks = [
        {"unit_id": ids[code], "publication_no": found.publication_no, "peer_group": group, **figures}
        for group, then in found.groups.items()
        for code, figures in rank_rows(then.table)
    ]
    with engine.begin() as connection:
        connection.execute(insert(publication).values(row))
        connection.execute(insert(publication_rank), ranks)


def forge(engine: Engine, number: str, **columns: Any) -> None:
    """The whole forgery: content, SHA-256 and ranks of a publication, all computed anew."""
    forged = encoded(with_better_marks(decoded(content_in(engine, number))))
    remove(engine, number)
    store(engine, forged, **columns)


def tamper_rank(engine: Engine, number: str, code: str, **figures: object) -> None:
    ids = {each["code"]: each["unit_id"] for each in rows_of(engine, unit)}
    rank = publication_rank
    with engine.begin() as connection:
        own = (rank.c.publication_no == number) & (rank.c.unit_id == ids[code])
        connection.execute(update(rank).where(own).values(**figures))


def tamper_content(engine: Engine, number: str, before: bytes, after: bytes) -> None:
    content = content_in(engine, number)
    assert before in content
    with engine.begin() as connection:
        changed = update(publication).where(publication.c.publication_no == number)
        connection.execute(changed.values(content=content.replace(before, after)))
