"""The ombudsman's findings as an office's form: counts by authority and quarter, added up in plain Python."""

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from data_access.files.sources import Sheet

CORRECTED = ("Maladministration", "Severe Maladministration", "Service Failure")
REFUSED = "Outside Jurisdiction"
# Authority, year and quarter.
Place = tuple[str, int, int]


def quarters_of(path: Path) -> dict[Place, tuple[int, int]]:
    """By authority and quarter the findings closed and those corrected; (0, 0) where there were none of either."""
    closed, corrected = Counter[Place](), Counter[Place]()
    names, years = set(), set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if not (day := row["decision_date"].strip()):
                continue
            names.add(row["authority"])
            years.add(int(day[:4]))
            if row["finding"] != REFUSED:
                place = row["authority"], int(day[:4]), (int(day[5:7]) + 2) // 3
                closed[place] += 1
                corrected[place] += row["finding"] in CORRECTED
    places = [(name, year, quarter) for name in sorted(names) for year in sorted(years) for quarter in range(1, 5)]
    return {place: (closed[place], corrected[place]) for place in places}


def form_of(quarters: Mapping[Place, tuple[int, int]], more: int = 0) -> Sheet:
    """The quarters as a form, with ``more`` closed in each than the cases say."""
    rows = [[name, f"{year}年第{number}季度", n + more, k] for (name, year, number), (n, k) in quarters.items()]
    return Sheet("季报", ("单位", "统计期", "复议审结", "直接纠错"), [*enumerate(rows, 2)], "form.xlsx")


def units_of(quarters: Mapping[Place, tuple[int, int]]) -> Sheet:
    """The authorities as units."""
    names = sorted({name for name, _year, _quarter in quarters})
    rows = [[f"A{place:03}", name, "市直部门"] for place, name in enumerate(names)]
    return Sheet("单位", ("单位代码", "单位名称", "单位类别"), [*enumerate(rows, 2)], "units.xlsx")
