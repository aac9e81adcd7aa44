"""Compare the carrier's list with ours: texts that no webhook brought, and ends that no callback told us of."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from smsbot.core.delivery import FINAL
from smsbot.db import outbox, programme, receipts
from smsbot.db.database import Database
from smsbot.usecases.ports import ListedText, Transport
from smsbot.usecases.receive import Inbound, record

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=5)
AGAIN = timedelta(hours=1)
"""Looked at again with the next sweep: a webhook may still be on its way, and ends come late."""

LONGEST = timedelta(days=7)
"""How far back a sweep looks after a long absence."""

_CLAIMED, _UNTIL = "sweep.claimed", "sweep.until"
_AT_ONCE = 500
_ENDS = frozenset(status.value for status in FINAL)


def sweep(db: Database, transport: Transport, now: datetime, worker_number: str | None = None) -> int:
    """Ask the carrier, with no transaction open, and record what we lack; returns how many texts and ends.

    One worker at a time, every five minutes, from where the last whole sweep ended. A database that has never been
    swept begins now: what its number got before is not ours. What is found is decided and applied like any other.
    """
    since = _begin(db, now)
    if since is None:
        return 0
    listed = transport.listed(since)
    if listed is None:
        return 0
    found = sum(_record_missed(db, text, now, worker_number) for text in listed if text.inbound)
    found += _record_ends(db, [text for text in listed if not text.inbound and text.status in _ENDS], now)
    with db.write(now) as tx:
        programme.put(tx, _UNTIL, now.isoformat())
    return found


def _begin(db: Database, now: datetime) -> datetime | None:
    """Where this sweep begins; None if it is not due, or another worker is at it."""
    with db.write(now) as tx:
        claimed, until = programme.get(tx, _CLAIMED), programme.get(tx, _UNTIL)
        if claimed is not None and now - datetime.fromisoformat(claimed) < EVERY:
            return None
        programme.put(tx, _CLAIMED, now.isoformat())
        if until is None:
            programme.put(tx, _UNTIL, now.isoformat())
            return None
    return max(datetime.fromisoformat(until) - AGAIN, now - LONGEST)


def _record_missed(db: Database, text: ListedText, now: datetime, worker_number: str | None) -> bool:
    on_worker_line = worker_number is not None and text.to == worker_number
    arrived = Inbound("sms", text.sid, text.sender, text.body, text.media, on_worker_line, sent_at=text.created_at)
    new = record(db, arrived, now).new
    if new:
        log.warning("inbox.missed", extra={"sent_at": text.created_at.isoformat()})
    return new


def _record_ends(db: Database, ended: Sequence[ListedText], now: datetime) -> int:
    found = 0
    for first in range(0, len(ended), _AT_ONCE):
        by_sid = {text.sid: text for text in ended[first : first + _AT_ONCE]}
        with db.write(now) as tx:
            waiting = outbox.awaiting_receipt(tx, list(by_sid))
            for sid, text_id in waiting.items():
                receipts.record(tx, text_id, sid, by_sid[sid].status, by_sid[sid].error_code)
            found += len(waiting)
    return found
