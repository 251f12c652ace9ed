"""Are petitions resolved where they arise, and are those who brought them satisfied (article 16)?"""

import pandas as pd

from assessment.rates import printed_shares
from data_access.asked.page_keys import LISTED_TALLIES
from data_access.reading.covered import FEW, OF_FEW
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.forms_alone import without_untold
from data_access.reading.lists_behind import REST, parts_of
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.forms_alone import beside_the_rows, none_or_untold, with_forms
from panels.lacking import lacking_in_words
from panels.phrases import extent_in_words, rate_with_base, share_with_base
from panels.rows_behind import counted_column, part_link, tally_link
from wording import Wording

INDICATORS = ("resolved_at_source_rate", "petition_satisfaction_rate", "petition_rated_share")
SUMS = (
    "petitions_received", "petitions_closed", "petitions_closed_known", "petitions_source_known",
    "petitions_source_known_blank", "petitions_resolved_at_source", "petitions_rated_known",
    "petitions_rated_known_blank", "petitions_rated", "petitions_rated_answered", "petitions_rated_answered_blank",
    "petitions_satisfied", "petition_online_closed", "petition_online_days",
)  # fmt: skip
# Sums that are told apart further, with the words of their parts.
FACETS = {"petitions_received": "petition_channel", "petitions_closed_known": "petition_outcome"}
# The bars: what each counts, and of what.
CAME_BACK = "came_back"
BARS = {
    "petitions_closed_known": "",
    "petitions_resolved_at_source": "petitions_source_known",
    CAME_BACK: "petitions_source_known",
    "petitions_rated": "petitions_rated_known",
    "petitions_satisfied": "petitions_rated_answered",
}
RATED = ("petitions_rated", "petitions_satisfied")
# Of these forms may tell, too.
REPORTED = ("petitions_received", "petitions_rated_answered", "petitions_satisfied")


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a sum over the period (facet ''), and a row a channel of those received and an outcome of those closed.

    Columns: measure, facet, cases (days for petition_online_days). What is not among the sums there is not.
    """
    extent, period = extent_of(reader, context.selection), context.selection.period
    sums = tally_values(reader, SUMS, extent, period.first, period.last, by=())
    sums = without_untold(reader, sums, REPORTED, extent, period).set_index("tally_key")["value"]
    cases = sums.reindex(list(SUMS), fill_value=0).astype(int)
    totals = pd.DataFrame({"measure": cases.index, "facet": "", "cases": cases.to_numpy()})
    parts = tally_values(reader, tuple(FACETS), extent, period.first, period.last, by=("facet",))
    parts = parts.rename(columns={"tally_key": "measure", "value": "cases"}).astype({"cases": int})
    parts = parts.sort_values(["measure", "cases", "facet"], ascending=[False, False, True])
    figures = pd.concat([part for part in (totals, parts[list(totals)]) if len(part)], ignore_index=True)
    return with_forms(figures, REPORTED, reader, extent, context)


def _cases(figures: pd.DataFrame) -> dict[str, int]:
    """The sums by measure, with came_back: closed petitions that came again or went to court."""
    sums = figures[figures["facet"] == ""]
    by_measure = {str(measure): int(cases) for measure, cases in zip(sums["measure"], sums["cases"], strict=True)}
    return by_measure | {"came_back": by_measure["petitions_source_known"] - by_measure["petitions_resolved_at_source"]}


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The share resolved at the source; how many of those who rated are satisfied, and how many rated."""
    words, cases = context.words, _cases(figures)
    base = _base(cases, context)
    if not context.knows(INDICATORS[0]):
        return Finding(words("petitions.not_in_ledgers"), "plain", base)
    if not cases["petitions_source_known"]:
        return Finding(none_or_untold(words("petitions.none"), figures, words), "plain", base)
    base += beside_the_rows(figures, words, included=True)
    sentence = words("petitions.at_source", rate=_rate(cases, "petitions_resolved_at_source", words))
    if context.knows(*INDICATORS[1:]) and cases["petitions_rated_answered"]:
        rates = {measure: _rate(cases, measure, words) for measure in RATED}
        values = {"rated": rates["petitions_rated"], "satisfied": rates["petitions_satisfied"]}
        sentence += words("sentence.separator") + words("petitions.satisfied", **values)
    return Finding(sentence, "plain", base)


