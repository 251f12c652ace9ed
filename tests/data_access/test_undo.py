"""Undoing a load: everything stands as before, unless something later touched its rows."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from data_access.checking.intake import NewUnits
from data_access.checking.mapping import Mapping
from data_access.counting.recounting import recount_all
from data_access.files.sources import Sheet
from data_access.ledgers.all import BY_KEY
from data_access.ledgers.archive_requirement import ARCHIVE_REQUIREMENT
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.rectification import RECTIFICATION
from data_access.ledgers.rectification_event import RECTIFICATION_EVENT
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.loading.undo import undo
from data_access.problems import Refused
from data_access.store.tables import database_state, load_batch, monthly_tally, unit
from tests.data_access.ledger_sheets import UNITS, case, cases, count_rows, data_version, rows_of, sheet, units

TODAY = dt.date(2026, 10, 31)
TABLES = (
    unit,
    ARCHIVE_REQUIREMENT.table,
    RECONSIDERATION.table,
    RECTIFICATION.table,
    RECTIFICATION_EVENT.table,
    monthly_tally,
)
ITEM = {"单位": "C01-nr", "编号": "ZG-1", "来源": "考核", "交办日期": "2026-03-01", "整改期限": "2026-04-30"}
EVENT = {"单位": "C01-nr", "编号": "ZG-1", "发生日期": "2026-03-01", "事件": "交办"}
COURT = Mapping(
    ledger=BY_KEY["reconsideration"],
    headers={"unit": ("unit_id",), "no": ("case_no",), "closed": ("closed_on",)},
    values={},
    constants={"outcome": "upheld"},
    routes=(),
    required=(),
    ignore=(),
    date_formats=(),
    units=(NewUnits("county_department", county="C01"),),
    sheet=None,
    source=None,
    licence=None,
)


def _load(database: Engine, *sheets: Sheet, **options: Any) -> str:
    """Load and return the number of the load."""
    return str(_loaded(database, *sheets, **options).load_no)


def _loaded(database: Engine, *sheets: Sheet, **options: Any) -> LoadResult:
    result = load_sheets(database, sheets, today=TODAY, **options)
    assert result.status == "stored"
    return result


def _foreign(*rows: tuple[str, str]) -> Sheet:
    return Sheet("export", ("unit", "no", "closed"), [(n, (*row, "2026-04-02")) for n, row in enumerate(rows, 2)])


def _standing(database: Engine) -> list[Any]:
    (state,) = rows_of(database, database_state)
    kept = {name: state[name] for name in ("data_as_of", "synthetic", "city_name")}
    return [*(rows_of(database, table) for table in TABLES), kept]


@pytest.mark.both_engines
def _refusal(database: Engine, load: str) -> Refused:
    before = _standing(database)
    with pytest.raises(Refused) as refusal:
        undo(database, load)
    assert _standing(database) == before
    return refusal.value


@pytest.mark.both_engines
def test_after_undoing_everything_stands_as_before_and_the_version_is_raised(database: Engine) -> None:
    items, events = sheet("rectification", [ITEM]), sheet("rectification_event", [EVENT])
    _load(database, units(), items, events, cases(case("1号"), case("2号"), case("3号", "C01-mr")))
    before = _standing(database)
    renamed = {**UNITS[2], "单位名称": "甲县资源局"}
    added = {"单位代码": "C03", "单位名称": "丙县人民政府", "单位类别": "county"}
    load = _load(
        database,
        sheet("unit", [renamed, added, {**UNITS[3], "单位代码": "C03-mr", "所属县区": "C03", "单位名称": "丙县局"}]),
        cases(
            case("1号", 审理结果="撤销", 审结日期="2026-09-09"), case("3号", 被申请人地位="共同"), case("4号", "C03")
        ),
        sheet("rectification", [{**ITEM, "编号": "ZG-2"}]),
        replacing=("C01-nr", "2026"),
        as_of=dt.date(2026, 9, 30),
        city_name="某市",
    )
    assert _standing(database) != before
    undone = undo(database, load)
    assert _standing(database) == before
    assert (undone.data_version, data_version(database), undone.data_as_of) == (3, 3, dt.date(2026, 4, 2))
    assert [(each.ledger, each.taken_out, each.put_back) for each in undone.ledgers] == [
        ("unit", 2, 1),
        ("reconsideration", 3, 2),
        ("rectification", 1, 1),
        ("rectification_event", 0, 1),
    ]
    statuses = {row["load_no"]: row["status"] for row in rows_of(database, load_batch)}
    assert statuses == {1: "stored", int(load): "undone"}


def test_what_is_counted_after_undoing_equals_a_recount_of_everything(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("2号", "C02-nr", 审结日期="2026-10-01")))
    undo(database, _load(database, cases(case("1号", 审结日期="2026-01-09"), case("3号", "C01-mr"))))
    counted = rows_of(database, monthly_tally)
    recount_all(database)
    assert rows_of(database, monthly_tally) == counted


def test_the_first_load_of_all_can_be_undone_and_made_again(database: Engine) -> None:
    first = (units(), cases(case("1号")))
    load = _load(database, *first)
    assert undo(database, load).data_as_of is None
    assert [count_rows(database, table) for table in TABLES] == [0] * len(TABLES)
    _load(database, *first)
    assert count_rows(database, RECONSIDERATION.table) == 1


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "later",
    [
        [cases(case("1号", 审理结果="撤销"))],
        [sheet("rectification_event", [EVENT])],
        [sheet("unit", [{**UNITS[2], "简称": "甲自然"}])],
        [cases(case("9号", "M-housing"))],
    ],
    ids=["changed", "added events", "changed a unit", "used a unit"],
)
def test_a_load_whose_rows_a_later_one_touched_is_refused_and_that_one_is_named(
    database: Engine, later: list[Sheet]
) -> None:
    load = _load(database, units(), sheet("rectification", [ITEM]), cases(case("1号")))
    touched = _load(database, *later)
    assert touched in _refusal(database, load).values.values()
    undo(database, touched)
    undo(database, load)
    assert count_rows(database, unit) == 0


def test_a_row_that_a_later_load_removed_was_touched_by_it(database: Engine) -> None:
    _load(database, units())
    load = _load(database, cases(case("1号"), case("2号")))
    removed = _load(database, cases(case("3号")), replacing=("C01-nr", "2026"))
    assert _refusal(database, load).values["value"] == removed


def test_a_removed_row_that_was_loaded_again_since_was_touched(database: Engine) -> None:
    _load(database, units(), cases(case("1号"), case("2号")))
    removed = _load(database, cases(case("1号")), replacing=("C01-nr", "2026"))
    again = _load(database, cases(case("2号")))
    refusal = _refusal(database, removed)
    assert (refusal.message, refusal.values["value"]) == ("undo.touched_later", again)


def test_a_later_load_that_found_the_same_rows_touched_nothing(database: Engine) -> None:
    _load(database, units())
    load = _load(database, cases(case("1号")))
    assert load_sheets(database, [cases(case("1号"))], today=TODAY).status == "unchanged"
    undo(database, load)
    assert count_rows(database, RECONSIDERATION.table) == 0


def test_loads_can_be_undone_one_after_the_other(database: Engine) -> None:
    _load(database, units())
    stood, loads = [], []
    for outcome in ("维持", "撤销", "驳回"):
        stood.append(_standing(database))
        loads.append(_load(database, cases(case("1号", 审理结果=outcome), case(outcome))))
    while loads:
        undo(database, loads.pop())
        assert _standing(database) == stood.pop()


@pytest.mark.both_engines
def test_a_case_whose_other_defendant_is_undone_is_counted_by_the_one_that_stays(database: Engine) -> None:
    _load(database, units(), cases(case("1号", "C01-mr", 被申请人地位="共同")))
    before = _standing(database)
    undo(database, _load(database, cases(case("1号", "C01-nr", 被申请人地位="第一"))))
    assert _standing(database) == before


def test_units_that_a_foreign_ledger_named_go_unless_something_else_refers_to_them(database: Engine) -> None:
    _load(database, units())
    load = _load(
        database, _foreign(("甲县水务局", "1号"), ("甲县林业局", "2号"), ("甲县自然资源局", "3号")), mapping=COURT
    )
    _load(database, cases(case("9号", "甲县林业局")))
    assert count_rows(database, unit) == 8
    undo(database, load)
    assert {row["name"] for row in rows_of(database, unit)} - {row["单位名称"] for row in UNITS} == {"甲县林业局"}
    assert [row["case_no"] for row in rows_of(database, RECONSIDERATION.table)] == ["9号"]


def test_the_day_of_the_data_goes_back_no_further_than_what_was_loaded_since(database: Engine) -> None:
    _load(database, units(), cases(case("1号", 审结日期="2026-01-31")))
    load = _load(database, cases(case("2号", 审结日期="2026-04-10")))
    _load(database, cases(case("3号", 审结日期="2026-03-30")))
    assert undo(database, load).data_as_of == dt.date(2026, 3, 30)


def test_when_the_earlier_of_two_loads_is_undone_the_later_goes_back_to_before_both(database: Engine) -> None:
    _load(database, units(), cases(case("1号", 审结日期="2026-03-31")))
    earlier = _load(database, cases(case("2号", 审结日期="2026-05-10")))
    later = _load(database, cases(case("3号", 审结日期="2026-08-10")))
    assert undo(database, earlier).data_as_of == dt.date(2026, 8, 10)
    assert undo(database, later).data_as_of == dt.date(2026, 3, 31)


def test_a_changed_archive_requirement_goes_back_and_is_counted_for_every_unit(database: Engine) -> None:
    keeper = {"单位代码": "C08", "单位名称": "戊县", "单位类别": "county", "是否建档": "是"}
    required = {"年度": 2026, "单位类别": "county", "材料编号": "01", "材料名称": "计划", "报送期限(月-日)": "3月31日"}
    _load(database, sheet("unit", [keeper]), sheet("archive_requirement", [required]), as_of=TODAY)
    before = _standing(database)
    more = sheet("archive_requirement", [{**required, "报送期限(月-日)": "4月30日"}, {**required, "材料编号": "02"}])
    undo(database, _load(database, more))
    assert _standing(database) == before


def test_a_load_is_meant_by_its_number_or_by_the_version_it_made(database: Engine) -> None:
    _load(database, units())
    for name in ("{0.load_no}", "v{0.data_version}"):
        result = _loaded(database, cases(case("1号")), sheet("rectification", [ITEM]))
        assert undo(database, name.format(result)).load_no == result.load_no
        assert count_rows(database, RECTIFICATION.table) == 0


def test_a_part_of_a_load_is_not_undone_and_its_load_is_named(database: Engine) -> None:
    _load(database, units())
    result = _loaded(database, cases(case("1号")), sheet("rectification", [ITEM]))
    parts = [str(each.load_id) for each in result.ledgers if each.load_id != result.load_no]
    assert len(parts) == 1
    for part in (*parts, f" {parts[0]} ", f"0{parts[0]}"):
        refusal = _refusal(database, part)
        assert (refusal.message, refusal.values["expected"]) == ("undo.part_of_load", str(result.load_no))


@pytest.mark.parametrize(
    ("load", "message"),
    [("7", "loads.unknown"), ("v7", "loads.unknown"), ("last", "loads.unknown"), ("", "loads.unknown")],
)
def test_a_load_that_is_not_there_is_refused(database: Engine, load: str, message: str) -> None:
    _load(database, units())
    assert _refusal(database, load).message == message


def test_what_changed_nothing_or_is_undone_already_is_refused(database: Engine) -> None:
    load = _load(database, units())
    unchanged = load_sheets(database, [units()], today=TODAY)
    assert _refusal(database, str(unchanged.load_no)).message == "undo.nothing"
    refused = load_sheets(database, [cases(case("1号", 审结日期="明天"))], today=TODAY)
    assert _refusal(database, str(refused.load_no)).message == "undo.nothing"
    undo(database, load)
    assert _refusal(database, load).message == "undo.already"


@pytest.mark.both_engines
def test_a_load_of_before_there_was_an_undo_is_refused(database: Engine) -> None:
    load = _load(database, units(), cases(case("1号")))
    with database.begin() as connection:
        connection.execute(update(load_batch).values(rows_inserted=None, load_no=None))
    assert _refusal(database, load).message == "undo.too_old"


def test_a_unit_that_the_earlier_rows_name_must_still_be_there(database: Engine) -> None:
    _load(database, units())
    county = {"单位代码": "C03", "单位名称": "丙县人民政府", "单位类别": "county"}
    made = _load(database, sheet("unit", [county]))
    _load(database, sheet("unit", [{**UNITS[5], "所属县区": "C03"}]))
    moved = _load(database, sheet("unit", [{**UNITS[5], "所属县区": "C01"}]))
    with database.connect() as connection:
        assert connection.execute(select(unit.c.county_id).where(unit.c.code == "M-housing")).scalar() is not None
    undo(database, made)
    assert _refusal(database, moved).message == "undo.reference_gone"
