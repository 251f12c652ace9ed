"""Why is a unit's place not the one last published? The move by its causes, in places."""

import pandas as pd

from assessment.moves import PARTS
from data_access.asked.selection import period_in_words
from data_access.publishing.evidence import BROKEN
from data_access.publishing.publications import (
    latest_before,
    moves,
    publication_of,
    published_ranks,
    whole_period,
)
from data_access.reading.members import members
from data_access.reading.reader import Reader
from panels.chosen import as_of, chosen_unit, the_chosen
from panels.declare import Chart, Column, Context, Finding, Level, Panel, Table, scored_ledgers
from panels.doubts import broken, doubts_in_words
from panels.rank_history import apart
from panels.scores import assessed, why_no_scores
from wording import Wording, begun

COLUMNS = ["code", "unit", "chosen", "publication_no", "period", "own_no", "rank_before", "rank_now", *PARTS, "apart",
           "doubt"]  # fmt: skip


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a unit in the order of its rank: code, unit, chosen, publication_no ('' when nothing was published
    before) and its period (a code), own_no (of the publication of the selected months themselves, '' for none),
    rank_before, rank_now and, in places gained, corrected, scheme, own, others; apart (whether the intervals of the two
    places are known and do not overlap); doubt as in ``publications.rank_history``. Empty when nothing is scored.
    """
    selection = context.selection
    assessment = assessed(reader, context)
    if assessment is None:
        return pd.DataFrame(columns=COLUMNS)
    units = members(reader, selection.group, selection.period)[["code", "unit"]]
    before = latest_before(reader, selection.period)
    moved = moves(reader, assessment, before) if before else pd.DataFrame(columns=["code"])
    of_before = published_ranks(reader, selection.group, selection.period)
    doubts = of_before["doubt"]
    if moved.empty:
        # Of a broken publication nothing is told; of one without the group there is nothing to tell.
        before = before if BROKEN in set(doubts) else ""
        moved = pd.DataFrame(columns=["code", "rank_before", *PARTS]).assign(rank_now=None)
    rows = units.merge(moved, on="code", how="left")
    numbers = dict.fromkeys(["rank_before", "rank_now", *PARTS], "Int64")
    rows = rows.assign(
        chosen=rows["code"] == chosen_unit(reader, context),
        publication_no=before or "",
        period=str(of_before["period"].iat[0]) if before and len(of_before) else "",
        own_no=publication_of(reader, selection.period) or "",
        apart=[_apart(code, of_before, assessment.table) for code in rows["code"]],
        doubt=[doubts.get(code, "") if before else "" for code in rows["code"]],
    )
    return rows.astype(numbers)[COLUMNS].sort_values(["rank_now", "code"], na_position="last").reset_index(drop=True)


def _apart(code: str, before: pd.DataFrame, now: pd.DataFrame) -> bool:
    """Whether a unit's published place and that of now can be told apart."""
    now = now.set_index("code")
    if code not in before.index or code not in now.index:
        return False
    return apart(tuple(before.loc[code, ["rank_low", "rank_high"]]), tuple(now.loc[code, ["low", "high"]]))


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """By how many places the chosen unit moved, and mostly why."""
    words, own = context.words, the_chosen(figures)
    if own is None:
        return Finding(why_no_scores(context), "plain", as_of(context))
    about, unit = str(own["code"]), str(own["unit"])
    number = str(own["publication_no"])
    if not number:
        return Finding(words("rank_moves.nothing_published"), "plain", as_of(context), about)
    values = {"unit": unit, "publication": number}
    if broken(figures):
        return Finding(words("published.broken", publication=number), "bad", as_of(context), about)
    if own[PARTS].isna().any():
        return Finding(words("rank_moves.no_place", **values), "plain", as_of(context), about)
    gained = int(own["rank_before"] - own["rank_now"])
    way: Level = "good" if gained > 0 else "bad" if gained < 0 else "plain"
    level: Level = way if own["apart"] else "plain"
    parts = [words(f"rank_moves.{_direction(gained)}", n=abs(gained), **values)] if gained else []
    if gained:
        parts.append(_mainly(own, gained, words))
    elif (own[PARTS] != 0).any():
        parts = [words("rank_moves.cancelled", **values)]
    else:
        parts = [words("rank_moves.same", **values)]
    return Finding("".join(parts), level, _base(own, context) + doubts_in_words(figures, words), about)


def _direction(gained: int) -> str:
    return "up" if gained > 0 else "down"


def _mainly(own: pd.Series, gained: int, words: Wording) -> str:
    """The cause that moved the unit most in the direction it went, or all that moved it as much."""
    sign = 1 if gained > 0 else -1
    most = max(sign * int(own[part]) for part in PARTS)
    causes = [
        words("rank_moves.moved_by", cause=words(f"rank_moves.cause.{part}"), moved=_places(int(own[part]), words))
        for part in PARTS
        if sign * int(own[part]) == most
    ]
    return words("rank_moves.mainly", causes=words.join(causes))


def _places(gained: int, words: Wording) -> str:
    """升 2 位, 降 1 位, 无影响."""
    return words(f"rank_moves.places_{_direction(gained)}", n=abs(gained)) if gained else words("rank_moves.no_places")


def _base(own: pd.Series, context: Context) -> str:
    """From which place to which, and that the parts sum to the move."""
    words = context.words
    values = {name: words.number(own[name]) for name in ("rank_before", "rank_now")}
    terms = [
        words("rank_moves.term", cause=words(f"rank_moves.cause.{part}"), places=words.signed(int(own[part])))
        for part in PARTS
    ]
    total = words.signed(int(own["rank_before"] - own["rank_now"]))
    base = words("rank_moves.base", **values, terms=words.join(terms), total=total)
    if own["rank_before"] != own["rank_now"] and not own["apart"]:
        base += words("rank_moves.inconclusive")
    return base + _compared(own, words) + as_of(context)


def _compared(own: pd.Series, words: Wording) -> str:
    """With which publication, of which months; and that the selected months were published themselves."""
    period = whole_period(str(own["period"]))
    said = words("rank_moves.compared", publication=own["publication_no"],
                 period=period_in_words(period, words) if period else own["period"])  # fmt: skip
    return said + (words("rank_moves.published_itself", publication=own["own_no"]) if own["own_no"] else "")


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "bars": the causes of the chosen unit's move in the order of the steps."""
    words, own = context.words, the_chosen(figures)
    if own is None or own[PARTS].isna().any():
        return Chart("bars", pd.DataFrame(columns=["order", "label", "value", "value_text", "tone"]))
    values = [int(own[part]) for part in PARTS]
    main = max(map(abs, values))
    data = pd.DataFrame(
        {
            "order": range(len(PARTS)),
            "label": [begun(words(f"rank_moves.cause.{part}")) for part in PARTS],
            "value": [float(value) for value in values],
            "value_text": [_places(value, words) for value in values],
            "tone": ["accent" if main and abs(value) == main else "plain" for value in values],
        }
    )
    return Chart("bars", data)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every unit of the group with its move by cause, in places gained."""
    words = context.words
    columns = (
        Column("unit", words("scores.head.unit")),
        Column("rank_before", words("rank_moves.head.before"), "place"),
        Column("rank_now", words("rank_moves.head.now"), "place"),
        *(Column(part, begun(words(f"rank_moves.cause.{part}")), "integer") for part in PARTS),
    )
    return Table(figures, columns)


RANK_MOVES = Panel(
    "rank_moves",
    read,
    finding,
    chart,
    table,
    ledgers=scored_ledgers,
    names_missing=True,
    population="group",
    ignores=("compare",),
)
