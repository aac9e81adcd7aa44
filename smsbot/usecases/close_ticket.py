"""A human ends a ticket, or gives it back; the person may be asked whether it is really done."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import Asked, Question, TextKind, TimerKind
from smsbot.core.gate import TICKET_PERMITS
from smsbot.core.hours import next_open
from smsbot.core.language import Language
from smsbot.core.person import Consent, Person
from smsbot.core.program import Program
from smsbot.core.requests import is_request
from smsbot.core.scene import Scene
from smsbot.db import inbox, outbox, people, tickets, timers
from smsbot.db.tx import Tx
from smsbot.db.workers import Worker
from smsbot.usecases.climb import climb_now
from smsbot.usecases.view import consent_of, keep_asked

_LASTS = timedelta(hours=4)
_MAY_BE_REPLACED = (None, Question.PERSON, Question.DONE, Question.CHANGE)
"""Every other open question matters more than this one."""


def close(tx: Tx, ticket: Row[Any], worker_id: str | None, outcome: str | None = None) -> None:
    """A human ends a ticket: its ladder stops. A conversation it ended stays ended; chosen hellos go on."""
    tickets.change(tx, ticket.id, closed_at=tx.now, closed_by=worker_id, outcome=outcome, relay_until=None)
    tickets.record(tx, ticket.id, "closed", worker_id)
    timers.cancel(tx, TimerKind.LADDER, ticket_id=ticket.id)


def give_back(tx: Tx, program: Program, ticket: Row[Any], but: Worker | None, what: str) -> None:
    """Nobody holds it any more: the ladder climbs anew, from now, and does not begin with `but`."""
    tickets.change(tx, ticket.id, taken_at=None, taken_by=None, relay_until=None, climbing_since=tx.now)
    tickets.record(tx, ticket.id, what, but.id if but is not None else None)
    timers.cancel(tx, TimerKind.LADDER, ticket_id=ticket.id)
    free = tickets.get(tx, ticket.id)
    assert free is not None  # noqa: S101  # tickets are never deleted
    climb_now(tx, program, free, but=but.id if but is not None else None)


def ask_whether_done(tx: Tx, program: Program, ticket: Row[Any]) -> bool:
    """One text to whoever asked for it: marked done; 1 if not. True if it was queued.

    Only within 14 days of their last text, in the programme's hours, and never after STOP.
    """
    if ticket.participant_id is None or not is_request(ticket.topic, ticket.level):
        return False
    row = people.lock(tx, ticket.participant_id)
    newest = inbox.newest_from(tx, ticket.participant_id)
    if row is None or newest is None or not _may_be_asked(tx, row, newest):
        return False
    person = Person(row.id, Language(row.language), row.zone, quiet=row.quiet)
    said = Scene(person, program, tx.now).say("done.told")
    at = next_open(program.settings.window, row.zone, tx.now)
    text_id = outbox.queue(
        tx,
        outbox.NewText(
            kind=TextKind.REPLY,
            key=said.key,
            body=said.body,
            number_hash=newest.number_hash,
            participant_id=row.id,
            ticket_id=ticket.id,
            permit=outbox.Permit(inbox_id=newest.id),
            expires_at=at + _LASTS,
        ),
    )
    outbox.change(tx, text_id, not_before=at)
    keep_asked(tx, row.id, Asked(Question.DONE, at, {"ticket": ticket.id}))
    return True


def _may_be_asked(tx: Tx, row: Row[Any], newest: Row[Any]) -> bool:
    phone = people.phone_row(tx, newest.number_hash)
    if phone is None or (phone.frozen_at is not None and phone.frozen_at >= newest.received_at):
        return False
    asked = Question(row.asked["question"]) if row.asked is not None else None
    free = asked in _MAY_BE_REPLACED and row.death_reported_at is None and row.forgotten_at is None
    recent = tx.now - newest.received_at <= TICKET_PERMITS
    return free and recent and consent_of(tx, row.id) is not Consent.STOPPED
