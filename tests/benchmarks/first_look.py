"""The first look at every page after a load, on the server: ``python -m tests.benchmarks.first_look``.

Each run starts a server over a copy of the database whose version it has never seen. One reader without a browser looks
at every page once, in an order drawn anew: at once, while pictures are being made; after 20 seconds; or, 20 seconds
later, just when another version has been loaded. Between two pages the page written by hand is asked for once, so that
both see the same machine. "of floor" is the ratio to that
page, which reads one indicator; "of all tallies" to reading all tallies of the period as JSON, which a page of many
panels cannot undercut.
"""

import argparse
import asyncio
import random
import tempfile
import urllib.request
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from tests.benchmarks.looks import SHOWN, Look, Looks
from tests.benchmarks.servers import Server, copy_after_load, dashboard, floor, load_again
from tests.benchmarks.session import session
from tests.benchmarks.timing import head, middle, p95, quiet, row, said
from tests.databases import write_demo

WAITS = ("at once", "after 20 s", "after a load")


@dataclass
class Spans:
    """Milliseconds of each page by how long the server was left alone, and of the page written by hand."""

    pages: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    floor: list[float] = field(default_factory=list)
    tallies: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the first look at every page after a load, on the server.")
    parser.add_argument("--database", type=Path, help="a filled SQLite file; a demo city is built when left out")
    parser.add_argument("--runs", type=int, default=2, help="servers started for each column")
    options = parser.parse_args()
    quiet()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        said("first look after a load, on the server, ms"),
    ):
        spans = measured(database_of(options.database, Path(folder)), Path(folder), options.runs)
        report(spans)


def database_of(given: Path | None, folder: Path) -> Path:
    """The database that was named, or the demo city."""
    if given:
        return given
    write_demo(folder / "demo.db")
    return folder / "demo.db"


def measured(database: Path, folder: Path, runs: int) -> Spans:
    spans, looks = Spans(), Looks(database)
    with floor(database, folder / "floor.log") as by_hand:
        for run in range(runs):
            for name in WAITS:
                copy = copy_after_load(database, folder / "loaded.db")
                with dashboard(copy, folder / "dashboard.log") as server:
                    if name != WAITS[0]:
                        server.wait_for_pictures()
                    if name == WAITS[2]:
                        load_again(copy)
                    order = looks.every_page()
                    random.Random(f"{name}-{run}").shuffle(order)
                    figures = f"{by_hand.url}/figures?{looks.by_indicator(SHOWN[0]).text}"
                    asyncio.run(_look(server, [figures, f"{by_hand.url}/tallies"], order, name, spans))
    return spans


async def _look(server: Server, by_hand: list[str], order: list[Look], name: str, spans: Spans) -> None:
    async with session(server.url) as reader:
        for look in order:
            for address, each in zip(by_hand, (spans.floor, spans.tallies), strict=True):
                each.append(asked(address))
            spans.pages[name, look.name].append((await reader.look(look)).milliseconds)


def asked(url: str) -> float:
    """Milliseconds until an address has answered."""
    began = perf_counter()
    with urllib.request.urlopen(url, timeout=60) as answer:
        answer.read()
    return 1000 * (perf_counter() - began)


def report(spans: Spans) -> None:
    floor_, tallies = middle(spans.floor), middle(spans.tallies)
    head("", "n", *(column for name in WAITS for column in (name, "of floor", "of tallies")))
    for name in sorted({name for _, name in spans.pages}):
        figures = [middle(spans.pages[wait, name]) for wait in WAITS]
        ratios = [each for figure in figures for each in (figure, figure / floor_, figure / tallies)]
        row(name, len(spans.pages[WAITS[0], name]), *ratios)
    for name, each in (("floor: one indicator", spans.floor), ("floor: all tallies", spans.tallies)):
        row(f"{name}, p95 {p95(each):.0f}", len(each), middle(each))


if __name__ == "__main__":
    main()
