"""What the rows say about one person of a world, for whoever checks or explains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, or_, select

from smsbot.core.person import Person
from smsbot.db import conversations, people, tickets, workers
from smsbot.db.schema import conversation, inbox, outbox, ticket
from smsbot.db.tx import Tx
from smsbot.lab.world import World
from smsbot.usecases.view import see


@dataclass(frozen=True, slots=True)
class TicketSeen:
    """One ticket, open or closed."""

    code: str
    topic: str
    level: str
    taken_by: str | None  # a worker's short name
    closed: bool
    told: str  # what a flow handed on about it


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything about one person at this moment."""

    person: Person
    frozen: bool
    answers: Mapping[str, str]  # the newest of each name
    last_flow: str | None  # of the newest conversation, open or ended
    tickets: Sequence[TicketSeen]  # theirs, and those about nobody in particular; oldest first
    rule: str | None  # what decided their newest text


def look(world: World, number: str) -> Seen | None:
    """The person at a number; None if nobody has texted from it, or they were erased."""
    with world.db.read(world.clock.now()) as tx:
        found = people.at_number(tx, tx.keys.lookup.all_hashes(number))
        row = people.lock(tx, found.participant_id) if found is not None else None
        if found is None or row is None:
            return None
        phone = people.phone_row(tx, found.number_hash)
        return Seen(
            person=see(tx, world.programs, row),
            frozen=phone is not None and phone.frozen_at is not None,
            answers=dict(conversations.answers_of(tx, row.id)),
            last_flow=_last_flow(tx, row.id),
            tickets=_tickets(tx, row.id),
            rule=_rule(tx, row.id),
        )


def newest_code(world: World) -> str:
    """The code of the ticket that was opened last; "" when there is none."""
    with world.db.read(world.clock.now()) as tx:
        row = tx.first(select(ticket.c.code).order_by(ticket.c.opened_at.desc(), ticket.c.id.desc()))
        return "" if row is None else str(row.code)


def text_row(world: World, text_id: str) -> Row[Any]:
    """The row of a text that was handed over."""
    with world.db.read(world.clock.now()) as tx:
        row = tx.one(select(outbox).where(outbox.c.id == text_id))
        assert row is not None  # noqa: S101  # the carrier only has what we handed it
        return row


def _last_flow(tx: Tx, person_id: str) -> str | None:
    newest = (conversation.c.started_at.desc(), conversation.c.id.desc())
    row = tx.first(select(conversation.c.flow).where(conversation.c.participant_id == person_id).order_by(*newest))
    return None if row is None else str(row.flow)


def _rule(tx: Tx, person_id: str) -> str | None:
    newest = (inbox.c.received_at.desc(), inbox.c.id.desc())
    row = tx.first(select(inbox.c.rule).where(inbox.c.participant_id == person_id).order_by(*newest))
    return None if row is None else str(row.rule)


def _tickets(tx: Tx, person_id: str) -> Sequence[TicketSeen]:
    about = or_(ticket.c.participant_id == person_id, ticket.c.participant_id.is_(None))
    rows = tx.all(select(ticket).where(about).order_by(ticket.c.opened_at, ticket.c.id))
    return [
        TicketSeen(
            row.code, row.topic, row.level, _handle(tx, row), row.closed_at is not None, tickets.asked_for(tx, row)
        )
        for row in rows
    ]


def _handle(tx: Tx, row: Row[Any]) -> str | None:
    taken = tickets.get(tx, row.id)
    if taken is None or taken.taken_by is None:
        return None
    worker = workers.by_id(tx, taken.taken_by)
    return "someone" if worker is None else worker.handle
