"""How many cases would change a unit's place or undo a veto? Said in whole cases, other units as they are."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from assessment.comparison import clause_indicators
from assessment.indicators import BY_KEY
from assessment.rates import competition_places
from assessment.silence import silent
from assessment.whole_cases import MOST, cases_to_change_place, cases_to_undo_veto
from data_access.asked.selection import COUNTIES_GROUP
from data_access.reading.assessed import Assessed
from data_access.reading.reader import Reader
from panels.chosen import as_of, chosen_unit
from panels.declare import Chart, Column, Context, Finding, Panel, Table, scored_ledgers
from panels.lacking import lacking_in_words
from panels.rows_behind import counted_columns, with_rows
from panels.scores import assessed, why_no_scores
from panels.veto_words import figure_in_words
from wording import Wording

COLUMNS = ["code", "unit", "indicator", "aim", "in_force", "numerator", "denominator", "k", "by", "place", "place_then",
           "of", "ends_on", "clause", "missing", "blank"]  # fmt: skip
# Whose further cases they would be: those of the county's government by itself.
OWN_LEVEL = "own_level"


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """What the chosen unit could aim at, vetoes first: a row for each veto proposed or in force and for each place.

    Columns: code, unit, indicator ('' for a recorded veto), aim ("veto", "recorded" or "place"), in_force (of a veto),
    numerator, denominator, k (further good cases, <NA> where there is nothing to do or not within 1,000), by (the name
    of the unit of a county whose cases they would be, OWN_LEVEL for its government, '' where it does not matter), place
    and place_then (competition places, the first is the best; of an aim "place"), of (how many units have a place),
    ends_on and clause (of a veto). Empty when nothing is scored.
    """
    assessment = assessed(reader, context)
    if assessment is None:
        return pd.DataFrame(columns=COLUMNS)
    return aims(assessment, chosen_unit(reader, context), context.choices.names)


def aims(assessment: Assessed, code: str, names: Mapping[str, str] = MappingProxyType({})) -> pd.DataFrame:
    """``figures`` of one unit of an assessed group; empty for a unit that is not in it. ``names``: of units by code."""
    if code not in set(assessment.table["code"]):
        return pd.DataFrame(columns=COLUMNS)
    unit = assessment.table.set_index("code").loc[code, "unit"]
    rows = [*_vetoes(assessment, code, names), *_places(assessment, code)]
    frame = pd.DataFrame([{"code": code, "unit": unit, **row} for row in rows], columns=COLUMNS)
    return frame.astype(dict.fromkeys(["numerator", "denominator", "k", "place", "place_then", "of"], "Int64"))


def _vetoes(assessment: Assessed, code: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    inputs = assessment.inputs
    undo = cases_to_undo_veto(assessment.scheme, inputs.counts, inputs.city, assessment.proposals).set_index(
        ["code", "clause"]
    )
    proposals, vetoes = assessment.proposals.set_index(["code", "clause"]), assessment.vetoes_with_gaps
    rows = []
    for veto in vetoes[vetoes["code"] == code].to_dict("records"):
        details = {name: veto[name] for name in ("in_force", "clause", "missing", "blank")}
        place = (code, veto["clause"])
        if veto["source"] == "recorded":
            if veto["in_force"]:
                rows.append({"aim": "recorded", "indicator": "", "ends_on": veto["ends_on"], **details})
        elif place in proposals.index and (veto["in_force"] or veto["status"] == "proposed"):
            counts = {name: proposals.loc[place, name] for name in ("indicator", "numerator", "denominator")}
            by = str(undo.loc[place, "by"])
            own_level = by == code and assessment.group == COUNTIES_GROUP
            whose = OWN_LEVEL if own_level else "" if by == code else names.get(by, by)
            rows.append({"aim": "veto", "k": undo.loc[place, "k"], "by": whose, **counts, **details})
    return rows


def _places(assessment: Assessed, code: str) -> list[dict[str, Any]]:
    """The place on each indicator of the veto rule, and what it would take to improve it."""
    rows = []
    for key in clause_indicators(assessment.scheme):
        counts = assessment.inputs.counts[assessment.inputs.counts["indicator"] == key]
        if code not in set(counts["code"]):
            nothing = dict.fromkeys(("numerator", "denominator"), 0) | dict.fromkeys(
                ("k", "place", "place_then"), pd.NA
            )
            rows.append({"indicator": key, "aim": "place", "in_force": False, "of": 0, **nothing})
            continue
        # Who has not handed in everything has no place and takes none.
        unsaid = silent(counts, assessment.scheme.blank_limit)
        compared = counts.assign(**{name: counts[name].mask(unsaid, 0) for name in ("numerator", "denominator")})
        cases, bases = compared["numerator"].tolist(), compared["denominator"].tolist()
        places = competition_places(cases, bases, BY_KEY[key].better)
        own = counts["code"].tolist().index(code)
        step = cases_to_change_place(compared, BY_KEY[key]).set_index("code").loc[code]
        row = counts.iloc[own]
        rows.append(
            {
                "indicator": key,
                "aim": "place",
                "in_force": False,
                **{name: int(row[name]) for name in ("numerator", "denominator")},
                "k": step["k"],
                "place": places[own],
                "of": sum(place is not None for place in places),
                "place_then": step["place_then"],
                **{name: row.get(name) for name in ("missing", "blank")},
            }
        )
    return rows


def _after(row: dict[str, Any], words: Wording) -> str:
    """24/30，1 件未填 → 27/33: the cases now, with what is missing behind them, and after the further good ones."""
    further = int(row["k"])
    good = int(row["numerator"]) + (further if BY_KEY[row["indicator"]].better == "higher" else 0)
    values = {"numerator": row["numerator"], "denominator": row["denominator"]}
    then = {"numerator_then": good, "denominator_then": int(row["denominator"]) + further}
    counts = {name: words.number(value) for name, value in {**values, **then}.items()}
    lacking = lacking_in_words(row, words)
    return words("whole_cases.then", **counts, lacking=words("sentence.comma") + lacking if lacking else "")


def _possible(row: dict[str, Any]) -> bool:
    return bool(pd.notna(row["k"]))


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """The nearest aim: a veto to undo, else the next place; or the reason why there is none."""
    words = context.words
    if figures.empty:
        return Finding(why_no_scores(context), "plain", as_of(context))
    if not any(map(context.knows, clause_indicators(context.scheme))):
        label = words(f"indicator.{clause_indicators(context.scheme)[0]}.label")
        return Finding(words("ranking.not_in_ledgers", indicator=label), "plain", as_of(context))
    rows = figures.to_dict("records")
    unit, about = str(rows[0]["unit"]), str(rows[0]["code"])
    base = words("whole_cases.base", most=words.number(MOST), as_of=words.date(context.as_of))
    vetoed = any(row["aim"] != "place" and row["in_force"] for row in rows)
    possible = [row for row in rows if _possible(row)]
    if not possible:
        return Finding(_nothing(rows, unit, words), "bad" if vetoed else "plain", base, about)
    vetoes = [row for row in possible if row["aim"] == "veto"]
    row = min(vetoes or possible, key=lambda each: int(each["k"]))
    result = _result(row, words, f"whole_cases.moved_in.{row['indicator']}")
    sentence = words("whole_cases.finding", unit=unit, cases=_cases(row, words), then=_after(row, words), result=result)
    others = len(vetoes) - 1
    sentence += words("whole_cases.other_vetoes", n=others) if others > 0 else ""
    return Finding(sentence, "bad" if vetoed else "watch" if vetoes else "plain", base, about)


def _nothing(rows: list[dict[str, Any]], unit: str, words: Wording) -> str:
    """Why no number of cases helps: first everywhere, no cases at all, or too far."""
    places = [row for row in rows if row["aim"] == "place"]
    if places and all(row["of"] <= 1 for row in places) and len(rows) == len(places):
        return words("whole_cases.no_peers", unit=unit)
    if any(row["aim"] == "veto" or (pd.notna(row["place"]) and row["place"] > 1) for row in rows):
        return words("whole_cases.too_far", unit=unit, most=words.number(MOST))
    if places and all(pd.isna(row["place"]) for row in places):
        silenced = any(row["denominator"] for row in places)
        return words("whole_cases.not_complete" if silenced else "whole_cases.no_cases", unit=unit)
    if any(row["aim"] == "recorded" for row in rows):
        return words("whole_cases.only_recorded", unit=unit)
    # What has no figure stands at no place, and at no first one; nor does who is the only one to have it.
    alone = sum(row["of"] > 1 and pd.notna(row["place"]) for row in places) < len(places)
    return words("whole_cases.first_alone" if alone else "whole_cases.first", unit=unit)


def _cases(row: dict[str, Any], words: Wording) -> str:
    """再有 3 件负责人出庭; of a county whose units have rates of their own in the average, whose cases."""
    cases, whose = words(f"whole_cases.cases.{row['indicator']}", n=int(row["k"])), _whose(row, words)
    return cases + (words("whole_cases.by", unit=whose) if whose else "")


def _whose(row: dict[str, Any], words: Wording) -> str:
    """The unit of a county whose cases they would be; '' where it does not matter."""
    if pd.isna(row["by"]) or not row["by"]:
        return ""
    return words("table.own_level") if row["by"] == OWN_LEVEL else str(row["by"])


def _result(row: dict[str, Any], words: Wording, key: str) -> str:
    """What the cases would bring; ``key`` are the words for a place, with its indicator or without."""
    if row["aim"] == "veto":
        return words(f"whole_cases.undone.{row['indicator']}")
    return words(key, place=words.number(row["place"]), then=words.number(row["place_then"]))


def _lines(row: dict[str, Any], words: Wording) -> tuple[str, str]:
    """The note of an aim: the cases it takes and what they would bring, or why no number helps."""
    if row["aim"] == "recorded":
        clause = words.label("veto_clause", row["clause"])
        until = words("whole_cases.until", date=words.date(row["ends_on"])) if pd.notna(row["ends_on"]) else ""
        return words("whole_cases.recorded", clause=clause), words("whole_cases.recorded_stays") + until
    label = words(f"indicator.{row['indicator']}.label")
    if _possible(row):
        result = _result(row, words, "whole_cases.moved")
        return _cases(row, words), words("whole_cases.line", then=_after(row, words), result=result)
    figure = figure_in_words(f"{row['numerator']}/{row['denominator']}", words, row)
    if pd.isna(row["place"]):
        why = words("whole_cases.unplaced", figure=figure) if row["denominator"] else words("no_cases")
        return words("whole_cases.indicator", indicator=label), why
    if row["aim"] == "place" and row["place"] == 1:
        return words("whole_cases.is_only" if row["of"] == 1 else "whole_cases.is_first", indicator=label), figure
    return words("whole_cases.out_of_reach", indicator=label, most=words.number(MOST)), figure


def _badge(row: dict[str, Any]) -> str:
    """The badge of a veto, a key of ``look.BADGES``; '' for a place."""
    if row["aim"] == "place":
        return ""
    return "vetoed" if row["in_force"] else "proposed"


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "notes"."""
    words, rows = context.words, figures.to_dict("records")
    lines = [_lines(row, words) for row in rows]
    badges = [_badge(row) for row in rows]
    data = pd.DataFrame(
        {
            "order": range(len(rows)),
            "badge": badges,
            "badge_text": [words(f"badge.{badge}") if badge else "" for badge in badges],
            "head": [head for head, _ in lines],
            "text": [text for _, text in lines],
        }
    )
    return Chart("notes", data)


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Each aim with its cases now, the further cases it takes and the place they would bring."""
    words, rows = context.words, figures.to_dict("records")
    written = figures.assign(
        aim_text=[words(f"whole_cases.aim.{row['aim']}") for row in rows],
        label=[_about(row, words) for row in rows],
        by_text=[_whose(row, words) for row in rows],
    )
    whose = (Column("by_text", words("whole_cases.head.by")),) if any(written["by_text"]) else ()
    columns = (
        Column("label", words("table.indicator")),
        Column("aim_text", words("whole_cases.head.aim")),
        *counted_columns(words),
        Column("k", words("whole_cases.head.k"), "integer"),
        *whose,
        Column("place", words("table.place"), "place"),
        Column("place_then", words("whole_cases.head.place_then"), "place"),
    )
    return Table(with_rows(written), columns)


def _about(row: dict[str, Any], words: Wording) -> str:
    key = row["indicator"]
    return words(f"indicator.{key}.label") if key else words.label("veto_clause", row["clause"])


WHOLE_CASES = Panel(
    "whole_cases",
    read,
    finding,
    chart,
    table,
    ledgers=scored_ledgers,
    names_missing=True,
    population="named",
    ignores=("compare",),
)
