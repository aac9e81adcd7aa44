"""Apply the carrier's callbacks: merged by rank, tolerant of early, late, repeated and unknown ones."""

import logging
import re
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core.delivery import TextStatus, after_receipt
from smsbot.db import outbox, people, receipts
from smsbot.db.database import Database, link_broke
from smsbot.db.tx import Tx
from smsbot.usecases.after_send import failed
from smsbot.usecases.ports import Programs

log = logging.getLogger(__name__)

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def apply_pending(db: Database, programs: Programs, now: datetime) -> int:
    """Apply every callback that waits, in the order they came; returns how many. One that fails stops no other."""
    with db.read(now) as tx:
        waiting = receipts.pending(tx)
    applied = 0
    for row in waiting:
        try:
            with db.write(now) as tx:
                _apply(tx, programs, row)
            applied += 1
        except Exception as error:
            log.exception("receipt.failed", extra={"receipt_id": row.id})
            if link_broke(error):
                continue  # no fault of this receipt's: it waits, and no try of it is spent
            with db.write(now) as tx:
                if receipts.failed(tx, row.id):
                    log.error("receipt.given_up", extra={"receipt_id": row.id})
    return applied


def _apply(tx: Tx, programs: Programs, row: Row[Any]) -> None:
    text = outbox.get(tx, row.text_id) if _is_id(row.text_id) else None
    if text is not None and text.participant_id is not None:
        people.lock(tx, text.participant_id, skip_locked=False)
        text = outbox.get(tx, row.text_id)
    if not receipts.claim(tx, row.id):
        return
    if text is None:
        log.warning("receipt.nobodys", extra={"receipt_id": row.id, "status": row.status})
        return
    if text.provider_sid is None:
        outbox.change(tx, text.id, provider_sid=row.provider_sid)
    status = after_receipt(TextStatus(text.status), row.status)
    if status is None:
        return
    outbox.change(tx, text.id, status=status.value, ended_at=tx.now, error_code=row.error_code)
    if status in (TextStatus.UNDELIVERED, TextStatus.FAILED):
        failed(tx, programs.current(), text, row.error_code or 0)


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None
