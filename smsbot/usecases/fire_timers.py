"""Fire what is due: each timer is consumed in the transaction of its turn; a stale one is a no-op."""

import logging
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core import engine, followup
from smsbot.core.effects import Stop, TimerKind, Turn
from smsbot.core.person import Consent
from smsbot.core.rules import away
from smsbot.core.scene import Scene
from smsbot.db import conversations, inbox, outbox, people, timers
from smsbot.db.database import Database, link_broke
from smsbot.db.tx import Tx
from smsbot.usecases.apply import Cause, apply
from smsbot.usecases.climb import climb_on
from smsbot.usecases.ports import Clock, Programs, Transport
from smsbot.usecases.settle import settle
from smsbot.usecases.view import see

log = logging.getLogger(__name__)


def fire_due(db: Database, programs: Programs, transport: Transport, clock: Clock) -> int:
    """Fire every timer due now, oldest first; one that fails rests and never stops the others."""
    now = clock.now()
    with db.read(now) as tx:
        due = timers.due(tx, now)
    fired = 0
    for row in due:
        try:
            fired += _fire_one(db, programs, transport, row, clock.now())
        except Exception as error:
            log.exception("timer.failed", extra={"timer_id": row.id})
            if link_broke(error):
                continue  # no fault of this timer's: it is still due, and no try of it is spent
            with db.write(clock.now()) as tx:
                timers.failed(tx, row.id)
    return fired


def _fire_one(db: Database, programs: Programs, transport: Transport, row: Row[Any], now: datetime) -> int:
    if row.kind == TimerKind.SETTLE:
        return settle(db, transport, row, now)
    with db.write(now) as tx:
        person = people.lock(tx, row.participant_id) if row.participant_id is not None else None
        if row.participant_id is not None and person is None:
            return 0
        if person is not None and inbox.undecided_from(tx, people.hashes_of(tx, person.id)):
            return 0  # what they just said comes first
        timer = timers.claim(tx, row.id, now)
        if timer is None:
            return 0
        kind = TimerKind(timer.kind)
        if kind is TimerKind.LADDER:
            climb_on(tx, programs.current(), timer.ticket_id, timer.rung)
        elif person is not None:
            _turn(tx, programs, timer, person, kind)
    return 1


def _turn(tx: Tx, programs: Programs, timer: Row[Any], row: Row[Any], kind: TimerKind) -> None:
    person, program = see(tx, programs, row), programs.current()
    phone = people.current_phone(tx, row.id)
    if phone is None:
        return
    scene = Scene(person, program, tx.now, fresh_id=tx.new_id())
    turn = _undelivered(tx, programs, scene, timer) if kind is TimerKind.UNDELIVERED else _decide(scene, timer, kind)
    seq = people.next_seq(tx, row.id)
    apply(Cause(tx, program, person, phone.phone_id, phone.number_hash, seq), turn)
    log.info("timer.fired", extra={"timer_id": timer.id, "kind": kind.value, "rule": turn.rule})


def _decide(scene: Scene, timer: Row[Any], kind: TimerKind) -> Turn:
    if kind is TimerKind.FOLLOW_UP:
        return followup.fire(scene, date.fromisoformat(timer.day))
    if kind is TimerKind.AWAY_ENDS:
        return away.ends(scene)
    if kind is TimerKind.STOP_SILENCE:
        held = scene.person.consent is Consent.HELD  # who gets nothing automatic has nothing to stop
        return Turn((Stop("silence"),) if held else (), rule="stop.silence")
    waiting = scene.person.asleep if kind is TimerKind.WAKE else scene.person.conversation
    if waiting is None or (waiting.id, waiting.visit) != (timer.conversation_id, timer.visit):
        return Turn(rule="timer.stale")
    return engine.wake(scene) if kind is TimerKind.WAKE else engine.timer_fired(scene, kind)


def _undelivered(tx: Tx, programs: Programs, scene: Scene, timer: Row[Any]) -> Turn:
    """A text came back: the branch of its step. After STOP nobody is sent after them because of it."""
    text = outbox.get(tx, timer.text_id)
    talk = conversations.by_id(tx, text.conversation_id) if text is not None else None
    if text is None or talk is None or scene.person.consent is Consent.STOPPED:
        return Turn(rule="undelivered.nothing")
    name, _, step = text.step.partition(".")
    flow = programs.publication(talk.publication).flows.get(name)
    return Turn(rule="undelivered.gone") if flow is None else engine.undelivered(scene, talk, flow, step, text.visit)
