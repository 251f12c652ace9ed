"""The views that counting needs, made on a connection as the ledgers declare them."""

from sqlalchemy import Connection, text

from data_access.ledgers.all import VIEWS


def create_views(connection: Connection) -> None:
    """(Re)create every view on this connection."""
    for name, definition in VIEWS.items():
        sql = definition().compile(connection, compile_kwargs={"literal_binds": True})
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {sql}")
