"""The indicators of a city's own, as its ledger declares them: they stand wherever a shipped one does."""

from typing import Any

from sqlalchemy import select

from assessment.indicators import Indicator, Kind, adopt
from data_access.ledgers.count_item import COUNT_ITEM
from data_access.ledgers.indicator import INDICATOR
from data_access.reading.reader import Reader
from wording import declare, wording

# How an indicator with a denominator is counted, by how it is shown; without one it is a count.
_KINDS: dict[str, Kind] = {"rate": "share", "per_100": "ratio", "count": "ratio", "points": "mean", "days": "mean"}
_PERCENT = ("rate", "per_100")
OWN_SOURCE = "own"


def own_indicators(reader: Reader) -> tuple[Indicator, ...]:
    """The city's own indicators, in the order of their keys; from now on every look-up knows them and their words.

    Read once per data version.
    """
    return adopt_rows(own_rows(reader))


def adopt_rows(rows: list[dict[str, Any]]) -> tuple[Indicator, ...]:
    """Let the indicators of these rows (``own_rows``) be known from now on, with their words."""
    adopted = tuple(_indicator(row) for row in rows)
    adopt(adopted)
    for row in rows:
        _declare_words(row)
    return adopted


def own_rows(reader: Reader) -> list[dict[str, Any]]:
    """The rows of the ledger of own indicators, each with the names of its counts; in the order of their keys."""
    rows: list[dict[str, Any]] = reader.kept("own_indicators", "", lambda: _read(reader))
    return rows


def _read(reader: Reader) -> list[dict[str, Any]]:
    table, item = INDICATOR.table, COUNT_ITEM.table
    columns = [table.c[column.name] for column in INDICATOR.columns if not column.personal]
    above, below = item.alias("above"), item.alias("below")
    statement = (
        select(
            *columns,
            above.c.kind.label("kind"),
            *(named.c[name].label(f"{part}_{name}") for part, named in (("above", above), ("below", below))
              for name in ("name", "name_en", "unit_word")),
        )
        .join_from(table, above, table.c.numerator == above.c.key, isouter=True)
        .join(below, table.c.denominator == below.c.key, isouter=True)
        .order_by(table.c.key)
    )  # fmt: skip
    frame = reader.frame(statement).astype(object)
    rows: list[dict[str, Any]] = frame.where(frame.notna(), None).to_dict("records")
    return rows


def _indicator(row: dict[str, Any]) -> Indicator:
    alone = row["denominator"] is None
    return Indicator(
        key=row["key"],
        article=int(row["article"] or 0),
        kind="count" if alone else _KINDS[row["shown_as"]],
        of=row["numerator"] if alone else row["denominator"],
        hit="" if alone else row["numerator"],
        at="month_end" if row["kind"] == "stock" else "flow",
        better=row["better"],
        source=f"{OWN_SOURCE}_{row['key']}",
        shown_as="percent" if not alone and row["shown_as"] in _PERCENT else "number",
        next_review=row["next_review"],
        own=True,
    )


def _declare_words(row: dict[str, Any]) -> None:
    """The sentences of an indicator, from its row; what it does not say in English is said as it is."""
    key, languages = row["key"], ("zh", "en")
    names = {
        part: _names(row[column], row, part) for part, column in (("above", "numerator"), ("below", "denominator"))
    }
    label = {"zh": row["name"], "en": row["name_en"] or row["name"]}
    meaning = {language: row["meaning"] or wording(language)("own_indicator.no_meaning") for language in languages}
    fields = {
        "label": label,
        "meaning": meaning,
        "why": {language: row["why"] or wording(language)("own_indicator.no_why") for language in languages},
        "numerator": names["above"],
        "denominator": names["below"] if row["denominator"] else names["above"],
        "base": names["below"] if row["denominator"] else names["above"],
    }
    for field, said in fields.items():
        declare(f"indicator.{key}.{field}", **{language: _plain(text) for language, text in said.items()})
    source = {language: _plain(row["source"] or wording(language)("own_indicator.no_source")) for language in languages}
    declare(f"source.{OWN_SOURCE}_{key}", **source)


def _names(count: str | None, row: dict[str, Any], part: str) -> dict[str, str]:
    own = row[f"{part}_name"]
    if own is not None:
        return {"zh": own, "en": row[f"{part}_name_en"] or own}
    return {language: wording(language).label("count", count) for language in ("zh", "en")}


def _plain(text: str) -> str:
    """A text of the city's as a sentence of ours: its braces are no places to fill."""
    return str(text).replace("{", "（").replace("}", "）")
