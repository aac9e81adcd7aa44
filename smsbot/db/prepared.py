"""Statements that every webhook runs: built and compiled once, then run on the driver's own cursor.

Building a statement and SQLAlchemy's way of running it cost ten times what SQLite needs for the row. The tables stay
the one schema, the transaction is the same one, and errors come as SQLAlchemy raises them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine

from smsbot.db.tx import Tx

Processor = Callable[[Any], Any] | None


class Prepared:
    """An insert, update or delete, whose parameters are all named (`bindparam`)."""

    def __init__(self, statement: UpdateBase) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, tx: Tx, **values: Any) -> Sequence[Sequence[Any]]:
        """Run it; the rows it returns, their values in the order of its RETURNING."""
        name = tx.conn.dialect.name
        compiled = self._compiled.get(name)
        if compiled is None:
            compiled = self._compiled[name] = _Compiled(self._statement, tx.conn.dialect, list(values))
        return compiled.run(tx.conn, values)


class _Compiled:
    def __init__(self, statement: UpdateBase, dialect: Dialect, names: Sequence[str]) -> None:
        compiled = statement.compile(dialect=dialect)
        self._sql = str(compiled)
        binds: Mapping[str, Any] = getattr(compiled, "binds", {})
        self._inward = {name: _inward(bind.type, dialect) for name, bind in binds.items()}
        self._fixed = {name: value for name, value in (compiled.params or {}).items() if name not in names}
        # SQLite wants its parameters in order, psycopg by name.
        self._order: Sequence[str] | None = getattr(compiled, "positiontup", None)
        returned = statement.exported_columns
        self._outward = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in returned]

    def run(self, conn: Connection, values: dict[str, Any]) -> Sequence[Sequence[Any]]:
        for name, inward in self._inward.items():
            if inward is not None and name in values:
                values[name] = inward(values[name])
        values.update(self._fixed)
        cursor = conn.connection.cursor()
        try:
            cursor.execute(self._sql, values if self._order is None else [values[name] for name in self._order])
            rows = cursor.fetchall()
        except conn.dialect.loaded_dbapi.Error as error:
            raise self._as_raised_by_sqlalchemy(conn, error) from error
        finally:
            cursor.close()
        return [[_through(out, value) for out, value in zip(self._outward, row, strict=True)] for row in rows]

    def _as_raised_by_sqlalchemy(self, conn: Connection, error: Exception) -> BaseException:
        gone = conn.dialect.is_disconnect(error, conn.connection.dbapi_connection, None)  # type: ignore[arg-type]
        if gone:
            conn.invalidate(error)
        base = conn.dialect.loaded_dbapi.Error
        # No parameters: they hold what must not be in a log.
        return DBAPIError.instance(
            self._sql, None, error, base, hide_parameters=True, connection_invalidated=gone, dialect=conn.dialect
        )


def _inward(kind: TypeEngine[Any], dialect: Dialect) -> Processor:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _through(processor: Processor, value: Any) -> Any:
    return value if processor is None else processor(value)
