"""What is published of merged units: their successor's figures, and of what was published before each unit's own."""

import json

import pytest
from alembic import command
from sqlalchemy import Engine, select, update

from data_access.ledgers.scheme import SCHEME
from data_access.publishing.publication_check import verify
from data_access.publishing.publication_content import sha256_of
from data_access.publishing.publishing import Publication, publish
from data_access.store.tables import publication
from data_access.upkeep.schema import _config, differences, migrate
from tests.audit.merged_city import COUNTIES, MUNICIPAL, fill, scheme
from tests.data_access.assessed_city import NOW, OFFICE, PERIOD, decision, load, of_ledger

IN_MARCH = {"M1": ("M2", "2025-03-31")}
# Below 24/34 heads and last, or above 5/34 lost and first: of the departments M3, of the counties C1 (3 of 6; 1 of 6).
PROPOSED = (
    ("M3", "appearance", "5/10", MUNICIPAL), ("M3", "loss", "2/10", MUNICIPAL),
    ("C1", "appearance", "3/6", COUNTIES), ("C1", "loss", "1/6", COUNTIES),
)  # fmt: skip


def published(engine: Engine, how: str | None) -> Publication:
    rows = [decision(code, clause, figure, peer_group=group) for code, clause, figure, group in PROPOSED]
    fill(engine, IN_MARCH, how, of_ledger("veto_event", rows))
    return publish(engine, PERIOD, published_by=OFFICE, now=NOW)


def bases(content: Publication) -> dict[str, int]:
    """Suits heard, by department."""
    counts = content.content.groups[MUNICIPAL].inputs.counts
    heard = counts[counts["indicator"] == "appearance_rate"]
    return {code: int(base) for code, base in zip(heard["code"], heard["denominator"], strict=True)}


@pytest.mark.one_in(3)
@pytest.mark.parametrize(("how", "expected"), [(None, {"M2": 10, "M3": 10}), ("own", {"M2": 6, "M3": 10})])
def test_a_publication_freezes_the_counts_as_its_scheme_has_them(
    database: Engine, how: str | None, expected: dict[str, int]
) -> None:
    made = published(database, how)
    assert bases(made) == expected
    found = verify(database, made.publication_no)
    assert (found.sound, found.today) == (True, {})


@pytest.mark.long
def test_a_publication_of_before_is_judged_with_every_units_cases_its_own(database: Engine) -> None:
    number = published(database, "own").publication_no
    with database.begin() as connection:
        document = json.loads(connection.execute(select(publication.c.content)).scalar_one())
        del document["scheme"]["merged_cases"]
        stored = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        connection.execute(update(publication).values(content=stored, sha256=sha256_of(stored)))
    found = verify(database, number)
    assert (found.sound, found.today) == (True, {})


@pytest.mark.long
def test_a_scheme_that_was_published_stays_as_it_was_and_the_others_pass_cases_on(database: Engine) -> None:
    published(database, "own")
    load(database, *scheme("successor", version=2))
    with database.begin() as connection:
        command.downgrade(_config(connection), "0013")
    migrate(database)
    with database.connect() as connection:
        settings = select(SCHEME.table.c.version, SCHEME.table.c.merged_cases)
        assert dict(connection.execute(settings).all()) == {1: "own", 2: "successor"}
    assert differences(database) == []
