"""smsbot db and smsbot keys."""

import sys
from pathlib import Path

import click

from smsbot.cli.parts import settings_from_env
from smsbot.core.errors import SmsbotError


@click.group()
def db() -> None:
    """Bring the database to this version, back it up, restore it."""


@db.command()
def upgrade() -> None:
    """Run the migrations that this database has not seen; safe to repeat."""
    from smsbot.db import migrate
    from smsbot.wiring import open_database

    database = open_database(settings_from_env())
    migrate.upgrade(database)
    database.close()
    click.echo(f"the database is at version {migrate.HEAD}")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy a SQLite database into FILE while it is in use. For PostgreSQL use pg_dump."""
    from smsbot.db.copy import back_up

    back_up(_sqlite_file(), file)
    click.echo(f"copied to {file}; it opens only with the same DATA_KEYS and LOOKUP_KEYS: keep those elsewhere")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Put FILE in place of a SQLite database that is missing. Nothing may be running."""
    from smsbot.db.copy import back_up

    target = _sqlite_file()
    if target.exists():
        raise SmsbotError(f"{target} exists: move it away first, then restore; nothing was changed")
    back_up(file, target)
    click.echo(f"restored to {target}")


@db.command()
@click.argument("url", required=False)
def copy(url: str | None) -> None:
    """Copy everything into an empty database, like postgresql://user:password@host/name. Nothing may run.

    Without URL it is asked for, so that its password stands in no history.
    """
    from smsbot.db import migrate
    from smsbot.db.copy import copy_all
    from smsbot.db.database import Database, read_url
    from smsbot.wiring import RealClock, open_database

    source = open_database(settings_from_env())
    target = Database(read_url(url or click.prompt("the empty database", hide_input=True)), source.keys)
    try:
        migrate.check(source)
        migrate.upgrade(target)
        counts = copy_all(source, target, RealClock().now(), _progress)
    finally:
        source.close()
        target.close()
    click.echo(f"{sum(counts.values())} rows copied. Set DATABASE_URL to the new database, start, and keep the old one")


def _progress(table: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{table}: {done} of {total}", nl=done == total, err=True)


def _sqlite_file() -> Path:
    from smsbot.db.database import read_url

    url = read_url(settings_from_env().database_url)
    if url.get_backend_name() != "sqlite" or url.database is None:
        raise SmsbotError("this is PostgreSQL: use pg_dump and pg_restore, or your host's backups")
    return Path(url.database)


@click.group()
def keys() -> None:
    """Keys that seal words and find numbers."""


@keys.command()
def new() -> None:
    """Print a fresh key for DATA_KEYS or LOOKUP_KEYS. Without the keys a database cannot be read by anyone."""
    from smsbot.db.sealing import new_key

    click.echo(new_key())
