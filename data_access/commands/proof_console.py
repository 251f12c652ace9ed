"""What the commands of proving say: a publication, the chain of all, a data version; all words from the catalogues."""

from collections.abc import Iterable, Mapping

import pandas as pd
from rich.console import Console

from data_access.asked.selection import group_in_words
from data_access.checking.known_words import label
from data_access.commands.console import MOST_SHOWN, printed, say, table_of
from data_access.publishing.changed_inputs import ChangedInput
from data_access.publishing.proof_words import break_in_words, stamp_in_words, verification_in_words
from data_access.publishing.publication_check import Verification, Walk
from data_access.publishing.receipt import beginning, grouped
from data_access.publishing.stamps import Stamp
from wording import UNKNOWN, Wording


def say_verification(console: Console, verification: Verification, words: Wording) -> None:
    """Whether the publication is as it was made, by what that is proved, and what today's data would make of it."""
    for sentence in verification_in_words(verification, words):
        say(console, sentence)
    if verification.today is not None:
        _say_today(console, verification.today, words)


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
    say(console, stamp_in_words(version, stamp, words))
