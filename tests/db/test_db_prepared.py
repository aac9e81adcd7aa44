"""Statements that are compiled once answer and fail as all others do, on both databases."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, insert
from sqlalchemy.exc import DBAPIError, IntegrityError

from smsbot.db.database import Database
from smsbot.db.prepared import Prepared
from smsbot.db.ringer import Ringer
from smsbot.db.schema import heartbeat

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


def beat() -> Prepared:
    values: dict[str, Any] = {column.name: bindparam(column.name, type_=column.type) for column in heartbeat.c}
    return Prepared(insert(heartbeat).values(**values).returning(heartbeat.c.worker, heartbeat.c.at))


def test_values_go_in_and_come_out_as_the_columns_say(db: Database) -> None:
    with db.write(NOW) as tx:
        assert [list(row) for row in beat().rows(tx, worker="one", at=NOW)] == [["one", NOW]]


def test_a_broken_rule_is_the_same_error_and_shows_no_values(db: Database) -> None:
    statement = beat()
    with db.write(NOW) as tx:
        statement.rows(tx, worker="+13365550111", at=NOW)
    with pytest.raises(IntegrityError) as caught, db.write(NOW) as tx:
        statement.rows(tx, worker="+13365550111", at=NOW)
    assert "3365550111" not in str(caught.value).replace(str(caught.value.orig), "")


def _cut_and_write(db: Database) -> None:
    with db.write(NOW) as tx, db.write(NOW) as other:
        mine = tx.conn.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        other.conn.exec_driver_sql("SELECT pg_terminate_backend(%(pid)s)", {"pid": mine})
        beat().rows(tx, worker="one", at=NOW)


def test_a_cut_link_is_told_as_such_and_the_next_transaction_has_a_new_one(request: pytest.FixtureRequest) -> None:
    from programme_here import KEYS

    from smsbot.db.database import read_url

    server = request.getfixturevalue("postgres")
    server.create("cut", template="template")
    db = Database(read_url(server.url("cut")), KEYS)
    try:
        with pytest.raises(DBAPIError) as caught:
            _cut_and_write(db)
        assert caught.value.connection_invalidated
        with db.write(NOW) as tx:
            assert len(beat().rows(tx, worker="one", at=NOW)) == 1
    finally:
        db.close()
        server.drop("cut")


def test_many_rings_become_few_and_the_last_is_never_lost() -> None:
    rung, go = 0, threading.Event()

    def notify() -> None:
        nonlocal rung
        rung += 1
        go.wait(5)

    ringer = Ringer(notify)
    for _ in range(50):
        ringer.ring()
    go.set()
    ringer.close()
    assert 1 <= rung <= 3
