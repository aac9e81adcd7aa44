"""Locks on PostgreSQL: the participant first, and nobody waits in a ring. On SQLite the write gate is the lock."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from postgres import Postgres
from sqlalchemy import select

from smsbot.core.effects import TextKind, TimerKind
from smsbot.core.flow import Level
from smsbot.db import inbox, outbox, people, receipts, tickets, timers
from smsbot.db.database import Database, read_url
from smsbot.db.inbox import Arrived
from smsbot.db.people import Found
from smsbot.db.schema import inbox as inbox_table
from smsbot.db.sealing import LookupKeys, MasterKeys
from smsbot.db.tx import Keys, Tx

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ANA = "+13365550111"


@pytest.fixture
def pg(postgres: Postgres) -> Iterator[Database]:
    """A PostgreSQL database of this test's own."""
    postgres.create("locks", template="template")
    database = Database(read_url(postgres.url("locks")), Keys(MasterKeys([b"d" * 32]), LookupKeys([b"l" * 32])))
    yield database
    database.close()
    postgres.drop("locks")


@pytest.fixture
def ana(pg: Database) -> Found:
    """A participant."""
    with pg.write(NOW) as tx:
        return people.find_or_create(tx, ANA, language="en", zone="UTC")


class Aside(threading.Thread):
    """Does something in a transaction of its own."""

    def __init__(self, db: Database, work: "object") -> None:
        super().__init__(daemon=True)
        self._db, self._work = db, work
        self.result: object = None
        self.start()

    def run(self) -> None:
        with self._db.write(NOW) as tx:
            assert callable(self._work)
            self.result = self._work(tx)

    def waits(self) -> bool:
        self.join(0.15)
        return self.is_alive()


def language_of(tx: Tx, found: Found) -> object:
    row = people.lock(tx, found.participant_id, skip_locked=False)
    assert row is not None
    return row.language


def test_a_participant_who_is_locked_is_passed_over(pg: Database, ana: Found) -> None:
    with pg.write(NOW) as holder:
        assert people.lock(holder, ana.participant_id) is not None
        with pg.write(NOW) as other:
            assert people.lock(other, ana.participant_id) is None
    with pg.write(NOW) as tx:
        assert people.lock(tx, ana.participant_id) is not None


def test_who_must_have_the_lock_waits_for_it(pg: Database, ana: Found) -> None:
    with pg.write(NOW) as holder:
        people.change(holder, ana.participant_id, language="es")
        waiter = Aside(pg, lambda tx: language_of(tx, ana))
        assert waiter.waits()
    waiter.join(5)
    assert waiter.result == "es", "what is read under the lock is what was committed before"


def drawn(tx: Tx) -> object:
    """The number that a text of hers draws."""
    kept = inbox.arrive(tx, "sms", "SM1", Arrived(ANA), worker_line=False)
    assert kept is not None
    row = inbox.get(tx, kept.id)
    assert row is not None
    return row.seq


def test_a_webhook_waits_for_the_turn_that_has_the_person_and_draws_a_later_number(pg: Database, ana: Found) -> None:
    with pg.write(NOW) as holder:
        people.lock(holder, ana.participant_id)
        first = people.next_seq(holder, ana.participant_id)
        webhook = Aside(pg, drawn)
        assert webhook.waits()
    webhook.join(5)
    assert webhook.result == first + 1


def test_a_text_that_is_handed_over_is_passed_over_by_other_senders(pg: Database, ana: Found) -> None:
    with pg.write(NOW) as tx:
        text_id = outbox.queue(
            tx, outbox.NewText(TextKind.REPLY, "a", "hi", ana.number_hash, participant_id=ana.participant_id)
        )
    with pg.write(NOW) as holder:
        assert outbox.get(holder, text_id, locked=True) is not None
        with pg.write(NOW) as other:
            assert outbox.get(other, text_id, locked=True) is None


