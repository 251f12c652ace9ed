"""What the commands of proving say: a publication, the chain of all, a data version; all words from the catalogues."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd
from rich.console import Console

from data_access.asked.selection import group_in_words
from data_access.checking.known_words import label
from data_access.commands.console import MOST_SHOWN, printed, say, table_of
from data_access.publishing.chain import Break
from data_access.publishing.changed_inputs import ChangedInput
from data_access.publishing.evidence import Difference
from data_access.publishing.publication_check import Proof, Verification, Walk
from data_access.publishing.receipt import beginning, grouped
from data_access.publishing.stamps import Stamp
from wording import UNKNOWN, Wording

# So many groups that differ are rather mistyped: content that differs in a single sign has another SHA-256 throughout.
MOST_MISTYPED = 2


def say_verification(console: Console, verification: Verification, words: Wording) -> None:
    """Whether the publication is as it was made, by what that is proved, and what today's data would make of it."""
    number, proof = verification.publication_no, verification.proof
    same = "verify.sha256_same" if verification.sha256 == verification.expected else "verify.sha256_other"
    shas = {"sha256": grouped(verification.sha256), "expected": grouped(verification.expected)}
    if verification.redacted_on and same == "verify.sha256_same":
        say(console, words("verify.redacted", number=number, on=words.date(verification.redacted_on)))
        say(console, words("verify.sha256_kept", number=number, **shas))
    else:
        say(console, words(same, number=number, **shas))
    for sentence in _of_receipt(proof, words, redacted=verification.redacted_on is not None):
        say(console, sentence)
    for sentence in _of_chain(number, proof, words):
        say(console, sentence)
    key = grouped(proof.key) if proof.key else UNKNOWN
    say(console, words(f"verify.signature.{proof.signature}", number=number, key=key))
    _say_differences(console, verification.differences, words)
    if verification.sound and proof.receipt is None and proof.signature != "proved":
        say(console, words("verify.against_itself", number=number))
    if verification.today is not None:
        _say_today(console, verification.today, words)


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


def say_walk(console: Console, walk: Walk, words: Wording) -> None:
    """Every publication with its place in the chain, then where that breaks first, then what else is altered."""
    if not walk.known:
        say(console, words("publications.none"))
        return
    _say_links(console, walk, words)
    breaks = walk.chain.breaks
    if breaks:
        say(console, words("chain.breaks", n=len(breaks)))
        for each in breaks[:MOST_SHOWN]:
            say(console, "  " + break_in_words(each, words))
    else:
        before = [number for number, standing in walk.chain.standings.items() if standing == "before"]
        say(console, words("chain.whole", n=len(walk.known)))
        if before:
            say(console, words("chain.some_before", n=len(before), numbers=words.join(before)))
    for number, found in walk.known.items():
        if found.heading and found.sha256 != found.listed:
            shas = {"sha256": grouped(found.sha256), "expected": grouped(found.listed)}
            say(console, words("verify.sha256_other", number=number, **shas))
        if differences := (*found.of_row, *found.of_ranks):
            say(console, words("chain.copies_other", n=len(differences), number=number))
    _say_redacted(console, walk, words)
    if walk.no_such_key:
        say(console, words("chain.no_such_key"))
    if walk.sound:
        head = list(walk.known.values())[-1]
        say(console, words("chain.head", number=head.publication_no, sha256=grouped(head.sha256)))


def _say_redacted(console: Console, walk: Walk, words: Wording) -> None:
    for number, found in walk.known.items():
        if found.heading and found.heading.redacted_on:
            say(console, words("verify.redacted", number=number, on=words.date(found.heading.redacted_on)))


def _say_links(console: Console, walk: Walk, words: Wording) -> None:
    names = ("no", "at", "sha256", "link", "previous", "signature")
    table = table_of(words(f"chain.column.{name}") for name in names)
    for number, found in walk.known.items():
        heading = found.heading
        previous = heading.previous.number if heading and heading.previous else UNKNOWN
        cells = (
            number,
            f"{heading.published_at:%Y-%m-%d %H:%M}" if heading else UNKNOWN,
            beginning(found.sha256),
            words(f"chain.standing.{walk.chain.standings[number]}"),
            previous,
            words(f"signature.{walk.signatures[number]}"),
        )
        table.add_row(*map(printed, cells))
    console.print(table)


def _say_differences(console: Console, differences: tuple[Difference, ...], words: Wording) -> None:
    if not differences:
        say(console, words("verify.results_same"))
        return
    say(console, words("verify.results_other", n=len(differences)))
    for each in differences[:MOST_SHOWN]:
        named = {name: getattr(each, name) for name in ("unit", "frame", "figure", "published", "found")}
        if each.unit:
            say(console, "  " + words("verify.difference", group=group_in_words(each.group, words), **named))
        else:
            say(console, "  " + words("verify.difference_of_list", **named))
    if len(differences) > MOST_SHOWN:
        say(console, words("load.more", n=len(differences) - MOST_SHOWN))


def _say_today(console: Console, today: Mapping[str, pd.DataFrame], words: Wording) -> None:
    if not today:
        say(console, words("verify.today_same"))
        return
    say(console, words("verify.today_other", n=sum(map(len, today.values()))))
    names = ("unit", "score", "rank", "award_place", "why")
    for group, rows in today.items():
        table = table_of((words(f"verify.column.{name}") for name in names), title=group_in_words(group, words))
        for row in rows.to_dict("records"):
            figures = [_before_now(row, name, decimals, words) for name, decimals in _COMPARED]
            table.add_row(*map(printed, (row["unit"], *figures, changes_in_words(row["changed"], words))))
        console.print(table)


_COMPARED = (("score", 2), ("rank", 0), ("award_place", 0))


def _before_now(row: dict[str, object], name: str, decimals: int, words: Wording) -> str:
    values = (row[f"{name}_{side}"] for side in ("published", "now"))
    before, now = (UNKNOWN if pd.isna(value) else words.number(float(str(value)), decimals) for value in values)
    return before if before == now else words("verify.before_now", before=before, now=now)


def changes_in_words(changed: Iterable[ChangedInput], words: Wording) -> str:
    """The changed inputs of a unit: 出庭应诉率 20/25 → 17/25."""
    changes = [
        words(
            "verify.changed",
            item=label("item", each.key, words),
            before=_figure(each.numerator_before, each.denominator_before, words),
            now=_figure(each.numerator_now, each.denominator_now, words),
        )
        for each in changed
    ]
    return words.join(changes) if changes else words("verify.none_changed")


def _figure(numerator: float | None, denominator: float | None, words: Wording) -> str:
    parts = [words.as_written(part) for part in (numerator, denominator) if part is not None]
    return "/".join(parts) if numerator is not None else UNKNOWN


def say_stamp(console: Console, version: int, stamp: Stamp, words: Wording) -> None:
    """What can be said of a data version."""
    if stamp.standing == "confirmed":
        say(console, words("verify.stamp.confirmed", version=version, n=stamp.tallies))
    elif stamp.standing == "differs":
        keys = words.join(list(stamp.differing))
        say(console, words("verify.stamp.differs", version=version, n=len(stamp.differing), keys=keys))
    elif stamp.standing in ("published", "altered"):
        say(console, words(f"verify.stamp.{stamp.standing}", version=version, number=stamp.publication_no))
    elif stamp.load_no is None:
        say(console, words("verify.stamp.recounted", version=version))
    else:
        on = words.date(stamp.on)
        say(console, words("verify.stamp.replaced", version=version, on=on, number=stamp.load_no))
