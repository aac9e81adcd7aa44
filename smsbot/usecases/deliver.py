"""Hand one text over: claim, gate, commit `sending`, call the carrier, record what came of it.

No transaction is open while the carrier is called. A row whose sender died stays `sending` until `give_up_stuck`.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from smsbot.core.delivery import Lost, SendResult, TextStatus
from smsbot.core.effects import TextKind
from smsbot.core.gate import Pass, Refuse, Wait
from smsbot.core.pace import NO_LIMIT, Rates, order
from smsbot.core.segments import count
from smsbot.db import outbox, pace, people
from smsbot.db.database import Database
from smsbot.db.tx import Tx
from smsbot.usecases.after_send import record_result
from smsbot.usecases.gate_facts import ask_gate
from smsbot.usecases.ports import Clock, OutgoingCall, OutgoingSms, Programs, Transport
from smsbot.usecases.sender_news import not_sent
from smsbot.usecases.settle import number_for

log = logging.getLogger(__name__)

PASS_LASTS = timedelta(seconds=2)
"""A gate pass older than this is taken again before the carrier is called."""

GIVE_UP_AFTER = timedelta(seconds=45)
"""Longer than connecting and reading can take: a row still in flight then has lost its sender."""

_VALID_SECONDS = {TextKind.ALERT: 600, TextKind.CRISIS: 3600, TextKind.TRUTH: 3600, TextKind.NOTICE: 14400}
_LONGEST_VALID = 36000


@dataclass(frozen=True, slots=True)
class Claimed:
    """A text that is committed as `sending`; its hand-off has begun."""

    sms: OutgoingSms
    passed_at: datetime
    rings: bool = False  # not a text: the worker's phone rings


def hand_over_next(
    db: Database,
    programs: Programs,
    transport: Transport,
    clock: Clock,
    sender: str,
    *,
    urgent: bool,
    rates: Rates = NO_LIMIT,
) -> bool:
    """Hand over one text of this lane; False if there was none to hand over."""
    with db.read(clock.now()) as tx:
        waiting = outbox.urgent_candidates(tx, tx.now) if urgent else _whose_turn(tx)
    for row in waiting:
        claimed = _claim(db, programs, row, clock.now(), sender, rates)
        if claimed is None:
            continue
        if clock.now() - claimed.passed_at > PASS_LASTS:
            _give_back(db, claimed.sms.id, clock.now())
            continue
        result = _give(transport, claimed)
        _record(db, programs, claimed.sms.id, result, clock)
        return True
    return False


def _whose_turn(tx: Tx) -> Sequence[Row[Any]]:
    lines = pace.lines(tx)
    busy = [line.worker_line for line in lines if line.free_at > tx.now]
    return outbox.candidates(tx, tx.now, order(sum(line.turn for line in lines)), busy)


def _give(transport: Transport, claimed: Claimed) -> SendResult:
    if claimed.rings:
        return transport.call(OutgoingCall(claimed.sms.id, claimed.sms.to))
    return transport.send(claimed.sms)


def _claim(db: Database, programs: Programs, row: Row[Any], now: datetime, sender: str, rates: Rates) -> Claimed | None:
    """Under the participant's lock: is it still queued, does the gate pass it, is the phone free? Then commit."""
    try:
        with db.write(now) as tx:
            if row.participant_id is not None and people.lock(tx, row.participant_id) is None:
                return None
            text = outbox.get(tx, row.id, locked=True)
            if text is None or text.status != TextStatus.QUEUED or text.not_before > now:
                return None
            if not text.urgent and outbox.in_flight(tx, text.number_hash):
                return None
            return _through_gate(tx, programs, text, sender, rates)
    except IntegrityError:
        # Two people share this phone and both have a text for it: the second waits for the first.
        return None


def _through_gate(tx: Tx, programs: Programs, text: Row[Any], sender: str, rates: Rates) -> Claimed | None:
    ruling = ask_gate(tx, programs.current(), text)
    match ruling:
        case Wait():
            outbox.change(tx, text.id, not_before=ruling.until)
            return None
        case Refuse():
            outbox.move(tx, text.id, TextStatus.QUEUED, TextStatus.CANCELLED, ended_at=tx.now, why=ruling.why)
            log.info("text.refused", extra={"text_id": text.id, "kind": text.kind, "why": ruling.why})
            not_sent(tx, programs.current(), text, ruling.why)
            return None
        case Pass():
            return _commit_sending(tx, text, sender, rates)
        case _:
            assert_never(ruling)


def _commit_sending(tx: Tx, text: Row[Any], sender: str, rates: Rates) -> Claimed | None:
    number = number_for(tx, text)
    if number is None:
        outbox.move(tx, text.id, TextStatus.QUEUED, TextStatus.CANCELLED, ended_at=tx.now, why="nobody there")
        return None
    body = outbox.body_of(tx, text)
    if not _takes_its_turn(tx, text, body, rates):
        return None
    seq = people.next_seq(tx, text.participant_id) if text.participant_id is not None else None
    outbox.move(
        tx,
        text.id,
        TextStatus.QUEUED,
        TextStatus.SENDING,
        sender=sender,
        sending_at=tx.now,
        sending_seq=seq,
        tries=text.tries + 1,
    )
    sms = OutgoingSms(
        id=text.id,
        to=number,
        body=body,
        validity_seconds=_validity(text, tx.now),
        worker_line=text.worker_line,
    )
    return Claimed(sms, tx.now, rings=text.kind == TextKind.CALL)


def _takes_its_turn(tx: Tx, text: Row[Any], body: str, rates: Rates) -> bool:
    """Only ordinary texts wait for their line; the others take of its rate what they need."""
    rate = rates.of(text.worker_line)
    return not rate or pace.take(tx, text.worker_line, count(body).segments, rate, wait=not text.urgent)


def _validity(text: Row[Any], now: datetime) -> int:
    if text.expires_at is not None and text.kind not in _VALID_SECONDS:
        return int(min(max((text.expires_at - now).total_seconds(), 1), _LONGEST_VALID))
    return _VALID_SECONDS.get(TextKind(text.kind), _VALID_SECONDS[TextKind.NOTICE])


def _give_back(db: Database, text_id: str, now: datetime) -> None:
    """The carrier was not called: the text returns to the queue and passes the gate again."""
    with db.write(now) as tx:
        outbox.move(tx, text_id, TextStatus.SENDING, TextStatus.QUEUED, sending_seq=None)
        tx.wake()


def _record(db: Database, programs: Programs, text_id: str, result: SendResult, clock: Clock) -> None:
    with db.write(clock.now()) as tx:
        text = outbox.get(tx, text_id)
        if text is not None and text.participant_id is not None:
            people.lock(tx, text.participant_id, skip_locked=False)
        record_result(tx, programs.current(), text_id, result)


def give_up_stuck(db: Database, programs: Programs, now: datetime) -> int:
    """Rows in flight for too long have lost their sender: their outcome is unknown until a receipt says more."""
    with db.read(now) as tx:
        stuck = outbox.stuck(tx, now - GIVE_UP_AFTER)
    for row in stuck:
        with db.write(now) as tx:
            if row.participant_id is not None:
                people.lock(tx, row.participant_id, skip_locked=False)
            record_result(tx, programs.current(), row.id, Lost("sender died"))
    return len(stuck)
