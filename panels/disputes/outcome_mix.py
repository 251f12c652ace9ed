"""How do disputes end: decided for the organ, against it, or settled? Reconsideration and first instance apart."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from assessment.rates import printed_shares
from assessment.verdict import TOLD, verdict
from data_access.asked.periods import Period
from data_access.asked.selection import period_in_words
from data_access.ledgers.litigation import LOST
from data_access.ledgers.reconsideration import CORRECTED, SETTLED
from data_access.reading.covered import FEW, few_of
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.lists_behind import BLANK
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.forms_alone import beside_the_rows, forms_of, listed_alone, none_or_untold, with_forms
from panels.lacking import lacking_in_words
from panels.links import list_link
from panels.phrases import extent_in_words, not_begun, share_with_base, verdict_in_words
from panels.rows_behind import counted_column, over, part_link, tally_link
from wording import Wording, within

TALLIES = {"reconsideration": "reconsideration_closed", "litigation": "first_instance_closed"}
# Without these a ledger knows no outcomes.
NEEDS = {"reconsideration": "settlement_rate", "litigation": "loss_rate"}
# In the order in which they are drawn.
CLASSES: dict[str, dict[str, tuple[str, ...]]] = {
    "reconsideration": {
        "corrected": CORRECTED,
        "settled": SETTLED,
        "upheld": ("upheld", "dismissed"),
        "terminated": ("terminated",),
    },
    "litigation": {
        "lost": LOST,
        "settled": ("mediated", "withdrawn", "withdrawn_after_change"),
        "not_lost": ("claim_dismissed", "suit_dismissed"),
        "other": ("transferred", "terminated"),
    },
}
# The classes whose shares are indicators, which are printed elsewhere, too.
INDICATORS = {"reconsideration": ("corrected", "settled"), "litigation": ("lost",)}
TONES = ("ink", "bar", "mist", "grey")
# The classes whose cases can be listed (``data_access.reading.case_lists``); the list's name is the class's.
LISTED = {("reconsideration", "corrected"), ("reconsideration", "settled"), ("litigation", "lost")}
SLOTS = ("cases", "cases_compared")
# What was closed and does not say how: it is in no class.
BLANKS = {"reconsideration": "reconsideration_unknown", "litigation": "first_instance_unknown"}


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row an outcome of each ledger, in the order of the ledgers and classes: ledger, group, outcome, cases,
    cases_compared (0 where there were none; both counted over the extent of the selection), blank (cases of the ledger
    whose outcome is blank, the same in all its rows). Before an audience the outcomes of a class with few cases in
    either period are one row.
    """
    of_class = [
        (ledger, group, outcome)
        for ledger, groups in CLASSES.items()
        for group, outcomes in groups.items()
        for outcome in (*outcomes, few_of(group))
    ]
    rows = pd.DataFrame(of_class, columns=["ledger", "group", "outcome"])
    periods = zip(SLOTS, (context.selection.period, context.selection.compared), strict=True)
    counted = {slot: _cases(reader, context, period, rows) for slot, period in periods}
    told = _told(rows.assign(**counted)).assign(blank=lambda told: told["ledger"].map(_blank(reader, context)))
    return with_forms(told, tuple(TALLIES.values()), reader, extent_of(reader, context.selection), context)


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without the outcomes that are told together: these stand in the last row of their class, if at all."""
    slots, few = list(SLOTS), rows["outcome"] == rows["group"].map(few_of)
    together = few | rows[slots].isna().any(axis=1)
    sums = rows[together].groupby(["ledger", "group"])[slots].transform("sum")
    rows.loc[few, slots] = sums.loc[few[few].index]
    kept = rows[~together | (few & rows[slots].any(axis=1))]
    return kept.astype(dict.fromkeys(slots, int)).reset_index(drop=True)


def _blank(reader: Reader, context: Context) -> dict[str, int]:
    """By ledger the cases closed in the period whose outcome is blank."""
    extent, period = extent_of(reader, context.selection), context.selection.period
    counted = tally_values(reader, tuple(BLANKS.values()), extent, period.first, period.last, by=())
    sums = dict(zip(counted["tally_key"], counted["value"], strict=True))
    return {ledger: int(sums.get(key, 0)) for ledger, key in BLANKS.items()}


def _cases(reader: Reader, context: Context, period: Period | None, outcomes: pd.DataFrame) -> Sequence[float]:
    """The cases of each outcome in a period, not a number where they stand with others; 0 for all without a period."""
    if period is None:
        return [0] * len(outcomes)
    extent, classes = extent_of(reader, context.selection), [(TALLIES[row.ledger], row.outcome, row.group)
                                                             for row in outcomes.itertuples()]  # fmt: skip
    keys, span = tuple(TALLIES.values()), (period.first, period.last)
    counted = tally_values(reader, keys, extent, *span, by=("facet",), classes=classes)
    sums = {(row.tally_key, row.facet): float(row.value) for row in counted.itertuples()}
    absent = {(tally, group): float("nan") if (tally, few_of(group)) in sums else 0 for tally, _, group in classes}
    return [sums.get((tally, outcome), 0 if outcome == few_of(group) else absent[tally, group])
            for tally, outcome, group in classes]  # fmt: skip


def _classes(figures: pd.DataFrame, ledger: str, small: int) -> pd.DataFrame:
    """The classes of a ledger in the order they are drawn: group, of each period cases and share of all as printed,
    verdict on the change, changed (by more than chance), told (whether it is the one a sentence speaks of), blank."""
    rows = figures[figures["ledger"] == ledger]
    classes = rows.groupby("group", sort=False)[list(SLOTS)].sum().astype(int).reset_index()
    total, before = (int(classes[slot].sum()) for slot in SLOTS)
    pairs = list(zip(classes["cases"], classes["cases_compared"], strict=True))
    classes["verdict"] = [verdict((now, total), (then, before), small) for now, then in pairs]
    classes["changed"] = classes["verdict"].isin(TOLD)
    sizes = [abs(now * before - then * total) if changed else -1
             for (now, then), changed in zip(pairs, classes["changed"], strict=True)]  # fmt: skip
    told = sizes.index(max(sizes)) if any(classes["changed"]) else int(classes["cases"].argmax())
    places = {str(group): place for place, group in enumerate(classes["group"])}
    first, *others = (places[group] for group in INDICATORS[ledger])
    kept = [first, told, *others]
    shares = {f"share{slot.removeprefix('cases')}": printed_shares(classes[slot].tolist(), kept) for slot in SLOTS}
    return classes.assign(told=classes.index == told, blank=int(rows["blank"].max()), **shares)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """Of each ledger the class whose share has changed by more than chance, else the commonest."""
    words = context.words
    base = words("outcome_mix.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    none = not figures["cases"].any() and context.knows(*NEEDS.values())
    if none and forms_of(figures):
        return Finding(none_or_untold("", figures, words), "plain", base)
    sentences = words("sentence.separator").join([_of_ledger(figures, ledger, context) for ledger in CLASSES])
    return Finding(listed_alone(sentences, figures, words), "plain", base + beside_the_rows(figures, words))


def _of_ledger(figures: pd.DataFrame, ledger: str, context: Context) -> str:
    words, classes = context.words, _classes(figures, ledger, context.small)
    if not context.knows(NEEDS[ledger]):
        return words(f"outcome_mix.{ledger}.unknown")
    total, blank = int(classes["cases"].sum()), int(classes["blank"].max())
    if blank and not total:
        return words(f"outcome_mix.{ledger}.all_blank", n=blank)
    if not total:
        return within(not_begun(context, ledger)) or words(f"outcome_mix.{ledger}.none")
    if total < context.small:
        lacking = lacking_in_words({"blank": blank, "counted": "case"}, words)
        few = words(f"outcome_mix.{ledger}.few", n=total)
        return words("sentence.comma").join(filter(None, (few, lacking)))
    told = classes[classes["told"]].iloc[0]
    if told["changed"]:
        return _said_changed(told, total, ledger, words)
    most = classes[classes["cases"] == classes["cases"].max()]
    if most["cases"].iat[0] == total:
        # What is all of them is not most of them.
        only, rate = words(f"outcome_mix.{ledger}.{told['group']}"), _rate(told, total, words)
        return words(f"outcome_mix.{ledger}.only", outcome=only, rate=rate)
    names = [words(f"outcome_mix.{ledger}.{group}") for group in most["group"]]
    key = f"outcome_mix.{ledger}.most" if len(most) == 1 else f"outcome_mix.{ledger}.tied"
    return words(key, outcome=words.join(names), rate=_rate(told, total, words))


def _said_changed(row: pd.Series, total: int, ledger: str, words: Wording) -> str:
    change = float(row["share"] - row["share_compared"])
    values = {"outcome": words(f"outcome_mix.{ledger}.{row['group']}"), "rate": _rate(row, total, words)}
    side = "up" if change > 0 else "down"
    said = words(f"outcome_mix.{ledger}.{side}", **values, points=words.number(100 * abs(change), 1))
    unclear = [verdict_in_words("unclear", words)] if row["verdict"] == "unclear" else []
    return words("sentence.comma").join([said, *unclear])


def _rate(row: pd.Series, total: int, words: Wording) -> str:
    return share_with_base(row["cases"], total, words, row["blank"], "case")


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "stack": a row a ledger and period, the shares of the classes side by side; neutral tones only."""
    words, selection = context.words, context.selection
    parts: list[pd.DataFrame] = []
    totals: list[tuple[int, str]] = []
    for ledger in CLASSES:
        classes = _classes(figures, ledger, context.small)
        for slot, period in zip(SLOTS, (selection.period, selection.compared), strict=True):
            total = int(classes[slot].sum())
            if period is None or not total:
                continue
            row = words(f"outcome_mix.{ledger}.row", period=period_in_words(period, words))
            parts.append(_segments(classes, ledger, slot, words).assign(order=len(totals), row=row))
            lacking = lacking_in_words(
                {"blank": classes["blank"].iat[0] if slot == SLOTS[0] else 0, "counted": "case"}, words
            )
            text = words("sentence.comma").join(filter(None, (words("outcome_mix.total", n=total), lacking)))
            totals.append((len(totals), text))
    data = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    options = {"totals": pd.DataFrame(totals, columns=["order", "text"]), "share": True}
    return Chart("stack", data, options=options)


