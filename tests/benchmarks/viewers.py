"""Many readers at once, without browsers: ``python -m tests.benchmarks.viewers [--database FILE] [--seconds 30]``.

Each reader is a connection of its own that looks at one page after the other (mostly pages over the last two years, now
and then an indicator or an archive) and thinks 0–4 seconds in between; both are drawn from seeds, so every run asks the
same. Measured are 20 readers right after a load, right after the start of a server over a version that nobody has seen
and 20 seconds later, the same 20 still later, 20 others once all pictures are made, as they are through the day, 50 on
two processes, each reader keeping to one, and the memory of a session.

"busy" is the share of the time that a server's process worked, "late/early" how much longer looks of the second half
take than those of the first: where a queue grows, it is well above 1.
"""

import argparse
import asyncio
import random
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from tests.benchmarks.first_look import database_of
from tests.benchmarks.looks import Looks
from tests.benchmarks.servers import Server, copy_after_load, dashboard, load_again
from tests.benchmarks.session import Answer, session
from tests.benchmarks.timing import head, middle, p95, quiet, row, said

FEW, MANY, PROCESSES = 20, 50, 2
MOST_THINKING = 4.0
# Right after a load only the beginning is of interest; what comes later is measured anew.
BEGINNING_SECONDS = 15
HELD_SESSIONS = 30


@dataclass(frozen=True)
class Crowd:
    """What readers waited for in the order in which they asked, and the share of the time each server worked."""

    name: str
    answers: list[Answer]
    seconds: float
    busy: list[float]

    def spans(self, again: bool | None = None) -> list[float]:
        """Milliseconds of all answers, or of those whose address some reader had asked for before, or had not."""
        return [each.milliseconds for each in self.answers if again is None or each.again == again]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure many readers at once.")
    parser.add_argument("--database", type=Path, help="a filled SQLite file; a demo city is built when left out")
    parser.add_argument("--seconds", type=int, default=30, help="how long each crowd looks")
    options = parser.parse_args()
    quiet()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, said("readers at once, ms on the server"):
        database = database_of(options.database, Path(folder))
        looks = Looks(database)
        head("", "looks", "p50", "p95", "most", "looks/s", "busy", "late/early")
        right_after_a_load(database, Path(folder), looks)
        megabytes = later(database, Path(folder), looks, options.seconds)
        on_two_processes(database, Path(folder), looks, options.seconds)
        print(f"memory of a session that has seen three pages: {megabytes:.2f} MB, the mean of {HELD_SESSIONS}")


def right_after_a_load(database: Path, folder: Path, looks: Looks) -> None:
    """Readers who come when a version has just been loaded, and to a server just started over one."""
    copy = copy_after_load(database, folder / "loaded.db")
    with dashboard(copy, folder / "loaded") as server:
        server.wait_for_pictures()
        load_again(copy)
        report(asyncio.run(crowd(f"{FEW} at once after a load", [server], looks, FEW, BEGINNING_SECONDS)))
    load_again(copy)
    with dashboard(copy, folder / "started") as server:
        report(asyncio.run(crowd(f"{FEW} at once after a start", [server], looks, FEW, BEGINNING_SECONDS)))


def later(database: Path, folder: Path, looks: Looks, seconds: int) -> float:
    """Readers who come 20 seconds after the start, the same later, and what a session takes in memory, in MB."""
    with dashboard(copy_after_load(database, folder / "loaded.db"), folder / "log") as server:
        server.wait_for_pictures()
        report(asyncio.run(crowd(f"{FEW}, 20 s after a start", [server], looks, FEW, BEGINNING_SECONDS)))
        report(asyncio.run(crowd(f"{FEW} later, one process", [server], looks, FEW, seconds)))
        server.wait_for_all_pictures()
        report(asyncio.run(crowd(f"{FEW} others, all pictures made", [server], looks, FEW, seconds, others=True)))
        return asyncio.run(memory_of_a_session(server, looks))


def on_two_processes(database: Path, folder: Path, looks: Looks, seconds: int) -> None:
    """Many readers shared among two servers, as a proxy that keeps each with one would."""
    copy = copy_after_load(database, folder / "loaded.db")
    with ExitStack() as stack:
        servers = [stack.enter_context(dashboard(copy, folder / f"log{number}")) for number in range(PROCESSES)]
        servers[-1].wait_for_pictures()
        asyncio.run(crowd("", servers, looks, FEW, BEGINNING_SECONDS))
        report(asyncio.run(crowd(f"{MANY} on {PROCESSES} processes", servers, looks, MANY, seconds)))


async def crowd(
    name: str, servers: Sequence[Server], looks: Looks, readers: int, seconds: int, *, others: bool = False
) -> Crowd:
    """So many readers for so long; each ends the look that it has begun. ``others`` look at something else."""
    worked, began = [server.processor() for server in servers], perf_counter()
    until = began + seconds
    seed = f"others {readers}" if others else f"{readers}"
    asked = [_reader(servers[n % len(servers)], looks, f"{seed}-{n}", until) for n in range(readers)]
    found = sorted((each for reader in await asyncio.gather(*asked) for each in reader), key=lambda pair: pair[0])
    spent = perf_counter() - began
    busy = [(server.processor() - before) / spent for server, before in zip(servers, worked, strict=True)]
    return Crowd(name, [answer for _, answer in found], spent, busy)


async def _reader(server: Server, looks: Looks, seed: str, until: float) -> list[tuple[float, Answer]]:
    """The moments at which one reader asked, and the answers. The first look of all comes at the same time."""
    chance, wanted, found = random.Random(f"thinking {seed}"), looks.endless(seed), []
    async with session(server.url) as reader:
        while (moment := perf_counter()) < until:
            look = next(wanted)
            again = look.address in server.asked
            server.asked.add(look.address)
            found.append((moment, replace(await reader.look(look), again=again)))
            await asyncio.sleep(chance.uniform(0, MOST_THINKING))
    return found


async def memory_of_a_session(server: Server, looks: Looks) -> float:
    """MB that a reader's session takes in the server, beyond the pictures that all share."""
    seen = [looks.at("overview"), looks.at("disputes"), looks.rankings()[1]]
    async with AsyncExitStack() as stack:
        # Whatever all share has been made by one who leaves again.
        async with session(server.url) as first:
            for look in seen:
                await first.look(look)
        before = server.memory()
        for _ in range(HELD_SESSIONS):
            reader = await stack.enter_async_context(session(server.url))
            for look in seen:
                await reader.look(look)
        return (server.memory() - before) / HELD_SESSIONS


def report(crowd: Crowd) -> None:
    """One row for all looks, one each for addresses asked for before and never, and one for the slowest page."""
    spans, half = crowd.spans(), len(crowd.answers) // 2
    growth = f"{middle(spans[half:]) / middle(spans[:half]):.2f}"
    busy = " ".join(f"{share:.0%}" for share in crowd.busy)
    row(crowd.name, len(spans), middle(spans), p95(spans), max(spans), len(spans) / crowd.seconds, busy, growth)
    for name, again in (("   seen by somebody before", True), ("   first look", False)):
        if spans := crowd.spans(again):
            row(name, len(spans), middle(spans), p95(spans), max(spans))
    by_page: dict[str, list[float]] = defaultdict(list)
    for answer in crowd.answers:
        by_page[answer.look.name].append(answer.milliseconds)
    name, slowest = max(by_page.items(), key=lambda each: p95(each[1]))
    row(f"   slowest: {name}", len(slowest), middle(slowest), p95(slowest), max(slowest))


if __name__ == "__main__":
    main()
