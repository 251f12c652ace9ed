"""From the click to the picture, in a browser: ``python -m tests.benchmarks.painted [--database FILE] [--repeat 8]``.

Painted means: from the click (or the change of the address) until two animation frames after the last thing that
changed on the page, once the script has ended and every chart stands in its place (``painting.js``); "in sight" until
what can be seen without scrolling has last changed. The dashboard, the page written by hand and the page in Dash show
the same rankings by one indicator and take turns, so that all see the same machine. After a load each run starts a
server over a copy of the database whose version it has never seen; a tab is open already, and every page is looked at
once, at once or after 20 seconds.
"""

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from data_access.asked.periods import Period
from tests.benchmarks.first_look import WAITS, database_of
from tests.benchmarks.looks import SHOWN, Look, Looks
from tests.benchmarks.servers import Server, copy_after_load, dash, dashboard, floor, load_again
from tests.benchmarks.timing import head, middle, p95, quiet, row, said
from tests.running_app import BROWSER_ARGUMENTS, browser_path, free_port

SCRIPT = Path(__file__).parent / "painting.js"
READY = {"dashboard": "dashboardIsReady", "floor": "floorIsReady", "Dash": "dashIsReady"}
DESK = {"width": 1920, "height": 1080}
# First loads of each system, each in a browser that has never been there.
FIRST_LOADS = 3
# Rows that are clicked after a load, over the usual period and over one of which no pictures are made beforehand.
ROWS = 3
Spans = dict[str, list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure from the click to the picture.")
    parser.add_argument("--database", type=Path, help="a filled SQLite file; a demo city is built when left out")
    parser.add_argument("--repeat", type=int, default=8, help="changes of each kind")
    parser.add_argument("--runs", type=int, default=2, help="servers started for each way of looking after a load")
    options = parser.parse_args()
    quiet()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, said("painted, ms"), _browser() as browser:
        folder = Path(name)
        database = database_of(options.database, folder)
        port = free_port()
        changes(browser, database, folder, port, options.repeat)
        after_a_load(browser, database, folder, port, options.runs)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(BROWSER_ARGUMENTS))
        with closing(browser):
            yield browser


