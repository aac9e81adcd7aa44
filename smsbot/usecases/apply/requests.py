"""CloseRequest, ChangeRequest, ReopenRequest: the person and what they asked for."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import ChangeRequest, CloseRequest, ReopenRequest, TimerKind
from smsbot.core.program import RelayWords
from smsbot.db import outbox, tickets, timers, workers
from smsbot.usecases.apply.cause import Cause
from smsbot.usecases.climb import climb_now
from smsbot.usecases.last_words import link, quoted
from smsbot.usecases.worker_text import tell


def close_request(cause: Cause, effect: CloseRequest) -> None:
    """The person ends it themselves; whoever has it, or was asked, is told."""
    tx, ticket = cause.tx, _by_code(cause, effect.code)
    tickets.change(tx, ticket.id, closed_at=tx.now, outcome="not needed", relay_until=None)
    tickets.record(tx, ticket.id, "no_longer_needed")
    timers.cancel(tx, TimerKind.LADDER, ticket_id=ticket.id)
    outbox.cancel_alerts(tx, ticket.id, None)
    for worker in _concerned(cause, ticket):
        tell(tx, cause.program, worker, "not_needed", ticket)


def change_request(cause: Cause, effect: ChangeRequest) -> None:
    """Their words are kept with it, and whoever has it is told."""
    tx, ticket = cause.tx, _by_code(cause, effect.code)
    tickets.note(tx, ticket, "changed", effect.words)
    for worker in _concerned(cause, ticket):
        by_text = cause.program.settings.relay_words is RelayWords.BY_TEXT
        holds = ticket.taken_by == worker.id
        more = f" {quoted(effect.words)}" if by_text else link(tx, cause.program, ticket, worker)
        tell(tx, cause.program, worker, "changed", ticket, more=more if holds else "")


def reopen_request(cause: Cause, effect: ReopenRequest) -> None:
    """It is not done: open again, with whoever held it; a ladder where nobody does."""
    tx = cause.tx
    ticket = tickets.reopen(tx, effect.ticket_id)
    if ticket is None:
        return
    holder = workers.by_id(tx, ticket.taken_by) if ticket.taken_by is not None else None
    if holder is not None:
        tell(tx, cause.program, holder, "reopened", ticket)
        return
    tickets.change(tx, ticket.id, taken_at=None, taken_by=None)
    climb_now(tx, cause.program, tickets.get(tx, ticket.id) or ticket)


def _by_code(cause: Cause, code: str) -> Row[Any]:
    return next(t for t in tickets.open_of(cause.tx, cause.person.id) if t.code == code)


def _concerned(cause: Cause, ticket: Row[Any]) -> Sequence[workers.Worker]:
    ids = [ticket.taken_by] if ticket.taken_by is not None else tickets.alerted_workers(cause.tx, ticket.id)
    found = (workers.by_id(cause.tx, worker_id) for worker_id in ids)
    return [worker for worker in found if worker is not None]
