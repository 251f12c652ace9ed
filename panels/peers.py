"""Compute where every member of a peer group stands on the indicators, also a member without a case."""

from collections.abc import Sequence

import pandas as pd

from assessment.frames import STANDINGS
from assessment.indicators import BY_KEY
from assessment.silence import silent
from assessment.standing import places, with_rates
from data_access.counting.behind import behind
from data_access.reading.compared import begun_since, first_told
from data_access.reading.figures import indicator_counts, report_counts
from data_access.reading.members import members
from data_access.reading.mergers import counted_units, passed_over, taken_in
from data_access.reading.reader import Reader
from data_access.reading.sums import CITY_ID
from data_access.reading.unit_sums import whole
from data_access.reading.untold import why_untold
from panels.declare import Context

LEVELS = {"member": 0, "merged": 1, "own": 2, "city": 3}
COUNTS = ["numerator", "denominator", "blank", "rows", "reversed", "numerator_compared", "denominator_compared",
          "blank_compared", "rows_compared"]  # fmt: skip
OF_BEFORE = [name for name in COUNTS if name.endswith("_compared")]
REPORTS = ["due", "missing", "of_nothing", "missing_compared"]
NOTHING_TAKEN_IN: tuple[tuple[str, ...], int, int] = (), 0, 0


def peer_standing(reader: Reader, context: Context, indicators: Sequence[str], *, alone: bool = False) -> pd.DataFrame:
    """Return where every member and the city stand on every indicator.

    The frame is ``frames.STANDINGS``: for each indicator a row a member, one of every unit whose cases a member counts
    (level "merged"), one for the city and, when asked for, one for the selected unit ``alone`` (level "own"). Every
    indicator of a group and period is read and judged once for all panels and pages.
    """
    selection, unknown = context.selection, context.choices.unknown_indicators
    question = (selection.period, selection.compare, selection.group, unknown)
    parts = [reader.kept("standing", question, lambda: _standing(reader, context))]
    if alone and selection.unit:
        of_unit = (*question, selection.unit)
        parts.append(reader.kept("standing_alone", of_unit, lambda: _standing_alone(reader, context)))
    rows = pd.concat(parts, ignore_index=True)
    wanted = {key: place for place, key in enumerate(indicators)}
    rows = rows[rows["indicator"].isin(wanted)]
    order = pd.DataFrame({"level": rows["level"].map(LEVELS), "unit": pd.factorize(rows["unit_id"])[0],
                          "indicator": rows["indicator"].map(wanted)}, index=rows.index)  # fmt: skip
    return rows.loc[order.sort_values(["level", "unit", "indicator"]).index].reset_index(drop=True)


def _standing_alone(reader: Reader, context: Context) -> pd.DataFrame:
    """The rows of the selected unit alone, which has no place."""
    counts = _known(indicator_counts(reader, context.selection, tuple(BY_KEY), levels=("own",)), context)
    return STANDINGS.of(_with_taken_in(_judged(counts.assign(code="", unit="", into=""), reader, context)))


def _standing(reader: Reader, context: Context) -> pd.DataFrame:
    """The rows of the members, of the units whose cases they count, and of the city."""
    everyone = _everyone(reader, context)
    levels = (*dict.fromkeys(everyone["level"]), "city")
    keys = tuple(BY_KEY)
    counts = _known(indicator_counts(reader, context.selection, keys, levels=levels), context)
    everyone = everyone.merge(pd.DataFrame({"indicator": list(keys)}), how="cross")
    everyone = everyone.merge(counts, on=["level", "unit_id", "indicator"], how="left")
    everyone["untold"] = why_untold(reader, everyone)
    standing = pd.concat([everyone, _city(counts, keys)], ignore_index=True)
    standing[COUNTS] = standing[COUNTS].fillna(0).apply(whole)
    standing[["code", "unit", "into", "untold"]] = standing[["code", "unit", "into", "untold"]].fillna("")
    return STANDINGS.of(_with_taken_in(_judged(standing, reader, context)))


def _everyone(reader: Reader, context: Context) -> pd.DataFrame:
    """The members of the group, then the units whose cases they count: level, unit_id, code, unit, county, sector, and
    into, the code of the unit that counts theirs ('' for none).
    """
    selection = context.selection
    passed, units = passed_over(reader, selection.period), reader.units().rename(columns={"name": "unit"})
    group = members(reader, selection.group, selection.period).assign(level="member")
    into = [dict(passed).get(code, "") for code in group["code"]]
    group = group.assign(into=pd.Series(into, index=group.index, dtype=object))
    found = taken_in(counted_units(reader, passed), selection.group).drop_duplicates("origin")
    merged = units.merge(found[["origin", "into"]], left_on="code", right_on="origin").assign(level="merged")
    return pd.concat([group, merged[list(group.columns)]], ignore_index=True) if len(merged) else group


def _with_taken_in(rows: pd.DataFrame) -> pd.DataFrame:
    """Add how many of a member's cases and missing reports are those of units merged into it, and whose."""
    merged = rows[rows["level"] == "merged"]
    counts = merged["indicator"].map(lambda key: BY_KEY[key].kind == "count").astype(bool)
    merged = merged.assign(cases=merged["numerator"].where(counts, merged["denominator"]))
    merged = merged[(merged["cases"] > 0) | (merged["missing"] > 0)]
    found = {
        key: (tuple(part["unit"]), part["cases"].sum(), int(part["missing"].sum()))
        for key, part in merged.groupby(["into", "indicator"])
    }
    whose = zip(rows["code"].where(rows["level"] == "member", ""), rows["indicator"], strict=True)
    said = [found.get(key, NOTHING_TAKEN_IN) for key in whose]
    columns = ("taken_in", "taken_in_cases", "taken_in_missing")
    return rows.assign(**{name: [each[place] for each in said] for place, name in enumerate(columns)})


