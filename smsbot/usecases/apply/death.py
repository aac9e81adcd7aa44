"""ReportDeath: everything automatic to everybody of this phone is held, and whoever is on their way hears of it."""

from smsbot.core.effects import TextKind
from smsbot.db import conversations, outbox, people, phones, tickets, timers, workers
from smsbot.usecases.apply.cause import Cause
from smsbot.usecases.apply.stop import GOING_THERE, PERSONAL
from smsbot.usecases.worker_text import tell

_KEPT = (TextKind.CRISIS, TextKind.RELAY, TextKind.ANSWER, TextKind.STOPPED)


def report_death(cause: Cause) -> None:
    """Held at once; a worker confirms it, or lifts it (`smsbot participants death`)."""
    for person_id in phones.users_of(cause.tx, cause.phone_id):
        people.change(cause.tx, person_id, death_reported_at=cause.tx.now)
        hold(cause, person_id)
        for ticket in tickets.open_of(cause.tx, person_id):
            if ticket.topic in GOING_THERE:
                tell_who_has(cause, ticket.id)


def hold(cause: Cause, person_id: str) -> None:
    """Nothing that is queued, planned or open goes on."""
    outbox.cancel_queued(cause.tx, person_id, "death reported", keep=_KEPT)
    conversations.stop_open(cause.tx, person_id)
    timers.cancel(cause.tx, *PERSONAL, participant_id=person_id)
    people.change(cause.tx, person_id, asked=None)


def tell_who_has(cause: Cause, ticket_id: str) -> None:
    """Whoever holds this ticket, or was asked to: look before you call or go. No word of why."""
    ticket = tickets.get(cause.tx, ticket_id)
    assert ticket is not None  # noqa: S101  # tickets are never deleted
    ids = [ticket.taken_by] if ticket.taken_by is not None else tickets.alerted_workers(cause.tx, ticket.id)
    for worker in (workers.by_id(cause.tx, worker_id) for worker_id in ids):
        if worker is not None:
            tell(cause.tx, cause.program, worker, "look_first", ticket)
