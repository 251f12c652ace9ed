"""Parts of three published schemes, loaded from their workbooks and scored for two invented counties.

Of each scheme only what could be read of it is here (``tests/data/README.md`` names the sources), so its total is that
of the part; the totals were worked out by hand from the deductions as printed.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from assessment.scheme import Scheme
from assessment.scheme_shares import judged_points, points_by_rule
from data_access.asked.periods import Period
from data_access.ledgers.scheme_store import read_schemes
from data_access.loading.load import load_files
from data_access.publishing.publication_check import verify
from data_access.publishing.publication_content import decoded
from data_access.reading.assessed import Assessed, assess
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.tables import publication
from tests.data_access.assessed_city import AS_OF, load, of_ledger, published

SCHEMES = Path(__file__).parents[1] / "data" / "schemes"
PERIOD = Period("custom", dt.date(2025, 1, 1), dt.date(2025, 6, 1))
# Materials of each scheme: how many there are, and which of them 甲 and 乙 lack.
KAIJIANG, DEPARTMENTS, OF_2018 = "county_kaijiang_2017", "city_departments", "county_2018"
MATERIALS = {KAIJIANG: ("K", 18), DEPARTMENTS: ("F", 4), OF_2018: ("C", 8)}
LACKING = {
    KAIJIANG: {"A": ("K03", "K09", "K12", "K13"), "B": ("K10", *(f"K{n}" for n in range(12, 18)))},
    DEPARTMENTS: {"A": ("F02",), "B": ("F01", "F02", "F03")},
    OF_2018: {"A": ("C01", "C06"), "B": ("C02",)},
}
MARKS = {
    KAIJIANG: ("培训缺席", {"A": (0.6, 0.9), "B": (0.9, 0.9)}),
    DEPARTMENTS: ("激励约束", {"A": (5, 6), "B": (6, 6)}),
    OF_2018: None,
}
# Documents issued, and how many of them were filed.
DOCUMENTS = {"A": (5, 3), "B": (4, 4)}
TOTALS = {
    # 甲: one meeting 0.5, two people short 0.5, two of six lessons 0.6, two absent 0.3: 9 − 1.9 = 7.1.
    # 乙: no adviser 1, no lesson at all 1.2 (not 1.8): 9 − 2.2 = 6.8.
    KAIJIANG: {"A": 710 / 9, "B": 680 / 9},
    # 甲: one of two systems 3, mark 1, two documents not filed 2: 22 − 6. 乙: both systems 6, no review 4: 22 − 10.
    DEPARTMENTS: {"A": 1600 / 22, "B": 1200 / 22},
    # 甲: 2 + 1 and two documents 2: 18 − 5. 乙: 4: 18 − 4.
    OF_2018: {"A": 1300 / 18, "B": 1400 / 18},
}


def _documents() -> list[dict[str, Any]]:
    return [
        {"unit_id": code, "document_no": f"{code}-{n}", "title": "演示文件", "issued_on": "2025-01-15",
         "filed_on": "2025-01-20" if n < filed else None}
        for code, (issued, filed) in DOCUMENTS.items() for n in range(issued)
    ]  # fmt: skip


def _fill(engine: Engine, name: str) -> None:
    prefix, count = MATERIALS[name]
    numbers = [f"{prefix}{n:02}" for n in range(1, count + 1)]
    units = [{"code": code, "name": f"{word}县", "kind": "county", "archive_keeper": "是"}
             for code, word in (("A", "甲"), ("B", "乙"))]  # fmt: skip
    required = [{"year": 2025, "unit_kind": "county", "item_no": number, "title": f"演示材料{number}",
                 "due_month_day": "03-31"} for number in numbers]  # fmt: skip
    held = [{"unit_id": code, "year": 2025, "item_no": number, "submitted_on": "2025-03-20", "state": "accepted"}
            for code, lacking in LACKING[name].items() for number in numbers if number not in lacking]  # fmt: skip
    sheets = [of_ledger("unit", units), of_ledger("archive_requirement", required), of_ledger("archive_material", held),
              of_ledger("normative_document", _documents())]  # fmt: skip
    if given := MARKS[name]:
        item, scores = given
        rows = [{"unit_id": code, "year": 2025, "component": "annual", "item": item, "score": score, "maximum": most}
                for code, (score, most) in scores.items()]  # fmt: skip
        sheets.append(of_ledger("assessment_mark", rows))
    load(engine, *sheets)
    result = load_files(engine, [SCHEMES / f"{name}.xlsx"], as_of=AS_OF, today=AS_OF)
    assert (result.status, result.problems) == ("stored", ())


def _assessed(engine: Engine) -> Assessed:
    with reading(engine, ALL_SEEING) as reader:
        found = assess(reader, "counties", PERIOD)
    assert found is not None
    return found


def _scheme(engine: Engine) -> Scheme:
    with engine.connect() as connection:
        return read_schemes(connection)[0]


@pytest.mark.parametrize("name", TOTALS)
def test_a_published_scheme_scores_two_counties_as_worked_out_by_hand(database: Engine, name: str) -> None:
    _fill(database, name)
    found = _assessed(database).scores
    scores = dict(zip(found.totals["code"], found.totals["score"], strict=True))
    assert scores == pytest.approx(TOTALS[name], abs=0.005001)
    assert found.totals["complete"].all()


@pytest.mark.parametrize(("name", "judged"), [(KAIJIANG, 0.9), (DEPARTMENTS, 6), (OF_2018, 0)])
def test_only_what_is_printed_as_a_matter_of_judgement_is_marked_by_people(
    database: Engine, name: str, judged: float
) -> None:
    _fill(database, name)
    scheme = _scheme(database)
    assert float(judged_points(scheme, "counties")) == pytest.approx(judged)
    assert float(sum(points_by_rule(scheme, "counties").values())) == scheme.total


def test_what_is_published_by_a_printed_scheme_keeps_its_causes_and_verifies(database: Engine) -> None:
    _fill(database, OF_2018)
    published(database)
    with database.connect() as connection:
        content = decoded(bytes(connection.execute(publication.select()).one().content))
    lines = content.groups["counties"].lines
    assert lines is not None
    taken = lines[(lines["code"] == "A") & lines["points"].gt(0)]
    assert list(zip(taken["item_no"], taken["key"], taken["points"], strict=True)) == [
        ("1.1", "C01", 2), ("1.3", "C06", 1), ("2.1", "filing_rate", 2),
    ]  # fmt: skip
    found = verify(database, "2025-1")
    assert (found.sound, found.differences) == (True, ())