def _known(counts: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The counts without those of indicators whose ledger says too little, of both periods or of the compared one."""
    counts.loc[counts["indicator"].isin(context.choices.unknown_indicators), COUNTS] = 0
    begun = begun_since(counts["indicator"].unique(), context.selection, context.choices.begins)
    counts.loc[counts["indicator"].isin(begun), OF_BEFORE] = 0
    return counts


def _judged(standing: pd.DataFrame, reader: Reader, context: Context) -> pd.DataFrame:
    """The counts with the reports behind them, rates, places, and why there is no rate."""
    of_level = standing["level"].replace("own", "member")
    standing = standing.assign(reports_of=of_level).merge(
        _reports(reader, context, tuple(BY_KEY)), on=["reports_of", "unit_id", "indicator"], how="left"
    )
    standing[REPORTS] = standing[REPORTS].fillna(0).astype(int)
    reasons = _reasons(standing, context)
    rows = with_rates(_with_silence(standing, context), context.small).assign(reason=reasons)
    rows = rows.reindex(columns=[*rows.columns, *({"county", "sector"} - set(rows.columns))])
    merged = [context.choices.name(code) if code else "" for code in rows["into"]]
    return _with_places(rows.assign(merged_into=merged))


def _with_silence(standing: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Add silent and silent_compared; the city's figure is all that is known, so only blanks silence it."""
    of_city = standing["level"] == "city"
    selection = context.selection
    for suffix, period in (("", selection.period), ("_compared", selection.compared)):
        limit = context.choices.blank_limit(period or selection.period)
        counts = standing.assign(**{f"missing{suffix}": standing[f"missing{suffix}"].mask(of_city, 0)})
        standing = standing.assign(**{f"silent{suffix}": silent(counts, limit, suffix)})
    return standing


def _reports(reader: Reader, context: Context, indicators: Sequence[str]) -> pd.DataFrame:
    """The reports of the ledger behind each indicator, of the members and the city: reports_of (the level),
    unit_id, indicator, ``REPORTS``.
    """
    ledgers = pd.DataFrame({"indicator": list(indicators), "ledger": [behind(key).ledger for key in indicators]})
    counted = report_counts(reader, context.selection).rename(columns={"level": "reports_of"})
    return counted.merge(ledgers, on="ledger").drop(columns="ledger")


def _reasons(standing: pd.DataFrame, context: Context) -> list[str]:
    """Return why a row without cases has no rate: counted for another unit, not in the ledgers (yet), no report, blank,
    nothing to report, before anything is told, no case.
    """
    unknown, begins, known = context.choices.unknown_indicators, context.selection.period.first, context.choices.known
    later = {key for key in BY_KEY if known.get(behind(key).ledger, begins) < begins}
    last = context.selection.period.last
    earlier = {key for key in BY_KEY if (first_told(key, context.choices.begins) or last) > last}
    columns = (standing[name] for name in ("indicator", "due", "missing", "of_nothing", "blank", "untold"))
    passed = standing["level"].eq("member") & standing["into"].ne("")
    return [
        "merged" if gone
        else "not_in_ledgers" if indicator in unknown
        else "untold" if untold
        else "not_yet_known" if indicator in later
        else "not_reported" if missing
        else "not_filled" if blank
        else "nothing_to_report" if due and nothing == due
        else "not_begun" if indicator in earlier
        else "no_cases"
        for gone, indicator, due, missing, nothing, blank, untold in zip(passed, *columns, strict=True)
    ]  # fmt: skip


def _city(counts: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    """The city's counts of every indicator, 0 where there are none."""
    city = counts[counts["level"] == "city"].set_index("indicator").reindex(list(indicators))
    return city.assign(level="city", unit_id=CITY_ID).reset_index()


def _with_places(standing: pd.DataFrame) -> pd.DataFrame:
    """Add the places of members among members; the city and a county's government alone have none."""
    rows = zip(standing["level"], standing["indicator"], strict=True)
    return standing.assign(**places(standing, [BY_KEY[key] if level == "member" else None for level, key in rows]))


def shown(figures: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return the members that the filters let through; the others still count in every place and average."""
    return left_by_filters(figures[figures["level"] == "member"], context)


def left_by_filters(units: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The rows of units (columns county, sector) that the filters leave; a county, of no system itself, stays."""
    if context.selection.counties:
        units = units[units["county"].isin(context.selection.counties)]
    if context.selection.sectors:
        units = units[units["sector"].isna() | units["sector"].isin(context.selection.sectors)]
    return units


def sectors_of(reader: Reader, codes: pd.Series) -> pd.Series:
    """The systems of units by their codes; missing of governments."""
    return codes.map(reader.units().set_index("code")["sector"])


def comparable(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose rate can be compared: there are cases, and it does not count as not reported."""
    rows = added(figures)
    return rows[rows["denominator"] > 0]


def added(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are added up: those that do not count as not reported.

    The people of a unit without posts are people of its group, though it has no rate of its own.
    """
    return figures[~figures["silent"].astype(bool)]


def city_row(figures: pd.DataFrame, indicator: str) -> pd.Series:
    """The city's row of an indicator."""
    return figures[(figures["level"] == "city") & (figures["indicator"] == indicator)].iloc[0]
