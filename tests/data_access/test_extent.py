"""Whose counts an aggregate is of: the focus, what the filters leave, else the peer group."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from data_access.asked.selection import Selection, default_selection
from data_access.reading.available import choices_for
from data_access.reading.extent import Extent, extent_of
from data_access.reading.figures import tally_values
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from panels.declare import Context
from panels.phrases import extent_in_words
from tests.recount import Figure, Key

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 10, 1)
AS_OF = dt.date(2026, 10, 31)
KEYS = ("first_instance_lost", "first_instance_closed")


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    engine = reader_engine(demo_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


def context(reader: Reader, **chosen: Any) -> Context:
    state = reader.state()
    choices = choices_for(reader, reader.units(), state.data_as_of)
    return Context(default_selection(choices).with_(**chosen), state, choices)


def selection(reader: Reader, **chosen: Any) -> Selection:
    return context(reader, **chosen).selection


@pytest.mark.parametrize(
    ("chosen", "level", "said"),
    [
        ({}, "city", "全市"),
        ({"focus": "C07"}, "whole", "云泊县"),
        ({"focus": "C07", "counties": ("C01",)}, "whole", "云泊县"),
        ({"focus": "C02-urban_management"}, "own", "栖梧区城市管理局"),
        ({"counties": ("C01", "C07")}, "whole", "望澜区、云泊县"),
        ({"sectors": ("housing",)}, "own", "住房建设系统"),
        ({"counties": ("C07",), "sectors": ("housing",)}, "own", "云泊县住房建设系统"),
        ({"sectors": ("township",)}, "own", "乡镇街道"),
        ({"group": "municipal_departments"}, "own", "市直部门"),
    ],
)
def test_an_extent_is_of_the_focus_else_of_the_filters_else_of_the_group(
    demo: Reader, chosen: dict[str, Any], level: str, said: str
) -> None:
    asked = context(demo, **chosen)
    assert extent_of(demo, asked.selection).level == level
    assert said in extent_in_words(asked)


def test_the_filters_together_leave_the_units_that_fulfil_both(demo: Reader) -> None:
    found = extent_of(demo, selection(demo, counties=("C07",), sectors=("housing",)))
    codes = demo.units().set_index("unit_id")["code"]
    assert [codes[unit_id] for unit_id in found.unit_ids or ()] == ["C07-housing"]


def test_an_extent_that_nothing_fulfils_is_of_nobody_and_not_of_all(demo: Reader) -> None:
    found = extent_of(demo, selection(demo, group="municipal_departments", counties=("C07",)))
    assert found == Extent("whole", ())
    assert tally_values(demo, KEYS, found, FIRST, LAST).empty


def totals(reader: Reader, extent: Extent) -> tuple[float, ...]:
    found = tally_values(reader, KEYS, extent, FIRST, LAST).groupby("tally_key")["value"].sum()
    return tuple(found[key] for key in KEYS)


def test_the_sums_of_an_extent_are_those_of_the_rows(demo: Reader, recounted_demo: dict[Key, Figure]) -> None:

    def expected(level: str, *codes: str) -> tuple[float, ...]:
        parts = [
            figure
            for (of, code, month, indicator), figure in recounted_demo.items()
            if of == level and indicator == "loss_rate" and FIRST <= month <= LAST and code in codes
        ]
        return tuple(map(sum, zip(*parts, strict=True)))

    assert totals(demo, extent_of(demo, selection(demo))) == expected("city", "")
    assert totals(demo, extent_of(demo, selection(demo, focus="C07"))) == expected("whole", "C07")
    two = selection(demo, counties=("C01", "C07"))
    assert totals(demo, extent_of(demo, two)) == expected("whole", "C01", "C07")
    sector = selection(demo, sectors=("natural_resources",))
    units = demo.units()
    codes = units.loc[units["sector"] == "natural_resources", "code"]
    assert totals(demo, extent_of(demo, sector)) == expected("own", *codes)


def test_by_facet_the_sums_add_up_to_the_totals(demo: Reader) -> None:
    extent = extent_of(demo, selection(demo))
    keys = ("reconsideration_closed",)
    by_facet = tally_values(demo, keys, extent, FIRST, LAST, by=("month", "facet"))
    total = tally_values(demo, keys, extent, FIRST, LAST)
    assert by_facet["facet"].nunique() > 5
    assert by_facet.groupby("month")["value"].sum().to_dict() == total.set_index("month")["value"].to_dict()
