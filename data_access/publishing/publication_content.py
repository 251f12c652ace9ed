"""What a publication freezes, as canonical JSON: sorted keys, exact numbers, UTF-8, no NaN (domain: Publication).

The same content gives the same bytes on every machine, so its SHA-256 can be compared for ever. The content alone is
evidence; what stands beside it in the database (its row, its ranks) is a copy to be found and listed by.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from types import UnionType
from typing import Any

import pandas as pd

from assessment.scheme import Scheme
from data_access.asked.periods import Period
from data_access.publishing.publication_scheme import scheme_as_json, scheme_of
from data_access.reading.assessed import FIRST_RULES, Assessed, Inputs
from data_access.reading.own_indicators import NOTHING_OWN, Declared

# The first format named neither the publication before it, nor its rules, nor a key.
BEFORE_THE_CHAIN, FORMAT = 1, 2
INPUTS = ("units", "counts", "city", "marks", "reviews", "events")
RESULTS = ("table", "parts", "totals", "proposals", "vetoes")
# What each line of a printed scheme took.
LINES = "lines"
# What the city declared of its own that the scheme reads.
DECLARED = "declared"
# ``unit_id`` differs from database to database, so a unit is frozen by its code.
# Where a content says that a text was purged from it.
REDACTED = "redacted"
NOT_FROZEN = ["unit_id"]
# The columns of ``Assessed.table`` by their names in ``publication_rank``.
_RANKS = {"score": "score", "rank": "score_rank", "award_place": "award_place", "low": "rank_low", "high": "rank_high",
          "eligible": "eligible", "grade": "grade"}  # fmt: skip
# What else than nothing these may be: content that somebody wrote by hand must not get as far as a page.
_RANK_TYPES = {"code": str, "score": float | int, "eligible": bool, "grade": str}
_HEADING_TYPES = {"format": int, "data_version": int, "publication_no": str, "published_by": str}
# How a column of a frame is kept. "text" may be blank, "any" is texts or whole numbers of any size or blank.
_KINDS = {"int64": "whole", "Int64": "whole_or_blank", "float64": "number", "bool": "flag", "str": "text"}
_DTYPES = {kind: dtype for dtype, kind in _KINDS.items()} | {"any": "object", "day": "object"}


@dataclass(frozen=True)
class PublishedGroup:
    """One peer group as published: what the rules were given, and what they made of it.

    ``inputs`` as ``assessed.Inputs`` (without unit_id); ``table``, ``proposals`` and ``vetoes`` as in
    ``assessed.Assessed``; ``parts`` and ``totals`` as in ``scoring.Scores``.
    """

    inputs: Inputs
    table: pd.DataFrame
    parts: pd.DataFrame
    totals: pd.DataFrame
    proposals: pd.DataFrame
    vetoes: pd.DataFrame
    lines: pd.DataFrame | None = None


@dataclass(frozen=True)
class Previous:
    """The publication made just before another one, and the SHA-256 of its content then."""

    number: str
    sha256: str


@dataclass(frozen=True)
class Heading:
    """What a publication says of itself.

    ``declared`` are the indicators and counts of the city's own that the scheme reads, as they were declared then.
    ``data_version`` is the one it was computed at, ``counting_rules`` their hash; ``rules`` the number of the rules of
    assessment (``assessed.RULES``). ``previous`` is None for the first publication of all, ``signing_key`` the public
    key it was signed with, in hexadecimal digits; both are None in the first format, which knew neither.
    """

    format: int
    rules: int
    previous: Previous | None
    signing_key: str | None
    publication_no: str
    supersedes: str | None
    reason: str | None
    period: Period
    as_of: dt.date
    data_version: int
    counting_rules: str
    published_at: dt.datetime
    published_by: str
    scheme: Scheme
    # When ``purge`` took a text out of it; None for what is as it was published.
    redacted_on: dt.date | None = None
    declared: Declared = NOTHING_OWN

    @property
    def chained(self) -> bool:
        """Whether it names the publication before it, or would if there were one."""
        return self.format > BEFORE_THE_CHAIN


@dataclass(frozen=True)
class Published(Heading):
    """Everything a publication says."""

    groups: Mapping[str, PublishedGroup] = field(default_factory=dict)


# What ``publication_rank`` holds of a peer group: each unit's code with its figures, None where unknown.
RankRows = list[tuple[str, dict[str, Any]]]


def sha256_of(content: bytes) -> str:
    """The SHA-256 of a content, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def canonical(document: dict[str, Any]) -> bytes:
    """JSON of which there is one for each document."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def frozen(assessed: Assessed) -> PublishedGroup:
    """An assessed group as it is published."""
    inputs = {name: getattr(assessed.inputs, name).drop(columns=NOT_FROZEN, errors="ignore") for name in INPUTS}
    scores = assessed.scores
    return PublishedGroup(
        Inputs(**inputs), assessed.table, scores.parts, scores.totals, assessed.proposals, assessed.vetoes, scores.lines
    )


def encoded(content: Published) -> bytes:
    """Canonical JSON. Raises ``ValueError`` for an infinite number and for a column of a kind that cannot be kept."""
    texts = {"published_at": content.published_at.isoformat(), "as_of": content.as_of.isoformat()}
    names = ("publication_no", "supersedes", "reason", "data_version", "counting_rules", "published_by")
    whole = {
        "format": content.format,
        **{name: getattr(content, name) for name in names},
        **texts,
        "period": {"first": f"{content.period.first:%Y-%m}", "last": f"{content.period.last:%Y-%m}"},
        "scheme": scheme_as_json(content.scheme),
        "groups": {key: group_as_json(group) for key, group in content.groups.items()},
    }
    if content.chained:
        previous = content.previous and asdict(content.previous)
        whole |= {"rules": content.rules, "previous": previous, "signing_key": content.signing_key}
    if content.declared != NOTHING_OWN:
        whole[DECLARED] = asdict(content.declared)
    return canonical(whole)


def rank_rows(table: pd.DataFrame) -> RankRows:
    """The ranks of a group's table."""
    return _rank_rows(_frame_as_json(table))


