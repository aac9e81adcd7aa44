"""Status callbacks: recorded by the web as they come, applied by the worker."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from smsbot.db.schema import inbox, outbox, receipt, static_answer, ticket, ticket_event
from smsbot.db.tx import Tx
from smsbot.db.upsert import upsert

TRIES = 3
"""A callback that cannot be applied this often is passed over; the carrier's list is asked again anyway."""


def record(tx: Tx, text_id: str, sid: str, status: str, error_code: int | None) -> None:
    """Keep one callback."""
    tx.run(
        insert(receipt).values(
            id=tx.new_id(), text_id=text_id, provider_sid=sid, status=status, error_code=error_code, at=tx.now
        )
    )
    tx.wake()


def pending(tx: Tx, limit: int = 100) -> Sequence[Row[Any]]:
    """Callbacks not applied yet, oldest first."""
    waiting = receipt.c.applied_at.is_(None) & (receipt.c.tries < TRIES)
    return tx.all(select(receipt).where(waiting).order_by(receipt.c.id).limit(limit))


def claim(tx: Tx, receipt_id: str) -> bool:
    """Consume one in this transaction; False if another worker did."""
    row = tx.one(
        update(receipt)
        .where(receipt.c.id == receipt_id, receipt.c.applied_at.is_(None))
        .values(applied_at=tx.now)
        .returning(receipt.c.id)
    )
    return row is not None


def failed(tx: Tx, receipt_id: str) -> bool:
    """Count a failure to apply; True when that was the last try."""
    row = tx.one(
        update(receipt).where(receipt.c.id == receipt_id).values(tries=receipt.c.tries + 1).returning(receipt.c.tries)
    )
    return row is not None and row.tries >= TRIES


def may_answer_statically(tx: Tx, number_hash: str, every: timedelta) -> bool:
    """True once per number and interval, and recorded so: the worker is dead and the web answers by itself."""
    values = {"number_hash": number_hash, "at": tx.now}
    long_ago = static_answer.c.at <= tx.now - every
    # One statement: two webhooks at one moment cannot both be the first.
    kept = upsert(tx, static_answer, values, ["number_hash"], where=long_ago).returning(static_answer.c.at)
    return tx.one(kept) is not None


def blank_old_bodies(tx: Tx, before: datetime) -> int:
    """Retention: blank the words of texts older than this, decided or flagged; what happened and when stays.

    A ticket keeps the person's words as long as it is open, and then as long as any text.
    """
    settled = inbox.c.decided_at.is_not(None) | inbox.c.flagged_at.is_not(None)
    words = (
        (inbox.c.sealed, settled & (inbox.c.received_at < before)),
        (outbox.c.sealed, outbox.c.ended_at.is_not(None) & (outbox.c.queued_at < before)),
        (ticket.c.note, ticket.c.closed_at < before),
        (ticket_event.c.sealed, ticket_event.c.ticket_id.in_(select(ticket.c.id).where(ticket.c.closed_at < before))),
    )
    blanked = 0
    for column, old in words:
        table = column.table
        rows = tx.all(update(table).where(column.is_not(None), old).values({column.name: None}).returning(table.c.id))
        blanked += len(rows)
    return blanked
