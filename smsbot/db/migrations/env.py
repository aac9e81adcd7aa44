"""Runs the migrations on the connection it is handed; `smsbot db upgrade` is the only way in."""

from alembic import context

from smsbot.db.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
