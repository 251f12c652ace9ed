"""Whatever a link holds, a page answers with itself and a sentence that names what it does not know."""

import pytest

from data_access.asked.page_keys import PAGE_KEYS
from data_access.asked.selection import LONGEST_VALUE, SHARED_KEYS
from tests.cases import each_with_each
from tests.hostile_texts import HOSTILE, compared
from tests.ui.app_page import blanks, open_page
from ui.registry import BY_KEY, PAGES, PageEntry
from ui.unknown import LONGEST_NAMED, MOST_NAMED, unknown_in_words
from wording import wording

KEYS = (*SHARED_KEYS, *PAGE_KEYS)
# Read where it is looked up: a record is named by its page, a screen and a flipped panel are those of a page; any text
# may be a part of who looked.
LOOKED_UP = {"record", "officer", "sought", "proof", "project", "flip", "wall", "who"}
LISTS = {"county", "sector", "units", "goals"}
NUMBERS = (
    "0",
    "-1",
    "99999999999999999999",
    "9" * 1_900,
    "1e9",
    "NaN",
    "１２",
    "²",
    "0x10",
    "1,2,3",
    "1:2:3",
    "a" * 1_900,
)
LONG = ("甲" * LONGEST_VALUE + "乙", ",".join(f"C{number}" for number in range(2_000)))
VALUES = (
    *HOSTILE,
    *NUMBERS,
    *LONG,
    "foo",
    "{",
    "__class__",
    "loss_rate.{",
    "litigation_filed.foo",
    "~",
    "..",
    "%",
    "a\x00b",
)
# What reads most keys, and the pages of one record.
IN_EVERY_RUN = {
    "rankings": {"{", "foo", "[重新登录](http://evil.test/)", "9" * 1_900, LONG[1]},
    "cases": {"{"},
    "case": {"[重新登录](http://evil.test/)"},
}


def answered(entry: PageEntry, query: dict[str, str]) -> str:
    """The warning of a page that is asked this; it must stand, have its heading and no error."""
    app = open_page(entry, **query)
    assert [error.message for error in app.exception] == []
    assert [error.value for error in app.error] == []
    assert app.title
    assert app.title[0].value.strip()
    assert len(app.warning) <= 1, "one warning, whatever is unknown"
    return blanks(app.warning[0].value) if app.warning else ""


@pytest.mark.parametrize(
    ("entry", "value"),
    each_with_each(
        PAGES,
        VALUES,
        every_run=lambda entry, value: value in IN_EVERY_RUN.get(entry.key, ()),
    ),
    ids=lambda each: getattr(each, "key", None) or ascii(each[:30]),
)
@pytest.mark.one_in(9)
def test_a_page_stands_whose_link_holds_nothing_it_knows(demo: str, entry: PageEntry, value: str) -> None:
    said = answered(entry, {key: value for key in KEYS if key not in {"project", "wall", "lang"}})
    assert wording("zh")("address.others", n=0).split("0")[0].strip() in said
    assert len(said) < MOST_NAMED * (LONGEST_NAMED + 30) + 60


def unknown_of(key: str, value: str) -> str:
    """What the warning says of a value of a key: each part of a list is a value of its own, unless it is too long."""
    parts = value.split(",") if key in LISTS and len(value) <= LONGEST_VALUE else [value]
    return unknown_in_words([(key, part) for part in parts if part], wording("zh"))


@pytest.mark.parametrize(
    ("key", "value"),
    each_with_each(
        [key for key in KEYS if key not in LOOKED_UP],
        VALUES,
        every_run=lambda key, value: value == VALUES[KEYS.index(key) % len(VALUES)],
    ),
    ids=lambda each: ascii(each[:30]),
)
@pytest.mark.one_in(3)
def test_each_unknown_value_alone_is_named(demo: str, key: str, value: str) -> None:
    assert compared(answered(BY_KEY["rankings"], {key: value})) == compared(unknown_of(key, value))


@pytest.mark.parametrize("value", ["{x}", "foo", "[a](http://evil.test/)", "C07~{0.__class__}~first", "~~~"])
def test_a_record_that_is_not_there_is_named_as_the_link_has_it(demo: str, value: str) -> None:
    app = open_page(BY_KEY["case"], ledger="litigation", record=value)
    named = value.split("~")[1] or value if "~" in value else value
    assert named in blanks(app.title[0].value)


@pytest.mark.parametrize(
    "value", ["scores.99999999999999999999", "scores." + "9" * 1_900, "{", "scores.{", "scores.１"]
)
def test_a_screen_that_is_not_there_leaves_the_page_or_its_last_screen(demo: str, value: str) -> None:
    app = open_page(BY_KEY["rankings"], project=value)
    assert [error.message for error in app.exception] == []
    assert app.title
