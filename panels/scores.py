"""Who is ahead by score, how sure is the place, and who may be awarded? One peer group by its year's scheme."""

from typing import Any

import pandas as pd

from assessment.draws import WEIGHT_SPREAD
from assessment.eligibility import NOT_REPORTED
from assessment.robustness import DRAWS, HIGH, LOW, TOLD_APART, surely_ahead_of_next
from assessment.scheme import COMPONENTS
from assessment.score_frames import ADJUSTMENT, DECIMALS
from data_access.publishing.publications import published_ranks
from data_access.publishing.seen_assessment import seen_assessment
from data_access.reading.assessed import Assessed, assessed_period
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Level, Panel, Table, scored_ledgers
from panels.doubts import doubts_in_words
from panels.mergers import figures_taken_in, names_taken_in
from panels.peers import left_by_filters, sectors_of
from panels.phrases import moved_in_words
from panels.rows_behind import figure_link
from panels.veto_words import award_note
from panels.weight import Point, weightiest
from wording import Wording

MOST_NAMED = 3
PARTS = (*COMPONENTS, ADJUSTMENT)
# What is neither in force nor settled.
OPEN = ("proposed", NOT_REPORTED)
_OF_VETO = ("clause", "indicator", "figure", "place", "few", "one_case", "reversed", "in_force", "description", "blank",
            "status")  # fmt: skip


