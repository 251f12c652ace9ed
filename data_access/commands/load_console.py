"""What the command line says of loads: summary, problems as sentences, rows that go, what an undo takes back."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from data_access.checking.change_report import COUNTED
from data_access.checking.grouping import grouped
from data_access.commands.change_console import effects_in_words, say_changes
from data_access.commands.console import MOST_SHOWN, printed, say
from data_access.ledgers.all import BY_KEY
from data_access.loading.batches import DRY_RUN, REFUSED, STORED, LoadResult
from data_access.problems import Problem
from data_access.workbooks.template import header
from wording import UNKNOWN, Wording


def say_result(console: Console, result: LoadResult, words: Wording, *, names_file: bool = False) -> None:
    """The summary of a load: figures per ledger, what became of it, problems and remarks.

    ``names_file``: several files were loaded, so each sentence about a cell names its own.
    """
    if result.ledgers:
        console.print(_table(result, words))
    say_changes(console, result.changes, words)
    _say_status(console, result, words)
    for sentence in sentences_of(result, words):
        say(console, sentence)
    _say_problems(console, result.problems, "load.problems", words, names_file)
    if not result.dry_run:
        _say_kept(console, result, words)
    _say_problems(console, result.warnings, "load.warnings", words, names_file)


def _say_status(console: Console, result: LoadResult, words: Wording) -> None:
    """What became of the load as a whole, and by which number it is undone."""
    status = "dry_run_refused" if result.dry_run and result.status == REFUSED else result.status
    as_of = words.date(result.data_as_of)
    say(console, words(f"load.status.{status}", version=result.data_version, as_of=as_of))
    if result.status == STORED and result.load_no:
        say(console, words("load.number", number=result.load_no))


def sentences_of(result: LoadResult, words: Wording) -> Iterator[str]:
    """What is to be known of a load beside its end, its figures, changes, problems and remarks, a sentence each."""
    yield from _rows(result, words)
    if result.licence:
        yield words("load.licence", source=result.source or UNKNOWN, licence=result.licence)
    yield from _moved(result, words)
    if result.effects is not None:
        yield effects_in_words(result.effects, words)


def _rows(result: LoadResult, words: Wording) -> Iterator[str]:
    """What is to be said of stored rows: blanks, doubtful rows, units that they brought."""
    for each in result.ledgers if result.status != REFUSED else ():
        if each.blank and each.ledger:
            yield _blank(each.ledger, each.blank, words)
    for each in result.ledgers:
        if each.hints and each.ledger:
            yield _hints(each.ledger, each.hints, words)
    if result.units_created and result.status != REFUSED:
        yield words("load.units_created", n=result.units_created)


def _say_kept(console: Console, result: LoadResult, words: Wording) -> None:
    """Where rejected rows are kept, and how they and doubtful ones are sent back later."""
    batches = [str(ledger.load_id) for ledger in result.ledgers if ledger.rejected and ledger.load_id]
    if batches:
        say(console, words("load.kept", batches=words.join(batches)))
    if batches or (result.load_no and any(ledger.hints for ledger in result.ledgers)):
        say(console, words("problems.later", number=result.load_no))


def _moved(result: LoadResult, words: Wording) -> Iterator[str]:
    """Which ledgers are known up to another day."""
    if result.status not in (STORED, DRY_RUN):
        return
    for each in result.moved:
        ledger = words(f"ledger.{each.ledger}")
        if each.before and each.before != each.now:
            before, now = (words.date(day) if day else UNKNOWN for day in (each.before, each.now))
            yield words("load.date_moved", ledger=ledger, before=before, now=now)
        if each.now and each.now_of_some not in (each.now, each.before_of_some):
            days = {"now": words.date(each.now_of_some), "day": words.date(each.now)}
            yield words("load.date_moved_of_some", ledger=ledger, **days)


def say_removed(console: Console, result: LoadResult, words: Wording) -> None:
    """The rows that a replacement would remove, by their keys; nothing when the load is refused anyway."""
    if result.status == REFUSED:
        return
    say(console, words("replace.removed", n=len(result.removed)))
    for key, number in Counter(row.ledger for row in result.removed).items():
        say(console, words("replace.of_ledger", ledger=words(f"ledger.{key}"), n=number))
        shown = [row.key for row in result.removed if row.ledger == key]
        columns = [BY_KEY[key].column(name) for name in BY_KEY[key].natural_key]
        table = Table(*(header(column, words) for column in columns))
        for parts in shown[:MOST_SHOWN]:
            cells = [words.label(c.labels, part) if c.codes else part for c, part in zip(columns, parts, strict=True)]
            table.add_row(*map(printed, cells))
        console.print(table)
        if len(shown) > MOST_SHOWN:
            say(console, words("load.more", n=len(shown) - MOST_SHOWN))


def say_undo(console: Console, batches: Sequence[Any], words: Wording) -> None:
    """Which load would be undone: when, by whom and from what it was made, and how many rows it wrote."""
    first = batches[0]
    loaded_by, at = first.loaded_by or UNKNOWN, f"{first.loaded_at:%Y-%m-%d %H:%M}"
    number = first.load_no or first.load_id
    say(console, words("undo.load", number=number, source=first.source_name, at=at, loaded_by=loaded_by))
    for batch in batches:
        if batch.ledger:
            stored, removed = words.number(batch.rows_stored), words.number(batch.rows_removed)
            say(console, words("undo.batch", ledger=words(f"ledger.{batch.ledger}"), stored=stored, removed=removed))


def _table(result: LoadResult, words: Wording) -> Table:
    """What became of the rows, by ledger; of a load that was refused or only tried, what would."""
    counted = [name for name in COUNTED if name != "removed" or result.removed]
    table = Table()
    table.add_column(words("load.column.ledger"))
    for name in ("read", *counted, "rejected"):
        table.add_column(words(f"load.column.{name}"), justify="right")
    for each in result.ledgers:
        rows = result.changes.of(each.ledger or "")
        figures = (each.read, *(getattr(rows, name) for name in counted), each.rejected)
        table.add_row(words(f"ledger.{each.ledger}") if each.ledger else UNKNOWN, *map(words.number, figures))
    return table


def _blank(ledger: str, blank: Sequence[tuple[str, int]], words: Wording) -> str:
    """行政诉讼：负责人出庭 8 行未填: the cells of a ledger that are blank where a figure is decided."""
    columns = [
        words("load.blank_column", column=header(BY_KEY[ledger].column(name), words), n=rows) for name, rows in blank
    ]
    return words("load.blank", ledger=words(f"ledger.{ledger}"), columns=words.join(columns))


def _hints(ledger: str, hints: Sequence[tuple[str, int]], words: Wording) -> str:
    """行政诉讼……负责人未出庭而有发言 3 行: the rows of a ledger that cannot be right as they stand, by kind."""
    kinds = [words("load.hints_of_kind", kind=words.label("hint", code), n=rows) for code, rows in hints]
    return words("load.hints", ledger=words(f"ledger.{ledger}"), kinds=words.join(kinds))


def _say_problems(
    console: Console, problems: Sequence[Problem], heading: str, words: Wording, names_file: bool
) -> None:
    """Equal problems in one sentence, the most helpful first."""
    if not problems:
        return
    say(console, words(heading, n=len(problems)))
    groups = grouped(problems)
    for group in groups[:MOST_SHOWN]:
        say(console, f"  {group.in_words(words, names_file=names_file)}")
    if len(groups) > MOST_SHOWN:
        say(console, words("load.more", n=sum(map(len, groups[MOST_SHOWN:]))))
