"""The ladder of one ticket: alert whoever is next, set the next rung, tell the person the truth in time."""

from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import TextKind, TimerKind
from smsbot.core.flow import Level
from smsbot.core.ladder import by_wish, climb, truth_due
from smsbot.core.language import Language
from smsbot.core.person import Person
from smsbot.core.program import Program
from smsbot.core.scene import Scene
from smsbot.db import outbox, people, tickets, timers, workers
from smsbot.db.tx import Tx
from smsbot.db.workers import Worker
from smsbot.usecases.worker_text import tell


def climb_now(tx: Tx, program: Program, ticket: Row[Any], rung: int = 0, *, but: str | None = None) -> None:
    """Send this rung's alerts and set a timer for the next; the holder alone once somebody has it.

    `but` is a worker who is not asked now, because they have just given it back; on a later rung they are.
    """
    level = Level(ticket.level)
    step = climb(level, rung, ticket.climbing_since, program.settings, tx.now)
    holder = workers.by_id(tx, ticket.taken_by) if ticket.taken_by is not None else None
    asked = [holder] if holder is not None else [w for w in workers.by_handles(tx, step.handles) if w.id != but]
    if not asked and level is Level.RED:
        # Nobody on the rota can be reached by text: everyone we know is better than no one.
        asked = [w for w in workers.everyone(tx) if w.id != but]
    if holder is None:
        asked = _as_they_wish(tx, program, ticket, asked, rung)
    for worker in asked:
        tell(tx, program, worker, "again" if holder is not None else "alert", ticket)
        tickets.record(tx, ticket.id, "alerted", worker.id)
    if not asked:
        tickets.record(tx, ticket.id, "nobody")
    if step.next_at is not None and holder is None:
        timers.set_timer(
            tx,
            TimerKind.LADDER,
            step.next_at,
            participant_id=ticket.participant_id,
            ticket_id=ticket.id,
            rung=rung + (1 if asked else 0),
        )


def _as_they_wish(tx: Tx, program: Program, ticket: Row[Any], asked: list[Worker], rung: int) -> list[Worker]:
    row = people.lock(tx, ticket.participant_id) if ticket.participant_id is not None else None
    if row is None:
        return asked
    by_id = {worker.id: worker for worker in asked}
    wished = by_wish(
        list(by_id), row.preferred_worker_id, row.avoid_workers or (), Level(ticket.level), rung, program.settings
    )
    return [by_id[worker_id] for worker_id in wished]


def climb_on(tx: Tx, program: Program, ticket_id: str, rung: int) -> None:
    """A ladder timer fired: nobody has taken the ticket yet, or somebody did meanwhile and nothing is due."""
    ticket = tickets.get(tx, ticket_id, locked=True)
    if ticket is None or ticket.closed_at is not None or ticket.taken_at is not None:
        return
    climb_now(tx, program, ticket, rung)
    if ticket.level == Level.RED and truth_due(ticket.climbing_since, program.settings, tx.now):
        _tell_truth(tx, program, ticket)


def _tell_truth(tx: Tx, program: Program, ticket: Row[Any]) -> None:
    """Once: nobody has answered yet, we are still trying, and who can be reached right now."""
    row = people.lock(tx, ticket.participant_id) if ticket.participant_id is not None else None
    phone = people.current_phone(tx, ticket.participant_id) if row is not None else None
    if row is None or phone is None or ticket.told_truth_at is not None:
        return
    person = Person(row.id, Language(row.language), row.zone)
    said = Scene(person, program, tx.now).say("crisis.truth", TextKind.TRUTH)
    outbox.queue(
        tx,
        outbox.NewText(
            kind=TextKind.TRUTH,
            key=said.key,
            body=said.body,
            number_hash=phone.number_hash,
            participant_id=row.id,
            ticket_id=ticket.id,
            permit=outbox.Permit(inbox_id=ticket.inbox_id),
        ),
    )
    tickets.change(tx, ticket.id, told_truth_at=tx.now)
    tickets.record(tx, ticket.id, "told_truth")