def _rank_rows(table: dict[str, Any]) -> RankRows:
    names = [name for name, _kind in table["columns"]]
    records = [dict(zip(names, row, strict=True)) for row in table["rows"]]
    for record in records:
        for column in ("code", *_RANKS):
            _require(record[column], _RANK_TYPES.get(column, int), blank=column != "code")
    return [(row["code"], {name: row[column] for column, name in _RANKS.items()}) for row in records]


def group_as_json(group: PublishedGroup) -> dict[str, Any]:
    """One group in the shape in which it is kept."""
    results = {name: _frame_as_json(getattr(group, name)) for name in RESULTS}
    # Only a printed scheme has lines.
    if group.lines is not None:
        results[LINES] = _frame_as_json(group.lines)
    return {
        "inputs": {name: _frame_as_json(getattr(group.inputs, name)) for name in INPUTS},
        "results": results,
    }


def decoded(content: bytes) -> Published:
    """What ``encoded`` kept, with the same columns and types. Raises ``ValueError`` for anything else."""
    with reading(content) as document:
        groups = {key: _group(group) for key, group in document["groups"].items()}
        return Published(**vars(_heading(document)), groups=groups)


def heading_of(content: bytes) -> tuple[Heading, dict[str, RankRows]]:
    """What a publication says of itself, and its ranks by peer group; a fraction of the work of ``decoded``.

    Raises ``ValueError`` for what is no content of a publication.
    """
    with reading(content) as document:
        groups = document["groups"].items()
        return _heading(document), {key: _rank_rows(group["results"]["table"]) for key, group in groups}


