"""What became of a text: the row moves forward, and a failure has its consequences."""

import logging
from datetime import datetime, timedelta
from typing import Any, assert_never

from sqlalchemy import Row

from smsbot.core.delivery import (
    MAX_TRIES,
    Accepted,
    CodeClass,
    Lost,
    NotSent,
    Refused,
    SendResult,
    TextStatus,
    back_off,
    classify,
)
from smsbot.core.effects import ConsentAct, TextKind, TimerKind
from smsbot.core.flow import Level
from smsbot.core.pace import rest
from smsbot.core.person import CRISIS
from smsbot.core.program import Program
from smsbot.db import conversations, ledger, outbox, pace, people, tickets, timers, workers
from smsbot.db.tx import Tx
from smsbot.usecases.apply.stop import NOT_CANCELLED, PERSONAL, nobody_goes
from smsbot.usecases.climb import climb_now
from smsbot.usecases.sender_news import not_known, not_sent
from smsbot.usecases.worker_text import tell

log = logging.getLogger(__name__)

LOOK_UP_AFTER = timedelta(minutes=2)
_REST = timedelta(hours=12)
_OPEN_AGAIN = (ConsentAct.START, ConsentAct.OPT_IN)
_MENDING = timedelta(seconds=30)


def record_result(tx: Tx, program: Program, text_id: str, result: SendResult) -> None:
    """Move a row on from `sending` by what the carrier said. A receipt may have been faster: then it stands."""
    text = outbox.get(tx, text_id)
    if text is None:
        return
    match result:
        case Accepted():
            if text.provider_sid is None:
                outbox.change(tx, text_id, provider_sid=result.sid)
            # A sender that was given up on may still come back with good news.
            if not outbox.move(tx, text_id, TextStatus.SENDING, TextStatus.SENT, ended_at=tx.now):
                outbox.move(tx, text_id, TextStatus.UNKNOWN, TextStatus.SENT, ended_at=tx.now)
        case NotSent():
            _again(tx, program, text, None, "not sent")
        case Lost():
            _unknown(tx, program, text, result.reason)
        case Refused():
            _refused(tx, program, text, result)
        case _:
            assert_never(result)
    log.info("text.handed_over", extra={"text_id": text_id, "kind": text.kind, "result": type(result).__name__})


def _refused(tx: Tx, program: Program, text: Row[Any], result: Refused) -> None:
    kind = classify(result.code)
    if kind is CodeClass.BACK_OFF:
        _line_rests(tx, text, result.code, result.retry_after)
        _again(tx, program, text, result.retry_after, f"refused {result.code}")
    elif kind is CodeClass.CONFIG:
        # Nobody's text is wrong; it waits for whoever mends the account, until its own time is over.
        log.error("carrier.config", extra={"text_id": text.id, "code": result.code})
        _back_to_queue(tx, text, tx.now + _MENDING, f"refused {result.code}")
        if text.kind == TextKind.CRISIS and text.tries == 1:
            _call_now(tx, program, text)  # alerts may go where this one may not
    elif outbox.move(
        tx, text.id, TextStatus.SENDING, TextStatus.FAILED, ended_at=tx.now, error_code=result.code, why=kind.value
    ):
        failed(tx, program, text, result.code)


def _line_rests(tx: Tx, text: Row[Any], code: int, retry_after: float | None = None) -> None:
    """Too fast is too fast for everybody on that line, not for the one text that was told."""
    lasts = rest(code, text.tries, retry_after)
    if lasts is not None:
        pace.rest(tx, text.worker_line, lasts)


def _again(tx: Tx, program: Program, text: Row[Any], retry_after: float | None, why: str) -> None:
    """Provably not sent: back to the queue, through the gate again; in the end it has failed."""
    if text.tries < MAX_TRIES or TextKind(text.kind) in outbox.URGENT:
        _back_to_queue(tx, text, tx.now + back_off(text.tries, retry_after), why)
    elif outbox.move(tx, text.id, TextStatus.SENDING, TextStatus.FAILED, ended_at=tx.now, why=why[:40]):
        failed(tx, program, text, 0)


def _back_to_queue(tx: Tx, text: Row[Any], not_before: datetime, why: str) -> None:
    outbox.move(
        tx, text.id, TextStatus.SENDING, TextStatus.QUEUED, not_before=not_before, sending_seq=None, why=why[:40]
    )