@contextmanager
def _visit(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been anywhere."""
    context = browser.new_context(viewport=DESK, locale="zh-CN", reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_init_script(path=SCRIPT)
    with closing(context):
        yield context


# --- One change ---------------------------------------------------------------------------------------------------


def opened(context: BrowserContext, server: Server, look: Look) -> Page:
    """A tab of its own that shows a look."""
    page = context.new_page()
    loaded(page, server, look)
    return page


def loaded(page: Page, server: Server, look: Look) -> float:
    """Load an address; milliseconds from the beginning of the load until it is painted."""
    page.goto(server.url + look.address, wait_until="commit")
    return float(page.evaluate(f"paintedSince(0, {READY[server.name]})"))


def moved(page: Page, server: Server, look: Look) -> float:
    """Change the address as a link of the dashboard does; milliseconds until the new page is painted."""
    # A tab behind another one is painted once a second.
    page.bring_to_front()
    change = "history.pushState({}, '', address); window.dispatchEvent(new PopStateEvent('popstate'))"
    script = f"address => paintedAfter(() => {{ {change} }}, {READY[server.name]})"
    return float(page.evaluate(script, look.address))


def clicked(page: Page, selector: str, until: str = "true") -> float:
    """Click what a selector finds on the dashboard; milliseconds until it is painted and ``until`` holds."""
    page.bring_to_front()
    page.locator(selector).first.wait_for(state="attached")
    ready = f"began => dashboardIsReady(began) && ({until})"
    return float(page.evaluate(f"what => paintedAfter(() => document.querySelector(what).click(), {ready})", selector))


def timed(page: Page, server: Server, look: Look, name: str, spans: Spans) -> None:
    """Change the address and note both moments: all is painted, and what is in sight is."""
    spans[name].append(moved(page, server, look))
    spans[f"{name}, in sight"].append(float(page.evaluate("inSightSince(changedAt)")))


# --- Changes of a running server ----------------------------------------------------------------------------------


def changes(browser: Browser, database: Path, folder: Path, port: int, repeat: int) -> None:
    """First loads, then changes of what was seen before and of what never was, on all three systems in turn."""
    looks = Looks(database)
    with ExitStack() as stack:
        by_hand = stack.enter_context(floor(database, folder / "floor.log"))
        compared = stack.enter_context(dash(database, folder / "dash.log"))
        copy = copy_after_load(database, folder / "loaded.db")
        server = stack.enter_context(dashboard(copy, folder / "dashboard.log", port))
        with _visit(browser) as context:
            page = context.new_page()
            loaded(page, server, looks.at("overview"))
            print(f"start to first page painted: {perf_counter() - server.began:.1f} s", end="")
            print(f" (answered after {server.answered - server.began:.1f} s)")
        systems = [by_hand, *([compared] if compared else []), server]
        _first_loads(browser, systems, looks.by_indicator(SHOWN[0]))
        # What is made beforehand takes a core of its own for a minute: then the server is one that has been running.
        server.wait_for_all_pictures()
        with _visit(browser) as context:
            pages = {each.name: opened(context, each, looks.by_indicator(SHOWN[0])) for each in systems}
            _rankings(systems, pages, looks, repeat)
            _on_the_dashboard(server, pages[server.name], looks, repeat)


def _first_loads(browser: Browser, systems: list[Server], look: Look) -> None:
    spans: Spans = defaultdict(list)
    sizes: dict[str, tuple[int, int, int]] = {}
    for _ in range(FIRST_LOADS):
        for system in systems:
            with _visit(browser) as context:
                page = context.new_page()
                with _traffic(page) as counted:
                    spans[system.name].append(loaded(page, system, look))
                sizes[system.name] = (counted["requests"], counted["wire"], counted["whole"])
    head("first load, rankings by indicator", "n", "ms", "requests", "kB compressed", "kB whole")
    for system in systems:
        requests, wire, whole = sizes[system.name]
        row(system.name, FIRST_LOADS, middle(spans[system.name]), requests, wire / 1000, whole / 1000)


@contextmanager
def _traffic(page: Page) -> Iterator[dict[str, int]]:
    """Count what the browser receives by HTTP: requests, bytes on the wire, and bytes once they are unpacked."""
    counted = {"requests": 0, "wire": 0, "whole": 0}

    def add(name: str, number: float) -> None:
        counted[name] += int(number)

    client = page.context.new_cdp_session(page)
    client.on("Network.requestWillBeSent", lambda _: add("requests", 1))
    client.on("Network.loadingFinished", lambda told: add("wire", told["encodedDataLength"]))
    client.on("Network.dataReceived", lambda told: add("whole", told["dataLength"]))
    client.send("Network.enable")
    yield counted
    client.detach()


def _rankings(systems: list[Server], pages: dict[str, Page], looks: Looks, repeat: int) -> None:
    """The same change on all systems: to an indicator seen before, and to a quarter never seen."""
    seen: Spans = defaultdict(list)
    unseen: Spans = defaultdict(list)
    back_and_forth = [looks.by_indicator(SHOWN[(number + 1) % 2]) for number in range(repeat + 2)]
    for number, look in enumerate(back_and_forth):
        for system in systems:
            span = moved(pages[system.name], system, look)
            # The first two have not been seen before.
            seen[system.name].extend([span] if number >= 2 else [])
    for period in looks.quarters()[:repeat]:
        for system in systems:
            unseen[system.name].append(moved(pages[system.name], system, looks.by_indicator(SHOWN[0], period)))
    _compared("seen: rankings by indicator", seen)
    _compared("unseen: rankings by indicator", unseen)


def _compared(name: str, spans: Spans) -> None:
    head(name, "n", "median", "p95", "of floor", "of Dash")
    for system, each in spans.items():
        ratios = [middle(each) / middle(spans.get(other, [])) for other in ("floor", "Dash")]
        row(system, len(each), middle(each), p95(each), *(f"{ratio:.2f}" for ratio in ratios))


def _on_the_dashboard(server: Server, page: Page, looks: Looks, repeat: int) -> None:
    """Changes that only the dashboard has: disputes of two periods, and panels that are flipped to their table."""
    spans: Spans = defaultdict(list)
    for number in range(repeat + 2):
        # The first two have not been seen before.
        noted = spans if number >= 2 else defaultdict(list)
        timed(page, server, looks.at("disputes", "", looks.years[number % 2]), "seen: disputes, another year", noted)
    _flips(page, spans, "appearance_and_loss", "disputes", repeat)
    moved(page, server, looks.by_indicator(SHOWN[0]))
    _flips(page, spans, "ranking", "rankings", repeat)
    _flips(page, spans, "funnel", "rankings", repeat)
    head("on the dashboard", "n", "median", "p95")
    for name, each in spans.items():
        row(name, len(each), middle(each), p95(each))


def _flips(page: Page, spans: Spans, panel: str, where: str, repeat: int) -> None:
    """Flip a panel to its table and back, the first time unmeasured."""
    table = f"document.querySelector('.st-key-panel_{panel} table.table')"
    for number in range(repeat + 2):
        until = table if number % 2 == 0 else f"!{table}"
        span = clicked(page, f".st-key-flip_{panel} input", until)
        name = f"flip {panel}, {where}, {'to its table' if number % 2 == 0 else 'back'}"
        spans[name].extend([span] if number >= 2 else [])


# --- After a load -------------------------------------------------------------------------------------------------


def after_a_load(browser: Browser, database: Path, folder: Path, port: int, runs: int) -> None:
    """The first look at every page; the browser has the files of the dashboard already, as a reader's has."""
    spans: dict[str, Spans] = {name: defaultdict(list) for name in WAITS}
    with _visit(browser) as context, floor(database, folder / "floor.log") as by_hand:
        looks = Looks(database)
        beside = opened(context, by_hand, looks.by_indicator(SHOWN[0]))
        for run in range(runs):
            for name in WAITS:
                copy = copy_after_load(database, folder / "loaded.db")
                with dashboard(copy, folder / "dashboard.log", port) as server:
                    # A page that is not measured, over a period that is measured nowhere.
                    page = opened(context, server, looks.by_indicator(SHOWN[1], looks.quarters()[-1]))
                    if name != WAITS[0]:
                        server.wait_for_pictures()
                    if name == WAITS[2]:
                        load_again(copy)
                    _every_page(server, page, looks, f"{name}-{run}", spans[name])
                    spans[name]["floor: rankings by indicator"] += _by_hand(by_hand, beside, looks)
                    page.close()
    head("first look after a load", "n", *(column for name in WAITS for column in (name, "most", "of floor")))
    floors = {name: middle(each["floor: rankings by indicator"]) for name, each in spans.items()}
    for look, each in sorted(spans["at once"].items()):
        figures = [(spans[name][look], floors[name]) for name in WAITS]
        row(look, len(each), *(figure for of, by in figures for figure in (middle(of), max(of), middle(of) / by)))


def _every_page(server: Server, page: Page, looks: Looks, seed: str, spans: Spans) -> None:
    """Every page once, in an order drawn anew; then archives, opened by a click on their row."""
    order = looks.every_page()
    random.Random(seed).shuffle(order)
    for look in order:
        timed(page, server, look, look.name, spans)
    # The page has opened the first county's archive already.
    counties = [code for code, *_ in looks.choices.counties][1:]
    _rows(server, page, looks, None, counties, spans["row → archive, usual period"])
    _rows(server, page, looks, looks.years[-1], counties[ROWS:], spans["row → archive, earliest year"])


def _rows(
    server: Server, page: Page, looks: Looks, period: Period | None, counties: list[str], spans: list[float]
) -> None:
    for code in counties[:ROWS]:
        moved(page, server, looks.by_indicator(SHOWN[0], period))
        spans.append(clicked(page, f".st-key-panel_ranking a[href*='unit={code}']", "location.pathname === '/unit'"))


def _by_hand(by_hand: Server, page: Page, looks: Looks) -> list[float]:
    asked = [looks.by_indicator(SHOWN[0], period) for period in looks.quarters()[:5]]
    return [moved(page, by_hand, look) for look in asked]


if __name__ == "__main__":
    main()