@contextmanager
def reading(content: bytes) -> Iterator[dict[str, Any]]:
    """The content as JSON; whatever else is wrong with it becomes a ``ValueError``."""
    try:
        document = json.loads(content)
        if document["format"] not in range(BEFORE_THE_CHAIN, FORMAT + 1):
            raise ValueError(f"expected content of a format up to {FORMAT}, got {document['format']!r}")
        yield document
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"expected the content of a publication, got something else: {error!r}") from error


def _heading(document: dict[str, Any]) -> Heading:
    first, last = (dt.date.fromisoformat(f"{document['period'][name]}-01") for name in ("first", "last"))
    for name, kind in _HEADING_TYPES.items():
        _require(document[name], kind)
    same = ("format", "publication_no", "supersedes", "reason", "data_version", "counting_rules", "published_by")
    return Heading(
        **{name: document[name] for name in same},
        **_of_chain(document),
        period=Period("custom", first, last),
        as_of=dt.date.fromisoformat(document["as_of"]),
        published_at=dt.datetime.fromisoformat(document["published_at"]),
        redacted_on=dt.date.fromisoformat(document[REDACTED]["on"]) if REDACTED in document else None,
        declared=_declared(document[DECLARED]) if DECLARED in document else NOTHING_OWN,
        scheme=scheme_of(document["scheme"]),
    )


def _declared(document: dict[str, Any]) -> Declared:
    return Declared(tuple(document["indicators"]), tuple(document["counts"]))


def _of_chain(document: dict[str, Any]) -> dict[str, Any]:
    if document["format"] == BEFORE_THE_CHAIN:
        return {"rules": FIRST_RULES, "previous": None, "signing_key": None}
    rules, named, key = (document[name] for name in ("rules", "previous", "signing_key"))
    _require(rules, int)
    _require(key, str, blank=True)
    previous = None if named is None else Previous(**named)
    for text in (previous.number, previous.sha256) if previous else ():
        _require(text, str)
    return {"rules": rules, "previous": previous, "signing_key": key}


def _require(value: object, kind: type | UnionType, *, blank: bool = False) -> None:
    if not (isinstance(value, kind) or (blank and value is None)):
        raise TypeError(f"expected {kind}, got {value!r}")


def _group(group: dict[str, Any]) -> PublishedGroup:
    inputs = Inputs(**{name: _frame(group["inputs"][name]) for name in INPUTS})
    names = (*RESULTS, LINES) if LINES in group["results"] else RESULTS
    return PublishedGroup(inputs, **{name: _frame(group["results"][name]) for name in names})


def _frame_as_json(frame: pd.DataFrame) -> dict[str, Any]:
    kinds = {str(name): _kind(column) for name, column in frame.items()}
    columns = [_cells(frame[name], kind) for name, kind in kinds.items()]
    rows = [list(row) for row in zip(*columns, strict=True)] if columns else []
    return {"columns": [list(pair) for pair in kinds.items()], "rows": rows}


def _kind(column: pd.Series) -> str:
    dtype = str(column.dtype)
    if dtype in _KINDS:
        return _KINDS[dtype]
    if dtype != "object":
        raise ValueError(f"expected a column that can be kept, got {column.name} of {dtype}")
    return "day" if any(isinstance(value, dt.date) for value in column) else "any"


def _cells(column: pd.Series, kind: str) -> list[Any]:
    # NaN, NaT and <NA> are all kept as null.
    values = column.astype(object).where(column.notna(), None)
    return [value.isoformat() if kind == "day" and value is not None else value for value in values.tolist()]


def _frame(table: dict[str, Any]) -> pd.DataFrame:
    cells = list(zip(*table["rows"], strict=True)) or [()] * len(table["columns"])
    columns = {}
    for (name, kind), values in zip(table["columns"], cells, strict=True):
        dated = kind == "day"
        converted = [dt.date.fromisoformat(value) if dated and value is not None else value for value in values]
        columns[name] = pd.Series(converted, dtype=_DTYPES[kind])
    return pd.DataFrame(columns)
