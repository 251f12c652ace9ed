"""Proving a publication: its bytes, its results from its own inputs, the chain around it, what is on paper and signed.

And what today's data make of it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import Engine

from data_access.counting.tallies import tally_hash
from data_access.problems import Refused
from data_access.publishing import signing
from data_access.publishing.chain import Break, Chain, Link, chain_of
from data_access.publishing.chain import Standing as Linked
from data_access.publishing.evidence import Difference, Evidence, evidence
from data_access.publishing.publication_content import LINES, RESULTS, Published, decoded, frozen, group_as_json
from data_access.publishing.publications import as_published, content_of
from data_access.publishing.receipt import Receipt, beginning
from data_access.reading.assessed import RULES, judged
from data_access.reading.reader import Reader
from data_access.reading.viewer import ALL_SEEING
from data_access.store.state import read_state


@dataclass(frozen=True)
class Proof:
    """What proves a publication to somebody who does not trust the database. ``other_groups``: of the receipt's SHA-256
    those that differ, None without a receipt. ``breaks`` of the chain are those that concern it; ``next_no`` is the
    publication that names it, '' for the last. ``signature`` as in ``signing.standing_of``, ``key`` the one it names.
    """

    linked: Linked
    previous_no: str
    next_no: str
    breaks: tuple[Break, ...]
    signature: signing.Standing
    key: str | None
    receipt: Receipt | None
    other_groups: tuple[int, ...]

    @property
    def sound(self) -> bool:
        return not self.breaks and self.signature in signing.SOUND and not self.other_groups


@dataclass(frozen=True)
class Verification:
    """What was found.

    ``today``: by group the rows of ``as_published`` that differ from today's recalculation; None where there is nothing
    to be compared, since the publication itself was altered. ``sha256`` is the one of the stored bytes, ``expected``
    the one stored beside them; ``differences`` are between the stored results and those of the stored inputs by the
    rules of then, and between the content and what is stored beside it.
    """

    publication_no: str
    sha256: str
    expected: str
    redacted_on: dt.date | None
    differences: tuple[Difference, ...]
    proof: Proof
    today: Mapping[str, pd.DataFrame] | None

    @property
    def sound(self) -> bool:
        """Whether the publication is as it was made; corrections since do not make it less so."""
        return self.sha256 == self.expected and not self.differences and self.proof.sound


def verify(
    engine: Engine, publication_no: str, receipt: Receipt | None = None, public_key: str | None = None
) -> Verification:
    """What ``verification`` finds on a connection of its own, and what today's data make of the publication.

    Raises ``problems.Refused`` also when the figures of today were counted by other rules.
    """
    with engine.connect() as connection, connection.begin():
        if read_state(connection).tally_hash != tally_hash():
            raise Refused("verify.recount_first")
        reader = Reader(connection, ALL_SEEING)
        found = verification(reader, publication_no, receipt, public_key)
        own = evidence(reader)[publication_no]
        return replace(found, today=_today(reader, own) if own.intact else None)


def verification(
    reader: Reader, publication_no: str, receipt: Receipt | None = None, public_key: str | None = None
) -> Verification:
    """Compute a publication's SHA-256 and results anew, and compare them with what is outside of it.

    That is the chain, the SHA-256 on a receipt, and the public key (hexadecimal digits) that the office handed out.
    ``today`` is left out. Raises ``problems.Refused`` when there is none, and when its content is no publication's any
    more.
    """
    known = evidence(reader)
    if publication_no not in known:
        raise Refused("verify.no_longer" if receipt else "publishing.unknown", value=publication_no)
    found, stored = known[publication_no], content_of(reader, publication_no)
    try:
        differences = (*found.of_row, *_of_results(decoded(stored)), *found.of_ranks)
    except (ValueError, KeyError, TypeError) as error:
        # Tampered content may make the rules fail: more lost cases than cases, a unit that is not there.
        raise Refused("verify.unreadable", value=publication_no, expected=found.listed) from error
    proof = _proof(found, stored, chain_in(known), receipt, public_key)
    redacted_on = found.heading.redacted_on if found.heading else None
    return Verification(publication_no, found.sha256, found.listed, redacted_on, differences, proof, None)


def number_of(reader: Reader, receipt: Receipt) -> str:
    """The publication that a receipt without a number is of; ``problems.Refused`` where none has its SHA-256."""
    for number, found in evidence(reader).items():
        if found.sha256 == receipt.sha256:
            return number
    raise Refused("proof.no_such_receipt", value=beginning(receipt.sha256))


@dataclass(frozen=True)
class Walk:
    """All publications in the order of making, the chain of them, and by number what each one's signature proves.

    ``no_such_key``: a public key was given, and none is signed with its private one.
    """

    known: Mapping[str, Evidence]
    chain: Chain
    signatures: Mapping[str, signing.Standing]
    no_such_key: bool

    @property
    def sound(self) -> bool:
        """Whether nothing breaks the chain and every content is what is stored beside it; results are not computed."""
        same = all(each.intact and not each.of_ranks for each in self.known.values())
        signed = set(self.signatures.values()) <= signing.SOUND | {"lacking"} and not self.no_such_key
        return same and not self.chain.breaks and signed


def walk(engine: Engine, public_key: str | None = None) -> Walk:
    """Go through the chain of all publications; a public key is held against those that are signed."""
    with engine.connect() as connection, connection.begin():
        return walked(Reader(connection, ALL_SEEING), public_key)


def walked(reader: Reader, public_key: str | None = None) -> Walk:
    """The same on the connection of a reader."""
    known = evidence(reader)
    signatures = {number: _signature(found, content_of(reader, number), public_key) for number, found in known.items()}
    no_such_key = public_key is not None and "proved" not in signatures.values()
    return Walk(known, chain_in(known), signatures, no_such_key)


def _signature(found: Evidence, stored: bytes, public_key: str | None) -> signing.Standing:
    """What the signature proves; of a redacted content that there was one, and by which key it says it was."""
    standing = signing.standing_of(stored, _key_in(found), found.signature, public_key)
    is_redacted = found.heading is not None and found.heading.redacted_on is not None
    if standing != "forged" or not is_redacted:
        return standing
    return "unproved" if public_key else "redacted"


def _key_in(found: Evidence) -> str | None:
    return found.heading.signing_key if found.heading else None


def chain_in(known: Mapping[str, Evidence]) -> Chain:
    """The chain of all stored publications."""
    return chain_of([Link.of(each) for each in known.values()])


def _proof(found: Evidence, stored: bytes, chain: Chain, receipt: Receipt | None, public_key: str | None) -> Proof:
    number, heading, key = found.publication_no, found.heading, _key_in(found)
    return Proof(
        linked=chain.standings[number],
        previous_no=heading.previous.number if heading and heading.previous else "",
        next_no=chain.next_to(number),
        breaks=chain.around(number),
        signature=_signature(found, stored, public_key),
        key=key,
        receipt=receipt,
        other_groups=receipt.other_groups(found.sha256) if receipt else (),
    )


def _today(reader: Reader, found: Evidence) -> dict[str, pd.DataFrame]:
    both = {group: as_published(reader, found.publication_no, group) for group in found.ranks}
    differing = {group: rows[rows["differs"]].reset_index(drop=True) for group, rows in both.items()}
    return {group: rows for group, rows in differing.items() if len(rows)}


def _of_results(content: Published) -> Iterator[Difference]:
    """Where the stored results are not what the rules of then make of the stored inputs."""
    for group, then in content.groups.items():
        # By the definitions of then, whatever the city calls by these keys now.
        with content.declared.standing():
            assessed = judged(content.scheme, group, content.period, then.inputs, content.rules)
        again, kept = group_as_json(frozen(assessed))["results"], group_as_json(then)["results"]
        for name in (*RESULTS, *([LINES] if LINES in kept else [])):
            frames = (kept[name], again[name]) if content.rules == RULES else _in_common(kept[name], again[name])
            before, now = map(_by_place, frames)
            for place in dict.fromkeys([*before, *now]):
                if before.get(place) != now.get(place):
                    code, figure = place
                    yield Difference(group, code, name, figure, before.get(place), now.get(place))


def _in_common(kept: dict[str, Any], again: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Two frames with the columns that both have.

    What only today's rules make was not published; what only earlier ones made, its SHA-256 alone vouches for.
    """
    columns = [[name for name, _kind in frame["columns"]] for frame in (kept, again)]
    for frame, names in zip((kept, again), columns, strict=True):
        places = [place for place, name in enumerate(names) if all(name in each for each in columns)]
        rows = [[row[place] for place in places] for row in frame["rows"]]
        yield {"columns": [frame["columns"][place] for place in places], "rows": rows}


def _by_place(frame: dict[str, Any]) -> dict[tuple[str, str], object]:
    """The cells of a kept frame by unit code and figure; a figure of a part is named with its part."""
    names = [column for column, _kind in frame["columns"]]
    cells: dict[tuple[str, str], object] = {}
    for row in frame["rows"]:
        record = dict(zip(names, row, strict=True))
        part = [str(record[key]) for key in ("component", "key", "clause", "source", "veto_no") if record.get(key)]
        for figure, value in record.items():
            cells[record["code"], " ".join([*part, figure])] = value
    return cells
