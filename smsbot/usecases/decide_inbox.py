"""Decide one recorded text: find who it is from, read it, and carry out what follows, in one transaction."""

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import OpenTicket, Turn
from smsbot.core.flow import Level
from smsbot.core.inbound import decide
from smsbot.core.language import Language
from smsbot.core.overtaken import LATE, Overtaken
from smsbot.core.scene import Scene
from smsbot.db import inbox, ledger, outbox, people, workers
from smsbot.db.database import Database, link_broke
from smsbot.db.tx import Tx
from smsbot.usecases.apply import Cause, apply
from smsbot.usecases.new_holder import who_has_it
from smsbot.usecases.ports import Clock, Programs
from smsbot.usecases.view import see
from smsbot.usecases.worker_turn import worker_turn

log = logging.getLogger(__name__)


def decide_pending(db: Database, programs: Programs, clock: Clock, *, own_worker_line: bool = False) -> int:
    """Decide every text that waits, the oldest of each number first; returns how many were decided.

    A text that cannot be decided is counted, and after three tries flagged and passed over; the others go on.
    """
    with db.read(clock.now()) as tx:
        waiting = inbox.pending(tx)
    return sum(_decide_one(db, programs, clock.now(), row.id, own_worker_line) for row in waiting)


def _decide_one(db: Database, programs: Programs, now: datetime, inbox_id: str, own_worker_line: bool) -> bool:
    try:
        with db.write(now) as tx:
            row = inbox.claim(tx, inbox_id)
            if row is None:
                return False
            _decide(tx, programs, row, own_worker_line)
    except Exception as error:
        log.exception("inbox.failed", extra={"inbox_id": inbox_id})
        if link_broke(error):
            return False  # no fault of this text's: it waits, and no try of it is spent
        with db.write(now) as tx:
            if inbox.failed(tx, inbox_id):
                log.error("inbox.flagged", extra={"inbox_id": inbox_id})
        return False
    return True


def _decide(tx: Tx, programs: Programs, row: Row[Any], own_worker_line: bool) -> None:
    arrived = inbox.open_arrived(tx, row)
    worker = workers.at_number(tx, tx.keys.lookup.all_hashes(arrived.sender))
    # With a line of their own, a worker who texts the public number is a participant there.
    if worker is not None and row.kind == "sms" and row.worker_line is own_worker_line:
        late = _is_late(tx, row) and outbox.said_since(tx, row.sent_at, worker_id=worker.id)
        rule = worker_turn(tx, programs.current(), worker, arrived.body, overtaken=late)
        inbox.decided(tx, row.id, participant_id=None, body="", rule=rule)
        log.info("inbox.decided", extra={"inbox_id": row.id, "rule": rule, "worker_id": worker.id})
        return
    program = programs.current()
    found = people.find_or_create(tx, arrived.sender, language=Language.EN.value, zone=program.settings.zone)
    found = who_has_it(tx, program, found, arrived.body)
    locked = people.lock(tx, found.participant_id, skip_locked=False)
    assert locked is not None  # noqa: S101  # participants are never deleted
    # The last try does without the conversation: whatever is broken there must not swallow a crisis or a stop.
    person = see(tx, programs, locked, new=found.new, bare=row.tries >= inbox.TRIES - 1)
    # What a stranger texted before we knew them has no numbers yet: a HELP right after a STOP is later than it.
    seq = row.seq or inbox.draw_for_waiting(tx, row, lambda: people.next_seq(tx, person.id))
    cause = Cause(tx, program, person, found.phone_id, found.number_hash, seq, inbox_id=row.id, words=_words(arrived))
    scene = Scene(person, program, tx.now, fresh_id=tx.new_id(), overtaken=_overtaken(tx, row, person.id))
    turn = decide(arrived.body, scene, media=arrived.media) if row.kind == "sms" else _call_back()
    apply(cause, turn)
    inbox.decided(tx, row.id, participant_id=person.id, body=arrived.body, rule=turn.rule)
    log.info("inbox.decided", extra={"inbox_id": row.id, "rule": turn.rule, "participant_id": person.id})


def _is_late(tx: Tx, row: Row[Any]) -> bool:
    return row.sent_at is not None and tx.now - row.sent_at > LATE


def _overtaken(tx: Tx, row: Row[Any], participant_id: str) -> Overtaken | None:
    """What was said since a late text was sent; None if it may be taken as if it had just come."""
    if not _is_late(tx, row):
        return None
    since = row.sent_at
    if not inbox.heard_since(tx, participant_id, since) and not outbox.said_since(
        tx, since, participant_id=participant_id
    ):
        return None
    newest = ledger.newest_consent(tx, participant_id)
    return Overtaken(since, consent_since=newest is not None and newest.at > since)


def _words(arrived: inbox.Arrived) -> str:
    """What a worker gets to see of it; a picture cannot be handed on."""
    return " ".join(part for part in (arrived.body, "(a picture)" if arrived.media else "") if part)


def _call_back() -> Turn:
    """A call that nobody answered: a human calls back."""
    return Turn((OpenTicket("call_back", Level.AMBER),), rule="call")
