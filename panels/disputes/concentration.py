"""Which few units and which few matters make most of what was lost in court or corrected on review?"""

from typing import Any

import pandas as pd

from assessment.rates import printed_steps
from data_access.ledgers.tally import UNKNOWN_FACET
from data_access.reading.extent import Extent, extent_of
from data_access.reading.figures import tally_values
from data_access.reading.mergers import counted_as, looked_at
from data_access.reading.reader import Reader
from panels.declare import Chart, Column, Context, Finding, Panel, Table
from panels.forms_alone import beside_the_rows, listed_alone, none_or_untold, with_forms
from panels.links import link_to
from panels.phrases import extent_in_words, not_begun_note, share_with_base
from panels.rows_behind import counted_column, tally_link
from wording import Wording

# What is adverse, by tally; each is known where its indicator is.
TALLIES = {"first_instance_lost": "lost", "reconsideration_corrected": "corrected"}
LEDGERS = ("litigation", "reconsideration")
NEEDS = {"lost": "loss_rate", "corrected": "direct_correction_rate"}
COLUMNS = ["kind", "code", "name", "own_level", "lost", "corrected", "cases"]
# The few are the smallest number of them that make four fifths.
MOST_SHARE = (4, 5)
MOST_SHOWN = 8


def read(reader: Reader, context: Context) -> pd.DataFrame:
    """A row a unit and a row a matter with adverse results, each kind with most of them first.

    Columns: kind ("unit", "matter" or "unknown", the cases without a matter), code (of a unit), name (of the unit or
    the matter), own_level (whether it is a county's government by itself), lost (suits of the first instance),
    corrected (reconsiderations corrected directly), cases (both). Units count each its own, matters each case once.
    Those that forms alone tell of are among none (``panels.forms_alone``).
    """
    extent, period = extent_of(reader, context.selection), context.selection.period
    span, units = (period.first, period.last), looked_at(reader, context.selection.closely, period)
    own = tally_values(reader, tuple(TALLIES), Extent("own", extent.unit_ids), *span, by=("unit_id",))
    own = own.assign(unit_id=own["unit_id"].map(counted_as(units)))
    named = units[["unit_id", "code", "name"]].assign(own_level=units["kind"].eq("county"))
    of_units = _wide(own, "unit_id").merge(named, on="unit_id").assign(kind="unit")
    of_matters = _wide(tally_values(reader, tuple(TALLIES), extent, *span, by=("facet",)), "facet")
    kinds = of_matters["facet"].eq(UNKNOWN_FACET).map({True: "unknown", False: "matter"})
    of_matters = of_matters.assign(kind=kinds, code="", name=of_matters["facet"], own_level=False)
    parts = [part[COLUMNS] for part in (of_units, of_matters) if len(part)]
    cases = pd.concat(parts) if parts else pd.DataFrame(columns=COLUMNS)
    order = ["kind", "cases", "lost", "code", "name"]
    ordered = cases.sort_values(order, ascending=[False, False, False, True, True]).reset_index(drop=True)
    return with_forms(ordered, tuple(TALLIES), reader, extent, context)


def _wide(counted: pd.DataFrame, by: str) -> pd.DataFrame:
    """Columns: ``by``, lost, corrected, cases (integers); only what has any."""
    sums = counted.groupby([by, "tally_key"])["value"].sum().unstack(fill_value=0)
    wide = sums.reindex(columns=list(TALLIES), fill_value=0).fillna(0).astype(int).rename(columns=TALLIES)
    wide = wide.assign(cases=wide["lost"] + wide["corrected"])
    return wide[wide["cases"] > 0].reset_index()