def _segments(classes: pd.DataFrame, ledger: str, slot: str, words: Wording) -> pd.DataFrame:
    """The classes of one row: segment, value (share), text, tone, code (the list of its cases)."""
    shares = classes[slot.replace("cases", "share")]
    names = [words(f"outcome_mix.{ledger}.{group}") for group in classes["group"]]
    texts = [
        words("outcome_mix.segment", outcome=name, rate=words.percent(share))
        for name, share in zip(names, shares, strict=True)
    ]
    codes = [list_link(ledger, group) if (ledger, group) in LISTED else "" for group in classes["group"]]
    # The list has the selected period, not the one it is compared with.
    opens = codes if slot == SLOTS[0] else ""
    return pd.DataFrame({"segment": names, "value": shares, "text": texts, "tone": list(TONES), "code": opens})


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every outcome with its cases and its share, in both periods."""
    words = context.words
    shares = {slot: _outcome_shares(figures, slot, context.small) for slot in SLOTS}
    # Of a ledger that is not loaded nobody knows that there was none.
    known = figures["ledger"].map({ledger: context.knows(needs) for ledger, needs in NEEDS.items()}).astype(bool)
    named = figures.assign(
        **{slot: figures[slot].astype("Int64").where(known) for slot in (*SLOTS, "blank")},
        ledger_text=[words(f"outcome_mix.{ledger}.head") for ledger in figures["ledger"]],
        group_text=[words(f"outcome_mix.{row.ledger}.{row.group}") for row in figures.itertuples()],
        outcome_text=[_outcome(row, words) for row in figures.itertuples()],
        share=shares["cases"],
        share_compared=shares["cases_compared"],
        cases_opens=_links(figures, "cases"),
        cases_compared_opens=_links(figures, "cases_compared", context.selection.compared),
        blank_opens=[part_link(NEEDS[row.ledger], BLANK, {}) if row.blank else "" for row in figures.itertuples()],
    )
    columns = [
        Column("ledger_text", words("table.ledger")),
        Column("group_text", words("outcome_mix.head.class")),
        Column("outcome_text", words("outcome_mix.head.outcome")),
        counted_column("cases", words("outcome_mix.head.cases")),
        Column("share", words("outcome_mix.head.share"), "share"),
        counted_column("blank", words("outcome_mix.head.blank")),
    ]
    if context.selection.compared:
        columns += [
            counted_column("cases_compared", words("outcome_mix.head.cases_compared")),
            Column("share_compared", words("outcome_mix.head.share_compared"), "share"),
        ]
    return Table(named, tuple(columns))


def _outcome(row: Any, words: Wording) -> str:
    if row.outcome == few_of(row.group):
        return words("few_together", few=FEW)
    return words.label(f"{row.ledger}_outcome", row.outcome)


def _links(figures: pd.DataFrame, slot: str, period: Period | None = None) -> list[str]:
    """What the cases of each outcome open, in the period on screen or another one."""
    return [
        "" if row.outcome == few_of(row.group)
        else tally_link(TALLIES[row.ledger], getattr(row, slot), row.outcome, **over(period))
        for row in figures.itertuples()
    ]  # fmt: skip


def _outcome_shares(figures: pd.DataFrame, slot: str, small: int) -> pd.Series:
    """The share of each outcome in its ledger, as printed: those of a class add up to the class's."""
    shares = pd.Series(float("nan"), index=figures.index)
    for ledger in CLASSES:
        classes = _classes(figures, ledger, small).set_index("group")[f"share{slot.removeprefix('cases')}"]
        rows = figures[figures["ledger"] == ledger]
        for group, of_class in rows.groupby("group", sort=False):
            cases, share = of_class[slot].tolist(), classes[group]
            shares[of_class.index] = printed_shares(cases, whole=share) if any(cases) else share
    return shares


def asked(_context: Context) -> tuple[str, ...]:
    return ("direct_correction_rate", "settlement_rate", "loss_rate")


OUTCOME_MIX = Panel("outcome_mix", read, finding, chart, table, asked, drill="link")
