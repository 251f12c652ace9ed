"""Which of the hearings no head attended are excused? They stay absences, and are listed apart (article 18)."""

import pandas as pd

from data_access.reading import lists_behind
from data_access.reading.extent import extent_of
from data_access.reading.figures import tally_values
from data_access.reading.forms_alone import told_by_forms, without_untold
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.forms_alone import beside_the_rows, forms_of, none_or_untold, with_forms
from panels.lacking import lacking_in_words
from panels.links import list_link
from panels.phrases import extent_in_words
from panels.rows_behind import counted_column, part_link, whose
from wording import Wording

INDICATOR = "appearance_rate"
HEARD, ATTENDED, EXCUSED, UNEXPLAINED, BLANK = TALLIES = (
    "heard_known", "heard_head_attended", "absence_excused", "absence_unexplained", "heard_unknown",
)  # fmt: skip
# The measures with the list of ``data_access.reading.case_lists`` behind each, in the order they are read.
LISTED = {
    HEARD: "heard", "absent": "not_attended", EXCUSED: "excused", "unexcused": "unexcused", UNEXPLAINED: "unexplained",
}  # fmt: skip


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a measure of ``LISTED``, and one of the hearings of which nobody says who came (``BLANK``).

    Columns: measure, cases. Whoever was absent is excused, not excused, or it is not said: never a guess.
    """
    extent, period = extent_of(reader, context.selection), context.selection.period
    values = tally_values(reader, TALLIES, extent, period.first, period.last, by=())
    values = without_untold(reader, values, (HEARD, ATTENDED), extent, period).set_index("tally_key")["value"]
    counted = values.reindex(list(TALLIES), fill_value=0).astype(int)
    absent = counted[HEARD] - counted[ATTENDED]
    # A form says how many heads stayed away and not why.
    of_forms = told_by_forms(reader, (HEARD, ATTENDED), extent, period)
    of_forms = without_untold(reader, of_forms, (HEARD, ATTENDED), extent, period).groupby("tally_key")["value"].sum()
    counted[UNEXPLAINED] += int(of_forms.get(HEARD, 0) - of_forms.get(ATTENDED, 0))
    found = counted.to_dict() | {"absent": absent, "unexcused": absent - counted[EXCUSED] - counted[UNEXPLAINED]}
    measures = pd.DataFrame([(measure, found[measure]) for measure in (*LISTED, BLANK)], columns=["measure", "cases"])
    return with_forms(measures, (HEARD, ATTENDED), reader, extent, context)


def _cases(figures: pd.DataFrame) -> dict[str, int]:
    return {str(measure): int(cases) for measure, cases in zip(figures["measure"], figures["cases"], strict=True)}


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many hearings no head attended, how many of these absences are excused, and of how many it is not said."""
    words, cases = context.words, _cases(figures)
    base = words("absences.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if not context.knows(INDICATOR):
        label = words(f"indicator.{INDICATOR}.label")
        return Finding(words("ranking.not_in_ledgers", indicator=label), "plain", base)
    if not cases[HEARD] and forms_of(figures):
        return Finding(none_or_untold("", figures, words), "plain", base)
    base += beside_the_rows(figures, words, included=True)
    if cases[BLANK] and not cases[HEARD]:
        # Hearings of which nobody says who came were held.
        return Finding(words("absences.all_blank", n=cases[BLANK]), "plain", base)
    parts = (_of_hearings(cases, words), lacking_in_words({"blank": cases[BLANK], "counted": "case"}, words))
    sentence = words("sentence.comma").join(filter(None, parts))
    if cases["absent"]:
        sentence += words("sentence.separator") + _of_absences(cases, words)
    return Finding(sentence, "plain", base)


def _of_hearings(cases: dict[str, int], words: Wording) -> str:
    if not cases[HEARD]:
        return words("no_cases")
    return words("absences.absent" if cases["absent"] else "absences.nobody", n=cases["absent"] or cases[HEARD])


def _of_absences(cases: dict[str, int], words: Wording) -> str:
    """其中有正当理由 2 件，无正当理由 3 件，未注明 1 件: what adds up to all; what is not said is neither."""
    none = [] if cases[EXCUSED] else [words("absences.none_excused")]
    known = [] if none and not cases[UNEXPLAINED] else [EXCUSED, "unexcused", UNEXPLAINED]
    counted = [words(f"absences.{measure}", n=cases[measure]) for measure in known if cases[measure]]
    return words("sentence.comma").join([*none, *counted])


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "chain": the hearings, those no head attended, and these by excuse; a bar opens its cases."""
    words, cases = context.words, _cases(figures)
    if not cases["absent"]:
        return Chart("chain", pd.DataFrame())
    rows = [
        {
            "order": order,
            "label": words(f"absences.measure.{measure}"),
            "value": float(cases[measure]),
            "value_text": words("chain.cases", n=cases[measure]),
            "note": "",
            "part": float("nan"),
            "part_text": "",
            "tone": "plain",
            "code": _opens(measure, context).removeprefix("@") if cases[measure] else "",
        }
        for order, measure in enumerate(LISTED)
    ]
    return Chart("chain", pd.DataFrame(rows))


def _opens(measure: str, context: Context) -> str:
    """The link to the cases of a measure, of the unit looked at closely where there is one."""
    own = whose(context.selection.closely) if context.selection.closely else {}
    if measure == BLANK:
        return part_link(INDICATOR, lists_behind.BLANK, own)
    return "@" + list_link("litigation", LISTED[measure], **own)


def table(figures: pd.DataFrame, context: Context) -> Table:
    words = context.words
    # Of what is not in the ledgers nobody knows that it is nought.
    cases = figures["cases"].astype("Int64")
    cases = cases if context.knows(INDICATOR) else cases.mask(cases.notna())
    rows = zip(figures["measure"], cases.fillna(0), strict=True)
    named = figures.assign(
        cases=cases,
        label=[words(f"absences.measure.{measure}") for measure in figures["measure"]],
        cases_opens=[_opens(measure, context) if n else "" for measure, n in rows],
    )
    columns = (
        Column("label", words("absences.head.measure")),
        counted_column("cases", words("absences.head.cases")),
    )
    return Table(named, columns)


ABSENCES = Panel(
    "absences", read, finding, chart, table, lambda _context: (INDICATOR,), drill="link", ignores=("compare",)
)
