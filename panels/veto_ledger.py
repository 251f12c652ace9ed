"""Who is kept from awards, by which clause, on what figures, and who still has to decide?"""

from typing import Any

import pandas as pd

from assessment.comparison import clause_indicators
from assessment.eligibility import NOT_REPORTED
from assessment.scheme import LOSS_BASIS
from data_access.asked.selection import COUNTIES_GROUP
from data_access.reading.assessed import Assessed
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.lacking import lacking_in_words
from panels.links import list_link, unit_link
from panels.mergers import figures_taken_in, names_taken_in
from panels.peers import left_by_filters, sectors_of
from panels.rows_behind import figure_link
from panels.scores import assessed, why_no_scores
from panels.veto_words import average_in_words, figure_in_words, place_in_words, rate_name, without_reversed
from wording import UNKNOWN, Wording

# The order of the list: what needs a decision first, then what counts, what cannot be judged, and what is settled.
STATUSES = ("proposed", "confirmed", "appealed", NOT_REPORTED, "rejected", "lifted", "outdated")


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a veto, as ``eligibility.veto_ledger`` has them, with unit, county, rank and award_place of its unit.

    Further: shown_status (the status, or "outdated"), award_place_without (the place the unit would have were this veto
    not there), average_method (of the scheme), average_missing and average_blank (reports and rows that are missing
    behind the average). Empty when nothing can be scored; has then no column ``shown_status``. A column
    ``nothing_in_effect`` is there where losses count by the judgments in effect, and of none its day is known;
    ``nothing_to_judge`` where of nobody a case is known that a clause could read.
    """
    assessment = assessed(reader, context)
    if assessment is None:
        return pd.DataFrame()
    units = assessment.table[["code", "unit", "county", "rank", "award_place"]]
    units = units.assign(taken_in=names_taken_in(reader, assessment), sector=sectors_of(reader, units["code"]))
    vetoes = assessment.vetoes_with_gaps.merge(units, on="code", how="left")
    status = vetoes["status"].where(~vetoes["outdated"], "outdated")
    order = status.map({name: number for number, name in enumerate(STATUSES)})
    vetoes = vetoes.assign(
        shown_status=status,
        award_place_without=_without(assessment.table, vetoes),
        average_method=assessment.scheme.average_method,
        **_behind_averages(assessment, vetoes),
    )
    return vetoes.iloc[order.argsort(kind="stable")].reset_index(drop=True)


def _behind_averages(assessment: Assessed, vetoes: pd.DataFrame) -> dict[str, Any]:
    """What is missing behind the average of each row, and, where it is so, that nothing is known to be in effect."""
    gaps = [assessment.average_gaps.get(key, (0, 0)) for key in vetoes["indicator"]]
    columns: dict[str, Any] = {
        "average_missing": pd.Series([missing for missing, _ in gaps], vetoes.index, "Int64"),
        "average_blank": pd.Series([blank for _, blank in gaps], vetoes.index, "Int64"),
    }
    flags = ("nothing_in_effect", "nothing_to_judge")
    return columns | {name: True for name in flags if getattr(assessment, name)}


def _without(table: pd.DataFrame, vetoes: pd.DataFrame) -> pd.Series:
    """The award place a unit would have were it the only one of the vetoed to be eligible."""
    scores = table.set_index("code")["score"]
    eligible = scores[table.set_index("code")["eligible"].astype(bool)]
    places = [
        pd.NA if pd.isna(scores[code]) else 1 + int((eligible.drop(code, errors="ignore") > scores[code]).sum())
        for code in vetoes["code"]
    ]
    return pd.Series(places, index=vetoes.index, dtype="Int64")


def _shown(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    return left_by_filters(figures, context) if len(figures) else figures


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many units are kept from awards, how many proposals wait, and what rests on one case."""
    words = context.words
    if "shown_status" not in figures:
        return Finding(why_no_scores(context), "plain", words("as_of", as_of=words.date(context.as_of)))
    base = _base(context)
    shown_vetoes = _shown(figures, context)
    unknown = [words("veto_ledger.nothing_in_effect")] if "nothing_in_effect" in figures else []
    if shown_vetoes.empty and "nothing_to_judge" in figures:
        return Finding(words("veto_ledger.nothing_to_judge"), "plain", base)
    if shown_vetoes.empty:
        filtered = bool(context.selection.counties or context.selection.sectors)
        none = words("veto_ledger.none_of_shown" if filtered else "veto_ledger.none")
        return Finding(unknown[0] if unknown else none, "watch" if unknown else "good", base)
    base += figures_taken_in(shown_vetoes.drop_duplicates("code"), words)
    out, open_ = shown_vetoes[shown_vetoes["in_force"]], shown_vetoes[shown_vetoes["shown_status"] == "proposed"]
    parts = []
    if len(out):
        parts.append(words("veto_ledger.in_force", n=out["code"].nunique()))
    if len(open_):
        parts.append(words("veto_ledger.open", n=len(open_)))
        single = open_[open_["one_case"]]
        if len(single):
            parts.append(words("veto_ledger.one_case", units=words.join(list(dict.fromkeys(single["unit"])))))
        reversed_since = int(open_["reversed"].gt(0).sum())
        if reversed_since:
            parts.append(words("veto_ledger.reversed", n=reversed_since))
    silent = shown_vetoes[shown_vetoes["shown_status"] == NOT_REPORTED]
    if len(silent):
        parts.append(words("veto_ledger.silent", n=silent["code"].nunique()))
    if not parts:
        parts = [words("veto_ledger.settled", n=len(shown_vetoes)), *unknown]
        return Finding(words("sentence.separator").join(parts), "watch" if unknown else "plain", base)
    parts += unknown
    about = str(next(rows for rows in (open_, out, silent) if len(rows))["code"].iat[0])
    return Finding(words("sentence.separator").join(parts), "bad" if len(out) else "watch", base, about)


