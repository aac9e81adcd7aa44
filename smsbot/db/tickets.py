"""Tickets: something a human must do. Each has a short code that is unique among the open ones."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from smsbot.core.flow import Level
from smsbot.db.schema import outbox, ticket, ticket_event
from smsbot.db.sealing import NotSealedHere, OwnerKey
from smsbot.db.tx import Tx
from smsbot.db.upsert import insert_or_ignore

# Read aloud over a bad line: no 0/O, 1/I/L, 5/S, 8/B, 2/Z, U/V.
_LETTERS = "ACDEFGHJKMNPQRTWXY"
_DIGITS = "34679"


def _code() -> str:
    return "".join(secrets.choice(group) for group in (_LETTERS, _DIGITS, _LETTERS, _DIGITS))


ASKED = "asked"
"""The note that holds a flow's answers."""


def open_ticket(
    tx: Tx,
    topic: str,
    level: Level,
    *,
    participant_id: str | None,
    phone_id: str | None,
    inbox_id: str | None,
    note: str = "",
) -> Row[Any]:
    """Open a ticket; its note is sealed under the person's key."""
    ticket_id = tx.new_id()
    sealed = tx.key_of(participant_id).seal(note, f"ticket.note:{ticket_id}") if participant_id and note else None
    values = {
        "id": ticket_id,
        "topic": topic,
        "level": level.value,
        "participant_id": participant_id,
        "phone_id": phone_id,
        "inbox_id": inbox_id,
        "note": sealed,
        "opened_at": tx.now,
        "climbing_since": tx.now,
    }
    while True:
        row = tx.one(insert_or_ignore(tx, ticket, values | {"code": _code()}).returning(ticket))
        if row is not None:
            record(tx, ticket_id, "opened")
            return row


def record(tx: Tx, ticket_id: str, what: str, worker_id: str | None = None) -> None:
    """Keep what happened to a ticket."""
    tx.run(insert(ticket_event).values(id=tx.new_id(), ticket_id=ticket_id, at=tx.now, what=what, worker_id=worker_id))


def note(tx: Tx, row: Row[Any], what: str, words: str, worker_id: str | None = None) -> None:
    """Keep words with a ticket, sealed under the person's key, or the worker's where it is about nobody."""
    event_id, key = tx.new_id(), _key(tx, row, worker_id)
    sealed = key.seal(words, _bound(event_id)) if key is not None else None
    tx.run(
        insert(ticket_event).values(
            id=event_id, ticket_id=row.id, at=tx.now, what=what, worker_id=worker_id, sealed=sealed
        )
    )


def asked_for(tx: Tx, row: Row[Any]) -> str:
    """What a flow was told to hand on about it, the newest; "" when there is nothing to read."""
    found = [event for event in events_of(tx, row.id) if event.what == ASKED]
    return words_of(tx, row, found[-1]) if found else ""


def words_of(tx: Tx, row: Row[Any], event: Row[Any]) -> str:
    """The words kept with one of a ticket's events; "" when there are none (any more)."""
    key = _key(tx, row, event.worker_id)
    return key.open(event.sealed, _bound(event.id)) if event.sealed is not None and key is not None else ""


def _key(tx: Tx, row: Row[Any], worker_id: str | None) -> OwnerKey | None:
    """None once the person was erased: then nothing about them is kept, and nothing can be read."""
    owner = row.participant_id or worker_id
    try:
        return tx.key_of(owner) if owner is not None else None
    except NotSealedHere:
        return None


def _bound(event_id: str) -> str:
    return f"ticket_event.sealed:{event_id}"


def reopen(tx: Tx, ticket_id: str) -> Row[Any] | None:
    """Open a closed ticket again, its ladder from now; under its old code, or a fresh one if that is in use."""
    row = get(tx, ticket_id, locked=True)
    if row is None or row.closed_at is None:
        return None
    in_use = {other.code for other in all_open(tx)}
    code = row.code
    while code in in_use:
        code = _code()
    values = {"closed_at": None, "closed_by": None, "outcome": None, "climbing_since": tx.now, "code": code}
    change(tx, ticket_id, **values)
    record(tx, ticket_id, "reopened")
    return get(tx, ticket_id)


def open_of(tx: Tx, participant_id: str) -> Sequence[Row[Any]]:
    """The open tickets of a person, oldest first."""
    return tx.all(
        select(ticket)
        .where(ticket.c.participant_id == participant_id, ticket.c.closed_at.is_(None))
        .order_by(ticket.c.opened_at, ticket.c.id)
    )


def all_open(tx: Tx) -> Sequence[Row[Any]]:
    """Every open ticket, oldest first."""
    return tx.all(select(ticket).where(ticket.c.closed_at.is_(None)).order_by(ticket.c.opened_at, ticket.c.id))


def get(tx: Tx, ticket_id: str, *, locked: bool = False) -> Row[Any] | None:
    """One ticket; with `locked`, for the rest of the transaction."""
    statement = select(ticket).where(ticket.c.id == ticket_id)
    return tx.one(statement.with_for_update() if locked else statement)


def by_code(tx: Tx, code: str) -> Row[Any] | None:
    """The newest ticket with this code, open ones first."""
    return tx.first(
        select(ticket)
        .where(ticket.c.code == code.upper())
        .order_by(ticket.c.closed_at.is_not(None), ticket.c.opened_at.desc())
    )


def change(tx: Tx, ticket_id: str, **values: Any) -> None:
    """Set columns of a ticket; the caller holds its lock."""
    tx.run(update(ticket).where(ticket.c.id == ticket_id).values(**values))


def note_of(tx: Tx, row: Row[Any]) -> str:
    """The person's own words on a ticket."""
    if row.note is None or row.participant_id is None:
        return ""
    return tx.key_of(row.participant_id).open(row.note, f"ticket.note:{row.id}")


def alerted_workers(tx: Tx, ticket_id: str) -> Sequence[str]:
    """The workers who were sent an alert about a ticket."""
    rows = tx.all(
        select(outbox.c.worker_id).where(outbox.c.ticket_id == ticket_id, outbox.c.worker_id.is_not(None)).distinct()
    )
    return [row.worker_id for row in rows]


def events_of(tx: Tx, ticket_id: str) -> Sequence[Row[Any]]:
    """What happened to a ticket, oldest first."""
    return tx.all(
        select(ticket_event).where(ticket_event.c.ticket_id == ticket_id).order_by(ticket_event.c.at, ticket_event.c.id)
    )


def red_untaken(tx: Tx, before: datetime) -> int:
    """How many RED tickets nobody has taken since before this moment."""
    row = tx.one(
        select(func.count().label("n")).where(
            ticket.c.level == Level.RED.value,
            ticket.c.taken_at.is_(None),
            ticket.c.closed_at.is_(None),
            ticket.c.climbing_since < before,
        )
    )
    return 0 if row is None else int(row.n)
