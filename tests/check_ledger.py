"""``python -m tests.check_ledger FILE``: load a whole ombudsman ledger and count it a second time in plain Python.

Compares the rows that stand in the database and the tallies made of them with the csv, for every authority, year and
outcome; prints the figures and ends with 1 when anything differs.
"""

import csv
import sys
import tempfile
from collections import Counter
from pathlib import Path

from sqlalchemy import Connection, extract, func, select

from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.loading.load import load_files
from data_access.store.engine import writer_engine
from data_access.store.tables import monthly_tally, unit
from data_access.upkeep.schema import migrate

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


def main(path: Path) -> int:
    expected, undated = counted_in_file(path)
    with tempfile.TemporaryDirectory() as folder:
        engine = writer_engine(f"sqlite:///{folder}/check.db")
        migrate(engine)
        result = load_files(engine, [path], mapping=MAPPING, accept_partial=True)
        with engine.connect() as connection:
            lines = differences(expected, counted_in_rows(connection))
            lines += differences(closed(expected), counted_in_tallies(connection))
            stored = counted_in_rows(connection)
        engine.dispose()
    if result.rejected != undated:
        lines.append(f"{undated} without a date in the file, {result.rejected} reported")
    _print_figures(result.ledgers[0].read, undated, stored)
    print("\n".join(lines) or "every authority, year and outcome is the same in the file, the rows and the tallies")
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
