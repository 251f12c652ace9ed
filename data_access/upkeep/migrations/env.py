"""Alembic's environment: runs the migrations on the connection that ``data_access.upkeep.schema`` hands over."""

from alembic import context

from data_access.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
