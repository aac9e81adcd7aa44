"""Brings a database to the schema of this version."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from smsbot.core.errors import SmsbotError
from smsbot.db.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0005"


class NotUpgraded(SmsbotError):
    """The database has another schema than this version of smsbot."""

    code = "not_upgraded"


def _config() -> "Config":
    # Alembic takes half a second and 40 MB; only who upgrades pays for it.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def upgrade(db: Database) -> None:
    """Run every migration that this database has not seen. Safe to repeat, and for two at once."""
    from alembic import command

    config = _config()
    with db.write_connection() as connection:
        if not db.is_sqlite:
            # Two releases at once: the second waits here and then finds nothing to do.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7203170)")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check(db: Database) -> None:
    """Refuse to run on a schema that is not this version's."""
    with db.engine.connect() as connection:
        found = None
        if inspect(connection).has_table("alembic_version"):
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found != HEAD:
        raise NotUpgraded(
            f"the database is at version {found or 'none'}, smsbot needs {HEAD}: run 'smsbot db upgrade' first"
        )
