"""Which few units and matters make most: the figures against the demo's rows, the sentence, and the two blocks."""

from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd
import pytest

from data_access.ledgers.litigation import LITIGATION
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.reading.reader import Reader
from panels.disputes.concentration import COLUMNS, MATTER_CONCENTRATION, of_kind
from tests.panels.checks import Case, check, pictured
from tests.panels.demo_rows import CORRECTED, LOST, Row, once, rows, within
from tests.panels.given import NAMES, asked
from tests.panels.test_every_panel import asked as asked_of
from tests.panels.test_every_panel import reader_of
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
Adverse = tuple[str, int, int]


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    yield from reader_of(demo_url)


# --- Counted anew ------------------------------------------------------------------------------------------------


def adverse(reader: Reader) -> tuple[list[Row], list[Row]]:
    suits = [row for row in within(rows(reader, LITIGATION.table), "closed_on") if row["instance"] == "first"]
    reviews = within(rows(reader, RECONSIDERATION.table), "closed_on")
    return [row for row in suits if row["outcome"] in LOST], [row for row in reviews if row["outcome"] in CORRECTED]


def test_units_count_their_own_and_matters_each_case_once(demo: Reader) -> None:
    context = asked_of(demo, unit="none")
    figures = MATTER_CONCENTRATION.figures(demo, context)
    lost, corrected = adverse(demo)
    units = figures[figures["kind"] == "unit"].set_index("code")
    assert dict(units["lost"][units["lost"] > 0]) == Counter(row["code"] for row in lost)
    assert dict(units["corrected"][units["corrected"] > 0]) == Counter(row["code"] for row in corrected)
    matters = figures[figures["kind"] != "unit"].set_index("name")["cases"]
    both = [*once(lost), *once(corrected)]
    assert dict(matters) == Counter(row["matter"] or "unknown" for row in both)


def test_a_focus_narrows_both_to_a_county_with_all_its_units(demo: Reader) -> None:
    figures = MATTER_CONCENTRATION.figures(demo, asked_of(demo, unit="none", focus="C07"))
    lost, corrected = adverse(demo)
    of_county = [row for row in (*lost, *corrected) if row["county"] == "C07"]
    units = figures[figures["kind"] == "unit"]
    assert dict(zip(units["code"], units["cases"], strict=True)) == Counter(row["code"] for row in of_county)


# --- The sentence ------------------------------------------------------------------------------------------------


def concentration(units: Sequence[Adverse], matters: Sequence[Adverse], unknown: int = 0) -> pd.DataFrame:
    """Units by code and matters by name, each with suits lost and reconsiderations corrected."""
    found = [("unit", code, NAMES.get(code, code), code == "C05", *both, sum(both)) for code, *both in units]
    found += [("matter", "", name, False, *both, sum(both)) for name, *both in matters]
    found += [("unknown", "", "unknown", False, unknown, 0, unknown)] if unknown else []
    return pd.DataFrame(found, columns=COLUMNS)


MANY = [(f"U{number}", 1, 0) for number in range(8)]
CASES = {
    "few units and few matters": Case(
        concentration([("C01", 20, 5), ("C02", 10, 5), *MANY], [("征地", 30, 10), ("许可", 5, 0), *MANY[:3]]),
        ["2", "83.3%", "40/48", "甲县", "25", "1", "83.3%"],
        about="C01",
        rows=15,
    ),
    "several matters, one leading": Case(
        concentration([("C01", 20, 0), ("C02", 8, 0), *MANY[:3]], [("征地", 15, 0), ("许可", 10, 0), *MANY[:6]]),
        ["2", "80.6%", "征地"],
        about="C01",
        rows=13,
    ),
    "two units with most": Case(
        concentration([("C01", 20, 0), ("C02", 20, 0), *MANY], [("征地", 24, 0), ("许可", 24, 0)]),
        ["2", "83.3%", "40/48"],
        rows=12,
        leaves_out=["甲县", "乙县", "征地"],
    ),
    "spread over all": Case(
        concentration([("C01", 2, 0), *MANY], [("征地", 4, 0), *MANY[:6]]),
        ["10", "9", "征地", "40.0%"],
        rows=16,
        leaves_out=["甲县", "80"],
    ),
    "spread, all alike": Case(concentration(MANY, MANY), ["8"], rows=16, leaves_out=["U0"]),
    "a single unit and a single matter": Case(
        concentration([("C01", 2, 1)], [("征地", 2, 1)]), ["3", "甲县", "征地"], about="C01", rows=2
    ),
    "a county's government by itself, matters unknown": Case(
        concentration([("C05", 2, 1)], [], unknown=3), ["3", "戊县"], about="C05", rows=2
    ),
    "nothing": Case(concentration([], []), [], rows=0, leaves_out=["0"]),
    "suits are unknown": Case(
        concentration([("C01", 0, 3)], [("征地", 0, 3)]), ["3", "甲县"], about="C01", rows=2, unknown=("loss_rate",)
    ),
    "both are unknown": Case(
        concentration([], []), [], rows=0, leaves_out=["0"], unknown=("loss_rate", "direct_correction_rate")
    ),
}


@in_both_languages
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_few_that_make_four_fifths_are_said_where_they_are_few(case: Case, language: str) -> None:
    check(MATTER_CONCENTRATION, case, language)


def test_what_is_left_out_is_said_below() -> None:
    figures = concentration([("C01", 0, 3)], [("征地", 0, 2)], unknown=1)
    base = MATTER_CONCENTRATION.finding(figures, asked("en", unknown=("loss_rate",))).base
    assert "no suit outcomes" in base
    assert "1 case with no matter" in base


@pytest.mark.parametrize(
    ("cases", "few"),
    [([8, 1, 1], 1), ([7, 2, 1], 2), ([4, 4, 2], 2), ([1, 1, 1, 1, 1], 4), ([5], 1), ([79, 1, 20], 2)],
)
def test_the_few_are_the_smallest_number_that_make_four_fifths(cases: list[int], few: int) -> None:
    figures = concentration([(f"U{place}", number, 0) for place, number in enumerate(sorted(cases, reverse=True))], [])
    assert of_kind(figures, "unit")["few"].sum() == few


def test_a_unit_leads_to_its_archive_and_no_line_is_drawn_where_there_are_no_few() -> None:
    few = concentration([("C01", 20, 5), ("C02", 10, 5), *MANY], [("征地", 30, 10), *MANY])
    data = pictured(MATTER_CONCENTRATION, few, asked("en")).data
    assert list(data["code"][:2]) == ["unit?unit=C01", "unit?unit=C02"]
    assert list(data.loc[data["inside"], "label"]) == ["甲县", "乙县", "征地"]
    spread = pictured(MATTER_CONCENTRATION, concentration(MANY, MANY), asked()).data
    assert not spread["inside"].any()
