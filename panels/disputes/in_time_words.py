"""What is said of the time limits of a reconsideration: how often they are kept, and who has most past them."""

import pandas as pd

from data_access.ledgers.counting_rules import SINCE_EVER, in_force
from data_access.reading.records import period_limits
from panels.declare import Context, Finding, Level
from panels.lacking import lacking_in_words
from panels.phrases import share_with_base
from wording import Wording, within

# By step the indicator of what was done in time, and the stock of what is open past its limit.
STEPS = {
    "accepted": ("acceptance_in_time_rate", "organ_undecided_past_limit"),
    "closed": ("closed_in_time_rate", "organ_open_past_limit"),
    "answered": ("opinions_answered_rate", "opinions_open_past_due"),
}
COUNTS = ["in_time", "due", "blank", "open"]
# The rules behind the limits, in the order in which they are said.
LIMITS = (
    "acceptance_working_days",
    "reconsideration_days_ordinary",
    "reconsideration_extension_days",
    "reconsideration_days_simplified",
    "opinion_answer_days",
)


def organs(figures: pd.DataFrame) -> pd.DataFrame:
    """A row an organ and step, with late (done after the limit or not at all, of those due); counts are integers."""
    rows = figures.assign(**{name: figures[name].astype(int) for name in COUNTS})
    return rows.assign(late=rows["due"] - rows["in_time"])


def steps(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """A row a step that the ledgers know, over all organs: step, in_time, due, open, late."""
    answered = [step for step, (indicator, _) in STEPS.items() if context.knows(indicator)]
    sums = organs(figures).groupby("step")[[*COUNTS, "late"]].sum()
    return sums.reindex(answered, fill_value=0).astype(int).rename_axis("step").reset_index()


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The step least often in time; how many cases are open past their limit, and where most of them are."""
    words, counts = context.words, steps(figures, context)
    base = _base(context)
    if counts.empty:
        return Finding(words("in_time.not_in_ledgers"), "plain", base)
    with_cases, open_ = counts[counts["due"] > 0], int(counts["open"].sum())
    sentences, about = [_done(with_cases, context)], ""
    if open_:
        where, about = _where_open(figures, words)
        sentences.append(_open(counts, open_, words) + where)
    elif len(with_cases):
        sentences.append(words("in_time.none_open"))
    return Finding(words("sentence.separator").join(sentences), _level(with_cases, open_), base, about)


def _open(counts: pd.DataFrame, open_: int, words: Wording) -> str:
    """How many are open past their limit: of which step, or of several."""
    steps_open = counts.loc[counts["open"] > 0, "step"]
    if len(steps_open) > 1:
        return words("in_time.open", n=open_)
    return words("in_time.open_of_one", n=open_, step=words(f"in_time.step.{steps_open.iat[0]}"))


def _level(with_cases: pd.DataFrame, open_: int) -> Level:
    if open_:
        return "bad"
    lacking = with_cases[["late", "blank"]].to_numpy().any()
    return "plain" if with_cases.empty else "watch" if lacking else "good"


def _done(with_cases: pd.DataFrame, context: Context) -> str:
    words = context.words
    if with_cases.empty:
        return words("in_time.no_cases")
    if not with_cases["late"].any():
        # A case goes through several steps: their sum is no number of cases.
        steps = [
            words("in_time.done", step=words(f"in_time.step.{row['step']}"), due=words.number(row["due"]))
            for _, row in with_cases.iterrows()
        ]
        done = words("in_time.all", steps=words.join(steps))
        lacking = lacking_in_words({"blank": with_cases["blank"].sum(), "counted": "case"}, words)
        return words("sentence.comma").join(filter(None, (done, lacking)))
    # Of steps with few cases none is called the slowest.
    told = with_cases[with_cases["due"] >= context.small].reset_index(drop=True)
    if told.empty:
        return words("sentence.comma").join([*_each(with_cases, words), words("verdict.few")])
    rates = told["in_time"] / told["due"]
    slowest = told[rates == rates.min()]
    if len(slowest) > 1:
        named = words.join([within(name) for name in _rates_named(slowest, words)])
        return words("in_time.tied", indicators=named, rate=words.percent(rates.min()))
    if len(told) == 1:
        return _each(told, words)[0]
    return words("in_time.slowest", indicator=_rates_named(slowest, words)[0], rate=_rate(slowest.iloc[0], words))


def _each(rows: pd.DataFrame, words: Wording) -> list[str]:
    """The rate of every step by itself."""
    rates = [_rate(row, words) for _, row in rows.iterrows()]
    named = zip(_rates_named(rows, words), rates, strict=True)
    return [words("in_time.only", indicator=name, rate=rate) for name, rate in named]


def _rates_named(rows: pd.DataFrame, words: Wording) -> list[str]:
    """The rates of steps, called as everywhere else."""
    return [words(f"indicator.{STEPS[step][0]}.label") for step in rows["step"]]


def _rate(row: pd.Series, words: Wording) -> str:
    return share_with_base(row["in_time"], row["due"], words, row["blank"], "case")


def _where_open(figures: pd.DataFrame, words: Wording) -> tuple[str, str]:
    """Which organ has most of what is open past its limit, and its code; nothing where several have or only one is."""
    by_organ = organs(figures).groupby(["row", "code", "unit"])["open"].sum().reset_index()
    by_organ = by_organ[by_organ["open"] > 0]
    most = by_organ[by_organ["open"] == by_organ["open"].max()]
    if len(by_organ) == 1 or len(most) > 1:
        return "", ""
    sentence = words("in_time.most_open", n=int(most["open"].iat[0]), unit=organ_name(most.iloc[0], words))
    return words("sentence.comma") + sentence, str(most["code"].iat[0])


def organ_name(row: pd.Series, words: Wording) -> str:
    return str(row["unit"]) or words("municipal_units")


def _base(context: Context) -> str:
    """The base: the data's date, for whom cases are counted, and the limits that were in force in the period."""
    words = context.words
    limits = [limit for rule in LIMITS if (limit := _limit(rule, context))]
    in_words = words("in_time.limits", limits=words("sentence.separator").join(limits)) if limits else ""
    return words("in_time.base", as_of=words.date(context.as_of)) + in_words


def _limit(rule: str, context: Context) -> str:
    """简易程序 60 日、2024-01-01 起 30 日: a limit with each version in force in the period and the day it is in force
    from; '' where it began later."""
    words, period = context.words, context.selection.period
    parts = []
    for since, value in in_force(context.choices.rules, rule, *period_limits(period)):
        days = words(f"in_time.limit.{rule}", n=value)
        parts.append(days if since <= SINCE_EVER else words("in_time.since", limit=days, day=words.date(since)))
    return words("sentence.comma").join(parts)
