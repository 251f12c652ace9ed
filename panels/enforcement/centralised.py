"""Where and in which fields is the power of penalty centralised, and are auxiliary staff assessed (article 11)?"""

import datetime as dt

import pandas as pd

from data_access.ledgers.codes import CENTRALISED_FIELDS
from data_access.ledgers.counting_rules import CENTRALISED as RULE
from data_access.ledgers.counting_rules import in_force
from data_access.reading.centralised import centralised_fields
from data_access.reading.extent import Extent, extent_of
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader
from data_access.reading.records import period_limits
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.links import unit_link
from panels.phrases import extent_in_words, share_with_base
from wording import Wording

COVERAGE, ASSESSED = "centralised_coverage", "auxiliary_assessed_share"
STARTED = "centralised_started"
SUMS = ("centralised_required", STARTED, "auxiliary_staff", "auxiliary_assessed", "auxiliary_staff_blank")


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a county and field: code, unit, field, started_on (None where it has not begun by the end of the period),
    begun (how many of its fields have), and in every row the sums (``SUMS``) at the end of the period; the counties
    with most fields first. Of a county whose rows are hidden one row without a field: what is counted is everybody's.
    """
    extent, period = extent_of(reader, context.selection), context.selection.period
    day = period_limits(period)[1]
    fields = centralised_fields(reader, extent, day).drop(columns="unit")
    fields = fields[fields["field"].isin(_asked_for(context, day))]
    values = tally_values(reader, SUMS, extent, period.last, period.last, by=("unit_id",))
    sums, begun = (values.groupby(by)["value"].sum() for by in ("tally_key", ["tally_key", "unit_id"]))
    counties = _counties(reader, extent, day)
    counties["begun"] = [int(begun.get((STARTED, unit_id), 0)) for unit_id in counties["unit_id"]]
    rows = counties.merge(fields, on="code", how="left").assign(**{name: int(sums.get(name, 0)) for name in SUMS})
    return rows.sort_values(["begun", "code", "field"], ascending=[False, True, True], ignore_index=True)


def _counties(reader: Reader, extent: Extent, day: dt.date) -> pd.DataFrame:
    """The counties of an extent that are there on a day: unit_id, code, unit."""
    units = reader.units()
    there = units["kind"].eq("county") & (units["active_from"].isna() | (units["active_from"] <= day))
    there &= units["active_to"].isna() | (units["active_to"] >= day)
    if extent.unit_ids is not None:
        there &= units["unit_id"].isin(extent.unit_ids)
    return units.loc[there, ["unit_id", "code", "name"]].rename(columns={"name": "unit"})


def _listed(figures: pd.DataFrame) -> pd.DataFrame:
    """Those of the rows that the viewer may see one by one."""
    return figures[figures["field"].notna()]


def _asked_for(context: Context, day: dt.date) -> list[str]:
    """The fields that every county is to centralise on a day, by the dated rules."""
    in_force_then = {field: in_force(context.choices.rules, RULE + field, day, day) for field in CENTRALISED_FIELDS}
    return [field for field, versions in in_force_then.items() if versions and versions[-1][1] == 1]


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many of the fields asked for have begun, which county has fewest, and how many of the staff are assessed."""
    words = context.words
    base = words("centralised.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    if not context.knows(COVERAGE):
        return Finding(words("ranking.not_in_ledgers", indicator=words(f"indicator.{COVERAGE}.label")), "plain", base)
    if figures.empty:
        # What no county is among has not begun nothing: it is no question to it.
        return Finding(words("centralised.no_county"), "plain", base)
    if not figures["centralised_required"].iat[0]:
        return Finding(words("centralised.none"), "plain", base)
    sums = figures.iloc[0]
    rate = share_with_base(sums[STARTED], sums["centralised_required"], words)
    parts = [words("centralised.begun", rate=rate)]
    counties = figures.drop_duplicates("code")
    last = counties[counties["begun"] == counties["begun"].min()]
    about = ""
    if len(last) == 1 and len(counties) > 1:
        about = str(last["code"].iat[0])
        parts.append(words("centralised.fewest", unit=last["unit"].iat[0], n=int(last["begun"].iat[0])))
    if sums["auxiliary_staff"]:
        blank = sums["auxiliary_staff_blank"]
        rate = share_with_base(sums["auxiliary_assessed"], sums["auxiliary_staff"], words, blank)
        parts.append(words("centralised.assessed", rate=rate))
    return Finding(words("sentence.comma").join(parts), "plain", base, about)


def chart(figures: pd.DataFrame, found: Finding, context: Context) -> Chart:
    """Kind "grid": a row a county, a column a field; the month of its beginning, tinted where it has begun."""
    words = context.words
    figures = _listed(figures)
    if figures.empty:
        return Chart("grid", pd.DataFrame())
    cells = [
        {
            "row": row["unit"],
            "column": words.label("sector", row["field"]),
            "text": _month(row["started_on"], words),
            "step": -1 if pd.isna(row["started_on"]) else 2,
            "code": unit_link(row["code"]),
            "tip": "",
        }
        for row in figures.to_dict("records")
    ]
    counties = figures.drop_duplicates("code")
    rows = [(unit, unit_link(code), "accent" if code == found.about else "plain")
            for code, unit in zip(counties["code"], counties["unit"], strict=True)]  # fmt: skip
    options = {
        "rows": pd.DataFrame(rows, columns=["label", "code", "tone"]),
        "columns": pd.DataFrame([(words.label("sector", field), "", "plain") for field in CENTRALISED_FIELDS
                                 if field in set(figures["field"])], columns=["label", "badge", "tone"]),
    }  # fmt: skip
    return Chart("grid", pd.DataFrame(cells), {}, options)


def _month(day: object, words: Wording) -> str:
    return words.label("", None) if pd.isna(day) else f"{day:%Y-%m}"


def table(figures: pd.DataFrame, context: Context) -> Table:
    """A row a county and field, with the day of its beginning."""
    words, figures = context.words, _listed(figures)
    named = figures.assign(field_text=[words.label("sector", field) for field in figures["field"]])
    columns = (
        Column("unit", words("table.unit")),
        Column("field_text", words("centralised.head.field")),
        Column("started_on", words("centralised.head.started_on"), "date"),
    )
    return Table(named, columns)


CENTRALISED = Panel(
    "centralised",
    read,
    finding,
    chart,
    table,
    lambda _context: (COVERAGE, ASSESSED),
    drill="link",
    told_of="figures",
    ignores=("compare",),
)