def assessed(reader: Reader, context: Context) -> Assessed | None:
    """The selection's peer group by its year's scheme; None without scores, or a publication (``why_no_scores``)."""
    with reader.aside():
        return seen_assessment(reader, context.selection.group, context.selection.period)


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a unit in the order of its rank, as ``Assessed.table``, with small, scheme and the vetoes beside it.

    Further columns: rank_published (of the last publication before, <NA> without), publication_no and doubt (of that
    rank, as in ``publications.rank_history``; '' without), status (eligible, vetoed, silent, proposed, failed,
    incomplete),
    clause, indicator, figure, place, few, one_case, reversed, blank, veto_status (of the first veto), ahead_of (codes
    of the units it is surely ahead of), taken_in (names of the units merged into it), nothing_in_effect (no day of a
    judgment's effect is known, though losses count by it), year, version (of the scheme).
    Empty when the selection cannot be scored; every unit of the group is in it, whatever the filters show.
    """
    assessment = assessed(reader, context)
    if assessment is None:
        return pd.DataFrame(columns=["code", "unit", "county", "score"])
    vetoes = assessment.vetoes_with_gaps
    vetoes = vetoes[vetoes["in_force"] | vetoes["status"].isin(OPEN)]
    # A veto in force goes first, then a proposal, then what silence keeps from being judged.
    first = vetoes.sort_values("in_force", ascending=False, kind="stable").drop_duplicates("code")
    first = first[["code", *_OF_VETO]].rename(columns={"place": "veto_place", "status": "veto_status"})
    table = assessment.table.merge(first, on="code", how="left")
    published = published_ranks(reader, context.selection.group, context.selection.period)
    return table.assign(
        status=[_status(row) for row in table.to_dict("records")],
        rank_published=table["code"].map(published["score_rank"]).astype("Int64"),
        **{name: [published[name].get(code, "") for code in table["code"]] for name in ("publication_no", "doubt")},
        ahead_of=table["code"].map(assessment.sure.surely_ahead_of()),
        sector=sectors_of(reader, table["code"]),
        taken_in=names_taken_in(reader, assessment),
        nothing_in_effect=assessment.nothing_in_effect,
        year=assessment.scheme.year,
        version=assessment.scheme.version,
        **{f"w_{part}": assessment.scheme.component_weight(part, assessment.group) for part in COMPONENTS},
    )


def _status(row: dict[str, Any]) -> str:
    if row["in_force"] is True:
        return "vetoed"
    if not row["eligible"]:
        return "silent"
    if pd.notna(row["clause"]):
        return "proposed"
    if row["grade"] == "fail":
        return "failed"
    return "eligible" if row["complete"] else "incomplete"


def shown_units(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The units that the filters let through; ranks and awards stay those of the whole group."""
    return left_by_filters(figures, context) if len(figures) else figures


def why_no_scores(context: Context) -> str:
    """The sentence that stands where nothing can be scored."""
    period, choices = context.selection.period, context.choices
    if assessed_period(period) is None:
        return context.words("scores.not_a_year")
    if choices.only_published and choices.scheme_of(period.last.year):
        return context.words("scores.not_published")
    return context.words("scores.no_scheme", year=context.selection.period.last.year)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Who lost the right to awards, then who is first and how sure that is, then who is last (``weight``)."""
    words = context.words
    scored = figures[figures["score"].notna()]
    if scored.empty:
        return Finding(_nobody_scored(figures, context), "plain", words("as_of", as_of=words.date(context.as_of)))
    base = _base(figures, context)
    if len(scored) == 1:
        only = scored.iloc[0]
        return Finding(words("scores.single", unit=only["unit"], score=_points(only["score"], words)), "plain", base)
    if scored["rank"].max() == 1:
        return Finding(words("scores.all_equal", score=_points(scored["score"].iat[0], words)), "plain", base)
    points = [Point("veto", said) for said in _vetoed(figures, words)] + [Point("place", first_in_words(scored, words))]
    last = scored[scored["rank"] == scored["rank"].max()]
    about = str(last["code"].iat[0])
    if not (last["status"] == "vetoed").all():
        points.append(Point("place", last_in_words(last, words)))
    level: Level = "bad" if figures["status"].isin(["vetoed", "silent"]).any() else "plain"
    return Finding(weightiest(points, words), level, base, about)


def _points(points: float, words: Wording) -> str:
    """A score or a part of one; all have the same decimals, so that parts add up as printed."""
    return words.number(points, DECIMALS)


def _nobody_scored(figures: pd.DataFrame, context: Context) -> str:
    """Why no unit has a score: the selection, nothing to count, or reports that nobody handed in."""
    if figures.empty:
        return why_no_scores(context)
    silent = (figures["status"] == "silent").all()
    return context.words("scores.all_silent" if silent else "scores.nothing_counted")


def first_in_words(scored: pd.DataFrame, words: Wording) -> str:
    """Who is first, and over how many of the others the lead is sure."""
    first, others = scored[scored["rank"] == 1], len(scored) - 1
    score = _points(first["score"].iat[0], words)
    if len(first) > 1:
        named = words.join(list(first["unit"])) if len(first) <= MOST_NAMED else words("scores.units", n=len(first))
        return words("scores.first_tied", units=named, score=score)
    unit, sure = first["unit"].iat[0], len(first["ahead_of"].iat[0])
    if sure in (0, others):
        return words("scores.first_sure" if sure else "scores.first_unsure", unit=unit, score=score)
    return words("scores.first", n=sure, unit=unit, score=score, of=words.number(others))


def last_in_words(last: pd.DataFrame, words: Wording) -> str:
    return words("scores.last", units=words.join(list(last["unit"])), score=_points(last["score"].iat[0], words))


def _vetoed(figures: pd.DataFrame, words: Wording) -> list[str]:
    """Who is kept from awards, by a veto or by silence, and how many proposals wait for a decision."""
    parts = []
    for status in ("vetoed", "silent"):
        out = figures[figures["status"] == status]
        if 0 < len(out) <= MOST_NAMED:
            parts.append(words(f"scores.{status}", units=words.join(list(out["unit"]))))
        elif len(out):
            parts.append(words(f"scores.several_{status}", n=len(out)))
    open_ = figures[figures["status"] == "proposed"]
    if len(open_):
        parts.append(words("scores.proposed", n=len(open_)))
    return parts


def _base(figures: pd.DataFrame, context: Context) -> str:
    words, row = context.words, figures.iloc[0]
    scheme = words("scores.scheme", year=int(row["year"]), version=int(row["version"]))
    drawn = {"draws": words.number(DRAWS), "spread": words.percent(WEIGHT_SPREAD, 0), "low": words.percent(LOW, 0),
             "high": words.percent(HIGH, 0), "apart": words.percent(TOLD_APART, 0)}  # fmt: skip
    base = words("scores.base", scheme=scheme, as_of=words.date(context.as_of), **drawn)
    base += provisional(figures, words)
    base += words("scores.nothing_in_effect") if row["nothing_in_effect"] else ""
    return base + figures_taken_in(figures, words) + doubts_in_words(figures[figures["score"].notna()], words)


def provisional(figures: pd.DataFrame, words: Wording) -> str:
    """Whose scores lack a mark or a report."""
    incomplete = figures["score"].notna() & ~figures["complete"].astype(bool)
    of = (("incomplete", incomplete), ("silent", figures["status"] == "silent"))
    return "".join(words(f"scores.{name}_units", n=int(units.sum())) for name, units in of if units.any())


def chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """Kind "scores"."""
    return drawn(shown_units(figures, context), len(figures), found, context)


def drawn(units: pd.DataFrame, worst: int, found: Finding, context: Context, **options: Any) -> Chart:
    """The chart of these units in their order; ``worst`` is the last place there can be."""
    words = context.words
    if units.empty:
        return Chart("scores", units)
    about = context.selection.closely or found.about
    rows = units.to_dict("records")
    data = units[["code", "unit", *COMPONENTS, "score", "rank", "low", "high", "ahead_of"]].assign(
        **{f"{part}_text": [_points(row[part], words) for row in rows] for part in COMPONENTS},
        place_text=[_place(row["rank"], words) for row in rows],
        moved_text=[_moved(row, words) for row in rows],
        adjustment_text=[_adjustment(row[ADJUSTMENT], words) for row in rows],
        score_text=[_points(row["score"], words) for row in rows],
        badge=units["status"],
        badge_text=[words(f"badge.{status}") for status in units["status"]],
        note=[award_note(row, words) for row in rows],
        note_href=[figure_link(row) for row in rows],
        tone=["accent" if row["code"] == about else "plain" for row in rows],
    )
    data = data.astype(dict.fromkeys(("score", "rank", "low", "high"), float))
    return Chart("scores", data, _heads(units, words), {"worst": worst, **options})


def _heads(units: pd.DataFrame, words: Wording) -> dict[str, str]:
    names = ("place", "moved", "unit", "score", "interval", "eligibility")
    heads = {name: words(f"scores.head.{name}") for name in names}
    weights = {part: words.as_written(units[f"w_{part}"].iat[0]) for part in COMPONENTS}
    return heads | {part: words(f"scores.part.{part}") + f" {weight}" for part, weight in weights.items()}


def _place(rank: Any, words: Wording) -> str:
    return words.label("", None) if pd.isna(rank) else str(int(rank))


def _moved(row: dict[str, Any], words: Wording) -> str:
    before, now = row["rank_published"], row["rank"]
    return "" if pd.isna(before) or pd.isna(now) else moved_in_words(before - now, words)


def _adjustment(points: float, words: Wording) -> str:
    return "" if pd.isna(points) or not points else words.signed(points, DECIMALS)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every unit shown, with all that the ranking draws."""
    words = context.words
    units = shown_units(figures, context)
    if len(units):
        ahead_of = units["ahead_of"].tolist()
        units = units.assign(
            sure=[len(codes) for codes in ahead_of],
            next_text=[words("yes") if sure else "" for sure in surely_ahead_of_next(units["code"].tolist(), ahead_of)],
            status_text=[words(f"badge.{status}") for status in units["status"]],
            grade_text=[words.label("grade", grade) for grade in units["grade"]],
            note=[award_note(row, words) for row in units.to_dict("records")],
        )
    heads = _table_heads(words)
    return Table(units.reindex(columns=[column.name for column in heads]), heads)


def _table_heads(words: Wording) -> tuple[Column, ...]:
    parts = [Column(part, words(f"scores.part.{part}"), "score") for part in PARTS]
    return (
        Column("rank", words("scores.head.place"), "place"),
        Column("unit", words("scores.head.unit")),
        Column("score", words("scores.head.score"), "score"),
        *parts,
        Column("grade_text", words("scores.head.grade")),
        Column("low", words("scores.head.low"), "place"),
        Column("high", words("scores.head.high"), "place"),
        Column("first3", words("scores.head.first3"), "share"),
        Column("last3", words("scores.head.last3"), "share"),
        Column("sure", words("scores.head.sure"), "integer"),
        Column("next_text", words("scores.head.next")),
        Column("award_place", words("scores.head.award_place"), "place"),
        Column("status_text", words("scores.head.eligibility")),
        Column("note", words("scores.head.why")),
        Column("missing", words("table.missing_reports"), "integer"),
        Column("rank_published", words("scores.head.published"), "place"),
    )


SCORES = Panel(
    "scores", read, finding, chart, table, drill="unit", ledgers=scored_ledgers, names_missing=True,
    population="ranked", ignores=("compare",),
)  # fmt: skip
