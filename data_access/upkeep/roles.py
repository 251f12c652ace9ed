"""The role of the dashboard on PostgreSQL: it can read what pages show, and do nothing else."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, text

from data_access.problems import Refused
from data_access.store.engine import LONGEST_STATEMENT_S
from data_access.store.load_tables import load_change
from data_access.store.tables import database_state, load_problem

DEFAULT_ROLE = "reporting_app"
PASSWORD_SETTING = "REPORTING_APP_PASSWORD"
# Two processes with all their readers, which leaves ten of PostgreSQL's usual hundred for loads and administrators.
DEFAULT_CONNECTIONS = 90
# Rows as they were handed in or stood before a load: with names, numbers and slips, and of no page.
UNREAD = (load_problem.name, load_change.name)
# What a load changed may be shown: the cells that facts hold as well, not the rows that were.
READ_IN_PART = {
    load_change.name: ("change_id", "load_id", "ledger", "key", "cells"),
    # Where a row was rejected and why, not what it held.
    load_problem.name: ("problem_id", "load_id", "sheet", "row", "column", "code", "expected"),
}
_NAME = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,62}")

_PLACE = text(
    "SELECT current_database() AS database, n.nspname AS schema, pg_get_userbyid(c.relowner) AS owner"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(:table)"
)
_EXISTS = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
_SIGNS_IN = text("SELECT rolcanlogin FROM pg_roles WHERE rolname = :role")
# Whatever an earlier grant, another role or an attribute would let the role do beyond reading.
_MAY_MORE = text(
    "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
    " OR EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid)"
    " OR has_database_privilege(r.oid, :database, 'CREATE, TEMPORARY')"
    " OR has_schema_privilege(r.oid, :schema, 'CREATE')"
    " OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = to_regnamespace(:schema)"
    " AND c.relkind IN ('r', 'p', 'v') AND (has_table_privilege(r.oid, c.oid, 'DELETE, TRUNCATE')"
    " OR has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE')))"
    " FROM pg_roles r WHERE rolname = :role"
)
_READABLE = text(
    "SELECT count(*) FROM pg_class c WHERE c.relnamespace = to_regnamespace(:schema) AND c.relkind IN ('r', 'p', 'v')"
    " AND has_table_privilege(:role, c.oid, 'SELECT')"
)
# What makes, changes and reads large objects stands open to everybody in every database, and fills its disk.
_LARGE_OBJECTS = text(
    "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace"
    " AND (p.proname LIKE 'lo\\_%' OR p.proname IN ('loread', 'lowrite'))"
    " AND has_function_privilege(:role, p.oid, 'EXECUTE')"
)
# ``{role}`` may connect, see the schema and read what is there and what will be; its sessions do not write by default
# and give a statement up that takes too long. Nobody but the tables' owner may make tables, also temporary ones.
_RIGHTS = (
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
    "REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role}",
    "REVOKE ALL ON SCHEMA {schema} FROM {role}",
    "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
    "REVOKE ALL ON DATABASE {database} FROM {role}",
    "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC",
    "GRANT TEMPORARY ON DATABASE {database} TO {owner}",
    "GRANT CONNECT ON DATABASE {database} TO {role}",
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT SELECT ON TABLES TO {role}",
    # What a role sets for itself goes; it may do so again, but the dashboard's own connections say what they need.
    "ALTER ROLE {role} RESET ALL",
    "ALTER ROLE {role} IN DATABASE {database} RESET ALL",
    "ALTER ROLE {role} IN DATABASE {database} SET default_transaction_read_only = on",
    "ALTER ROLE {role} IN DATABASE {database} SET statement_timeout = {limit}",
    "ALTER ROLE {role} IN DATABASE {database} SET idle_in_transaction_session_timeout = '5min'",
    "ALTER ROLE {role} IN DATABASE {database} SET client_connection_check_interval = '5s'",
)


@dataclass(frozen=True)
class ReadingRole:
    """The role as it stands now: how many tables and views it can read, and whether it can sign in by itself.

    ``large_objects``: whether it can still make some, which a superuser alone can forbid.
    """

    name: str
    readable: int
    signs_in: bool
    large_objects: bool


def make_reading_role(
    engine: Engine, name: str = DEFAULT_ROLE, password: str | None = None, connections: int = DEFAULT_CONNECTIONS
) -> ReadingRole:
    """Make the role on PostgreSQL, or bring one that exists back to these rights.

    With a password the role can sign in; without one a new role cannot, and one that exists stays as it is. Raises
    ``problems.Refused`` for an unusual name, and for a role that could still do more than read: then nothing changed.
    """
    if not _NAME.fullmatch(name):
        raise Refused("roles.bad_name", value=name)
    with engine.begin() as connection:
        place = connection.execute(_PLACE, {"table": database_state.name}).one()
        names = {"role": name, "schema": place.schema, "database": place.database}
        if connection.execute(_EXISTS, {"role": name}).first() is None:
            _run(connection, "CREATE ROLE {role} NOLOGIN", names)
        if password:
            _run(
                connection,
                "ALTER ROLE {role} LOGIN PASSWORD {secret}",
                names,
                secret=_hashed(connection, name, password),
            )
        for statement in _RIGHTS:
            _run(connection, statement, {**names, "owner": place.owner}, limit=f"{round(LONGEST_STATEMENT_S)}s")
        for unread in UNREAD:
            _run(connection, "REVOKE ALL ON {table} FROM {role}", {"role": name, "table": unread})
        for part, columns in READ_IN_PART.items():
            for column in columns:
                granted = {"role": name, "table": part, "column": column}
                _run(connection, "GRANT SELECT ({column}) ON {table} TO {role}", granted)
        _run(connection, "ALTER ROLE {role} CONNECTION LIMIT {most}", {"role": name}, most=connections)
        if connection.execute(_MAY_MORE, names).scalar_one():
            raise Refused("roles.can_do_more", value=name)
        _forbid_large_objects(connection, {"role": name, "owner": place.owner})
        large_objects = connection.execute(_LARGE_OBJECTS, names).first() is not None
        readable = connection.execute(_READABLE, names).scalar_one()
        signs_in = connection.execute(_SIGNS_IN, {"role": name}).scalar_one()
        return ReadingRole(name, readable, signs_in, large_objects)


def _forbid_large_objects(connection: Connection, names: dict[str, str]) -> None:
    """Take from everybody but the owner what makes large objects; the server only warns who may not do that."""
    for function in connection.execute(_LARGE_OBJECTS, names).scalars():
        # A name with its arguments, as PostgreSQL itself writes it.
        connection.exec_driver_sql(f"REVOKE EXECUTE ON FUNCTION pg_catalog.{function} FROM PUBLIC")
        _run(connection, f"GRANT EXECUTE ON FUNCTION pg_catalog.{function} TO {{owner}}", names)


def _run(connection: Connection, statement: str, names: dict[str, str], **values: str | int) -> None:
    # Needed on PostgreSQL only, and slow to import.
    from psycopg import sql

    parts = {key: sql.Identifier(name) for key, name in names.items()} | {
        key: sql.Literal(value) for key, value in values.items()
    }
    connection.exec_driver_sql(sql.SQL(statement).format(**parts).as_string())


def _hashed(connection: Connection, name: str, password: str) -> str:
    """The password as the server keeps it, so that it stands in clear in no log of the server."""
    raw: Any = connection.connection.dbapi_connection
    encrypted: bytes = raw.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
    return encrypted.decode()
