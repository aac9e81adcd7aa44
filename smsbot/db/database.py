"""Opens the database and its transactions: one shape for SQLite and PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import datetime
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from smsbot.core.errors import SmsbotError
from smsbot.db.bell import Bell
from smsbot.db.gate import WriteGate
from smsbot.db.ringer import Ringer
from smsbot.db.together import Together
from smsbot.db.tx import NOTIFY, Keys, Tx

T = TypeVar("T")

_FRESH_SECONDS = 1.0


class BadDatabaseUrl(SmsbotError):
    """DATABASE_URL is not one that smsbot can open."""

    code = "bad_database_url"


def read_url(text: str) -> URL:
    """DATABASE_URL as given by hosts (`postgres://` too), or a path-like sqlite URL."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # a port that is no number is a plain ValueError
        raise BadDatabaseUrl("DATABASE_URL cannot be read; use sqlite:///file or postgresql://host/name") from None
    backend = url.get_backend_name()
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and url.database not in (None, "", ":memory:"):  # every connection would have its own
        return url
    raise BadDatabaseUrl(f"DATABASE_URL: '{backend}' is not supported; use sqlite:///file or postgresql://host/name")


class Database:
    """The engine, the write gate and the bell. Safe to share between threads; not across a fork."""

    def __init__(self, url: URL, keys: Keys) -> None:
        self.url = url
        self.keys = keys
        self.bell = Bell()
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url)
        self._gate = WriteGate(f"{url.database}.gate") if self.is_sqlite else None
        self._writer = self.engine.execution_options(smsbot_write=True)
        self._together = Together(self.write)
        self._alone = self._writer.execution_options(isolation_level="AUTOCOMMIT")
        self._ringer = Ringer(self._notify)

    @contextmanager
    def write(self, now: datetime) -> Iterator[Tx]:
        """One transaction that may write; commits at the end, rolls back on any error."""
        with self.write_connection() as conn:
            tx = Tx(conn, self.keys, now)
            yield tx
        if tx.rings:
            self.bell.ring()

    def write_together(self, now: datetime, work: Callable[[Tx], T]) -> T:
        """One small write, committed when this returns; `work` may run twice, of which one run is kept.

        On SQLite it may share its transaction with others like it. PostgreSQL gathers commits itself: there every
        statement of `work` is a transaction of its own, which spares two round trips where there is only one, and
        other processes are told after the commit.
        """
        if self.is_sqlite:
            return self._together.do(now, work)
        with self._alone.connect() as conn:
            tx = Tx(conn, self.keys, now)
            done = work(tx)
        if tx.rings:
            self.bell.ring()
            self._ringer.ring()
        return done

    def _notify(self) -> None:
        # If it fails: they look by themselves every quarter of a second.
        with suppress(SQLAlchemyError), self._alone.connect() as conn:
            conn.execute(NOTIFY)

    @contextmanager
    def write_connection(self) -> Iterator[Connection]:
        """A bare writing connection in one transaction, for migrations."""
        waiting: AbstractContextManager[None] = self._gate or nullcontext()
        with waiting, self._writer.begin() as conn:
            yield conn

    @contextmanager
    def read(self, now: datetime) -> Iterator[Tx]:
        """One transaction that only looks; on SQLite it neither waits for writers nor makes them wait."""
        with self.engine.begin() as conn:
            yield Tx(conn, self.keys, now)

    def close(self) -> None:
        """Close every connection."""
        self._ringer.close()
        self.engine.dispose()
        if self._gate is not None:
            self._gate.close()


def link_broke(error: Exception) -> bool:
    """Was the database lost in the middle of it? That says nothing about the row that was being worked on."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_size=32, max_overflow=32, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _prepare(dbapi_connection: Any, _record: object) -> None:
        # SQLAlchemy's begin event sends BEGIN; the driver must not add one of its own.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: a text we acknowledged survives a power cut; NORMAL would lose it.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        # A deferred transaction that upgrades to a write fails at once when somebody wrote in between.
        writes = conn.get_execution_options().get("smsbot_write", False)
        conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=16,
        max_overflow=16,
        connect_args={
            "connect_timeout": 5,
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
        },
    )

    @event.listens_for(engine, "checkin")
    def _put_back(_dbapi_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def _still_there(dbapi_connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        # Asking takes a round trip. A connection that was used a moment ago is there, or everybody's are gone.
        if monotonic() - record.info.get("rests_since", 0.0) < _FRESH_SECONDS:
            return
        try:
            alive = engine.dialect.do_ping(dbapi_connection)
        except engine.dialect.loaded_dbapi.Error:
            alive = False
        if not alive:
            raise DisconnectionError  # the pool makes a new one

    return engine
