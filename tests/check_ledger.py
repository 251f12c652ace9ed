"""``python -m tests.check_ledger FILE``: load a whole ombudsman ledger and count it a second time in plain Python.

Compares the rows that stand in the database and the tallies made of them with the csv, for every authority, year and
outcome; and the ranking of every year by the share corrected with that of the same findings as a form of quarters.
Prints the figures and ends with 1 when anything differs.
"""

import csv
import datetime as dt
import sys
import tempfile
from collections import Counter
from pathlib import Path

from sqlalchemy import Connection, Engine, extract, func, select

from data_access.asked.periods import Period
from data_access.asked.selection import Selection
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.load import load_files, load_sheets
from data_access.reading.available import choices_for
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import writer_engine
from data_access.store.tables import monthly_tally, unit
from data_access.upkeep.schema import migrate
from panels.declare import Context
from panels.peers import peer_standing
from tests.quarters import form_of, quarters_of, units_of

MAPPING = Path(__file__).parent.parent / "assets" / "mappings" / "housing_ombudsman.toml"
# How the project reads the findings, written down a second time.
OUTCOMES = {
    "Maladministration": "confirmed_illegal",
    "Severe Maladministration": "confirmed_illegal",
    "Service Failure": "confirmed_illegal",
    "Reasonable Redress": "settled",
    "No Maladministration": "upheld",
    "Outside Jurisdiction": "refused",
}
RATE = "direct_correction_rate"
SAME = "every authority, year and outcome is the same in the file, the rows and the tallies; by quarters every place is"
# Authority, year, outcome ("refused": not accepted, so there is no outcome).
Counts = Counter[tuple[str, int, str]]


def counted_in_file(path: Path) -> tuple[Counts, int]:
    """Dated findings by authority, year and outcome; and how many have no date."""
    counts: Counts = Counter()
    undated = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["decision_date"].strip():
                counts[row["authority"], int(row["decision_date"][:4]), OUTCOMES[row["finding"]]] += 1
            else:
                undated += 1
    return counts, undated


def counted_in_rows(connection: Connection) -> Counts:
    """The same from the stored rows."""
    case = RECONSIDERATION.table.c
    outcome, day = (
        func.coalesce(case.outcome, case.acceptance),
        func.coalesce(case.closed_on, case.decision_on_acceptance_on),
    )
    query = (
        select(unit.c.name, extract("year", day), outcome, func.count())
        .join(unit, unit.c.unit_id == case.unit_id)
        .group_by(unit.c.name, extract("year", day), outcome)
    )
    return Counter({(name, int(year), code): count for name, year, code, count in connection.execute(query)})


def counted_in_tallies(connection: Connection) -> Counts:
    """The same from the tallies; they count what was closed, so the refused are not among them."""
    year = extract("year", monthly_tally.c.month)
    query = (
        select(unit.c.name, year, monthly_tally.c.facet, func.sum(monthly_tally.c.value))
        .join(unit, unit.c.unit_id == monthly_tally.c.unit_id)
        .where(monthly_tally.c.tally_key == "reconsideration_closed", monthly_tally.c.facet != "")
        .group_by(unit.c.name, year, monthly_tally.c.facet)
    )
    return Counter({(name, int(each), facet): int(count) for name, each, facet, count in connection.execute(query)})


def differences(expected: Counts, came: Counts) -> list[str]:
    """One line for each authority, year and outcome whose counts are not the same."""
    keys = sorted(expected.keys() | came.keys())
    return [f"{key}: {expected[key]} in the file, {came[key]} stored" for key in keys if expected[key] != came[key]]


def closed(counts: Counts) -> Counts:
    return Counter({key: count for key, count in counts.items() if key[2] != "refused"})


def ranked_otherwise(of_cases: Engine, path: Path, beside: Path) -> list[str]:
    """One line for each authority and year whose rate, interval or place by its cases is not that by its quarters."""
    quarters = quarters_of(path)
    of_forms = writer_engine(f"sqlite:///{beside}")
    migrate(of_forms)
    # The last year is not over, and what has no closed finding in a year is not ranked.
    last = max(year for _name, year, _quarter in quarters)
    closed_in = {place[:2] for place, (n, _corrected) in quarters.items() if n and place[1] < last}
    form = form_of({place: n for place, n in quarters.items() if place[:2] in closed_in})
    result = load_sheets(of_forms, [units_of(quarters), form])
    if result.problems:
        return [f"the form was refused: {result.problems[0]}"]
    lines = []
    for year in sorted({each for _name, each in closed_in}):
        one, other = (_ranked(engine, year) for engine in (of_cases, of_forms))
        lines += [] if one else [f"nobody is ranked in {year}"]
        lines += [f"{name} {year}: {one.get(name)} by cases, {other.get(name)} by quarters"
                  for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]  # fmt: skip
    of_forms.dispose()
    return lines


def _ranked(engine: Engine, year: int) -> dict[str, tuple[object, ...]]:
    """By authority with cases its share corrected in a year: both parts, the interval and the place."""
    period = Period("year", dt.date(year, 1, 1), dt.date(year, 12, 1))
    with reading(engine, ALL_SEEING) as reader:
        state = reader.state()
        choices = choices_for(reader, reader.units(), state.data_as_of)
        asked = Selection(period, "none", "municipal_departments", indicator=RATE)
        rows = peer_standing(reader, Context(asked, state, choices), [RATE])
    rows = rows[rows["unit"].ne("") & rows["denominator"].gt(0)]
    parts = ["numerator", "denominator", "low", "high", "place"]
    return {row["unit"]: tuple(row[name] for name in parts) for row in rows.to_dict("records")}


def main(path: Path) -> int:
    expected, undated = counted_in_file(path)
    with tempfile.TemporaryDirectory() as folder:
        engine = writer_engine(f"sqlite:///{folder}/check.db")
        migrate(engine)
        result = load_files(engine, [path], mapping=MAPPING, accept_partial=True)
        lines_of_forms = ranked_otherwise(engine, path, Path(folder) / "forms.db")
        with engine.connect() as connection:
            lines = differences(expected, counted_in_rows(connection))
            lines += differences(closed(expected), counted_in_tallies(connection))
            stored = counted_in_rows(connection)
        engine.dispose()
    lines += lines_of_forms
    if result.rejected != undated:
        lines.append(f"{undated} without a date in the file, {result.rejected} reported")
    _print_figures(result.ledgers[0].read, undated, stored)
    print("\n".join(lines) or SAME)
    return 1 if lines else 0


def _print_figures(read: int, undated: int, stored: Counts) -> None:
    by_outcome: Counter[str] = Counter()
    for (_authority, _year, outcome), count in stored.items():
        by_outcome[outcome] += count
    for name, figure in {
        "findings read": read,
        "without a date": undated,
        "stored": stored.total(),
        "corrected": by_outcome["confirmed_illegal"],
        "settled": by_outcome["settled"],
        "upheld": by_outcome["upheld"],
        "not accepted": by_outcome["refused"],
        "base of the correction rate": closed(stored).total(),
        "authorities": len({authority for authority, _year, _outcome in stored}),
    }.items():
        print(f"{figure:>6,} {name}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m tests.check_ledger FILE")
    sys.exit(main(Path(sys.argv[1])))
