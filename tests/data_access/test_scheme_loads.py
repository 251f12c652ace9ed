"""A scheme comes by a load like any ledger, but whole or not at all; what was published by it stays as it is."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from assessment.scheme import COMPONENTS
from assessment.scheme_faults import faults
from data_access.files.sources import Sheet
from data_access.ledgers.reconsideration import RECONSIDERATION
from data_access.ledgers.scheme import SCHEME
from data_access.ledgers.scheme_item import SCHEME_ITEM
from data_access.ledgers.scheme_store import read_schemes
from data_access.loading.batches import LoadResult
from data_access.loading.load import load_sheets
from data_access.loading.undo import undo
from data_access.problems import Refused
from data_access.store.tables import load_problem, publication
from tests.data_access.bad_assessments import ANNUAL, DAILY, EXTERNAL, SETTINGS, Row
from tests.data_access.ledger_sheets import case, cases, count_rows, rows_of, sheet, units

TODAY = dt.date(2026, 10, 31)
ITEMS = (DAILY, ANNUAL, EXTERNAL)


def _settings(**more: object) -> Sheet:
    return sheet("scheme", [{**SETTINGS, **more}])


def _items(*rows: Row, **more: object) -> Sheet:
    return sheet("scheme_item", [{**row, **more} for row in rows or ITEMS])


def _loaded(database: Engine, *sheets: Sheet, **options: Any) -> LoadResult:
    return load_sheets(database, sheets, today=TODAY, **options)


def _stored(database: Engine, *sheets: Sheet) -> str:
    """Load sound sheets and return the number of the load."""
    result = _loaded(database, *sheets)
    assert (result.status, result.problems) == ("stored", ())
    return str(result.load_no)


def _publish(database: Engine, **more: object) -> None:
    row: Mapping[str, object] = {
        "publication_no": "1", "period": "2026", "as_of": TODAY, "scheme_year": 2026, "scheme_version": 1,
        "data_version": 1, "published_at": dt.datetime(2026, 10, 31), "published_by": "演示", "content": b"{}",
        "sha256": "0" * 64, **more,
    }  # fmt: skip
    with database.begin() as connection:
        connection.execute(insert(publication).values(row))


def _standing(database: Engine) -> list[list[dict[str, Any]]]:
    return [rows_of(database, table) for table in (SCHEME.table, SCHEME_ITEM.table)]


def test_a_loaded_scheme_is_read_as_it_was_written_and_is_sound(database: Engine) -> None:
    _stored(database, units(), _settings(), _items())
    with database.connect() as connection:
        (found,) = read_schemes(connection)
    assert (found.year, found.version, found.name, found.w_daily, found.veto_last_n) == (2026, 1, "考核方案", 50, 3)
    assert [(item.component, item.key) for item in found.items] == [
        ("daily", "loss_rate"), ("annual", "plan"), ("external", "public"),
    ]  # fmt: skip
    assert (found.items[0].floor, found.items[0].target, found.items[1].floor) == (0.35, 0.05, None)
    assert faults(found) == []


def test_a_group_may_weigh_components_of_its_own_in_rows_that_say_so_and_they_add_up(database: Engine) -> None:
    group = {"年度": 2026, "版本": 1, "同类组": "各县区", "考核项目": "组成部分权重"}
    own = [{**group, "组成部分": "日常考核", "权重": 70}, {**group, "组成部分": "年度考核", "权重": 10}]
    refused = _loaded(database, units(), _settings(), _items(*ITEMS, *own))
    assert refused.status == "refused"
    said = [(each.code, each.row, each.column, each.value) for each in refused.problems]
    assert said == [
        ("scheme_component_weights", 5, "权重", "80"),
        ("scheme_component_without_weight", 4, "组成部分", None),
    ]
    own.append({**group, "组成部分": "外部评议", "权重": 20})
    _stored(database, units(), _settings(), _items(*ITEMS, *own))
    with database.connect() as connection:
        (found,) = read_schemes(connection)
    assert [found.component_weight(each, "counties") for each in COMPONENTS] == [70, 10, 20]
    assert (found.component_weight("daily", "municipal"), len(found.items)) == (50, 3)
    _publish(database)
    assert [each.code for each in _loaded(database, _items({**own[0], "权重": 60})).problems] == ["scheme_published"]


def test_the_same_scheme_again_changes_nothing(database: Engine) -> None:
    _stored(database, units(), _settings(), _items())
    assert _loaded(database, _settings(), _items()).status == "unchanged"


def test_one_sheet_of_a_scheme_is_judged_with_what_stands_of_the_other(database: Engine) -> None:
    _stored(database, units(), _settings(), _items())
    (problem,) = _loaded(database, _settings(外部评议权重=0, 年度考核权重=50)).problems
    assert (problem.code, problem.row) == ("scheme_component_without_weight", 2)
    (problem,) = _loaded(database, _items({**DAILY, "权重": 90})).problems
    assert (problem.code, problem.column) == ("scheme_item_weights", "权重")
    more = {**DAILY, "考核项目": "整改率", "权重": 40, "零分值": 0.5, "满分值": 1}
    _stored(database, _items({**DAILY, "权重": 60}, more))


def test_a_faulty_scheme_refuses_the_whole_load_even_if_its_good_rows_would_do(database: Engine) -> None:
    _stored(database, units())
    result = _loaded(
        database, cases(case("1号")), _settings(), _items({**DAILY, "权重": 90}, ANNUAL, EXTERNAL), accept_partial=True
    )
    assert result.status == "refused"
    assert [count_rows(database, table) for table in (SCHEME.table, SCHEME_ITEM.table, RECONSIDERATION.table)] == [
        0,
        0,
        0,
    ]
    assert [row["code"] for row in rows_of(database, load_problem)] == ["scheme_item_weights"]
    assert {each.ledger: each.rejected for each in result.ledgers}["scheme_item"] == 1


def test_a_row_that_cannot_be_read_is_said_without_the_sum_that_it_spoils(database: Engine) -> None:
    _stored(database, units())
    result = _loaded(database, _settings(), _items({**DAILY, "权重": "一半"}, ANNUAL, EXTERNAL))
    assert [problem.code for problem in result.problems] == ["bad_decimal"]


def test_a_scheme_of_a_group_of_the_citys_own_is_taken(database: Engine) -> None:
    own = {"单位代码": "D01", "单位名称": "甲开发区", "单位类别": "county_department", "同类组": "开发区"}
    _stored(database, sheet("unit", [own]), _settings(), _items(同类组="开发区"))
    assert {row["peer_group"] for row in rows_of(database, SCHEME_ITEM.table)} == {"开发区"}


def test_undoing_a_load_of_a_scheme_takes_it_out_and_puts_the_former_one_back(database: Engine) -> None:
    _stored(database, units())
    nothing = _standing(database)
    first = _stored(database, _settings(), _items())
    before = _standing(database)
    second = _stored(database, _settings(日常考核权重=60, 年度考核权重=20), _items({**DAILY, "零分值": 0.4}))
    assert _standing(database) != before
    with pytest.raises(Refused, match=r"undo\.touched_later"):
        undo(database, first)
    undo(database, second)
    assert _standing(database) == before
    undo(database, first)
    assert _standing(database) == nothing


def test_settings_are_not_undone_under_items_that_a_later_load_brought(database: Engine) -> None:
    _stored(database, units())
    first = _stored(database, _settings(), _items())
    _stored(database, _items(同类组="municipal_departments"))
    with pytest.raises(Refused, match=r"undo\.touched_later"):
        undo(database, first)


# --- Published ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sheets",
    [
        (_settings(方案名称="又一方案"),),
        (_items({**DAILY, "零分值": 0.4}),),
        (_items(同类组="municipal_departments"),),
    ],
    ids=["settings", "item", "new item"],
)
def test_a_published_version_cannot_be_changed(database: Engine, sheets: tuple[Sheet, ...]) -> None:
    _stored(database, units(), _settings(), _items())
    _publish(database)
    before = _standing(database)
    for options in ({}, {"accept_partial": True}):
        result = _loaded(database, *sheets, **options)
        assert result.status == "refused"
        assert {(problem.code, problem.column) for problem in result.problems} == {("scheme_published", "版本")}
        assert _standing(database) == before


def test_a_published_version_may_be_loaded_again_as_it_is_and_a_new_one_beside_it(database: Engine) -> None:
    _stored(database, units(), _settings(), _items())
    _publish(database)
    assert _loaded(database, _settings(), _items()).status == "unchanged"
    _stored(database, _settings(版本=2, 日常考核权重=60, 年度考核权重=20), _items(版本=2))
    with database.connect() as connection:
        assert [(each.year, each.version) for each in read_schemes(connection)] == [(2026, 2), (2026, 1)]


def test_a_load_whose_scheme_was_published_cannot_be_undone(database: Engine) -> None:
    _stored(database, units())
    first = _stored(database, _settings(), _items())
    changed = _stored(database, _items({**DAILY, "零分值": 0.4}))
    _publish(database)
    before = _standing(database)
    for load in (changed, first):
        with pytest.raises(Refused) as refusal:
            undo(database, load)
        assert refusal.value.message in ("undo.scheme_published", "undo.touched_later")
    assert _standing(database) == before
