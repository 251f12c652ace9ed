"""Bringing a database to the schema this code expects, and refusing to read any other."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, delete, insert, select

from data_access.counting.recounting import recount_when_counted_otherwise, recounted
from data_access.counting.search_entries import fill_search_entries
from data_access.counting.views import create_views
from data_access.ledgers.counting_rule import COUNTING_RULE, fill_rules
from data_access.store.state import hold_lock, refuse_newer_schema
from data_access.store.tables import SCHEMA_VERSION, calendar, database_state, metadata
from data_access.upkeep.calendar_days import fill_calendar

# The tables that ``migrate`` itself fills.
FILLED_BY_MIGRATION = frozenset({database_state.name, calendar.name, COUNTING_RULE.table.name})


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine) -> int | None:
    """Create or upgrade all tables and views, the calendar and the one-row state, in one transaction.

    When there are data and this program counts them otherwise than they were counted, or by other working days,
    everything is counted anew and the data version rises; it is then returned. Raises ``problems.Refused`` for a
    database of a newer program.
    """
    with engine.begin() as connection:
        hold_lock(connection)
        refuse_newer_schema(connection)
        command.upgrade(_config(connection), "head")
        # A ledger added since brings its table along; only what changes a table that is there needs a migration.
        metadata.create_all(connection)
        create_views(connection)
        other_days = fill_calendar(connection)
        fill_rules(connection)
        fill_search_entries(connection)
        if connection.execute(select(database_state.c.id)).first() is None:
            connection.execute(
                insert(database_state).values(
                    id=1, data_version=0, schema_version=SCHEMA_VERSION, synthetic=False, city_name=None
                )
            )
        else:
            connection.execute(database_state.update().values(schema_version=SCHEMA_VERSION))
        return recounted(connection) if other_days else recount_when_counted_otherwise(connection)


def clear(engine: Engine) -> None:
    """Take out every unit, row, figure and load, and keep the schema, the shipped rules and the data version.

    The version goes on counting, so that no reader takes a figure from before for one from after.
    """
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name not in FILLED_BY_MIGRATION or table is COUNTING_RULE.table:
                connection.execute(delete(table))
        fill_rules(connection)
        nothing = {"data_as_of": None, "first_month": None, "synthetic": False, "city_name": None}
        connection.execute(database_state.update().values(nothing))


def differences(engine: Engine) -> list[Any]:
    """What the migrations left different from ``tables.py``; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))
