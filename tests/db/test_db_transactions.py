"""One shape of transaction on both databases, and the traps of each that this shape avoids."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from smsbot.db import inbox, programme
from smsbot.db.database import BadDatabaseUrl, Database, read_url
from smsbot.db.inbox import Arrived
from smsbot.db.schema import heartbeat, meta, phone_link

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def put(db: Database, key: str, value: str) -> None:
    with db.write(NOW) as tx:
        programme.put(tx, key, value)


def kept(db: Database, key: str) -> str | None:
    with db.read(NOW) as tx:
        return programme.get(tx, key)


def test_a_deferred_transaction_that_begins_to_write_fails_at_once_when_somebody_wrote_in_between(
    sqlite_db: Database,
) -> None:
    path = str(sqlite_db.url.database)
    with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM meta").fetchall()
        put(sqlite_db, "a", "1")
        with pytest.raises(sqlite3.OperationalError, match="database is locked") as caught:
            other.execute("INSERT INTO meta VALUES ('b', '2')")
    assert caught.value.sqlite_errorname == "SQLITE_BUSY_SNAPSHOT", "the busy handler is not even asked"


def test_our_write_reads_and_then_writes_however_much_was_written_before(sqlite_db: Database) -> None:
    with sqlite_db.write(NOW) as tx:
        assert programme.get(tx, "a") is None
        locked = pytest.raises(sqlite3.OperationalError, match="database is locked")
        with closing(sqlite3.connect(str(sqlite_db.url.database), timeout=0)) as other, locked:
            other.execute("INSERT INTO meta VALUES ('b', '2')")
        programme.put(tx, "a", "1")
    assert kept(sqlite_db, "a") == "1"


def test_on_sqlite_a_reader_neither_waits_for_a_writer_nor_sees_half_of_what_it_does(sqlite_db: Database) -> None:
    with sqlite_db.read(NOW) as tx:
        assert programme.get(tx, "a") is None
        put(sqlite_db, "a", "1")
        assert programme.get(tx, "a") is None
    assert kept(sqlite_db, "a") == "1"


def test_an_error_takes_everything_back_and_rings_nobody(db: Database) -> None:
    seen = db.bell.rings

    def fail() -> None:
        with db.write(NOW) as tx:
            programme.put(tx, "a", "1")
            tx.wake()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert kept(db, "a") is None
    assert db.bell.rings == seen


def test_the_bell_rings_after_the_commit(db: Database) -> None:
    seen = db.bell.rings
    with db.write(NOW) as tx:
        tx.wake()
        assert db.bell.rings == seen
    assert db.bell.rings == seen + 1


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)]
)
def test_every_sqlite_connection_is_safe_against_power_cuts_and_forgets_what_it_deletes(
    sqlite_db: Database, pragma: str, value: object
) -> None:
    with sqlite_db.engine.connect() as one, sqlite_db.engine.connect() as two:
        for connection in (one, two):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_foreign_keys_hold_on_both(db: Database) -> None:
    nobody = "00000000-0000-7000-8000-000000000000"
    with pytest.raises(Exception, match=r"(?i)foreign key"), db.write(NOW) as tx:
        tx.run(insert(phone_link).values(phone_id=nobody, participant_id=nobody, since=NOW))


def test_rowcount_does_not_tell_whether_a_row_was_new_and_returning_does(db: Database) -> None:
    maker = sqlite.insert if db.is_sqlite else postgresql.insert
    statement = maker(meta).values(key="a", value="1").on_conflict_do_nothing()
    with db.write(NOW) as tx:
        counts = [tx.run(statement).rowcount, tx.run(statement).rowcount]
    assert counts == ([1, 0] if db.is_sqlite else [-1, -1]), "psycopg says -1 for new and for old"
    with db.write(NOW) as tx:
        assert tx.one(statement.returning(meta.c.key)) is None


def test_a_sid_is_recorded_once_whatever_the_database_says_about_rowcounts(db: Database) -> None:
    def record() -> str | None:
        with db.write(NOW) as tx:
            return inbox.record(tx, "sms", "SM1", Arrived("+1"), number_hash="h", worker_line=False, seq=0)

    assert record() is not None
    assert record() is None
    with db.read(NOW) as tx:
        assert len(inbox.pending(tx)) == 1


def test_a_moment_without_a_zone_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="without a time zone"), db.write(NOW) as tx:
        tx.run(insert(heartbeat).values(worker="a", at=NOW.replace(tzinfo=None)))


def test_moments_come_back_as_utc_and_sort_by_time_whatever_zone_they_were_written_in(db: Database) -> None:
    east = timezone(timedelta(hours=9))
    moments = {
        "a": NOW.astimezone(east),
        "b": NOW + timedelta(microseconds=1),
        "c": NOW + timedelta(seconds=1),
        "d": (NOW + timedelta(seconds=1, microseconds=500)).astimezone(timezone(-timedelta(hours=8))),
    }
    with db.write(NOW) as tx:
        for name, moment in reversed(moments.items()):
            tx.run(insert(heartbeat).values(worker=name, at=moment))
        rows = tx.all(select(heartbeat).order_by(heartbeat.c.at))
    assert [row.worker for row in rows] == list("abcd")
    assert [row.at for row in rows] == list(moments.values())
    assert all(row.at.tzinfo is UTC for row in rows)


def test_only_the_database_package_ends_a_transaction() -> None:
    ends = re.compile(r"\.(commit|rollback)\(")
    guilty = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "smsbot").rglob("*.py"))
        if "db" not in path.relative_to(ROOT / "smsbot").parts[:1] and ends.search(path.read_text())
    ]
    assert guilty == []


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgres://u:p@host/name", "postgresql+psycopg"),
        ("postgresql://host/name", "postgresql+psycopg"),
        ("postgresql+psycopg2://host/name", "postgresql+psycopg"),
        ("sqlite:///smsbot.sqlite3", "sqlite"),
    ],
)
def test_urls_as_hosts_give_them_are_read(url: str, driver: str) -> None:
    assert read_url(url).drivername == driver


@pytest.mark.parametrize(
    "url",
    [
        "",
        "smsbot.sqlite3",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://host/name",
        "postgresql://u:secret@host:port/name",
        "http://[",
    ],
)
def test_other_urls_are_refused_without_repeating_a_password(url: str) -> None:
    with pytest.raises(BadDatabaseUrl, match=r"sqlite:///file or postgresql://host/name") as caught:
        read_url(url)
    assert "secret" not in str(caught.value)
