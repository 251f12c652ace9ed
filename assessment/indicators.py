"""The indicator catalogue, in the order a reader meets it.

An indicator is one document, reviewed as a whole: a section of ``assets/indicators/<ledger>.toml`` holds what it
counts, its direction, its source, who answers for it, and its words in both languages (which ``wording`` reads as
``indicator.<key>.<field>``). What it counts are keys of tallies, declared in the files of ``data_access/ledgers``.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from assessment.adopted import Adopted
from wording import INDICATOR_DOCUMENTS, INDICATOR_WORDS, LANGUAGES

Better = Literal["higher", "lower"]
# share: the hit rows of the base, 0 to 1. ratio: one sum over another of the same rows, which may pass 1. mean: a sum
# over the number of rows. count: the base alone.
Kind = Literal["share", "ratio", "mean", "count"]
# How it is read over a period: summed up, as at the end of its last month, or as of its year.
At = Literal["flow", "month_end", "year"]
Shown = Literal["percent", "number"]
# How a figure of a month that is over still changes without a new row: as long as something may happen to its rows
# (open), until their limits have run out (limit), or by what the ledger does not date (undated).
Matures = Literal["open", "limit", "undated"]


@dataclass(frozen=True)
class Indicator:
    """``of`` is the key of the base tally, ``hit`` that of a part of its rows (or of another sum over them).

    A numerator lies within its denominator by construction: ``hit`` is declared on ``of`` (``Tally.hit``). A count has
    no ``hit``. ``reversed`` is declared on ``hit`` and counts those hits that a later judgment reversed, '' where
    nothing can. ``article`` is the article of the policy it serves. ``better`` is None where a high value can be good
    or bad; such an indicator has no best, no worst and no light. ``source`` is a key of the catalogue
    (``source.<key>``) that names where the formula comes from. ``matures`` says how it ripens, None where a month that
    is over stands: it decides what it may be compared with (``assessment.maturity``). ``checked_by`` and
    ``next_review`` (a month) say who answers for the definition, where somebody does. ``own``: it is a city's own,
    whose numerator lies within its denominator only as far as what was loaded does.
    """

    key: str
    article: int
    kind: Kind
    of: str
    hit: str
    at: At
    better: Better | None
    source: str
    shown_as: Shown
    matures: Matures | None = None
    reversed: str = ""
    checked_by: str | None = None
    next_review: str | None = None
    own: bool = False

    @property
    def numerator(self) -> str:
        """The key of the tally above the line; of a count the base itself."""
        return self.hit or self.of

    @property
    def denominator(self) -> str:
        """The key of the tally below the line."""
        return self.of

    @property
    def is_share(self) -> bool:
        """Whether it has an interval, a funnel and a chance to be told apart: only a share of cases has."""
        return self.kind == "share"


def read_catalogue(folder: Path = INDICATOR_DOCUMENTS) -> tuple[Indicator, ...]:
    """The indicators of all documents in a folder, by the ``order`` of the documents (the last without one).

    Raises ``ValueError`` with the document, the indicator and what was expected when a document is not one.
    """
    documents = [(path, tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.toml"))]
    last = len(documents)
    documents.sort(key=lambda each: (each[1].get("order", last), each[0].name))
    indicators = [
        _indicator(f"{path.name} [{key}]", key, section)
        for path, document in documents
        for key, section in document.items()
        if key != "order"
    ]
    twice = {each.key for each in indicators if [other.key for other in indicators].count(each.key) > 1}
    if twice:
        raise ValueError(f"expected each indicator once, got {', '.join(sorted(twice))} twice")
    return tuple(indicators)


def _indicator(place: str, key: str, section: dict[str, Any]) -> Indicator:
    facts = {name: value for name, value in section.items() if name not in LANGUAGES}
    names = {field.name for field in fields(Indicator)} - {"key"}
    if unknown := facts.keys() - names:
        raise ValueError(f"{place}: unknown {', '.join(sorted(unknown))}; expected some of {', '.join(sorted(names))}")
    if missing := {"article", "kind", "of", "at", "source"} - facts.keys():
        raise ValueError(f"{place}: expected {', '.join(sorted(missing))}")
    for language in LANGUAGES:
        if lacking := INDICATOR_WORDS - section.get(language, {}).keys():
            raise ValueError(f"{place}: expected the words {', '.join(sorted(lacking))} in {language!r}")
    facts = {"hit": "", "better": None, "shown_as": "percent" if facts["kind"] == "share" else "number"} | facts
    for name, allowed in (("kind", Kind), ("at", At), ("better", Better), ("shown_as", Shown), ("matures", Matures)):
        if facts.get(name) not in (*get_args(allowed), None):
            raise ValueError(f"{place}: expected {name} to be one of {get_args(allowed)}, got {facts[name]!r}")
    if bool(facts["hit"]) == (facts["kind"] == "count"):
        raise ValueError(f"{place}: expected a hit for every kind but a count")
    if facts.get("matures") and facts["at"] != "flow":
        raise ValueError(f"{place}: expected matures of a flow only, for a stock is tested at every month's end")
    return Indicator(key=key, **facts)


# Those that are shipped. What stands for all of a city's indicators asks ``catalogue``.
INDICATORS: tuple[Indicator, ...] = read_catalogue()
SHIPPED_KEYS = frozenset(each.key for each in INDICATORS)
BY_KEY = Adopted("indicators", {each.key: each for each in INDICATORS})


def adopt(own: Iterable[Indicator]) -> None:
    """Let the indicators of a city's own stand wherever shipped ones do, in the place of those adopted before.

    A process serves one city; whoever reads its database adopts what it declares. A shipped key stays what it is.
    """
    BY_KEY.adopt({each.key: each for each in own})


def catalogue() -> tuple[Indicator, ...]:
    """All indicators in the order in which a reader meets them, the city's own last."""
    return tuple(BY_KEY.values())


def judged() -> tuple[str, ...]:
    """Those with a direction: only of them can be said who is better."""
    return tuple(each.key for each in catalogue() if each.better)


KEY_INDICATORS = (
    "appearance_rate",
    "loss_rate",
    "settlement_rate",
    "rectification_on_time_rate",
    "filing_timeliness",
    "archive_completeness",
)
DEFAULT_INDICATOR = "loss_rate"
# Below this many cases a rate is shown, but marked as resting on few, where no scheme of the year says otherwise.
SMALL_DENOMINATOR = 10
