"""Opens the database and its transactions: one shape for SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from smsbot.core.errors import SmsbotError
from smsbot.db.bell import Bell
from smsbot.db.gate import WriteGate
from smsbot.db.tx import Keys, Tx


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

    @contextmanager
    def write(self, now: datetime) -> Iterator[Tx]:
        """One transaction that may write; commits at the end, rolls back on any error."""
        with self.write_connection() as conn:
            tx = Tx(conn, self.keys, now)
            yield tx
        if tx.rings:
            self.bell.ring()

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
        self.engine.dispose()
        if self._gate is not None:
            self._gate.close()


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
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=16,
        max_overflow=16,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
        },
    )
