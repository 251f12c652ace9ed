"""The role of the dashboard on PostgreSQL: it can read every table and view, and do nothing else."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, text

from data_access.problems import Refused
from data_access.store.engine import LONGEST_STATEMENT_S
from data_access.store.tables import database_state

DEFAULT_ROLE = "reporting_app"
PASSWORD_SETTING = "REPORTING_APP_PASSWORD"
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
    "ALTER ROLE {role} IN DATABASE {database} SET default_transaction_read_only = on",
    "ALTER ROLE {role} IN DATABASE {database} SET statement_timeout = {limit}",
)


@dataclass(frozen=True)
class ReadingRole:
    """The role as it stands now: how many tables and views it can read, and whether it can sign in by itself."""

    name: str
    readable: int
    signs_in: bool


def make_reading_role(engine: Engine, name: str = DEFAULT_ROLE, password: str | None = None) -> ReadingRole:
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
        if connection.execute(_MAY_MORE, names).scalar_one():
            raise Refused("roles.can_do_more", value=name)
        readable = connection.execute(_READABLE, names).scalar_one()
        return ReadingRole(name, readable, connection.execute(_SIGNS_IN, {"role": name}).scalar_one())


def _run(connection: Connection, statement: str, names: dict[str, str], **values: str) -> None:
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
