"""Texts to workers: a level, a code and a time; never a name, a number or a health word."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import TextKind
from smsbot.core.flow import Level
from smsbot.core.program import Program
from smsbot.core.worker_words import clock_time, worker_text
from smsbot.db import outbox
from smsbot.db.tx import Tx
from smsbot.db.workers import Worker

_ALERTS = frozenset({"alert", "again", "did_not_reach", "repeat"})


def tell(
    tx: Tx,
    program: Program,
    worker: Worker,
    text: str,
    ticket: Row[Any] | None = None,
    *,
    more: str = "",
    **values: str,
) -> str:
    """Queue one of WORKER_TEXTS to a worker, and `more` behind it; RED ones take the lane that is kept for them."""
    level = Level(ticket.level) if ticket is not None else Level.ROUTINE
    about = {"name": program.settings.alert_name, **values}
    if ticket is not None:
        about |= {
            "level": level.value.upper(),
            "code": ticket.code,
            "time": clock_time(_moment(ticket), program.settings.zone),
        }
    red = level is Level.RED
    return outbox.queue(
        tx,
        outbox.NewText(
            kind=TextKind.ALERT if red and text in _ALERTS else TextKind.NOTICE,
            key=f"worker.{text}",
            body=worker_text(text, ticket.topic if ticket is not None else None).format(**about) + more,
            number_hash=worker.number_hash,
            worker_id=worker.id,
            ticket_id=ticket.id if ticket is not None else None,
            worker_line=True,
            urgent=red,
        ),
    )


def _moment(ticket: Row[Any]) -> datetime:
    moment: datetime = ticket.opened_at
    return moment
