"""Do units answer the opinions that a reconsideration gave them, and which opinions still wait?"""

import datetime as dt

import pandas as pd

from data_access.asked.periods import Period
from data_access.reading.dispute_lists import unanswered_opinions
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.forms_alone import without_untold
from data_access.reading.reader import Reader
from data_access.reading.records import period_limits
from panels.columns import DAYS_PAST
from panels.declare import Context, Finding, Level
from panels.forms_alone import beside_the_rows, forms_of, none_or_untold, with_forms
from panels.lacking import lacking_in_words
from panels.links import record_link
from panels.phrases import extent_in_words, share_with_base
from panels.records import Head, Record, Row, at_most, records
from panels.seen import hidden_of
from wording import Wording

INDICATOR = "opinions_answered_rate"
FLOWS = ("opinions_due", "opinions_due_blank", "opinions_answered", "reconsideration_proposals", "judicial_suggestions")
STOCK = "opinions_open_past_due"
# Those that forms may tell.
BY_FORMS = ("opinions_due", "opinions_answered")
COLUMNS = ["part", "measure", "cases", "code", "unit", "case_no", "due_on", "past"]
MOST_ROWS = 8
# An opinion due within so many days is near.
NEAR_DAYS = 7


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a measure (part "sum"), then a row an opinion without an answer (part "opinion"), longest overdue first.

    Measures: ``FLOWS`` over the period and ``STOCK`` at its end. Columns of sums: measure, cases; of opinions: code and
    unit (the respondent), case_no, due_on, past (days past due at the period's end; negative before it).
    """
    extent, period = extent_of(reader, context.selection), context.selection.period
    flows = tally_values(reader, FLOWS, extent, period.first, period.last, by=())
    sums = pd.concat(
        [
            without_untold(reader, flows, BY_FORMS, extent, period),
            tally_values(reader, (STOCK,), extent, period.last, period.last, by=()),
        ]
    ).set_index("tally_key")["value"]
    cases = sums.reindex([*FLOWS, STOCK], fill_value=0).astype(int)
    day = _end(period, context.as_of)
    opinions = unanswered_opinions(reader, extent, day)
    past = [(day - due).days for due in opinions["due_on"]]
    counted = pd.DataFrame({"part": "sum", "measure": cases.index, "cases": cases.to_numpy()})
    listed = opinions.assign(part="opinion", past=past)
    both = pd.concat([part for part in (counted, listed) if len(part)], ignore_index=True).reindex(columns=COLUMNS)
    return with_forms(both, BY_FORMS, reader, extent, context)


def _end(period: Period, as_of: dt.date) -> dt.date:
    """The last day of the period, or the data's date where that comes first."""
    return min(period_limits(period)[1], as_of)


def _cases(figures: pd.DataFrame) -> dict[str, int]:
    sums = figures[figures["part"] == "sum"]
    return {str(measure): int(cases) for measure, cases in zip(sums["measure"], sums["cases"], strict=True)}


def _opinions(figures: pd.DataFrame) -> pd.DataFrame:
    opinions = figures[figures["part"] == "opinion"]
    return opinions.assign(past=opinions["past"].astype(int)).reset_index(drop=True)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of the opinions due were answered in time, how many have no answer, and whose waits longest."""
    words, cases = context.words, _cases(figures)
    if not context.knows(INDICATOR):
        base = words("as_of", as_of=words.date(context.as_of))
        label = words(f"indicator.{INDICATOR}.label")
        return Finding(words("ranking.not_in_ledgers", indicator=label), "plain", base)
    due, answered, open_ = cases["opinions_due"], cases["opinions_answered"], cases[STOCK]
    said = _answered(due, answered, cases["opinions_due_blank"], words)
    sentences = [said if due else none_or_untold(said, figures, words)]
    if open_:
        # Which waits longest cannot be told of some.
        longest = "" if hidden_of(figures) else _longest(_opinions(figures), open_, words)
        sentences.append(words("suggestions.open", n=open_) + longest)
    all_answered = answered == due and not cases["opinions_due_blank"]
    unsaid = not due or (all_answered and forms_of(figures).untold)
    level: Level = "bad" if open_ else "plain" if unsaid else "good" if all_answered else "watch"
    base = _base(figures, context) + (beside_the_rows(figures, words, included=True) if due else "")
    return Finding(words("sentence.separator").join(sentences), level, base)


def _answered(due: int, answered: int, blank: int, words: Wording) -> str:
    if due and answered == due and not blank:
        return words("suggestions.all_answered", n=due)
    if due:
        return words("suggestions.answered", rate=share_with_base(answered, due, words, blank, "case"))
    parts = (words("suggestions.none_due"), lacking_in_words({"blank": blank, "counted": "case"}, words))
    return words("sentence.comma").join(filter(None, parts))


def _longest(opinions: pd.DataFrame, open_: int, words: Wording) -> str:
    """Whose opinion is overdue longest; of several equally long only how long; nothing where no row may be seen."""
    overdue = opinions[opinions["past"] > 0]
    if overdue.empty:
        return ""
    longest = overdue[overdue["past"] == overdue["past"].max()]
    days = int(longest["past"].iat[0])
    if len(overdue) == 1 == open_:
        return words("sentence.comma") + words("suggestions.the_one", n=days, unit=longest["unit"].iat[0])
    if longest["unit"].nunique() > 1:
        return words("sentence.comma") + words("suggestions.longest_of_several", n=days)
    return words("sentence.comma") + words("suggestions.longest", n=days, unit=longest["unit"].iat[0])


def _base(figures: pd.DataFrame, context: Context) -> str:
    """Whose opinions, as of when; the other kinds of suggestion; how many rows are not shown to this viewer."""
    words, cases = context.words, _cases(figures)
    day = _end(context.selection.period, context.as_of)
    base = words("suggestions.base", extent=extent_in_words(context), day=words.date(day))
    for measure in ("reconsideration_proposals", "judicial_suggestions"):
        base += words(f"suggestions.{measure}", n=cases[measure]) if cases[measure] else ""
    hidden = cases[STOCK] - int((_opinions(figures)["past"] > 0).sum())
    key = "suggestions.hidden_shown" if context.selection.audience else "suggestions.hidden"
    return base + (words(key, n=hidden) if hidden > 0 else "")


def _status(opinion: Record) -> str:
    return "overdue" if opinion["past"] > 0 else "near" if opinion["past"] >= -NEAR_DAYS else "not_due"


def _opened(opinion: Record, _context: Context) -> str:
    return record_link("reconsideration", opinion["code"], opinion["case_no"])


def row(opinion: Record, context: Context) -> Row:
    """An opinion without an answer; it opens the case."""
    words, badge, past = context.words, _status(opinion), int(opinion["past"])
    note = words("suggestions.overdue", n=past) if past > 0 else ""
    opens = _opened(opinion, context)
    return Row(badge, words.label("badge", badge), opinion["unit"], opinion["case_no"], note, opens)


HEADS = (
    Head("status", "table.status", said=lambda opinion, context: context.words.label("badge", _status(opinion))),
    Head("unit", "table.unit"),
    Head("case_no", "suggestions.head.case_no", opens=_opened),
    Head("due_on", "table.due_on", "date"),
    DAYS_PAST,
)
# The longest overdue first.
SUGGESTIONS_ANSWERED = records(
    "suggestions_answered",
    read,
    finding,
    row,
    HEADS,
    within=_opinions,
    told_of="itself",
    first=at_most(MOST_ROWS),
    indicators=lambda _context: (INDICATOR,),
    ignores=("compare",),
)
