"""INSERT ... ON CONFLICT for both databases.

Whether a row was new is read from RETURNING, never from `rowcount`: psycopg reports -1 here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite

from smsbot.db.tx import Tx

Insert = postgresql.Insert | sqlite.Insert


def _insert(tx: Tx, table: Table, values: Mapping[str, Any]) -> Insert:
    maker = postgresql.insert if tx.conn.dialect.name == "postgresql" else sqlite.insert
    return maker(table).values(**values)


def insert_or_ignore(tx: Tx, table: Table, values: Mapping[str, Any]) -> Insert:
    """Insert, or leave the row that is there alone. Add `.returning(...)` to learn whether it was new."""
    return _insert(tx, table, values).on_conflict_do_nothing()


def upsert(
    tx: Tx, table: Table, values: Mapping[str, Any], key: Sequence[str], *, where: ColumnElement[bool] | None = None
) -> Insert:
    """Insert, or overwrite the row with the same key; only one that is `where`, and RETURNING tells whether it was."""
    changed = {name: value for name, value in values.items() if name not in key}
    return _insert(tx, table, values).on_conflict_do_update(index_elements=list(key), set_=changed, where=where)
