"""Inbound rows: recorded by the web, decided by the worker, in the order they were received."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from smsbot.db.arrivals import Kept, keep
from smsbot.db.schema import inbox
from smsbot.db.tx import Tx
from smsbot.db.upsert import insert_or_ignore

TRIES = 3
"""A text that fails to decide this often is flagged, shown and passed over."""

_PENDING = inbox.c.decided_at.is_(None) & inbox.c.flagged_at.is_(None)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came in, in clear: only while it is decided."""

    sender: str
    body: str = ""
    media: int = 0


def arrive(
    tx: Tx, kind: str, sid: str, arrived: Arrived, *, worker_line: bool, sent_at: datetime | None = None
) -> Kept | None:
    """What a webhook does: draw a number and keep one inbound text or call, sealed; None if this SID is here already.

    `sent_at`, UTC by the carrier's clock, for one that no webhook brought.
    """
    inbox_id = tx.new_id()
    return keep(
        tx,
        tx.keys.lookup.all_hashes(arrived.sender),
        id=inbox_id,
        provider_sid=sid,
        kind=kind,
        worker_line=worker_line,
        received_at=tx.now,
        sent_at=sent_at,
        sealed=sealed(tx, inbox_id, arrived),
    )


def sealed(tx: Tx, inbox_id: str, arrived: Arrived) -> bytes:
    """What came in, under the programme's key: nobody knows yet whose it is."""
    told = json.dumps({"sender": arrived.sender, "body": arrived.body, "media": arrived.media})
    return tx.keys.master.seal(told.encode(), f"inbox:{inbox_id}")


def record(
    tx: Tx,
    kind: str,
    sid: str,
    arrived: Arrived,
    *,
    number_hash: str,
    worker_line: bool,
    seq: int,
    sent_at: datetime | None = None,
) -> str | None:
    """The same for a text whose person and number are known: its new id, or None if this SID is here already."""
    inbox_id = tx.new_id()
    values = {
        "id": inbox_id,
        "provider_sid": sid,
        "kind": kind,
        "number_hash": number_hash,
        "worker_line": worker_line,
        "received_at": tx.now,
        "sent_at": sent_at,
        "seq": seq,
        "sealed": sealed(tx, inbox_id, arrived),
    }
    if tx.one(insert_or_ignore(tx, inbox, values).returning(inbox.c.id)) is None:
        return None
    tx.wake()
    return inbox_id


def pending(tx: Tx, limit: int = 50) -> Sequence[Row[Any]]:
    """The oldest undecided row of each number, oldest first; read without locks, so check again before deciding."""
    rows = tx.all(
        select(inbox.c.id, inbox.c.number_hash).where(_PENDING).order_by(inbox.c.received_at, inbox.c.id).limit(limit)
    )
    firsts: dict[str, Row[Any]] = {}
    for row in rows:
        firsts.setdefault(row.number_hash, row)
    return list(firsts.values())


def claim(tx: Tx, inbox_id: str) -> Row[Any] | None:
    """The row, locked, if it is still undecided and the oldest of its number; None if somebody was faster."""
    row = tx.one(select(inbox).where(inbox.c.id == inbox_id, _PENDING).with_for_update(skip_locked=True))
    if row is None:
        return None
    oldest = tx.first(
        select(inbox.c.id)
        .where(inbox.c.number_hash == row.number_hash, _PENDING)
        .order_by(inbox.c.received_at, inbox.c.id)
    )
    return row if oldest is not None and oldest.id == inbox_id else None


def draw_for_waiting(tx: Tx, claimed: Row[Any], draw: Callable[[], int]) -> int:
    """Give the texts of a stranger their numbers, in order, now that there is somebody to draw from; the claimed one's.

    One that somebody else has claimed is passed over: they wait for the participant, and draw for it themselves.
    """
    rows = tx.all(
        select(inbox.c.id)
        .where(inbox.c.number_hash == claimed.number_hash, inbox.c.seq == 0, _PENDING)
        .order_by(inbox.c.received_at, inbox.c.id)
        .with_for_update(skip_locked=True)
    )
    drawn = {row.id: draw() for row in rows}
    for inbox_id, seq in drawn.items():
        tx.run(update(inbox).where(inbox.c.id == inbox_id).values(seq=seq))
    return drawn[claimed.id]


def open_arrived(tx: Tx, row: Row[Any]) -> Arrived:
    """The words of an undecided row."""
    return Arrived(**json.loads(tx.keys.master.open(row.sealed, f"inbox:{row.id}")))


def decided(tx: Tx, inbox_id: str, *, participant_id: str | None, body: str, rule: str) -> None:
    """Mark a row decided; its words are from now on sealed under the person's own key (a worker's are not kept)."""
    sealed = None
    if participant_id is not None and body:
        sealed = tx.key_of(participant_id).seal(body, f"inbox.body:{inbox_id}")
    tx.run(
        update(inbox)
        .where(inbox.c.id == inbox_id)
        .values(decided_at=tx.now, participant_id=participant_id, sealed=sealed, rule=rule)
    )


def failed(tx: Tx, inbox_id: str) -> bool:
    """Count a failure to decide; True when that was the last try and the row is now flagged for staff."""
    row = tx.one(update(inbox).where(inbox.c.id == inbox_id).values(tries=inbox.c.tries + 1).returning(inbox.c.tries))
    if row is None or row.tries < TRIES:
        return False
    tx.run(update(inbox).where(inbox.c.id == inbox_id).values(flagged_at=tx.now))
    return True


def undecided_from(tx: Tx, hashes: Sequence[str]) -> bool:
    """Is a text from any of these numbers still undecided? What we start waits for it."""
    return tx.first(select(inbox.c.id).where(inbox.c.number_hash.in_(hashes), _PENDING)) is not None


def get(tx: Tx, inbox_id: str) -> Row[Any] | None:
    """One row."""
    return tx.one(select(inbox).where(inbox.c.id == inbox_id))


def newest_from(tx: Tx, participant_id: str) -> Row[Any] | None:
    """The newest decided text of a person: what permits an answer to it."""
    return tx.first(
        select(inbox.c.id, inbox.c.number_hash, inbox.c.received_at)
        .where(inbox.c.participant_id == participant_id, inbox.c.kind == "sms")
        .order_by(inbox.c.received_at.desc(), inbox.c.id.desc())
    )


def heard_since(tx: Tx, participant_id: str, moment: datetime) -> bool:
    """Has a text that this person sent later than this been decided?"""
    sent = func.coalesce(inbox.c.sent_at, inbox.c.received_at)
    return tx.first(select(inbox.c.id).where(inbox.c.participant_id == participant_id, sent > moment)) is not None


def last_bodies(tx: Tx, participant_id: str, limit: int = 3) -> Sequence[str]:
    """The newest texts of a person, oldest first, as far as they are still kept."""
    rows = tx.all(
        select(inbox.c.id, inbox.c.sealed)
        .where(inbox.c.participant_id == participant_id, inbox.c.sealed.is_not(None))
        .order_by(inbox.c.received_at.desc(), inbox.c.id.desc())
        .limit(limit)
    )
    key = tx.key_of(participant_id)
    return [key.open(row.sealed, f"inbox.body:{row.id}") for row in reversed(rows)]


def flagged(tx: Tx) -> Sequence[Row[Any]]:
    """Rows that could not be decided; a human reads them."""
    return tx.all(
        select(inbox.c.id, inbox.c.received_at).where(inbox.c.flagged_at.is_not(None)).order_by(inbox.c.received_at)
    )
