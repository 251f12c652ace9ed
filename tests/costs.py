"""What the last ``make test`` spent, by folder and for each page, panel and ledger: ``python -m tests.costs``."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

from data_access.ledgers.all import LEDGERS
from tests.every_panel import PANELS
from ui.registry import PAGES

REPORT = Path("var/tests.xml")
# What the name of a case may name, and the folders where it does so.
THINGS = {
    "page": ({page.key for page in PAGES}, {"ui", "browser"}),
    "panel": ({panel.key for panel in PANELS}, {"panels", "postgres", "data_access"}),
    "ledger": ({ledger.key for ledger in LEDGERS}, {"data_access"}),
}


@dataclass(frozen=True)
class Case:
    """One case of a run: its folder below ``tests``, its name and its seconds."""

    folder: str
    name: str
    seconds: float

    def names(self, kind: str) -> Iterator[str]:
        """The things of a kind that stand as a word of their own between the brackets of its name."""
        keys, folders = THINGS[kind]
        if self.folder in folders:
            yield from keys & set(re.split(r"[\[\]-]", self.name.partition("[")[2]))


def cases(report: Path = REPORT) -> list[Case]:
    """The cases of the last run."""
    parts = [(case, case.attrib["classname"].split(".")) for case in ElementTree.parse(report).iter("testcase")]
    return [
        Case(names[1] if len(names) > 2 else "", case.attrib["name"], float(case.attrib["time"]))
        for case, names in parts
    ]


def totals(run: list[Case]) -> dict[str, list[float]]:
    """The seconds of the cases of each folder."""
    found: dict[str, list[float]] = defaultdict(list)
    for case in run:
        found[f"tests/{case.folder}"].append(case.seconds)
    return found


def of_each(run: list[Case], kind: str) -> list[tuple[int, float]]:
    """For each thing of a kind how many cases name it and what they take together."""
    found: dict[str, list[float]] = defaultdict(list)
    for case in run:
        for name in case.names(kind):
            found[name].append(case.seconds)
    return [(len(seconds), sum(seconds)) for seconds in found.values()]


def main() -> None:
    run = cases()
    for folder, seconds in sorted(totals(run).items(), key=lambda each: -sum(each[1])):
        print(f"{sum(seconds):7.0f} s  {len(seconds):5} cases  {folder}")
    for kind in THINGS:
        if each := of_each(run, kind):
            number, seconds = median(n for n, _ in each), [taken for _, taken in each]
            print(f"a {kind}: {number:.0f} cases and {median(seconds):.1f} s, at most {max(seconds):.1f} s")


if __name__ == "__main__":
    main()
