"""What the assessment is made of, beside the counts: schemes, marks, reviews, vetoes and uses of results.

Decided as for ``Reader.rates``: a score, a place or a veto compares all units of a peer group, so figures, codes and
dates are read of every unit, whoever asks. What somebody wrote (reasons, descriptions, names) is a row: cut to the
viewer's units (blank for the others) and masked.
"""

import datetime as dt
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Table, and_, or_, select

from assessment.scheme import Scheme
from data_access.ledgers.assessment_mark import ASSESSMENT_MARK
from data_access.ledgers.external_review import EXTERNAL_REVIEW
from data_access.ledgers.scheme import SCHEME
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.ledgers.scheme_store import schemes_of
from data_access.ledgers.use_of_result import USE_OF_RESULT
from data_access.ledgers.veto_event import VETO_EVENT
from data_access.reading.reader import Reader
from data_access.store import tables as t

_MARK = ("component", "item", "score", "maximum", "recorded_on")
_MARK_TEXTS = ("reason", "assessor")
_VETO = ("veto_no", "year", "clause", "source", "figure", "base", "average", "occurred_on", "ends_on", "document",
         "status", "decided_on")  # fmt: skip
_VETO_TEXTS = ("description", "decided_by")


def schemes(reader: Reader) -> list[Scheme]:
    """Every scheme with its items, the newest year and version first; one statement."""
    all_schemes: list[Scheme] = reader.kept("schemes", "", lambda: _read_schemes(reader))
    return all_schemes


def _read_schemes(reader: Reader) -> list[Scheme]:
    scheme, item = SCHEME.table, SCHEME_ITEM.table
    names = {f"item_{column.name}": column.name for column in item.columns}
    own = (item.c.year == scheme.c.year) & (item.c.version == scheme.c.version)
    both = select(scheme, *(item.c[name].label(label) for label, name in names.items())).outerjoin_from(
        scheme, item, own
    )
    rows = _records(reader.frame(both))
    settings = {(row["year"], row["version"]): row for row in rows}.values()
    items = ({name: row[label] for label, name in names.items()} for row in rows if row["item_key"] is not None)
    return schemes_of(settings, items)


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    values = frame.astype(object).where(frame.notna(), None)
    records: list[dict[Any, Any]] = values.to_dict("records")
    return records


def scheme_for(reader: Reader, year: int) -> Scheme | None:
    """The scheme of a year in its highest version; None when the year has none."""
    return next((scheme for scheme in schemes(reader) if scheme.year == year), None)


def marks(reader: Reader, year: int, group: str) -> pd.DataFrame:
    """The marks of a peer group's units in a year; two statements.

    Columns: code, component ("annual" or "adjustment"), item, score, maximum (None for most adjustments),
    recorded_on; reason and assessor (None outside the viewer's units).
    """
    return _of_group(reader, ASSESSMENT_MARK.table, ASSESSMENT_MARK.table.c.year == year, group, _MARK, _MARK_TEXTS)


def reviews(reader: Reader, year: int, group: str) -> pd.DataFrame:
    """The external reviews of a peer group's units in a year: code, reviewer_group, respondents, mean_score (0–100)."""
    of_year = EXTERNAL_REVIEW.table.c.year == year
    return _of_group(reader, EXTERNAL_REVIEW.table, of_year, group, ("reviewer_group", "respondents", "mean_score"), ())


def veto_events(reader: Reader, year: int, group: str) -> pd.DataFrame:
    """The veto ledger of a peer group in a year: its computed vetoes, and what was recorded in it or reaches into it.

    Columns: code, veto_no, year, clause, source, figure, base, average, occurred_on, ends_on (None: no end yet),
    document, status, decided_on; description and decided_by (None outside the viewer's units). Two statements.
    """
    return _of_group(reader, VETO_EVENT.table, _concerns(year), group, _VETO, _VETO_TEXTS)


def _concerns(year: int) -> ColumnElement[bool]:
    event = VETO_EVENT.table.c
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    # What has no first day began in its year: a decision is not lost for want of a date.
    begun = or_(event.occurred_on <= last, and_(event.occurred_on.is_(None), event.year <= year))
    reaches = and_(begun, or_(event.ends_on.is_(None), event.ends_on >= first))
    return or_(event.year == year, and_(event.source == "recorded", reaches))


def _of_group(
    reader: Reader,
    table: Table,
    condition: ColumnElement[bool],
    group: str,
    figures: tuple[str, ...],
    texts: tuple[str, ...],
) -> pd.DataFrame:
    """The rows of a group's units in the order of code and key; ``figures`` of all, ``texts`` of those in scope."""
    key = [column.name for column in table.primary_key.columns if column.name != "unit_id"]
    both = select(t.unit.c.code, *(table.c[name] for name in dict.fromkeys((*key, *figures))))
    of_group = (condition, t.unit.c.peer_group == group)
    joined = both.join_from(table, t.unit, table.c.unit_id == t.unit.c.unit_id).where(*of_group)
    frame = reader.frame(joined.order_by(t.unit.c.code, *(table.c[name] for name in key)))
    if texts:
        statement: Any = select(t.unit.c.code, *(table.c[name] for name in (*key, *texts)))
        statement = statement.join_from(table, t.unit, table.c.unit_id == t.unit.c.unit_id).where(*of_group)
        # An empty frame has no dtypes; the merge needs those of the key.
        rows = reader.rows(table, statement).astype(frame.dtypes.reindex(["code", *key]).to_dict())
        frame = frame.merge(rows, on=["code", *key], how="left", sort=False)
        frame[list(texts)] = frame[list(texts)].astype(object).where(frame[list(texts)].notna(), None)
    return frame[["code", *figures, *texts]]


def uses_of_results(reader: Reader, code: str) -> pd.DataFrame:
    """What a unit's results were used for: code, year, kind, seq, decided_on, note; the newest first, in scope only."""
    use = USE_OF_RESULT.table.c
    statement = (
        select(t.unit.c.code, use.year, use.kind, use.seq, use.decided_on, use.note)
        .join_from(USE_OF_RESULT.table, t.unit, use.unit_id == t.unit.c.unit_id)
        .where(t.unit.c.code == code)
        .order_by(use.year.desc(), use.decided_on.desc(), use.kind, use.seq)
    )
    return reader.rows(USE_OF_RESULT.table, statement)
