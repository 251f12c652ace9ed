"""What all commands say: a sentence, and how far they are. All words come from the catalogues."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Column, Table
from rich.text import Text

from data_access.progress import Progress as Report
from wording import Wording

# Control signs, line breaks among them, and those that turn the direction of writing: a text of a file could clear the
# screen, change what was printed before, or say a sentence of ours.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# More than this nobody reads on a terminal; the rest stands in the database.
MOST_SHOWN = 20


def printed(text: str) -> Text:
    """A text as a terminal shows it: no markup, and what would steer the terminal is written out (``\\x1b[31m``)."""
    return Text(_STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text))


def say(console: Console, sentence: str) -> None:
    """One sentence as it is: whatever stands in a file or an argument is text."""
    console.print(printed(sentence), soft_wrap=True)


def table_of(headers: Iterable[str], title: str | None = None) -> Table:
    """On a narrow terminal cells take more lines; none is cut, for Chinese has no blanks to break at."""
    return Table(*(Column(header, overflow="fold") for header in headers), title=title, box=SIMPLE, pad_edge=False)


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
