"""How did a unit's place go over the publications, and where does it stand now?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from data_access.publishing.publications import rank_history, whole_period
from data_access.reading.members import members
from data_access.reading.reader import Reader
from panels.chosen import as_of, chosen_unit, the_chosen
from panels.declare import Chart, Column, Context, Finding, Level, Panel, Table, scored_ledgers
from panels.doubts import broken, doubts_in_words
from panels.scores import assessed, why_no_scores
from wording import Wording, rounded

# The best and the worst place that the figures allow.
Interval = tuple[Any, Any]
COLUMNS = ["code", "unit", "chosen", "step", "publication_no", "first", "last", "now", "score", "score_rank",
           "award_place", "rank_low", "rank_high", "doubt"]  # fmt: skip


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a unit and step, the publications that ended within the selection first, then the place of now.

    Columns: code, unit, chosen, step (from 0), publication_no ('' now), first, last (months), now (bool), score,
    score_rank, award_place, rank_low, rank_high (places), doubt (as in ``publications.rank_history``). Units that are
    no more in the group are left out.
    """
    selection = context.selection
    units = members(reader, selection.group, selection.period)
    published = rank_history(reader, selection.group)
    periods = {code: whole_period(code) for code in published["period"].unique()}
    spans = [periods[code] for code in published["period"]]
    before = published.assign(
        first=[span and span.first for span in spans], last=[span and span.last for span in spans], now=False
    )
    ended = [last is not None and last <= selection.period.last for last in before["last"]]
    before = before[pd.Series(ended, index=before.index, dtype=bool)]
    places = pd.concat([part for part in (before, _now(reader, context)) if len(part)] or [before], ignore_index=True)
    places = places[places["code"].isin(units["code"])]
    steps = {key: step for step, key in enumerate(dict.fromkeys(places["publication_no"]))}
    return places.assign(
        unit=places["code"].map(dict(zip(units["code"], units["unit"], strict=True))),
        step=places["publication_no"].map(steps).astype(int),
        chosen=places["code"] == chosen_unit(reader, context),
    )[COLUMNS].reset_index(drop=True)


def _now(reader: Reader, context: Context) -> pd.DataFrame:
    """The places of the selection itself in the shape of the published ones; empty when it is not scored."""
    assessment = assessed(reader, context)
    if assessment is None:
        return pd.DataFrame()
    names = {"rank": "score_rank", "low": "rank_low", "high": "rank_high"}
    now = assessment.table[["code", "score", "rank", "award_place", "low", "high"]].rename(columns=names)
    return now.assign(publication_no="", doubt="", now=True, first=assessment.period.first, last=assessment.period.last)


def _course(figures: pd.DataFrame) -> pd.DataFrame:
    """The chosen unit's rows with a place, in time."""
    places = figures[figures["chosen"].astype(bool) & figures["score_rank"].notna()] if len(figures) else figures
    return places.sort_values("step")


def _is_alone(figures: pd.DataFrame) -> bool:
    """Whether nobody but the chosen unit ever had a place: who is the only one is not the first."""
    placed = figures[figures["score_rank"].notna()]
    return placed["code"].nunique() == 1 and bool(placed["score_rank"].eq(1).all())


def _told(course: pd.DataFrame) -> pd.DataFrame:
    """The steps of a course that follow each other in time: the last publication's months, counted anew by the data and
    the scheme of today, are no later step.
    """
    if len(course) < 2 or not course["now"].iat[-1]:
        return course
    before, now = (course.iloc[at] for at in (-2, -1))
    return course.iloc[:-1] if (before["first"], before["last"]) == (now["first"], now["last"]) else course


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """From which place to which the chosen unit went, since when; the base says what was altered since, and which place
    the months that were published last have by the data and the scheme of today.
    """
    found, course = _finding(figures, context), _course(figures)
    base = found.base
    if len(_told(course)) < len(course) and not _is_alone(figures):
        place = context.words.number(course["score_rank"].iat[-1])
        base += context.words("rank_history.counted_anew", place=place)
    return replace(found, base=base + doubts_in_words(figures, context.words))


def _finding(figures: pd.DataFrame, context: Context) -> Finding:
    words, course = context.words, _told(_course(figures))
    chosen = the_chosen(figures)
    if len(course) < 2 and chosen is not None and broken(figures):
        sentence = words("rank_history.broken", unit=chosen["unit"])
        return Finding(sentence, "bad", as_of(context), str(chosen["code"]))
    if course.empty:
        sentence = why_no_scores(context) if chosen is None else words("rank_history.no_place", unit=chosen["unit"])
        return Finding(sentence, "plain", as_of(context), "" if chosen is None else str(chosen["code"]))
    first, last = (course.iloc[at].to_dict() for at in (0, -1))
    about, unit = str(last["code"]), str(last["unit"])
    if _is_alone(figures):
        return Finding(words("rank_history.alone", unit=unit), "plain", as_of(context), about)
    if len(course) == 1:
        sentence = words(
            f"rank_history.only_{_kind(last, context)}", unit=unit, stands=_place(last, figures, words, "stands")
        )
        return Finding(sentence, "plain", _base(course, context), about)
    places = {"first": _place(first, figures, words), "last": _place(last, figures, words)}
    values = {"unit": unit, "since": _since(first, last, context), **places}
    values["stands"] = _place(last, figures, words, "stands")
    gained = int(first["score_rank"] - last["score_rank"])
    level = level_of_move(gained, (first["rank_low"], first["rank_high"]), (last["rank_low"], last["rank_high"]))
    if gained:
        return Finding(words("rank_history.up" if gained > 0 else "rank_history.down", **values),
                       level, _base(course, context), about)  # fmt: skip
    low, high = int(course["score_rank"].max()), int(course["score_rank"].min())
    if low == high:
        sentence = words("rank_history.same", **values)
    else:
        sentence = words("rank_history.back", **values, best=words.number(high), worst=words.number(low))
    return Finding(sentence, level, _base(course, context), about)


