"""The page with a person's last words: one tap opens it on one phone, for ten minutes; unopened it dies in an hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from smsbot.db import peeks, tickets, workers
from smsbot.db.database import Database
from smsbot.db.tx import Tx
from smsbot.usecases.last_words import to_read

READABLE_FOR = timedelta(minutes=10)
UNOPENED_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Shut:
    """Not opened yet: it shows a button and nothing else."""

    code: str


@dataclass(frozen=True, slots=True)
class Open:
    """The words, oldest first, until `left` is over. `proof` is what this phone keeps."""

    code: str
    words: Sequence[str]
    left: timedelta
    proof: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Unknown, too late, opened on another phone, or no longer theirs to read."""


Page = Shut | Open | Gone


def look(db: Database, now: datetime, token: str, proof: str) -> Page:
    """What a link shows without a tap, to link previews too: the words only to the phone that opened it."""
    with db.read(now) as tx:
        return _page(tx, token, proof)


def open_page(db: Database, now: datetime, token: str, proof: str) -> Page:
    """The tap. The first one opens it, and is kept with the ticket."""
    with db.write(now) as tx:
        page = _page(tx, token, proof)
        row = peeks.find(tx, token)
        if not isinstance(page, Shut) or row is None or not peeks.open_first(tx, row):
            return page if isinstance(page, Open) else Gone()
        tickets.record(tx, row.ticket_id, "opened_page", row.worker_id)
        return _page(tx, token, peeks.proof(tx, token))


def _page(tx: Tx, token: str, proof: str) -> Page:
    row = peeks.find(tx, token)
    ticket = tickets.get(tx, row.ticket_id) if row is not None else None
    if row is None or ticket is None or not _may_read(tx, row, ticket):
        return Gone()
    if row.opened_at is None:
        return Shut(ticket.code) if tx.now - row.made_at < UNOPENED_FOR else Gone()
    left = row.opened_at + READABLE_FOR - tx.now
    if left <= timedelta() or not peeks.is_proof(tx, token, proof):
        return Gone()
    return Open(ticket.code, to_read(tx, ticket), left, proof)


def _may_read(tx: Tx, row: Row[Any], ticket: Row[Any]) -> bool:
    """Only as long as the ticket is open, and theirs."""
    held = ticket.closed_at is None and ticket.taken_by == row.worker_id
    return held and workers.by_id(tx, row.worker_id) is not None
