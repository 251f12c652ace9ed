"""What publishing and the list of publications say; all words come from the catalogues."""

from collections.abc import Mapping

import pandas as pd
from rich.console import Console
from rich.text import Text

from data_access.asked.selection import group_in_words
from data_access.commands.console import printed, say, table_of
from data_access.publishing.evidence import Evidence
from data_access.publishing.publishing import Publication
from data_access.publishing.receipt import beginning, grouped
from wording import UNKNOWN, Wording


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
    table = table_of(words(f"publishing.column.{name}") for name in names)
    for group, published in content.groups.items():
        table.add_row(group_in_words(group, words), *_of_group(published.table, words))
    console.print(table)


def _of_group(table: pd.DataFrame, words: Wording) -> list[Text]:
    scored = table[table["score"].notna()]
    counts = (len(table), len(scored), int((~table["eligible"]).sum()))
    ends = [UNKNOWN, UNKNOWN]
    if len(scored):
        ranks = (scored["rank"].min(), scored["rank"].max())
        ends = [words.join(scored.loc[scored["rank"] == rank, "unit"].tolist()) for rank in ranks]
    return [printed(text) for text in (*map(words.number, counts), *ends)]


def say_publications(console: Console, listed: pd.DataFrame, found: Mapping[str, Evidence], words: Wording) -> None:
    """All publications, a row each, with what was altered of them since; below, how to see what that was."""
    if listed.empty:
        say(console, words("publications.none"))
        return
    names = ("no", "period", "as_of", "version", "scheme", "by", "at", "superseded_by", "sha256", "doubt")
    doubts = {number: words(f"publications.doubt.{each.doubt or 'none'}") for number, each in found.items()}
    table = table_of(words(f"publications.column.{name}") for name in names)
    for row in listed.itertuples():
        scheme = words("publications.scheme", year=row.scheme_year, version=row.scheme_version)
        cells = (row.publication_no, row.period, words.date(row.as_of), f"v{row.data_version}", scheme,
                 row.published_by, f"{row.published_at:%Y-%m-%d %H:%M}", row.superseded_by or UNKNOWN,
                 beginning(row.sha256), doubts[row.publication_no])  # fmt: skip
        table.add_row(*map(printed, cells))
    console.print(table)
    for number in listed["publication_no"]:
        if found[number].doubt:
            say(console, words("publications.doubtful", number=number))


def say_receipt(console: Console, done: Publication, words: Wording) -> None:
    """What is to be kept on paper, outside the database: the number, the day and the SHA-256 in groups of four."""
    content = done.content
    say(console, words("publishing.receipt"))
    rows = {
        "no": content.publication_no,
        "period": content.period.code,
        "at": words("publishing.receipt.made", at=f"{content.published_at:%Y-%m-%d %H:%M}", by=content.published_by),
        "sha256": grouped(done.sha256),
        "previous": content.previous.number if content.previous else words("publishing.receipt.first"),
    }
    if content.signing_key:
        rows["key"] = grouped(content.signing_key)
    for name, text in rows.items():
        say(console, "  " + words("publishing.receipt.row", name=words(f"publishing.receipt.{name}"), text=text))
    say(console, words("publishing.receipt.use", number=content.publication_no))
