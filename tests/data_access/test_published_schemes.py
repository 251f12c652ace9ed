"""Published schemes, two whole and six in part, loaded from their workbooks and scored for two invented counties.

Of each scheme all that could be read of it is here (``tests/data/README.md`` names the sources and what is missing);
the total of a part is that of the part. The scores were worked out by hand from the deductions as printed.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from assessment.countable import OWN_COUNTS
from assessment.scheme import Scheme
from assessment.scheme_shares import judged_points, points_by_rule
from data_access.asked.periods import Period
from data_access.files.sources import Sheet
from data_access.ledgers.count_item import own_names
from data_access.ledgers.scheme_store import read_schemes
from data_access.loading.load import load_files
from data_access.publishing.publication_check import verify
from data_access.publishing.publication_content import canonical, decoded, encoded
from data_access.reading.assessed import Assessed, assess
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.tables import publication
from tests.data_access.assessed_city import AS_OF, load, of_ledger, published

SCHEMES = Path(__file__).parents[1] / "data" / "schemes"
PERIOD = Period("custom", dt.date(2025, 1, 1), dt.date(2025, 6, 1))
# Materials of each scheme: how many there are, and which of them 甲 and 乙 lack.
KAIJIANG, DEPARTMENTS, OF_2018 = "county_kaijiang_2017", "city_departments", "county_2018"
ORDER, RIVERS, DUTIES = "province_public_order_2010", "townships_rivers_2018", "city_enforcement_duties"
DISTRICT, ARTICLES = "district_departments", "enforcement_articles"
MATERIALS = {KAIJIANG: ("K", 18), DEPARTMENTS: ("F", 4), OF_2018: ("C", 8), ORDER: ("Z", 29), RIVERS: ("S", 33),
             DUTIES: ("X", 2), DISTRICT: ("P", 15), ARTICLES: ("Q", 9)}  # fmt: skip
LACKING = {
    KAIJIANG: {"A": ("K03", "K09", "K12", "K13"), "B": ("K10", *(f"K{n}" for n in range(12, 18)))},
    DEPARTMENTS: {"A": ("F02",), "B": ("F01", "F02", "F03")},
    OF_2018: {"A": ("C01", "C06"), "B": ("C02",)},
    ORDER: {"A": ("Z05", "Z09", "Z18", "Z20", "Z27"), "B": ()},
    RIVERS: {"A": ("S01", "S03"), "B": ("S29",)},
    DUTIES: {"A": ("X02",), "B": ()},
    DISTRICT: {"A": ("P02", "P09"), "B": ("P07", "P08")},
    ARTICLES: {"A": ("Q02",), "B": ()},
}
# What people gave of the most they could give: an item, and the score of 甲 and of 乙.
MARKS: dict[str, dict[str, tuple[float, float, float]]] = {
    KAIJIANG: {"培训缺席": (0.9, 0.6, 0.9)},
    DEPARTMENTS: {"激励约束": (6, 5, 6)},
    ARTICLES: {"案卷质量": (4, 3, 4)},
    ORDER: {
        "专项斗争": (60, 50, 60), "系列创建": (27, 20, 27), "部署落实": (58, 50, 58), "流动人口": (40, 38, 40),
        "安置帮教": (30, 30, 30), "青少年": (30, 28, 30), "校园周边": (50, 45, 50), "护路与海上纠纷": (30, 30, 30),
        "执行难": (20, 20, 20),
    },
    RIVERS: {
        "四个到位": (5, 4, 5), "督查督办": (4, 4, 4), "一河一策": (2, 2, 2), "生活污水": (3, 3, 3),
        "弃土弃渣": (2, 2, 2), "非法采砂": (1, 1, 1), "治安防控": (3, 3, 3),
    },
}  # fmt: skip
# What the form of the city's own counts says of 甲 and 乙; of all else nought.
FORMS: dict[str, dict[str, tuple[float, float]]] = {
    ORDER: {
        "专题研究": (1, 2), "主要领导调研": (0, 3), "协商企业": (157, 9), "建会企业": (200, 10), "村务未公开": (3, 0),
        "达标企业": (83, 9), "公有企业": (100, 10), "有顾问的村": (11, 8), "行政村": (20, 10),
        "信访考核扣分": (3.5, 0), "交办案件赴京": (1, 0), "阻断铁路高速": (0, 2), "风险评估": (1, 3),
        "较大群体事件": (1, 0), "未达重大的事件": (0, 1), "七类案件占比超出": (3, 0), "致死案件未破": (1, 0),
        "致死案件已破": (3, 0), "执行人数": (65, 90), "应执行人数": (100, 100), "治疗人数": (95, 50),
        "治疗任务": (100, 50), "省级通报": (1, 0), "死亡超指标": (2, 0), "事故增加": (4, 0), "损失增加": (1.5, 0),
        "十人以上事故": (0, 1), "乡镇配备缺项": (2, 0), "规范化差距": (4, 0), "全体会议": (1, 2),
        "安全感差距": (1.5, 0), "凶案全破年度": (0, 1), "省级批示": (1, 0), "省级现场会": (1, 0),
    },
    RIVERS: {
        "水质不达标": (1, 3), "未报未制止": (2, 0), "渔业案件": (1, 0), "退养水库": (3, 1), "水库": (4, 2),
        "市级用稿": (2, 0), "县级用稿": (1, 0),
    },
    DISTRICT: {"程序不合法文件": (1, 0), "抵触上位法文件": (0, 2)},
    ARTICLES: {"培训学时": (70, 80), "不合格执法人员": (0, 1), "立案案件": (10, 10), "结案案件": (8, 7)},
    DUTIES: {"违法文件": (1, 0), "违法行为": (2, 0), "不真实案卷": (1, 0), "不规范案卷": (0, 5)},
}  # fmt: skip
# Reports of 2025's first two quarters, due on the 10th after each: when 甲 and 乙 made them.
REPORTS = {DISTRICT: (("A", "2025-03-01", "2025-04-11"), ("B", "2025-03-01", "2025-04-20"),
                      ("B", "2025-06-01", "2025-07-15"))}  # fmt: skip
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
    # 甲, by second-level item: 20 + 5, 1.5 + 10 (of 17) + 13.5 + 14, 11 + 12 + 10 + 7 + 5 + 19.5, 18 + 9, 5 + 8, 3 are
    # 171.5 of 1,000, and 5.5 are added. 乙: 50 (of 60), 15 and 30, and 15 are added.
    ORDER: {"A": 83.4, "B": 92},
    # 甲: 1 and 2 and 6; one bad sample 2, two cases not stopped 4, a quarter of the reservoirs 1; articles 1 + 1: 18.
    # 乙: three bad samples 4 (not 6), no patrol 1, no case 3, half of the reservoirs 2; articles 1 + 2 + 2: 15.
    RIVERS: {"A": 82, "B": 85},
    # 甲: 5, not all filed 15, one unlawful document 10; two unlawful acts 20, a file untrue 5: 75 − 55.
    # 乙: five files of 10, of which the item has 40: 75 − 40.
    DUTIES: {"A": 2000 / 75, "B": 3500 / 75},
    # 甲: not filed 1, no mechanism 1, one report late 0.5 and one missing 1, a document's procedure 1: 22 − 4.5.
    # 乙: no yearly report 2 (not 3), two reports late 1, two documents against the law 3 (not 4): 22 − 6.
    DISTRICT: {"A": 1750 / 22, "B": 1600 / 22},
    # 甲: ten hours of training too few 5, cases taken up badly 3, 80 of 90 % closed 1, files 1: 45 − 10.
    # 乙: one officer unfit 4, 70 of 90 % closed 2: 45 − 6.
    ARTICLES: {"A": 3500 / 45, "B": 3900 / 45},
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
    marks = [{"unit_id": code, "year": 2025, "component": "annual", "item": item, "score": score, "maximum": most}
             for item, (most, *scores) in MARKS.get(name, {}).items()
             for code, score in zip("AB", scores, strict=True)]  # fmt: skip
    if name in REPORTS:
        duty = {"ledger": "litigation", "unit_kind": "county", "frequency": "quarter", "due_day": 10,
                "from_month": "2025-01-01"}  # fmt: skip
        made = [{"unit_id": code, "ledger": "litigation", "month": month, "reported_on": day}
                for code, month, day in REPORTS[name]]  # fmt: skip
        sheets += [of_ledger("reporting_duty", [duty]), of_ledger("ledger_report", made)]
    if marks:
        sheets.append(of_ledger("assessment_mark", marks))
    load(engine, *sheets)
    result = load_files(engine, [SCHEMES / f"{name}.xlsx"], as_of=AS_OF, today=AS_OF)
    assert (result.status, result.problems) == ("stored", ())
    if told := FORMS.get(name):
        with engine.connect() as connection:
            headers = [key for key in own_names(connection) if key not in OWN_COUNTS]
        rows = [[f"{word}县", "2025上半年", *(told.get(each, (0, 0))[n] for each in headers)]
                for n, word in enumerate("甲乙")]  # fmt: skip
        assert told.keys() <= {*headers}
        load(engine, Sheet("半年报", ("单位", "统计期", *headers), [*enumerate(rows, 2)], "form.xlsx"))


def _assessed(engine: Engine) -> Assessed:
    with reading(engine, ALL_SEEING) as reader:
        found = assess(reader, "counties", PERIOD)
    assert found is not None
    return found


def _scheme(engine: Engine) -> Scheme:
    with engine.connect() as connection:
        return read_schemes(connection)[0]


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", TOTALS)
def test_a_published_scheme_scores_two_counties_as_worked_out_by_hand(database: Engine, name: str) -> None:
    _fill(database, name)
    found = _assessed(database).scores
    scores = dict(zip(found.totals["code"], found.totals["score"], strict=True))
    assert scores == pytest.approx(TOTALS[name], abs=0.005001)
    assert found.totals["complete"].all()


# Of the two whole ones people judge what is printed as 酌情, without a measure, or by a table of another office.
@pytest.mark.parametrize(
    ("name", "judged"),
    [
        (KAIJIANG, 0.9),
        (DEPARTMENTS, 6),
        (OF_2018, 0),
        (ORDER, 345),
        (RIVERS, 20),
        (DUTIES, 0),
        (DISTRICT, 0),
        (ARTICLES, 4),
    ],
)
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
    # Content of before components kept their points to themselves is judged by the rule of then.
    document = json.loads(encoded(content))
    assert decoded(canonical(document)).scheme == content.scheme
    del document["scheme"]["shared_among"]
    assert decoded(canonical(document)).scheme.shared_among == "all"