def _rate(cases: dict[str, int], measure: str, words: Wording) -> str:
    of = BARS[measure]
    blank = cases[f"{of}_blank"]
    if not cases[of]:
        return lacking_in_words({"blank": blank, "counted": "case"}, words) or words("no_cases")
    if measure != CAME_BACK:
        return share_with_base(cases[measure], cases[of], words, blank, "case")
    # What is left of 100 % beside the share resolved at the source.
    rate = printed_shares([cases["petitions_resolved_at_source"], cases[measure]], kept=[0])[1]
    counts = {"numerator": cases[measure], "denominator": cases[of], "blank": blank, "counted": "case"}
    return rate_with_base({**counts, "rate": rate}, words)


def _base(cases: dict[str, int], context: Context) -> str:
    """Whose petitions, how soon those from the internet are answered, and how many lack an outcome."""
    words = context.words
    base = words("petitions.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if online := cases["petition_online_closed"]:
        base += words("petitions.online", n=online, days=words.number(cases["petition_online_days"] / online, 1))
    unknown = cases["petitions_closed"] - cases["petitions_closed_known"]
    return base + (words("petitions.unknown", n=unknown) if unknown else "")


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "chain": closed, resolved at the source, come back; rated and satisfied; each with what it is a share of."""
    words, cases = context.words, _cases(figures)
    if not cases["petitions_closed_known"]:
        return Chart("chain", pd.DataFrame())
    rated = context.knows(*INDICATORS[1:])
    rows = [
        {
            "order": order,
            "label": words(f"petitions.bar.{measure}"),
            "value": float(cases[measure]),
            "value_text": words("chain.cases", n=cases[measure]),
            "note": words(f"petitions.of.{of}", rate=_rate(cases, measure, words)) if of else "",
            "part": float("nan"),
            "part_text": "",
            "tone": "plain",
            "code": _opens(measure, "").removeprefix("@") if cases[measure] else "",
        }
        for order, (measure, of) in enumerate(BARS.items())
        if rated or measure not in RATED
    ]
    return Chart("chain", pd.DataFrame(rows))


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a sum, then a row a channel and a row an outcome."""
    words = context.words
    named = figures.assign(
        measure_text=[words(f"petitions.measure.{measure}") for measure in figures["measure"]],
        facet_text=[_facet(measure, facet, words)
                    for measure, facet in zip(figures["measure"], figures["facet"], strict=True)],
        cases_opens=[_opens(str(row.measure), str(row.facet)) if row.cases else "" for row in figures.itertuples()],
    )  # fmt: skip
    columns = (
        Column("measure_text", words("petitions.head.measure")),
        Column("facet_text", words("petitions.head.part")),
        counted_column("cases", words("petitions.head.cases")),
    )
    return Table(named, columns)


def _opens(measure: str, facet: str) -> str:
    """The rows that a sum counts: of a tally with a list of its own, or a part of an indicator; '' where neither is."""
    if measure == CAME_BACK:
        return part_link(INDICATORS[0], REST, {})
    if facet == OF_FEW:
        return ""
    if measure in LISTED_TALLIES:
        return tally_link(measure, 1, facet)
    return next((part_link(key, part, {}) for key in INDICATORS for part, tally in parts_of(key).items()
                 if tally == measure), "")  # fmt: skip


def _facet(measure: str, facet: str, words: Wording) -> str:
    if not facet:
        return words("petitions.all")
    if facet == OF_FEW:
        return words("few_together", few=FEW)
    return words.label(FACETS[measure], facet) if facet != "unknown" else words("petitions.facet_unknown")


PETITIONS = Panel(
    "petitions", read, finding, chart, table, lambda _context: INDICATORS, drill="link", ignores=("compare",)
)
