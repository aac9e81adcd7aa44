"""Copies of a whole database: a SQLite file page by page while it is in use, or row by row into another database."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, func, insert, select

from smsbot.core.errors import SmsbotError
from smsbot.db import programme
from smsbot.db.database import Database
from smsbot.db.schema import metadata

Rows: TypeAlias = dict[str, list[dict[str, Any]]]
"""Rows of a whole database, by their table."""

_BATCH = 1000
_STILL_RUNS = timedelta(seconds=30)


class CannotCopy(SmsbotError):
    """The one database is in use, or the other is not empty."""

    code = "cannot_copy"


def back_up(source: Path, target: Path) -> None:
    """A consistent copy of `source` in `target`."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def copy_all(
    source: Database, target: Database, now: datetime, told: Callable[[str, int, int], None]
) -> Mapping[str, int]:
    """Copy every row into an empty database of the same version, of either kind, in one transaction.

    Args:
        source: nothing may run on it: what is written to it later is not copied.
        target: migrated and empty. It stays so if anything fails on the way.
        now: UTC.
        told: called with a table, and how many of how many of its rows are copied.

    Returns:
        How many rows each table has, by its name.

    Raises:
        CannotCopy: a worker runs on the source, the target holds something, or a count differs afterwards.
    """
    with source.read(now) as tx:
        if programme.workers_alive(tx, now - _STILL_RUNS):
            raise CannotCopy("a worker is running on this database: stop web and worker first. Nothing was copied")
        with target.write_connection() as new:
            _empty(new)
            return {table.name: _copy(tx.conn, new, table, told) for table in metadata.sorted_tables}


def snapshot(db: Database) -> Rows:
    """Every row of a small database, to begin with again."""
    with db.write_connection() as conn:
        found = ((table.name, conn.execute(select(table)).mappings().all()) for table in metadata.sorted_tables)
        return {name: [dict(row) for row in rows] for name, rows in found if rows}


def restore(db: Database, rows: Rows) -> None:
    """Throw away what a PostgreSQL database holds, and put these rows in."""
    with db.write_connection() as conn:
        conn.exec_driver_sql(f"TRUNCATE {', '.join(table.name for table in metadata.sorted_tables)}")
        for table in metadata.sorted_tables:
            if table.name in rows:
                conn.execute(insert(table), rows[table.name])


def _empty(new: Connection) -> None:
    holding = [table.name for table in metadata.sorted_tables if _rows(new, table)]
    if holding:
        raise CannotCopy(
            f"the other database is not empty (there is something in {', '.join(holding)}): name a new one"
        )


def _copy(old: Connection, new: Connection, table: Table, told: Callable[[str, int, int], None]) -> int:
    total, done = _rows(old, table), 0
    for rows in old.execution_options(yield_per=_BATCH).execute(select(table)).partitions():
        new.execute(insert(table), [dict(row._mapping) for row in rows])
        done += len(rows)
        told(table.name, done, total)
    if (found := _rows(new, table)) != total:
        raise CannotCopy(f"{table.name} has {total} rows here and {found} there: nothing was kept there")
    return total


def _rows(conn: Connection, table: Table) -> int:
    return int(conn.execute(select(func.count()).select_from(table)).scalar_one())
