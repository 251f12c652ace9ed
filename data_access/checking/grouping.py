"""Equal problems as one: what is wrong in five hundred rows in the same way is said once, with the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from data_access.problems import Problem, in_words
from wording import Wording

# A sentence names so many runs of rows; the whole list stands in the workbook of problems.
MOST_RUNS = 6


@dataclass(frozen=True)
class Group:
    """Equal problems: one of them, and the rows in which they stand (none for problems of a whole sheet)."""

    problem: Problem
    rows: tuple[int, ...]

    def __len__(self) -> int:
        return max(1, len(self.rows))

    def in_words(self, words: Wording, *, names_file: bool) -> str:
        """One sentence, which begins with the file when several were loaded."""
        if len(self.rows) > 1:
            alone = in_words(self.problem, words, rows=spans(self.rows, MOST_RUNS))
            alone = words("problem.in_rows", sentence=alone, n=len(self.rows))
        else:
            alone = in_words(self.problem, words)
        named = names_file and self.problem.source
        return words("problem.in_file", file=self.problem.source, sentence=alone) if named else alone


def grouped(problems: Iterable[Problem]) -> list[Group]:
    """The groups, the most helpful first: what refuses a whole sheet, then what is wrong in the most rows."""
    rows: dict[tuple[object, ...], list[int]] = {}
    first: dict[tuple[object, ...], Problem] = {}
    for each in problems:
        same = (each.source, each.sheet, each.column, each.code, each.value, each.expected)
        first.setdefault(same, each)
        rows.setdefault(same, []).extend([] if each.row is None else [each.row])
    groups = [Group(replace(first[same], row_values={}), tuple(of)) for same, of in rows.items()]
    return sorted(groups, key=lambda group: (bool(group.rows), -len(group.rows)))


def spans(numbers: Sequence[int], most: int | None = None) -> str:
    """Row numbers as people write them: 3–5, 9; beyond so many runs an ellipsis."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    said = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:most]]
    return ", ".join([*said, "…"] if most and len(runs) > most else said)
