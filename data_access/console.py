"""What the command line says: summary, problems as sentences, progress. All words come from the catalogues."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from data_access.batches import DRY_RUN, REFUSED, LoadResult
from data_access.ledger_load import Progress as Report
from data_access.problems import Problem, in_words
from wording import UNKNOWN, Wording

# More than this nobody reads on a terminal; the rest stands in the database.
MOST_SHOWN = 20


def say(console: Console, sentence: str) -> None:
    """One sentence as it is: whatever stands in a file is text, never markup."""
    console.print(Text(sentence), soft_wrap=True)


@contextmanager
def progress_bar(console: Console, words: Wording) -> Iterator[Report]:
    """A callback that draws one bar per stage; it vanishes when the work is done, and is silent without a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                # The demo city tells its progress by ledger.
                kind = "load.stage" if words.has(f"load.stage.{stage}") else "ledger"
                tasks[stage] = bars.add_task(words.label(kind, stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report


def say_result(console: Console, result: LoadResult, words: Wording) -> None:
    """The summary of a load: figures per ledger, what became of it, problems and remarks."""
    if result.ledgers:
        console.print(_table(result, words))
    as_of = words.date(result.data_as_of)
    say(console, words(f"load.status.{result.status}", version=result.data_version, as_of=as_of))
    if result.units_created and result.status != REFUSED:
        say(console, words("load.units_created", n=result.units_created))
    if result.licence:
        say(console, words("load.licence", source=result.source or UNKNOWN, licence=result.licence))
    _say_problems(console, result.problems, "load.problems", words)
    batches = [str(ledger.load_id) for ledger in result.ledgers if ledger.rejected and ledger.load_id]
    if batches and result.status != DRY_RUN:
        say(console, words("load.kept", batches=words.join(batches)))
    _say_problems(console, result.warnings, "load.warnings", words)


def _table(result: LoadResult, words: Wording) -> Table:
    stored = "would_store" if result.status in (REFUSED, DRY_RUN) else "stored"
    table = Table()
    table.add_column(words("load.column.ledger"))
    for name in ("read", stored, "unchanged", "rejected"):
        table.add_column(words(f"load.column.{name}"), justify="right")
    for each in result.ledgers:
        figures = (each.read, each.stored, each.unchanged, each.rejected)
        table.add_row(words(f"ledger.{each.ledger}") if each.ledger else UNKNOWN, *map(words.number, figures))
    return table


def _say_problems(console: Console, problems: Sequence[Problem], heading: str, words: Wording) -> None:
    if not problems:
        return
    say(console, words(heading, n=len(problems)))
    for problem in problems[:MOST_SHOWN]:
        say(console, f"  {in_words(problem, words)}")
    if len(problems) > MOST_SHOWN:
        say(console, words("load.more", n=len(problems) - MOST_SHOWN))
