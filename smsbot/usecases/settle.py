"""Look a send of unknown outcome up in the carrier's list: found, it is adopted; not found twice, staff see it."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from smsbot.core.delivery import TextStatus, after_receipt
from smsbot.core.effects import TextKind, TimerKind
from smsbot.db import outbox, people, timers, workers
from smsbot.db.database import Database
from smsbot.db.tx import Tx
from smsbot.usecases.ports import CarrierText, Programs, Transport

log = logging.getLogger(__name__)

LOOKS = 2
_NEXT_LOOK = timedelta(minutes=8)


def settle(db: Database, programs: Programs, transport: Transport, text_id: str, look: int, now: datetime) -> None:
    """Ask the carrier's list, with no transaction open, and adopt a match. A crisis nobody finds is sent once more."""
    with db.read(now) as tx:
        text = outbox.get(tx, text_id)
        if text is None or text.status != TextStatus.UNKNOWN or text.sealed is None:
            return
        to, body = number_for(tx, text), outbox.body_of(tx, text)
    listed = transport.sent_to(to, text.sending_at) if to is not None else None
    with db.write(now) as tx:
        if text.participant_id is not None:
            people.lock(tx, text.participant_id, skip_locked=False)
        if listed is None:
            timers.set_timer(tx, TimerKind.SETTLE, now + _NEXT_LOOK, text_id=text_id, rung=look)
            return
        match = next((one for one in listed if one.body == body and not outbox.knows_sid(tx, one.sid)), None)
        if match is not None:
            _adopt(tx, text_id, match)
        elif look + 1 < LOOKS:
            timers.set_timer(tx, TimerKind.SETTLE, now + _NEXT_LOOK, text_id=text_id, rung=look + 1)
        elif text.kind == TextKind.CRISIS and text.tries < LOOKS:
            outbox.move(tx, text_id, TextStatus.UNKNOWN, TextStatus.QUEUED, not_before=now, why="not found, once more")
            tx.wake()
        else:
            log.warning("text.not_found", extra={"text_id": text_id, "kind": text.kind})


def number_for(tx: Tx, text: Row[Any]) -> str | None:
    if text.worker_id is not None:
        worker = workers.by_id(tx, text.worker_id)
        return worker.number if worker is not None else None
    phone = people.phone_row(tx, text.number_hash)
    return people.number_of(tx, phone.id) if phone is not None else None


def _adopt(tx: Tx, text_id: str, match: CarrierText) -> None:
    status = after_receipt(TextStatus.UNKNOWN, match.status) or TextStatus.SENT
    outbox.move(
        tx, text_id, TextStatus.UNKNOWN, status, provider_sid=match.sid, error_code=match.error_code, why="found"
    )
    log.info("text.found", extra={"text_id": text_id, "status": status.value})
