"""Can it be proved? The chain of all publications; and what is true of a stamp, a publication or a receipt typed in."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from data_access.problems import Refused
from data_access.publishing.claims import Claim, claim_in
from data_access.publishing.evidence import evidence
from data_access.publishing.proof_words import (
    MOST_MISTYPED,
    contradiction_in_words,
    stamp_in_words,
    verification_in_words,
)
from data_access.publishing.publication_check import Verification, number_of, verification, walked
from data_access.publishing.receipt import beginning, grouped
from data_access.publishing.stamps import Contradicted, Stamp, contradictions, standing_of
from data_access.reading.reader import Reader
from panels.declare import AT_ANY_TIME, Chart, Column, Context, Finding, Level, Panel, Table
from panels.links import link_to
from panels.records import Row, listed

COLUMNS = ["number", "at", "link", "signature", "sha256", "sound", "claim", "found", "against", "named"]
# How far a stamp whose version this is can be trusted.
_LEVELS: dict[str, Level] = {"stands": "plain", "published": "good", "altered": "bad"}


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """What was found of what was typed, in one row; where nothing was, a row a publication in the order of making.

    Columns of a publication: number, at (when it was made), link and signature (``publication_check.Walk``), sha256,
    sound. Of a claim: claim (None where it could not be read), found (a ``Verification``, a ``Stamp`` or why there is
    none: ``Refused``), against (what a stamp says that cannot be so), named (whether codes of units may be said).
    """
    if context.selection.proof:
        return pd.DataFrame([_claimed(reader, context.selection.proof)], columns=COLUMNS, dtype=object)
    walk = walked(reader)
    rows = [
        {
            "number": number,
            "at": each.heading.published_at if each.heading else None,
            "link": walk.chain.standings[number],
            "signature": walk.signatures[number],
            "sha256": each.sha256,
            "sound": each.intact and not each.of_ranks and walk.chain.standings[number] != "broken",
        }
        for number, each in walk.known.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _claimed(reader: Reader, text: str) -> dict[str, Any]:
    claim: Claim | None = None
    against: tuple[Contradicted, ...] = ()
    try:
        claim = claim_in(text)
        if claim.version is None:
            found: Verification | Stamp | Refused = _publication_of(reader, claim)
        else:
            found = standing_of(reader, claim.version)
            against = tuple(contradictions(reader, claim, found))
    except Refused as refusal:
        found = refusal
    return {"claim": claim, "found": found, "against": against, "named": not reader.viewer.audience}


def _publication_of(reader: Reader, claim: Claim) -> Verification:
    number = claim.publication_no or (number_of(reader, claim.receipt) if claim.receipt else "")
    if number not in evidence(reader):
        raise Refused("verify.no_longer", value=number)
    return verification(reader, number, claim.receipt)


def _is_claim(figures: pd.DataFrame) -> bool:
    return len(figures) == 1 and pd.isna(figures["number"].iat[0])


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The first thing to be said: whether it holds; of all publications, whether their chain does."""
    words = context.words
    base = words("proof.base")
    if _is_claim(figures):
        [sentence, *_rest], level = _said(figures, context), _level(figures)
        return Finding(sentence, level, base)
    if figures.empty:
        return Finding(words("proof.no_publication"), "plain", base)
    broken = figures.loc[~figures["sound"].astype(bool), "number"].tolist()
    if broken:
        return Finding(words("proof.broken", n=len(broken), numbers=words.join(broken)), "bad", base)
    return Finding(words("proof.whole", n=len(figures)), "good", base)


def _level(figures: pd.DataFrame) -> Level:
    found = figures["found"].iat[0]
    if isinstance(found, Verification):
        return "good" if found.sound else "watch" if _is_mistyped(found) else "bad"
    if isinstance(found, Stamp):
        return "bad" if figures["against"].iat[0] else _LEVELS.get(found.standing, "watch")
    return "watch"


def _said(figures: pd.DataFrame, context: Context) -> list[str]:
    """What there is to say of a claim, the conclusion first."""
    words, found, claim = context.words, figures["found"].iat[0], figures["claim"].iat[0]
    if isinstance(found, Refused):
        # Nobody who reads a page is sent to a command.
        return [words("proof.recount_first") if found.message == "verify.recount_first" else found.in_words(words)]
    if isinstance(found, Stamp):
        against = [contradiction_in_words(each, claim.version, words) for each in figures["against"].iat[0]]
        return [*against, stamp_in_words(claim.version, found, words, on_page=True)]
    return [_of_publication(found, claim, context), *_parts(found, bool(figures["named"].iat[0]), context)]


def _parts(found: Verification, named: bool, context: Context) -> Iterator[str]:
    return verification_in_words(found, context.words, by_hand="proof.against_itself", named=named)


def _of_publication(found: Verification, claim: Claim, context: Context) -> str:
    if not found.sound and _but_for_the_receipt(found).sound:
        return context.words("proof.other_receipt", number=found.publication_no)
    if not found.sound:
        return context.words("proof.unsound", number=found.publication_no)
    return context.words("proof.as_receipt" if claim.receipt else "proof.sound", number=found.publication_no)


def _but_for_the_receipt(found: Verification) -> Verification:
    return replace(found, proof=replace(found.proof, receipt=None, other_groups=()))


def _is_mistyped(found: Verification) -> bool:
    """Whether it only differs in so few groups of the receipt that these were rather copied wrongly."""
    return len(found.proof.other_groups) <= MOST_MISTYPED and _but_for_the_receipt(found).sound


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows": a row a publication, which a click verifies; or what else there is to say of a claim."""
    if not _is_claim(figures):
        return listed(_publication(row, context) for row in figures.to_dict("records"))
    found = figures["found"].iat[0]
    opens = (
        link_to("definitions", proof=found.publication_no) if isinstance(found, Stamp) and found.publication_no else ""
    )
    rows = [Row("cause", "", "", sentence.strip(), "", opens) for sentence in _said(figures, context)[1:]]
    return listed(rows or [Row("cause", "", "", context.words("proof.open"), "", opens)] if opens else rows)


def _publication(each: dict[Any, Any], context: Context) -> Row:
    words = context.words
    badge, number = ("loaded" if each["sound"] else "differs"), each["number"]
    made = words.date(each["at"]) if each["at"] is not None else words.label("", None)
    said = words("proof.row", at=made, signature=words.label("signature", each["signature"]))
    link, note = link_to("definitions", proof=number), words("proof.sha256", sha256=beginning(each["sha256"]))
    return Row(badge, words.label("chain.standing", each["link"]), number, said, note, link)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """The publications; or the sentences on a claim, one a row."""
    words = context.words
    if _is_claim(figures):
        said = pd.DataFrame({"said": [sentence.strip() for sentence in _said(figures, context)]})
        return Table(said, (Column("said", words("proof.head.said")),))
    named = figures.assign(
        link=[words.label("chain.standing", link) for link in figures["link"]],
        signature=[words.label("signature", signature) for signature in figures["signature"]],
        sha256=[grouped(sha256) for sha256 in figures["sha256"]],
    )
    heads = {"number": "no", "at": "at", "link": "link", "signature": "signature", "sha256": "sha256"}
    columns = (
        Column(name, words(f"proof.head.{head}"), "date" if name == "at" else "text") for name, head in heads.items()
    )
    return Table(named, tuple(columns))


PROOF = Panel(
    "proof",
    read,
    finding,
    chart,
    table,
    drill="link",
    population="city",
    asks=("proof",),
    ignores=AT_ANY_TIME,
)
