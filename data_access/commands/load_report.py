"""What a load or an undo tells a program: figures, sentences and changed cells as JSON in a folder, and how far it is.

The page that loads ledgers runs the command and reads this; a person reads the same from ``load_console``.
"""

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from data_access.checking.change_report import COUNTED, ChangeReport
from data_access.checking.grouping import grouped
from data_access.commands.load_console import sentences_of
from data_access.ledgers.all import BY_KEY
from data_access.loading.batches import REFUSED, UNDONE, LedgerResult, LoadResult
from data_access.loading.undo import Undone
from data_access.problems import Problem
from data_access.workbooks.change_workbook import shown
from data_access.workbooks.template import header
from wording import UNKNOWN, Wording

# Of each list; the workbooks have the rest.
MOST_TOLD = 200
# How often it is told how far the work is, in seconds.
INTERVAL_S = 0.3
REPORT, PROGRESS = "report.json", "progress.json"


class Telling:
    """A callback for ``progress`` that keeps a file of a folder true: stage, done and total."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.told = folder, 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() - self.told >= INTERVAL_S:
            self.told = time.monotonic()
            _write(self.folder / PROGRESS, {"stage": stage, "done": done, "total": total})


def tell_load(folder: Path, result: LoadResult, words: Wording, *, names_file: bool = False) -> None:
    """Write the report of a load: status, title, load_no, ledgers, said, problems, warnings and changed cells.

    Each list has at most ``MOST_TOLD`` entries; ``problems_n``, ``warnings_n`` and ``changed_n`` say how many there
    are.
    """
    figures = [each for each in result.ledgers if each.ledger]
    changed = [] if result.status == REFUSED else list(_cells(result.changes, words))
    report = {
        "status": result.status,
        "load_no": None if result.dry_run else result.load_no,
        "title": _title(result, words),
        "ledgers": [_figures(each, result, words) for each in figures],
        "said": list(sentences_of(result, words)),
        **_problems("problems", result.problems, words, names_file=names_file),
        **_problems("warnings", result.warnings, words, names_file=names_file),
        "changed": changed[:MOST_TOLD],
        "changed_n": len(changed),
    }
    _write(folder / REPORT, report)


def tell_undo(folder: Path, undone: Undone, words: Wording) -> None:
    """Write the report of an undo, in the same form."""
    said = [
        words("undo.ledger", ledger=words(f"ledger.{each.ledger}"), taken_out=words.number(each.taken_out),
              put_back=words.number(each.put_back))
        for each in undone.ledgers
    ]  # fmt: skip
    title = words(f"intake.title.{UNDONE}", number=undone.load_no)
    nothing = {"ledgers": [], "problems": [], "problems_n": 0, "warnings": [], "warnings_n": 0, "changed": [],
               "changed_n": 0}  # fmt: skip
    _write(folder / REPORT, {"status": UNDONE, "load_no": undone.load_no, "title": title, "said": said, **nothing})


def _title(result: LoadResult, words: Wording) -> str:
    """What became of the rows that were brought; rows that follow from them are none of these."""
    brought = [result.changes.of(each.ledger) for each in result.ledgers if each.ledger and each.read]
    rows = {name: words.number(sum(getattr(each, name) for each in brought)) for name in COUNTED}
    key = "sheets" if result.status == REFUSED and not result.rejected else result.status
    number = UNKNOWN if result.load_no is None else str(result.load_no)
    return words(f"intake.title.{key}", rejected=words.number(result.rejected), number=number, **rows)


def _figures(of: LedgerResult, result: LoadResult, words: Wording) -> dict[str, Any]:
    changes = result.changes.of(of.ledger or "")
    became = {} if result.status == REFUSED else {name: getattr(changes, name) for name in COUNTED}
    return {"ledger": words(f"ledger.{of.ledger}"), "read": of.read, **became, "rejected": of.rejected}


def _problems(name: str, problems: Sequence[Problem], words: Wording, *, names_file: bool) -> dict[str, Any]:
    said = [each.in_words(words, names_file=names_file) for each in grouped(problems)]
    return {name: said[:MOST_TOLD], f"{name}_n": len(said)}


def _cells(report: ChangeReport, words: Wording) -> Iterator[dict[str, str]]:
    """Every changed cell: its ledger, the record, the column, and the value before and after."""
    for row in report.rows:
        ledger = BY_KEY[row.ledger]
        key = [shown(ledger, name, part, report, words) for name, part in zip(ledger.natural_key, row.key, strict=True)]
        for cell in row.cells:
            before, after = (shown(ledger, cell.column, value, report, words) for value in (cell.before, cell.after))
            yield {
                "ledger": words(f"ledger.{row.ledger}"),
                "record": " ".join(key),
                "column": header(ledger.column(cell.column), words),
                "before": before,
                "after": after,
            }


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """A reader finds the file of before or this one, never half of it."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)