def _base(context: Context) -> str:
    """The rule of article 18 by the scheme of the year: which rate of losses it reads, and how many are the last."""
    words, scheme = context.words, context.scheme
    _appearance, loss = clause_indicators(scheme)
    values = {
        **{end: words(f"veto_ledger.{end}", n=scheme.veto_last_n) if scheme else UNKNOWN for end in ("last", "first")},
        "loss": words(f"indicator.{loss}.label"),
        "basis": words.label("loss_basis", scheme.loss_basis if scheme else LOSS_BASIS),
    }
    return words("veto_ledger.base", as_of=words.date(context.as_of), **values)


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "rows", a row a veto; a click opens the unit's archive, one on its figures their rows."""
    words = context.words
    shown_vetoes = _shown(figures, context)
    if shown_vetoes.empty:
        return Chart("rows", pd.DataFrame())
    rows = shown_vetoes.to_dict("records")
    data = pd.DataFrame(
        {
            "code": [unit_link(row["code"]) for row in rows],
            "order": range(len(shown_vetoes)),
            "badge": [f"veto_{row['shown_status']}" for row in rows],
            "badge_text": [words.label("veto_status", row["shown_status"]) for row in rows],
            "name": shown_vetoes["unit"],
            "text": [_said(row, context) for row in rows],
            "text_href": [figure_link(row) for row in rows],
            "note": [_note(row, words) for row in rows],
            "more": [without_reversed(row, words) for row in rows],
            "more_href": ["@" + list_link("litigation", "lost_reversed", focus=row["code"]) for row in rows],
        }
    )
    return Chart("rows", data)


def _said(row: dict[str, Any], context: Context) -> str:
    """Clause, figure with base, average and place; of a recorded veto its document."""
    words = context.words
    if row["source"] != "computed":
        clause = words.label("veto_clause", row["clause"])
        return words(
            "veto_ledger.recorded", clause=clause, document=row["document"] or words("veto_ledger.no_document")
        )
    if row["status"] == NOT_REPORTED:
        known = figure_in_words(row["figure"], words, row) if row["figure"] else lacking_in_words(row, words)
        return words("veto_ledger.not_reported", rate=rate_name(row, words), figure=known)
    if pd.isna(row["place"]):
        figure, average = (figure_in_words(row[name], words) for name in ("figure", "average"))
        return words(f"veto_ledger.{row['clause']}_then", figure=figure, average=average)
    return words(
        f"veto_ledger.{row['clause']}",
        rate=rate_name(row, words),
        figure=figure_in_words(row["figure"], words, row),
        average=average_in_words(row["average"], row["average_method"], _gaps(row, context), words),
        scope=words.label("average_scope", row["average_scope"]),
        place=place_in_words(row["clause"], row["place"], words),
    )


