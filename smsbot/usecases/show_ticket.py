"""What a human needs to act on a ticket. Every look is kept with the ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from smsbot.core.errors import SmsbotError
from smsbot.core.phone import E164
from smsbot.db import conversations, inbox, people, tickets, workers
from smsbot.db.database import Database


class NoSuchTicket(SmsbotError):
    """There is no ticket with that code, or nobody of that name may look at it."""

    code = "no_such_ticket"


@dataclass(frozen=True, slots=True)
class Shown:
    """A ticket in clear."""

    code: str
    level: str
    topic: str
    opened_at: datetime
    number: E164 | None
    answers: Sequence[tuple[str, str]]
    last_words: Sequence[str]
    history: Sequence[tuple[str, datetime]]


def show(db: Database, now: datetime, code: str, handle: str) -> Shown:
    """Open one ticket for a worker, and record that they looked."""
    with db.write(now) as tx:
        row = tickets.by_code(tx, code)
        worker = next(iter(workers.by_handles(tx, [handle])), None)
        if row is None:
            raise NoSuchTicket(f"there is no ticket {code.upper()}; 'smsbot tickets list' shows the open ones")
        if worker is None:
            raise NoSuchTicket(f"there is no worker '{handle}'; 'smsbot workers list' shows who there is")
        tickets.record(tx, row.id, "looked", worker.id)
        person_id = row.participant_id
        return Shown(
            code=row.code,
            level=row.level,
            topic=row.topic,
            opened_at=row.opened_at,
            number=E164(people.number_of(tx, row.phone_id)) if row.phone_id is not None else None,
            answers=conversations.answers_of(tx, person_id)[-8:] if person_id is not None else (),
            last_words=inbox.last_bodies(tx, person_id) if person_id is not None else (),
            history=[(event.what, event.at) for event in tickets.events_of(tx, row.id)],
        )
