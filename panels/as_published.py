"""Is what was published still what today's data say? The units that differ, and the inputs that were corrected."""

from typing import Any

import pandas as pd

from data_access.checking.known_words import label
from data_access.publishing.changed_inputs import ChangedInput
from data_access.publishing.evidence import evidence
from data_access.publishing.publications import AS_PUBLISHED, as_published, latest_before, publication_of
from data_access.publishing.receipt import beginning
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table, scored_ledgers
from panels.doubts import altered_in_words
from panels.links import unit_link
from panels.records import Row, listed, records_in
from wording import Wording

MOST_NAMED = 3
COLUMNS = [*AS_PUBLISHED, "publication_no", "today", "sha256", "intact"]


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """``publications.as_published`` of the publication of the selection's period, else of the last one before.

    Further columns: publication_no, today (whether the viewer may see what is not published), sha256, intact (of
    ``evidence.Evidence``). A single row without a code where the group is not in the publication and where that is not
    intact, since nothing of it is then shown; empty when nothing was published.
    """
    selection = context.selection
    number = publication_of(reader, selection.period) or latest_before(reader, selection.period)
    if number is None:
        return pd.DataFrame(columns=COLUMNS)
    units = as_published(reader, number, selection.group)
    if units.empty:
        units = pd.DataFrame([{"code": ""}]).reindex(columns=AS_PUBLISHED).assign(differs=False, doubt="")
    found, today = evidence(reader)[number], reader.viewer.sees_unpublished
    return units.assign(publication_no=number, today=today, sha256=found.sha256, intact=found.intact)[COLUMNS]


def differing(figures: pd.DataFrame) -> pd.DataFrame:
    """The units whose score, place, award place or eligibility is another today."""
    return figures[figures["differs"].astype(bool)] if len(figures) else figures


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many units differ, and whose inputs were corrected."""
    words = context.words
    base = words("as_published.base", as_of=words.date(context.as_of))
    if figures.empty:
        return Finding(words("as_published.nothing"), "plain", base)
    values = {"publication": str(figures["publication_no"].iat[0])}
    if not figures["intact"].all():
        return Finding(words("published.broken", **values), "bad", base)
    base += words("as_published.intact", sha=beginning(str(figures["sha256"].iat[0])), **values)
    if not figures["code"].astype(bool).any():
        return Finding(words("as_published.not_this_group", **values), "plain", base)
    if units := altered_in_words(figures, words):
        return Finding(_compared(figures, words) + words("as_published.altered", units=units), "bad", base)
    plain = differing(figures).empty or not figures["today"].all()
    return Finding(_compared(figures, words), "plain" if plain else "watch", base)


def _compared(figures: pd.DataFrame, words: Wording) -> str:
    """How many units differ from today, and whose inputs were corrected."""
    values = {"publication": str(figures["publication_no"].iat[0])}
    if not figures["today"].all():
        return words("as_published.not_to_be_seen", **values)
    units = differing(figures)
    if units.empty:
        return words("as_published.same", n=len(figures), **values)
    return words("as_published.differs", n=len(units), **values) + _causes(figures, words)


def _causes(figures: pd.DataFrame, words: Wording) -> str:
    """The words about units with corrected inputs, named while few; '' where only decisions changed."""
    corrected = figures[[bool(changed) for changed in figures["changed"]]]
    if corrected.empty:
        return ""
    if len(corrected) > MOST_NAMED:
        return words("as_published.many_corrected", n=len(corrected))
    return words("as_published.corrected", n=len(corrected), units=words.join(list(corrected["unit"])))


def in_words(changed: ChangedInput, words: Wording) -> str:
    """出庭应诉率 20/25 → 17/25."""
    then = _figure(changed.numerator_before, changed.denominator_before, words)
    now = _figure(changed.numerator_now, changed.denominator_now, words)
    return words("as_published.input", input=_named(changed, words), then=then, now=now)


def _named(changed: ChangedInput, words: Wording) -> str:
    if changed.component == "daily":
        return label("item", changed.key, words)
    if changed.component == "external":
        return words.label("reviewer_group", changed.key)
    return words.label("mark_item", changed.key)


def _figure(first: float | None, second: float | None, words: Wording) -> str:
    """20/25; one number where it has no base, a dash where it is unknown."""
    if first is None:
        return words.label("", None)
    return "/".join(words.as_written(value) for value in (first, second) if value is not None)


def _side(row: dict[str, object], name: str, words: Wording) -> str:
    """名次 3 → 4, or nothing where both are the same."""
    decimals = 2 if name == "score" else 0
    then, now = (_number(row[f"{name}_{side}"], decimals, words) for side in ("published", "now"))
    return "" if then == now else words(f"as_published.{name}", then=then, now=now)


def _number(value: object, decimals: int, words: Wording) -> str:
    return words.label("", None) if pd.isna(value) else words.number(float(value), decimals)  # type: ignore[arg-type]


def _why(row: dict[str, object], words: Wording, most: int | None = None) -> str:
    """The corrected inputs; of a unit without any, what else moved it. ``most``: how many are written out."""
    changed: list[ChangedInput] = row["changed"]  # type: ignore[assignment]
    if changed:
        reasons = words("sentence.separator").join(in_words(each, words) for each in changed[:most])
        more = len(changed) - len(changed[:most])
        return reasons + (words("as_published.more", n=more) if more else "")
    eligible = [row[f"eligible_{side}"] for side in ("published", "now")]
    eligibility = not any(pd.isna(value) for value in eligible) and eligible[0] != eligible[1]
    return words("as_published.eligibility" if eligibility else "as_published.others")


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows": the units that differ."""
    return listed(_row(each, context.words) for each in records_in(differing(figures)))


def _row(unit: dict[str, Any], words: Wording) -> Row:
    sides = filter(None, (_side(unit, name, words) for name in ("rank", "score", "award_place")))
    text = words("sentence.separator").join(sides) or words("as_published.same_figures")
    return Row("differs", words("badge.differs"), unit["unit"], text, _why(unit, words, 1), unit_link(unit["code"]))


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every unit as published and as recalculated today."""
    words = context.words
    units = figures[figures["code"].astype(bool)] if len(figures) else figures
    rows = units.to_dict("records")
    written = units.assign(
        differs_text=[words("badge.differs" if row["differs"] else "as_published.unit_same") for row in rows],
        why=[_why(row, words) if row["differs"] else "" for row in rows],
    )
    sides = [(name, side) for name in ("score", "rank", "award_place") for side in ("published", "now")]
    columns = (
        Column("unit", words("scores.head.unit")),
        *(Column(f"{name}_{side}", words(f"as_published.head.{name}_{side}"), "score" if name == "score" else "place")
          for name, side in sides),
        Column("differs_text", words("as_published.head.differs")),
        Column("why", words("as_published.head.why")),
    )  # fmt: skip
    return Table(written, columns)


AS_PUBLISHED_PANEL = Panel(
    "as_published",
    read,
    finding,
    chart,
    table,
    drill="link",
    ledgers=scored_ledgers,
    names_missing=True,
    population="group",
    ignores=("compare",),
)