def level_of_move(gained: int, before: Interval, after: Interval) -> Level:
    """Good or bad where the two intervals of the place do not overlap; neither where that is not so, or not known."""
    if not apart(before, after):
        return "plain"
    return "good" if gained > 0 else "bad" if gained < 0 else "plain"


def apart(before: Interval, after: Interval) -> bool:
    """Whether two intervals of places are known and do not overlap."""
    if pd.isna([*before, *after]).any():
        return False
    return bool(max(before[0], after[0]) > min(before[1], after[1]))


def _place(row: Mapping[Any, Any], figures: pd.DataFrame, words: Wording, form: str = "place_said") -> str:
    """第 3 位, 并列第 3 位: the place of a step, and whether others share it."""
    shared = figures["step"].eq(row["step"]) & figures["score_rank"].eq(row["score_rank"]) & ~figures["chosen"]
    tied = "_tied" if shared.fillna(False).any() else ""
    return words(f"rank_history.{form}{tied}", place=words.number(row["score_rank"]))


def _since(first: Mapping[Any, Any], last: Mapping[Any, Any], context: Context) -> str:
    """两年, or since which publication where it is less than a year."""
    months = (last["last"].year - first["last"].year) * 12 + last["last"].month - first["last"].month
    if months >= 12:
        return context.words("rank_history.years", n=int(rounded(months / 12)))
    return context.words("rank_history.since", period=_label(first, context))


def _base(course: pd.DataFrame, context: Context) -> str:
    """The base: the number of publications, the intervals of the first and last place, the data's date."""
    words, ends = context.words, course.iloc[[0, -1]]
    published = int((~course["now"].astype(bool)).sum())
    if not published:
        return as_of(context)
    base = words("rank_history.base", n=published, as_of=words.date(context.as_of))
    moved = course["score_rank"].iat[0] != course["score_rank"].iat[-1]
    if not moved or ends[["rank_low", "rank_high"]].isna().to_numpy().any():
        return base
    first, last = (
        words("rank_history.interval", low=words.number(row["rank_low"]), high=words.number(row["rank_high"]))
        if row["rank_low"] != row["rank_high"]
        else words.number(row["rank_low"])
        for _, row in ends.iterrows()
    )
    told_apart = apart(*((row["rank_low"], row["rank_high"]) for _, row in ends.iterrows()))
    return base + words("rank_history.apart" if told_apart else "rank_history.overlap", first=first, last=last)


def _label(row: Mapping[Any, Any], context: Context) -> str:
    """2025, 26-06 for a part of a year, 现在, or 重算 where the selection ended before the data do."""
    last, kind = row["last"], _kind(row, context)
    if kind != "once":
        return context.words(f"rank_history.{kind}")
    return f"{last:%Y}" if last.month == 12 else f"{last:%y-%m}"


def _kind(row: Mapping[Any, Any], context: Context) -> str:
    """Whether a place was published ("once"), is that of "now", or of months that ended before the data do."""
    if not row["now"]:
        return "once"
    return "now" if row["last"] == context.choices.usual_month else "recalculated"


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "bump"; one place alone is told by the finding."""
    words = context.words
    places = figures[figures["score_rank"].notna() & (figures["step"].nunique() > 1)]
    rows = places.to_dict("records")
    data = pd.DataFrame(
        {
            "code": places["code"],
            "unit": places["unit"],
            "step": places["step"].astype(float),
            "place": places["score_rank"].astype(float),
            "step_text": [_label(row, context) for row in rows],
            "place_text": [words("rank_history.place", place=words.number(row["score_rank"])) for row in rows],
            "tone": ["accent" if row["chosen"] else "plain" for row in rows],
        }
    )
    labels = {name: words(f"rank_history.head.{name}") for name in ("unit", "step", "place")}
    worst = float(data["place"].max()) if len(data) else 1.0
    return Chart("bump", data, labels, {"worst": worst})


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every unit in every publication and now."""
    words = context.words
    rows = figures.to_dict("records")
    written = figures.assign(
        step_text=[_label(row, context) for row in rows],
        publication_text=[row["publication_no"] or words("rank_history.unpublished") for row in rows],
    )
    columns = (
        Column("step_text", words("rank_history.head.step")),
        Column("publication_text", words("rank_history.head.publication")),
        Column("unit", words("rank_history.head.unit")),
        Column("score_rank", words("rank_history.head.place"), "place"),
        Column("score", words("scores.head.score"), "score"),
        Column("award_place", words("scores.head.award_place"), "place"),
        Column("rank_low", words("scores.head.low"), "place"),
        Column("rank_high", words("scores.head.high"), "place"),
    )
    return Table(written, columns)


RANK_HISTORY = Panel(
    "rank_history",
    read,
    finding,
    chart,
    table,
    drill="unit",
    ledgers=scored_ledgers,
    names_missing=True,
    population="named",
    ignores=("compare",),
)
