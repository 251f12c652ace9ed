"""The commonest defects of case files: recounted over the rows, and each number has as many files behind it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from data_access.asked.periods import Period
from data_access.ledgers.case_file_defect import CASE_FILE_DEFECT
from data_access.ledgers.case_file_review import CASE_FILE_REVIEW
from data_access.reading.case_lists import case_page
from data_access.reading.extent import Extent
from data_access.reading.lists_behind import counted
from data_access.reading.reader import Reader, reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine
from panels.enforcement.file_defects import ALL, FILE_DEFECTS, KINDS
from tests.panels.test_every_panel import asked


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Iterator[Reader]:
    engine = reader_engine(demo_url)
    with reading(engine, ALL_SEEING) as reader:
        yield reader
    engine.dispose()


def by_hand(reader: Reader, first: dt.date, last: dt.date) -> Counter[tuple[str, str]]:
    """Files by item and kind, the files of all kinds under "files": an item counts once a file, by its review's day."""
    reviews = {
        (row.unit_id, row.file_no): row
        for row in reader.frame(select(CASE_FILE_REVIEW.table)).itertuples()
        if row.reviewed_on is not None and first <= row.reviewed_on <= last
    }
    found = {(row.unit_id, row.file_no, row.item) for row in reader.frame(select(CASE_FILE_DEFECT.table)).itertuples()}
    inside = [(item, reviews[unit, number].kind) for unit, number, item in found if (unit, number) in reviews]
    return Counter([*inside, *((item, "files") for item, _kind in inside)])


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("2025-12~2026-01", dt.date(2025, 12, 1), dt.date(2026, 1, 31)),
    ],
)
def test_files_by_defect_and_kind_are_what_the_rows_say(
    demo: Reader, period: str, first: dt.date, last: dt.date
) -> None:
    figures = FILE_DEFECTS.figures(
        demo, asked(demo, unit="none", grain="year" if len(period) == 4 else "custom", period=period, compare="none")
    )
    counted_ = {
        (row["item"], kind): row[kind] for row in figures.to_dict("records") for kind in KINDS.values() if row[kind]
    }
    assert counted_ == dict(by_hand(demo, first, last))
    assert figures["files"].is_monotonic_decreasing


def test_a_number_opens_as_many_files_as_it_says(demo: Reader) -> None:
    year = Period("year", dt.date(2025, 1, 1), dt.date(2025, 12, 1))
    row = FILE_DEFECTS.figures(demo, asked(demo, unit="none", grain="year", period="2025", compare="none")).iloc[0]
    for tally in (ALL, f"{ALL}_penalty"):
        rows, total, _ = case_page(demo, CASE_FILE_REVIEW.key, counted(tally, row["item"]), Extent("city"), year)
        assert total == row[KINDS[tally]]
        assert rows["file_no"].notna().all()
