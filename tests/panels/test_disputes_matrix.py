"""Losses by county and system: the figures against the demo's rows, the sentence, the grid and where its cells lead."""

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd
import pytest

from data_access.ledgers.litigation import LITIGATION
from data_access.reading.reader import Reader
from panels.disputes.matrix import COUNTY_SECTOR_MATRIX
from panels.links import parts_of
from tests.panels.checks import Case, check, pictured
from tests.panels.demo_rows import LOST, Row, once, rows, within
from tests.panels.given import asked
from tests.panels.test_every_panel import asked as asked_of
from tests.panels.test_every_panel import reader_of
from wording import LANGUAGES

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
Cells = Mapping[tuple[str, str], tuple[int, int]]


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    yield from reader_of(demo_url)


# --- Counted anew ------------------------------------------------------------------------------------------------


def found(reader: Reader, **query: str) -> dict[tuple[str, str], tuple[int, int]]:
    figures = COUNTY_SECTOR_MATRIX.figures(reader, asked_of(reader, unit="none", **query))
    return {(row.row, row.column): (row.lost, row.closed) for row in figures.itertuples() if row.closed}


def closed_suits(reader: Reader) -> list[Row]:
    suits = within(rows(reader, LITIGATION.table), "closed_on")
    return [row for row in suits if row["instance"] == "first" and row["outcome"]]


def cell(row: Row) -> tuple[str, str]:
    return row["county"] or "municipal", row["sector"] or "government"


def test_every_cell_counts_each_defendant_and_the_totals_a_case_once(demo: Reader) -> None:
    suits = closed_suits(demo)
    closed = Counter(cell(row) for row in suits)
    closed += Counter(("total", cell(row)[1]) for row in suits)
    closed += Counter((cell(row)[0], "total") for row in suits if not row["county"])
    for county in {row["county"] for row in suits} - {""}:
        closed[county, "total"] = len(list(once(row for row in suits if row["county"] == county)))
    closed["total", "total"] = len(list(once(suits)))
    counted = found(demo)
    assert {where: base for where, (_, base) in counted.items()} == dict(closed)
    lost = Counter(cell(row) for row in suits if row["outcome"] in LOST)
    assert {where: n for where, (n, _) in counted.items() if n and "total" not in where} == dict(lost)
    assert counted["total", "total"][0] == sum(row["outcome"] in LOST for row in once(suits))


def test_filters_leave_their_rows_and_columns(demo: Reader) -> None:
    suits = [row for row in closed_suits(demo) if row["county"] in ("C03", "C07") and row["sector"] == "housing"]
    counted = found(demo, county="C03,C07", sector="housing")
    assert counted["total", "total"] == (sum(row["outcome"] in LOST for row in suits), len(suits))
    assert {column for _, column in counted} == {"housing", "total"}


def test_a_unit_looked_at_closely_narrows_nothing_but_is_spoken_of(demo: Reader) -> None:
    assert found(demo, focus="C07") == found(demo)
    context = asked_of(demo, unit="none", focus="C07-housing")
    finding = COUNTY_SECTOR_MATRIX.finding(COUNTY_SECTOR_MATRIX.figures(demo, context), context)
    assert finding.about == "C07"
    assert "云泊县" in finding.sentence


# --- The sentence ------------------------------------------------------------------------------------------------


def matrix(cells: Cells, *, level: str = "city", spoken: str = "", rows_: tuple[str, ...] = ()) -> pd.DataFrame:
    """The figures of cells (lost, closed), with totals of suits that each have one defendant."""
    sums: dict[tuple[str, str], list[int]] = {(row, "total"): [0, 0] for row in (*rows_, "total")}
    for (row, column), counts in cells.items():
        for where in ((row, column), (row, "total"), ("total", column), ("total", "total")):
            both = sums.setdefault(where, [0, 0])
            both[:] = [old + new for old, new in zip(both, counts, strict=True)]
    named = [(*where, *both, level, spoken) for where, both in sums.items()]
    lost, closed = sums["total", "total"]
    return pd.DataFrame(named, columns=["row", "column", "lost", "closed", "level", "spoken"]).assign(
        benchmark_lost=lost, benchmark_closed=closed, of_forms=0, blank=0
    )


