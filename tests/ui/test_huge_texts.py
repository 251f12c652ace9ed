"""Rows with texts of any size, stored before texts had a greatest length, are shown and do not weigh a page down."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Text

from data_access.asked.page_keys import LISTED_LEDGERS
from data_access.ledgers.all import LEDGERS
from data_access.ledgers.declare import LONGEST_TEXT
from panels.links import record_link
from tests.cases import left_for_all
from tests.databases import sqlite_url
from tests.shared import build_once
from tests.ui.app_page import _elements, open_page, said, sent
from tests.ui.conftest import UseDatabase
from ui.registry import BY_KEY, PageEntry

SIZE = 100_000
HUGE = "长" * SIZE
UNIT, NUMBER = "C02", "ZG-2026-0200-008"
MOST_BYTES = 2_000_000
# Of each ledger the rows that its lists begin with.
_IN_NEWEST = """UPDATE {table} SET {column} = {column} || :huge
    WHERE rowid IN (SELECT rowid FROM {table} ORDER BY {day} DESC LIMIT 2)"""


def with_huge_texts(demo: Path, target: Path) -> None:
    """The demo city in a file of its own, with texts of a hundred thousand characters in some rows of every list, and
    in every text of the newest rows of every ledger."""
    target.write_bytes(demo.read_bytes())
    with sqlite3.connect(target) as database:
        for statement in (
            "UPDATE rectification SET issue = issue || :huge, measure = :huge WHERE rowid % 30 = 0 OR item_no = :no",
            "UPDATE litigation_case SET matter = matter || :huge, court = :huge WHERE rowid % 30 = 0",
            "UPDATE unit SET name = name || :huge WHERE code IN ('C02', 'C07')",
            "UPDATE demonstration_site SET highlight = :huge",
        ):
            database.execute(statement, {"huge": HUGE, "no": NUMBER})
        for ledger in (each for each in LEDGERS if each.is_fact and each.dated_by):
            for column in (each.name for each in ledger.table.c if isinstance(each.type, Text)):
                statement = _IN_NEWEST.format(table=ledger.table_name, column=column, day=ledger.dated_by[0])
                database.execute(statement, {"huge": HUGE})
    database.close()


@pytest.fixture
def huge(demo_file: Path, run_folder: Path, use_database: UseDatabase) -> None:
    path = build_once(run_folder / "huge.db", lambda target: with_huge_texts(demo_file, target))
    use_database(sqlite_url(path))


@pytest.mark.long
@pytest.mark.parametrize(
    ("entry", "query"),
    [
        (BY_KEY["cases"], {"ledger": "litigation"}),
        left_for_all(BY_KEY["rectification"], {}, name="rectification"),
        left_for_all(BY_KEY["unit"], {"unit": "C02"}, name="unit"),
        left_for_all(BY_KEY["disputes"], {}, name="disputes"),
        left_for_all(BY_KEY["demonstration"], {}, name="demonstration"),
        (BY_KEY["bulletins"], {}),
        *(left_for_all(BY_KEY[key], {}, name=key) for key in ("decisions", "capacity", "enforcement", "file_reviews")),
        *(left_for_all(BY_KEY["cases"], {"ledger": ledger}, name=f"list of {ledger}") for ledger in LISTED_LEDGERS),
    ],
)
def test_a_page_of_huge_texts_is_shown_and_is_light(huge: None, entry: PageEntry, query: dict[str, str]) -> None:
    app = open_page(entry, **query)
    assert [error.message for error in app.exception] == []
    assert not [text for text in said(app) if "未能显示" in text]
    assert sum(message.ByteSize() for message in _elements(app)) < MOST_BYTES
    assert entry.key != "bulletins" or "长" * 10 in sent(app), "a huge text is among what is shown"


@pytest.mark.long
def test_the_page_of_a_record_shows_its_whole_text(huge: None) -> None:
    own = dict(pair.split("=") for pair in record_link("rectification", UNIT, NUMBER).partition("?")[2].split("&"))
    app = open_page(BY_KEY["item"], record=own["record"].replace("%7E", "~"))
    shown = max((getattr(message, "body", "") for message in _elements(app)), key=len)
    assert app.title
    assert shown.count("长") >= SIZE > LONGEST_TEXT
