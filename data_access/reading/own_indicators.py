"""The indicators and counts of a city's own, as its ledgers declare them: they stand wherever shipped ones do."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, null, select, union_all

from assessment.countable import OWN_COUNTS, CountedAs
from assessment.indicators import BY_KEY, Indicator, Kind, adopt
from data_access.ledgers.count_item import COUNT_ITEM
from data_access.ledgers.indicator import INDICATOR
from data_access.reading.reader import Reader
from wording import declare, wording

# How an indicator with a denominator is counted, by how it is shown; without one it is a count.
_KINDS: dict[str, Kind] = {"rate": "share", "per_100": "ratio", "count": "ratio", "points": "mean", "days": "mean"}
_PERCENT = ("rate", "per_100")
OWN_SOURCE = "own"
# What people wrote about an indicator; nothing follows from it.
_WRITTEN = ("meaning", "why", "source")


@dataclass(frozen=True)
class Declared:
    """What a city declares of its own, by key: the rows of its ledgers of indicators, each with the names of its
    counts, and of counts."""

    indicators: tuple[dict[str, Any], ...]
    counts: tuple[dict[str, Any], ...]

    def adopt(self) -> tuple[Indicator, ...]:
        """Let them be known from now on, with their words."""
        self._declare_words()
        adopted = tuple(map(_indicator, self.indicators))
        adopt(adopted)
        OWN_COUNTS.adopt(self._counts)
        return adopted

    def of(self, keys: Collection[str]) -> "Declared":
        """Those under these keys alone, without what people wrote about them: as a publication keeps them."""
        kept = (
            tuple({name: row[name] for name in row if name not in _WRITTEN} for row in rows if row["key"] in keys)
            for rows in (self.indicators, self.counts)
        )
        return Declared(*kept)

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Let them stand as they were declared, for whoever runs within it alone."""
        indicators = {row["key"]: _indicator(row) for row in self.indicators}
        with BY_KEY.standing(indicators), OWN_COUNTS.standing(self._counts):
            yield

    @property
    def _counts(self) -> dict[str, CountedAs]:
        return {row["key"]: row["kind"] for row in self.counts}

    def _declare_words(self) -> None:
        for row in self.indicators:
            _declare_words(row)
        for row in self.counts:
            name = _plain(row["name"])
            declare(f"count.{row['key']}", zh=name, en=_plain(row["name_en"] or name))
            if row["unit_word"]:
                declare(f"count_unit.{row['key']}", zh=_plain(row["unit_word"]), en=_plain(row["unit_word"]))


NOTHING_OWN = Declared((), ())


def own_indicators(reader: Reader) -> tuple[Indicator, ...]:
    """The city's own indicators, in the order of their keys; from now on every look-up knows them, its own counts and
    their words.

    Read once per data version.
    """
    return own_declared(reader).adopt()


def own_declared(reader: Reader) -> Declared:
    """What the city declares of its own, in the order of the keys; one statement."""
    declared: Declared = reader.kept("own_declared", "", lambda: _read(reader))
    return declared


def _read(reader: Reader) -> Declared:
    tables = (COUNT_ITEM, INDICATOR)
    names = {each.key: [column.name for column in each.columns if not column.personal] for each in tables}
    every = dict.fromkeys(name for of_table in names.values() for name in of_table)
    parts = [
        select(
            literal(each.key).label("ledger"),
            *(each.table.c[name] if name in names[each.key] else null().label(name) for name in every),
        )
        for each in tables
    ]
    frame = reader.frame(union_all(*parts)).astype(object)
    rows = frame.where(frame.notna(), None).sort_values("key", kind="stable").to_dict("records")
    counts, indicators = (
        [{name: row[name] for name in names[each.key]} for row in rows if row["ledger"] == each.key] for each in tables
    )
    by_key = {row["key"]: row for row in counts}
    return Declared(tuple(_with_counts(row, by_key) for row in indicators), tuple(counts))


def _with_counts(row: dict[str, Any], counts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The row of an indicator with the kind of its counts, and the names of those that are the city's own."""
    above, below = (counts.get(row[part] or "", {}) for part in ("numerator", "denominator"))
    named = {f"{part}_{name}": own.get(name) for part, own in (("above", above), ("below", below))
             for name in ("name", "name_en", "unit_word")}  # fmt: skip
    return {**row, "kind": above.get("kind"), **named}


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