def _gaps(row: dict[str, Any], context: Context) -> dict[str, Any]:
    """What is missing behind the average; of its reports only where the base below speaks of others than its units."""
    selection, scope = context.selection, row["average_scope"]
    whole_group = not (selection.closely or selection.counties or selection.sectors)
    named_below = whole_group and (selection.group == COUNTIES_GROUP) == (scope == "city")
    missing = 0 if named_below else row["average_missing"]
    return {"indicator": row["indicator"], "blank": row["average_blank"], "missing": missing}


def _note(row: dict[str, Any], words: Wording) -> str:
    """What to bear in mind: figures that have changed since a decision, a single case that decides, few cases."""
    remarks = {"reopened": "reopened", "outdated": "outdated", "one_case": "by_one_case", "few": "few"}
    return next((words(f"veto_ledger.{key}") for flag, key in remarks.items() if row[flag]), "")


def _of_rates(row: dict[str, Any]) -> bool:
    """Whether a row's average is a mean of rates: a proposal's, not what was typed with an earlier decision."""
    return row["average_method"] != "pooled" and bool(pd.notna(row["place"]))


def _scope(row: dict[str, Any], words: Wording) -> str:
    scope = words.label("average_scope", row["average_scope"])
    method = words.label("average_method", row["average_method"])
    return words("veto_ledger.scope_of_rates", scope=scope, method=method) if _of_rates(row) else scope


def _average(row: dict[str, Any], words: Wording) -> str:
    """The average as the cases it was counted from; of a mean of rates, which counts none, its percentage."""
    if _of_rates(row):
        return average_in_words(row["average"], row["average_method"], {}, words)
    return words.label("", row["average"])


def table(figures: pd.DataFrame, context: Context) -> Table:
    """The veto ledger, every column a decision needs."""
    words = context.words
    shown_vetoes = _shown(figures, context)
    if len(shown_vetoes):
        shown_vetoes = shown_vetoes.assign(
            status_text=[words.label("veto_status", status) for status in shown_vetoes["shown_status"]],
            clause_text=[words.label("veto_clause", clause) for clause in shown_vetoes["clause"]],
            rate_text=[rate_name(row, words) for row in shown_vetoes.to_dict("records")],
            scope_text=[_scope(row, words) for row in shown_vetoes.to_dict("records")],
            average_text=[_average(row, words) for row in shown_vetoes.to_dict("records")],
            few_text=[words("yes") if few else "" for few in shown_vetoes["few"]],
            one_case_text=[words("yes") if one else "" for one in shown_vetoes["one_case"]],
            figure_opens=[figure_link(row) for row in shown_vetoes.to_dict("records")],
        )
    names: tuple[tuple[str, str], ...] = (
        ("unit", "text"), ("clause_text", "text"), ("rate_text", "text"), ("figure", "text"), ("base", "text"),
        ("missing", "integer"), ("blank", "integer"), ("average_text", "text"),
        ("average_missing", "integer"), ("average_blank", "integer"),
        ("scope_text", "text"), ("place", "place"), ("few_text", "text"), ("one_case_text", "text"),
        ("reversed", "integer"), ("figure_without", "text"), ("place_without", "place"),
        ("status_text", "text"), ("rank", "place"), ("award_place", "place"), ("award_place_without", "place"),
        ("occurred_on", "date"), ("ends_on", "date"), ("document", "text"), ("description", "text"),
    )  # fmt: skip
    columns = tuple(
        Column(name, words(f"veto_ledger.head.{name}"), kind, "figure_opens" if name == "figure" else "")  # type: ignore[arg-type]
        for name, kind in names
    )
    return Table(shown_vetoes.reindex(columns=[*(column.name for column in columns), "figure_opens"]), columns)


VETO_LEDGER = Panel(
    "veto_ledger",
    read,
    finding,
    chart,
    table,
    lambda context: clause_indicators(context.scheme),
    drill="link",
    population="listed",
    ignores=("compare",),
)
