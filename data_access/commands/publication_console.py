"""What the commands of publishing say; all words come from the catalogues."""

from collections.abc import Iterable

import pandas as pd
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from data_access.asked.selection import group_in_words
from data_access.checking.known_words import label
from data_access.commands.console import MOST_SHOWN, say
from data_access.publishing.changed_inputs import ChangedInput
from data_access.publishing.publication_check import Verification
from data_access.publishing.publishing import Publication
from data_access.publishing.stamps import Stamp
from wording import UNKNOWN, Wording

SHA256_SHOWN = 12


def say_summary(console: Console, shown: Publication, words: Wording) -> None:
    """What would be published, group by group."""
    content = shown.content
    say(
        console,
        words(
            "publishing.summary",
            number=content.publication_no,
            period=content.period.code,
            as_of=words.date(content.as_of),
            version=content.data_version,
            scheme=content.scheme.name,
            year=content.scheme.year,
            scheme_version=content.scheme.version,
            by=content.published_by,
        ),
    )
    if content.supersedes:
        say(console, words("publishing.supersedes", number=content.supersedes, reason=content.reason))
    names = ("group", "units", "scored", "ineligible", "first", "last")
    table = _table(words(f"publishing.column.{name}") for name in names)
    for group, published in content.groups.items():
        table.add_row(group_in_words(group, words), *_of_group(published.table, words))
    console.print(table)


def _table(headers: Iterable[str], title: str | None = None) -> Table:
    """On a narrow terminal cells take more lines; none is cut, for Chinese has no blanks to break at."""
    return Table(*(Column(header, overflow="fold") for header in headers), title=title, box=SIMPLE, pad_edge=False)


def _of_group(table: pd.DataFrame, words: Wording) -> list[Text]:
    scored = table[table["score"].notna()]
    counts = (len(table), len(scored), int((~table["eligible"]).sum()))
    ends = [UNKNOWN, UNKNOWN]
    if len(scored):
        ranks = (scored["rank"].min(), scored["rank"].max())
        ends = [words.join(scored.loc[scored["rank"] == rank, "unit"].tolist()) for rank in ranks]
    return [Text(text) for text in (*map(words.number, counts), *ends)]


def say_publications(console: Console, listed: pd.DataFrame, words: Wording) -> None:
    """All publications, a row each."""
    if listed.empty:
        say(console, words("publications.none"))
        return
    names = ("no", "period", "as_of", "version", "scheme", "by", "at", "superseded_by", "sha256")
    table = _table(words(f"publications.column.{name}") for name in names)
    for row in listed.itertuples():
        scheme = words("publications.scheme", year=row.scheme_year, version=row.scheme_version)
        cells = (row.publication_no, row.period, words.date(row.as_of), f"v{row.data_version}", scheme,
                 row.published_by, f"{row.published_at:%Y-%m-%d %H:%M}", row.superseded_by or UNKNOWN,
                 row.sha256[:SHA256_SHOWN])  # fmt: skip
        table.add_row(*map(Text, cells))
    console.print(table)


def say_verification(console: Console, verification: Verification, words: Wording) -> None:
    """Whether the publication is as it was made, and what today's data would make of it."""
    same = "verify.sha256_same" if verification.sha256 == verification.expected else "verify.sha256_other"
    values = {"number": verification.publication_no, "sha256": verification.sha256, "expected": verification.expected}
    say(console, words(same, **values))
    if verification.differences:
        say(console, words("verify.results_other", n=len(verification.differences)))
    else:
        say(console, words("verify.results_same"))
    for each in verification.differences[:MOST_SHOWN]:
        named = {name: getattr(each, name) for name in ("unit", "frame", "figure", "published", "found")}
        if each.unit:
            say(console, "  " + words("verify.difference", group=group_in_words(each.group, words), **named))
        else:
            say(console, "  " + words("verify.difference_of_list", **named))
    if len(verification.differences) > MOST_SHOWN:
        say(console, words("load.more", n=len(verification.differences) - MOST_SHOWN))
    _say_today(console, verification, words)


def _say_today(console: Console, verification: Verification, words: Wording) -> None:
    if not verification.today:
        say(console, words("verify.today_same"))
        return
    say(console, words("verify.today_other", n=sum(map(len, verification.today.values()))))
    names = ("unit", "score", "rank", "award_place", "why")
    for group, rows in verification.today.items():
        table = _table((words(f"verify.column.{name}") for name in names), title=group_in_words(group, words))
        for row in rows.to_dict("records"):
            figures = [_before_now(row, name, decimals, words) for name, decimals in _COMPARED]
            table.add_row(*map(Text, (row["unit"], *figures, changes_in_words(row["changed"], words))))
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
    elif stamp.standing == "published":
        say(console, words("verify.stamp.published", version=version, number=stamp.publication_no))
    elif stamp.load_no is None:
        say(console, words("verify.stamp.recounted", version=version))
    else:
        on = words.date(stamp.on)
        say(console, words("verify.stamp.replaced", version=version, on=on, number=stamp.load_no))
