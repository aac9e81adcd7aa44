"""A worker takes a ticket, and gets to see what the person wrote."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import TimerKind
from smsbot.core.flow import Level
from smsbot.core.program import Program
from smsbot.db import outbox, tickets, timers, workers
from smsbot.db.tx import Tx
from smsbot.db.workers import Worker
from smsbot.usecases.last_words import shown
from smsbot.usecases.worker_pick import by_code, lock, which
from smsbot.usecases.worker_text import tell


def take(tx: Tx, program: Program, worker: Worker, waiting: Sequence[Row[Any]], code: str | None) -> str:
    """Theirs from now on; everybody else who was asked is told. Returns the rule that decided."""
    free = [t for t in waiting if t.taken_at is None]
    if code is None and len({t.level for t in free}) > 1 and free[0].level == Level.RED:
        free = free[:1]  # a bare 1 while a RED waits means the RED
    chosen = by_code(waiting, code) if code else (free[0] if len(free) == 1 else None)
    if chosen is None:
        return which(tx, program, worker, free, "unknown" if code else "which")
    locked = lock(tx, chosen)
    holder = workers.by_id(tx, locked.taken_by) if locked.taken_by is not None else None
    if holder is not None and holder.id == worker.id:
        return _again(tx, program, worker, locked)
    if holder is not None:  # one whom a former worker held is free
        tell(tx, program, worker, "already", locked, who=holder.handle)
        return "worker.take_late"
    tickets.change(tx, locked.id, taken_at=tx.now, taken_by=worker.id)
    tickets.record(tx, locked.id, "taken", worker.id)
    timers.cancel(tx, TimerKind.LADDER, ticket_id=locked.id)
    outbox.cancel_alerts(tx, locked.id, worker.id)
    tell(tx, program, worker, "taken", locked, more=shown(tx, program, locked, worker))
    for other_id in tickets.alerted_workers(tx, locked.id):
        other = workers.by_id(tx, other_id)
        if other is not None and other.id != worker.id:
            tell(tx, program, other, "taken_by_other", locked, who=worker.handle)
    return "worker.take"


def _again(tx: Tx, program: Program, worker: Worker, ticket: Row[Any]) -> str:
    """The code of a ticket that is theirs already: the last words once more, on a fresh page."""
    words = shown(tx, program, ticket, worker)
    tell(tx, program, worker, "last_words" if words else "no_last_words", ticket, more=words)
    tickets.record(tx, ticket.id, "looked", worker.id)
    return "worker.last_words"