def test_an_inbound_text_is_decided_by_one_worker(pg: Database) -> None:
    with pg.write(NOW) as tx:
        inbox_id = inbox.record(tx, "sms", "SM1", Arrived(ANA), number_hash="h", worker_line=False, seq=0) or ""
    with pg.write(NOW) as holder:
        assert inbox.claim(holder, inbox_id) is not None
        with pg.write(NOW) as other:
            assert inbox.claim(other, inbox_id) is None


def test_a_second_worker_finds_a_timer_fired_already(pg: Database) -> None:
    with pg.write(NOW) as tx:
        timer_id = timers.set_timer(tx, TimerKind.LADDER, NOW)
    with pg.write(NOW) as holder:
        assert timers.claim(holder, timer_id, NOW) is not None
        second = Aside(pg, lambda tx: timers.claim(tx, timer_id, NOW))
        assert second.waits()
    second.join(5)
    assert second.result is None


def test_a_receipt_is_applied_by_one_worker(pg: Database) -> None:
    with pg.write(NOW) as tx:
        receipts.record(tx, "text", "SM1", "delivered", None)
        [row] = receipts.pending(tx)
    with pg.write(NOW) as holder:
        assert receipts.claim(holder, row.id)
        second = Aside(pg, lambda tx: receipts.claim(tx, row.id))
        assert second.waits()
    second.join(5)
    assert second.result is False


def test_two_workers_who_take_a_ticket_see_each_other(pg: Database, ana: Found) -> None:
    def take(tx: Tx) -> object:
        people.lock(tx, ana.participant_id, skip_locked=False)
        row = tickets.get(tx, ticket.id, locked=True)
        assert row is not None
        return row.taken_at

    with pg.write(NOW) as tx:
        ticket = tickets.open_ticket(
            tx, "person", Level.ROUTINE, participant_id=ana.participant_id, phone_id=ana.phone_id, inbox_id=None
        )
    with pg.write(NOW) as holder:
        assert take(holder) is None
        second = Aside(pg, take)
        assert second.waits()
        tickets.change(holder, ticket.id, taken_at=NOW)
    second.join(5)
    assert second.result == NOW


def test_a_stranger_whom_two_meet_at_once_is_made_once(pg: Database) -> None:
    def meet(tx: Tx) -> Found:
        return people.find_or_create(tx, ANA, language="en", zone="UTC")

    with pg.write(NOW) as holder:
        first = meet(holder)
        second = Aside(pg, meet)
        assert second.waits()
    second.join(5)
    assert isinstance(second.result, Found)
    assert second.result.participant_id == first.participant_id
    assert (first.new, second.result.new) == (True, False)


def test_a_lock_that_never_comes_free_is_an_error_and_not_a_hang(pg: Database) -> None:
    from sqlalchemy import text

    with pg.engine.connect() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "10s"
        assert connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar() == "1min"


def test_a_ring_on_one_connection_reaches_the_others(pg: Database) -> None:
    import psycopg

    address = pg.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as listener:
        listener.execute("LISTEN smsbot")
        with pg.write(NOW) as tx:
            tx.wake()
        assert [note.channel for note in listener.notifies(timeout=5, stop_after=1)] == ["smsbot"]


def test_texts_of_a_stranger_that_somebody_else_has_claimed_are_not_waited_for(pg: Database) -> None:
    with pg.write(NOW) as tx:
        number = tx.keys.lookup.hash(ANA)
        first, second = (
            inbox.record(tx, "sms", sid, Arrived(ANA, "hi"), number_hash=number, worker_line=False, seq=0)
            for sid in ("SM1", "SM2")
        )
    with pg.write(NOW) as other, pg.write(NOW) as tx:
        other.run(select(inbox_table).where(inbox_table.c.id == second).with_for_update())
        claimed = inbox.claim(tx, str(first))
        assert claimed is not None
        assert inbox.draw_for_waiting(tx, claimed, iter(range(1, 9)).__next__) == 1
    with pg.read(NOW) as tx:
        assert [row.seq for row in tx.all(select(inbox_table).order_by(inbox_table.c.id))] == [1, 0]
