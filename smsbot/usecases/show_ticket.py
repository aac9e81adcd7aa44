"""What a human needs to act on a ticket. Every look is kept with the ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core.errors import SmsbotError
from smsbot.core.phone import E164
from smsbot.db import conversations, people, tickets, workers
from smsbot.db.database import Database
from smsbot.db.tx import Tx
from smsbot.usecases.last_words import last_words


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
    outcome: str | None = None
    tags: Sequence[str] = ()
    notes: Sequence[tuple[datetime, str, str]] = ()  # when, what kind, the words


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
            last_words=last_words(tx, person_id),
            history=[(event.what, event.at) for event in tickets.events_of(tx, row.id)],
            outcome=row.outcome,
            tags=_tags(tx, person_id),
            notes=_notes(tx, row),
        )


def _tags(tx: Tx, person_id: str | None) -> Sequence[str]:
    person = people.lock(tx, person_id) if person_id is not None else None
    return [] if person is None else sorted(people.tags_of(tx, person))


def _notes(tx: Tx, row: Row[Any]) -> Sequence[tuple[datetime, str, str]]:
    """Everything written about it, as far as it can still be read: by workers, and by the person about a change."""
    found = ((event.at, event.what, tickets.words_of(tx, row, event)) for event in tickets.events_of(tx, row.id))
    return [note for note in found if note[2]]
