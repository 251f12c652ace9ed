"""What does each indicator mean, what is counted, and who answers for it? All declarations, so none is left out."""

import pandas as pd

from assessment.indicators import BY_KEY, catalogue
from data_access.counting.behind import behind
from data_access.reading.reader import Reader
from panels.declare import AT_ANY_TIME, Context, Finding
from panels.links import ranking_link
from panels.records import Head, Record, Row, records


def read(_reader: Reader, _context: Context) -> pd.DataFrame:
    """A row an indicator, shipped and the city's own, in the order in which a reader meets them.

    Columns: key, article (NaN of one that serves none), kind, at, better, source, ledger, checked_by and next_review
    (None where nobody said so).
    """
    names = ("key", "article", "kind", "at", "better", "source", "checked_by", "next_review")
    rows = [{name: getattr(each, name) for name in names} | {"ledger": behind(each.key).ledger} for each in catalogue()]
    found = pd.DataFrame(rows)
    return found.assign(article=found["article"].where(found["article"] > 0))


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many indicators there are, and for how many of them nobody answers yet."""
    words, without = context.words, int(figures["checked_by"].isna().sum())
    parts = [words("indicators.all", n=len(figures))]
    if without:
        few = without < len(figures)
        parts.append(words("indicators.unchecked", n=without) if few else words("indicators.all_unchecked"))
    return Finding(words("sentence.comma").join(parts), "watch" if without else "plain", words("indicators.base"))


def _label(each: Record, context: Context) -> str:
    return context.words(f"indicator.{each['key']}.label")


def _formula(each: Record, context: Context) -> str:
    """分子 ÷ 分母; of a count what is counted."""
    words, key = context.words, each["key"]
    numerator = words(f"indicator.{key}.numerator")
    if each["kind"] == "count":
        return words("indicators.count", counted=numerator)
    return words("indicators.formula", numerator=numerator, denominator=words(f"indicator.{key}.denominator"))


def _meaning(each: Record, context: Context) -> str:
    return context.words(f"indicator.{each['key']}.meaning")


def _better(each: Record, context: Context) -> str:
    return context.words.label("indicators.better", each["better"] if pd.notna(each["better"]) else "neither")


def _source(each: Record, context: Context) -> str:
    """Where the formula comes from; a city's own indicator comes from the city."""
    return context.words("indicators.own") if BY_KEY[each["key"]].own else context.words(f"source.{each['source']}")


def _checked(each: Record, context: Context) -> str:
    """Who answers for it and until when; that nobody does is said, too."""
    words = context.words
    checked = (
        words("indicators.checked_by", who=each["checked_by"]) if each["checked_by"] else words("indicators.nobody")
    )
    review = each["next_review"]
    reviewed = words("indicators.next_review", month=review) if review else words("indicators.no_review")
    return words("sentence.comma").join((checked, reviewed))


def _answered_for(each: Record, context: Context) -> tuple[str, ...]:
    """What a row says of it: nothing where nobody answers, for the finding says of how many, and the table of which."""
    return (_checked(each, context),) if each["checked_by"] or each["next_review"] else ()


def _article(each: Record, context: Context) -> str:
    return context.words("indicators.article", article=f"{each['article']:.0f}") if pd.notna(each["article"]) else ""


def row(each: Record, context: Context) -> Row:
    words = context.words
    badge = _article(each, context) or words("indicators.own")
    facts = (words.label("indicators.kind", each["kind"]), words.label("indicators.at", each["at"]),
             _better(each, context), _source(each, context), *_answered_for(each, context))  # fmt: skip
    said = words("indicators.row", formula=_formula(each, context), meaning=_meaning(each, context))
    return Row("cause", badge, _label(each, context), said, words("indicators.separator").join(facts),
               ranking_link(each["key"]))  # fmt: skip


HEADS = (
    Head("label", "indicators.head.label", said=_label),
    Head("article_text", "indicators.head.article", said=_article),
    Head("formula", "indicators.head.formula", said=_formula),
    Head("meaning", "indicators.head.meaning", said=_meaning),
    Head("kind", "indicators.head.kind", vocabulary="indicators.kind"),
    Head("at", "indicators.head.at", vocabulary="indicators.at"),
    Head("better_text", "indicators.head.better", said=_better),
    Head("ledger", "table.ledger", vocabulary="ledger"),
    Head("source_text", "indicators.head.source", said=_source),
    Head("checked_text", "indicators.head.checked", said=_checked),
)
DEFINITIONS = records(
    "definitions",
    read,
    finding,
    row,
    HEADS,
    population="city",
    ignores=AT_ANY_TIME,
)
