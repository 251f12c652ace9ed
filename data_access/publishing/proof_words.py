"""What a proof says in sentences, one after the other: on a terminal and on a page alike."""

from collections.abc import Iterator

from data_access.asked.selection import group_in_words
from data_access.publishing.chain import Break
from data_access.publishing.evidence import Difference
from data_access.publishing.publication_check import Proof, Verification
from data_access.publishing.receipt import grouped
from data_access.publishing.stamps import Contradicted, Stamp
from wording import UNKNOWN, Wording

# So many groups that differ are rather mistyped: content that differs in a single sign has another SHA-256 throughout.
MOST_MISTYPED = 2
# More differences than this nobody reads one by one.
MOST_NAMED = 20


def verification_in_words(
    verification: Verification, words: Wording, *, by_hand: str = "verify.against_itself", named: bool = True
) -> Iterator[str]:
    """Whether the publication is as it was made, and by what that is proved; not what today's data would make of it.

    ``by_hand`` is the key of the sentence that says how what proves only itself is held against a receipt; with
    ``named`` the differences are told one by one, with the codes of their units.
    """
    number, proof = verification.publication_no, verification.proof
    same = "verify.sha256_same" if verification.sha256 == verification.expected else "verify.sha256_other"
    shas = {"sha256": grouped(verification.sha256), "expected": grouped(verification.expected)}
    if verification.redacted_on and same == "verify.sha256_same":
        yield words("verify.redacted", number=number, on=words.date(verification.redacted_on))
        yield words("verify.sha256_kept", number=number, **shas)
    else:
        yield words(same, number=number, **shas)
    yield from _of_receipt(proof, words, redacted=verification.redacted_on is not None)
    yield from _of_chain(number, proof, words)
    key = grouped(proof.key) if proof.key else UNKNOWN
    yield words(f"verify.signature.{proof.signature}", number=number, key=key)
    yield from _differences(verification.differences, words, named)
    if verification.sound and proof.receipt is None and proof.signature != "proved":
        yield words(by_hand, number=number)


def _of_receipt(proof: Proof, words: Wording, *, redacted: bool) -> Iterator[str]:
    if proof.receipt is None:
        return
    yield from (words("receipt.read_as", sign=sign, digit=digit) for sign, digit in proof.receipt.read_as)
    if not proof.other_groups:
        yield words("receipt.same_redacted" if redacted else "receipt.same")
    elif len(proof.other_groups) <= MOST_MISTYPED:
        yield words("receipt.few_groups", groups=words.join(list(map(str, proof.other_groups))))
    else:
        yield words("receipt.other")


def _of_chain(number: str, proof: Proof, words: Wording) -> Iterator[str]:
    """How the publication hangs together with its neighbours, or where it does not."""
    if proof.breaks:
        yield from (break_in_words(each, words) for each in proof.breaks)
        return
    yield words(f"chain.{proof.linked}", number=number, previous=proof.previous_no)
    if proof.next_no:
        yield words("chain.named_by", number=number, next=proof.next_no)
    else:
        yield words("chain.last", number=number)


def break_in_words(each: Break, words: Wording) -> str:
    """Where the chain breaks and by what."""
    shas = {"expected": grouped(each.expected), "found": grouped(each.found)}
    return words(f"chain.break.{each.fault}", number=each.number, other=each.other, **shas)


def _differences(differences: tuple[Difference, ...], words: Wording, named: bool) -> Iterator[str]:
    if not differences:
        yield words("verify.results_same")
        return
    yield words("verify.results_other", n=len(differences))
    for each in differences[:MOST_NAMED] if named else ():
        values = {name: getattr(each, name) for name in ("unit", "frame", "figure", "published", "found")}
        if each.unit:
            yield "  " + words("verify.difference", group=group_in_words(each.group, words), **values)
        else:
            yield "  " + words("verify.difference_of_list", **values)
    if named and len(differences) > MOST_NAMED:
        yield words("load.more", n=len(differences) - MOST_NAMED)


def stamp_in_words(version: int, stamp: Stamp, words: Wording, *, on_page: bool = False) -> str:
    """What can be said of a data version; on a page nobody is sent to a command."""
    if stamp.standing == "confirmed":
        return words("verify.stamp.confirmed", version=version, n=stamp.tallies)
    if stamp.standing == "differs":
        keys = words.join(list(stamp.differing))
        said = "proof.stamp.differs" if on_page else "verify.stamp.differs"
        return words(said, version=version, n=len(stamp.differing), keys=keys)
    if stamp.standing in ("published", "altered"):
        said = f"proof.stamp.{stamp.standing}" if on_page else f"verify.stamp.{stamp.standing}"
        return words(said, version=version, number=stamp.publication_no)
    if stamp.standing == "stands":
        return words("proof.stamp.stands", version=version)
    if stamp.load_no is None:
        return words("verify.stamp.recounted", version=version)
    return words("verify.stamp.replaced", version=version, on=words.date(stamp.on), number=stamp.load_no)


def contradiction_in_words(each: Contradicted, version: int, words: Wording) -> str:
    """What a stamp says beside its version that cannot be so."""
    return words(f"proof.contradicted.{each.what}", version=version, said=each.said, expected=each.expected)
