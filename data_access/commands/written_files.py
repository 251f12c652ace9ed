"""The workbooks that a load writes beside what it says: of problems and of changes."""

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from data_access.commands.console import say
from wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_access.checking.change_report import ChangeReport
    from data_access.checking.noted_rows import NotedRow
    from data_access.problems import Problem


def refuse_to_overwrite(file: Path | None, kind: str, overwrite: bool, loaded: "Sequence[Path]" = ()) -> None:
    """Raise ``Refused`` for a file that is there and that no run of ours wrote, unless it may go."""
    from data_access.workbooks import whole_file

    if file is not None and not overwrite:
        whole_file.refuse_to_overwrite(file, whole_file.is_kind(kind), loaded)


def write_changes(console: Console, words: Wording, report: "ChangeReport", file: Path) -> None:
    """Write the workbook of changes, and say so."""
    from data_access.workbooks import change_workbook

    if not report.changes_anything:
        say(console, words("changes.none"))
        return
    change_workbook.write_changes(file, report, words.language)
    say(console, words("changes.written", n=sum(len(row.cells) for row in report.rows), file=str(file)))


def write_problems(
    console: Console,
    words: Wording,
    rows: "Sequence[NotedRow]",
    path: Path,
    of_sheets: "Sequence[Problem]" = (),
    *,
    overwrite: bool,
) -> None:
    """Write the workbook of problems, or a folder of them, and say so."""
    from data_access.workbooks import problem_workbook

    if not rows and not of_sheets:
        say(console, words("problems.none"))
        return
    # A path without an ending is a folder, for no workbook is called so.
    if path.is_dir() or not path.suffix:
        written = problem_workbook.write_problem_folder(path, rows, of_sheets, words.language, overwrite=overwrite)
    else:
        problem_workbook.write_problems(path, rows, words.language, of_sheets)
        written = {path: len(rows)}
    for file, n in written.items():
        say(console, words("problems.written", n=n, file=str(file)))
