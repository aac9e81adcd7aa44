"""A worker answers by text: takes a ticket, closes one, or raises an alarm."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import TextKind, TimerKind
from smsbot.core.flow import Level
from smsbot.core.language import Language
from smsbot.core.program import Program
from smsbot.core.words import Situation, Urgency, read
from smsbot.core.worker_words import Done, Take, read_worker
from smsbot.db import outbox, people, tickets, timers, workers
from smsbot.db.tx import Tx
from smsbot.db.workers import Worker
from smsbot.usecases.climb import climb_now
from smsbot.usecases.worker_text import tell

_ORDER = {Level.RED: 0, Level.AMBER: 1, Level.ROUTINE: 2}


def worker_turn(tx: Tx, program: Program, worker: Worker, text: str) -> str:
    """Decide a worker's text; returns the rule that did. Crisis words raise here too."""
    reading = read(text, program.lexicon)
    if reading.urgency is Urgency.RED:
        return _alarm(tx, program, worker, reading.situation or Situation.OVERDOSE)
    wish = read_worker(text)
    waiting = sorted(tickets.all_open(tx), key=lambda t: (_ORDER[Level(t.level)], t.opened_at))
    match wish:
        case Take():
            return _take(tx, program, worker, waiting, wish.code)
        case Done():
            return _done(tx, program, worker, waiting, wish)
        case _:
            tell(tx, program, worker, "nothing")
            return "worker.unclear"


def _alarm(tx: Tx, program: Program, worker: Worker, situation: Situation) -> str:
    """A worker beside somebody in danger gets the same answer as anyone, and the others an alert."""
    body = program.text(f"crisis.{situation}").render(Language.EN, program.settings.names)
    ticket = tickets.open_ticket(tx, "crisis", Level.RED, participant_id=None, phone_id=None, inbox_id=None)
    outbox.queue(
        tx,
        outbox.NewText(
            kind=TextKind.ALERT,
            key=f"crisis.{situation}",
            body=body,
            number_hash=worker.number_hash,
            worker_id=worker.id,
            ticket_id=ticket.id,
            worker_line=True,
        ),
    )
    climb_now(tx, program, ticket)
    return "worker.crisis"


def _take(tx: Tx, program: Program, worker: Worker, waiting: Sequence[Row[Any]], code: str | None) -> str:
    free = [t for t in waiting if t.taken_at is None]
    if code is None and len({t.level for t in free}) > 1 and free[0].level == Level.RED:
        free = free[:1]  # a bare 1 while a RED waits means the RED
    chosen = next((t for t in waiting if t.code == code), None) if code else (free[0] if len(free) == 1 else None)
    if chosen is None:
        return _which(tx, program, worker, free, code)
    locked = _lock(tx, chosen)
    if locked.taken_by is not None and locked.taken_by != worker.id:
        other = workers.by_id(tx, locked.taken_by)
        tell(tx, program, worker, "already", locked, who=other.handle if other is not None else "someone")
        return "worker.take_late"
    tickets.change(tx, locked.id, taken_at=tx.now, taken_by=worker.id)
    tickets.record(tx, locked.id, "taken", worker.id)
    timers.cancel(tx, TimerKind.LADDER, ticket_id=locked.id)
    outbox.cancel_alerts(tx, locked.id, worker.id)
    tell(tx, program, worker, "taken", locked)
    for other_id in tickets.alerted_workers(tx, locked.id):
        other = workers.by_id(tx, other_id)
        if other is not None and other.id != worker.id:
            tell(tx, program, other, "taken_by_other", locked, who=worker.handle)
    return "worker.take"


def _which(tx: Tx, program: Program, worker: Worker, free: Sequence[Row[Any]], code: str | None) -> str:
    if not free:
        tell(tx, program, worker, "nothing")
        return "worker.nothing"
    codes = " ".join(f"{t.code} ({t.level.upper()})" for t in free[:6])
    tell(tx, program, worker, "unknown" if code else "which", codes=codes)
    return "worker.which"


def _done(tx: Tx, program: Program, worker: Worker, waiting: Sequence[Row[Any]], wish: Done) -> str:
    mine = [t for t in waiting if t.taken_by == worker.id]
    chosen = next((t for t in waiting if t.code == wish.code), None) if wish.code else None
    if wish.code is None and len(mine) == 1:
        chosen = mine[0]
    if chosen is None:
        return _which(tx, program, worker, mine, wish.code)
    close(tx, _lock(tx, chosen), worker.id)
    tell(tx, program, worker, "done", chosen)
    return "worker.done"


def close(tx: Tx, ticket: Row[Any], worker_id: str | None) -> None:
    """A human ends a ticket: its ladder stops, and what it held may go on only by a new act of the person."""
    tickets.change(tx, ticket.id, closed_at=tx.now, closed_by=worker_id)
    tickets.record(tx, ticket.id, "closed", worker_id)
    timers.cancel(tx, TimerKind.LADDER, ticket_id=ticket.id)


def _lock(tx: Tx, ticket: Row[Any]) -> Row[Any]:
    """Participant first, then the ticket: the order of locks is the same everywhere."""
    if ticket.participant_id is not None:
        people.lock(tx, ticket.participant_id, skip_locked=False)
    locked = tickets.get(tx, ticket.id, locked=True)
    assert locked is not None  # noqa: S101  # tickets are never deleted
    return locked