def _unknown(tx: Tx, program: Program, text: Row[Any], reason: str) -> None:
    """It may have arrived: never blindly repeated. Workers' alerts are (at least once); a crisis alerts at once."""
    if not outbox.move(tx, text.id, TextStatus.SENDING, TextStatus.UNKNOWN, ended_at=tx.now, why=reason[:40]):
        return
    log.warning("text.unknown", extra={"text_id": text.id, "kind": text.kind, "why": reason[:40]})
    not_known(tx, program, text)
    if text.kind == TextKind.CALL:
        return  # the list of texts does not know of calls
    timers.set_timer(tx, TimerKind.SETTLE, tx.now + LOOK_UP_AFTER, text_id=text.id, rung=0)
    if text.kind == TextKind.ALERT:
        worker = workers.by_id(tx, text.worker_id)
        ticket = tickets.get(tx, text.ticket_id) if text.ticket_id is not None else None
        if worker is not None and ticket is not None and ticket.taken_at is None and text.text_key == "worker.alert":
            tell(tx, program, worker, "repeat", ticket)
    elif text.kind == TextKind.CRISIS:
        _call_now(tx, program, text)


def failed(tx: Tx, program: Program, text: Row[Any], code: int) -> None:
    """A text certainly did not reach its phone: what follows from the reason."""
    kind = classify(code)
    log.warning("text.failed", extra={"text_id": text.id, "kind": text.kind, "code": code, "class": kind.value})
    _line_rests(tx, text, code)
    if text.participant_id is not None:
        _about_phone(tx, program, text, kind)
    if text.step is not None and kind is not CodeClass.OPTED_OUT:
        # Its own turn, under its own lock: what they may have texted meanwhile comes first.
        timers.set_timer(tx, TimerKind.UNDELIVERED, tx.now, participant_id=text.participant_id, text_id=text.id)
    not_sent(tx, program, text, "stopped" if kind is CodeClass.OPTED_OUT else kind.value)
    if text.kind == TextKind.CRISIS:
        _call_now(tx, program, text)
    elif text.kind == TextKind.ALERT and text.ticket_id is not None:
        tickets.record(tx, text.ticket_id, "alert_failed", text.worker_id)


def _about_phone(tx: Tx, program: Program, text: Row[Any], kind: CodeClass) -> None:
    if kind is CodeClass.OPTED_OUT:
        _opted_out(tx, program, text)
        return
    phone = people.phone_row(tx, text.number_hash)
    if phone is None:
        return
    if kind is CodeClass.GONE:
        people.freeze(tx, [phone.id], "number gone")
    elif kind is CodeClass.UNREACHABLE:
        people.rest(tx, phone.id, tx.now + _REST)


def _opted_out(tx: Tx, program: Program, text: Row[Any]) -> None:
    """They said STOP where only the carrier heard it: the same end for everything automatic, and no text about it."""
    newest = ledger.newest_consent(tx, text.participant_id)
    if newest is not None and newest.act in _OPEN_AGAIN and newest.seq > (text.sending_seq or newest.seq):
        return  # late news of a text from before they came back
    ledger.suppress(tx, text.number_hash, tx.keys.lookup.ids[0], by_carrier=True)
    if newest is None or newest.act != ConsentAct.OPT_OUT:
        seq = people.next_seq(tx, text.participant_id)
        ledger.append(tx, text.participant_id, ConsentAct.OPT_OUT, seq, "21610")
    outbox.cancel_queued(tx, text.participant_id, "stopped", keep=NOT_CANCELLED)
    conversations.stop_open(tx, text.participant_id)
    timers.cancel(tx, *PERSONAL, participant_id=text.participant_id)
    people.change(tx, text.participant_id, cadence=None, paused_until=None, asked=None)
    nobody_goes(tx, program, text.participant_id)


def _call_now(tx: Tx, program: Program, text: Row[Any]) -> None:
    """The answer to a crisis did not (or may not) reach them: whoever has the ticket, or was asked, calls."""
    for waiting in tickets.open_of(tx, text.participant_id):
        if waiting.topic != CRISIS:
            continue
        asked = waiting.taken_by is not None or tickets.alerted_workers(tx, waiting.id)
        ticket = waiting if asked or waiting.level == Level.RED else _climb_at_once(tx, program, waiting)
        tickets.record(tx, ticket.id, "did_not_reach")
        ids = [ticket.taken_by] if ticket.taken_by is not None else tickets.alerted_workers(tx, ticket.id)
        for worker_id in ids:
            worker = workers.by_id(tx, worker_id)
            if worker is not None:
                tell(tx, program, worker, "did_not_reach", ticket)


def _climb_at_once(tx: Tx, program: Program, ticket: Row[Any]) -> Row[Any]:
    """A doubt that was to wait for the next shift, and now nobody else can help: it is RED, and whoever can comes."""
    tickets.change(tx, ticket.id, level=Level.RED.value, climbing_since=tx.now)
    timers.cancel(tx, TimerKind.LADDER, ticket_id=ticket.id)
    raised = tickets.get(tx, ticket.id)
    assert raised is not None  # noqa: S101  # changed two lines above
    climb_now(tx, program, raised)
    return raised
