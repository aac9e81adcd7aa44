"""Which ticket a worker means."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from smsbot.core.flow import Level
from smsbot.core.program import Program
from smsbot.core.rules.human import STEPS_BACK_FOR
from smsbot.db import people, tickets
from smsbot.db.tx import Tx
from smsbot.db.workers import Worker
from smsbot.usecases.worker_text import tell

_ORDER = {Level.RED: 0, Level.AMBER: 1, Level.ROUTINE: 2}
_SHOWN = 6

CLOSE_TOGETHER = timedelta(minutes=10)
"""Two exchanges that both moved within this time: words without a code might reach the wrong person."""


def open_tickets(tx: Tx) -> Sequence[Row[Any]]:
    """Every open ticket, the most urgent first, then the oldest."""
    return sorted(tickets.all_open(tx), key=lambda t: (_ORDER[Level(t.level)], t.opened_at))


def by_code(waiting: Sequence[Row[Any]], code: str | None) -> Row[Any] | None:
    """The open ticket with this code."""
    return next((t for t in waiting if t.code == code), None)


def held_by(waiting: Sequence[Row[Any]], worker: Worker) -> Sequence[Row[Any]]:
    """What this worker holds."""
    return [t for t in waiting if t.taken_by == worker.id]


def meant_by_words(tx: Tx, mine: Sequence[Row[Any]]) -> Row[Any] | None:
    """The ticket that words without a code are for: the only one, or the newest exchange if it is clearly that.

    None when it is not clear: nothing may reach the wrong person.
    """
    mine = [t for t in mine if t.participant_id is not None] or mine  # a drill is about nobody
    if len(mine) == 1:
        return mine[0]
    on = sorted((t for t in mine if t.relay_until is not None and t.relay_until > tx.now), key=lambda t: t.relay_until)
    if not on:
        return None
    older = on[-2].relay_until - STEPS_BACK_FOR if len(on) > 1 else None
    return on[-1] if older is None or tx.now - older > CLOSE_TOGETHER else None


def which(tx: Tx, program: Program, worker: Worker, among: Sequence[Row[Any]], text: str = "which") -> str:
    """Ask which one it is, or say that there is none."""
    if not among:
        tell(tx, program, worker, "nothing")
        return "worker.nothing"
    codes = " ".join(f"{t.code} ({t.level.upper()})" for t in among[:_SHOWN])
    tell(tx, program, worker, text, codes=codes)
    return "worker.which"


def lock(tx: Tx, ticket: Row[Any]) -> Row[Any]:
    """Participant first, then the ticket: the order of locks is the same everywhere."""
    if ticket.participant_id is not None:
        people.lock(tx, ticket.participant_id, skip_locked=False)
    locked = tickets.get(tx, ticket.id, locked=True)
    assert locked is not None  # noqa: S101  # tickets are never deleted
    return locked
