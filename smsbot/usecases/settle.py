"""Look a send of unknown outcome up in the carrier's list: found, it is adopted; not found twice, staff see it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from smsbot.core.delivery import TextStatus, after_receipt
from smsbot.core.effects import TextKind, TimerKind
from smsbot.db import outbox, people, timers, workers
from smsbot.db.database import Database
from smsbot.db.tx import Tx
from smsbot.usecases.ports import CarrierText, Transport

log = logging.getLogger(__name__)

LOOKS = 2
_NEXT_LOOK = timedelta(minutes=8)


@dataclass(frozen=True, slots=True)
class _Missing:
    """A text to look for."""

    to: str
    body: str
    since: datetime


def settle(db: Database, transport: Transport, timer: Row[Any], now: datetime) -> int:
    """Ask the carrier's list, with no transaction open, and adopt a match. What has to arrive is sent once more.

    The timer is consumed together with what came of the look: who dies in between leaves it to be looked at again.
    """
    with db.read(now) as tx:
        missing = _missing(tx, timer.text_id)
    listed = transport.sent_to(missing.to, missing.since) if missing is not None else ()
    with db.write(now) as tx:
        text = outbox.get(tx, timer.text_id)
        if text is not None and text.participant_id is not None:
            people.lock(tx, text.participant_id, skip_locked=False)
            text = outbox.get(tx, timer.text_id)
        if timers.claim(tx, timer.id, now) is None:
            return 0
        if listed is None:
            timers.later(tx, timer.id, now + _NEXT_LOOK)
        elif missing is not None and text is not None and text.status == TextStatus.UNKNOWN:
            _judge(tx, text, _match(tx, text, missing.body, listed), timer)
    return 1


def _missing(tx: Tx, text_id: str) -> _Missing | None:
    """None when there is nothing to look for: a receipt was faster, or its reader was erased or taken off."""
    text = outbox.get(tx, text_id)
    if text is None or text.status != TextStatus.UNKNOWN or text.sealed is None:
        return None
    to = number_for(tx, text)
    return _Missing(to, outbox.body_of(tx, text), text.sending_at) if to is not None else None


def _match(tx: Tx, text: Row[Any], body: str, listed: Sequence[CarrierText]) -> CarrierText | None:
    """Ours by the name a receipt gave it; else the same words, if no other row has them."""
    for one in listed:
        if one.sid == text.provider_sid or (one.body == body and not outbox.knows_sid(tx, one.sid)):
            return one
    return None


def _judge(tx: Tx, text: Row[Any], match: CarrierText | None, timer: Row[Any]) -> None:
    if match is not None:
        _adopt(tx, text.id, match)
    elif timer.rung + 1 < LOOKS:
        timers.set_timer(tx, TimerKind.SETTLE, tx.now + _NEXT_LOOK, text_id=text.id, rung=timer.rung + 1)
    elif _must_arrive(text) and not timers.fired_before(tx, timer.id, text_id=text.id, rung=timer.rung):
        outbox.move(tx, text.id, TextStatus.UNKNOWN, TextStatus.QUEUED, not_before=tx.now, why="not found, once more")
        tx.wake()
    else:
        log.warning("text.not_found", extra={"text_id": text.id, "kind": text.kind})


def _must_arrive(text: Row[Any]) -> bool:
    """A crisis answer, and an alert; but the first alert of a ticket was repeated at once."""
    kind = TextKind(text.kind)
    return kind is TextKind.CRISIS or (kind is TextKind.ALERT and text.text_key != "worker.alert")


def number_for(tx: Tx, text: Row[Any]) -> str | None:
    """The number of a text's reader; None if they are no longer a worker, or the phone is not theirs any more."""
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
