"""What a load or an undo tells a program: figures, sentences and changes as JSON, in a folder, and how far it is.

The page that loads ledgers runs the command and reads this; a person reads the same from ``load_console``.
"""

import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from data_access.commands.load_console import sentences_of
from data_access.loading.batches import DRY_RUN, REFUSED, LoadResult
from data_access.loading.undo import UndoResult
from data_access.problems import Problem, in_words
from wording import UNKNOWN, Wording

# Of each list; the workbooks have the rest.
MOST_TOLD = 200
# How often the way is told, in seconds.
INTERVAL_S = 0.3


class Telling:
    """A callback for ``progress`` that keeps ``progress.json`` in a folder true."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.told = folder, 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() - self.told >= INTERVAL_S or done == total:
            self.told = time.monotonic()
            _write(self.folder / "progress.json", {"stage": stage, "done": done, "total": total})


def tell_load(folder: Path, result: LoadResult, words: Wording) -> None:
    """Write ``report.json``: status, title, ledgers with their figures, said, problems, warnings and changes.

    Each list has at most ``MOST_TOLD`` entries; ``problems_n``, ``warnings_n`` and ``changed_n`` say how many there are.
    """
    rejected = sum(each.rejected for each in result.ledgers)
    good = sum(each.stored for each in result.ledgers)
    title = words(f"intake.title.{result.status}", stored=words.number(good), rejected=words.number(rejected),
                  number=result.load_no or UNKNOWN)  # fmt: skip
    changed = [] if result.status == REFUSED else list(_changes(result, words))
    _write(
        folder / "report.json",
        {
            "status": result.status,
            "load_no": result.load_no if result.status != DRY_RUN else None,
            "title": title,
            "ledgers": [_figures(each, words) for each in result.ledgers],
            "said": list(sentences_of(result, words)),
            **_told("problems", result.problems, words),
            **_told("warnings", result.warnings, words),
            "changed": changed[:MOST_TOLD],
            "changed_n": len(changed),
        },
    )
