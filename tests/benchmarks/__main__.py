"""Measures every page against a floor: ``python -m tests.benchmarks [--database URL] [--repeat 20]``.

The floor is what no dashboard can undercut: one hand-written query on ``monthly_tally``, as JSON. A page is run by
Streamlit's own test runner, so the network and the browser are left out. Trust the ratios, not the milliseconds: all
figures of one print are of one machine in one run. "processor" is what a warm run costs whatever else the machine
does, "of rankings" how much longer a warm page takes than that of the rankings.
"""

import argparse
import json
import logging
import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
from sqlalchemy import make_url
from streamlit.testing.v1 import AppTest

from data_access.store.engine import URL_SETTING
from tests.benchmarks import lists
from tests.benchmarks.floor import ALL_TALLIES
from tests.benchmarks.timing import Timing, timed
from tests.databases import sqlite_url, write_demo
from tests.running_app import ROOT

FRAME = ROOT / "ui" / "frame.py"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure every page against a floor.")
    parser.add_argument("--database", help="the URL of a filled database; a demo city is built when left out")
    parser.add_argument("--repeat", type=int, default=20)
    options = parser.parse_args()
    # Streamlit's test runner warns that no browser is there.
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if not options.database:
            write_demo(Path(folder) / "demo.db")
        url = options.database or sqlite_url(Path(folder) / "demo.db")
        os.environ[URL_SETTING] = url
        _report(timed(_floor(url), options.repeat), options.repeat)
        lists.report(Path(folder), options.repeat)


def _report(floor: Timing, repeat: int) -> None:
    heads = ("cold ms", "warm ms", "p95 ms", "processor", "cold/warm", "warm/floor", "of rankings")
    print(f"{'':20}" + "".join(f"{head:>12}" for head in heads))
    pages = {page.stem: timed(_page(page), repeat) for page in sorted((ROOT / "pages").glob("*.py"))}
    for name, timing in {"floor": floor, **pages}.items():
        _row(name, timing, floor, pages["rankings"])


def _row(name: str, timing: Timing, floor: Timing, rankings: Timing) -> None:
    ratios = (timing.first / timing.median, timing.median / floor.median, timing.median / rankings.median)
    figures = (timing.first, timing.median, timing.p95, timing.processor, *ratios)
    print(f"{name:20}" + "".join(f"{figure:12.1f}" for figure in figures))


def _floor(url: str) -> Callable[[], str]:
    target = make_url(url)
    if target.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(target.database))
        return lambda: json.dumps(connection.execute(ALL_TALLIES).fetchall())
    server = psycopg.connect(target.set(drivername="postgresql").render_as_string(hide_password=False))
    return lambda: json.dumps(server.execute(ALL_TALLIES.encode()).fetchall(), default=str)


def _page(page: Path) -> Callable[[], AppTest]:
    """Reruns one page; the session is opened beforehand, so that the first call is the page's alone."""
    app = AppTest.from_file(FRAME, default_timeout=60).run()
    app.switch_page(str(page))

    def run() -> AppTest:
        app.run()
        if app.exception:
            raise RuntimeError(f"{page.name}: {app.exception[0].message}")
        return app

    return run


if __name__ == "__main__":
    main()
