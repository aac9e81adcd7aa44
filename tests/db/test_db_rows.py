"""Rows of people, workers, tickets, timers and texts, as the use cases rely on them."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from smsbot.core.conversation import Conversation, Status
from smsbot.core.delivery import TextStatus
from smsbot.core.effects import TextKind, TimerKind
from smsbot.core.flow import Level
from smsbot.core.pace import order
from smsbot.db import bell, conversations, inbox, outbox, people, programme, tickets, timers, workers
from smsbot.db.database import Database
from smsbot.db.ids import new_id
from smsbot.db.inbox import Arrived
from smsbot.db.people import Found
from smsbot.db.schema import conversation, heartbeat, phone, phone_link
from smsbot.db.schema import timer as timer_table
from smsbot.db.tx import Tx

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ANA, BEN = "+13365550111", "+13365550112"


def person(tx: Tx, number: str = ANA) -> Found:
    return people.find_or_create(tx, number, language="en", zone="UTC")


def text_to(tx: Tx, found: Found, key: str = "a", **about: object) -> str:
    new = outbox.NewText(TextKind.REPLY, key, "hi", found.number_hash, participant_id=found.participant_id)
    text_id = outbox.queue(tx, new)
    if about:
        outbox.change(tx, text_id, **about)
    return text_id


def test_ids_made_one_after_the_other_sort_in_that_order_in_both_databases(db: Database) -> None:
    made = [new_id(NOW) for _ in range(300)] + [new_id(NOW + timedelta(milliseconds=n)) for n in range(1, 300)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {one[14] for one in made} == {"7"}
    assert {one[19] for one in made} <= set("89ab")
    with db.write(NOW) as tx:
        for one in reversed(made):
            tx.run(insert(timer_table).values(id=one, kind="ladder", due_at=NOW))
        rows = tx.all(select(timer_table.c.id).order_by(timer_table.c.id))
    assert [row.id for row in rows] == made


def test_ids_of_many_threads_are_all_different() -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.extend(new_id(NOW) for _ in range(500))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2000


def test_a_bell_that_rang_between_looking_and_waiting_is_not_missed() -> None:
    rung = bell.Bell()
    seen = rung.rings
    rung.ring()
    rung.wait(seen, 60)
    rung.wait(rung.rings, 0.01)


def test_the_newest_link_says_who_has_a_phone(db: Database) -> None:
    with db.write(NOW) as tx:
        ana = person(tx)
        ben = person(tx, BEN)
        tx.run(
            insert(phone_link).values(
                phone_id=ana.phone_id, participant_id=ben.participant_id, since=NOW + timedelta(days=1)
            )
        )
        found = people.at_number(tx, [ana.number_hash])
        assert found is not None
        assert found.participant_id == ben.participant_id
        people.next_seq(tx, ben.participant_id)
        kept = inbox.arrive(tx, "sms", "SM1", Arrived(ANA), worker_line=False)
        assert kept is not None
        row = inbox.get(tx, kept.id)
        assert row is not None
        assert (row.number_hash, row.seq) == (ana.number_hash, 2)
        rows = [people.lock(tx, one.participant_id) for one in (ana, ben)]
        assert [row.seq for row in rows if row is not None] == [2, 2], "everybody at the phone goes on from one number"


def test_nobody_is_at_a_number_nobody_texted_from(db: Database) -> None:
    with db.write(NOW) as tx:
        assert people.at_number(tx, ["h"]) is None
        kept = inbox.arrive(tx, "sms", "SM1", Arrived(ANA), worker_line=False)
        row = inbox.get(tx, kept.id) if kept is not None else None
        assert row is not None
        assert (row.number_hash, row.seq) == (tx.keys.lookup.hash(ANA), 0)
        assert people.lock(tx, "0" * 32) is None


def test_a_phone_frozen_once_keeps_its_first_reason(db: Database) -> None:
    with db.write(NOW) as tx:
        ana = person(tx)
        people.freeze(tx, [ana.phone_id], "wrong number")
        people.freeze(tx, [ana.phone_id], "number gone")
        row = tx.one(select(phone))
    assert row is not None
    assert (row.frozen_why, row.frozen_at) == ("wrong number", NOW)


def test_a_person_has_one_open_conversation_and_the_answers_in_it_are_kept(db: Database) -> None:
    def talk(name: str, status: Status = Status.WAITING, **answers: str) -> Conversation:
        return Conversation(ids[name], name, published, "step", NOW, visit=1, answers=answers, status=status)

    ids = {name: new_id(NOW) for name in ("first", "second")}
    with db.write(NOW) as tx:
        ana = person(tx)
        published = programme.publish(tx, "digest", "{}")
        conversations.save(tx, ana.participant_id, ana.phone_id, talk("first", how="pickup"))
        assert conversations.open_of(tx, ana.participant_id) == talk("first", how="pickup")
        conversations.save(tx, ana.participant_id, ana.phone_id, talk("second"))
        assert conversations.open_of(tx, ana.participant_id) == talk("second")
        conversations.save(tx, ana.participant_id, ana.phone_id, talk("second", Status.FINISHED))
        assert conversations.open_of(tx, ana.participant_id) is None
        rows = {row.flow: row for row in tx.all(select(conversation))}
    assert (rows["first"].status, rows["second"].status) == ("stopped", "finished")
    assert rows["first"].ended_at == rows["second"].ended_at == NOW


def test_a_worker_with_a_new_number_stays_the_same_worker(db: Database) -> None:
    with db.write(NOW) as tx:
        before = workers.add(tx, "sam", ANA)
        assert workers.remove(tx, "sam")
        assert workers.everyone(tx) == []
        after = workers.add(tx, "sam", BEN)
        assert (after.id, after.number) == (before.id, BEN)
        assert workers.by_id(tx, before.id) == after
        assert workers.at_number(tx, [before.number_hash]) is None


def test_a_number_that_goes_to_another_worker_is_theirs_alone(db: Database) -> None:
    with db.write(NOW) as tx:
        workers.add(tx, "sam", ANA)
        workers.add(tx, "dee", ANA)
        assert [one.handle for one in workers.everyone(tx)] == ["dee"]
        assert [one.handle for one in workers.by_handles(tx, ["sam", "dee"])] == ["dee"]


def test_a_code_is_unique_among_open_tickets_and_free_again_afterwards(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = iter(["A3C4", "A3C4", "D6E7", "A3C4"])
    monkeypatch.setattr(tickets, "_code", lambda: next(codes))

    def opened(tx: Tx) -> tuple[str, str]:
        row = tickets.open_ticket(tx, "crisis", Level.RED, participant_id=None, phone_id=None, inbox_id=None)
        return row.id, row.code

    with db.write(NOW) as tx:
        first, code = opened(tx)
        assert (code, opened(tx)[1]) == ("A3C4", "D6E7")
        tickets.change(tx, first, closed_at=NOW)
        again, code = opened(tx)
        assert code == "A3C4"
        found = tickets.by_code(tx, "a3c4")
        assert found is not None
        assert found.id == again, "the open one"
        assert [event.what for event in tickets.events_of(tx, first)] == ["opened"]


def test_a_code_can_be_read_aloud() -> None:
    for _ in range(200):
        code = tickets._code()
        assert not set(code) & set("0O1IL5S8B2ZUV"), code


def test_a_note_is_sealed_under_the_persons_key(db: Database) -> None:
    with db.write(NOW) as tx:
        ana = person(tx)
        row = tickets.open_ticket(
            tx, "x", Level.ROUTINE, participant_id=ana.participant_id, phone_id=None, inbox_id=None, note="my words"
        )
        bare = tickets.open_ticket(tx, "y", Level.ROUTINE, participant_id=None, phone_id=None, inbox_id=None, note="w")
        assert tickets.note_of(tx, row) == "my words"
        assert tickets.note_of(tx, bare) == ""
        assert tickets.get(tx, row.id, locked=True) == row
        assert [t.id for t in tickets.all_open(tx)] == [row.id, bare.id]


def test_a_timer_is_claimed_once_and_only_when_due(db: Database) -> None:
    with db.write(NOW) as tx:
        timer_id = timers.set_timer(tx, TimerKind.LADDER, NOW + timedelta(minutes=3))
        assert timers.claim(tx, timer_id, NOW) is None
        assert timers.due(tx, NOW) == []
        later = NOW + timedelta(minutes=3)
        assert timers.claim(tx, timer_id, later) is not None
        assert timers.claim(tx, timer_id, later) is None
        timers.later(tx, timer_id, NOW)
        assert timers.claim(tx, timer_id, NOW) is not None


def test_a_timer_that_fails_rests_and_is_given_up_unless_it_is_a_ladder(db: Database) -> None:
    with db.write(NOW) as tx:
        ids = {kind: timers.set_timer(tx, kind, NOW) for kind in (TimerKind.FOLLOW_UP, TimerKind.LADDER)}
        for _ in range(3):
            for timer_id in ids.values():
                timers.failed(tx, timer_id)
        timers.failed(tx, ids[TimerKind.FOLLOW_UP])
        rows = {TimerKind(row.kind): row for row in tx.all(select(timer_table))}
    assert rows[TimerKind.FOLLOW_UP].outcome == "flagged"
    assert (rows[TimerKind.LADDER].done_at, rows[TimerKind.LADDER].due_at) == (None, NOW + timedelta(minutes=1))


def test_cancelling_names_what_it_cancels(db: Database) -> None:
    with db.write(NOW) as tx:
        ana, ben = person(tx), person(tx, BEN)
        for found in (ana, ben):
            for kind in (TimerKind.FOLLOW_UP, TimerKind.LADDER):
                timers.set_timer(tx, kind, NOW, participant_id=found.participant_id)
        timers.cancel(tx, TimerKind.FOLLOW_UP, participant_id=ana.participant_id)
        assert len(timers.due(tx, NOW)) == 3
        timers.cancel(tx, participant_id=ben.participant_id)
        assert [row.kind for row in timers.due(tx, NOW)] == ["ladder"]
        first = timers.next_waiting(tx)
        assert first is not None
        assert (first.due_at, first.kind) == (NOW, "ladder")


def test_one_text_at_a_time_for_a_phone_in_order_and_behind_what_backs_off(db: Database) -> None:
    def waiting() -> list[str]:
        return [row.id for row in outbox.candidates(tx, NOW, order(0))]

    with db.write(NOW) as tx:
        ana, ben = person(tx), person(tx, BEN)
        first, second, other = text_to(tx, ana), text_to(tx, ana), text_to(tx, ben)
        assert waiting() == [first, other]
        outbox.move(tx, first, TextStatus.QUEUED, TextStatus.SENDING, sending_at=NOW)
        assert waiting() == [other], "one in flight"
        outbox.move(tx, first, TextStatus.SENDING, TextStatus.QUEUED, tries=1, not_before=NOW + timedelta(seconds=9))
        assert waiting() == [other], "the second waits behind the first that backs off"
        outbox.move(tx, first, TextStatus.QUEUED, TextStatus.FAILED)
        assert waiting() == [second, other]


def test_the_database_itself_refuses_two_ordinary_texts_in_flight_to_one_phone(db: Database) -> None:
    with db.write(NOW) as tx:
        ana = person(tx)
        text_to(tx, ana, status="sending")
        text_to(tx, ana, status="sending", urgent=True)
        assert outbox.in_flight(tx, ana.number_hash), "an urgent one overtakes"
    with pytest.raises(IntegrityError), db.write(NOW) as tx:
        text_to(tx, ana, status="sending")


def test_a_status_moves_only_from_where_it_was_thought_to_be(db: Database) -> None:
    with db.write(NOW) as tx:
        text_id = text_to(tx, person(tx))
        assert not outbox.move(tx, text_id, TextStatus.SENDING, TextStatus.SENT)
        assert outbox.move(tx, text_id, TextStatus.QUEUED, TextStatus.SENDING)
        assert outbox.by_status(tx) == {"sending": 1}


def test_the_oldest_undecided_text_of_each_number_comes_first(db: Database) -> None:
    def arrive(sid: str, number_hash: str, at: datetime) -> str:
        with db.write(at) as tx:
            return inbox.record(tx, "sms", sid, Arrived("+1"), number_hash=number_hash, worker_line=False, seq=0) or ""

    late = arrive("SM3", "a", NOW + timedelta(seconds=2))
    early = arrive("SM1", "a", NOW)
    other = arrive("SM2", "b", NOW + timedelta(seconds=1))
    with db.write(NOW) as tx:
        assert [row.id for row in inbox.pending(tx)] == [early, other]
        assert inbox.claim(tx, late) is None, "not before the older one of the same number"
        assert inbox.claim(tx, early) is not None
        assert [inbox.failed(tx, early) for _ in range(3)] == [False, False, True]
        assert inbox.claim(tx, early) is None
        assert inbox.claim(tx, late) is not None
        assert [row.id for row in inbox.flagged(tx)] == [early]
        assert not inbox.failed(tx, new_id(NOW))


def test_publishing_the_same_sources_again_keeps_their_id(db: Database) -> None:
    ids = []
    for minute, digest in enumerate("aba"):
        with db.write(NOW + timedelta(minutes=minute)) as tx:
            ids.append(programme.publish(tx, digest, f"sources {digest}"))
            assert programme.current_publication(tx) == ids[-1]
    assert ids[0] == ids[2] != ids[1]
    with db.read(NOW) as tx:
        assert programme.publication_sources(tx, ids[1]) == "sources b"
        assert programme.publication_sources(tx, new_id(NOW)) is None


def test_a_dead_worker_is_forgotten_after_a_day(db: Database) -> None:
    with db.write(NOW) as tx:
        assert programme.last_beat(tx) is None
        programme.beat(tx, "one")
    with db.write(NOW + timedelta(hours=25)) as tx:
        programme.beat(tx, "two")
        assert programme.last_beat(tx) == NOW + timedelta(hours=25)
        assert programme.workers_alive(tx, NOW) == ["two"]
        assert [row.worker for row in tx.all(select(heartbeat))] == ["two"]


def test_a_setting_can_be_put_changed_and_removed(db: Database) -> None:
    with db.write(NOW) as tx:
        for value in ("1", "2", None):
            programme.put(tx, "a", value)
            assert programme.get(tx, "a") == value
        assert programme.current_publication(tx) is None


def test_the_last_texts_of_a_person_are_read_oldest_first(db: Database) -> None:
    with db.write(NOW) as tx:
        ana = person(tx)
    for n in range(5):
        with db.write(NOW + timedelta(minutes=n)) as tx:
            inbox_id = inbox.record(
                tx, "sms", f"SM{n}", Arrived(ANA), number_hash=ana.number_hash, worker_line=False, seq=n
            )
            assert inbox_id is not None
            inbox.decided(tx, inbox_id, participant_id=ana.participant_id, body=f"text {n}" if n != 3 else "", rule="r")
    with db.read(NOW) as tx:
        assert inbox.last_bodies(tx, ana.participant_id) == ["text 1", "text 2", "text 4"]
        assert inbox.get(tx, new_id(NOW)) is None
