"""The page of rectification over few and over many items: is it as fast with 100,000 as with 1,000?

Both databases are the demo city. The small one keeps all open items, so that both lists fill their page; the large one
holds copies of all items, open ones in the demo's share. Runs of the two take turns, so that both see the same machine.
"""

import os
import sqlite3
import statistics
from collections.abc import Callable
from itertools import product
from pathlib import Path
from time import perf_counter

from streamlit.testing.v1 import AppTest

from data_access.asked.page_keys import ORDERS
from data_access.counting.counting import count
from data_access.demo import AS_OF
from data_access.ledgers.rectification import RECTIFICATION_SOURCES
from data_access.store.engine import URL_SETTING, writer_engine
from tests.databases import sqlite_url, write_demo
from tests.running_app import ROOT

FEW, MANY = 1_000, 100_000
ITEMS, EVENTS = "rectification", "rectification_event"


def write_items(path: Path, wanted: int) -> None:
    """The demo city with this many rectification items."""
    write_demo(path)
    with sqlite3.connect(path) as connection:
        have = _number(connection)
        if wanted < have:
            _keep(connection, have - wanted)
        copy = 0
        while (missing := wanted - _number(connection)) > 0:
            copy += 1
            _copy(connection, copy, min(missing, have))
    engine = writer_engine(sqlite_url(path))
    with engine.begin() as begun:
        count(begun, AS_OF)
    engine.dispose()


def _number(connection: sqlite3.Connection) -> int:
    return int(connection.execute(f"SELECT COUNT(*) FROM {ITEMS}").fetchone()[0])  # noqa: S608


def _keep(connection: sqlite3.Connection, fewer: int) -> None:
    closed = f"SELECT rowid FROM {ITEMS} WHERE closed_on IS NOT NULL ORDER BY item_no LIMIT {fewer}"  # noqa: S608
    connection.execute(f"DELETE FROM {ITEMS} WHERE rowid IN ({closed})")  # noqa: S608
    connection.execute(f"DELETE FROM {EVENTS} WHERE (unit_id, item_no) NOT IN (SELECT unit_id, item_no FROM {ITEMS})")  # noqa: S608


def _copy(connection: sqlite3.Connection, number: int, most: int) -> None:
    """Copies of the first items of the demo and of their events, under numbers of their own."""
    first = f"SELECT * FROM {ITEMS} WHERE item_no NOT LIKE '%~%' ORDER BY item_no LIMIT {most}"  # noqa: S608
    connection.execute(f"CREATE TEMP TABLE copied AS {first}")
    of_copied = f"SELECT * FROM {EVENTS} WHERE (unit_id, item_no) IN (SELECT unit_id, item_no FROM copied)"  # noqa: S608
    for table, source in ((ITEMS, "SELECT * FROM copied"), (EVENTS, of_copied)):
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        values = [f"item_no || '~{number}'" if name == "item_no" else name for name in names]
        connection.execute(f"INSERT INTO {table} SELECT {', '.join(values)} FROM ({source})")  # noqa: S608
    connection.execute("DROP TABLE copied")


def report(folder: Path, repeat: int) -> None:
    """Print medians of a warm page and of a choice never made before, over few and many items, and their ratios."""
    urls = {}
    for wanted in (FEW, MANY):
        write_items(folder / f"{wanted}.db", wanted)
        urls[wanted] = sqlite_url(folder / f"{wanted}.db")
    apps = {wanted: _opened(url) for wanted, url in urls.items()}
    choices = list(product(ORDERS, RECTIFICATION_SOURCES))[:repeat]
    runs: dict[str, list[Callable[[AppTest], AppTest]]] = {
        "warm page": [lambda app: app.run()] * repeat,
        "new choice": [_choice(*choice) for choice in choices],
    }
    print(f"\n{'items of rectification':24}{f'{FEW:,} ms':>14}{f'{MANY:,} ms':>14}{'ratio':>10}")
    for name, each in runs.items():
        spans: dict[int, list[float]] = {wanted: [] for wanted in apps}
        for run in each:
            for wanted, app in apps.items():
                os.environ[URL_SETTING] = urls[wanted]
                start = perf_counter()
                run(app)
                spans[wanted].append(1000 * (perf_counter() - start))
        few, many = (statistics.median(spans[wanted]) for wanted in (FEW, MANY))
        print(f"{name:24}{few:14.1f}{many:14.1f}{many / few:10.2f}")


def _opened(url: str) -> AppTest:
    os.environ[URL_SETTING] = url
    app = AppTest.from_file(ROOT / "ui" / "frame.py", default_timeout=300).run()
    app.switch_page(str(ROOT / "pages" / "rectification.py")).run()
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return app.run()


def _choice(order: str, source: str) -> Callable[[AppTest], AppTest]:
    def chosen(app: AppTest) -> AppTest:
        app.selectbox(key="w_source").select(source)
        return app.selectbox(key="w_order").select(order).run()

    return chosen
