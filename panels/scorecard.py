"""How does a unit stand among its peers? Indicator by indicator: value, base, place, and where the others lie."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from assessment.indicators import BY_KEY, judged
from assessment.rates import rate
from data_access.asked.selection import group_in_words
from data_access.reading.reader import Reader
from panels.benchmark import benchmark_in_words, benchmarks, gravest, judged_by_each, told, verdicts_of
from panels.declare import Chart, Column, Context, Finding, Level, Panel, Table
from panels.links import ranking_link
from panels.mergers import merger_columns, with_mergers
from panels.peers import added, comparable, peer_standing
from panels.phrases import change_in_words, count_base, in_one_kind, read_at, value_in_words, verdict_in_words
from panels.ranking import lacking_columns
from panels.rows_behind import counted_columns, rows_link, with_rows
from wording import Wording, begun

MOST_NAMED = 3
# As many as one reads below a panel; of more, some are named.
MOST_UNKNOWN = 6
# The pages whose figures the indicators of an article belong to, in the order in which the scorecard lists them.
PARTS = {
    "disputes": (16, 17, 18),
    "rectification": (4,),
    "decisions": (6, 7, 8),
    "enforcement": (9, 10, 11, 12, 13, 14, 15),
    "capacity": (1, 2, 3, 19, 20, 21),
    "bulletins": (5,),
}
_PART_OF = {article: page for page, articles in PARTS.items() for article in articles}


def scorecard_figures(reader: Reader, context: Context) -> pd.DataFrame:
    """``peer_standing`` of every indicator over the unit's own peer group."""
    return peer_standing(reader, context, tuple(BY_KEY), alone=True)


