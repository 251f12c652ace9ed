"""Is anything wrong with officers' certificates (article 13)? By state, and against the staffing list."""

from collections.abc import Mapping

import pandas as pd

from data_access.ledgers.counting_rules import in_force
from data_access.ledgers.officer import OFFICER
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.lacking import lacking_in_words
from panels.links import list_link
from panels.phrases import extent_in_words, share_with_base
from wording import Wording

VALID, OFF_LIST = "certificate_valid_share", "off_list_holder_share"
INDICATORS = (VALID, "certificate_expiring_share", OFF_LIST, "listed_uncertified_share")
JUDGED, BLANK = "certificates_judged", "certificates_judged_blank"
# What each line of the panel counts, and the list of officers that it opens.
STATES = {
    "valid": ("certificates_valid", "valid"),
    "expiring": ("certificates_expiring", "expiring"),
    "expired": ("certificates_expired", "expired"),
    "none": ("certificates_none", "without_certificate"),
    "off_list": ("holders_off_list", "off_list"),
    "listed_without": ("listed_without_certificate", "listed_without"),
}
# Those that ask for something to be done.
WRONG = ("expired", "none", "off_list")
TOLD = ("expired", "expiring", "none", "off_list")


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a state (the keys of ``STATES``) with its officers at the end of the period; in every row judged and blank,
    and by_then, the day of which it speaks."""
    extent, day = extent_of(reader, context.selection), min(context.selection.period.end, context.as_of)
    keys = (JUDGED, BLANK, *(tally for tally, _ in STATES.values()))
    month = day.replace(day=1)
    counted = tally_values(reader, keys, extent, month, month, by=())
    sums = dict(zip(counted["tally_key"], counted["value"].astype(int), strict=True))
    rows = [(state, int(sums.get(tally, 0))) for state, (tally, _) in STATES.items()]
    judged, blank = int(sums.get(JUDGED, 0)), int(sums.get(BLANK, 0))
    return pd.DataFrame(rows, columns=["state", "officers"]).assign(judged=judged, blank=blank, by_then=day)


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many hold a valid certificate, and what has to be seen to."""
    words, day = context.words, figures["by_then"].iat[0]
    notice = in_force(context.choices.rules, "certificate_expiry_days", day, day)[-1][1]
    base = words("certificates.base", extent=extent_in_words(context), day=words.date(day), days=notice,
                 as_of=words.date(context.as_of))  # fmt: skip
    if not context.knows(VALID):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{VALID}.label")), "plain", base)
    judged, blank = int(figures["judged"].iat[0]), int(figures["blank"].iat[0])
    if not judged:
        none = (
            words("certificates.none", day=words.date(day)),
            lacking_in_words({"blank": blank, "counted": OFFICER.counted}, words),
        )
        return Finding(words("sentence.comma").join(filter(None, none)), "plain", base)
    n = dict(zip(figures["state"], figures["officers"].astype(int), strict=True))
    parts = [words("certificates.valid", rate=share_with_base(n["valid"], judged, words, blank, OFFICER.counted))]
    told = [words(f"certificates.told.{state}", n=n[state]) for state in TOLD if n[state]]
    wrong = any(n[state] for state in WRONG)
    base += _on_the_list(n, words)
    parts += told or ([words("certificates.all_well")] if n["valid"] == judged and not blank else [])
    return Finding(words("sentence.comma").join(parts), "watch" if wrong else "plain", base)


def _on_the_list(n: Mapping[str, int], words: Wording) -> str:
    """How those on the staffing list without a valid certificate, a bar of their own, are among those of two others."""
    listed, without = n["listed_without"], n["expired"] + n["none"]
    if not listed:
        return ""
    if listed == without:
        return words("certificates.listed_without_all", n=listed)
    return words("certificates.listed_without", n=listed, wrong=words.number(without))


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "bars": a bar a state but the usual one, each opening its officers; what is wrong in the status red."""
    words = context.words
    # Beside those who hold a valid one all others would be too short to be seen.
    shown = figures[(figures["officers"] > 0) & (figures["state"] != "valid")]
    data = pd.DataFrame(
        {
            "order": range(len(shown)),
            "label": [words(f"certificate_state.{state}") for state in shown["state"]],
            "value": shown["officers"].astype(float),
            "value_text": [words.number(officers) for officers in shown["officers"]],
            "tone": ["bad" if state in WRONG else "plain" for state in shown["state"]],
            "code": [list_link(OFFICER.key, STATES[state][1]) for state in shown["state"]],
        }
    )
    return Chart("bars", data)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a state, with those of whom nobody can tell."""
    words = context.words
    blank = pd.DataFrame([{"state": "unknown", "officers": int(figures["blank"].iat[0])}])
    rows = pd.concat([figures[["state", "officers"]], blank], ignore_index=True)
    named = rows.assign(
        state_text=[words(f"certificate_state.{state}") for state in rows["state"]],
        officers_opens=[
            f"@{list_link(OFFICER.key, STATES[state][1])}" if state in STATES else "" for state in rows["state"]
        ],
    )
    columns = (
        Column("state_text", words("certificates.head.state")),
        Column("officers", words("certificates.head.officers"), "integer", "officers_opens"),
    )
    return Table(named, columns)


CERTIFICATES = Panel(
    "certificates", read, finding, chart, table, lambda _context: INDICATORS, drill="link", ignores=("compare",)
)
