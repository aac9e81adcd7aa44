"""CALL: the worker's phone rings, and once they are there the person's, both from the programme's number."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from smsbot.core.delivery import TextStatus
from smsbot.core.effects import TextKind
from smsbot.core.gate import Pass, Refuse
from smsbot.core.program import Program
from smsbot.db import outbox, people, tickets
from smsbot.db.database import Database
from smsbot.db.tx import Tx
from smsbot.db.workers import Worker
from smsbot.usecases.call_gate import ask_call_gate
from smsbot.usecases.relay import reached_at
from smsbot.usecases.worker_text import tell

RINGS_WITHIN = timedelta(minutes=5)
"""A call that could not be placed by then is not placed: nobody expects it any more."""

CONNECTS_WITHIN = timedelta(minutes=15)
"""So long after it was asked for, the worker's phone may still be put through."""

_RINGING = (TextStatus.SENDING, TextStatus.SENT, TextStatus.UNKNOWN, TextStatus.DELIVERED)
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def ask_for_call(tx: Tx, program: Program, worker: Worker, ticket: Row[Any]) -> str:
    """Queue the call, unless it is known already that it may not be. Returns the rule that decided."""
    ruling = ask_call_gate(tx, ticket.id, worker.id)
    if isinstance(ruling, Refuse):
        tell(tx, program, worker, "call_stopped" if ruling.why == "stopped" else "nobody", ticket)
        return "worker.no_call"
    outbox.queue(
        tx,
        outbox.NewText(
            kind=TextKind.CALL,
            key="worker.call",
            body="",
            number_hash=worker.number_hash,
            worker_id=worker.id,
            ticket_id=ticket.id,
            worker_line=True,
            expires_at=tx.now + RINGS_WITHIN,
            urgent=True,
        ),
    )
    tickets.record(tx, ticket.id, "call_asked", worker.id)
    tell(tx, program, worker, "calling", ticket)
    return "worker.call"


def connect(db: Database, now: datetime, text_id: str) -> str | None:
    """The worker is there: the person's number, if they may be called at this moment. It is kept with the ticket."""
    if _ID.fullmatch(text_id) is None:
        return None
    with db.write(now) as tx:
        text = outbox.get(tx, text_id)
        if text is None or text.kind != TextKind.CALL or text.status not in _RINGING:
            return None
        if now - text.queued_at > CONNECTS_WITHIN:
            return None
        if not isinstance(ask_call_gate(tx, text.ticket_id, text.worker_id), Pass):
            return None
        tickets.record(tx, text.ticket_id, "called", text.worker_id)
        return _number(tx, text.ticket_id)


def _number(tx: Tx, ticket_id: str) -> str:
    ticket = tickets.get(tx, ticket_id)
    assert ticket is not None  # noqa: S101  # the gate has seen it in this transaction
    phone = people.phone_row(tx, reached_at(tx, ticket.participant_id) or "")
    assert phone is not None  # noqa: S101  # and that they can be reached
    return people.number_of(tx, phone.id)