def own_rows(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The unit's row of every indicator that the ledgers can answer, in catalogue order; a county as a whole.

    Of a unit whose cases another one counts they are its own, which have no place.
    """
    in_ledgers = ~figures["indicator"].isin(context.choices.unknown_indicators)
    level = "merged" if _has_passed(context) else "member"
    own = figures[(figures["level"] == level) & (figures["code"] == context.selection.unit) & in_ledgers]
    return own.set_index("indicator").reindex([key for key in BY_KEY if key in set(own["indicator"])]).reset_index()


def _has_passed(context: Context) -> bool:
    """Whether another unit counts the cases of the one the archive is about."""
    return context.selection.unit in context.choices.passed_on(context.selection.period)


Peers = Mapping[str, pd.DataFrame]


def _peers_of(figures: pd.DataFrame) -> Peers:
    """The members that can be compared by indicator; an indicator without any has an empty frame."""
    members = comparable(figures[figures["level"] == "member"])
    return defaultdict(lambda: members.iloc[:0], {str(key): rows for key, rows in members.groupby("indicator")})


def scorecard_finding(figures: pd.DataFrame, context: Context) -> Finding:
    """In what the unit is clearly worse than the benchmark, or close to it, then where it is last and first.

    Of those indicators that rest on enough cases.
    """
    words, own = context.words, own_rows(figures, context)
    base = _base_in_words(context)
    if _has_passed(context):
        into = context.choices.passed_on(context.selection.period)[context.selection.unit]
        return Finding(words("scorecard.merged", unit=context.choices.name(into)), "plain", base)
    # Nobody is called first or last on a handful of cases, nor among peers who all have but that.
    peers, own = _peers_of(figures), comparable(own)
    enough = [int((~peers[key]["small"].astype(bool)).sum()) > 1 for key in own["indicator"]]
    ranked = own[
        ~own["small"].astype(bool) & own["indicator"].isin(judged()) & pd.Series(enough, own.index, dtype=bool)
    ]
    if ranked.empty:
        alone = (~own["small"].astype(bool) & own["indicator"].isin(judged())).any()
        return Finding(words("scorecard.no_peers" if alone else "scorecard.no_cases"), "plain", base)
    verdicts = own_verdicts(figures, ranked["indicator"], context)
    worse = _worse(verdicts, context)
    points = [*worse, *_ends(ranked, peers, context, named=not worse)]
    level: Level = "bad" if any(level == "bad" for level, _ in points) else points[0][0] if points else "plain"
    sentence = words("sentence.separator").join(said for _, said in points)
    tied = int(ranked["indicator"].map(lambda key: _last_place(peers, key)).eq(1).sum())
    rest = len(ranked) - tied
    sentence = sentence or (words("scorecard.middle", n=rest) if rest else words("scorecard.alike", n=tied))
    return Finding(sentence, level, base, verdicts=verdicts_of(verdicts))


def _base_in_words(context: Context) -> str:
    """Who the peers are, what the marks mean, and what the ledgers cannot answer."""
    words = context.words
    named = {"group": group_in_words(context.selection.group, words), "benchmark": benchmark_in_words(context)}
    return words("scorecard.base", **named) + _not_answered(context)


def own_verdicts(figures: pd.DataFrame, indicators: Iterable[str], context: Context) -> pd.DataFrame:
    """The unit's rows of ``benchmark.judged_by_each``."""
    everyone = context.with_(counties=(), sectors=())
    found = judged_by_each(figures, indicators, everyone)
    return found[found["code"] == context.selection.unit].reset_index(drop=True)


def _worse(verdicts: pd.DataFrame, context: Context) -> list[tuple[Level, str]]:
    """In what the unit is clearly worse than the benchmark; where that is nothing, in what it is close to it."""
    rows, words = gravest(told(verdicts, "worse")), context.words
    if rows.empty:
        return []
    sure = bool((rows["against"] == "different").any())
    key = "scorecard.worse" if sure else "scorecard.worse_unclear"
    said = words(key, n=len(rows), indicators=_named(rows, context), benchmark=benchmark_in_words(context))
    return [("bad" if sure else "watch", said)]


def _ends(ranked: pd.DataFrame, peers: Peers, context: Context, *, named: bool) -> list[tuple[Level, str]]:
    """In how many indicators the unit stands last, and in how many first among its peers; ``named``: in which."""
    too = "" if named else "_too"
    last_places = ranked["indicator"].map(lambda key: _last_place(peers, key))
    last = ranked[ranked["place"].gt(1) & ranked["place"].eq(last_places)]
    first = ranked[ranked["place"].eq(1) & last_places.gt(1)]
    ends: tuple[tuple[Level, str, pd.DataFrame], ...] = (("bad", "last", last), ("good", "first", first))
    return [(level, context.words(f"scorecard.{name}{too}", n=len(rows), indicators=_named(rows, context)))
            for level, name, rows in ends if len(rows)]  # fmt: skip


def _not_answered(context: Context) -> str:
    words, unknown = context.words, context.choices.unknown_indicators
    if not unknown:
        return ""
    few = len(unknown) <= MOST_UNKNOWN
    named = words.join([words(f"indicator.{key}.label") for key in (unknown if few else unknown[:MOST_NAMED])])
    if few:
        return words("scorecard.not_in_ledgers", indicators=named)
    return words("scorecard.many_not_in_ledgers", n=len(unknown), indicators=named)


def _last_place(peers: Peers, key: str) -> int:
    """The place of the last among the peers: 1 where all are equal or alone."""
    return int(peers[key]["place"].max())


def _named(rows: pd.DataFrame, context: Context) -> str:
    words = context.words
    named = words.join([words(f"indicator.{key}.label") for key in rows["indicator"].head(MOST_NAMED)])
    return words("scorecard.and_others", named=named) if len(rows) > MOST_NAMED else named


def scorecard_chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "scorecard", by the pages that the indicators belong to."""
    words, own, peers = context.words, _in_parts(own_rows(figures, context)), _peers_of(figures)
    rows = own.to_dict("records")
    data = pd.DataFrame(
        {
            "order": range(len(own)),
            "part": [words(f"page.{part}") if part else words("indicators.own") for part in own["part"]],
            "label": [words(f"indicator.{key}.label") for key in own["indicator"]],
            "value_text": _in_words(own["indicator"], own["rate"], words),
            "label_href": ["@" + ranking_link(key) for key in own["indicator"]],
            "base_href": [rows_link(row["indicator"], row, row["code"]) for row in rows],
            "base_text": [_base(row, context) for row in rows],
            "peers_text": _in_words(own["indicator"], _benchmarks(figures, own, context), words),
            "place_text": [_place(row, peers, context) for row in rows],
        }
    )
    labels = {name: words(f"scorecard.head.{name}") for name in ("label", "value", "base", "strip", "place")}
    labels["peers"] = begun(benchmark_in_words(context))
    members = comparable(figures[figures["level"] == "member"])
    marks = _marks(members, own, _benchmarks(figures, own, context), context)
    return Chart("scorecard", data, labels, {"marks": marks})


def _in_parts(own: pd.DataFrame) -> pd.DataFrame:
    """The rows with their part, those of a part together; last those of the city's own that serve no article."""
    parts = [_PART_OF.get(BY_KEY[key].article, "") for key in own["indicator"]]
    at = {part: place for place, part in enumerate([*PARTS, ""])}
    return own.assign(part=parts).sort_values("part", key=lambda each: each.map(at), kind="stable", ignore_index=True)


def _in_words(indicators: Iterable[str], values: Iterable[float], words: Wording) -> list[str]:
    return [value_in_words(value, key, words) for key, value in zip(indicators, values, strict=True)]


def _peers_rates(figures: pd.DataFrame, own: pd.DataFrame) -> list[float]:
    sums = added(figures[figures["level"] == "member"]).groupby("indicator")[["numerator", "denominator"]].sum()
    return [rate(*counts) for counts in sums.reindex(own["indicator"]).fillna(0).itertuples(index=False)]


def _benchmarks(figures: pd.DataFrame, own: pd.DataFrame, context: Context) -> list[float]:
    """The benchmark's rate of each of the unit's indicators."""
    held = benchmarks(figures, own["indicator"], context)
    return [rate(cases, base) for cases, base in zip(held["numerator"], held["denominator"], strict=True)]


def _base(row: Mapping[Any, Any], context: Context) -> str:
    """2/9, marked where it rests on few, and as of when where it is read at a month's end or of a year."""
    at = read_at(context, row["indicator"]) if row["denominator"] else ""
    base, comma = count_base(row, context.words), context.words("sentence.comma")
    between = comma if comma in base else " "
    return ("▲ " if row["small"] else "") + between.join(filter(None, (base, at)))


def _place(row: Mapping[Any, Any], peers: Peers, context: Context) -> str:
    if pd.isna(row["place"]) or BY_KEY[row["indicator"]].better is None:
        return context.words.label("", None)
    return f"{row['place']}/{len(peers[row['indicator']])}"


def _marks(members: pd.DataFrame, own: pd.DataFrame, benchmarks: Sequence[float], context: Context) -> pd.DataFrame:
    """Every peer's and the benchmark's place on its row's strip, from the row's own worst (0) to its best (1)."""
    order = {key: place for place, key in enumerate(own["indicator"])}
    peers = members[members["indicator"].isin(order)]
    role = peers["code"].eq(context.selection.unit).map({True: "unit", False: "peer"})
    lines = pd.DataFrame({"indicator": list(order), "rate": benchmarks})
    lines = lines[lines["rate"].notna() & lines["indicator"].isin(peers["indicator"])]
    lines = lines.assign(unit=benchmark_in_words(context), role="average")
    marks = pd.concat([peers.assign(role=role)[lines.columns], lines], ignore_index=True)
    rates = marks.groupby("indicator")["rate"]
    spread = rates.transform("max") - rates.transform("min")
    x = ((marks["rate"] - rates.transform("min")) / spread.where(spread > 0)).fillna(0.5)
    lower = marks["indicator"].map({key: BY_KEY[key].better == "lower" for key in order}).astype(bool)
    tips = [
        f"{unit} {value_in_words(rate, key, context.words)}"
        for unit, rate, key in zip(marks["unit"], marks["rate"], marks["indicator"], strict=True)
    ]
    marks = marks.assign(order=marks["indicator"].map(order), x=x.mask(lower, 1 - x), tip=tips)
    return marks.sort_values("order", kind="stable", ignore_index=True).drop(columns="indicator")


def scorecard_table(figures: pd.DataFrame, context: Context) -> Table:
    """The unit, its government alone where it is a county, its peers and the city, indicator by indicator."""
    words, own = context.words, own_rows(figures, context)
    alone, city = (figures[figures["level"] == level].set_index("indicator")["rate"] for level in ("own", "city"))
    named = own.assign(
        label=[words(f"indicator.{key}.label") for key in own["indicator"]],
        own_rate=[alone.get(key) for key in own["indicator"]],
        peers=_peers_rates(figures, own),
        city=[city[key] for key in own["indicator"]],
        change_text=[change_in_words(row, context) for _, row in own.iterrows()],
        against_text=_verdict_texts(figures, own, context),
    )
    named = with_rows(with_mergers(named, words))
    named, kind = in_one_kind(named, ("rate", "own_rate", "peers", "city", "rate_compared"), words)
    columns: tuple[Column, ...] = (
        Column("label", words("table.indicator")),
        Column("rate", words("table.rate"), kind),
        *counted_columns(words),
        *lacking_columns(figures, words),
        *merger_columns(named, words),
        Column("place", words("table.place"), "place"),
        Column("peers", words("table.peers"), kind),
        Column("city", words("city"), kind),
        Column("against_text", words("table.against", benchmark=benchmark_in_words(context))),
        Column("rate_compared", words("table.compared"), kind),
        Column("change_text", words("table.change_plain")),
    )
    if _is_county(context):
        columns = (*columns[:2], Column("own_rate", words("table.own_level"), kind), *columns[2:])
    return Table(named, columns)


def _verdict_texts(figures: pd.DataFrame, own: pd.DataFrame, context: Context) -> list[str]:
    """The verdict on each of the unit's rates; "" for what is not held against anything."""
    if own.empty:
        return []
    found = own_verdicts(figures, own["indicator"], context)
    said = dict(zip(found["indicator"], found["against"], strict=True))
    return [verdict_in_words(said.get(key, ""), context.words) for key in own["indicator"]]


def _is_county(context: Context) -> bool:
    return context.selection.unit in {code for code, _ in context.choices.counties}


SCORECARD = Panel(
    "scorecard",
    scorecard_figures,
    scorecard_finding,
    scorecard_chart,
    scorecard_table,
    lambda _c: tuple(BY_KEY),
    asks=("versus",),
    names_missing=True,
    population="whole",
)