ORDINARY: Cells = {
    ("C01", "housing"): (5, 12), ("C02", "housing"): (2, 10), ("municipal", "housing"): (1, 3),
    ("C01", "transport"): (1, 5), ("C02", "government"): (0, 4), ("C03", "government"): (0, 2),
}  # fmt: skip
CASES = {
    "one system and one county have most": Case(matrix(ORDINARY), ["9", "8", "甲县", "5"], rows=5),
    "one system, two counties alike": Case(
        matrix({("C01", "housing"): (2, 3), ("C02", "housing"): (2, 9), ("C02", "transport"): (1, 1)}),
        ["5", "4", "甲县", "乙县", "2"],
        rows=3,
    ),
    "one system, many counties alike": Case(
        matrix({**{(f"C0{n}", "housing"): (1, 3) for n in range(1, 5)}, ("C01", "transport"): (1, 4)}),
        ["5", "4"],
        rows=5,
        leaves_out=["甲县"],
    ),
    "two systems alike": Case(
        matrix({("C01", "housing"): (2, 3), ("C02", "transport"): (2, 9)}), ["4", "2"], rows=3, leaves_out=["甲县"]
    ),
    "many systems alike": Case(
        matrix({("C01", sector): (1, 3) for sector in ("housing", "transport", "health", "water")}), ["4", "1"], rows=2
    ),
    "all in one system": Case(
        matrix({("C01", "housing"): (2, 3), ("C02", "housing"): (1, 9)}), ["3", "甲县", "2"], rows=3
    ),
    "a single suit": Case(
        matrix({("C01", "housing"): (1, 3), ("C02", "housing"): (0, 9)}), ["1", "甲县"], rows=3, leaves_out=["乙县"]
    ),
    "a single county": Case(
        matrix({("C01", "housing"): (3, 3), ("C01", "government"): (1, 9)}), ["4", "3"], rows=2, leaves_out=["甲县"]
    ),
    "a county looked at closely": Case(matrix(ORDINARY, spoken="C02"), ["乙县", "2"], rows=5, about="C02"),
    "a county looked at closely that lost nothing": Case(
        matrix(ORDINARY, spoken="C03"), ["丙县", "2"], rows=5, about="C03", leaves_out=["9"]
    ),
    "a county looked at closely that a filter hides": Case(
        matrix(ORDINARY, spoken="C05"), ["9", "8"], rows=5, leaves_out=["戊县"]
    ),
    "nothing lost": Case(matrix({("C01", "housing"): (0, 7)}), ["7"], rows=2),
    "no suits": Case(matrix({}, rows_=("C01", "C02")), [], rows=3, leaves_out=["0"]),
    "no units": Case(matrix({}, level="own"), [], rows=1, leaves_out=["0"]),
    "unknown": Case(matrix({}), [], rows=1, leaves_out=["0"], unknown=("loss_rate",)),
}  # fmt: skip


@in_both_languages
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_matrix_says_which_system_and_which_county_lose_most(case: Case, language: str) -> None:
    check(COUNTY_SECTOR_MATRIX, case, language)


def test_the_sentence_of_the_ordinary_case_is_short_and_whole() -> None:
    said = [COUNTY_SECTOR_MATRIX.finding(matrix(ORDINARY), asked(language)).sentence for language in LANGUAGES]
    assert said == [
        "败诉 9 件，其中 8 件在住房建设系统，甲县最多，5 件",
        "Of 9 suits lost, 8 concern the housing sector, 甲县 has the most, 5",
    ]


# --- The grid ----------------------------------------------------------------------------------------------------


def drawn(figures: pd.DataFrame, column: str, language: str = "en") -> dict[tuple[str, str], object]:
    data = pictured(COUNTY_SECTOR_MATRIX, figures, asked(language)).data
    return {(row["row"], row["column"]): row[column] for _, row in data.iterrows()}


def test_nought_is_said_only_where_there_were_suits() -> None:
    texts = drawn(matrix(ORDINARY), "text")
    assert (texts["乙县", "Governments"], texts["甲县", "Governments"], texts["甲县", "Total"]) == ("0", "—", "6")


def test_a_cell_leads_to_the_list_of_its_suits_and_only_where_there_are_some() -> None:
    figures = matrix({**ORDINARY, ("C04", "government"): (2, 2)})
    links = {where: parts_of(str(link)) for where, link in drawn(figures, "code").items() if link}
    lost = {"ledger": "litigation", "which": "lost", "page": "1", "focus": "none"}
    assert links["甲县", "Housing"] == ("cases", {**lost, "county": "C01", "sector": "housing"})
    assert links["Municipal units", "Housing"] == (
        "cases", {**lost, "group": "municipal_departments", "sector": "housing"}
    )  # fmt: skip
    assert links["甲县", "Total"] == ("cases", {**lost, "county": "C01"})
    assert links["Total", "Total"] == ("cases", lost)
    own = {**lost, "which": "lost_own_level"}
    assert links["丁县", "Governments"] == ("cases", {**own, "county": "C04"})
    assert links["Total", "Governments"] == ("cases", own)
    # Nothing lost has no list.
    assert ("丙县", "Total") not in links


def test_systems_beyond_the_busiest_seven_are_one_column_and_one_list() -> None:
    sectors = [
        "housing",
        "transport",
        "health",
        "water",
        "justice",
        "audit",
        "finance",
        "science_technology",
        "ecology",
    ]
    cells = {("C01", sector): (1, 20 - place) for place, sector in enumerate(sectors)}
    figures = matrix(cells)
    assert drawn(figures, "text")["甲县", "Other"] == "2"
    _page, query = parts_of(str(drawn(figures, "code")["甲县", "Other"]))
    assert query["sector"] == "science_technology,ecology"


def test_the_row_or_the_column_spoken_of_is_framed_and_names_open_counties() -> None:
    for spoken, framed in (("", {"Housing"}), ("C02", {"乙县"})):
        options = pictured(COUNTY_SECTOR_MATRIX, matrix(ORDINARY, spoken=spoken), asked("en")).options
        both = pd.concat([options["rows"], options["columns"]])
        assert set(both.loc[both["tone"] == "accent", "label"]) == framed
    assert list(options["rows"]["code"]) == ["C01", "C02", "C03", "", ""]