def of_kind(figures: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The units or the matters, with share (of all of the kind) and share_so_far, and few: whether among the few."""
    rows = figures[figures["kind"] == kind].reset_index(drop=True)
    cases = rows["cases"].astype(int)
    total, so_far = int(cases.sum()), cases.cumsum()
    before = so_far - cases
    return rows.assign(
        share=cases / total if total else 0.0,
        share_so_far=so_far / total if total else 0.0,
        few=before * MOST_SHARE[1] < total * MOST_SHARE[0],
    )


def finding(figures: pd.DataFrame, context: Context) -> Finding:
    """How many units and how many matters make four fifths; whether that is few at all."""
    words, units, matters = context.words, of_kind(figures, "unit"), of_kind(figures, "matter")
    if not context.knows(*NEEDS.values()):
        base = words("as_of", as_of=words.date(context.as_of))
        return Finding(words("concentration.not_in_ledgers"), "plain", base)
    base = _base(figures, context)
    if units.empty:
        lost, corrected = (context.knows(indicator) for indicator in NEEDS.values())
        none = "none" if lost and corrected else "none_lost" if lost else "none_corrected"
        said = none_or_untold(words(f"concentration.{none}"), figures, words)
        return Finding(said, "plain", base)
    of_units, about = _of_units(units, words, _apart(figures, words))
    parts = [of_units, *([_of_matters(matters, words)] if len(matters) else [])]
    sentence = listed_alone(words("sentence.separator").join(parts), figures, words)
    return Finding(sentence, "plain", base + beside_the_rows(figures, words), about)


def _apart(figures: pd.DataFrame, words: Wording) -> str:
    """（按单位分别计，实为 1 件）: how many cases there are where some are counted for several units; else ''."""
    once = int(figures.loc[figures["kind"].isin(["matter", "unknown"]), "cases"].sum())
    several = int(figures.loc[figures["kind"] == "unit", "cases"].sum()) > once > 0
    return words("concentration.apart", n=once) if several else ""


def _of_units(units: pd.DataFrame, words: Wording, apart: str) -> tuple[str, str]:
    """The sentence about the units, and the code of the one it names; ``apart`` as of ``_apart``."""
    total, few = int(units["cases"].sum()), int(units["few"].sum())
    top = units[units["cases"] == units["cases"].iat[0]]
    if len(units) == 1:
        sentence = words("concentration.one_unit", n=total, unit=_name(units.iloc[0], words))
        return sentence, str(units["code"].iat[0])
    if not _are_few(units):
        return words("concentration.spread", n=len(units), cases=words.number(total), apart=apart), ""
    so_far = int(units.loc[units["few"], "cases"].sum())
    rate = share_with_base(so_far, total, words)
    sentence = words("concentration.few_units", n=few, rate=rate)
    if len(top) > 1:
        return sentence, ""
    most = words("concentration.most", n=int(top["cases"].iat[0]), unit=_name(top.iloc[0], words))
    return sentence + words("sentence.comma") + most, str(top["code"].iat[0])


def _are_few(rows: pd.DataFrame) -> bool:
    """Whether those that make four fifths are few: not most of all, and not more than are shown."""
    few = int(rows["few"].sum())
    return 2 * few <= len(rows) and few <= MOST_SHOWN


def _of_matters(matters: pd.DataFrame, words: Wording) -> str:
    top, few = matters.iloc[0], int(matters["few"].sum())
    if len(matters) == 1:
        return words("concentration.one_matter", matter=top["name"])
    tied = int(matters["cases"].iat[1]) == int(top["cases"])
    if not _are_few(matters):
        own = share_with_base(top["cases"], matters["cases"].sum(), words)
        return words("concentration.spread_matters", n=len(matters)) if tied else words(
            "concentration.most_matter", matter=top["name"], rate=own
        )  # fmt: skip
    rate = share_with_base(matters.loc[matters["few"], "cases"].sum(), matters["cases"].sum(), words)
    if tied or few == 1:
        return words("concentration.few_matters", n=few, rate=rate)
    return words("concentration.few_matters_led", n=few, matter=top["name"], rate=rate)


def _name(row: pd.Series, words: Wording) -> str:
    return words("concentration.own_level", unit=row["name"]) if row["own_level"] else str(row["name"])


def _base(figures: pd.DataFrame, context: Context) -> str:
    """What is counted, how, of whom; what cannot be."""
    words = context.words
    base = words("concentration.base", extent=extent_in_words(context), as_of=words.date(context.as_of))
    lacking = [key for key, indicator in NEEDS.items() if not context.knows(indicator)]
    base += "".join(words(f"concentration.unknown.{key}") for key in lacking)
    base += not_begun_note(context, *LEDGERS)
    unknown = int(figures.loc[figures["kind"] == "unknown", "cases"].sum())
    return base + (words("concentration.without_matter", n=unknown) if unknown else "")


def chart(figures: pd.DataFrame, _finding: Finding, context: Context) -> Chart:
    """Kind "pareto": units on the left, matters on the right; where the few are too many to be shown, none is one."""
    words = context.words
    parts = [_block(of_kind(figures, kind), number, words) for number, kind in enumerate(("unit", "matter"))]
    filled = [part for part in parts if len(part)]
    labels = {
        side: words(f"concentration.block.{kind}", n=int((figures["kind"] == kind).sum()))
        for side, kind in (("left", "unit"), ("right", "matter"))
    }
    data = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()
    return Chart("pareto", data, labels | {"rest": words("concentration.rest")})


def _block(rows: pd.DataFrame, number: int, words: Wording) -> pd.DataFrame:
    shown, fits = rows.head(MOST_SHOWN), _are_few(rows)
    return pd.DataFrame(
        {
            "block": number,
            "order": range(len(shown)),
            "label": [_name(row, words) for _, row in shown.iterrows()],
            "value": shown["cases"].astype(float),
            "value_text": [words("concentration.cases", n=int(cases)) for cases in shown["cases"]],
            "share_text": [words("concentration.so_far", rate=words.percent(each)) for each in shown["share_so_far"]],
            "inside": shown["few"].astype(bool) & fits,
            "code": [link_to("unit", unit=code) if code else "" for code in shown["code"]],
        }
    )


def table(figures: pd.DataFrame, context: Context) -> Table:
    """Every unit and every matter, and the cases without one; shares are of the units' or the matters' cases.

    Each share is what the running share grows by, as printed.
    """
    words = context.words
    parts = [of_kind(figures, kind) for kind in ("unit", "matter", "unknown")]
    parts = [part.assign(share=printed_steps(part["share_so_far"].tolist())) for part in parts]
    filled = [part for part in parts if len(part)]
    rows = pd.concat(filled, ignore_index=True) if filled else of_kind(figures, "unit")
    unknown = rows["kind"] == "unknown"
    rows = rows.assign(
        kind_text=[words(f"concentration.kind.{'unit' if kind == 'unit' else 'matter'}") for kind in rows["kind"]],
        label=[words("concentration.no_matter") if each["kind"] == "unknown" else _name(each, words)
               for _, each in rows.iterrows()],
        share=rows["share"].where(~unknown),
        share_so_far=rows["share_so_far"].where(~unknown),
        **{f"{name}_opens": [_opens(each, tally, name) for each in rows.to_dict("records")]
           for tally, name in TALLIES.items()},
    )  # fmt: skip
    columns = (
        Column("kind_text", words("concentration.head.kind")),
        Column("label", words("concentration.head.name")),
        counted_column("lost", words("concentration.head.lost")),
        counted_column("corrected", words("concentration.head.corrected")),
        Column("cases", words("concentration.head.cases"), "integer"),
        Column("share", words("concentration.head.share"), "share"),
        Column("share_so_far", words("concentration.head.so_far"), "share"),
    )
    return Table(rows, columns)


def _opens(row: dict[str, Any], tally: str, name: str) -> str:
    """The rows of a unit or of a matter; '' of a county's government alone, which no link tells from its county."""
    if row["kind"] == "unit":
        return "" if row["own_level"] else tally_link(tally, row[name], focus=str(row["code"]))
    return tally_link(tally, row[name], str(row["name"]))


MATTER_CONCENTRATION = Panel(
    "matter_concentration",
    read,
    finding,
    chart,
    table,
    lambda _context: tuple(NEEDS.values()),
    drill="link",
    ignores=("compare",),
)
