"""Which lines of a scheme have nothing to rest on yet: no ledger, no material required, no mark, no review."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from assessment.countable import kind_of
from assessment.indicators import BY_KEY
from assessment.scheme import Scheme, SchemeItem
from data_access.ledgers.archive_requirement import ARCHIVE_REQUIREMENT
from data_access.ledgers.assessment_mark import ASSESSMENT_MARK
from data_access.ledgers.external_review import EXTERNAL_REVIEW
from data_access.reading.available import unknown_indicators
from data_access.reading.reader import Reader
from data_access.reading.scheme_counts import is_told, ledger_behind_key


@dataclass(frozen=True)
class Lack:
    """A line that has no data, and the ledger that would bring it."""

    line: SchemeItem
    ledger: str


def lines_without_data(reader: Reader, scheme: Scheme) -> Iterator[Lack]:
    """The lines of a printed scheme, in its order; each would count as missing for every unit."""
    unknown = unknown_indicators(reader)
    marks, reviews, materials = (
        set(reader.frame(select(column).where(table.c.year == scheme.year).distinct()).iloc[:, 0])
        for table, column in (
            (ASSESSMENT_MARK.table, ASSESSMENT_MARK.table.c.item),
            (EXTERNAL_REVIEW.table, EXTERNAL_REVIEW.table.c.reviewer_group),
            (ARCHIVE_REQUIREMENT.table, ARCHIVE_REQUIREMENT.table.c.item_no),
        )
    )
    there = {"mark": (marks, ASSESSMENT_MARK.key), "review": (reviews, EXTERNAL_REVIEW.key),
             "material": (materials, ARCHIVE_REQUIREMENT.key)}  # fmt: skip
    for line in scheme.items:
        kind = kind_of(line) if line.rule else None
        if kind in there:
            known, ledger = there[kind]
            if line.key not in known:
                yield Lack(line, ledger)
        elif kind is not None:
            ledger = ledger_behind_key(line.key)
            base = line.key if kind == "count" else BY_KEY[line.key].denominator
            # Forms may tell what no ledger of cases does.
            is_there = is_told(reader, base) or (kind != "count" and reader.dates().of(ledger) is not None)
            if line.key in unknown or not is_there:
                yield Lack(line, ledger)
