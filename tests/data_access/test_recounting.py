"""Counting everything anew: with the views as declared, whatever stands, and at ``migrate`` when that has changed."""

import datetime as dt

import pytest
from sqlalchemy import Engine, delete, func, select, text, update

from data_access.counting.counting import count
from data_access.counting.recounting import recount_all
from data_access.counting.views import create_views
from data_access.ledgers.all import VIEWS
from data_access.loading.load import load_sheets
from data_access.problems import Refused
from data_access.publishing.publication_check import verify
from data_access.publishing.stamps import verify_stamp
from data_access.store.tables import SCHEMA_VERSION, database_state, monthly_tally, unit
from data_access.upkeep.schema import migrate
from tests.data_access.ledger_sheets import data_version, rows_of, sheet
from tests.statements import listening

TODAY = dt.date(2026, 10, 31)
KEEPERS = [
    {"单位代码": code, "单位名称": name, "单位类别": "county", "是否建档": "是"}
    for code, name in (("C01", "甲县"), ("C02", "乙县"), ("C03", "丙县"))
]
REQUIRED = {"年度": 2026, "单位类别": "county", "材料编号": "01", "材料名称": "计划", "报送期限(月-日)": "3月31日"}


@pytest.fixture
def keeping(database: Engine) -> Engine:
    """Three counties that owe one material each."""
    load_sheets(database, [sheet("unit", KEEPERS), sheet("archive_requirement", [REQUIRED])], today=TODAY, as_of=TODAY)
    return database


def _due(engine: Engine) -> float:
    with engine.connect() as connection:
        mine = select(func.sum(monthly_tally.c.value)).where(monthly_tally.c.tally_key == "materials_due")
        return float(connection.execute(mine).scalar() or 0)


def _alter_view(engine: Engine) -> None:
    """Let the stored view see one of the counties only."""
    with engine.begin() as connection:
        altered = VIEWS["archive_due"]().where(unit.c.code == "C01")
        sql = altered.compile(connection, compile_kwargs={"literal_binds": True})
        connection.execute(text("DROP VIEW archive_due"))
        connection.exec_driver_sql(f"CREATE VIEW archive_due AS {sql}")


def test_a_recount_counts_with_the_declared_view_whatever_view_is_stored(keeping: Engine) -> None:
    _alter_view(keeping)
    assert recount_all(keeping) == 2
    assert _due(keeping) == 3
    assert verify_stamp(keeping, 2).standing == "confirmed"


def test_a_stored_view_that_was_altered_changes_no_count(keeping: Engine) -> None:
    _alter_view(keeping)
    keepers = {row["unit_id"] for row in rows_of(keeping, unit)}
    with keeping.begin() as connection:
        count(connection, TODAY, keepers, dt.date(2026, 1, 1))
    assert _due(keeping) == 3
    assert verify_stamp(keeping, 1).standing == "confirmed"


def test_figures_that_are_not_what_is_counted_are_not_confirmed(keeping: Engine) -> None:
    with keeping.begin() as connection:
        connection.execute(delete(monthly_tally).where(monthly_tally.c.unit_id == 1))
    assert _due(keeping) == 2
    stamp = verify_stamp(keeping, 1)
    assert (stamp.standing, stamp.differing) == ("differs", ("materials_due",))


def test_a_load_after_a_change_of_counting_counts_with_the_declared_view(keeping: Engine) -> None:
    _alter_view(keeping)
    with keeping.begin() as connection:
        connection.execute(update(database_state).values(tally_hash="of another view"))
    assert load_sheets(keeping, [sheet("unit", [{**KEEPERS[0], "简称": "甲"}])], today=TODAY).status == "stored"
    assert _due(keeping) == 3


def test_views_that_stand_as_declared_are_left_to_their_readers(keeping: Engine) -> None:
    with listening(keeping) as heard, keeping.begin() as connection:
        create_views(connection)
    assert not any(each.sql.startswith(("DROP VIEW IF", "CREATE VIEW")) for each in heard.statements)


def test_a_view_that_is_missing_is_created(keeping: Engine) -> None:
    with keeping.begin() as connection:
        connection.execute(text("DROP VIEW archive_due"))
    recount_all(keeping)
    assert _due(keeping) == 3


def test_migrating_counts_anew_what_is_counted_otherwise_and_only_once(keeping: Engine) -> None:
    with keeping.begin() as connection:
        connection.execute(update(database_state).values(tally_hash="of the version before"))
        connection.execute(update(monthly_tally).values(value=9))
    assert migrate(keeping) == 2
    assert (_due(keeping), data_version(keeping)) == (3, 2)
    assert migrate(keeping) is None
    assert data_version(keeping) == 2


def test_migrating_a_database_without_data_counts_nothing(database: Engine) -> None:
    assert migrate(database) is None
    assert data_version(database) == 0


def test_what_was_published_before_the_way_of_counting_changed_still_verifies(published_city: Engine) -> None:
    with published_city.begin() as connection:
        connection.execute(update(database_state).values(tally_hash="of the version before"))
    before = data_version(published_city)
    assert migrate(published_city) == before + 1
    assert verify(published_city, "2025-1").sound


def test_a_database_of_a_newer_program_is_left_alone(keeping: Engine) -> None:
    with keeping.begin() as connection:
        connection.execute(update(database_state).values(schema_version="9999"))
    with pytest.raises(Refused) as refusal:
        migrate(keeping)
    assert refusal.value.message == "schema.newer"
    assert refusal.value.values == {"value": "9999", "expected": SCHEMA_VERSION}
